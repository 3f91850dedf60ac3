import * as route53 from 'aws-cdk-lib/aws-route53';

/** Names of a distribution. */
export interface CloudFrontDomain {
  /** Name, for example `shop.example.com`; the certificate is for it. */
  readonly domainName: string;
  /**
   * Further names, which the certificate is for, too.
   * @default - none
   */
  readonly alternativeNames?: string[];
  /**
   * Zone that all the names are in; it exists before the distribution does.
   * @default - records are yours to make, and `certificate` has to be given
   */
  readonly hostedZone?: route53.IHostedZone;
}
