import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { FargateService, SecureVpc, WorkloadParts } from '../../src';
import { Reach, wayOut } from '../../src/core/parts/way-out';
import { testStack } from '../support';

const ISOLATED = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };

type Target = Partial<ec2.CfnRouteProps>;

/** A VPC without NAT gateways, and the way out of its isolated subnets after a route is added to the first of them. */
function wayThrough(target: (stack: Stack, vpc: ec2.Vpc) => Target, hasPublicAddress?: boolean) {
  const stack = new Stack(new App(), 'Stack');
  const vpc = new ec2.Vpc(stack, 'Vpc', { subnetConfiguration: [{ name: 'public', subnetType: ec2.SubnetType.PUBLIC }, { name: 'isolated', ...ISOLATED }] });
  const [{ routeTable: { routeTableId } }] = vpc.isolatedSubnets;
  new ec2.CfnRoute(stack, 'Route', { routeTableId, destinationCidrBlock: '0.0.0.0/0', ...target(stack, vpc) });
  return wayOut(vpc, ISOLATED, hasPublicAddress);
}

function natGateway(stack: Stack, vpc: ec2.Vpc, connectivityType: string): Target {
  return { natGatewayId: new ec2.CfnNatGateway(stack, 'Nat', { subnetId: vpc.publicSubnets[0].subnetId, connectivityType }).ref };
}

const vpnGateway = (stack: Stack): Target => ({ gatewayId: new ec2.CfnVPNGateway(stack, 'Vgw', { type: 'ipsec.1' }).ref });

