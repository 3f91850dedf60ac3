/** Where a web ACL is used. */
export enum WebAclScope {
  /** Load balancers, REST APIs and other resources of one Region. */
  REGIONAL = 'REGIONAL',
  /** CloudFront distributions. The web ACL itself is in us-east-1. */
  CLOUDFRONT = 'CLOUDFRONT',
}
