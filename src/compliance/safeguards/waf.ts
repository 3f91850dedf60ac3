import { ResourceSafeguard } from '../model/safeguard';
import { listOf } from '../predicates/intrinsics';
import { allOf, mustBe, mustExist, mustHave } from '../predicates/outcome';
import { pointers } from '../rendered';

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
    judge: (acl) => mustExist(pointers(acl, 'AWS::WAFv2::LoggingConfiguration', 'ResourceArn').length, 'no AWS::WAFv2::LoggingConfiguration references it'),
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
        `VisibilityConfig.CloudWatchMetricsEnabled of rule ${Name}`, ofRule?.CloudWatchMetricsEnabled, true)),
    ),
  },
];
