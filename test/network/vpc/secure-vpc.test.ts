import { App, aws_ec2 as ec2, aws_kms as kms, aws_logs as logs, aws_s3 as s3, Fn, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { DataClass, InterfaceEndpoints, Lifecycle, SecureVpc, SecureVpcProps, WorkloadKey } from '../../../src';
import { calledServices, RecommendedAlarm, recommendedAlarms } from '../../../src/core/workload/registry';
import { resolveZones } from '../../../src/network/vpc/zones';
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

/** Zones of the subnets of the first tier. */
function zonesOf(stack: Stack) {
  const [tier] = ['public', 'private'].map((name) => Object.entries(templateOf(stack).findResources('AWS::EC2::Subnet'))
    .filter(([id]) => id.startsWith(`NetworkVpc${name}Subnet`))).filter(({ length }) => length > 0);
  return tier.map(([, { Properties: { AvailabilityZone, AvailabilityZoneId } }]) => ({
    ...AvailabilityZone && { AvailabilityZone }, ...AvailabilityZoneId && { AvailabilityZoneId },
  }));
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
  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('has no findings in the %s lifecycle', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new SecureVpc(stack, 'Network'))).toEqual([]);
  });

  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('and without NAT gateways has no findings in the %s lifecycle', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new SecureVpc(stack, 'Network', { natGateways: 0 }))).toEqual([]);
  });

  test('has no findings in a stack without account or Region', () => {
    const app = new App();
    new SecureVpc(new Stack(app, 'Stack'), 'Network');
    expect(allFindingsOf(app).map(({ rule }) => rule)).toEqual(['Unchecked']);
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

  test('is a production VPC without a declared workload', () => {
    const stack = new Stack(new App(), 'Stack');
    const { template } = network({}, undefined, stack);
    template.resourceCountIs('AWS::EC2::NatGateway', 3);
    template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'RetainExceptOnCreate', Properties: { RetentionInDays: 365 } });
  });

  test('lets CloudFormation select three zones in a stack without account or Region', () => {
    const { template } = network({}, undefined, new Stack(new App(), 'Stack'));
    template.hasResourceProperties('AWS::EC2::Subnet', { AvailabilityZone: { 'Fn::Select': [2, { 'Fn::GetAZs': '' }] } });
  });

  test('does not assign public addresses', () => {
    const { template } = network();
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  });

  test('closes the default security group with a function that writes to an encrypted log group', () => {
    const { template, stack } = network();
    template.resourceCountIs('Custom::VpcRestrictDefaultSG', 1);
    const groups = template.findResources('AWS::Logs::LogGroup');
    expect(Object.keys(groups)).toHaveLength(2);
    const key = stack.resolve(WorkloadKey.of(stack, DataClass.LOGS).key.keyArn);
    for (const { Properties } of Object.values(groups)) expect(Properties).toMatchObject({ KmsKeyId: key, RetentionInDays: 365 });
    const functions = Object.values(template.findResources('AWS::Lambda::Function'));
    expect(functions.map(({ Properties }) => Object.keys(groups).includes(Properties.LoggingConfig.LogGroup.Ref))).toEqual([true]);
  });

  test('tags the function and its role like the resources around them', () => {
    const { template } = network({}, undefined, testStack({ tags: { Owner: 'network' } }));
    for (const type of ['AWS::Lambda::Function', 'AWS::IAM::Role']) {
      template.allResourcesProperties(type, { Tags: Match.arrayWith([{ Key: 'Owner', Value: 'network' }]) });
    }
  });

  test('does not give the function an empty list of tags', () => {
    network().template.hasResourceProperties('AWS::Lambda::Function', { Tags: Match.absent() });
  });

  test('has no further security group', () => {
    network().template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
  });

  test('keeps the logical ids of resources that are expensive to replace', () => {
    expect(Object.keys(network().template.toJSON().Resources)).toEqual(expect.arrayContaining([
      'NetworkVpc7FB7348F', 'NetworkVpcpublicSubnet1Subnet00617657', 'NetworkVpcprivateSubnet1Subnet9EC58498', 'NetworkVpcisolatedSubnet1Subnet188D06DD',
      'NetworkVpcIGW6BEA7B02', 'NetworkVpcpublicSubnet1NATGateway939C8F7E', 'NetworkFlowLogsLogGroup625EB2BC', 'NetworkFlowLogsFlowLog1B5B8A3A',
      'NetworkIsolatedNetworkAcl2ECCAC6C', 'NetworkS3EndpointDED08CEB', 'NetworkDynamoDbEndpoint09DBFF17',
    ]));
  });
});

