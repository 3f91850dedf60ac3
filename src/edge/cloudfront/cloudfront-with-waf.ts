import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { addRecords, certificateInCloudFrontRegion, namesOf } from './cloudfront-dns';
import { acknowledgeDistribution, logDistribution, recommendDistributionAlarm } from './cloudfront-monitoring';
import { CloudFrontOrigin } from './cloudfront-origin';
import { webAclArnFor, webAclOf } from './cloudfront-web-acl';
import { CloudFrontBehavior, CloudFrontWithWafProps } from './cloudfront-with-waf-props';
import { resolveBehavior, resolveCloudFrontProps, routeKey } from './resolve-cloudfront-props';
import { headersPolicy } from './security-headers';

/**
 * An Amazon CloudFront distribution that serves HTTPS only, protected by a web ACL, with access logs. Its origins accept requests only from CloudFront.
 *
 * The certificate, web ACL, access logs and alarms are in us-east-1. If the stack is in another Region, they are in stacks of the workload there.
 *
 * @example
 * const hostedZone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: 'Z0123456789', zoneName: 'example.com' });
 * const pages = new SecureBucket(this, 'Pages', { bucketName: 'shop-pages' });
 * new CloudFrontWithWaf(this, 'Cdn', {
 *   origin: CloudFrontOrigin.bucket(pages.bucket),
 *   domain: { domainName: 'shop.example.com', hostedZone },
 * });
 */
export class CloudFrontWithWaf extends Construct {
  /** The distribution, for everything this construct does not model. */
  public readonly distribution: cloudfront.Distribution;
  /** The web ACL. */
  public readonly webAcl: wafv2.IWebACLRef;
  /** Certificate for the domain names, if there are any. */
  public readonly certificate?: acm.ICertificate;
  /** Policy that adds the security headers to responses. */
  public readonly securityHeaders: cloudfront.ResponseHeadersPolicy;
  /** Log group of the access logs; undefined if they are delivered to a bucket. */
  public readonly logGroup?: logs.LogGroup;
  private readonly webAclArn: string;
  private readonly hasDomain: boolean;
  private readonly routes = new Set<string>();

  /** @throws ValidationError if a prop is not valid, or the origin accepts requests that do not come from CloudFront */
  constructor(scope: Construct, id: string, props: CloudFrontWithWafProps) {
    super(scope, id);
    const resolved = resolveCloudFrontProps(this, props);
    const { domain, viewers } = resolved;
    this.hasDomain = domain !== undefined;

    this.certificate = resolved.certificate ?? (domain && certificateInCloudFrontRegion(this, domain));
    this.webAcl = resolved.webAcl ?? webAclOf(this);
    this.webAclArn = webAclArnFor(this, this.webAcl);
    this.securityHeaders = headersPolicy(this, resolved.securityHeaders);
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      defaultBehavior: this.behaviorFor(resolved.origin, resolved.behavior),
      domainNames: domain && namesOf(domain),
      certificate: this.certificate,
      ...viewers,
      webAclId: this.webAclArn,
    });
    if (domain) addRecords(this, this.distribution, domain);
    this.logGroup = logDistribution(this, this.distribution, resolved.accessLogs, resolved.accessLogsPrefix);

    this.admitTo(resolved.origin);
    recommendDistributionAlarm(this, this.distribution);
    acknowledgeDistribution(this.distribution, resolved);
  }

  /** Domain name that CloudFront assigns to the distribution. */
  public get dnsName(): string {
    return this.distribution.distributionDomainName;
  }

  /**
   * Sends requests that match a path pattern to an origin. Path patterns are evaluated in the order of the calls.
   * @param pathPattern for example `/static/*`, at most 255 characters
   * @param origin origin of the requests
   * @param behavior cache behavior
   * @throws ValidationError if an argument is not valid, the path pattern has a route, or the origin accepts requests that do not come from CloudFront
   * @example
   * const edge = new AlbWithWaf(this, 'Edge', {
   *   vpc: network.vpc, certificate, accessLogs: bucket, exposure: { cloudFront: CloudFrontAccess.vpcOrigin() },
   * });
   * const hostedZone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: 'Z0123456789', zoneName: 'example.com' });
   * const cdn = new CloudFrontWithWaf(this, 'Cdn', {
   *   origin: CloudFrontOrigin.loadBalancer(edge),
   *   domain: { domainName: 'shop.example.com', hostedZone },
   * });
   * const images = new SecureBucket(this, 'Images', { bucketName: 'shop-images' });
   * cdn.routeWhen('/images/*', CloudFrontOrigin.bucket(images.bucket));
   */
  public routeWhen(pathPattern: string, origin: CloudFrontOrigin, behavior: CloudFrontBehavior = {}): void {
    const own = resolveBehavior(this, pathPattern, origin, behavior, this.hasDomain, this.routes);
    const { origin: bound, ...options } = this.behaviorFor(origin, own);
    this.distribution.addBehavior(pathPattern, bound, options);
    this.routes.add(routeKey(pathPattern));
    this.admitTo(origin);
  }

  private behaviorFor(origin: CloudFrontOrigin, behavior: CloudFrontBehavior): cloudfront.BehaviorOptions {
    const bound = origin._bind(this);
    return {
      origin: bound.origin,
      compress: true,
      responseHeadersPolicy: this.securityHeaders,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      ...bound.behavior,
      ...Object.fromEntries(Object.entries(behavior).filter(([, value]) => value !== undefined)),
    };
  }

  private admitTo(origin: CloudFrontOrigin) {
    origin._bind(this).admit(this.distribution, this.webAclArn);
  }
}
