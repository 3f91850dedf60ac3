import { Duration, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { RateLimitKey } from './rate-limit-key';
import { Rule } from './rule';
import { refuse } from '../../core/validation';

/** Requests and seconds that AWS WAF takes (AWS WAF API, RateBasedStatement). */
const LIMIT = { min: 10, max: 2_000_000_000 };
const WINDOWS = [60, 120, 300, 600];

export interface RateLimit {
  readonly rateLimit?: number;
  readonly rateLimitWindow?: Duration;
  readonly rateLimitKey?: RateLimitKey;
}

/** Requests of one address in a window. It takes 2 WCU (AWS WAF Developer Guide, Rate-based rule statement). */
export function rateLimitRule(scope: Construct, options: RateLimit, countOnly: boolean): Rule {
  const { rateLimit: limit = 2000, rateLimitWindow: window = Duration.minutes(5) } = options;
  const aggregateKeyType = options.rateLimitKey ?? RateLimitKey.CLIENT_ADDRESS;
  if (!Token.isUnresolved(limit) && (!Number.isInteger(limit) || limit < LIMIT.min || limit > LIMIT.max)) {
    refuse(scope, `rateLimit is ${limit}, need a whole number from ${LIMIT.min} to ${LIMIT.max}`);
  }
  const evaluationWindowSec = window.toSeconds();
  if (!window.isUnresolved() && !WINDOWS.includes(evaluationWindowSec)) {
    refuse(scope, `rateLimitWindow is ${evaluationWindowSec} seconds, need one of ${WINDOWS.join(', ')}`);
  }
  return {
    name: 'RateLimit',
    wcu: 2,
    statement: {
      rateBasedStatement: {
        aggregateKeyType,
        limit,
        evaluationWindowSec,
        // A header without a valid address counts as a match.
        ...(aggregateKeyType === RateLimitKey.FORWARDED_ADDRESS && { forwardedIpConfig: { headerName: 'X-Forwarded-For', fallbackBehavior: 'MATCH' } }),
      },
    },
    action: countOnly ? { count: {} } : { block: {} },
  };
}
