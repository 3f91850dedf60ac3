import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { recommendNatAlarms } from './nat-alarms';
import { SubnetOptions, VpcEndpointOptions } from './secure-vpc-options';
import { SubnetPlan } from './subnet-plan';
import { VpcFlowLogOptions, VpcFlowLogs } from './vpc-flow-logs';
import { requireZones, withZones, zonesOf } from './zones';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { CdkProvider, hardenProvider } from '../../core/parts/harden-provider';
import { refuse } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';
import { dynamoDbEndpoint, s3Endpoint } from '../endpoints/gateway-endpoints';
import { InterfaceEndpoints } from '../endpoints/interface-endpoints';

/** Properties of SecureVpc. */
export interface SecureVpcProps {
  /**
   * Name tag of the VPC.
   * @default - the construct's path
   */
  readonly vpcName?: string;
  /**
   * IPv4 address block, from /16 to /28.
   * @default '10.0.0.0/16'
   */
  readonly cidr?: string;
  /**
   * Zones to span, by name.
   * @default - the first of the stack's, as many as `maxAzs` says
   */
  readonly availabilityZones?: string[];
  /**
   * Number of zones to span; fewer where the Region has fewer.
   * @default - one for each exact CIDR of a tier, else 3 in production and 2 in ephemeral workloads
   */
  readonly maxAzs?: number;
  /**
   * Number of NAT gateways. With 0 the private subnets reach AWS services through endpoints, and nothing else.
   * @default - one for each zone in production, a single one in ephemeral workloads
   */
  readonly natGateways?: number;
  /**
   * Exact address blocks of the subnets, and which tiers there are.
   * @default - three tiers, a quarter of the VPC's block for each
   */
  readonly subnets?: SubnetOptions;
  /**
   * Where and how long traffic is recorded.
   * @default - in an encrypted log group, as long as the workload's frameworks ask for
   */
  readonly flowLogs?: VpcFlowLogOptions;
  /**
   * How AWS services are reached.
   * @default - S3 and DynamoDB through gateway endpoints
   */
  readonly endpoints?: VpcEndpointOptions;
}

/**
 * A network of three tiers that records its traffic: public for load balancers, private for services, isolated for databases.
 * Its default security group is closed, and no subnet hands out public addresses.
 */
export class SecureVpc extends Construct {
  /** The network, for everything this construct does not model. */
  public readonly vpc: ec2.Vpc;
  /** The record of its traffic. */
  public readonly flowLogs: VpcFlowLogs;
  /** Log group of its traffic; undefined where that is recorded in a bucket. */
  public readonly flowLogGroup?: logs.LogGroup;
  /** Gateway endpoint of Amazon S3. */
  public readonly s3Endpoint?: ec2.GatewayVpcEndpoint;
  /** Gateway endpoint of Amazon DynamoDB. */
  public readonly dynamoDbEndpoint?: ec2.GatewayVpcEndpoint;
  /** Interface endpoints and their security group. */
  public readonly interfaceEndpoints?: InterfaceEndpoints;
  /** Network ACL of the isolated subnets. */
  public readonly isolatedNetworkAcl?: ec2.NetworkAcl;

