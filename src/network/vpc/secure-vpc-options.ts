import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** Subnets of a network. Exact address blocks are in the order of the zones; an empty list leaves a tier out. */
export interface SubnetOptions {
  /**
   * Blocks of the subnets with a route to the internet, for load balancers and NAT gateways.
   * @default - computed, in the first quarter of the VPC's block
   */
  readonly publicCidrs?: string[];
  /**
   * Blocks of the subnets that reach out through NAT gateways and endpoints, for services.
   * @default - computed, in the second quarter
   */
  readonly privateCidrs?: string[];
  /**
   * Blocks of the subnets without a way in or out of the network, for databases.
   * @default - computed, in the third quarter
   */
  readonly isolatedCidrs?: string[];
  /**
   * Whether a network ACL keeps the isolated subnets from everything but the network: from peered networks, S3 and DynamoDB too.
   * @default true
   */
  readonly isolatedNetworkAcl?: boolean;
}

/** How AWS services are reached from a network. */
export interface VpcEndpointOptions {
  /**
   * Gateway endpoint of Amazon S3, free of charge. It admits what workloads do to objects, by principals and to buckets of this account.
   * @default true
   */
  readonly s3?: boolean;
  /**
   * Gateway endpoint of Amazon DynamoDB, free of charge. It admits what workloads do to items, by principals and to tables of this account.
   * @default true
   */
  readonly dynamoDb?: boolean;
  /**
   * Whether the AWS services that the workload's constructs call from the network get interface endpoints, charged by the hour and zone: those
   * that are called and no others.
   * @default - where private subnets have no NAT gateway and `interfaceServices` is left out
   */
  readonly calledServices?: boolean;
  /**
   * Further services to reach through interface endpoints, for example those that an application calls of its own accord.
   * @default - none
   */
  readonly interfaceServices?: ec2.InterfaceVpcEndpointAwsService[];
  /**
   * Whether `interfaceServices` are the FIPS 140 validated endpoints, of those for which aws-cdk-lib knows one.
   * @default - where the workload's frameworks ask for validated cryptography, in Regions of the United States
   */
  readonly fips?: boolean;
}
