import { ResourceSafeguard } from '../model/safeguard';
import { given, listOf } from '../predicates/intrinsics';
import { allOf, mustExist, mustHave, mustNotBe, Outcome } from '../predicates/outcome';
import { Json, pointers } from '../rendered';

const ON_FIREWALLS = ['AWS::NetworkFirewall::Firewall'];
const ON_POLICIES = ['AWS::NetworkFirewall::FirewallPolicy'];

/** Safeguards of AWS Network Firewall. */
export const NETWORK_FIREWALL: ResourceSafeguard[] = [
  {
    id: 'NetworkFirewall.FirewallMultiAz',
    on: ON_FIREWALLS,
    statement: 'the firewall covers more than one Availability Zone',
    rationale: 'Traffic stops, or passes uninspected, when the only Availability Zone of the firewall fails',
    remedy: 'add a subnet mapping in another Availability Zone',
    sources: { securityHub: ['NetworkFirewall.1'] },
    judge: ({ properties: { SubnetMappings, AvailabilityZoneMappings } }) => given(AvailabilityZoneMappings)
      ? mustHave('AvailabilityZoneMappings', AvailabilityZoneMappings, 2)
      : mustHave('SubnetMappings', SubnetMappings, 2),
  },
  {
    id: 'NetworkFirewall.FirewallLogged',
    on: ON_FIREWALLS,
    statement: 'logging is enabled on the firewall',
    rationale: 'The logs show which connections the firewall allowed, dropped and alerted on',
    remedy: 'add an `AWS::NetworkFirewall::LoggingConfiguration`',
    sources: { securityHub: ['NetworkFirewall.2'], prowler: ['networkfirewall_logging_enabled'] },
    judge: (firewall) => mustExist(
      pointers(firewall, 'AWS::NetworkFirewall::LoggingConfiguration', 'FirewallArn')
        .some(({ properties: { LoggingConfiguration: logging } }) => listOf(logging?.LogDestinationConfigs).length),
      'no AWS::NetworkFirewall::LoggingConfiguration with a destination references it',
    ),
  },
  {
    id: 'NetworkFirewall.PolicyHasRules',
    on: ON_POLICIES,
    statement: 'the firewall policy has a rule group',
    rationale: 'A policy without rule groups filters nothing',
    remedy: 'reference a stateful or stateless rule group',
    sources: { securityHub: ['NetworkFirewall.3'], prowler: ['networkfirewall_policy_rule_group_associated'] },
    judge: ({ properties: { FirewallPolicy: policy } }) => mustExist(
      listOf(policy?.StatefulRuleGroupReferences).length + listOf(policy?.StatelessRuleGroupReferences).length,
      'FirewallPolicy has neither StatefulRuleGroupReferences nor StatelessRuleGroupReferences',
    ),
  },
  {
    id: 'NetworkFirewall.FullPacketsStopped',
    on: ON_POLICIES,
    statement: 'full packets that match no stateless rule are dropped or inspected',
    rationale: 'The action `aws:pass` lets unknown traffic through without inspection',
    remedy: 'set `statelessDefaultActions` to `aws:drop` or `aws:forward_to_sfe`',
    sources: { securityHub: ['NetworkFirewall.4'], prowler: ['networkfirewall_policy_default_action_full_packets'] },
    judge: ({ properties }) => stops('StatelessDefaultActions', properties.FirewallPolicy?.StatelessDefaultActions),
  },
  {
    id: 'NetworkFirewall.FragmentsStopped',
    on: ON_POLICIES,
    statement: 'fragmented packets that match no stateless rule are dropped or inspected',
    rationale: 'The action `aws:pass` lets unknown fragments through without inspection',
    remedy: 'set `statelessFragmentDefaultActions` to `aws:drop` or `aws:forward_to_sfe`',
    sources: { securityHub: ['NetworkFirewall.5'], prowler: ['networkfirewall_policy_default_action_fragmented_packets'] },
    judge: ({ properties }) => stops('StatelessFragmentDefaultActions', properties.FirewallPolicy?.StatelessFragmentDefaultActions),
  },
  {
    id: 'NetworkFirewall.RuleGroupNotEmpty',
    on: ['AWS::NetworkFirewall::RuleGroup'],
    statement: 'the stateless rule group has rules',
    rationale: 'An empty rule group looks like protection and filters nothing',
    remedy: 'add a stateless rule',
    sources: { securityHub: ['NetworkFirewall.6'] },
    judge: ({ properties: { Type, RuleGroup } }) => Type === 'STATELESS'
      ? mustHave('StatelessRules', RuleGroup?.RulesSource?.StatelessRulesAndCustomActions?.StatelessRules, 1)
      : undefined,
  },
  {
    id: 'NetworkFirewall.FirewallDeletionProtected',
    on: ON_FIREWALLS,
    statement: 'deletion protection is enabled on the firewall',
    rationale: 'Without its firewall, a VPC has no inspection of traffic',
    remedy: 'keep `deleteProtection` at its default',
    sources: { securityHub: ['NetworkFirewall.9'] },
    // The default is true (AWS CloudFormation, AWS::NetworkFirewall::Firewall).
    judge: ({ properties }) => mustNotBe('DeleteProtection', properties.DeleteProtection, false),
  },
  {
    id: 'NetworkFirewall.SubnetChangesProtected',
    on: ON_FIREWALLS,
    statement: 'subnet change protection is enabled on the firewall',
    rationale: 'A removed subnet takes the traffic of an Availability Zone out of inspection',
    remedy: 'keep `subnetChangeProtection` at its default',
    sources: { securityHub: ['NetworkFirewall.10'] },
    // The default is true (AWS CloudFormation, AWS::NetworkFirewall::Firewall).
    judge: ({ properties }) => mustNotBe('SubnetChangeProtection', properties.SubnetChangeProtection, false),
  },
];

function stops(name: string, actions: Json): Outcome {
  return allOf(mustHave(name, actions, 1), ...listOf(actions).map((action) => mustNotBe(name, action, 'aws:pass')));
}
