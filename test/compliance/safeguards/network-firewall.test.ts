import { both, counts, except } from './service-cases';
import { NETWORK_FIREWALL } from '../../../src/compliance/safeguards/network-firewall';
import { it_, never, PARAMETER, Triple, triples, undetermined } from '../triples';

const IT = { Ref: 'It' };
const logging = (FirewallArn: unknown, ...LogDestinationConfigs: unknown[]) => ({
  Logging: ['AWS::NetworkFirewall::LoggingConfiguration', { FirewallArn, LoggingConfiguration: { LogDestinationConfigs } }] as const,
});
const DESTINATION = { LogType: 'FLOW', LogDestinationType: 'S3' };
const UNLOGGED = 'no AWS::NetworkFirewall::LoggingConfiguration with a destination references it';
const EMPTY = 'FirewallPolicy has neither StatefulRuleGroupReferences nor StatelessRuleGroupReferences';

const stopped = (name: string): Triple => {
  const actions = (value: unknown) => it_({ FirewallPolicy: { [name]: value } });
  return {
    holds: [actions(['aws:drop']), actions(['aws:forward_to_sfe']), actions(['aws:drop', 'count'])],
    fails: [
      [actions(['aws:pass']), `${name} is "aws:pass", must be another value`],
      [actions([]), `${name} has 0 items, must have at least 1`],
      [it_({}), `${name} has 0 items, must have at least 1`],
    ],
    open: [[actions(PARAMETER), undetermined(name)], [actions([PARAMETER]), undetermined(name)]],
  };
};

describe('safeguards of AWS Network Firewall', () => triples(NETWORK_FIREWALL, {
  'NetworkFirewall.FirewallMultiAz': both(counts('SubnetMappings', 2), {
    holds: [it_({ AvailabilityZoneMappings: ['a', 'b'] })],
    fails: [[it_({ AvailabilityZoneMappings: ['a'] }), 'AvailabilityZoneMappings has 1 item, must have at least 2']],
    open: [[it_({ AvailabilityZoneMappings: PARAMETER }), undetermined('AvailabilityZoneMappings')]],
  }),
  'NetworkFirewall.FirewallLogged': {
    holds: [it_({}, logging(IT, DESTINATION))],
    fails: [[it_({}), UNLOGGED], [it_({}, logging(IT)), UNLOGGED]],
    open: [[it_({}, logging(PARAMETER, DESTINATION)), UNLOGGED]],
  },
  'NetworkFirewall.PolicyHasRules': {
    holds: [
      it_({ FirewallPolicy: { StatefulRuleGroupReferences: [{ ResourceArn: 'a' }] } }), it_({ FirewallPolicy: { StatelessRuleGroupReferences: [{ ResourceArn: 'a' }] } }),
      it_({ FirewallPolicy: { StatefulRuleGroupReferences: [{ ResourceArn: 'a' }], StatelessRuleGroupReferences: [{ ResourceArn: 'b' }] } }),
    ],
    fails: [[it_({ FirewallPolicy: {} }), EMPTY], [it_({ FirewallPolicy: { StatefulRuleGroupReferences: [] } }), EMPTY]],
    open: [[it_({}), EMPTY]],
  },
  'NetworkFirewall.FullPacketsStopped': stopped('StatelessDefaultActions'),
  'NetworkFirewall.FragmentsStopped': stopped('StatelessFragmentDefaultActions'),
  'NetworkFirewall.RuleGroupNotEmpty': (() => {
    const rules = (StatelessRules: unknown) => it_({ Type: 'STATELESS', RuleGroup: { RulesSource: { StatelessRulesAndCustomActions: { StatelessRules } } } });
    return except({
      holds: [rules([{ Priority: 1 }])],
      fails: [[rules([]), 'StatelessRules has 0 items, must have at least 1'], [it_({ Type: 'STATELESS' }), 'StatelessRules has 0 items, must have at least 1']],
      open: [[rules(PARAMETER), undetermined('StatelessRules')]],
    }, { Type: 'STATEFUL' });
  })(),
  'NetworkFirewall.FirewallDeletionProtected': never('DeleteProtection', true, [false]),
  'NetworkFirewall.SubnetChangesProtected': never('SubnetChangeProtection', true, [false]),
}));
