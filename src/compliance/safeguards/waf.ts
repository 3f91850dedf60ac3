import { ResourceSafeguard } from '../model/safeguard';
import { given, isSet, listOf } from '../predicates/intrinsics';
import { allOf, anyOf, called, fails, HOLDS, mustBe, mustHave, mustNotBe, Outcome, undecided } from '../predicates/outcome';
import { Matched, matchedBy } from '../predicates/web-acl-statements';
import { Json, pointers } from '../rendered';

const ON_WEB_ACLS = ['AWS::WAFv2::WebACL'];

/** Safeguards of AWS WAF. */
export const WAF: ResourceSafeguard[] = [
  {
    id: 'WAF.WebAclHasRules',
    on: ON_WEB_ACLS,
    statement: 'the web ACL has rules',
    rationale: 'A web ACL without rules inspects nothing',
    remedy: 'add a rule',
    sources: { securityHub: ['WAF.10'], prowler: ['wafv2_webacl_with_rules'] },
    judge: ({ properties }) => mustHave('Rules', properties.Rules, 1),
  },
  {
    id: 'WAF.WebAclLogged',
    on: ON_WEB_ACLS,
    statement: 'web ACL logging is enabled',
    rationale: 'The logs show which requests were blocked and allowed, and by which rule',
    remedy: 'add a logging configuration',
    sources: { securityHub: ['WAF.11'], cdkNag: ['WAFv2LoggingEnabled'], prowler: ['wafv2_webacl_logging_enabled'] },
    judge: (acl) => {
      const logs = pointers(acl, 'AWS::WAFv2::LoggingConfiguration', 'ResourceArn');
      return logs.length ? anyOf(...logs.map(({ properties }) => keepsBlocked(properties.LoggingFilter))) : fails('no AWS::WAFv2::LoggingConfiguration references it');
    },
  },
  {
    id: 'WAF.RulesMeasured',
    on: [...ON_WEB_ACLS, 'AWS::WAFv2::RuleGroup'],
    statement: 'CloudWatch metrics are enabled for all rules',
    rationale: 'Metrics show attacks, and rules that block too much',
    remedy: 'set `cloudWatchMetricsEnabled` of every `visibilityConfig`',
    sources: { securityHub: ['WAF.12'], prowler: ['wafv2_webacl_rule_logging_enabled'] },
    judge: ({ properties: { Rules, VisibilityConfig } }) => allOf(
      mustBe('VisibilityConfig.CloudWatchMetricsEnabled', VisibilityConfig?.CloudWatchMetricsEnabled, true),
      ...listOf(Rules).map(({ Name, VisibilityConfig: ofRule }) => mustBe(
        `VisibilityConfig.CloudWatchMetricsEnabled of rule ${called(Name)}`, ofRule?.CloudWatchMetricsEnabled, true)),
    ),
  },
  {
    id: 'WAF.RulesBlock',
    on: [...ON_WEB_ACLS, 'AWS::WAFv2::RuleGroup'],
    statement: 'rules of the web ACL act on what they match',
    rationale: 'A rule or rule group in count mode, or with rules set to count, reports attacks and lets them pass',
    remedy: 'remove the override, or acknowledge the finding with the reason and what inspects the request instead',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-testing.html',
    always: true,
    sources: {},
    // A rule that counts in order to label serves a later rule (AWS WAF Developer Guide, Web request labeling).
    judge: ({ properties: { Rules } }) => allOf(...listOf(Rules).map(actsOnMatches)),
  },
  {
    id: 'WAF.WebAclBlocks',
    on: ON_WEB_ACLS,
    statement: 'the web ACL can block requests',
    rationale: 'A web ACL that allows by default and has no rule that blocks lets every request pass',
    remedy: 'add a managed rule group or a rule that blocks, or block by default',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-default-action.html',
    always: true,
    sources: {},
    judge: ({ properties: { DefaultAction, Rules } }) => {
      if (given(DefaultAction?.Block)) return HOLDS;
      return listOf(Rules).some(canBlock) ? HOLDS : fails('DefaultAction is Allow and no rule blocks');
    },
  },
  {
    id: 'WAF.AllowRulesNarrow',
    on: [...ON_WEB_ACLS, 'AWS::WAFv2::RuleGroup'],
    statement: 'no rule allows every request',
    rationale: 'A rule that allows a request ends its inspection, so that no rule after it, and no default action, applies',
    remedy: 'narrow the statement of the rule, for example the ranges of its IP set',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-processing-order.html',
    always: true,
    sources: {},
    judge: ({ type, template, properties: { DefaultAction, Rules } }) => {
      const rules = listOf(Rules);
      // As the last rule, it does what the default action does anyway.
      const isLast = ({ Priority }: Json) => type !== 'AWS::WAFv2::RuleGroup' && !given(DefaultAction?.Block) && rules.every((other) => !(Number(other.Priority) > Number(Priority)));
      const allowing = rules.filter((rule) => given(rule.Action?.Allow) && !isLast(rule));
      return allowing.length ? allOf(...allowing.map((rule) => isNarrow(rule, matchedBy(template, rule.Statement)))) : undefined;
    },
  },
  {
    id: 'WAF.StoppingRulesMatch',
    on: [...ON_WEB_ACLS, 'AWS::WAFv2::RuleGroup'],
    statement: 'rules that stop requests can match some',
    rationale: 'A rule whose statement excludes every request protects nothing, although the web ACL has it',
    remedy: 'correct the statement or the scope-down statement of the rule',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-scope-down-statements.html',
    always: true,
    sources: {},
    judge: ({ template, properties: { Rules } }) => {
      const stopping = listOf(Rules).filter(canBlock);
      return stopping.length
        ? allOf(...stopping.map((rule) => matchedBy(template, rule.Statement) === 'none' ? fails(`rule ${called(rule.Name)} matches no request`) : HOLDS))
        : undefined;
    },
  },
];

