import { aws_ec2 as ec2, aws_kms as kms, aws_logs as logs, aws_route53resolver as route53resolver, Stack, Token } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { DataClass, DnsFirewall, DnsFirewallProps, DnsQueryLogs, DnsQueryLogsProps, Lifecycle, WorkloadKey } from '../../../src';
import { findingsAtDefaults, templateOf, testStack } from '../../support';

function imported(stack: Stack) {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-2a'] });
}

/** A policy document that a template holds as text, with references in angle brackets. */
function policyDocument(value: any): any {
  const text = value['Fn::Join'][1].map((part: any) => typeof part === 'string' ? part : `<${part.Ref ?? part['Fn::GetAtt'].join('.')}>`).join('');
  return JSON.parse(text);
}

function firewall(props: Partial<DnsFirewallProps> = {}) {
  const stack = testStack();
  const construct = new DnsFirewall(stack, 'Firewall', { vpc: imported(stack), ...props });
  const list = (id: string) => stack.resolve((construct.node.findChild(id) as route53resolver.CfnFirewallDomainList).attrId);
  return { list, template: templateOf(stack) };
}

describe('DnsQueryLogs', () => {
  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('have no finding in the %s lifecycle', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new DnsQueryLogs(stack, 'Queries', { vpc: imported(stack) }))).toEqual([]);
  });

  test('are delivered to an encrypted log group, after the policy that allows deliveries of this account only', () => {
    const stack = testStack();
    const { logGroup } = new DnsQueryLogs(stack, 'Queries', { vpc: imported(stack) });
    const template = templateOf(stack);
    const logGroupArn = stack.resolve(logGroup.logGroupArn);
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      KmsKeyId: stack.resolve(WorkloadKey.of(stack, DataClass.LOGS).key.keyArn), RetentionInDays: 365, LogGroupName: Match.absent(),
    });
    const policies = Object.entries(template.findResources('AWS::Logs::ResourcePolicy'));
    expect(policies).toHaveLength(1);
    const [[policyId, { Properties }]] = policies;
    template.hasResource('AWS::Route53Resolver::ResolverQueryLoggingConfig', { DependsOn: [policyId], Properties: { DestinationArn: logGroupArn } });
    template.hasResourceProperties('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', {
      ResourceId: 'vpc-1', ResolverQueryLogConfigId: { 'Fn::GetAtt': [Object.keys(template.findResources('AWS::Route53Resolver::ResolverQueryLoggingConfig'))[0], 'Id'] },
    });
    expect(policyDocument(Properties.PolicyDocument)).toEqual({
      Statement: [{
        Effect: 'Allow',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `<${logGroupArn['Fn::GetAtt'].join('.')}>`,
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnLike: { 'aws:SourceArn': 'arn:<AWS::Partition>:logs:eu-west-2:123456789012:*' },
        },
      }],
      Version: '2012-10-17',
    });
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

