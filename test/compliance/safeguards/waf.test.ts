import { WAF } from '../../../src/compliance/safeguards/waf';
import { it_, namedBy, PARAMETER, triples, undetermined } from '../triples';

const METRICS = 'VisibilityConfig.CloudWatchMetricsEnabled';
const measured = (value: unknown, ofRule: unknown = true) => it_({
  VisibilityConfig: { CloudWatchMetricsEnabled: value }, Rules: [{ Name: 'rate', VisibilityConfig: { CloudWatchMetricsEnabled: ofRule } }],
});
const ACL = { DefaultAction: {}, Scope: 'REGIONAL', VisibilityConfig: {} };

describe('safeguards of AWS WAF', () => triples(WAF, {
  'WAF.WebAclHasRules': {
    holds: [it_({ Rules: [{ Name: 'rate' }] })],
    fails: [[it_({}), 'Rules has 0 items, must have at least 1'], [it_({ Rules: [] }), 'Rules has 0 items, must have at least 1']],
    open: [[it_({ Rules: PARAMETER }), undetermined('Rules')]],
  },
  'WAF.WebAclLogged': namedBy('AWS::WAFv2::LoggingConfiguration', 'ResourceArn', 'no AWS::WAFv2::LoggingConfiguration references it', { with: ACL }),
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
}));
