import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BoundOrigin, bucketOrigin, requireBucketOrigin } from './bucket-origin';
import { loadBalancerOrigin, requireLoadBalancerOrigin } from './load-balancer-origin';
import { AlbWithWaf } from '../load-balancer/alb-with-waf';

/** Options of a bucket origin. */
export interface BucketOriginOptions {
  /**
   * Path in the bucket that CloudFront requests objects from, for example `/site`: begins with a slash, does not end with one.
   * @default - the root of the bucket
   */
  readonly originPath?: string;
}

/**
 * An origin of a distribution, which accepts requests only from CloudFront.
 *
 * @example
 * const pages = new SecureBucket(this, 'Pages', { bucketName: 'docs-pages' });
 * const origin = CloudFrontOrigin.bucket(pages.bucket, { originPath: '/current' });
 * new CloudFrontWithWaf(this, 'Docs', { origin, domain: { domainName: 'docs.example.com' }, certificate });
 */
export class CloudFrontOrigin {
  /** A bucket, read through an origin access control. It is in the stack of the distribution, or imported with a policy of its own. */
  public static bucket(bucket: s3.IBucket, options: BucketOriginOptions = {}): CloudFrontOrigin {
    return new CloudFrontOrigin(
      true,
      (scope, prop) => requireBucketOrigin(scope, prop, bucket, options),
      (scope) => bucketOrigin(scope, bucket, options.originPath),
    );
  }

  /** A load balancer with `exposure.cloudFront`. */
  public static loadBalancer(edge: AlbWithWaf): CloudFrontOrigin {
    return new CloudFrontOrigin(
      false,
      (scope, prop, hasDomain) => requireLoadBalancerOrigin(scope, prop, edge, hasDomain),
      (scope) => loadBalancerOrigin(scope, edge),
    );
  }

  private bound?: { readonly scope: Construct; readonly origin: BoundOrigin };

  private constructor(
    /** @internal */
    public readonly _isBucket: boolean,
    private readonly requireUsable: (scope: Construct, prop: string, hasDomain: boolean) => void,
    private readonly bind: (scope: Construct) => BoundOrigin,
  ) {}

  /** @internal */
  public _require(distribution: Construct, prop: string, hasDomain: boolean): void {
    this.requireUsable(distribution, prop, hasDomain);
  }

  /** @internal */
  public _bind(scope: Construct): BoundOrigin {
    if (this.bound?.scope !== scope) this.bound = { scope, origin: this.bind(scope) };
    return this.bound!.origin;
  }
}
