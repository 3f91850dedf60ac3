import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BoundOrigin, bucketOrigin } from './bucket-origin';
import { CloudFrontDomain } from './cloudfront-domain';
import { loadBalancerOrigin } from './load-balancer-origin';
import { AlbWithWaf } from '../load-balancer/alb-with-waf';

/** Options of a bucket that CloudFront serves. */
export interface BucketOriginOptions {
  /**
   * Folder that it serves, for example `/site`.
   * @default - the whole bucket
   */
  readonly originPath?: string;
}

/** What a distribution gets its responses from. It answers nobody but CloudFront. */
export class CloudFrontOrigin {
  /** A bucket, read by an origin access control; it is in the stack of the distribution, or imported with a policy of its own. */
  public static bucket(bucket: s3.IBucket, options: BucketOriginOptions = {}): CloudFrontOrigin {
    return new CloudFrontOrigin((cdn) => bucketOrigin(cdn, bucket, options.originPath), true);
  }

  /** A load balancer that CloudFront alone reaches, as its `exposure.cloudFront` says. */
  public static loadBalancer(edge: AlbWithWaf): CloudFrontOrigin {
    return new CloudFrontOrigin((cdn, domain) => loadBalancerOrigin(cdn, edge, domain), false);
  }

  private bound?: { readonly cdn: Construct; readonly origin: BoundOrigin };

  private constructor(
    private readonly bind: (cdn: Construct, domain: CloudFrontDomain | undefined) => BoundOrigin,
    /** Whether it serves files rather than an application. */
    public readonly servesFiles: boolean,
  ) {}

  /** @internal */
  public _bind(cdn: Construct, domain: CloudFrontDomain | undefined): BoundOrigin {
    if (this.bound?.cdn !== cdn) this.bound = { cdn, origin: this.bind(cdn, domain) };
    return this.bound!.origin;
  }
}
