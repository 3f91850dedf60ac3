import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { cloudFrontPrefixList } from './cloudfront-prefix-list';
import { OriginSecret } from '../origin-secret/origin-secret';

/** How CloudFront's servers are told. */
export interface CloudFrontAccessOptions {
  /**
   * Id of the prefix list `com.amazonaws.global.cloudfront.origin-facing` in the Region.
   * @default - the one that AWS has in the Region, where this library knows it
   */
  readonly prefixListId?: string;
}

/** How CloudFront, and nobody else, reaches a load balancer. */
export class CloudFrontAccess {
  /** By a VPC origin: the load balancer has private addresses only (CloudFront Developer Guide, Restrict access with VPC origins). */
  public static vpcOrigin(options: CloudFrontAccessOptions = {}): CloudFrontAccess {
    return new CloudFrontAccess(options.prefixListId);
  }

  /**
   * With a secret that CloudFront adds to its requests: the load balancer has public addresses, and answers 403 to what does not bring the secret
   * (CloudFront Developer Guide, Restrict access to Application Load Balancers).
   */
  public static secretHeader(secret: OriginSecret, options: CloudFrontAccessOptions = {}): CloudFrontAccess {
    return new CloudFrontAccess(options.prefixListId, secret);
  }

  private constructor(
    private readonly prefixListId: string | undefined,
    /** The secret, where there is one. */
    public readonly secret?: OriginSecret,
  ) {}

  /** @internal */
  public _peer(scope: Construct): ec2.IPeer {
    return cloudFrontPrefixList(scope, this.prefixListId);
  }
}
