import * as wafv2 from 'aws-cdk-lib/aws-wafv2';

/** A rule that has yet to get its place in a web ACL. */
export interface Rule {
  /** Also the name of its metric. */
  readonly name: string;
  /** Web ACL capacity units. */
  readonly wcu: number;
  /** What matches. */
  readonly statement: wafv2.CfnWebACL.StatementProperty;
  /** For a single rule. */
  readonly action?: wafv2.CfnWebACL.RuleActionProperty;
  /** For a rule group. */
  readonly overrideAction?: wafv2.CfnWebACL.OverrideActionProperty;
}

/** Metrics on, samples on: a blocked request that nobody can see cannot be told from a fault. */
export function visible(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}

/** The rule in its place: the lowest priority is asked first. */
export function rendered({ name, statement, action, overrideAction }: Rule, priority: number): wafv2.CfnWebACL.RuleProperty {
  return { name, priority, statement, action, overrideAction, visibilityConfig: visible(name) };
}
