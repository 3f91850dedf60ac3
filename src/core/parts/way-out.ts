import { Reference, Tokenization } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { isPrivate } from '../../compliance/predicates/cidr';
import { isUnresolved } from '../validation';

/** How far the routes of subnets lead, in ascending order. */
export enum Reach {
  /** Not out of the VPC. */
  NONE,
  /** To private addresses only. Services can be reached there through interface endpoints of another VPC. */
  PRIVATE,
  /** To a target whose further path is not in the app. */
  UNKNOWN,
  /** To the internet, and to the public endpoints of AWS services. */
  INTERNET,
}

/** The farthest reach of subnets, and the targets of the routes with this reach, for example `a transit gateway`. */
export interface WayOut {
  readonly reach: Reach;
  readonly through: string[];
}

/**
 * The way out of a VPC from several subnets. Routes of imported subnets are not known and count as a route to the internet. Call it after all constructs are
 * created.
 * @param selection by default the private and the isolated subnets
 * @param hasPublicAddress whether the resources have a public IPv4 address; undefined if it is unknown
 */
export function wayOut(vpc: ec2.IVpc, selection?: ec2.SubnetSelection, hasPublicAddress?: boolean): WayOut {
  const subnets = selection ? vpc.selectSubnets(selection).subnets : [...vpc.privateSubnets, ...vpc.isolatedSubnets];
  const known = subnets.filter((subnet): subnet is ec2.Subnet => ec2.Subnet.isVpcSubnet(subnet));
  if (known.length === 0 || known.length < subnets.length) return { reach: Reach.INTERNET, through: [] };
  // The routes of aws-cdk-lib are children of their subnet, which saves a search of the app.
  const near = farthest(known, known.flatMap(({ node }) => node.children), hasPublicAddress);
  return near.reach === Reach.INTERNET ? near : farthest(known, vpc.node.root.node.findAll(), hasPublicAddress);
}

function farthest(subnets: ec2.Subnet[], resources: IConstruct[], hasPublicAddress?: boolean): WayOut {
  const ways = subnets.flatMap((subnet) => waysOf(subnet, resources, hasPublicAddress));
  const reach = Math.max(Reach.NONE, ...ways.map((way) => way.reach));
  return { reach, through: [...new Set(ways.filter((way) => way.reach === reach).map((way) => way.through))].sort() };
}

interface Way {
  readonly reach: Reach;
  readonly through: string;
}

function waysOf({ routeTable: { routeTableId } }: ec2.Subnet, resources: IConstruct[], hasPublicAddress?: boolean): Way[] {
  const ways = resources.filter((each) => ec2.CfnRoute.isCfnRoute(each)).filter((route) => route.routeTableId === routeTableId)
    .map((route) => limited(route, target(route, hasPublicAddress)));
  const isPropagated = resources.filter((each) => ec2.CfnVPNGatewayRoutePropagation.isCfnVPNGatewayRoutePropagation(each))
    .some(({ routeTableIds }) => routeTableIds.includes(routeTableId));
  return isPropagated ? [...ways, { reach: Reach.UNKNOWN, through: VIRTUAL_PRIVATE_GATEWAY }] : ways;
}

const VIRTUAL_PRIVATE_GATEWAY = 'a virtual private gateway';

/** Targets whose own routes are those of another network, account or appliance, by the property of a route. */
const ELSEWHERE: ReadonlyArray<[keyof ec2.CfnRouteProps, string]> = [
  ['transitGatewayId', 'a transit gateway'],
  ['coreNetworkArn', 'a core network'],
  ['vpcEndpointId', 'a Gateway Load Balancer endpoint'],
  ['networkInterfaceId', 'a network interface'],
  ['localGatewayId', 'a local gateway'],
  ['carrierGatewayId', 'a carrier gateway'],
  ['odbNetworkArn', 'an ODB network'],
  // IPv6 only: few endpoints of AWS services have IPv6 addresses (VPC User Guide, AWS services that support IPv6).
  ['egressOnlyInternetGatewayId', 'an egress-only internet gateway'],
];

function target(route: ec2.CfnRoute, hasPublicAddress?: boolean): Way {
  if (route.natGatewayId !== undefined) return natGateway(route.natGatewayId);
  if (route.instanceId !== undefined) return instance(route.instanceId);
  if (route.gatewayId !== undefined) return gateway(route.gatewayId, hasPublicAddress);
  // A peer VPC has no path to the internet or another network (VPC Peering Guide, How VPC peering connections work: edge to edge routing). Its interface endpoints
  // can be reached (Building a Scalable and Secure Multi-VPC AWS Network Infrastructure, Centralized access to VPC private endpoints).
  if (route.vpcPeeringConnectionId !== undefined) return { reach: Reach.PRIVATE, through: 'a VPC peering connection' };
  const [, through] = ELSEWHERE.find(([property]) => route[property] !== undefined) ?? ['', 'a target that the app does not show'];
  return { reach: Reach.UNKNOWN, through };
}

/** A private NAT gateway leads to other networks only (VPC User Guide, NAT gateways). */
function natGateway(id: string): Way {
  const resource = resourceOf(id);
  const isInternal = ec2.CfnNatGateway.isCfnNatGateway(resource) && resource.connectivityType === 'private';
  return isInternal ? { reach: Reach.UNKNOWN, through: 'a private NAT gateway' } : { reach: Reach.INTERNET, through: 'a NAT gateway' };
}

/** A NAT instance has its source/destination check disabled (VPC User Guide, Work with NAT instances). */
function instance(id: string): Way {
  const resource = resourceOf(id);
  const isNat = ec2.CfnInstance.isCfnInstance(resource) && resource.sourceDestCheck === false;
  return isNat ? { reach: Reach.INTERNET, through: 'a NAT instance' } : { reach: Reach.UNKNOWN, through: 'an instance' };
}

/** An internet gateway serves resources with a public IPv4 address only (VPC User Guide, Enable internet access for a VPC using an internet gateway). */
function gateway(id: string, hasPublicAddress?: boolean): Way {
  const resource = resourceOf(id);
  if (ec2.CfnInternetGateway.isCfnInternetGateway(resource) || id.startsWith('igw-')) {
    return { reach: hasPublicAddress === undefined ? Reach.UNKNOWN : hasPublicAddress ? Reach.INTERNET : Reach.NONE, through: 'an internet gateway' };
  }
  const isVirtual = ec2.CfnVPNGateway.isCfnVPNGateway(resource) || id.startsWith('vgw-');
  return { reach: Reach.UNKNOWN, through: isVirtual ? VIRTUAL_PRIVATE_GATEWAY : 'a gateway that is not in the app' };
}

/** The resource of the app that an id refers to. */
function resourceOf(id: string): IConstruct | undefined {
  const token = Tokenization.reverse(id);
  return token && Reference.isReference(token) ? token.target : undefined;
}

/** Shared address space (RFC 6598), which routers of the internet do not forward either. */
const SHARED = /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;

/** A route to private addresses leads no farther than these, and one to some public addresses may not include those of a service. */
function limited({ destinationCidrBlock: cidr }: ec2.CfnRoute, { reach, through }: Way): Way {
  if (cidr === undefined || isUnresolved(cidr) || cidr === '0.0.0.0/0') return { reach, through };
  return { reach: Math.min(reach, isPrivate(cidr) || SHARED.test(cidr) ? Reach.PRIVATE : Reach.UNKNOWN), through };
}