describe('Subnets', () => {
  test('use the given CIDR blocks, one zone for each, in both lifecycles', () => {
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

  test('have room for eight zones if there are more than four', () => {
    const availabilityZones = ['a', 'b', 'c', 'd', 'e'].map((zone) => `eu-west-2${zone}`);
    expect(cidrs(network({ availabilityZones }).template, 'private')).toEqual(
      ['10.0.64.0/21', '10.0.72.0/21', '10.0.80.0/21', '10.0.88.0/21', '10.0.96.0/21']);
  });

  test('of a removed tier are not made, and the other tiers keep their CIDR blocks', () => {
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

  test('that are isolated exchange traffic with the VPC only', () => {
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

  test('that are all isolated have no gateway endpoint, because the network ACL denies it', () => {
    network({ subnets: { publicCidrs: [], privateCidrs: [] } }).template.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });
});

describe('Zones', () => {
  test('are the given zones, without a look-up', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account: '123456789012', region: 'eu-west-2' } });
    new SecureVpc(stack, 'Network', { availabilityZones: ['eu-west-2b', 'eu-west-2c'] });
    const assembly = app.synth();
    expect(assembly.manifest.missing).toBeUndefined();
    templateOf(stack).hasResourceProperties('AWS::EC2::Subnet', { AvailabilityZone: 'eu-west-2c', CidrBlock: '10.0.16.0/20' });
  });

  test.each([undefined, '123456789012'])('need no look-up at the defaults in a production stack with the account %s', (account) => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account, region: 'eu-west-2' } });
    new SecureVpc(stack, 'Network');
    expect(app.synth().manifest.missing).toBeUndefined();
    expect(zonesOf(stack)).toEqual([0, 1, 2].map((index) => ({ AvailabilityZone: { 'Fn::Select': [index, { 'Fn::GetAZs': '' }] } })));
  });

  test.each([['us-west-1', 2], ['eu-west-2', 3], ['ap-northeast-1', 3], ['us-gov-west-1', 3], ['ap-northeast-2', 4], ['us-west-2', 4], ['us-east-1', 6]])(
    'are in %s at most the %d that every account has', (region, expected) => {
      const stack = new Stack(new App(), 'Stack', { env: { region } });
      new SecureVpc(stack, 'Network', { maxAzs: 8 });
      expect(zonesOf(stack)).toEqual(Array.from({ length: expected }, (_, index) => ({ AvailabilityZone: { 'Fn::Select': [index, { 'Fn::GetAZs': '' }] } })));
    });

  test('are two with a NAT gateway in each in a production stack in us-west-1', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'us-west-1' } });
    new SecureVpc(stack, 'Network');
    templateOf(stack).resourceCountIs('AWS::EC2::NatGateway', 2);
    expect(zonesOf(stack)).toHaveLength(2);
  });

  test.each<[string, unknown]>([['a list', ['us-west-1a', 'us-west-1c', 'us-west-1d', 'us-west-1e']], ['a text', 'us-west-1a, us-west-1c,us-west-1d']])(
    'are those of the context of the Region, as %s', (_, zones) => {
      const app = new App({ context: { 'cdk-regulated:zones:us-west-1': zones, 'cdk-regulated:zones:eu-west-2': ['eu-west-2b'] } });
      const [west, europe] = ['us-west-1', 'eu-west-2'].map((region) => new Stack(app, region, { env: { region } }));
      new SecureVpc(west, 'Network');
      new SecureVpc(europe, 'Network');
      expect(zonesOf(west)).toEqual(['us-west-1a', 'us-west-1c', 'us-west-1d'].map((zone) => ({ AvailabilityZone: zone })));
      expect(zonesOf(europe)).toEqual([{ AvailabilityZone: 'eu-west-2b' }]);
    });

  test.each<[string, (stack: Stack) => SecureVpcProps]>([
    ['the prop', () => ({ availabilityZones: ['euw2-az3', 'euw2-az1'] })],
    ['the context', (stack) => {
      stack.node.setContext('cdk-regulated:zones:eu-west-2', ['euw2-az3', 'euw2-az1']);
      return {};
    }],
  ])('can be ids in %s, and other resources get their names at deployment', (_, propsOf) => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eu-west-2' } });
    const { vpc } = new SecureVpc(stack, 'Network', propsOf(stack));
    expect(zonesOf(stack)).toEqual([{ AvailabilityZoneId: 'euw2-az3' }, { AvailabilityZoneId: 'euw2-az1' }]);
    const names = [1, 2].map((number) => ({ 'Fn::GetAtt': [expect.stringMatching(`^NetworkVpcpublicSubnet${number}Subnet`), 'AvailabilityZone'] }));
    expect(stack.resolve(vpc.availabilityZones)).toEqual(names);
    expect(stack.resolve(vpc.isolatedSubnets.map(({ availabilityZone }) => availabilityZone))).toEqual(names);
    templateOf(stack).resourceCountIs('AWS::EC2::NatGateway', 2);
  });

  test('by id without a public tier have the names of the next tier', () => {
    const stack = testStack();
    const { vpc } = new SecureVpc(stack, 'Network', { availabilityZones: ['euw2-az1'], subnets: { publicCidrs: [] } });
    expect(stack.resolve(vpc.availabilityZones)).toEqual([{ 'Fn::GetAtt': [expect.stringMatching('^NetworkVpcprivateSubnet1Subnet'), 'AvailabilityZone'] }]);
  });

  const IDS = [
    ['us-east-1', 'use1-az6'], ['ap-northeast-1', 'apne1-az4'], ['ap-southeast-2', 'apse2-az1'], ['eu-central-1', 'euc1-az2'], ['us-gov-west-1', 'usgw1-az1'],
    ['us-west-2', 'usw2-lax1-az1'], ['eusc-de-east-1', 'eusce1-az1'], ['ap-east-1', 'ape1-az1'], ['af-south-1', 'afs1-az1'], ['eu-north-1', 'eun1-az12'],
  ];
  test.each(IDS)('of %s can be %s, and no id of a Region with another name', (region, id) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    new SecureVpc(stack, 'Network', { availabilityZones: [id] });
    expect(zonesOf(stack)).toEqual([{ AvailabilityZoneId: id }]);
    const others = IDS.filter(([other]) => other !== region && region !== 'eusc-de-east-1').map(([, other]) => other);
    for (const other of others) {
      expect(() => resolveZones(stack, [other], 1)).toThrow(new Error(`availabilityZones[0] must be an Availability Zone of ${region}, got '${other}'`));
    }
  });

  test('can be selected by CloudFormation one by one', () => {
    const { template } = network({ availabilityZones: [Fn.select(1, Fn.getAzs()), 'eu-west-2c'] });
    template.hasResourceProperties('AWS::EC2::Subnet', { AvailabilityZone: { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] }, CidrBlock: '10.0.0.0/20' });
  });

  test('do not change the zones of the stack', () => {
    const stack = testStack();
    Object.defineProperty(stack, 'availabilityZones', { value: ['eu-west-2a', 'eu-west-2b'], configurable: true });
    const { template } = network({ availabilityZones: ['eu-west-2c'] }, undefined, stack);
    expect(stack.availabilityZones).toEqual(['eu-west-2a', 'eu-west-2b']);
    expect(cidrs(template, 'public')).toHaveLength(1);
  });

  test('are as many as maxAzs in a stack without a Region', () => {
    expect(cidrs(network({ maxAzs: 2 }).template, 'public')).toHaveLength(2);
    expect(cidrs(network({ maxAzs: 6 }, undefined, new Stack(new App(), 'Stack')).template, 'public')).toHaveLength(6);
  });
});

