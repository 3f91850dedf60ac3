import { Duration } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { CloudFrontOrigin } from './cloudfront-origin';

/** Properties of CloudFrontWithWaf. */
export interface CloudFrontWithWafProps {
  /** Origin of requests that no other path pattern matches. */
  readonly origin: CloudFrontOrigin;
  /**
   * Cache behavior of `origin`.
   * @default - responses are cached for a bucket, and not for a load balancer
   */
  readonly behavior?: CloudFrontBehavior;
  /**
   * Domain names of the distribution.
   * @default - the CloudFront domain name, for which viewers can use TLS 1.0: the compliance check reports it
   */
  readonly domain?: CloudFrontDomain;
  /**
   * Certificate for the domain names, in us-east-1. Requires `domain`.
   * @default - a certificate that AWS Certificate Manager issues in us-east-1 and renews; requires the hosted zone of the domain
   */
  readonly certificate?: acm.ICertificate;
  /**
   * Web ACL of scope `CLOUDFRONT`: a `WebAcl`, or an existing one.
   * @default - a new `WebAcl` in us-east-1
   */
  readonly webAcl?: wafv2.IWebACLRef;
  /**
   * Bucket for access logs.
   * @default - an encrypted log group in us-east-1
   */
  readonly accessLogs?: s3.IBucket;
  /**
   * Prefix of the log objects, without a slash at either end. Requires `accessLogs`.
   * @default 'cloudfront'
   */
  readonly accessLogsPrefix?: string;
  /**
   * Security headers of responses.
   * @default - strict, see each header
   */
  readonly securityHeaders?: SecurityHeaders;
  /**
   * TLS, HTTP versions, countries and locations.
   * @default - viewers in all countries, by HTTPS only
   */
  readonly viewers?: CloudFrontViewers;
}

/** Domain names of a distribution. */
export interface CloudFrontDomain {
  /** Domain name, for example `shop.example.com` or `*.example.com`. At most 64 characters if the certificate is issued for it. */
  readonly domainName: string;
  /**
   * Further domain names, which the certificate includes. At most 100 if the certificate is issued for them.
   * @default - none
   */
  readonly alternativeNames?: string[];
  /**
   * Existing hosted zone that contains all the domain names.
   * @default - no records are created, and `certificate` is required
   */
  readonly hostedZone?: route53.IHostedZone;
}

/**
 * Security headers of responses (OWASP Secure Headers Project, Best practices).
 *
 * @example
 * const pages = new SecureBucket(this, 'Pages', { bucketName: 'shop-pages' });
 * new CloudFrontWithWaf(this, 'Cdn', {
 *   origin: CloudFrontOrigin.bucket(pages.bucket),
 *   domain: { domainName: 'shop.example.com' },
 *   certificate,
 *   securityHeaders: { contentSecurityPolicy: "default-src 'self'; img-src 'self' https://images.example.com" },
 * });
 */
export interface SecurityHeaders {
  /**
   * Value of `Content-Security-Policy` for responses without the header.
   * @default "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
   */
  readonly contentSecurityPolicy?: string;
  /**
   * Pages that can show the response in a frame.
   * @default HeadersFrameOption.DENY
   */
  readonly frameOption?: cloudfront.HeadersFrameOption;
  /**
   * Time for which browsers use HTTPS only, in whole seconds.
   * @default Duration.days(365)
   */
  readonly strictTransportSecurityMaxAge?: Duration;
  /**
   * Referrer information that browsers send with requests.
   * @default HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN
   */
  readonly referrerPolicy?: cloudfront.HeadersReferrerPolicy;
  /**
   * Value of `Permissions-Policy` for responses without the header.
   * @default 'camera=(), geolocation=(), microphone=()'
   */
  readonly permissionsPolicy?: string;
}

/** TLS, HTTP versions, countries and locations of a distribution. */
export interface CloudFrontViewers {
  /**
   * Security policy of the certificate: TLS versions and ciphers. It requires `domain`: without one, the CloudFront certificate accepts TLS 1.0.
   * @default SecurityPolicyProtocol.TLS_V1_2_2025 with a domain: TLS 1.3, and TLS 1.2 with forward secrecy and authenticated encryption only (CloudFront Developer
   * Guide, Supported protocols and ciphers between viewers and CloudFront)
   */
  readonly minimumProtocolVersion?: cloudfront.SecurityPolicyProtocol;
  /**
   * HTTP versions.
   * @default HttpVersion.HTTP2_AND_3
   */
  readonly httpVersion?: cloudfront.HttpVersion;
  /**
   * Countries from which viewers can, or cannot, send requests.
   * @default - all countries can
   */
  readonly geoRestriction?: cloudfront.GeoRestriction;
  /**
   * Edge locations that serve requests.
   * @default PriceClass.PRICE_CLASS_ALL
   */
  readonly priceClass?: cloudfront.PriceClass;
  /**
   * Object that CloudFront requests for `/`, without a leading slash, at most 255 characters.
   * @default - `index.html` for a bucket; none for a load balancer
   */
  readonly defaultRootObject?: string;
  /**
   * Responses that replace errors of the origin, one per HTTP status.
   * @default - none
   * @example
   * const pages = new SecureBucket(this, 'Pages', { bucketName: 'shop-pages' });
   * new CloudFrontWithWaf(this, 'Cdn', {
   *   origin: CloudFrontOrigin.bucket(pages.bucket),
   *   domain: { domainName: 'shop.example.com' },
   *   certificate,
   *   // Amazon S3 returns 403 for objects that do not exist.
   *   viewers: { errorResponses: [{ httpStatus: 403, responseHttpStatus: 404, responsePagePath: '/missing.html' }] },
   * });
   */
  readonly errorResponses?: cloudfront.ErrorResponse[];
}

/** Cache behavior: how CloudFront handles requests for an origin. */
export interface CloudFrontBehavior {
  /**
   * Cache key and time to live of cached objects.
   * @default - for a bucket as the cache headers of the objects say, compressed; no caching for a load balancer
   */
  readonly cachePolicy?: cloudfront.ICachePolicyRef;
  /**
   * Parts of a request that CloudFront forwards to the origin.
   * @default - the path only for a bucket; all for a load balancer
   */
  readonly originRequestPolicy?: cloudfront.IOriginRequestPolicyRef;
  /**
   * HTTP methods that viewers can use.
   * @default - GET, HEAD and OPTIONS for a bucket; all for a load balancer
   */
  readonly allowedMethods?: cloudfront.AllowedMethods;
  /**
   * Headers of responses.
   * @default - the security headers of the distribution
   */
  readonly responseHeadersPolicy?: cloudfront.IResponseHeadersPolicyRef;
  /**
   * CloudFront Functions for requests and responses.
   * @default - none
   */
  readonly functionAssociations?: cloudfront.FunctionAssociation[];
  /**
   * Key groups that verify signed URLs and cookies.
   * @default - signatures are not required
   */
  readonly trustedKeyGroups?: cloudfront.IKeyGroupRef[];
}