function isNarrow(rule: Json, matched: Matched): Outcome {
  if (matched === 'all') return fails(`rule ${called(rule.Name)} allows every request, must match fewer`);
  return matched === 'unknown' ? undecided(`the IP set of rule ${called(rule.Name)}, which allows requests, is not in the templates`) : HOLDS;
}

const ACTIONS_THAT_STOP = ['Block', 'Captcha', 'Challenge'];

function groupOf({ Statement }: Json): Json {
  return Statement?.ManagedRuleGroupStatement ?? Statement?.RuleGroupReferenceStatement;
}

function actsOnMatches(rule: Json): Outcome {
  const { Action, OverrideAction, RuleLabels } = rule;
  const { RuleActionOverrides, ExcludedRules } = groupOf(rule) ?? {};
  const passes = listOf(RuleActionOverrides).find(({ ActionToUse }) => given(ActionToUse?.Count) || given(ActionToUse?.Allow));
  const excluded = listOf(ExcludedRules)[0];
  if (given(OverrideAction?.Count)) return fails(`OverrideAction of rule ${called(rule.Name)} is Count, must be None`);
  if (given(Action?.Count) && listOf(RuleLabels).length === 0) return fails(`Action of rule ${called(rule.Name)} is Count, must stop the request or add a label`);
  if (passes) return fails(`rule ${called(rule.Name)} overrides ${passes.Name} to ${given(passes.ActionToUse.Count) ? 'Count' : 'Allow'}, must keep its action`);
  return excluded ? fails(`rule ${called(rule.Name)} excludes ${excluded.Name}, must keep its action`) : HOLDS;
}

function canBlock(rule: Json): boolean {
  const { Action, OverrideAction } = rule;
  return isSet(groupOf(rule)) ? !given(OverrideAction?.Count) : ACTIONS_THAT_STOP.some((action) => given(Action?.[action]));
}

// Without a filter, every request is logged.
function keepsBlocked(filter: Json): Outcome {
  if (!given(filter)) return HOLDS;
  const isOfBlocked = ({ Conditions }: Json) => listOf(Conditions).some(({ ActionCondition }) => ActionCondition?.Action === 'BLOCK');
  const own = listOf(filter.Filters).find(isOfBlocked);
  return mustNotBe('what LoggingFilter does with blocked requests', own ? own.Behavior : filter.DefaultBehavior, 'DROP');
}
