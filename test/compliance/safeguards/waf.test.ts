import { WAF } from '../../../src/compliance/safeguards/waf';
import { it_, namedBy, PARAMETER, PASSES, triples, undetermined } from '../triples';

const METRICS = 'VisibilityConfig.CloudWatchMetricsEnabled';
const measured = (value: unknown, ofRule: unknown = true) => it_({
  VisibilityConfig: { CloudWatchMetricsEnabled: value }, Rules: [{ Name: 'rate', VisibilityConfig: { CloudWatchMetricsEnabled: ofRule } }],
});
const ACL = { DefaultAction: {}, Scope: 'REGIONAL', VisibilityConfig: {} };
const rules = (...Rules: object[]) => it_({ Rules });
const managed = (more: object) => ({ Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet', ...more } } });
const PASSES_ALL = 'DefaultAction is Allow and no rule blocks';
const filtered = (LoggingFilter: object) => it_(ACL, { Logs: ['AWS::WAFv2::LoggingConfiguration', { ResourceArn: { Ref: 'It' }, LoggingFilter }] });
const keeps = (Action: string, Behavior: string) => ({ Behavior, Requirement: 'MEETS_ANY', Conditions: [{ ActionCondition: { Action } }] });
const DROPPED = 'what LoggingFilter does with blocked requests is "DROP", must be another value';
const LOGGED = namedBy('AWS::WAFv2::LoggingConfiguration', 'ResourceArn', 'no AWS::WAFv2::LoggingConfiguration references it', { with: ACL });

describe('safeguards of AWS WAF', () => triples(WAF, {
  'WAF.WebAclHasRules': {
    holds: [it_({ Rules: [{ Name: 'rate' }] })],
    fails: [[it_({}), 'Rules has 0 items, must have at least 1'], [it_({ Rules: [] }), 'Rules has 0 items, must have at least 1']],
    open: [[it_({ Rules: PARAMETER }), undetermined('Rules')]],
  },
  'WAF.WebAclLogged': {
    ...LOGGED,
    holds: [...LOGGED.holds, filtered({ DefaultBehavior: 'DROP', Filters: [keeps('BLOCK', 'KEEP')] }), filtered({ DefaultBehavior: 'KEEP', Filters: [keeps('ALLOW', 'DROP')] })],
    fails: [
      ...LOGGED.fails, [filtered({ DefaultBehavior: 'DROP', Filters: [keeps('ALLOW', 'KEEP')] }), DROPPED],
      [filtered({ DefaultBehavior: 'KEEP', Filters: [keeps('BLOCK', 'DROP')] }), DROPPED],
    ],
  },
  'WAF.RulesMeasured': {
    holds: [measured(true), it_({ VisibilityConfig: { CloudWatchMetricsEnabled: true } })],
    fails: [
      [it_({}), `${METRICS} is not set, must be true`],
      [measured(false), `${METRICS} is false, must be true`],
      [measured(true, false), `${METRICS} of rule rate is false, must be true`],
      [it_({ VisibilityConfig: { CloudWatchMetricsEnabled: true }, Rules: [{ Name: 'bare' }] }), `${METRICS} of rule bare is not set, must be true`],
    ],
    open: [[measured(true, PARAMETER), undetermined(`${METRICS} of rule rate`)]],
  },
  'WAF.RulesBlock': {
    holds: [
      it_({}), rules({ Name: 'rate', Action: { Block: {} } }), rules({ Name: 'group', OverrideAction: { None: {} }, ...managed({}) }),
      rules({ Name: 'label', Action: { Count: {} }, RuleLabels: [{ Name: 'bot' }] }),
      rules({ Name: 'group', OverrideAction: { None: {} }, ...managed({ RuleActionOverrides: [{ Name: 'x', ActionToUse: { Captcha: {} } }] }) }),
    ],
    fails: [
      [rules({ Name: 'group', OverrideAction: { Count: {} }, ...managed({}) }), 'OverrideAction of rule group is Count, must be None'],
      [rules({ Name: 'rate', Action: { Count: {} } }), 'Action of rule rate is Count, must stop the request or add a label'],
      [rules({ Name: 'group', ...managed({ RuleActionOverrides: [{ Name: 'x', ActionToUse: { Count: {} } }] }) }), 'rule group overrides x to Count, must keep its action'],
      [rules({ Name: 'group', ...managed({ RuleActionOverrides: [{ Name: 'x', ActionToUse: { Allow: {} } }] }) }), 'rule group overrides x to Allow, must keep its action'],
      [rules({ Name: 'group', ...managed({ ExcludedRules: [{ Name: 'x' }] }) }), 'rule group excludes x, must keep its action'],
    ],
    open: [[it_({ Rules: PARAMETER }), undetermined('Rules')]],
  },
  'WAF.WebAclBlocks': {
    holds: [
      it_({ DefaultAction: { Block: {} } }), it_({ DefaultAction: { Allow: {} }, Rules: [{ Name: 'rate', Action: { Block: {} } }] }),
      it_({ DefaultAction: { Allow: {} }, Rules: [{ Name: 'group', OverrideAction: { None: {} }, ...managed({}) }] }),
    ],
    fails: [
      [it_({ DefaultAction: { Allow: {} }, Rules: [{ Name: 'geo', Action: { Allow: {} } }] }), PASSES_ALL],
      [it_({ DefaultAction: { Allow: {} }, Rules: [{ Name: 'group', OverrideAction: { Count: {} }, ...managed({}) }] }), PASSES_ALL],
      [it_({ DefaultAction: { Allow: {} } }), PASSES_ALL],
    ],
    open: [
      ...[[], [{ Name: 'bare' }], [{ Name: 'labels', Action: { Count: {} } }], [{ Name: 'group', Statement: { RuleGroupReferenceStatement: { Arn: 'a' } }, OverrideAction: { Count: {} } }]]
        .map((Rules) => [it_({ DefaultAction: { Allow: {} }, Rules }), PASSES_ALL] as const),
      ...[
        { Action: { Captcha: {} } }, { Action: { Challenge: {} } }, { Statement: { RuleGroupReferenceStatement: { Arn: 'a' } }, OverrideAction: { None: {} } }, managed({}),
      ].map((rule) => [it_({ DefaultAction: { Allow: {} }, Rules: [{ Name: 'bare' }, { Name: 'stop', ...rule }] }), PASSES] as const),
      [it_({ Rules: [{ Name: 'rate', Action: { Block: {} } }] }), PASSES],
    ],
  },
}));
