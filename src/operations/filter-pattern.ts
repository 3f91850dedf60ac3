import { IFilterPattern } from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { requireString } from '../core/validation';

/** Refuses a filter pattern that CloudWatch Logs does not accept (CloudWatch Logs API, PutMetricFilter and PutSubscriptionFilter). Tokens and `undefined` pass. */
export function requireFilterPattern(scope: IConstruct, prop: string, pattern: IFilterPattern | undefined): void {
  requireString(scope, prop, pattern?.logPatternString, { need: 'a pattern of at most 1024 characters', minLength: 0, maxLength: 1_024 });
}
