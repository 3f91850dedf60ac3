import { App, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Framework, InterfaceEndpoints, InterfaceEndpointsProps, Lifecycle, SecureVpc, Workload } from '../../../src';
import { calledServices } from '../../../src/core/workload/registry';
import { findingsAtDefaults, templateOf, testStack } from '../../support';

const { KMS, KINESIS_STREAMS, SQS, SECRETS_MANAGER, SSM, STS, XRAY } = ec2.InterfaceVpcEndpointAwsService;

function imported(stack: Stack, vpcCidrBlock?: string) {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    vpcCidrBlock,
    availabilityZones: ['eu-west-2a', 'eu-west-2b'],
    privateSubnetIds: ['subnet-1', 'subnet-2'],
    privateSubnetRouteTableIds: ['rtb-1', 'rtb-2'],
    isolatedSubnetIds: ['subnet-3', 'subnet-4'],
    isolatedSubnetRouteTableIds: ['rtb-3', 'rtb-4'],
  });
}

function endpoints(props: Partial<InterfaceEndpointsProps> = {}, stack = testStack()) {
  const construct = new InterfaceEndpoints(stack, 'Endpoints', { ...props, vpc: props.vpc ?? imported(stack, '10.0.0.0/16') });
  return { construct, template: templateOf(stack) };
}

const NO_EGRESS = {
  CidrIp: '255.255.255.255/32', Description: 'Disallow all traffic', IpProtocol: 'icmp', FromPort: 252, ToPort: 86,
};

/** Actions of the endpoint policies, from the pages that `interface-endpoint-policy.ts` cites. */
const PULLS = ['ecr:GetAuthorizationToken', 'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchImportUpstreamImage'];
const ACTIONS: Record<string, string[]> = {
  'ecr.api': PULLS,
  'ecr.dkr': PULLS,
  'ecs-agent': [
    'ecs:DiscoverPollEndpoint', 'ecs:Poll', 'ecs:StartTelemetrySession', 'ecs:RegisterContainerInstance', 'ecs:DeregisterContainerInstance',
    'ecs:UpdateContainerInstancesState', 'ecs:SubmitAttachmentStateChanges', 'ecs:SubmitContainerStateChange', 'ecs:SubmitTaskStateChange',
  ],
  'logs': [
    'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:PutRetentionPolicy', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams',
    'logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:StartQuery', 'logs:GetQueryResults',
  ],
  'monitoring': ['cloudwatch:PutMetricData', 'cloudwatch:GetMetricData', 'cloudwatch:GetMetricStatistics', 'cloudwatch:ListMetrics'],
  'kms': [
    'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext',
    'kms:GenerateDataKeyPair', 'kms:GenerateDataKeyPairWithoutPlaintext', 'kms:GenerateMac', 'kms:VerifyMac', 'kms:Sign', 'kms:Verify',
    'kms:GetPublicKey', 'kms:DescribeKey', 'kms:GenerateRandom',
  ],
  'secretsmanager': [
    'secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue', 'secretsmanager:DescribeSecret', 'secretsmanager:ListSecrets',
    'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage', 'secretsmanager:GetRandomPassword',
  ],
  'ssm': [
    'ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'ssm:DescribeAssociation', 'ssm:GetDeployablePatchSnapshotForInstance',
    'ssm:GetDocument', 'ssm:DescribeDocument', 'ssm:GetManifest', 'ssm:ListAssociations', 'ssm:ListInstanceAssociations', 'ssm:PutInventory',
    'ssm:PutComplianceItems', 'ssm:PutConfigurePackageResult', 'ssm:UpdateAssociationStatus', 'ssm:UpdateInstanceAssociationStatus',
    'ssm:UpdateInstanceInformation',
  ],
  'kinesis-streams': [
    'kinesis:DescribeStreamSummary', 'kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords', 'kinesis:SubscribeToShard',
    'kinesis:DescribeStreamConsumer', 'kinesis:PutRecord', 'kinesis:PutRecords',
  ],
  'sts': ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity', 'sts:GetCallerIdentity'],
  'xray': ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries'],
};