describe('DnsQueryLogs refuses', () => {
  test.each<[string, Partial<Record<keyof DnsQueryLogsProps, unknown>>]>([
    ['vpc must be an IVpc, got null', { vpc: null }],
    ['logGroupName must be a string, got 1', { logGroupName: 1 }],
    ['logGroupName must be a log group name of A-Z a-z 0-9 . / # - _, got \'dns queries\'', { logGroupName: 'dns queries' }],
    ['logGroupName must be at most 512 characters for a log group, got 513', { logGroupName: 'x'.repeat(513) }],
    ['retention must be a member of RetentionDays, got 2', { retention: 2 }],
    ['encryptionKey must be an IKey, got {}', { encryptionKey: {} }],
  ])('%s', (message, props) => {
    const stack = testStack();
    expect(() => new DnsQueryLogs(stack, 'Queries', { vpc: imported(stack), ...props as Partial<DnsQueryLogsProps> })).toThrow(new Error(message));
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

  test('blocks the listed domains before all other rules', () => {
    const { template, list } = firewall({ blockedDomains: ['*.example.com'] });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallDomainList', { Domains: ['*.example.com'] });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroup', {
      FirewallRules: [
        { Priority: 10, Action: 'BLOCK', BlockResponse: 'NXDOMAIN', FirewallDomainListId: list('BlockedDomains') }, tunnels, generated,
      ],
    });
  });

  test('allows only the listed domains, and what they redirect to', () => {
    const { template, list } = firewall({ allowedDomains: ['*.amazonaws.com'] });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroup', {
      FirewallRules: [
        tunnels, generated,
        { Priority: 40, Action: 'ALLOW', FirewallDomainListId: list('AllowedDomains'), FirewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN' },
        { Priority: 50, Action: 'BLOCK', BlockResponse: 'NXDOMAIN', FirewallDomainListId: list('AllDomains') },
      ],
    });
    expect(Object.values(template.findResources('AWS::Route53Resolver::FirewallDomainList')).map(({ Properties }) => Properties.Domains))
      .toEqual([['*.amazonaws.com'], ['*']]);
  });

  test('only reports matches with alertOnly', () => {
    const { template, list } = firewall({ alertOnly: true, priority: 500, blockedDomains: ['example.com'], allowedDomains: ['*.amazonaws.com'] });
    const alert = { Action: 'ALERT' };
    expect(Object.values(template.findResources('AWS::Route53Resolver::FirewallRuleGroup'))[0].Properties.FirewallRules).toEqual([
      { Priority: 10, ...alert, FirewallDomainListId: list('BlockedDomains') },
      { Priority: 20, ...alert, DnsThreatProtection: 'DNS_TUNNELING', ConfidenceThreshold: 'HIGH' },
      { Priority: 30, ...alert, DnsThreatProtection: 'DGA', ConfidenceThreshold: 'HIGH' },
      { Priority: 40, Action: 'ALLOW', FirewallDomainListId: list('AllowedDomains'), FirewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN' },
      { Priority: 50, ...alert, FirewallDomainListId: list('AllDomains') },
    ]);
    template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroupAssociation', { Priority: 500 });
  });

  test('has a priority of its own in the VPC', () => {
    const stack = testStack();
    const vpc = imported(stack);
    new DnsFirewall(stack, 'First', { vpc });
    new DnsFirewall(stack, 'Second', { vpc, priority: 200 });
    expect(() => new DnsFirewall(stack, 'Third', { vpc })).toThrow(new Error("DnsFirewall of priority 101 already exists in VPC 'Stack/Vpc'"));
    expect(() => new DnsFirewall(stack, 'Fourth', { vpc, priority: 200 })).toThrow(new Error("DnsFirewall of priority 200 already exists in VPC 'Stack/Vpc'"));
  });

  test('accepts domains and a priority that are known at deployment', () => {
    const { template } = firewall({ blockedDomains: [Token.asString({ Ref: 'Domain' })], priority: Token.asNumber({ Ref: 'Priority' }) });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallDomainList', { Domains: [{ Ref: 'Domain' }] });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroupAssociation', { Priority: { Ref: 'Priority' } });
  });

  test.each([101, 9899])('accepts the priority %d', (priority) => {
    firewall({ priority }).template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroupAssociation', { Priority: priority });
  });

  const LONGEST = `${'a.'.repeat(127)}a`;
  const THOUSAND = Array.from({ length: 1000 }, (_, index) => `d${index}.example.com`);

  test.each<keyof DnsFirewallProps>(['allowedDomains', 'blockedDomains'])('accepts in %s what the service accepts', (prop) => {
    for (const domains of [['*', 'a', 'A-1.b.', '*example.com', '*.example.com', LONGEST, `${'x'.repeat(63)}.com`], THOUSAND]) {
      firewall({ [prop]: domains }).template.hasResourceProperties('AWS::Route53Resolver::FirewallDomainList', { Domains: domains });
    }
  });

  const NEED = 'a domain of at most 255 letters, digits, hyphens and dots, optionally after an asterisk';
  test.each<keyof DnsFirewallProps>(['allowedDomains', 'blockedDomains'])('refuses in %s what the service refuses', (prop) => {
    for (const domain of ['', 'a.*.com', '**.com', 'a_b.com', 'a..com', '.com', 'ü.com', 'a b', `${LONGEST}a`, `${'x'.repeat(64)}.com`]) {
      const got = domain.length > 60 ? `'${domain.slice(0, 60)}…'` : `'${domain}'`;
      expect(() => firewall({ [prop]: ['a.com', domain] })).toThrow(new Error(`${prop}[1] must be ${NEED}, got ${got}`));
    }
    expect(() => firewall({ [prop]: [] })).toThrow(new Error(`${prop} must not be empty`));
    expect(() => firewall({ [prop]: ['a.com', 'a.com'] })).toThrow(new Error(`${prop} must be a list without duplicates, got ['a.com', 'a.com']`));
    for (const other of ['A.com', 'a.com.', 'A.COM.']) {
      expect(() => firewall({ [prop]: ['a.com', other] }))
        .toThrow(new Error(`${prop} must be a list of domains that differ in more than case and a final dot, got ['a.com', '${other}']`));
    }
    const domain = Token.asString({ Ref: 'Domain' });
    expect(() => firewall({ [prop]: [domain, `${domain}.`] }))
      .toThrow(new Error(`${prop} must be a list of domains that differ in more than case and a final dot, got [a token, a token]`));
    expect(() => firewall({ [prop]: [undefined as never] })).toThrow(new Error(`${prop}[0] must be a string, got undefined`));
    expect(() => firewall({ [prop]: [...THOUSAND, 'one.more'] })).toThrow(`${prop} must be a list of 1 to 1000, got ['d0.example.com', `);
  });

  test.each<[string, Partial<Record<keyof DnsFirewallProps, unknown>>]>([
    ['priority must be an integer from 101 to 9899, got 100', { priority: 100 }],
    ['priority must be an integer from 101 to 9899, got 9900', { priority: 9900 }],
    ['priority must be an integer from 101 to 9899, got 200.5', { priority: 200.5 }],
    ['priority must be a finite number, got NaN', { priority: NaN }],
    ['alertOnly must be true or false, got \'yes\'', { alertOnly: 'yes' }],
    ['vpc must be an IVpc, got {}', { vpc: {} }],
  ])('refuses: %s', (message, props) => {
    expect(() => firewall(props as Partial<DnsFirewallProps>)).toThrow(new Error(message));
  });
});
