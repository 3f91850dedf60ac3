import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { AlbDomain } from './alb-domain';
import { AlbExposure } from './alb-exposure';
import { AlbTls } from './alb-tls';
import { LoadBalancerAttributes } from './load-balancer-attributes';

/** Properties of AlbWithWaf. */
export interface AlbWithWafProps {
  /** Network that it is in. */
  readonly vpc: ec2.IVpc;
  /**
   * Certificate that it presents, in its own Region.
   * @default - one for the domain, which AWS Certificate Manager issues and renews; it needs `domain`
   */
  readonly certificate?: acm.ICertificate;
  /** Bucket for access and connection logs, with S3 managed keys: load balancers deliver to no other. */
  readonly accessLogs: s3.IBucket;
  /**
   * Where in the bucket.
   * @default 'alb'
   */
  readonly accessLogsPrefix?: string;
  /**
   * Name of the load balancer.
   * @default - made by CloudFormation
   */
  readonly loadBalancerName?: string;
  /**
   * Who reaches it.
   * @default - anyone on the internet
   */
  readonly exposure?: AlbExposure;
  /**
   * How it speaks TLS.
   * @default - TLS 1.3 and 1.2 with the policy that AWS recommends
   */
  readonly tls?: AlbTls;
  /**
   * Firewall, a `WebAcl` or one that is there already.
   * @default - a `WebAcl` of its own; behind CloudFront its rate limit counts by the address that CloudFront forwards
   */
  readonly webAcl?: wafv2.IWebACLRef;
  /**
   * Its name in DNS: an alias record, and a health check where the internet may connect.
   * @default - none
   */
  readonly domain?: AlbDomain;
  /**
   * What a request gets that no route takes. A load balancer that CloudFront reaches with a secret answers 403 to everything else, and takes none.
   * @default - 404
   */
  readonly fallback?: elbv2.ListenerAction;
  /**
   * How it handles connections and headers.
   * @default - strict
   */
  readonly attributes?: LoadBalancerAttributes;
}
