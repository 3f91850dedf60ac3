import { counts } from './service-cases';
import { WAF_CLASSIC } from '../../../src/compliance/safeguards/waf-classic';
import { triples } from '../triples';

describe('safeguards of AWS WAF Classic', () => triples(WAF_CLASSIC, {
  'WAFClassic.RegionalRuleHasConditions': counts('Predicates', 1),
  'WAFClassic.RegionalWebAclHasRules': counts('Rules', 1),
  'WAFClassic.GlobalRuleHasConditions': counts('Predicates', 1),
  'WAFClassic.GlobalWebAclHasRules': counts('Rules', 1),
}));
