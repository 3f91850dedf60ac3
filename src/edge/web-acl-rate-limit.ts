import { Duration, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Rule } from './rule';
import { refuse } from '../core/errors';

/** Requests and seconds that AWS WAF takes (AWS WAF API, RateBasedStatement). */
const LIMIT = { min: 10, max: 2_000_000_000 };
const WINDOWS = [60, 120, 300, 600];

/** Requests of one address in a window. It takes 2 WCU (AWS WAF Developer Guide, Rate-based rule statement). */
export function rateLimitRule(scope: Construct, limit: number = 2000, window: Duration = Duration.minutes(5), countOnly: boolean): Rule {
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
    statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit, evaluationWindowSec } },
    action: countOnly ? { count: {} } : { block: {} },
  };
}
