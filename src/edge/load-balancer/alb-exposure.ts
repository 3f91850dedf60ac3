import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CloudFrontAccess } from './cloudfront-access';

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
   * How CloudFront reaches it: only CloudFront may connect then, to port 443 alone.
   * @default - it is not behind CloudFront
   */
  readonly cloudFront?: CloudFrontAccess;
  /**
   * Subnets, in two zones at least.
   * @default - public subnets; private ones where it has private addresses only
   */
  readonly vpcSubnets?: ec2.SubnetSelection;
}
