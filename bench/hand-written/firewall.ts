import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { HandWrittenStack } from './stack';

type ManagedGroups = Record<string, wafv2.CfnWebACL.RuleActionOverrideProperty[] | undefined>;

const MANAGED_GROUPS: ManagedGroups = {
  AmazonIpReputationList: undefined, KnownBadInputsRuleSet: undefined, CommonRuleSet: undefined, SQLiRuleSet: undefined,
};

export interface FirewallOptions {
  readonly name?: string;
  /** @default - `WebAcl` */
  readonly metricName?: string;
  readonly logGroupName: string;
  readonly evaluationWindowSec?: number;
  /** Of AWS, by name, with the actions that are not its own. */
  readonly groups?: ManagedGroups;
  readonly blocked?: Partial<cloudwatch.MetricProps>;
}

export function firewall(stack: HandWrittenStack, resourceArn: string, options: FirewallOptions): void {
  const groups = options.groups ?? MANAGED_GROUPS;
  const visible = (metricName: string) => ({ metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true });
  const acl = new wafv2.CfnWebACL(stack, 'WebAcl', {
    name: options.name,
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: visible(options.metricName ?? 'WebAcl'),
    dataProtectionConfig: { dataProtections: [{ action: 'SUBSTITUTION', field: { fieldType: 'SINGLE_HEADER', fieldKeys: ['authorization', 'cookie'] } }] },
    rules: [
      {
        name: 'RateLimit',
        priority: 0,
        action: { block: {} },
        statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: 2000, evaluationWindowSec: options.evaluationWindowSec } },
        visibilityConfig: visible('RateLimit'),
      },
      ...Object.entries(groups).map(([group, ruleActionOverrides], index) => ({
        name: group,
        priority: index + 1,
        overrideAction: { none: {} },
        statement: { managedRuleGroupStatement: { name: `AWSManagedRules${group}`, vendorName: 'AWS', ruleActionOverrides } },
        visibilityConfig: visible(group),
      })),
    ],
  });
  new wafv2.CfnWebACLAssociation(stack, 'WebAclAssociation', { resourceArn, webAclArn: acl.attrArn });
  const wafLogs = stack.logGroup('WafLogs', options.logGroupName);
  new wafv2.CfnLoggingConfiguration(stack, 'WafLogging', {
    resourceArn: acl.attrArn,
    logDestinationConfigs: [stack.arn('logs', 'log-group', wafLogs.logGroupName)],
    redactedFields: [{ singleHeader: { Name: 'authorization' } }, { singleHeader: { Name: 'cookie' } }],
  });
  stack.alarm('WafBlocked', new cloudwatch.Metric({
    namespace: 'AWS/WAFV2', metricName: 'BlockedRequests', dimensionsMap: { Region: stack.region, Rule: 'ALL', WebACL: options.metricName ?? acl.ref }, ...options.blocked,
  }), 1000);
}
