import { App, aws_ec2 as ec2, aws_kms as kms, aws_logs as logs, Fn, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { InterfaceEndpoints, Lifecycle, SecureVpc, SecureVpcProps } from '../../../src';
import { calledServices, RecommendedAlarm, recommendedAlarms } from '../../../src/core/workload/registry';
import { allFindingsOf, findingsAtDefaults, templateOf, testStack } from '../../support';

const EXACT = {
  publicCidrs: ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24'],
  privateCidrs: ['10.0.10.0/24', '10.0.11.0/24', '10.0.12.0/24'],
  isolatedCidrs: ['10.0.20.0/24', '10.0.21.0/24', '10.0.22.0/24'],
};

function network(props?: SecureVpcProps, lifecycle = Lifecycle.PRODUCTION, stack = testStack({ lifecycle })) {
  const construct = new SecureVpc(stack, 'Network', props);
  return { construct, stack, template: templateOf(stack) };
}

/** Blocks of the subnets of a tier, in the order of the zones. */
function cidrs(template: ReturnType<typeof templateOf>, tier: string): string[] {
  return Object.entries(template.findResources('AWS::EC2::Subnet'))
    .filter(([id]) => id.startsWith(`NetworkVpc${tier}Subnet`))
    .map(([, { Properties }]) => Properties.CidrBlock);
}

function refusal(props: SecureVpcProps, lifecycle = Lifecycle.PRODUCTION): string {
  try {
    new SecureVpc(testStack({ lifecycle }), 'Network', props);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing refused';
}

describe('SecureVpc at its defaults', () => {
  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('has no finding in the %s lifecycle', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new SecureVpc(stack, 'Network'))).toEqual([]);
  });

  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('and without NAT gateways has no finding in the %s lifecycle', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new SecureVpc(stack, 'Network', { natGateways: 0 }))).toEqual([]);
  });

  test('has no finding in a stack without account or Region', () => {
    const app = new App();
    new SecureVpc(new Stack(app, 'Stack'), 'Network');
    expect(allFindingsOf(app)).toEqual([]);
  });

  test('has three tiers in three zones with a NAT gateway in each in production', () => {
    const { template } = network();
    template.resourceCountIs('AWS::EC2::NatGateway', 3);
    expect(cidrs(template, 'public')).toEqual(['10.0.0.0/20', '10.0.16.0/20', '10.0.32.0/20']);
    expect(cidrs(template, 'private')).toEqual(['10.0.64.0/20', '10.0.80.0/20', '10.0.96.0/20']);
    expect(cidrs(template, 'isolated')).toEqual(['10.0.128.0/20', '10.0.144.0/20', '10.0.160.0/20']);
  });

  test('spans two zones with a single NAT gateway in ephemeral workloads', () => {
    const { template } = network({}, Lifecycle.EPHEMERAL);
    template.resourceCountIs('AWS::EC2::NatGateway', 1);
    expect(cidrs(template, 'isolated')).toEqual(['10.0.128.0/20', '10.0.144.0/20']);
  });

  test('is a production network where no workload is declared', () => {
    const stack = new Stack(new App(), 'Stack');
    const { template } = network({}, undefined, stack);
    template.resourceCountIs('AWS::EC2::NatGateway', 3);
    template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain', Properties: { RetentionInDays: 365 } });
  });

  test('leaves three zones to CloudFormation in a stack without account or Region', () => {
    const { template } = network({}, undefined, new Stack(new App(), 'Stack'));
    template.hasResourceProperties('AWS::EC2::Subnet', { AvailabilityZone: { 'Fn::Select': [2, { 'Fn::GetAZs': '' }] } });
  });

  test('hands out no public address', () => {
    const { template } = network();
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  });

  test('closes the default security group with a helper that writes to an encrypted log group', () => {
    const { template } = network();
    template.resourceCountIs('Custom::VpcRestrictDefaultSG', 1);
    template.hasResourceProperties('AWS::Lambda::Function', { LoggingConfig: { LogGroup: Match.anyValue() } });
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue(), RetentionInDays: 365 });
  });

  test('tags the helper and its role as what is around them', () => {
    const { template } = network({}, undefined, testStack({ tags: { Owner: 'network' } }));
    for (const type of ['AWS::Lambda::Function', 'AWS::IAM::Role']) {
      template.allResourcesProperties(type, { Tags: Match.arrayWith([{ Key: 'Owner', Value: 'network' }]) });
    }
  });

  test('gives the helper no empty tags where there are none', () => {
    network().template.hasResourceProperties('AWS::Lambda::Function', { Tags: Match.absent() });
  });

  test('opens no security group', () => {
    network().template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
  });

  test('keeps the logical ids of what a new one would replace', () => {
    expect(Object.keys(network().template.toJSON().Resources)).toEqual(expect.arrayContaining([
      'NetworkVpc7FB7348F', 'NetworkVpcpublicSubnet1Subnet00617657', 'NetworkVpcprivateSubnet1Subnet9EC58498', 'NetworkVpcisolatedSubnet1Subnet188D06DD',
      'NetworkVpcIGW6BEA7B02', 'NetworkVpcpublicSubnet1NATGateway939C8F7E', 'NetworkFlowLogsLogGroup625EB2BC', 'NetworkFlowLogsFlowLog1B5B8A3A',
      'NetworkIsolatedNetworkAcl2ECCAC6C', 'NetworkS3EndpointDED08CEB', 'NetworkDynamoDbEndpoint09DBFF17',
    ]));
  });
});

