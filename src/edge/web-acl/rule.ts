import * as wafv2 from 'aws-cdk-lib/aws-wafv2';

/** Rules: 1 to 128 letters, digits, hyphens and underscores (AWS WAF API, Rule). */
export const RULE_NAME = { need: '1 to 128 letters, digits, hyphens and underscores', pattern: /[\w-]+/, maxLength: 128 };
/** Web ACL capacity units (WCU) of a web ACL, and those that its basic price includes (AWS WAF Developer Guide, Web ACL capacity units in AWS WAF). */
export const WCU = { max: 5000, included: 1500 };

/** A rule of a web ACL without its priority. */
export interface Rule {
  /** Name of the rule and of its metric. */
  readonly name: string;
  readonly statement: wafv2.CfnWebACL.StatementProperty;
  /** Of a single rule. */
  readonly action?: wafv2.CfnWebACL.RuleActionProperty;
  /** Of a rule group. */
  readonly overrideAction?: wafv2.CfnWebACL.OverrideActionProperty;
}

/** Metrics and samples. */
export function visible(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
