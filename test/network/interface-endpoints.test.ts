import { App, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { InterfaceEndpoints, InterfaceEndpointsProps, Lifecycle, SecureVpc } from '../../src';
import { findingsAtDefaults, templateOf, testStack } from '../support';

const { KMS, SQS, SECRETS_MANAGER } = ec2.InterfaceVpcEndpointAwsService;

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

  test('are by default those that a container on Fargate calls', () => {
    const { construct, template } = endpoints();
    expect(Object.keys(construct.endpoints)).toEqual(InterfaceEndpoints.CONTAINER_SERVICES.map(({ shortName }) => shortName));
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
          Condition: { StringEquals: { 'aws:PrincipalAccount': '123456789012' } },
        })],
      },
    });
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
    expect(Object.keys(construct.endpoints)).toEqual(['kms']);
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
