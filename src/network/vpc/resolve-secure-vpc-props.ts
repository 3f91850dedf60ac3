import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { SecureVpcProps, SubnetOptions, VpcEndpointOptions } from './secure-vpc-props';
import { SubnetPlan } from './subnet-plan';
import { requireFlowLogOptions } from './vpc-flow-logs';
import { MAX_ZONES, resolveZones, Zones } from './zones';
import { mustBe, requireAtMostOne, requireInteger, requireKnown, requireList, requireProps } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';
import { InterfaceEndpointsProps } from '../endpoints/interface-endpoints';

const TIERS = ['publicCidrs', 'privateCidrs', 'isolatedCidrs'] as const;

/** Checked props of SecureVpc with their defaults. */
export interface ResolvedSecureVpcProps {
  readonly vpcName?: string;
  readonly cidr: string;
  readonly zones: Zones;
  readonly plan: SubnetPlan;
  readonly natGateways: number;
  /** Whether the isolated subnets get a network ACL. */
  readonly isolatedNetworkAcl: boolean;
  /** Subnets whose route tables lead to the gateway endpoints. */
  readonly gatewayEndpointSubnets: ec2.SubnetSelection[];
  readonly s3Endpoint: boolean;
  readonly dynamoDbEndpoint: boolean;
  /** Undefined without interface endpoints. */
  readonly interfaceEndpoints?: Omit<InterfaceEndpointsProps, 'vpc'>;
}

/** Checks the props of SecureVpc and fills in the defaults. */
export function resolveSecureVpcProps(scope: Construct, props: SecureVpcProps): ResolvedSecureVpcProps {
  requireProps(scope, 'SecureVpcProps', props);
  requireName(scope, 'vpcName', props.vpcName, NameLimit.TAG);
  requireFlowLogOptions(scope, props.flowLogs ?? {}, 'flowLogs.');
  const { vpcName, cidr = '10.0.0.0/16', subnets = {}, endpoints = {} } = props;
  requireAtMostOne(scope, { availabilityZones: props.availabilityZones, maxAzs: props.maxAzs });
  const zones = resolveZones(scope, props.availabilityZones, zoneCount(scope, props, subnets));
  const plan = new SubnetPlan(scope, cidr, subnets, zones.zones.length);
  const natGateways = resolveNatGateways(scope, props.natGateways, plan, zones.zones.length);

  const isolatedNetworkAcl = plan.has(ec2.SubnetType.PRIVATE_ISOLATED) && (subnets.isolatedNetworkAcl ?? true);
  const gatewayEndpointSubnets = plan.subnetTypes
    .filter((subnetType) => subnetType !== ec2.SubnetType.PRIVATE_ISOLATED || !isolatedNetworkAcl)
    .map((subnetType) => ({ subnetType }));
  return {
    vpcName,
    cidr,
    zones,
    plan,
    natGateways,
    isolatedNetworkAcl,
    gatewayEndpointSubnets,
    s3Endpoint: (endpoints.s3 ?? true) && gatewayEndpointSubnets.length > 0,
    dynamoDbEndpoint: (endpoints.dynamoDb ?? true) && gatewayEndpointSubnets.length > 0,
    interfaceEndpoints: resolveInterfaceEndpoints(endpoints, plan.has(ec2.SubnetType.PRIVATE_WITH_EGRESS) && natGateways === 0),
  };
}

/** Availability Zones of a VPC that is given none. */
function zoneCount(scope: Construct, { maxAzs }: SecureVpcProps, subnets: SubnetOptions): number {
  requireKnown(scope, 'maxAzs', maxAzs);
  requireInteger(scope, 'maxAzs', maxAzs, { min: 1, max: MAX_ZONES });
  for (const tier of TIERS) {
    requireKnown(scope, `subnets.${tier}`, subnets[tier]);
    requireList(scope, `subnets.${tier}`, subnets[tier], { min: 0, max: MAX_ZONES });
  }
  const given = Math.max(...TIERS.map((tier) => subnets[tier]?.length ?? 0));
  return maxAzs ?? (given || (Workload.of(scope).retainsData ? 3 : 2));
}

function resolveNatGateways(scope: Construct, natGateways: number | undefined, plan: SubnetPlan, zones: number): number {
  requireKnown(scope, 'natGateways', natGateways);
  requireInteger(scope, 'natGateways', natGateways, { min: 0, max: zones });
  const hasUse = plan.has(ec2.SubnetType.PUBLIC) && plan.has(ec2.SubnetType.PRIVATE_WITH_EGRESS);
  if (natGateways && !hasUse) mustBe(scope, 'natGateways', '0 in a VPC without public and private subnets', natGateways);
  if (natGateways !== undefined || !hasUse) return natGateways ?? 0;
  return Workload.of(scope).retainsData ? zones : 1;
}

/** Private subnets without a NAT gateway reach AWS services through interface endpoints only. */
function resolveInterfaceEndpoints(endpoints: VpcEndpointOptions, withoutNat: boolean): ResolvedSecureVpcProps['interfaceEndpoints'] {
  const { interfaceServices: services, fips } = endpoints;
  const calledServices = endpoints.calledServices ?? (withoutNat && services === undefined);
  return calledServices || services?.length ? { services, calledServices, fips } : undefined;
}
