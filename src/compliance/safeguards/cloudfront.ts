import { ResourceSafeguard } from '../model/safeguard';
import { forName, given, isSet, listOf } from '../predicates/intrinsics';
import { allOf, mustBe, mustBeOneOf, mustBeSet, mustExist, mustHave, mustNotBe, Outcome } from '../predicates/outcome';
import { textOf } from '../predicates/text';
import { Json, pointers, RenderedResource } from '../rendered';

const ON_DISTRIBUTIONS = ['AWS::CloudFront::Distribution'];
const ON_ORIGINS = [...ON_DISTRIBUTIONS, 'AWS::CloudFront::VpcOrigin'];

/** Safeguards of Amazon CloudFront. */
export const CLOUDFRONT: ResourceSafeguard[] = [
  {
    id: 'CloudFront.DefaultRootObject',
    on: ON_DISTRIBUTIONS,
    statement: 'the distribution has a default root object',
    rationale: 'A request for the root would list the content of the origin',
    remedy: 'set `defaultRootObject`',
    sources: { securityHub: ['CloudFront.1'] },
    judge: ({ properties: { DistributionConfig: config } }) => mustBeSet('DefaultRootObject', config.DefaultRootObject),
  },
  {
    id: 'CloudFront.HttpsOnly',
    on: ON_DISTRIBUTIONS,
    statement: 'viewers must use HTTPS',
    rationale: 'Plain HTTP lets an attacker in the network read and change responses',
    remedy: 'set `viewerProtocolPolicy` to `REDIRECT_TO_HTTPS` or `HTTPS_ONLY`',
    sources: { securityHub: ['CloudFront.3'], prowler: ['cloudfront_distributions_https_enabled'] },
    judge: ({ properties: { DistributionConfig: config } }) => allOf(...behavioursOf(config).map(({ PathPattern = '*', ViewerProtocolPolicy }) => (
      mustBeOneOf(`ViewerProtocolPolicy of ${PathPattern}`, ViewerProtocolPolicy, ['redirect-to-https', 'https-only'])))),
  },
  {
    id: 'CloudFront.OriginFailover',
    on: ON_DISTRIBUTIONS,
    statement: 'the distribution has an origin failover',
    rationale: 'The distribution fails together with its only origin',
    remedy: 'add an origin group',
    sources: { securityHub: ['CloudFront.4'] },
    judge: ({ properties: { DistributionConfig: config } }) => mustHave('OriginGroups', config.OriginGroups?.Items, 1),
  },
  {
    id: 'CloudFront.AccessLogged',
    on: ON_DISTRIBUTIONS,
    statement: 'access logging is enabled',
    rationale: 'Access logs show which viewers sent which requests',
    remedy: 'set `enableLogging`',
    sources: { securityHub: ['CloudFront.5'], cdkNag: ['CloudFrontDistributionAccessLogging'], prowler: ['cloudfront_distributions_logging_enabled'] },
    judge: (distribution) => mustExist(
      isSet(distribution.properties.DistributionConfig.Logging?.Bucket) || pointers(distribution, 'AWS::Logs::DeliverySource', 'ResourceArn').length,
      'Logging.Bucket is not set, and no AWS::Logs::DeliverySource references it',
    ),
  },
  {
    id: 'CloudFront.WebAclAssociated',
    on: ON_DISTRIBUTIONS,
    statement: 'the distribution is associated with a web ACL',
    rationale: 'A web ACL blocks common attacks at the edge',
    remedy: 'set `webAclId`',
    sources: { securityHub: ['CloudFront.6'], cdkNag: ['CloudFrontDistributionWAFIntegration'], prowler: ['cloudfront_distributions_using_waf'] },
    judge: ({ properties: { DistributionConfig: config } }) => mustBeSet('WebACLId', config.WebACLId),
  },
  {
    id: 'CloudFront.CustomCertificate',
    on: ON_DISTRIBUTIONS,
    statement: 'the distribution uses a custom certificate',
    rationale: 'The default certificate allows TLS 1.0, and shows a name that is not yours',
    remedy: 'set `certificate` and `domainNames`',
    sources: { securityHub: ['CloudFront.7'], prowler: ['cloudfront_distributions_custom_ssl_certificate'] },
    judge: ({ properties: { DistributionConfig: { ViewerCertificate } } }) => mustExist(
      isSet(ViewerCertificate?.AcmCertificateArn) || isSet(ViewerCertificate?.IamCertificateId), 'ViewerCertificate has no custom certificate'),
  },
  {
    id: 'CloudFront.Sni',
    on: ON_DISTRIBUTIONS,
    statement: 'the distribution serves HTTPS by SNI',
    rationale: 'Dedicated addresses for old clients cost money and keep old clients alive',
    remedy: 'set `sslSupportMethod` to `SNI`',
    sources: { securityHub: ['CloudFront.8'], prowler: ['cloudfront_distributions_https_sni_enabled'] },
    judge: ({ properties: { DistributionConfig: { ViewerCertificate } } }) => given(ViewerCertificate?.SslSupportMethod)
      ? mustBe('ViewerCertificate.SslSupportMethod', ViewerCertificate.SslSupportMethod, 'sni-only')
      : undefined,
  },
  {
    id: 'CloudFront.TlsPolicy',
    on: ON_DISTRIBUTIONS,
    statement: 'viewers must use TLS 1.2 or later',
    rationale: 'Older versions of TLS have known flaws that reveal data in transit',
    remedy: 'set `minimumProtocolVersion` to `TLS_V1_2_2021` or later, which requires a certificate of your own',
    sources: { securityHub: ['CloudFront.15'], cdkNag: ['CloudFrontDistributionHttpsViewerNoOutdatedSSL'] },
    judge: ({ properties: { DistributionConfig: { ViewerCertificate } } }) => mustBeOneOf(
      'ViewerCertificate.MinimumProtocolVersion', ViewerCertificate?.MinimumProtocolVersion, ['TLSv1.2_2021', 'TLSv1.2_2025', 'TLSv1.3_2025']),
  },
  {
    id: 'CloudFront.OriginEncrypted',
    on: ON_ORIGINS,
    statement: 'traffic to custom origins is encrypted',
    rationale: 'Requests cross the internet between edge and origin in plain text',
    remedy: 'set `protocolPolicy` to `HTTPS_ONLY`',
    sources: { securityHub: ['CloudFront.9'], prowler: ['cloudfront_distributions_origin_traffic_encrypted'] },
    judge: ({ properties }) => eachCustomOrigin(properties, (id, { OriginProtocolPolicy }) => (
      mustBe(`OriginProtocolPolicy of ${id}`, OriginProtocolPolicy, 'https-only'))),
  },
  {
    id: 'CloudFront.OriginTls',
    on: ON_ORIGINS,
    statement: 'custom origins use no deprecated SSL or TLS protocol',
    rationale: 'Older protocols have known flaws that reveal data in transit',
    remedy: 'set `originSslProtocols` to `TLS_V1_2`',
    sources: {
      securityHub: ['CloudFront.10'], cdkNag: ['CloudFrontDistributionNoOutdatedSSL'], prowler: ['cloudfront_distributions_using_deprecated_ssl_protocols'],
    },
    judge: ({ properties }) => eachCustomOrigin(properties, (id, { OriginSSLProtocols }) => allOf(
      mustHave(`OriginSSLProtocols of ${id}`, OriginSSLProtocols, 1),
      ...listOf(OriginSSLProtocols).map((protocol) => mustNotBe(`OriginSSLProtocols of ${id}`, protocol, 'SSLv3', 'TLSv1', 'TLSv1.1')))),
  },
  {
    id: 'CloudFront.OriginAccessControl',
    on: ON_DISTRIBUTIONS,
    statement: 'S3 origins use origin access control',
    rationale: 'The bucket could be read around the distribution and its rules',
    remedy: 'use an origin access control',
    sources: {
      securityHub: ['CloudFront.13'],
      cdkNag: ['CloudFrontDistributionS3OriginAccessControl'],
      prowler: ['cloudfront_distributions_s3_origin_access_control'],
    },
    judge: (distribution) => eachControlled(distribution, ({ S3OriginConfig }) => given(S3OriginConfig)),
  },
  {
    id: 'CloudFront.FunctionOriginAccessControl',
    on: ON_DISTRIBUTIONS,
    statement: 'function URL origins use origin access control',
    rationale: 'The function URL could be called around the distribution and its rules',
    remedy: 'use an origin access control',
    sources: { securityHub: ['CloudFront.16'] },
    judge: (distribution) => eachControlled(distribution, ({ DomainName }) => /FunctionUrl|\.lambda-url\./.test(JSON.stringify(DomainName))),
  },
  {
    id: 'CloudFront.TrustedKeyGroups',
    on: ON_DISTRIBUTIONS,
    statement: 'signed URLs use trusted key groups',
    rationale: 'Keys of the root user cannot be restricted or rotated with IAM',
    remedy: 'use `trustedKeyGroups`',
    sources: { securityHub: ['CloudFront.17'] },
    judge: ({ properties: { DistributionConfig: config } }) => mustExist(
      behavioursOf(config).every(({ TrustedSigners }) => listOf(TrustedSigners).length === 0), 'TrustedSigners is set, must be TrustedKeyGroups'),
  },
];

