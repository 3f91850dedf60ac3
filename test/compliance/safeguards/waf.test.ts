import { matchedBy } from '../../../src/compliance/predicates/web-acl-statements';
import { RenderedTemplate } from '../../../src/compliance/rendered';
import { WAF } from '../../../src/compliance/safeguards/waf';
import { Beside, it_, namedBy, NOT_JUDGED, PARAMETER, PASSES, triples, undetermined } from '../triples';

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

const size = (ComparisonOperator: string, Size: number) => ({ SizeConstraintStatement: { FieldToMatch: { Body: {} }, ComparisonOperator, Size } });
const OF_SET = { Statement: { IPSetReferenceStatement: { Arn: { 'Fn::GetAtt': ['Set', 'Arn'] } } } };
const NARROW: Beside = { Set: ['AWS::WAFv2::IPSet', { Addresses: ['192.0.2.0/24'] }] };
const EVERYONE: Beside = { Set: ['AWS::WAFv2::IPSet', { Addresses: ['0.0.0.0/1', '128.0.0.0/1'] }] };
const acl = (rule: object, beside: Beside) => it_({ DefaultAction: { Allow: {} }, Rules: [{ Name: 'rate', Priority: 1, Action: { Block: {} } }, rule] }, beside);
const allowing = (beside: Beside) => acl({ Name: 'partner', Priority: 0, Action: { Allow: {} }, ...OF_SET }, beside);
const everyRequest = 'rule partner allows every request, must match fewer';

