import { ResourceSafeguard } from '../model/safeguard';
import { mustHave } from '../predicates/outcome';

/** Safeguards of AWS WAF Classic. */
export const WAF_CLASSIC: ResourceSafeguard[] = [
  {
    id: 'WAFClassic.RegionalRuleHasConditions',
    on: ['AWS::WAFRegional::Rule'],
    statement: 'the Regional rule has a condition',
    rationale: 'A rule without conditions matches nothing, or with its negation everything',
    remedy: 'add a predicate, or move to AWS WAF',
    sources: { securityHub: ['WAF.2'], prowler: ['waf_regional_rule_with_conditions'] },
    judge: ({ properties }) => mustHave('Predicates', properties.Predicates, 1),
  },
  {
    id: 'WAFClassic.RegionalWebAclHasRules',
    on: ['AWS::WAFRegional::WebACL'],
    statement: 'the Regional web ACL has rules',
    rationale: 'A web ACL without rules inspects nothing',
    remedy: 'add a rule, or move to AWS WAF',
    sources: { securityHub: ['WAF.4'], prowler: ['waf_regional_webacl_with_rules'] },
    judge: ({ properties }) => mustHave('Rules', properties.Rules, 1),
  },
  {
    id: 'WAFClassic.GlobalRuleHasConditions',
    on: ['AWS::WAF::Rule'],
    statement: 'the global rule has a condition',
    rationale: 'A rule without conditions matches nothing, or with its negation everything',
    remedy: 'add a predicate, or move to AWS WAF',
    sources: { securityHub: ['WAF.6'], prowler: ['waf_global_rule_with_conditions'] },
    judge: ({ properties }) => mustHave('Predicates', properties.Predicates, 1),
  },
  {
    id: 'WAFClassic.GlobalWebAclHasRules',
    on: ['AWS::WAF::WebACL'],
    statement: 'the global web ACL has rules',
    rationale: 'A web ACL without rules inspects nothing',
    remedy: 'add a rule, or move to AWS WAF',
    sources: { securityHub: ['WAF.8'], prowler: ['waf_global_webacl_with_rules'] },
    judge: ({ properties }) => mustHave('Rules', properties.Rules, 1),
  },
];