function only(template: Template, type: string): any {
  const resources = Object.values(template.findResources(type));
  expect(resources).toHaveLength(1);
  return resources[0].Properties;
}
const securityGroup = (template: Template) => only(template, 'AWS::EC2::SecurityGroup');
const policyOf = (template: Template) => only(template, 'AWS::EC2::VPCEndpoint').PolicyDocument;

describe('InterfaceEndpoints', () => {
  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('of an imported VPC have no findings in the %s lifecycle', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new InterfaceEndpoints(stack, 'Endpoints', { vpc: imported(stack, '10.0.0.0/16') }))).toEqual([]);
  });

  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('of a VPC of the same app have no findings in the %s lifecycle', (lifecycle) => {
    const found = findingsAtDefaults(lifecycle, (stack) => new InterfaceEndpoints(stack, 'Endpoints', { vpc: new SecureVpc(stack, 'Network').vpc }));
    expect(found).toEqual([]);
  });

  test('are made for the given services, in private subnets with private DNS', () => {
    const { construct, template } = endpoints({ services: InterfaceEndpoints.CONTAINER_SERVICES });
    expect(Object.keys(construct.endpoints)).toEqual(['ecr.api', 'ecr.dkr', 'logs', 'kms', 'secretsmanager', 'ssm', 'ssmmessages', 'sts', 'xray']);
    template.allResourcesProperties('AWS::EC2::VPCEndpoint', { PrivateDnsEnabled: true, SubnetIds: ['subnet-1', 'subnet-2'] });
  });

  test('accept HTTPS from the VPC and initiate no connections', () => {
    const { template } = endpoints({ services: [KMS] });
    expect(securityGroup(template)).toEqual({
      GroupDescription: 'Interface endpoints of AWS services',
      VpcId: 'vpc-1',
      SecurityGroupIngress: [{ CidrIp: '10.0.0.0/16', Description: 'HTTPS from the network', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }],
      SecurityGroupEgress: [NO_EGRESS],
    });
  });

  test('accept HTTPS from allowFrom instead, which a VPC without CIDR block requires', () => {
    const stack = testStack();
    const { template } = endpoints({ vpc: imported(stack), services: [KMS], allowFrom: ec2.Peer.ipv4('10.9.0.0/16') }, stack);
    expect(securityGroup(template).SecurityGroupIngress).toEqual([
      { CidrIp: '10.9.0.0/16', Description: 'HTTPS from the network', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 },
    ]);
  });

  test('accept HTTPS from a VPC whose CIDR block is known at deployment', () => {
    const stack = testStack();
    const vpc = new ec2.Vpc(stack, 'Ipam', {
      ipAddresses: ec2.IpAddresses.awsIpamAllocation({ ipv4IpamPoolId: 'ipam-pool-1', ipv4NetmaskLength: 16, defaultSubnetIpv4NetmaskLength: 24 }),
    });
    const { template } = endpoints({ vpc, services: [KMS] }, stack);
    expect(securityGroup(template).SecurityGroupIngress.map(({ CidrIp }: any) => CidrIp)).toEqual([stack.resolve(vpc.vpcCidrBlock)]);
  });

  const own = { StringEquals: { 'aws:PrincipalAccount': '123456789012' } };
  const ownToOwn = { StringEquals: { 'aws:PrincipalAccount': '123456789012', 'aws:ResourceAccount': '123456789012' } };

  test.each(Object.entries(ACTIONS))('of %s allow run-time actions on resources of this account', (shortName, actions) => {
    const service = Object.values(ec2.InterfaceVpcEndpointAwsService).find((candidate) => candidate.shortName === shortName)!;
    const image = shortName.startsWith('ecr.');
    const statements: any[] = [{
      Sid: image ? 'OwnPrincipals' : 'OwnPrincipalsToOwnResources',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: actions,
      Resource: '*',
      Condition: image ? own : ownToOwn,
    }];
    if (shortName === 'ssm') {
      statements.push({
        Sid: 'OwnPrincipalsToResourcesOfAws',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [
          'ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'ssm:DescribeAssociation', 'ssm:GetDeployablePatchSnapshotForInstance',
          'ssm:GetDocument', 'ssm:DescribeDocument', 'ssm:GetManifest',
        ],
        Resource: ['parameter/aws/*', 'document/*'].map((resource) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:ssm:eu-west-2::${resource}`]] })),
        Condition: own,
      });
    }
    expect(policyOf(endpoints({ services: [service] }).template)).toEqual({ Statement: statements, Version: '2012-10-17' });
  });

  test('keep the default policy of AWS for other services', () => {
    const { ECS, ECS_TELEMETRY, EC2_MESSAGES, SNS, SSM_MESSAGES } = ec2.InterfaceVpcEndpointAwsService;
    const services = [SQS, SNS, ECS, ECS_TELEMETRY, EC2_MESSAGES, SSM_MESSAGES];
    const policies = Object.values(endpoints({ services }).template.findResources('AWS::EC2::VPCEndpoint')).map(({ Properties }) => Properties.PolicyDocument);
    expect(policies).toEqual(services.map(() => undefined));
  });

  test('keep the default policy of AWS with limitToAccount: false', () => {
    expect(policyOf(endpoints({ services: [KMS], limitToAccount: false }).template)).toBeUndefined();
  });

  test('of the FIPS variant of a service have the policy of the service', () => {
    const { construct, template } = endpoints({ services: [KMS], fips: true });
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: 'com.amazonaws.eu-west-2.kms-fips' });
    expect(policyOf(template)).toEqual(policyOf(endpoints({ services: [KMS] }).template));
    expect(Object.keys(construct.endpoints)).toEqual(['kms-fips']);
    expect(construct.endpoint(KMS)).toBe(construct.endpoints['kms-fips']);
  });

  test('are in the selected subnets', () => {
    const { template } = endpoints({ services: [KMS], subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { SubnetIds: ['subnet-3', 'subnet-4'] });
  });

  test('use the Region at deployment in a stack without a Region', () => {
    const { template } = endpoints({ services: [KMS] }, new Stack(new App(), 'Stack'));
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.kms']] } });
  });

  test.each<[string, Partial<Record<keyof InterfaceEndpointsProps, unknown>>]>([
    ['vpc must be an IVpc, got undefined', { vpc: undefined }],
    ['vpc must be an IVpc, got null', { vpc: null }],
    ['services[1] must be an InterfaceVpcEndpointAwsService, got undefined', { services: [KMS, undefined] }],
    ['services must be a list without duplicates, got [\'kms\', \'sqs\', \'kms\']', { services: [KMS, SQS, new ec2.InterfaceVpcEndpointAwsService('kms')] }],
    ['calledServices must be true or false, got 1', { calledServices: 1 }],
    ['limitToAccount must be true or false, got null', { limitToAccount: null }],
    ['fips must be true or false, got \'true\'', { fips: 'true' }],
    ['allowFrom must be an IPeer, got {}', { allowFrom: {} }],
    ['subnets must be a SubnetSelection, got []', { subnets: [] }],
    ['subnets.subnets must not be empty', { subnets: { subnets: [] } }],
    ['subnets must select subnets in at least 1 Availability Zone, got 0', { subnets: { availabilityZones: ['eu-west-2z'] } }],
    ['subnets must select subnets in at least 1 Availability Zone, got 0', { subnets: { subnetType: ec2.SubnetType.PUBLIC } }],
  ])('refuse: %s', (message, props) => {
    const stack = testStack();
    expect(() => new InterfaceEndpoints(stack, 'Endpoints', { vpc: imported(stack, '10.0.0.0/16'), ...props as Partial<InterfaceEndpointsProps> }))
      .toThrow(new Error(message));
  });

  test('refuse a VPC that was imported without its CIDR block, without allowFrom', () => {
    const stack = testStack();
    expect(() => new InterfaceEndpoints(stack, 'Endpoints', { vpc: imported(stack), services: [KMS] }))
      .toThrow(new Error('allowFrom must be an IPeer if vpc has no vpcCidrBlock, got undefined'));
    expect(stack.node.findChild('Endpoints').node.children).toEqual([]);
  });
});

describe('InterfaceEndpoints for called services', () => {
  const idsOf = (stack: Stack) => Object.keys(templateOf(stack).findResources('AWS::EC2::VPCEndpoint')).sort();

  /** Registers calls of services before and after the endpoints are declared. */
  function called(
    before: ec2.InterfaceVpcEndpointAwsService[], after: ec2.InterfaceVpcEndpointAwsService[], props: Partial<InterfaceEndpointsProps> = {},
  ) {
    const stack = testStack();
    const vpc = imported(stack, '10.0.0.0/16');
    const call = (service: ec2.InterfaceVpcEndpointAwsService) => calledServices(stack).add({ vpc, service });
    before.forEach(call);
    const construct = new InterfaceEndpoints(stack, 'Endpoints', { vpc, ...props });
    after.forEach(call);
    return { stack, construct };
  }

  test('are made once per service, in any order of declaration', () => {
    const { stack, construct } = called([KMS, SSM], [STS, KMS]);
    expect(Object.keys(construct.endpoints).sort()).toEqual(['kms', 'ssm', 'sts']);
    expect(construct.endpoint(STS)).toBe(construct.endpoints.sts);
    expect(() => construct.endpoint(SQS)).toThrow(`service must be a service with an endpoint (${Object.keys(construct.endpoints).join(', ')}), got 'sqs'`);
    const ids = idsOf(stack);
    expect(ids).toHaveLength(3);
    expect(idsOf(called([], [STS, SSM, KMS]).stack)).toEqual(ids);
    expect(idsOf(called([SSM, KMS, STS, STS], []).stack)).toEqual(ids);
  });

  test('are added to the given services with calledServices: true', () => {
    expect(Object.keys(called([KMS], [], { services: [SQS], calledServices: true }).construct.endpoints)).toEqual(['sqs', 'kms']);
    expect(Object.keys(called([KMS], [], { services: [KMS], calledServices: true }).construct.endpoints)).toEqual(['kms']);
    expect(Object.keys(called([KMS], [], { services: [SQS] }).construct.endpoints)).toEqual(['sqs']);
    expect(Object.keys(called([KMS], [], { calledServices: false }).construct.endpoints)).toEqual([]);
    expect(Object.keys(called([KMS], [], { services: [] }).construct.endpoints)).toEqual([]);
    expect(Object.keys(called([KMS], [], { services: [], calledServices: true }).construct.endpoints)).toEqual(['kms']);
  });

  test('are not made for calls from another VPC or another workload', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { region: 'eu-west-2' } });
    Workload.on(stack, { name: 'ledger' });
    const other = new Stack(app, 'Other', { env: { region: 'eu-west-2' } });
    Workload.on(other, { name: 'other' });
    const vpc = imported(stack, '10.0.0.0/16');
    const construct = new InterfaceEndpoints(stack, 'Endpoints', { vpc });
    calledServices(other).add({ vpc, service: KMS });
    calledServices(stack).add({ vpc: ec2.Vpc.fromVpcAttributes(stack, 'Peer', { vpcId: 'vpc-2', availabilityZones: ['eu-west-2a'] }), service: SQS });
    calledServices(stack).add({ vpc: ec2.Vpc.fromVpcAttributes(stack, 'Same', { vpcId: 'vpc-1', availabilityZones: ['eu-west-2a'] }), service: STS });
    expect(Object.keys(construct.endpoints)).toEqual(['sts']);
  });

  test.each([
    ['eu-central-2', []], ['ap-southeast-3', []], ['eu-central-1', ['xray']], ['us-gov-west-1', ['xray']], [undefined, ['xray']],
  ])('are not made for X-Ray if the Region %s has no endpoint', (region, expected) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    const vpc = imported(stack, '10.0.0.0/16');
    const construct = new InterfaceEndpoints(stack, 'Endpoints', { vpc });
    calledServices(stack).add({ vpc, service: XRAY });
    expect(Object.keys(construct.endpoints)).toEqual(expected);
  });

  test('are made for a given service that the Region is not known to have', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-central-2' } });
    expect(Object.keys(new InterfaceEndpoints(stack, 'Endpoints', { vpc: imported(stack, '10.0.0.0/16'), services: [XRAY] }).endpoints)).toEqual(['xray']);
  });

  test('match the host names that the callers use', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1' } });
    const vpc = imported(stack, '10.0.0.0/16');
    const construct = new InterfaceEndpoints(stack, 'Endpoints', { vpc });
    calledServices(stack).add({ vpc, service: KMS });
    calledServices(stack).add({ vpc, service: KMS, fips: true });
    calledServices(stack).add({ vpc, service: SECRETS_MANAGER, fips: true });
    expect(Object.keys(construct.endpoints)).toEqual(['kms', 'kms-fips', 'secretsmanager']);
  });
});

describe('InterfaceEndpoints under a framework that requires validated cryptography', () => {
  function given(region: string | undefined, props: Partial<InterfaceEndpointsProps> = {}, framework = Framework.FEDRAMP_MODERATE_R5) {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    Workload.on(stack, { name: 'ledger', frameworks: [framework, Framework.AWS_FSBP] });
    const vpc = imported(stack, '10.0.0.0/16');
    return Object.keys(new InterfaceEndpoints(stack, 'Endpoints', { vpc, services: [KMS, KINESIS_STREAMS, SECRETS_MANAGER], ...props }).endpoints);
  }

  test.each([
    ['us-east-1', ['kms-fips', 'kinesis-streams-fips', 'secretsmanager']],
    ['us-west-2', ['kms-fips', 'kinesis-streams-fips', 'secretsmanager']],
    // The standard host name of Kinesis is FIPS 140 validated there.
    ['us-gov-west-1', ['kms-fips', 'kinesis-streams', 'secretsmanager']],
    ['eu-central-1', ['kms', 'kinesis-streams', 'secretsmanager']],
    ['ca-central-1', ['kms', 'kinesis-streams', 'secretsmanager']],
    [undefined, ['kms', 'kinesis-streams', 'secretsmanager']],
  ])('are FIPS 140 validated in the Region %s if it has such endpoints', (region, expected) => {
    expect(given(region)).toEqual(expected);
  });

  test('are the standard endpoints with fips: false, or if no framework requires validated cryptography', () => {
    expect(given('us-east-1', { fips: false })).toEqual(['kms', 'kinesis-streams', 'secretsmanager']);
    expect(given('us-east-1', {}, Framework.PCI_DSS_4_0_1)).toEqual(['kms', 'kinesis-streams', 'secretsmanager']);
  });
});

describe('Endpoints of one service with private DNS in one VPC', () => {
  const refusal = (at: string) => `endpoint of service 'kms' already exists in VPC 'Stack/Network/Vpc', as '${at}': remove one of them`;

  test('are refused where aws-cdk-lib created the other one, before or after', () => {
    const before = testStack();
    const { vpc } = new SecureVpc(before, 'Network');
    vpc.addInterfaceEndpoint('Kms', { service: KMS });
    new InterfaceEndpoints(before, 'Endpoints', { vpc, services: [KMS, STS] });
    expect(() => templateOf(before)).toThrow(refusal('Stack/Network/Vpc/Kms'));

    const after = testStack();
    const network = new SecureVpc(after, 'Network', { endpoints: { interfaceServices: [KMS] } });
    new ec2.InterfaceVpcEndpoint(after, 'Other', { vpc: network.vpc, service: KMS });
    expect(() => templateOf(after)).toThrow(refusal('Stack/Other'));
  });

  test('are accepted without private DNS, and in another VPC', () => {
    const stack = testStack();
    const { vpc } = new SecureVpc(stack, 'Network', { endpoints: { interfaceServices: [KMS] } });
    new ec2.InterfaceVpcEndpoint(stack, 'Other', { vpc, service: KMS, privateDnsEnabled: false });
    new SecureVpc(stack, 'Peer', { endpoints: { interfaceServices: [KMS] } }).vpc.addInterfaceEndpoint('Sts', { service: STS });
    expect(() => templateOf(stack)).not.toThrow();
  });

  test('are refused in a VPC that the app imports twice, and created once for a called service', () => {
    const stack = testStack();
    const attributes = { vpcId: 'vpc-9', vpcCidrBlock: '10.0.0.0/16', availabilityZones: ['eu-west-2a'], privateSubnetIds: ['subnet-9'] };
    const [one, two] = ['One', 'Two'].map((id) => ec2.Vpc.fromVpcAttributes(stack, id, attributes));
    new InterfaceEndpoints(stack, 'First', { vpc: one, services: [KMS] });
    expect(() => new InterfaceEndpoints(stack, 'Second', { vpc: two, services: [KMS] })).toThrow(new Error("endpoint of service 'kms' already exists in VPC 'Stack/Two'"));
    calledServices(stack).add({ vpc: two, service: KMS });
    expect(new InterfaceEndpoints(stack, 'Third', { vpc: two }).endpoints).toEqual({});
  });
});