describe('The way out of subnets', () => {
  test.each<[string, Reach, string[], (stack: Stack, vpc: ec2.Vpc) => Target]>([
    ['a NAT gateway leads to the internet', Reach.INTERNET, ['a NAT gateway'], (stack, vpc) => natGateway(stack, vpc, 'public')],
    ['an imported NAT gateway does', Reach.INTERNET, ['a NAT gateway'], () => ({ natGatewayId: 'nat-1' })],
    ['a NAT instance does', Reach.INTERNET, ['a NAT instance'], (stack) => ({ instanceId: new ec2.CfnInstance(stack, 'I', { sourceDestCheck: false }).ref })],
    ['an instance is unknown', Reach.UNKNOWN, ['an instance'], (stack) => ({ instanceId: new ec2.CfnInstance(stack, 'I', {}).ref })],
    ['a private NAT gateway is unknown', Reach.UNKNOWN, ['a private NAT gateway'], (stack, vpc) => natGateway(stack, vpc, 'private')],
    ['a transit gateway is unknown', Reach.UNKNOWN, ['a transit gateway'], () => ({ transitGatewayId: 'tgw-1' })],
    ['a core network is unknown', Reach.UNKNOWN, ['a core network'], () => ({ coreNetworkArn: 'arn:aws:networkmanager::1:core-network/c' })],
    ['a firewall is unknown', Reach.UNKNOWN, ['a Gateway Load Balancer endpoint'], () => ({ vpcEndpointId: 'vpce-1' })],
    ['an appliance is unknown', Reach.UNKNOWN, ['a network interface'], () => ({ networkInterfaceId: 'eni-1' })],
    ['a local gateway is unknown', Reach.UNKNOWN, ['a local gateway'], () => ({ localGatewayId: 'lgw-1' })],
    ['a carrier gateway is unknown', Reach.UNKNOWN, ['a carrier gateway'], () => ({ carrierGatewayId: 'cagw-1' })],
    ['an ODB network is unknown', Reach.UNKNOWN, ['an ODB network'], () => ({ odbNetworkArn: 'arn:aws:odb:eu-west-2:1:odb-network/o' })],
    ['IPv6 is unknown', Reach.UNKNOWN, ['an egress-only internet gateway'],
      () => ({ destinationCidrBlock: undefined, destinationIpv6CidrBlock: '::/0', egressOnlyInternetGatewayId: 'eigw-1' })],
    ['a virtual private gateway is unknown', Reach.UNKNOWN, ['a virtual private gateway'], vpnGateway],
    ['an imported virtual private gateway is unknown', Reach.UNKNOWN, ['a virtual private gateway'], () => ({ gatewayId: 'vgw-1' })],
    ['another gateway is unknown', Reach.UNKNOWN, ['a gateway that is not in the app'], () => ({ gatewayId: 'local' })],
    ['no target is unknown', Reach.UNKNOWN, ['a target that the app does not show'], () => ({})],
    ['a peering connection leads to private addresses, whatever its destination', Reach.PRIVATE, ['a VPC peering connection'],
      () => ({ vpcPeeringConnectionId: 'pcx-1' })],
    ['a prefix list does not limit it', Reach.INTERNET, ['a NAT gateway'],
      () => ({ destinationCidrBlock: undefined, destinationPrefixListId: 'pl-1', natGatewayId: 'nat-1' })],
    ['some public addresses are unknown', Reach.UNKNOWN, ['a NAT gateway'], () => ({ destinationCidrBlock: '52.95.0.0/16', natGatewayId: 'nat-1' })],
  ])('%s', (_, reach, through, target) => {
    expect(wayThrough(target)).toEqual({ reach, through });
  });

  const shared = [64, 69, 70, 79, 99, 100, 119, 120, 127].map((second) => `100.${second}.0.0/16`);
  test.each(['10.1.0.0/16', '172.16.0.0/12', '172.31.0.0/16', '192.168.0.0/16', '100.64.0.0/10', ...shared])('private destination %s leads no farther', (destinationCidrBlock) => {
    expect(wayThrough(() => ({ destinationCidrBlock, transitGatewayId: 'tgw-1' }))).toEqual({ reach: Reach.PRIVATE, through: ['a transit gateway'] });
  });

  test.each(['172.15.0.0/16', '172.32.0.0/16', '192.169.0.0/16', '100.63.0.0/16', '100.128.0.0/16', '11.0.0.0/8'])('%s is not private', (destinationCidrBlock) => {
    expect(wayThrough(() => ({ destinationCidrBlock, transitGatewayId: 'tgw-1' })).reach).toBe(Reach.UNKNOWN);
  });

  test.each<[boolean | undefined, Reach]>([[true, Reach.INTERNET], [false, Reach.NONE], [undefined, Reach.UNKNOWN]])(
    'through an internet gateway depends on a public address: %s', (hasPublicAddress, reach) => {
      expect(wayThrough((_, vpc) => ({ gatewayId: vpc.internetGatewayId }), hasPublicAddress).reach).toBe(reach);
      expect(wayThrough(() => ({ gatewayId: 'igw-1' }), hasPublicAddress).reach).toBe(reach);
    });

  test('includes propagated routes of a virtual private gateway', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, vpnGateway: true, vpnRoutePropagation: [ISOLATED], subnetConfiguration: [{ name: 'isolated', ...ISOLATED }] });
    expect(wayOut(vpc)).toEqual({ reach: Reach.UNKNOWN, through: ['a virtual private gateway'] });
  });

  test('is the farthest of several subnets', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new ec2.Vpc(stack, 'Vpc', { subnetConfiguration: [{ name: 'isolated', ...ISOLATED }] });
    expect(wayOut(vpc)).toEqual({ reach: Reach.NONE, through: [] });
    const [{ routeTable: { routeTableId: one } }, { routeTable: { routeTableId: two } }] = vpc.isolatedSubnets;
    new ec2.CfnRoute(stack, 'One', { routeTableId: one, destinationCidrBlock: '10.1.0.0/16', vpcPeeringConnectionId: 'pcx-1' });
    expect(wayOut(vpc).reach).toBe(Reach.PRIVATE);
    new ec2.CfnRoute(new Stack(stack, 'Other'), 'Two', { routeTableId: two, destinationCidrBlock: '0.0.0.0/0', transitGatewayId: 'tgw-1' });
    expect(wayOut(vpc)).toEqual({ reach: Reach.UNKNOWN, through: ['a transit gateway'] });
  });

  test('is known to be the internet with a NAT gateway or a NAT instance of aws-cdk-lib', () => {
    const stack = new Stack(new App(), 'Stack');
    expect(wayOut(new ec2.Vpc(stack, 'Gateway')).reach).toBe(Reach.INTERNET);
    const natGatewayProvider = ec2.NatProvider.instanceV2({ instanceType: new ec2.InstanceType('t3.micro') });
    expect(wayOut(new ec2.Vpc(stack, 'Instance', { natGatewayProvider }))).toEqual({ reach: Reach.INTERNET, through: ['a NAT instance'] });
  });
});

