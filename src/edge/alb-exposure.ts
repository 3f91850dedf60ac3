import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** Who reaches the load balancer. */
export interface AlbExposure {
  /**
   * Whether it has private addresses only.
   * @default false
   */
  readonly internal?: boolean;
  /**
   * Who may connect to ports 443 and 80: prefix lists, security groups, ranges.
   * @default - anyone; nobody where `internal` is true, use `connections` of the construct then
   */
  readonly allowFrom?: ec2.IPeer[];
  /**
   * Subnets, in two zones at least.
   * @default - public subnets; private ones where `internal` is true
   */
  readonly vpcSubnets?: ec2.SubnetSelection;
}