describe('NAT gateways', () => {
  test('are as many as natGateways', () => {
    network({ natGateways: 2 }).template.resourceCountIs('AWS::EC2::NatGateway', 2);
    network({ natGateways: 2 }, Lifecycle.EPHEMERAL).template.resourceCountIs('AWS::EC2::NatGateway', 2);
  });

  test('can be omitted, which leaves private subnets with VPC endpoints', () => {
    const { template, construct } = network({ natGateways: 0 });
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.resourcePropertiesCountIs('AWS::EC2::Route', { DestinationCidrBlock: '0.0.0.0/0' }, 3);
    expect(construct.interfaceEndpoints!.endpoints).toEqual({});
    calledServices(construct).add({ vpc: construct.vpc, service: ec2.InterfaceVpcEndpointAwsService.KMS });
    expect(Object.keys(construct.interfaceEndpoints!.endpoints)).toEqual(['kms']);
  });

  test('can be omitted without interface endpoints', () => {
    expect(network({ natGateways: 0, endpoints: { interfaceServices: [] } }).construct.interfaceEndpoints).toBeUndefined();
    expect(network({ natGateways: 0, endpoints: { calledServices: false } }).construct.interfaceEndpoints).toBeUndefined();
  });

  test('have recommended alarms for port allocation errors and dropped packets each', () => {
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
  test('are delivered to an encrypted log group by a role that only flow logs of this account can assume', () => {
    const { template, construct } = network();
    template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL', ResourceType: 'VPC', LogDestinationType: 'cloud-watch-logs' });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{
          Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' }, ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ec2:eu-west-2:123456789012:vpc-flow-log/*']] } } },
        }],
      },
    });
    expect(construct.flowLogGroup).toBe(construct.flowLogs.logGroup);
  });

  test('use the given name, retention and key for the log group', () => {
    const stack = testStack();
    const key = new kms.Key(stack, 'Key');
    const { template } = network({ flowLogs: { logGroupName: '/ledger/flow', retention: logs.RetentionDays.TEN_YEARS, encryptionKey: key } }, undefined, stack);
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/ledger/flow', RetentionInDays: 3653, KmsKeyId: stack.resolve(key.keyArn) });
  });
});

