import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { recommendNatAlarms } from './nat-alarms';
import { resolveSecureVpcProps } from './resolve-secure-vpc-props';
import { SecureVpcProps } from './secure-vpc-props';
import { VpcFlowLogs } from './vpc-flow-logs';
import { vpcIn } from './zones';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { CdkProvider, hardenProvider } from '../../core/parts/harden-provider';
import { shortenNameTag } from '../../core/parts/name-tag';
import { dynamoDbEndpoint, s3Endpoint } from '../endpoints/gateway-endpoints';
import { InterfaceEndpoints } from '../endpoints/interface-endpoints';

/**
 * A VPC with flow logs and three tiers of subnets: public for load balancers, private for services, and isolated for databases. The default security
 * group has no rules, and subnets do not assign public addresses.
 *
 * @example
 * const network = new SecureVpc(this, 'Network', { cidr: '10.20.0.0/16', maxAzs: 2 });
 * new CompliantAurora(this, 'Ledger', { vpc: network.vpc });
 */
export class SecureVpc extends Construct {
  /** The VPC, for settings that this construct does not have. */
  public readonly vpc: ec2.Vpc;
  /** Flow logs of the VPC. */
  public readonly flowLogs: VpcFlowLogs;
  /** Log group of the flow logs; undefined if they are delivered to a bucket. */
  public readonly flowLogGroup?: logs.LogGroup;
  /** Gateway endpoint for Amazon S3. */
  public readonly s3Endpoint?: ec2.GatewayVpcEndpoint;
  /** Gateway endpoint for Amazon DynamoDB. */
  public readonly dynamoDbEndpoint?: ec2.GatewayVpcEndpoint;
  /** Interface endpoints and their security group. */
  public readonly interfaceEndpoints?: InterfaceEndpoints;
  /** Network ACL of the isolated subnets. */
  public readonly isolatedNetworkAcl?: ec2.NetworkAcl;

  /** @throws ValidationError if a prop is not valid, or if CIDR blocks overlap or are outside the VPC */
  constructor(scope: Construct, id: string, props: SecureVpcProps = {}) {
    super(scope, id);
    const resolved = resolveSecureVpcProps(this, props);

    const { plan, zones, natGateways } = resolved;
    const natGatewayProvider = ec2.NatProvider.gateway();
    this.vpc = vpcIn(this, zones, (availabilityZones) => new ec2.Vpc(this, 'Vpc', {
      vpcName: resolved.vpcName,
      ipAddresses: plan,
      availabilityZones,
      subnetConfiguration: plan.subnetConfiguration,
      createInternetGateway: plan.has(ec2.SubnetType.PUBLIC),
      natGateways,
      natGatewayProvider,
      restrictDefaultSecurityGroup: true,
    }));
    const { publicSubnets, privateSubnets, isolatedSubnets } = this.vpc;
    shortenNameTag(...publicSubnets, ...privateSubnets, ...isolatedSubnets);
    if (resolved.vpcName === undefined) shortenNameTag(this.vpc);
    hardenProvider(this, CdkProvider.RESTRICT_DEFAULT_SECURITY_GROUP);
    publicSubnets.forEach(acknowledgeInternetRoute);
    recommendNatAlarms(this, natGatewayProvider);

    this.flowLogs = new VpcFlowLogs(this, 'FlowLogs', { ...props.flowLogs, vpc: this.vpc });
    this.flowLogGroup = this.flowLogs.logGroup;
    if (resolved.isolatedNetworkAcl) this.isolatedNetworkAcl = isolatedNetworkAcl(this, this.vpc, resolved.cidr);

    const { gatewayEndpointSubnets, interfaceEndpoints } = resolved;
    if (resolved.s3Endpoint) this.s3Endpoint = s3Endpoint(this, 'S3Endpoint', this.vpc, gatewayEndpointSubnets);
    if (resolved.dynamoDbEndpoint) this.dynamoDbEndpoint = dynamoDbEndpoint(this, 'DynamoDbEndpoint', this.vpc, gatewayEndpointSubnets);
    if (interfaceEndpoints) this.interfaceEndpoints = new InterfaceEndpoints(this, 'InterfaceEndpoints', { vpc: this.vpc, ...interfaceEndpoints });
  }
}

function acknowledgeInternetRoute(subnet: ec2.ISubnet) {
  acknowledgeFindings(subnet.node.findChild('DefaultRoute'),
    'A public subnet needs a route to the internet gateway; load balancers and NAT gateways are in these subnets',
    'VPC.NoInternetRoute', 'NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW', 'PCI.DSS.321-VPCNoUnrestrictedRouteToIGW',
    'HIPAA.Security-VPCNoUnrestrictedRouteToIGW');
}

/**
 * A network ACL that allows traffic between the isolated subnets and the VPC only. It allows all ports because network ACLs are stateless and responses
 * use ephemeral ports; security groups limit the ports.
 */
function isolatedNetworkAcl(scope: Construct, vpc: ec2.IVpc, cidr: string): ec2.NetworkAcl {
  const acl = new ec2.NetworkAcl(scope, 'IsolatedNetworkAcl', { vpc, subnetSelection: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
  shortenNameTag(acl);
  const entries = [ec2.TrafficDirection.INGRESS, ec2.TrafficDirection.EGRESS].map((direction) =>
    acl.addEntry(direction === ec2.TrafficDirection.INGRESS ? 'FromVpc' : 'ToVpc', {
      direction,
      ruleNumber: 100,
      cidr: ec2.AclCidr.ipv4(cidr),
      traffic: ec2.AclTraffic.allTraffic(),
    }));
  for (const resource of [acl, ...entries]) {
    acknowledgeFindings(resource.node.defaultChild!, 'The network ACL has two rules, which allow traffic within the VPC only; security groups limit the ports',
      'AwsSolutions-VPC3');
  }
  return acl;
}