describe('Subnets', () => {
  test('take exact blocks, one zone for each, in both lifecycles', () => {
    for (const lifecycle of [Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION]) {
      const { template } = network({ subnets: EXACT }, lifecycle);
      template.hasResourceProperties('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' });
      expect(cidrs(template, 'public')).toEqual(EXACT.publicCidrs);
      expect(cidrs(template, 'private')).toEqual(EXACT.privateCidrs);
      expect(cidrs(template, 'isolated')).toEqual(EXACT.isolatedCidrs);
    }
  });

  test('do not move when a fourth zone is added', () => {
    const four = (stack: Stack) => ({ availabilityZones: ['a', 'b', 'c', 'd'].map((zone) => `${stack.region}${zone}`) });
    const stack = testStack();
    const { template } = network(four(stack), undefined, stack);
    expect(cidrs(template, 'private').slice(0, 3)).toEqual(cidrs(network().template, 'private'));
    expect(cidrs(template, 'private')[3]).toBe('10.0.112.0/20');
  });

  test('are cut for eight zones where there are more than four', () => {
    const availabilityZones = ['a', 'b', 'c', 'd', 'e'].map((zone) => `eu-west-2${zone}`);
    expect(cidrs(network({ availabilityZones }).template, 'private')).toEqual(
      ['10.0.64.0/21', '10.0.72.0/21', '10.0.80.0/21', '10.0.88.0/21', '10.0.96.0/21']);
  });

  test('of a tier that is left out are not made, and the other tiers stay where they are', () => {
    const { template } = network({ subnets: { privateCidrs: [] } });
    expect(cidrs(template, 'private')).toEqual([]);
    expect(cidrs(template, 'isolated')[0]).toBe('10.0.128.0/20');
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
  });

  test('without a public tier have no internet gateway', () => {
    const { template } = network({ subnets: { publicCidrs: [] } });
    template.resourceCountIs('AWS::EC2::InternetGateway', 0);
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
  });

  test('that are isolated speak with the network alone', () => {
    const { template, construct } = network({ cidr: '10.1.0.0/16' });
    template.resourcePropertiesCountIs('AWS::EC2::NetworkAclEntry', { CidrBlock: '10.1.0.0/16', RuleAction: 'allow', Protocol: -1 }, 2);
    template.resourceCountIs('AWS::EC2::NetworkAclEntry', 2);
    template.resourceCountIs('AWS::EC2::SubnetNetworkAclAssociation', 3);
    expect(construct.isolatedNetworkAcl).toBeDefined();
    template.allResourcesProperties('AWS::EC2::VPCEndpoint', { RouteTableIds: Match.not(Match.arrayWith([{ Ref: Match.stringLikeRegexp('isolated') }])) });
  });

  test('that are isolated reach S3 and DynamoDB without the network ACL', () => {
    const { template, construct } = network({ subnets: { isolatedNetworkAcl: false } });
    template.resourceCountIs('AWS::EC2::NetworkAcl', 0);
    expect(construct.isolatedNetworkAcl).toBeUndefined();
    template.allResourcesProperties('AWS::EC2::VPCEndpoint', { RouteTableIds: Match.arrayWith([{ Ref: Match.stringLikeRegexp('isolated') }]) });
  });

  test('that are all isolated need no gateway endpoint, because the network ACL shuts it off', () => {
    network({ subnets: { publicCidrs: [], privateCidrs: [] } }).template.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });
});