function behavioursOf(config: Json): Json[] {
  return [...listOf(config.DefaultCacheBehavior), ...listOf(config.CacheBehaviors)];
}

function eachControlled({ properties, template }: RenderedResource, concerns: (origin: Json) => boolean): Outcome {
  return allOf(...listOf(properties.DistributionConfig.Origins).filter(concerns).map((origin) => {
    const control = template.referenced(origin.OriginAccessControlId)?.properties.OriginAccessControlConfig;
    // `never` turns off origin access control (Amazon CloudFront API Reference, OriginAccessControlConfig).
    return control
      ? mustNotBe(`SigningBehavior of the origin access control of ${nameOf(origin)}`, control.SigningBehavior, 'never')
      : mustBeSet(`OriginAccessControlId of ${nameOf(origin)}`, origin.OriginAccessControlId);
  }));
}

// A VPC origin is a separate resource.
function eachCustomOrigin({ DistributionConfig, VpcOriginEndpointConfig: endpoint }: Json, judge: (id: string, origin: Json) => Outcome): Outcome {
  if (endpoint) return judge(nameOf(endpoint), endpoint);
  return allOf(...listOf(DistributionConfig.Origins)
    .filter(({ CustomOriginConfig }) => given(CustomOriginConfig))
    .map((origin) => judge(nameOf(origin), origin.CustomOriginConfig)));
}

function nameOf(origin: Json): string {
  return forName(() => textOf(origin.Id ?? origin.Name));
}