describe('safeguards of AWS WAF', () => triples(WAF, {
  'WAF.WebAclHasRules': {
    holds: [it_({ Rules: [{ Name: 'rate' }] })],
    fails: [[it_({}), 'Rules has 0 items, must have at least 1'], [it_({ Rules: [] }), 'Rules has 0 items, must have at least 1']],
    open: [[it_({ Rules: PARAMETER }), undetermined('Rules')]],
  },
  'WAF.WebAclLogged': {
    ...LOGGED,
    holds: [
      ...LOGGED.holds, filtered({ DefaultBehavior: 'DROP', Filters: [keeps('BLOCK', 'KEEP')] }),
      filtered({ DefaultBehavior: 'DROP', Filters: [{ ...keeps('BLOCK', 'KEEP'), Conditions: [...keeps('COUNT', 'KEEP').Conditions, ...keeps('BLOCK', 'KEEP').Conditions] }] }),
      filtered({ DefaultBehavior: 'KEEP', Filters: [keeps('ALLOW', 'DROP')] }),
    ],
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
  'WAF.AllowRulesNarrow': {
    holds: [allowing(NARROW)],
    fails: [
      [allowing(EVERYONE), everyRequest],
      [it_({ DefaultAction: { Block: {} }, Rules: [{ Name: 'partner', Priority: 2, Action: { Allow: {} }, ...OF_SET }] }, EVERYONE), everyRequest],
      [it_({ Rules: [{ Name: 'partner', Priority: 0, Action: { Allow: {} }, ...OF_SET }] }, EVERYONE, { type: 'AWS::WAFv2::RuleGroup' }), everyRequest],
    ],
    open: [
      // The last rule does what the default action does.
      [acl({ Name: 'partner', Priority: 2, Action: { Allow: {} }, ...OF_SET }, EVERYONE), NOT_JUDGED],
      [rules({ Name: 'rate', Action: { Block: {} } }), NOT_JUDGED],
      [allowing({ Set: ['AWS::WAFv2::IPSet', { Addresses: PARAMETER }] }), undetermined('Addresses of Set')],
      [allowing({}), 'the IP set of rule partner, which allows requests, is not in the templates'],
    ],
  },
  'WAF.StoppingRulesMatch': {
    holds: [
      rules({ Name: 'size', Action: { Block: {} }, Statement: size('GT', 8192) }),
      rules({ Name: 'group', OverrideAction: { None: {} }, ...managed({ ScopeDownStatement: size('GE', 0) }) }),
    ],
    fails: [
      [rules({ Name: 'size', Action: { Block: {} }, Statement: size('LT', 0) }), 'rule size matches no request'],
      [rules({ Name: 'group', OverrideAction: { None: {} }, ...managed({ ScopeDownStatement: size('LT', 0) }) }), 'rule group matches no request'],
    ],
    open: [[rules({ Name: 'partner', Action: { Allow: {} } }), NOT_JUDGED], [it_({ Rules: PARAMETER }), undetermined('Rules')]],
  },
}));

const path = { UriPath: {} };
const byText = (SearchString: string, PositionalConstraint: string, FieldToMatch: object = path) => ({
  ByteMatchStatement: { FieldToMatch, PositionalConstraint, SearchString },
});
const byPattern = (RegexString: string, FieldToMatch: object = path) => ({ RegexMatchStatement: { FieldToMatch, RegexString } });
const not = (Statement: object) => ({ NotStatement: { Statement } });
const and = (...Statements: object[]) => ({ AndStatement: { Statements } });
const or = (...Statements: object[]) => ({ OrStatement: { Statements } });
const [ALL, NONE, SOME, OUTSIDE] = [size('GE', 0), size('LT', 0), size('GT', 10), { IPSetReferenceStatement: { Arn: 'arn:aws:wafv2:eu-west-2:123456789012:regional/ipset/x/1' } }];

test.each<[string, object | undefined]>([
  ['all', ALL], ['none', NONE], ['some', SOME], ['some', size('EQ', 0)], ['some', size('GE', 1)], ['unknown', OUTSIDE], ['some', undefined],
  ['all', byText('/', 'STARTS_WITH')], ['all', byText('/', 'CONTAINS')], ['some', byText('/', 'EXACTLY')], ['some', byText('/admin', 'STARTS_WITH')], ['some', byText('/', 'CONTAINS', { Body: {} })],
  ['all', { ByteMatchStatement: { FieldToMatch: path, PositionalConstraint: 'STARTS_WITH', SearchStringBase64: 'Lw==' } }],
  ['all', byPattern('.*', { Body: {} })], ['all', byPattern('^.*$')], ['all', byPattern('^/.*$')], ['all', byPattern('^/')], ['some', byPattern('^/admin')], ['some', byPattern('^/', { Body: {} })],
  ['none', not(ALL)], ['all', not(NONE)], ['some', not(SOME)], ['unknown', not(OUTSIDE)],
  ['none', and(SOME, NONE)], ['all', and(ALL, ALL)], ['some', and(ALL, SOME)], ['unknown', and(ALL, OUTSIDE)], ['none', and(OUTSIDE, NONE)], ['some', and()],
  ['all', or(SOME, ALL)], ['none', or(NONE, NONE)], ['some', or(NONE, SOME)], ['unknown', or(NONE, OUTSIDE)], ['all', or(OUTSIDE, ALL)],
  ['none', { RateBasedStatement: { Limit: 100, ScopeDownStatement: NONE } }], ['some', { RateBasedStatement: { Limit: 100, ScopeDownStatement: ALL } }], ['some', { GeoMatchStatement: { CountryCodes: ['GB'] } }],
])('matches %s: %j', (matched, statement) => {
  const template = { referenced: () => undefined } as unknown as RenderedTemplate;
  expect(matchedBy(template, statement)).toBe(matched);
});

test.each<[string, unknown[], string]>([
  ['two halves of IPv4', ['0.0.0.0/1', '128.0.0.0/1'], 'all'], ['a half of IPv6', ['::/1'], 'all'], ['a network', ['192.0.2.0/24', '2001:db8::/32'], 'some'], ['the largest network', ['10.0.0.0/8'], 'some'], ['nothing', [], 'some'],
])('an IP set of %s', (_, Addresses, matched) => {
  const template = { referenced: () => ({ type: 'AWS::WAFv2::IPSet', properties: { Addresses } }) } as unknown as RenderedTemplate;
  expect(matchedBy(template, OUTSIDE)).toBe(matched);
});