  constructor(scope: Construct, id: string, props: SecureVpcProps = {}) {
    super(scope, id);
    requireName(this, 'vpcName', props.vpcName, NameLimit.TAG);
    const cidr = props.cidr ?? '10.0.0.0/16';
    const zones = this.zones(props);
    const plan = new SubnetPlan(this, cidr, props.subnets ?? {}, zones.length);
    const natGateways = this.natGateways(props, plan, zones.length);
    const nat = ec2.NatProvider.gateway();

    this.vpc = withZones(this, zones, () => new ec2.Vpc(this, 'Vpc', {
      vpcName: props.vpcName,
      ipAddresses: plan,
      availabilityZones: zones,
      subnetConfiguration: plan.subnetConfiguration,
      createInternetGateway: plan.has(ec2.SubnetType.PUBLIC),
      natGateways,
      natGatewayProvider: nat,
      restrictDefaultSecurityGroup: true,
    }));
    hardenProvider(this, CdkProvider.RESTRICT_DEFAULT_SECURITY_GROUP);
    this.vpc.publicSubnets.forEach(acceptInternetRoute);
    recommendNatAlarms(this, nat);

    this.flowLogs = new VpcFlowLogs(this, 'FlowLogs', { ...props.flowLogs, vpc: this.vpc });
    this.flowLogGroup = this.flowLogs.logGroup;
    if (plan.has(ec2.SubnetType.PRIVATE_ISOLATED) && (props.subnets?.isolatedNetworkAcl ?? true)) {
      this.isolatedNetworkAcl = isolatedNetworkAcl(this, 'IsolatedNetworkAcl', this.vpc, cidr);
    }

    const { s3 = true, dynamoDb = true, interfaceServices: services, fips } = props.endpoints ?? {};
    const routed = plan.subnetTypes
      .filter((subnetType) => subnetType !== ec2.SubnetType.PRIVATE_ISOLATED || !this.isolatedNetworkAcl)
      .map((subnetType) => ({ subnetType }));
    if (s3 && routed.length > 0) this.s3Endpoint = s3Endpoint(this, 'S3Endpoint', this.vpc, routed);
    if (dynamoDb && routed.length > 0) this.dynamoDbEndpoint = dynamoDbEndpoint(this, 'DynamoDbEndpoint', this.vpc, routed);

    const cutOff = plan.has(ec2.SubnetType.PRIVATE_WITH_EGRESS) && natGateways === 0;
    const { calledServices = cutOff && services === undefined } = props.endpoints ?? {};
    if (calledServices || services?.length) {
      this.interfaceEndpoints = new InterfaceEndpoints(this, 'InterfaceEndpoints', { vpc: this.vpc, services, calledServices, fips });
    }
  }

  private zones({ availabilityZones, maxAzs, subnets = {} }: SecureVpcProps): string[] {
    requireZones(this, availabilityZones);
    if (availabilityZones && maxAzs !== undefined) refuse(this, 'availabilityZones is given with maxAzs, need one of them');
    if (maxAzs !== undefined && !(Number.isInteger(maxAzs) && maxAzs > 0)) refuse(this, `maxAzs is ${maxAzs}, need a whole number of at least 1`);
    const { publicCidrs = [], privateCidrs = [], isolatedCidrs = [] } = subnets;
    const exact = Math.max(publicCidrs.length, privateCidrs.length, isolatedCidrs.length);
    return availabilityZones ?? zonesOf(this, maxAzs ?? (exact || (Workload.of(this).retainsData ? 3 : 2)));
  }

  private natGateways({ natGateways }: SecureVpcProps, plan: SubnetPlan, zones: number): number {
    const served = plan.has(ec2.SubnetType.PUBLIC) && plan.has(ec2.SubnetType.PRIVATE_WITH_EGRESS);
    if (natGateways === undefined) return served ? (Workload.of(this).retainsData ? zones : 1) : 0;
    if (!Number.isInteger(natGateways) || natGateways < 0 || natGateways > zones) {
      refuse(this, `natGateways is ${natGateways}, need a whole number from 0 to ${zones}, the number of availability zones`);
    }
    if (natGateways > 0 && !served) refuse(this, `natGateways is ${natGateways}, need public subnets to put them in and private ones to serve`);
    return natGateways;
  }
}

function acceptInternetRoute(subnet: ec2.ISubnet) {
  acknowledgeFindings(subnet.node.findChild('DefaultRoute'), 'the route to the internet is what makes a subnet public: load balancers and NAT gateways stand there',
    'VPC.NoInternetRoute', 'NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW', 'PCI.DSS.321-VPCNoUnrestrictedRouteToIGW',
    'HIPAA.Security-VPCNoUnrestrictedRouteToIGW');
}

/**
 * A network ACL that lets the isolated subnets speak with the network alone. It leaves ports to the security groups: it keeps no
 * state, so answers come from ephemeral ports, and none of those leads out of the network.
 */
function isolatedNetworkAcl(scope: Construct, id: string, vpc: ec2.IVpc, cidr: string): ec2.NetworkAcl {
  const acl = new ec2.NetworkAcl(scope, id, { vpc, subnetSelection: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
  const entries = [ec2.TrafficDirection.INGRESS, ec2.TrafficDirection.EGRESS].map((direction) =>
    acl.addEntry(direction === ec2.TrafficDirection.INGRESS ? 'FromVpc' : 'ToVpc', {
      direction,
      ruleNumber: 100,
      cidr: ec2.AclCidr.ipv4(cidr),
      traffic: ec2.AclTraffic.allTraffic(),
    }));
  for (const resource of [acl, ...entries]) {
    acknowledgeFindings(resource.node.defaultChild!, 'two rules that name the network itself: nothing to keep in step with the security groups', 'AwsSolutions-VPC3');
  }
  return acl;
}