test.each<[string, Target, string[]]>([
  ['a transit gateway', { destinationCidrBlock: '0.0.0.0/0', transitGatewayId: 'tgw-1' }, [
    "/Stack/Service/TaskDefinition: image is 'nginx:1', a registry on the internet, and the subnets of the tasks reach it only through a transit gateway, whose "
    + 'path to the internet is not in the app. Copy the image to a repository in Amazon ECR, or add a NAT gateway, or acknowledge this warning if the path exists '
    + '[ack: cdk-regulated:imageReachUnknown:app]',
  ]],
  ['a VPC peering connection', { destinationCidrBlock: '0.0.0.0/0', vpcPeeringConnectionId: 'pcx-1' }, [
    "/Stack/Service/TaskDefinition: image is 'nginx:1', a registry on the internet, and the subnets of the tasks have no route to the internet: the tasks cannot "
    + 'start. Copy the image to a repository in Amazon ECR, or add a NAT gateway [ack: cdk-regulated:imageUnreachable:app]',
  ]],
])('Services, and images of public registries, are reported where the only route leads to %s', (through, route, images) => {
  const stack = testStack();
  const { vpc } = new SecureVpc(stack, 'Network', { natGateways: 0, endpoints: { calledServices: false } });
  vpc.privateSubnets.forEach(({ routeTable: { routeTableId } }, i) => new ec2.CfnRoute(stack, `Route${i}`, { routeTableId, ...route }));
  new FargateService(stack, 'Service', { vpc, image: ecs.ContainerImage.fromRegistry('nginx:1') });
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('Unreachable|ReachUnknown')).map(({ id, entry: { data } }) => `${id}: ${data}`)).toEqual([
    `/Stack/Network/Vpc: constructs call services that their subnets reach only through ${through}, whose path to the services is not in the app: ecr.api, ecr.dkr, `
    + 'logs. Set endpoints.calledServices of SecureVpc, create InterfaceEndpoints in the VPC, or add a NAT gateway, or acknowledge this warning if the path exists '
    + '[ack: cdk-regulated:serviceReachUnknown]',
    ...images,
  ]);
});

test('A caller of the app behind an internet gateway is reported, because its address is not known', () => {
  const stack = testStack();
  const { vpc } = new SecureVpc(stack, 'Network', { natGateways: 0, endpoints: { calledServices: false } });
  WorkloadParts.of(vpc).callServices({ vpc, services: [ec2.InterfaceVpcEndpointAwsService.SSM], subnets: { subnetType: ec2.SubnetType.PUBLIC } });
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('ReachUnknown')).map(({ entry: { data } }) => data)).toEqual([
    'constructs call services that their subnets reach only through an internet gateway, whose path to the services is not in the app: ssm. Set '
    + 'endpoints.calledServices of SecureVpc, create InterfaceEndpoints in the VPC, or add a NAT gateway, or acknowledge this warning if the path exists '
    + '[ack: cdk-regulated:serviceReachUnknown]',
  ]);
});