describe('Gateway endpoints', () => {
  const own = { 'aws:PrincipalAccount': '123456789012', 'aws:ResourceAccount': '123456789012' };
  const anyone = { Effect: 'Allow', Principal: { AWS: '*' } };
  const arn = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:${rest}`]] });
  const gatewayEndpoint = (template: Template, service: string) => {
    const found = Object.values(template.findResources('AWS::EC2::VPCEndpoint'))
      .map(({ Properties }) => Properties).filter(({ ServiceName }) => ServiceName['Fn::Join'][1].at(-1) === `.${service}`);
    expect(found).toHaveLength(1);
    return found[0];
  };

  test('for S3 allow access to data of the account, to buckets that AWS owns, and to buckets for responses of custom resources', () => {
    const { template, construct } = network();
    expect(construct.s3Endpoint).toBeDefined();
    const { VpcEndpointType, PolicyDocument } = gatewayEndpoint(template, 's3');
    expect(VpcEndpointType).toBe('Gateway');
    expect(PolicyDocument.Statement).toEqual([
      {
        ...anyone,
        Sid: 'OwnPrincipalsToOwnData',
        Action: [
          's3:GetObject', 's3:GetObjectVersion', 's3:GetObjectAttributes', 's3:GetObjectVersionAttributes', 's3:GetObjectTagging',
          's3:GetObjectVersionTagging', 's3:GetObjectRetention', 's3:GetObjectLegalHold', 's3:PutObject', 's3:PutObjectTagging',
          's3:PutObjectVersionTagging', 's3:PutObjectRetention', 's3:PutObjectLegalHold', 's3:DeleteObject', 's3:DeleteObjectVersion',
          's3:DeleteObjectTagging', 's3:RestoreObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:ListBucket',
          's3:ListBucketVersions', 's3:ListBucketMultipartUploads', 's3:GetBucketLocation', 's3:GetBucketVersioning', 's3:GetEncryptionConfiguration',
        ],
        Resource: arn('s3:::*'),
        Condition: { StringEquals: own },
      },
      {
        ...anyone,
        Sid: 'ImagesAndPackagesOfAws',
        Action: 's3:GetObject',
        Resource: [
          'prod-eu-west-2-starport-layer-bucket', 'amazonlinux-2-repos-eu-west-2', 'al2023-repos-eu-west-2-de612dc2', 'al2023-eu-west-2',
          'aws-ssm-eu-west-2', 'amazon-ssm-eu-west-2', 'amazon-ssm-packages-eu-west-2', 'aws-ssm-document-attachments-eu-west-2',
          'aws-ssm-distributor-file-eu-west-2', 'patch-baseline-snapshot-eu-west-2', 'eu-west-2-birdwatcher-prod',
          'amazoncloudwatch-agent-eu-west-2', 'amazoncloudwatch-agent', 'aws-codedeploy-eu-west-2',
        ].map((bucket) => arn(`s3:::${bucket}/*`)),
      },
      {
        ...anyone,
        Sid: 'ResponsesToCloudFormation',
        Action: 's3:PutObject',
        Resource: ['cloudformation-custom-resource-response-euwest2', 'cloudformation-waitcondition-eu-west-2'].map((bucket) => arn(`s3:::${bucket}/*`)),
      },
    ]);
  });

  test('for DynamoDB allow access to tables of the account', () => {
    const { template, construct } = network();
    expect(construct.dynamoDbEndpoint).toBeDefined();
    const { VpcEndpointType, PolicyDocument } = gatewayEndpoint(template, 'dynamodb');
    expect(VpcEndpointType).toBe('Gateway');
    expect(PolicyDocument.Statement).toEqual([{
      ...anyone,
      Sid: 'OwnPrincipalsToOwnData',
      Action: [
        'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem',
        'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:UpdateItem', 'dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLSelect',
        'dynamodb:PartiQLUpdate', 'dynamodb:DescribeTable', 'dynamodb:DescribeTimeToLive', 'dynamodb:DescribeStream', 'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
      ],
      Resource: arn('dynamodb:eu-west-2:123456789012:table/*'),
      Condition: { StringEquals: own },
    }]);
  });

  test.each([
    [{ s3: false }, 'dynamodb'], [{ dynamoDb: false }, 's3'],
  ])('can be reduced by %j to %s', (endpoints, service) => {
    const { template } = network({ endpoints });
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 1);
    // Three public subnets and three private subnets have a route table each.
    expect(gatewayEndpoint(template, service).RouteTableIds).toHaveLength(6);
  });

  test('allow no action with a wildcard', () => {
    const { template } = network({ endpoints: { interfaceServices: InterfaceEndpoints.CONTAINER_SERVICES } });
    const actions = Object.values(template.findResources('AWS::EC2::VPCEndpoint'))
      .flatMap(({ Properties }) => Properties.PolicyDocument?.Statement ?? []).flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThan(50);
    expect(actions.filter((action: string) => action.includes('*'))).toEqual([]);
  });

  test('can be omitted', () => {
    const { template, construct } = network({ endpoints: { s3: false, dynamoDb: false } });
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
    expect(construct.s3Endpoint).toBeUndefined();
    expect(construct.dynamoDbEndpoint).toBeUndefined();
  });
});

describe('Interface endpoints', () => {
  test('share a security group that allows HTTPS from the VPC', () => {
    const { KMS, SQS } = ec2.InterfaceVpcEndpointAwsService;
    const { template } = network({ endpoints: { interfaceServices: [KMS, SQS] } });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [{ CidrIp: '10.0.0.0/16', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }],
    });
    template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    template.resourcePropertiesCountIs('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', PrivateDnsEnabled: true }, 2);
  });

  test('are FIPS 140 validated with fips: true, for services with such an endpoint', () => {
    const { KMS, SECRETS_MANAGER } = ec2.InterfaceVpcEndpointAwsService;
    const { template } = network({ endpoints: { interfaceServices: [KMS, SECRETS_MANAGER], fips: true } });
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: 'com.amazonaws.eu-west-2.kms-fips' });
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: 'com.amazonaws.eu-west-2.secretsmanager' });
  });

  test('are made for called services with calledServices: true, in addition to NAT gateways and to further services', () => {
    const { KMS, SQS } = ec2.InterfaceVpcEndpointAwsService;
    const { construct } = network({ endpoints: { calledServices: true, interfaceServices: [SQS] } });
    calledServices(construct).add({ vpc: construct.vpc, service: KMS });
    expect(Object.keys(construct.interfaceEndpoints!.endpoints)).toEqual(['sqs', 'kms']);
    expect(network({}).construct.interfaceEndpoints).toBeUndefined();
  });
});

test('The VPC has the given name', () => {
  network({ vpcName: 'ledger-vpc-dev' }).template.hasResourceProperties('AWS::EC2::VPC', { Tags: Match.arrayWith([{ Key: 'Name', Value: 'ledger-vpc-dev' }]) });
});

describe('CIDR blocks', () => {
  const octets = (...thirds: number[]) => thirds.map((third) => `10.0.${third}.0/24`);

  test('can be the first and the last of the VPC, and adjacent in both orders', () => {
    const subnets = { publicCidrs: octets(0, 1, 2), privateCidrs: octets(5, 4, 3), isolatedCidrs: octets(253, 254, 255) };
    const { template } = network({ subnets });
    expect(cidrs(template, 'public')).toEqual(subnets.publicCidrs);
    expect(cidrs(template, 'private')).toEqual(subnets.privateCidrs);
    expect(cidrs(template, 'isolated')).toEqual(subnets.isolatedCidrs);
  });

  test('can be the whole VPC', () => {
    const { template } = network({ cidr: '10.0.0.16/28', subnets: { publicCidrs: [], privateCidrs: [], isolatedCidrs: ['10.0.0.16/28'] } });
    expect(cidrs(template, 'isolated')).toEqual(['10.0.0.16/28']);
  });

  test.each([
    ['1.0.0.0/16', 3, ['1.0.128.0/20', '1.0.144.0/20', '1.0.160.0/20']],
    ['223.255.0.0/16', 1, ['223.255.128.0/20']],
    ['10.0.0.0/24', 4, ['10.0.0.128/28', '10.0.0.144/28', '10.0.0.160/28', '10.0.0.176/28']],
    ['10.0.0.0/23', 5, ['10.0.1.0/28', '10.0.1.16/28', '10.0.1.32/28', '10.0.1.48/28', '10.0.1.64/28']],
    ['10.0.0.0/23', 8, ['10.0.1.0/28', '10.0.1.16/28', '10.0.1.32/28', '10.0.1.48/28', '10.0.1.64/28', '10.0.1.80/28', '10.0.1.96/28', '10.0.1.112/28']],
  ])('of %s for %d zones are computed', (cidr, maxAzs, expected) => {
    expect(cidrs(network({ cidr, maxAzs }, undefined, new Stack(new App(), 'Stack')).template, 'isolated')).toEqual(expected);
  });
});

describe('SecureVpc refuses', () => {
  const zones = ['eu-west-2a', 'eu-west-2b'];
  const BLOCK = 'an IPv4 CIDR block from /16 to /28 such as 10.0.0.0/16';
  const nine = Array.from({ length: 9 }, (_, index) => `10.0.${index}.0/24`);
  const with1st = (tier: keyof typeof EXACT, block: string) => ({ subnets: { ...EXACT, [tier]: [block, ...EXACT[tier].slice(1)] } });

  test.each(['10.0.0.0', '10.0.256.0/16', '256.0.0.0/16', '10.0.0.0/15', '10.0.0.0/29', '10.0.0.0/33', '10.0.0.0/8', '010.0.0.0/16', '10.0.0/16', 'a10.0.0.0/16',
    '10.0.0.0/16 ', ' 10.0.0.0/16', '10.0.0.0/016', '::/56', ''])('the CIDR block %p', (block) => {
    expect(refusal({ cidr: block })).toBe(`cidr must be ${BLOCK}, got '${block}'`);
    for (const tier of ['publicCidrs', 'privateCidrs', 'isolatedCidrs'] as const) {
      expect(refusal(with1st(tier, block))).toBe(`subnets.${tier}[0] must be ${BLOCK}, got '${block}'`);
    }
  });

  test.each([
    ['0.0.0.0/16', '0.0.0.0/8'], ['127.0.0.0/16', '127.0.0.0/8'], ['127.255.0.0/16', '127.0.0.0/8'], ['169.254.0.0/24', '169.254.0.0/16'],
    ['224.0.0.0/16', '224.0.0.0/4'], ['239.255.0.0/16', '224.0.0.0/4'], ['240.0.0.0/16', '240.0.0.0/4'], ['255.255.255.240/28', '240.0.0.0/4'],
  ])('the CIDR block %p, whose addresses no host can have', (block, special) => {
    const need = `must be an IPv4 CIDR block of addresses that hosts can have, not within ${special}, got '${block}'`;
    expect(refusal({ cidr: block })).toBe(`cidr ${need}`);
    expect(refusal(with1st('publicCidrs', block))).toBe(`subnets.publicCidrs[0] ${need}`);
  });

  test.each(['1.0.0.0/16', '100.64.0.0/16', '126.255.0.0/16', '128.0.0.0/16', '169.253.0.0/16', '169.255.0.0/16', '198.18.0.0/16', '223.255.0.0/16'])(
    'not the CIDR block %p', (block) => expect(refusal({ cidr: block })).toBe('nothing refused'),
  );

  test.each<[string, SecureVpcProps]>([
    ["cidr must be the CIDR block without host bits, 10.0.0.0/16, got '10.0.1.0/16'", { cidr: '10.0.1.0/16' }],
    ["cidr must be the CIDR block without host bits, 10.0.0.0/16, got '10.0.0.1/16'", { cidr: '10.0.0.1/16' }],
    ["cidr must be /24 or larger unless subnets has the CIDR blocks of every tier, got '10.0.0.0/25'", { cidr: '10.0.0.0/25' }],
    ["cidr must be /24 or larger unless subnets has the CIDR blocks of every tier, got '10.0.0.0/25'", { cidr: '10.0.0.0/25', maxAzs: 1 }],
    ["cidr must be /23 or larger unless subnets has the CIDR blocks of every tier, got '10.0.0.0/24'",
      { cidr: '10.0.0.0/24', availabilityZones: ['a', 'b', 'c', 'd', 'e'].map((zone) => `eu-west-2${zone}`) }],
    ['cidr must be a string, got 10', { cidr: 10 as never }],
    ['cidr must be known at synthesis, got a token', { cidr: Fn.ref('Cidr') }],
    ['subnets.publicCidrs[0] must be known at synthesis, got a token', with1st('publicCidrs', Fn.ref('Cidr'))],
    ['subnets.publicCidrs must be known at synthesis, got a token', { subnets: { publicCidrs: Token.asList({ Ref: 'Cidrs' }) } }],
    ['subnets.publicCidrs must be a list of 3 CIDR blocks, one per Availability Zone, got 2', { subnets: { ...EXACT, publicCidrs: EXACT.publicCidrs.slice(1) } }],
    ['subnets.publicCidrs must be a list of 2 CIDR blocks, one per Availability Zone, got 3', { availabilityZones: zones, subnets: EXACT }],
    ['subnets.isolatedCidrs must be a list of 2 CIDR blocks, one per Availability Zone, got 1', { maxAzs: 2, subnets: { isolatedCidrs: ['10.0.128.0/24'] } }],
    [`subnets.isolatedCidrs must be a list of 0 to 8, got [${nine.map((block) => `'${block}'`).join(', ')}]`, { subnets: { isolatedCidrs: nine } }],
    ["subnets.privateCidrs must be a list without duplicates, got ['10.0.1.0/24', '10.0.1.0/24']", { subnets: { privateCidrs: ['10.0.1.0/24', '10.0.1.0/24'] } }],
    ['subnets.privateCidrs must be a list, got \'10.0.1.0/24\'', { subnets: { privateCidrs: '10.0.1.0/24' as never } }],
    ['subnets.privateCidrs[0] must be a string, got null', { subnets: { privateCidrs: [null as never] } }],
    ["subnets.privateCidrs[0] must be a CIDR block within cidr 10.0.0.0/16, got '10.1.0.0/24'", with1st('privateCidrs', '10.1.0.0/24')],
    ["subnets.privateCidrs[0] must be a CIDR block within cidr 10.0.0.0/16, got '9.255.255.0/24'", with1st('privateCidrs', '9.255.255.0/24')],
    ["subnets.isolatedCidrs[0] must be a CIDR block within cidr 10.0.0.16/28, got '10.0.0.0/27'",
      { cidr: '10.0.0.16/28', subnets: { publicCidrs: [], privateCidrs: [], isolatedCidrs: ['10.0.0.0/27'] } }],
    ["subnets.publicCidrs[0] must be a CIDR block that does not overlap subnets.privateCidrs[0], 10.0.10.0/24, got '10.0.10.0/24'",
      with1st('publicCidrs', '10.0.10.0/24')],
    ["subnets.publicCidrs[0] must be a CIDR block that does not overlap subnets.publicCidrs[1], 10.0.0.0/23, got '10.0.1.0/24'",
      { subnets: { ...EXACT, publicCidrs: ['10.0.1.0/24', '10.0.0.0/23', '10.0.2.0/24'] } }],
    ["subnets.publicCidrs[0] must be a CIDR block that does not overlap subnets.publicCidrs[1], 10.0.1.0/24, got '10.0.0.0/23'",
      { subnets: { ...EXACT, publicCidrs: ['10.0.0.0/23', '10.0.1.0/24', '10.0.2.0/24'] } }],
    ["subnets.publicCidrs[0] must be a CIDR block that does not overlap subnets.privateCidrs[0], 10.0.64.0/20, got '10.0.64.0/24'",
      { subnets: { publicCidrs: ['10.0.64.0/24', '10.0.1.0/24', '10.0.2.0/24'] } }],
    ['subnets must be a plan with at least one tier, got { publicCidrs, privateCidrs, isolatedCidrs }',
      { subnets: { publicCidrs: [], privateCidrs: [], isolatedCidrs: [] } }],
    ['subnets must be a SubnetOptions, got []', { subnets: [] as never }],
    ['subnets.isolatedNetworkAcl must be true or false, got 0', { subnets: { isolatedNetworkAcl: 0 as never } }],
    ['natGateways must be an integer from 0 to 3, got -1', { natGateways: -1 }],
    ['natGateways must be an integer from 0 to 3, got 1.5', { natGateways: 1.5 }],
    ['natGateways must be an integer from 0 to 3, got 4', { natGateways: 4 }],
    ['natGateways must be a finite number, got NaN', { natGateways: NaN }],
    ['natGateways must be known at synthesis, got a token', { natGateways: Token.asNumber({ Ref: 'Gateways' }) }],
    ['natGateways must be 0 in a VPC without public and private subnets, got 1', { natGateways: 1, subnets: { publicCidrs: [] } }],
    ['natGateways must be 0 in a VPC without public and private subnets, got 1', { natGateways: 1, subnets: { privateCidrs: [] } }],
    ['maxAzs must be an integer from 1 to 8, got 0', { maxAzs: 0 }],
    ['maxAzs must be an integer from 1 to 8, got 9', { maxAzs: 9 }],
    ['maxAzs must be an integer from 1 to 8, got 2.5', { maxAzs: 2.5 }],
    ['maxAzs must be a finite number, got Infinity', { maxAzs: Infinity }],
    ['maxAzs must be known at synthesis, got a token', { maxAzs: Token.asNumber({ Ref: 'Zones' }) }],
    ['specify either availabilityZones or maxAzs, not both', { maxAzs: 2, availabilityZones: zones }],
    ['availabilityZones must be known at synthesis, got a token', { availabilityZones: Fn.getAzs() }],
    ['availabilityZones must not be empty', { availabilityZones: [] }],
    ["availabilityZones must be a list without duplicates, got ['eu-west-2a', 'eu-west-2a']", { availabilityZones: ['eu-west-2a', 'eu-west-2a'] }],
    ["availabilityZones[0] must be an Availability Zone of eu-west-2, got 'us-east-1a'", { availabilityZones: ['us-east-1a'] }],
    ["availabilityZones[0] must be an Availability Zone of eu-west-2, got 'eu-west-2'", { availabilityZones: ['eu-west-2'] }],
    ["availabilityZones[1] must be an Availability Zone of eu-west-2, got 'eu-west-21a'", { availabilityZones: ['eu-west-2a', 'eu-west-21a'] }],
    ["availabilityZones[0] must be an Availability Zone of eu-west-2, got 'use2-az1'", { availabilityZones: ['use2-az1'] }],
    ["availabilityZones[0] must be an Availability Zone of eu-west-2, got 'euw2'", { availabilityZones: ['euw2'] }],
    ["availabilityZones[0] must be an Availability Zone of eu-west-2, got 'euw2-az1a'", { availabilityZones: ['euw2-az1a'] }],
    ["availabilityZones must be names only or ids only, got ['euw2-az1', 'eu-west-2a']", { availabilityZones: ['euw2-az1', 'eu-west-2a'] }],
    ['availabilityZones[0] must be a string, got undefined', { availabilityZones: [undefined as never] }],
    ['endpoints.interfaceServices[0] must be an InterfaceVpcEndpointAwsService, got undefined', { endpoints: { interfaceServices: [undefined as never] } }],
    ['endpoints.s3 must be true or false, got null', { endpoints: { s3: null as never } }],
    ['flowLogs.retention must be a member of RetentionDays, got 2', { flowLogs: { retention: 2 as never } }],
    ['flowLogs.bucket must be an IBucket if bucketPrefix is set, got undefined', { flowLogs: { bucketPrefix: 'network' } }],
    ['specify either flowLogs.bucket or flowLogs.logGroupName, not both', { flowLogs: { bucket: s3.Bucket.fromBucketName(new Stack(), 'Logs', 'logs'), logGroupName: 'flow' } }],
    ["flowLogs.logGroupName must be a log group name of A-Z a-z 0-9 . / # - _, got 'a b'", { flowLogs: { logGroupName: 'a b' } }],
    ['vpcName must be at most 256 characters for a tag, got 257', { vpcName: 'x'.repeat(257) }],
    ['props must be a SecureVpcProps, got null', null as never],
  ])('%s', (message, props) => {
    expect(refusal(props)).toBe(message);
  });

  test('a name that is no Availability Zone in a stack without a Region', () => {
    const stack = new Stack(new App(), 'Stack');
    expect(() => new SecureVpc(stack, 'Network', { availabilityZones: ['us-east-1'] }))
      .toThrow(new Error("availabilityZones[0] must be an Availability Zone such as eu-west-2a or euw2-az1, got 'us-east-1'"));
  });

  test.each<[string, unknown]>([
    ["[0] must be an Availability Zone of eu-west-2, got 'us-west-1a'", 'us-west-1a,us-west-1b'],
    ["[0] must be an Availability Zone of eu-west-2, got ''", ''],
    [' must not be empty', []],
    [' must be a list of Availability Zones, or a text with commas between them, got 2', 2],
    [" must be names only or ids only, got ['eu-west-2a', 'euw2-az1']", 'eu-west-2a,euw2-az1'],
  ])('zones of the context: %s', (message, context) => {
    const stack = new Stack(new App({ context: { 'cdk-regulated:zones:eu-west-2': context } }), 'Stack', { env: { region: 'eu-west-2' } });
    expect(() => new SecureVpc(stack, 'Network')).toThrow(new Error(`context cdk-regulated:zones:eu-west-2${message}`));
  });

  test('a prop before it makes a resource', () => {
    const stack = testStack();
    expect(() => new SecureVpc(stack, 'Network', { natGateways: 4 })).toThrow(new Error('natGateways must be an integer from 0 to 3, got 4'));
    expect(stack.node.findChild('Network').node.children).toEqual([]);
  });
});

test('name tags have at most 256 characters in deep scopes', () => {
  const stack = testStack();
  new SecureVpc(new Construct(stack, 'a'.repeat(250)), 'Network');
  const tags = Object.values<any>(templateOf(stack).toJSON().Resources).flatMap(({ Properties }) => Properties?.Tags ?? []).filter(({ Key }) => Key === 'Name');
  expect(tags.length).toBeGreaterThan(0);
  expect(tags.filter(({ Value }) => Value.length > 256)).toEqual([]);
});
