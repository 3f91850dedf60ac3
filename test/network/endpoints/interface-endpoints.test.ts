import { App, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Framework, InterfaceEndpoints, InterfaceEndpointsProps, Lifecycle, SecureVpc, Workload } from '../../../src';
import { calledServices } from '../../../src/core/workload/registry';
import { findingsAtDefaults, templateOf, testStack } from '../../support';

const { ECR_DOCKER, KMS, KINESIS_STREAMS, SQS, SECRETS_MANAGER, SSM, STS, XRAY } = ec2.InterfaceVpcEndpointAwsService;

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

describe('InterfaceEndpoints', () => {
  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('of an imported network have no finding in the %s lifecycle', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new InterfaceEndpoints(stack, 'Endpoints', { vpc: imported(stack, '10.0.0.0/16') }))).toEqual([]);
  });

  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('of a network of the same app have no finding in the %s lifecycle', (lifecycle) => {
    const found = findingsAtDefaults(lifecycle, (stack) => new InterfaceEndpoints(stack, 'Endpoints', { vpc: new SecureVpc(stack, 'Network').vpc }));
    expect(found).toEqual([]);
  });

  test('are those of the services that are given, in private subnets with private DNS', () => {
    const { construct, template } = endpoints({ services: InterfaceEndpoints.CONTAINER_SERVICES });
    expect(Object.keys(construct.endpoints)).toEqual(['ecr.api', 'ecr.dkr', 'logs', 'kms', 'secretsmanager', 'ssm', 'ssmmessages', 'sts', 'xray']);
    template.allResourcesProperties('AWS::EC2::VPCEndpoint', { PrivateDnsEnabled: true, SubnetIds: ['subnet-1', 'subnet-2'] });
  });

  test('admit HTTPS from the network and open no connection themselves', () => {
    const { template } = endpoints({ services: [KMS] });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.0.0.0/16', FromPort: 443, ToPort: 443 })],
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
    });
  });

  test('admit whom they are told to, in a network of unknown addresses', () => {
    const stack = testStack();
    const { template } = endpoints({ vpc: imported(stack), services: [KMS], allowFrom: ec2.Peer.ipv4('10.9.0.0/16') }, stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.9.0.0/16' })] });
  });

  test('admit a network whose addresses only a deployment knows', () => {
    const stack = testStack();
    const vpc = new ec2.Vpc(stack, 'Ipam', {
      ipAddresses: ec2.IpAddresses.awsIpamAllocation({ ipv4IpamPoolId: 'ipam-pool-1', ipv4NetmaskLength: 16, defaultSubnetIpv4NetmaskLength: 24 }),
    });
    const { template } = endpoints({ vpc, services: [KMS] }, stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: [Match.objectLike({ CidrIp: stack.resolve(vpc.vpcCidrBlock) })] });
  });

  test('admit principals of this account only, for what workloads call at run time', () => {
    endpoints({ services: [SECRETS_MANAGER] }).template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      PolicyDocument: {
        Statement: [Match.objectLike({
          Action: Match.arrayWith(['secretsmanager:GetSecretValue']),
          Condition: { StringEquals: { 'aws:PrincipalAccount': '123456789012', 'aws:ResourceAccount': '123456789012' } },
        })],
      },
    });
  });

  test('admit images that AWS and publishers own, to principals of this account', () => {
    endpoints({ services: [ECR_DOCKER] }).template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      PolicyDocument: { Statement: [Match.objectLike({ Condition: { StringEquals: { 'aws:PrincipalAccount': '123456789012' } } })] },
    });
  });

  test('admit parameters and documents that AWS publishes, to be read by principals of this account', () => {
    const [endpoint] = Object.values(endpoints({ services: [SSM] }).template.findResources('AWS::EC2::VPCEndpoint'));
    const [own, ofAws] = endpoint.Properties.PolicyDocument.Statement;
    expect(own.Condition).toEqual({ StringEquals: { 'aws:PrincipalAccount': '123456789012', 'aws:ResourceAccount': '123456789012' } });
    expect(ofAws).toMatchObject({
      Action: expect.arrayContaining(['ssm:GetParameter', 'ssm:GetDocument']),
      Condition: { StringEquals: { 'aws:PrincipalAccount': '123456789012' } },
    });
    expect(ofAws.Action.filter((action: string) => /Put|Update/.test(action))).toEqual([]);
    expect(JSON.stringify(ofAws.Resource)).toContain(':ssm:eu-west-2::parameter/aws/*');
  });

  test('keep the policy of AWS where the service is not known to take another', () => {
    endpoints({ services: [SQS] }).template.hasResourceProperties('AWS::EC2::VPCEndpoint', { PolicyDocument: Match.absent() });
  });

  test('keep the policy of AWS where they are told to', () => {
    endpoints({ services: [KMS], limitToAccount: false }).template.hasResourceProperties('AWS::EC2::VPCEndpoint', { PolicyDocument: Match.absent() });
  });

  test('limit the FIPS variant of a service as they limit the service', () => {
    const { construct, template } = endpoints({ services: [KMS], fips: true });
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      ServiceName: 'com.amazonaws.eu-west-2.kms-fips', PolicyDocument: Match.objectLike({}),
    });
    expect(Object.keys(construct.endpoints)).toEqual(['kms-fips']);
  });

  test('stand in the subnets that are asked for', () => {
    const { template } = endpoints({ services: [KMS], subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { SubnetIds: ['subnet-3', 'subnet-4'] });
  });

  test('follow the Region of a stack that has none yet', () => {
    const { template } = endpoints({ services: [KMS] }, new Stack(new App(), 'Stack'));
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.kms']] } });
  });

  test('refuse a service that is given twice', () => {
    expect(() => endpoints({ services: [KMS, SQS, KMS] })).toThrow("services has 'kms' twice, need each service once");
  });
});