describe('Zones', () => {
  test('are the ones asked for, without a look-up', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account: '123456789012', region: 'eu-west-2' } });
    new SecureVpc(stack, 'Network', { availabilityZones: ['eu-west-2b', 'eu-west-2c'] });
    const assembly = app.synth();
    expect(assembly.manifest.missing).toBeUndefined();
    templateOf(stack).hasResourceProperties('AWS::EC2::Subnet', { AvailabilityZone: 'eu-west-2c', CidrBlock: '10.0.16.0/20' });
  });

  test('are looked up by the CLI in a stack with account and Region, for any number of exact blocks', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account: '123456789012', region: 'us-east-1' } });
    const isolatedCidrs = [20, 21, 22, 23].map((octet) => `10.0.${octet}.0/24`);
    new SecureVpc(stack, 'Network', { subnets: { publicCidrs: [], privateCidrs: [], isolatedCidrs } });
    expect(app.synth().manifest.missing).toHaveLength(1);
  });

  test('may be left to CloudFormation one by one', () => {
    const { template } = network({ availabilityZones: [Fn.select(1, Fn.getAzs()), 'eu-west-2c'] });
    template.hasResourceProperties('AWS::EC2::Subnet', { AvailabilityZone: { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] }, CidrBlock: '10.0.0.0/20' });
  });

  test('leave the stack as they found it', () => {
    const stack = testStack();
    Object.defineProperty(stack, 'availabilityZones', { value: ['eu-west-2a', 'eu-west-2b'], configurable: true });
    const { template } = network({ availabilityZones: ['eu-west-2c'] }, undefined, stack);
    expect(stack.availabilityZones).toEqual(['eu-west-2a', 'eu-west-2b']);
    expect(cidrs(template, 'public')).toHaveLength(1);
  });

  test('are as many as asked for, or as the Region has', () => {
    expect(cidrs(network({ maxAzs: 2 }).template, 'public')).toHaveLength(2);
    expect(cidrs(network({ maxAzs: 6 }).template, 'public')).toHaveLength(3);
    expect(cidrs(network({ maxAzs: 6 }, undefined, new Stack(new App(), 'Stack')).template, 'public')).toHaveLength(6);
  });
});

describe('NAT gateways', () => {
  test('are as many as asked for', () => {
    network({ natGateways: 2 }).template.resourceCountIs('AWS::EC2::NatGateway', 2);
    network({ natGateways: 2 }, Lifecycle.EPHEMERAL).template.resourceCountIs('AWS::EC2::NatGateway', 2);
  });

  test('none leaves private subnets with endpoints alone', () => {
    const { template, construct } = network({ natGateways: 0 });
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.resourcePropertiesCountIs('AWS::EC2::Route', { DestinationCidrBlock: '0.0.0.0/0' }, 3);
    expect(construct.interfaceEndpoints!.endpoints).toEqual({});
    calledServices(construct).add({ vpc: construct.vpc, service: ec2.InterfaceVpcEndpointAwsService.KMS });
    expect(Object.keys(construct.interfaceEndpoints!.endpoints)).toEqual(['kms']);
  });

  test('none and endpoints of one\'s own choice', () => {
    const { construct } = network({ natGateways: 0, endpoints: { interfaceServices: [] } });
    expect(construct.interfaceEndpoints).toBeUndefined();
    expect(network({ natGateways: 0, endpoints: { calledServices: false } }).construct.interfaceEndpoints).toBeUndefined();
  });

  test('recommend alarms on port exhaustion and dropped packets, for each', () => {
    const { construct } = network({ natGateways: 2 });
    const alarms: RecommendedAlarm[] = [];
    recommendedAlarms(construct).each((alarm) => alarms.push(alarm));
    expect(alarms.map(({ id }) => id)).toEqual(['Nat1PortAllocationErrors', 'Nat1PacketsDropped', 'Nat2PortAllocationErrors', 'Nat2PacketsDropped']);
    expect(alarms[0].metric.toMetricConfig().metricStat).toMatchObject({ namespace: 'AWS/NATGateway', metricName: 'ErrorPortAllocation', statistic: 'Sum' });
    expect(alarms[0].threshold).toBe(1);
    expect(alarms[1].threshold).toBe(0.01);
    expect(alarms[1].metric.toMetricConfig().mathExpression?.expression).toBe('100 * dropped / (outward + inward)');
  });
});

