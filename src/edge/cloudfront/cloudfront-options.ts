import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';

/** How viewers are served. */
export interface CloudFrontViewers {
  /**
   * Protocols and ciphers, where there is a domain: the certificate of CloudFront's own name takes TLS 1.0.
   * @default SecurityPolicyProtocol.TLS_V1_2_2025: TLS 1.3, and TLS 1.2 with forward secrecy and authenticated encryption only (CloudFront Developer
   * Guide, Supported protocols and ciphers between viewers and CloudFront)
   */
  readonly minimumProtocolVersion?: cloudfront.SecurityPolicyProtocol;
  /**
   * Versions of HTTP.
   * @default HttpVersion.HTTP2_AND_3
   */
  readonly httpVersion?: cloudfront.HttpVersion;
  /**
   * Countries that are served, or not.
   * @default - all
   */
  readonly geoRestriction?: cloudfront.GeoRestriction;
  /**
   * Where in the world they are served from.
   * @default PriceClass.PRICE_CLASS_ALL
   */
  readonly priceClass?: cloudfront.PriceClass;
  /**
   * Object that answers for `/`.
   * @default - `index.html` where a bucket answers; an application answers for itself
   */
  readonly defaultRootObject?: string;
  /**
   * Pages in place of an origin's errors.
   * @default - none
   */
  readonly errorResponses?: cloudfront.ErrorResponse[];
}

/** How requests of a path are handed to an origin. */
export interface CloudFrontBehavior {
  /**
   * What is cached, and for how long.
   * @default - as the origin says, up to a year, and compressed for a bucket; nothing for a load balancer
   */
  readonly cachePolicy?: cloudfront.ICachePolicyRef;
  /**
   * What of a request the origin gets to see.
   * @default - nothing beside the path for a bucket; everything for a load balancer
   */
  readonly originRequestPolicy?: cloudfront.IOriginRequestPolicyRef;
  /**
   * Methods that viewers may use.
   * @default - GET, HEAD and OPTIONS for a bucket; all for a load balancer
   */
  readonly allowedMethods?: cloudfront.AllowedMethods;
  /**
   * Headers of responses.
   * @default - the security headers of the distribution
   */
  readonly responseHeadersPolicy?: cloudfront.IResponseHeadersPolicyRef;
  /**
   * Functions that change requests or responses.
   * @default - none
   */
  readonly functionAssociations?: cloudfront.FunctionAssociation[];
  /**
   * Keys that URLs or cookies have to be signed with.
   * @default - none
   */
  readonly trustedKeyGroups?: cloudfront.IKeyGroupRef[];
}
