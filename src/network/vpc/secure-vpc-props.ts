import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { VpcFlowLogOptions } from './vpc-flow-logs';

/** Properties of SecureVpc. */
export interface SecureVpcProps {
  /**
   * Name tag of the VPC.
   * @default - the path of the construct
   */
  readonly vpcName?: string;
  /**
   * IPv4 CIDR block, from /16 to /28. Computed subnets need /24 or larger for up to four Availability Zones, and /23 or larger for more.
   * Changing it replaces the VPC.
   * @default '10.0.0.0/16'
   */
  readonly cidr?: string;
  /**
   * Names of the Availability Zones, for example `us-west-1a`, or ids, for example `usw1-az1`, from 1 to 8. An id means the same zone in every account.
   * Changing the zone at a position replaces its subnets.
   * @default - the first zones in the context key `cdk-regulated:zones:<region>`, otherwise the first zones that CloudFormation finds in the Region; as
   * many as `maxAzs`
   * @example
   * new SecureVpc(this, 'Network', { availabilityZones: ['euw2-az1', 'euw2-az2', 'euw2-az3'] });
   */
  readonly availabilityZones?: string[];
  /**
   * Number of Availability Zones, from 1 to 8. The VPC has fewer if the context has fewer, or if not every account has as many zones in the Region: two in
   * us-west-1, three in most Regions, four in us-west-2 and ap-northeast-2, six in us-east-1 (AWS Regions and Availability Zones, AWS Availability Zones).
   * @default - one for each CIDR block of a tier in `subnets`; without CIDR blocks, 3 in production workloads and 2 in ephemeral workloads
   */
  readonly maxAzs?: number;
  /**
   * Number of NAT gateways, from 0 to the number of Availability Zones. With 0, private subnets reach AWS services through VPC endpoints only.
   * @default - one per Availability Zone in production workloads, one in ephemeral workloads
   */
  readonly natGateways?: number;
  /**
   * Tiers of subnets and their CIDR blocks.
   * @default - three tiers, each in a quarter of the CIDR block of the VPC
   * @example
   * new SecureVpc(this, 'Network', {
   *   cidr: '10.20.0.0/22',
   *   subnets: {
   *     publicCidrs: ['10.20.0.0/26', '10.20.0.64/26'],
   *     privateCidrs: ['10.20.1.0/24', '10.20.2.0/24'],
   *     isolatedCidrs: ['10.20.3.0/25', '10.20.3.128/25'],
   *   },
   * });
   */
  readonly subnets?: SubnetOptions;
  /**
   * Destination and retention of the flow logs.
   * @default - an encrypted log group with the retention that the frameworks of the workload require
   */
  readonly flowLogs?: VpcFlowLogOptions;
  /**
   * Endpoints for AWS services.
   * @default - gateway endpoints for Amazon S3 and DynamoDB
   */
  readonly endpoints?: VpcEndpointOptions;
}

/** Subnets of a VPC. CIDR blocks are in the order of the Availability Zones. */
export interface SubnetOptions {
  /**
   * CIDR blocks of the public subnets, which have a route to the internet, for load balancers and NAT gateways. An empty list removes the tier.
   * Changing a block replaces its subnet.
   * @allowsEmpty
   * @default - computed in the first quarter of the CIDR block of the VPC
   */
  readonly publicCidrs?: string[];
  /**
   * CIDR blocks of the private subnets, which reach the internet through NAT gateways, for services. An empty list removes the tier.
   * Changing a block replaces its subnet.
   * @allowsEmpty
   * @default - computed in the second quarter of the CIDR block of the VPC
   */
  readonly privateCidrs?: string[];
  /**
   * CIDR blocks of the isolated subnets, which have no route out of the VPC, for databases. An empty list removes the tier.
   * Changing a block replaces its subnet.
   * @allowsEmpty
   * @default - computed in the third quarter of the CIDR block of the VPC
   */
  readonly isolatedCidrs?: string[];
  /**
   * Whether a network ACL limits the isolated subnets to traffic within the VPC. It also denies peered VPCs, Amazon S3, and DynamoDB.
   * @default true
   */
  readonly isolatedNetworkAcl?: boolean;
}

/**
 * Endpoints for AWS services in a VPC.
 *
 * @example
 * // Without NAT gateways, the subnets reach AWS services only through endpoints.
 * new SecureVpc(this, 'Network', {
 *   natGateways: 0,
 *   endpoints: { calledServices: true, interfaceServices: [ec2.InterfaceVpcEndpointAwsService.STS] },
 * });
 */
export interface VpcEndpointOptions {
  /**
   * Whether the VPC has a gateway endpoint for Amazon S3, which is free of charge. Its policy allows object actions for principals of this account on
   * buckets of this account.
   * @default true
   */
  readonly s3?: boolean;
  /**
   * Whether the VPC has a gateway endpoint for Amazon DynamoDB, which is free of charge. Its policy allows item actions for principals of this account on
   * tables of this account.
   * @default true
   */
  readonly dynamoDb?: boolean;
  /**
   * Whether each AWS service that the constructs of the workload call from the VPC gets an interface endpoint. AWS charges for each endpoint by the hour
   * and Availability Zone.
   * @default - true if private subnets have no NAT gateway and `interfaceServices` is not set
   */
  readonly calledServices?: boolean;
  /**
   * Further services that get interface endpoints, for example services that the application calls. An empty list adds none.
   * @allowsEmpty
   * @default - none
   */
  readonly interfaceServices?: ec2.InterfaceVpcEndpointAwsService[];
  /**
   * Whether `interfaceServices` get FIPS 140 validated endpoints, for services for which aws-cdk-lib has one.
   * @default - true in Regions of the United States if a framework of the workload requires validated cryptography
   */
  readonly fips?: boolean;
}