describe('InterfaceEndpoints of what is called', () => {
  const idsOf = (stack: Stack) => Object.keys(templateOf(stack).findResources('AWS::EC2::VPCEndpoint')).sort();

  /** Constructs that call services from the network, before and after the endpoints are declared. */
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

  test('are exactly those, each once, whatever is declared first', () => {
    const { stack, construct } = called([KMS, SSM], [STS, KMS]);
    expect(Object.keys(construct.endpoints).sort()).toEqual(['kms', 'ssm', 'sts']);
    const ids = idsOf(stack);
    expect(ids).toHaveLength(3);
    expect(idsOf(called([], [STS, SSM, KMS]).stack)).toEqual(ids);
    expect(idsOf(called([SSM, KMS, STS, STS], []).stack)).toEqual(ids);
  });

  test('are there beside those that are given, where they are asked for', () => {
    expect(Object.keys(called([KMS], [], { services: [SQS], calledServices: true }).construct.endpoints)).toEqual(['sqs', 'kms']);
    expect(Object.keys(called([KMS], [], { services: [KMS], calledServices: true }).construct.endpoints)).toEqual(['kms']);
    expect(Object.keys(called([KMS], [], { services: [SQS] }).construct.endpoints)).toEqual(['sqs']);
    expect(Object.keys(called([KMS], [], { calledServices: false }).construct.endpoints)).toEqual([]);
  });

  test('leave out what is called from another network or by another workload', () => {
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
  ])('leave out X-Ray where the Region %s has no endpoint of it', (region, expected) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    const vpc = imported(stack, '10.0.0.0/16');
    const construct = new InterfaceEndpoints(stack, 'Endpoints', { vpc });
    calledServices(stack).add({ vpc, service: XRAY });
    expect(Object.keys(construct.endpoints)).toEqual(expected);
  });

  test('have one that a Region is not known to have where it is given', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-central-2' } });
    expect(Object.keys(new InterfaceEndpoints(stack, 'Endpoints', { vpc: imported(stack, '10.0.0.0/16'), services: [XRAY] }).endpoints)).toEqual(['xray']);
  });

  test('are those by whose host names the callers call', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1' } });
    const vpc = imported(stack, '10.0.0.0/16');
    const construct = new InterfaceEndpoints(stack, 'Endpoints', { vpc });
    calledServices(stack).add({ vpc, service: KMS });
    calledServices(stack).add({ vpc, service: KMS, fips: true });
    calledServices(stack).add({ vpc, service: SECRETS_MANAGER, fips: true });
    expect(Object.keys(construct.endpoints)).toEqual(['kms', 'kms-fips', 'secretsmanager']);
  });
});

describe('InterfaceEndpoints under a framework that asks for validated cryptography', () => {
  function given(region: string | undefined, props: Partial<InterfaceEndpointsProps> = {}, framework = Framework.FEDRAMP_MODERATE_R5) {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    Workload.on(stack, { name: 'ledger', frameworks: [framework, Framework.AWS_FSBP] });
    const vpc = imported(stack, '10.0.0.0/16');
    return Object.keys(new InterfaceEndpoints(stack, 'Endpoints', { vpc, services: [KMS, KINESIS_STREAMS, SECRETS_MANAGER], ...props }).endpoints);
  }

  test.each([
    ['us-east-1', ['kms-fips', 'kinesis-streams-fips', 'secretsmanager']],
    ['us-west-2', ['kms-fips', 'kinesis-streams-fips', 'secretsmanager']],
    // The usual host name of Kinesis is the validated one there, so that SDKs know no other.
    ['us-gov-west-1', ['kms-fips', 'kinesis-streams', 'secretsmanager']],
    ['eu-central-1', ['kms', 'kinesis-streams', 'secretsmanager']],
    ['ca-central-1', ['kms', 'kinesis-streams', 'secretsmanager']],
    [undefined, ['kms', 'kinesis-streams', 'secretsmanager']],
  ])('are the FIPS 140 validated ones where the Region %s has them', (region, expected) => {
    expect(given(region)).toEqual(expected);
  });

  test('are the usual ones where that is asked for, or no framework asks', () => {
    expect(given('us-east-1', { fips: false })).toEqual(['kms', 'kinesis-streams', 'secretsmanager']);
    expect(given('us-east-1', {}, Framework.PCI_DSS_4_0_1)).toEqual(['kms', 'kinesis-streams', 'secretsmanager']);
  });
});
