import * as route53 from 'aws-cdk-lib/aws-route53';

/** A name for the load balancer. */
export interface AlbDomain {
  /** Name, for example `loans.example.com`; the certificate is for it. */
  readonly domainName: string;
  /** Zone that it is in. */
  readonly hostedZone: route53.IHostedZone;
  /**
   * Path that Route 53 asks.
   * @default - the health check path of the target that `routeTo` names, else `/`
   */
  readonly healthCheckPath?: string;
}