describe('Flow logs', () => {
  test('go to an encrypted log group that only the service of this account may write to', () => {
    const { template, construct } = network();
    template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL', ResourceType: 'VPC', LogDestinationType: 'cloud-watch-logs' });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{
          Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' }, ArnLike: { 'aws:SourceArn': Match.anyValue() } },
        }],
      },
    });
    expect(construct.flowLogGroup).toBe(construct.flowLogs.logGroup);
  });

  test('take name, retention and key of their log group', () => {
    const stack = testStack();
    const key = new kms.Key(stack, 'Key');
    const { template } = network({ flowLogs: { logGroupName: '/ledger/flow', retention: logs.RetentionDays.TEN_YEARS, encryptionKey: key } }, undefined, stack);
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/ledger/flow', RetentionInDays: 3653, KmsKeyId: stack.resolve(key.keyArn) });
  });
});

describe('Gateway endpoints', () => {
  test('of S3 admit own data, what AWS serves to everybody, and answers to CloudFormation', () => {
    const { template, construct } = network();
    expect(construct.s3Endpoint).toBeDefined();
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Gateway',
      ServiceName: { 'Fn::Join': ['', Match.arrayWith(['.s3'])] },
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Sid: 'OwnPrincipalsToOwnData',
            Condition: { StringEquals: { 'aws:PrincipalAccount': '123456789012', 'aws:ResourceAccount': '123456789012' } },
          }),
          Match.objectLike({
            Action: 's3:GetObject',
            Resource: Match.arrayWith([{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::prod-eu-west-2-starport-layer-bucket/*']] }]),
          }),
          Match.objectLike({
            Action: 's3:PutObject',
            Resource: Match.arrayWith([{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::cloudformation-custom-resource-response-euwest2/*']] }]),
          }),
        ],
      },
    });
  });

  test('admit no wildcard action', () => {
    const { template } = network({ endpoints: { interfaceServices: InterfaceEndpoints.CONTAINER_SERVICES } });
    const actions = Object.values(template.findResources('AWS::EC2::VPCEndpoint'))
      .flatMap(({ Properties }) => Properties.PolicyDocument?.Statement ?? []).flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThan(50);
    expect(actions.filter((action: string) => action.includes('*'))).toEqual([]);
  });

  test('can be left out', () => {
    const { template, construct } = network({ endpoints: { s3: false, dynamoDb: false } });
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
    expect(construct.s3Endpoint).toBeUndefined();
    expect(construct.dynamoDbEndpoint).toBeUndefined();
  });
});

describe('Interface endpoints', () => {
  test('share a security group that admits HTTPS from the network', () => {
    const { KMS, SQS } = ec2.InterfaceVpcEndpointAwsService;
    const { template } = network({ endpoints: { interfaceServices: [KMS, SQS] } });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [{ CidrIp: '10.0.0.0/16', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }],
    });
    template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    template.resourcePropertiesCountIs('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', PrivateDnsEnabled: true }, 2);
  });

  test('take the FIPS variants of those that have one', () => {
    const { KMS, SECRETS_MANAGER } = ec2.InterfaceVpcEndpointAwsService;
    const { template } = network({ endpoints: { interfaceServices: [KMS, SECRETS_MANAGER], fips: true } });
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: 'com.amazonaws.eu-west-2.kms-fips' });
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: 'com.amazonaws.eu-west-2.secretsmanager' });
  });

  test('are there for what is called beside NAT gateways where that is asked for, and beside further services', () => {
    const { KMS, SQS } = ec2.InterfaceVpcEndpointAwsService;
    const { construct } = network({ endpoints: { calledServices: true, interfaceServices: [SQS] } });
    calledServices(construct).add({ vpc: construct.vpc, service: KMS });
    expect(Object.keys(construct.interfaceEndpoints!.endpoints)).toEqual(['sqs', 'kms']);
    expect(network({}).construct.interfaceEndpoints).toBeUndefined();
  });
});

test('The VPC takes a name', () => {
  network({ vpcName: 'ledger-vpc-dev' }).template.hasResourceProperties('AWS::EC2::VPC', { Tags: Match.arrayWith([{ Key: 'Name', Value: 'ledger-vpc-dev' }]) });
});

describe('SecureVpc refuses', () => {
  const zones = ['eu-west-2a', 'eu-west-2b'];
  test.each<[string, SecureVpcProps]>([
    ["cidr is '10.0.0.0', need an IPv4 CIDR such as 10.0.0.0/16", { cidr: '10.0.0.0' }],
    ["cidr is '10.0.256.0/16', need an IPv4 CIDR such as 10.0.0.0/16", { cidr: '10.0.256.0/16' }],
    ["cidr is '10.0.0.0/15', need a prefix from /16 to /28", { cidr: '10.0.0.0/15' }],
    ["cidr is '10.0.0.0/29', need a prefix from /16 to /28", { cidr: '10.0.0.0/29' }],
    ["cidr is '10.0.1.0/16', need the first address of its block: 10.0.0.0/16", { cidr: '10.0.1.0/16' }],
    ["cidr is '10.0.0.0/25', too small for subnets of /28 in 3 availability zones, need /24 or larger, or exact CIDRs for every tier", { cidr: '10.0.0.0/25' }],
    ["publicCidrs is '10.0.0.0/33', need a prefix from /16 to /28", { subnets: { ...EXACT, publicCidrs: ['10.0.0.0/33', '10.0.1.0/24', '10.0.2.0/24'] } }],
    ['publicCidrs has 2 CIDRs for 3 availability zones, need one for each', { subnets: { ...EXACT, publicCidrs: EXACT.publicCidrs.slice(1) } }],
    ['publicCidrs has 3 CIDRs for 2 availability zones, need one for each', { availabilityZones: zones, subnets: EXACT }],
    ["privateCidrs has 10.1.10.0/24, need a block within the VPC's 10.0.0.0/16", { subnets: { ...EXACT, privateCidrs: ['10.1.10.0/24', '10.0.11.0/24', '10.0.12.0/24'] } }],
    ['publicCidrs has 10.0.10.0/24, which overlaps 10.0.10.0/24 of privateCidrs, need blocks that do not overlap',
      { subnets: { ...EXACT, publicCidrs: ['10.0.10.0/24', '10.0.1.0/24', '10.0.2.0/24'] } }],
    ['publicCidrs has 10.0.1.0/24, which overlaps 10.0.0.0/23 of publicCidrs, need blocks that do not overlap',
      { subnets: { ...EXACT, publicCidrs: ['10.0.1.0/24', '10.0.0.0/23', '10.0.2.0/24'] } }],
    ['publicCidrs has 10.0.64.0/24, which overlaps 10.0.64.0/20 of privateCidrs, need blocks that do not overlap',
      { subnets: { publicCidrs: ['10.0.64.0/24', '10.0.1.0/24', '10.0.2.0/24'] } }],
    ['subnets leaves every tier out, need at least one', { subnets: { publicCidrs: [], privateCidrs: [], isolatedCidrs: [] } }],
    ['natGateways is -1, need a whole number from 0 to 3, the number of availability zones', { natGateways: -1 }],
    ['natGateways is 1.5, need a whole number from 0 to 3, the number of availability zones', { natGateways: 1.5 }],
    ['natGateways is 4, need a whole number from 0 to 3, the number of availability zones', { natGateways: 4 }],
    ['natGateways is 1, need public subnets to put them in and private ones to serve', { natGateways: 1, subnets: { publicCidrs: [] } }],
    ['natGateways is 1, need public subnets to put them in and private ones to serve', { natGateways: 1, subnets: { privateCidrs: [] } }],
    ['maxAzs is 0, need a whole number of at least 1', { maxAzs: 0 }],
    ['availabilityZones is given with maxAzs, need one of them', { maxAzs: 2, availabilityZones: zones }],
    ['availabilityZones is a token, need a literal list: each zone gets subnets of its own', { availabilityZones: Fn.getAzs() }],
    ['availabilityZones is empty, need at least one zone', { availabilityZones: [] }],
    ["availabilityZones has 'eu-west-2a' twice, need each zone once", { availabilityZones: ['eu-west-2a', 'eu-west-2a'] }],
    ["availabilityZones has 'us-east-1a' in a stack of eu-west-2, need zones of that Region", { availabilityZones: ['us-east-1a'] }],
    ["vpcName 'x…' has 257 characters, need at most 256 for a tag".replace('x…', 'x'.repeat(257)), { vpcName: 'x'.repeat(257) }],
  ])('%s', (message, props) => {
    expect(refusal(props)).toBe(message);
  });

  test('a block that is a token', () => {
    const stack = testStack();
    expect(() => new SecureVpc(stack, 'Network', { cidr: stack.stackName.concat(stack.formatArn({ service: 'x', resource: 'y' })) }))
      .toThrow('cidr is a token, need a literal CIDR: overlaps are found at synth');
  });
});
