import { Construct } from 'constructs';
import { prefixListIdIn } from './cloudfront-prefix-list';
import { requireArgument, requireProps, requireString } from '../../core/validation';
import { OriginSecret } from '../origin-secret/origin-secret';

/** Options of `CloudFrontAccess`. */
export interface CloudFrontAccessOptions {
  /**
   * Id of the prefix list `com.amazonaws.global.cloudfront.origin-facing` in the Region.
   * @default - the id that AWS publishes for the Region, if the library knows it
   */
  readonly prefixListId?: string;
}

/**
 * How CloudFront connects to a load balancer that accepts requests only from CloudFront.
 *
 * @example
 * const edge = new AlbWithWaf(this, 'Edge', {
 *   vpc: network.vpc, certificate, accessLogs: bucket, exposure: { cloudFront: CloudFrontAccess.vpcOrigin() },
 * });
 * edge.routeTo(service);
 */
export class CloudFrontAccess {
  /** Through a VPC origin: the load balancer has private IP addresses only (CloudFront Developer Guide, Restrict access with VPC origins). */
  public static vpcOrigin(options: CloudFrontAccessOptions = {}): CloudFrontAccess {
    return new CloudFrontAccess(options, false);
  }

  /**
   * With a secret header: the load balancer has public IP addresses and answers 403 to requests without the header (CloudFront Developer Guide,
   * Restrict access to Application Load Balancers).
   * @param secret secret that CloudFront sends in the header
   * @example
   * const edge = new AlbWithWaf(this, 'Edge', {
   *   vpc: network.vpc,
   *   certificate,
   *   accessLogs: bucket,
   *   exposure: { cloudFront: CloudFrontAccess.secretHeader(new OriginSecret(this, 'OriginSecret')) },
   * });
   * edge.routeTo(service);
   */
  public static secretHeader(secret: OriginSecret, options: CloudFrontAccessOptions = {}): CloudFrontAccess {
    return new CloudFrontAccess(options, true, secret);
  }

  private constructor(
    private readonly options: CloudFrontAccessOptions,
    private readonly hasSecret: boolean,
    /** @internal */
    public readonly _secret?: OriginSecret,
  ) {}

  /**
   * Checks the options.
   * @returns the id of the prefix list; undefined if only a deployment knows the Region
   * @internal
   */
  public _resolve(scope: Construct, prop: string): string | undefined {
    requireProps(scope, 'CloudFrontAccessOptions', this.options, prop);
    const { prefixListId } = this.options;
    requireString(scope, `${prop}.prefixListId`, prefixListId, { need: 'the id of a prefix list such as pl-3b927c52', pattern: /pl-[0-9a-f]+/ });
    if (this.hasSecret) {
      requireArgument(scope, `${prop}.secret`, 'OriginSecret', this._secret);
      this._secret!._requireBeside(scope, `${prop}.secret`);
    }
    return prefixListId ?? prefixListIdIn(scope, `${prop}.prefixListId`);
  }
}
