import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { SecureVpcProps, SubnetOptions, VpcEndpointOptions } from './secure-vpc-props';
import { MAX_ZONES, SubnetPlan } from './subnet-plan';
import { requireFlowLogOptions } from './vpc-flow-logs';
import { zonesOf } from './zones';
import { mustBe, requireAtMostOne, requireInteger, requireKnown, requireList, requireProps, requireString } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';
import { InterfaceEndpointsProps } from '../endpoints/interface-endpoints';

const TIERS = ['publicCidrs', 'privateCidrs', 'isolatedCidrs'] as const;

/** Checked props of SecureVpc with their defaults. */
export interface ResolvedSecureVpcProps {
  readonly vpcName?: string;
  readonly cidr: string;
  readonly zones: string[];
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
  const zones = resolveZones(scope, props, subnets);
  const plan = new SubnetPlan(scope, cidr, subnets, zones.length);
  const natGateways = resolveNatGateways(scope, props.natGateways, plan, zones.length);

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

function resolveZones(scope: Construct, { availabilityZones, maxAzs }: SecureVpcProps, subnets: SubnetOptions): string[] {
  requireAtMostOne(scope, { availabilityZones, maxAzs });
  requireKnown(scope, 'availabilityZones', availabilityZones);
  requireList(scope, 'availabilityZones', availabilityZones, { max: MAX_ZONES });
  availabilityZones?.forEach((zone, index) => requireZone(scope, `availabilityZones[${index}]`, zone));
  requireKnown(scope, 'maxAzs', maxAzs);
  requireInteger(scope, 'maxAzs', maxAzs, { min: 1, max: MAX_ZONES });
  for (const tier of TIERS) {
    requireKnown(scope, `subnets.${tier}`, subnets[tier]);
    requireList(scope, `subnets.${tier}`, subnets[tier], { min: 0, max: MAX_ZONES });
  }
  const given = Math.max(...TIERS.map((tier) => subnets[tier]?.length ?? 0));
  return availabilityZones ?? zonesOf(scope, maxAzs ?? (given || (Workload.of(scope).retainsData ? 3 : 2)));
}

/** An Availability Zone, or a Local Zone of the Region (Amazon EC2 User Guide, Regions and Zones). */
function requireZone(scope: Construct, prop: string, zone: string) {
  const { region } = Stack.of(scope);
  requireString(scope, prop, zone, Token.isUnresolved(region)
    ? { need: 'an Availability Zone such as eu-west-2a', pattern: /[a-z]{2}(?:-[a-z]+)+-\d+(?:-[a-z]+-\d+)?[a-z]/ }
    : { need: `an Availability Zone of ${region}`, pattern: new RegExp(`${region}(?:-[a-z]+-\\d+)?[a-z]`) });
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
