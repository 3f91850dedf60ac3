import { aws_ec2 as ec2, aws_kms as kms, aws_logs as logs, Stack, Token } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { DnsFirewall, DnsFirewallProps, DnsQueryLogs, Lifecycle } from '../../../src';
import { findingsAtDefaults, templateOf, testStack } from '../../support';

function imported(stack: Stack) {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-2a'] });
}

function firewall(props: Partial<DnsFirewallProps> = {}) {
  const stack = testStack();
  const construct = new DnsFirewall(stack, 'Firewall', { vpc: imported(stack), ...props });
  return { construct, stack, template: templateOf(stack) };
}

describe('DnsQueryLogs', () => {
  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('have no finding in the %s lifecycle', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new DnsQueryLogs(stack, 'Queries', { vpc: imported(stack) }))).toEqual([]);
  });

  test('go to an encrypted log group that the delivery service writes to for this account only', () => {
    const stack = testStack();
    const { logGroup } = new DnsQueryLogs(stack, 'Queries', { vpc: imported(stack) });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue(), RetentionInDays: 365 });
    template.hasResource('AWS::Route53Resolver::ResolverQueryLoggingConfig', {
      DependsOn: [Match.stringLikeRegexp('Policy')],
      Properties: { DestinationArn: stack.resolve(logGroup.logGroupArn) },
    });
    template.hasResourceProperties('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', { ResourceId: 'vpc-1' });
    const [{ Properties }] = Object.values(template.findResources('AWS::Logs::ResourcePolicy'));
    expect(JSON.stringify(Properties.PolicyDocument)).toContain('delivery.logs.amazonaws.com');
    expect(JSON.stringify(Properties.PolicyDocument)).toContain('aws:SourceAccount');
  });

  test('take name, retention and key of their log group', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    new DnsQueryLogs(stack, 'Queries', { vpc: imported(stack), logGroupName: '/ledger/dns', retention: logs.RetentionDays.TWO_YEARS, encryptionKey });
    templateOf(stack).hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/ledger/dns', RetentionInDays: 731, KmsKeyId: stack.resolve(encryptionKey.keyArn),
    });
  });
});

describe('DnsFirewall', () => {
  const tunnels = { Priority: 20, DnsThreatProtection: 'DNS_TUNNELING', ConfidenceThreshold: 'HIGH', Action: 'BLOCK', BlockResponse: 'NXDOMAIN' };
  const generated = { ...tunnels, Priority: 30, DnsThreatProtection: 'DGA' };

  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('has no finding in the %s lifecycle', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new DnsFirewall(stack, 'Firewall', { vpc: imported(stack) }))).toEqual([]);
  });

  test('blocks tunnels and generated domains', () => {
    const { template } = firewall();
    template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroup', { FirewallRules: [tunnels, generated] });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroupAssociation', { VpcId: 'vpc-1', Priority: 101 });
    template.resourceCountIs('AWS::Route53Resolver::FirewallDomainList', 0);
  });

  test('blocks the names that are listed first of all', () => {
    const { template } = firewall({ blockedDomains: ['*.example.com'] });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallDomainList', { Domains: ['*.example.com'] });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroup', {
      FirewallRules: [Match.objectLike({ Priority: 10, Action: 'BLOCK', BlockResponse: 'NXDOMAIN' }), tunnels, generated],
    });
  });

  test('allows nothing but the names that are listed', () => {
    const { template, stack, construct } = firewall({ allowedDomains: ['*.amazonaws.com'] });
    const list = (id: string) => stack.resolve((construct.node.findChild(id) as any).attrId);
    template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroup', {
      FirewallRules: [
        tunnels, generated,
        { Priority: 40, Action: 'ALLOW', FirewallDomainListId: list('AllowedDomains') },
        { Priority: 50, Action: 'BLOCK', BlockResponse: 'NXDOMAIN', FirewallDomainListId: list('AllDomains') },
      ],
    });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallDomainList', { Domains: ['*'] });
  });

  test('only records what it would block while it is tried out', () => {
    const { template } = firewall({ alertOnly: true, priority: 500 });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroup', {
      FirewallRules: [Match.objectLike({ Action: 'ALERT', BlockResponse: Match.absent() }), Match.objectLike({ Action: 'ALERT' })],
    });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroupAssociation', { Priority: 500 });
  });

  test('takes names and a priority that are resolved at deployment', () => {
    const { template } = firewall({ blockedDomains: [Token.asString({ Ref: 'Domain' })], priority: Token.asNumber({ Ref: 'Priority' }) });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallDomainList', { Domains: [{ Ref: 'Domain' }] });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroupAssociation', { Priority: { Ref: 'Priority' } });
  });

  test.each<[string, Partial<DnsFirewallProps>]>([
    ['priority is 100, need a whole number from 101 to 9899', { priority: 100 }],
    ['priority is 9900, need a whole number from 101 to 9899', { priority: 9900 }],
    ['priority is 200.5, need a whole number from 101 to 9899', { priority: 200.5 }],
    ['allowedDomains is empty, need at least one domain', { allowedDomains: [] }],
    ["blockedDomains has 'a.*.com', need letters, digits, hyphens and dots, an asterisk at the start only", { blockedDomains: ['a.com', 'a.*.com'] }],
    ["blockedDomains has '', need letters, digits, hyphens and dots, an asterisk at the start only", { blockedDomains: [''] }],
  ])('refuses: %s', (message, props) => {
    expect(() => firewall(props)).toThrow(message);
  });
});
