import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { CloudFrontDomain } from './cloudfront-domain';
import { CloudFrontBehavior, CloudFrontViewers } from './cloudfront-options';
import { CloudFrontOrigin } from './cloudfront-origin';
import { SecurityHeaders } from './security-headers';

/** Properties of CloudFrontWithWaf. */
export interface CloudFrontWithWafProps {
  /** What answers requests that no other path takes. */
  readonly origin: CloudFrontOrigin;
  /**
   * How they are handed to it.
   * @default - cached for a bucket, passed on for a load balancer
   */
  readonly behavior?: CloudFrontBehavior;
  /**
   * Its names.
   * @default - the one that CloudFront gives it, by which viewers may use TLS 1.0: the check reports that
   */
  readonly domain?: CloudFrontDomain;
  /**
   * Certificate for the names, in us-east-1.
   * @default - one that AWS Certificate Manager issues in us-east-1 and renews; it needs the hosted zone of the domain
   */
  readonly certificate?: acm.ICertificate;
  /**
   * Firewall, a `WebAcl` with the scope `CLOUDFRONT` or one that is there already.
   * @default - a `WebAcl` of its own, in us-east-1
   */
  readonly webAcl?: wafv2.IWebACLRef;
  /**
   * Bucket for access logs.
   * @default - an encrypted log group in us-east-1
   */
  readonly accessLogs?: s3.IBucket;
  /**
   * Where in the bucket.
   * @default 'cloudfront'
   */
  readonly accessLogsPrefix?: string;
  /**
   * What browsers are told.
   * @default - strict
   */
  readonly securityHeaders?: SecurityHeaders;
  /**
   * How viewers are served.
   * @default - everywhere, by HTTPS alone
   */
  readonly viewers?: CloudFrontViewers;
}
