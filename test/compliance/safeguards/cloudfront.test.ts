import { CLOUDFRONT } from '../../../src/compliance/safeguards/cloudfront';
import { Beside, it_, NOT_JUDGED, oneOf, PARAMETER, PASSES, present, Triple, triples, undetermined } from '../triples';

const BEHAVIOUR = { TargetOriginId: 'o', ViewerProtocolPolicy: 'https-only' };
const config = (DistributionConfig: object, beside?: Beside) => it_(
  { DistributionConfig: { Enabled: true, DefaultCacheBehavior: BEHAVIOUR, ...DistributionConfig } }, beside);
const BASE = { DistributionConfig: { Enabled: true, DefaultCacheBehavior: BEHAVIOUR } };
const custom = (properties: object) => config({ Origins: [{ Id: 'o', DomainName: 'd', CustomOriginConfig: { OriginProtocolPolicy: 'https-only', ...properties } }] });
const viaVpc = (properties: object) => it_({ VpcOriginEndpointConfig: { Arn: 'a', Name: 'v', ...properties } }, undefined, { type: 'AWS::CloudFront::VpcOrigin' });
const signing = (SigningBehavior: unknown) => ({ Control: ['AWS::CloudFront::OriginAccessControl', { OriginAccessControlConfig: { Name: 'c', SigningBehavior } }] as const });
const signed = (origin: object, behavior: unknown) => config({ Origins: [{ Id: 'o', ...origin, OriginAccessControlId: { 'Fn::GetAtt': ['Control', 'Id'] } }] }, signing(behavior));
const SIGNING = 'SigningBehavior of the origin access control of o';
const controlled = (origin: object): Triple => ({
  holds: [config({ Origins: [{ Id: 'o', ...origin, OriginAccessControlId: { Ref: 'It' } }, { Id: 'p', DomainName: 'example.com', CustomOriginConfig: {} }] }), config({}), signed(origin, 'always')],
  fails: [
    [config({ Origins: [{ Id: 'o', ...origin }] }), 'OriginAccessControlId of o is not set'],
    [signed(origin, 'never'), `${SIGNING} is "never", must be another value`],
  ],
  open: [[signed(origin, PARAMETER), undetermined(SIGNING)], [config({ Origins: [{ Id: 'o', ...origin, OriginAccessControlId: '' }] }), 'OriginAccessControlId of o is not set']],
});

describe('safeguards of Amazon CloudFront', () => triples(CLOUDFRONT, {
  'CloudFront.DefaultRootObject': present('DistributionConfig.DefaultRootObject', 'index.html', { as: 'DefaultRootObject', with: BASE }),
  'CloudFront.HttpsOnly': {
    holds: [config({}), config({ CacheBehaviors: [{ PathPattern: '/a', ViewerProtocolPolicy: 'redirect-to-https' }] })],
    fails: [
      [config({ DefaultCacheBehavior: { ViewerProtocolPolicy: 'allow-all' } }), 'ViewerProtocolPolicy of * is "allow-all", must be one of redirect-to-https, https-only'],
      [config({ CacheBehaviors: [{ PathPattern: '/a' }] }), 'ViewerProtocolPolicy of /a is not set, must be one of redirect-to-https, https-only'],
    ],
    open: [[config({ DefaultCacheBehavior: { ViewerProtocolPolicy: PARAMETER } }), undetermined('ViewerProtocolPolicy of *')]],
  },
  'CloudFront.OriginFailover': {
    holds: [config({ OriginGroups: { Quantity: 1, Items: [{ Id: 'g' }] } })],
    fails: [[config({}), 'OriginGroups has 0 items, must have at least 1'], [config({ OriginGroups: { Items: [] } }), 'OriginGroups has 0 items, must have at least 1']],
    open: [[config({ OriginGroups: { Items: PARAMETER } }), undetermined('OriginGroups')]],
  },
  'CloudFront.AccessLogged': {
    holds: [
      config({ Logging: { Bucket: 'b' } }),
      it_(BASE, { Source: ['AWS::Logs::DeliverySource', { Name: 'n', ResourceArn: { 'Fn::Sub': 'arn:aws:cloudfront::1:distribution/${It}' } }] }),
    ],
    fails: [[config({}), 'Logging.Bucket is not set, and no AWS::Logs::DeliverySource references it']],
    open: [[config({ Logging: { Prefix: 'p' } }), 'Logging.Bucket is not set, and no AWS::Logs::DeliverySource references it']],
    differs: { holds: 'cdk-nag ignores standard logging (v2)' },
  },
  'CloudFront.WebAclAssociated': present('DistributionConfig.WebACLId', 'acl', { as: 'WebACLId', with: BASE }),
  'CloudFront.CustomCertificate': {
    holds: [config({ ViewerCertificate: { AcmCertificateArn: 'c' } }), config({ ViewerCertificate: { IamCertificateId: 'c' } })],
    fails: [[config({}), 'ViewerCertificate has no custom certificate'], [config({ ViewerCertificate: { CloudFrontDefaultCertificate: true } }), 'ViewerCertificate has no custom certificate']],
    open: [[config({ ViewerCertificate: { AcmCertificateArn: PARAMETER } }), PASSES]],
  },
  'CloudFront.Sni': {
    holds: [config({ ViewerCertificate: { SslSupportMethod: 'sni-only' } })],
    fails: [[config({ ViewerCertificate: { SslSupportMethod: 'vip' } }), 'ViewerCertificate.SslSupportMethod is "vip", must be sni-only']],
    open: [[config({}), NOT_JUDGED], [config({ ViewerCertificate: { SslSupportMethod: PARAMETER } }), undetermined('ViewerCertificate.SslSupportMethod')]],
  },
  'CloudFront.TlsPolicy': oneOf('DistributionConfig.ViewerCertificate.MinimumProtocolVersion', ['TLSv1.2_2021', 'TLSv1.2_2025', 'TLSv1.3_2025'], 'TLSv1.1_2016', {
    as: 'ViewerCertificate.MinimumProtocolVersion',
    with: { DistributionConfig: { ...BASE.DistributionConfig, ViewerCertificate: { SslSupportMethod: 'sni-only' } } },
    differs: { fails: 'cdk-nag accepts TLS 1.1' },
  }),
  'CloudFront.OriginEncrypted': {
    holds: [custom({}), config({ Origins: [{ Id: 's', DomainName: 'd', S3OriginConfig: {} }] }), viaVpc({ OriginProtocolPolicy: 'https-only' })],
    fails: [
      [custom({ OriginProtocolPolicy: 'http-only' }), 'OriginProtocolPolicy of o is "http-only", must be https-only'],
      [config({ Origins: [{ Id: { 'Fn::Sub': '${Parameter}-origin' }, DomainName: 'd', CustomOriginConfig: { OriginProtocolPolicy: 'http-only' } }] }),
        'OriginProtocolPolicy of ${Parameter}-origin is "http-only", must be https-only'],
      [viaVpc({}), 'OriginProtocolPolicy of v is not set, must be https-only'],
    ],
    open: [[custom({ OriginProtocolPolicy: PARAMETER }), undetermined('OriginProtocolPolicy of o')], [viaVpc({ OriginProtocolPolicy: PARAMETER }), undetermined('OriginProtocolPolicy of v')]],
  },
  'CloudFront.OriginTls': {
    holds: [custom({ OriginSSLProtocols: ['TLSv1.2'] }), config({}), viaVpc({ OriginSSLProtocols: ['TLSv1.2'] })],
    fails: [
      [viaVpc({ OriginSSLProtocols: ['TLSv1.2', 'TLSv1'] }), 'OriginSSLProtocols of v is "TLSv1", must be another value'],
      [custom({}), 'OriginSSLProtocols of o has 0 items, must have at least 1'],
      ...['SSLv3', 'TLSv1', 'TLSv1.1'].map((protocol) => [
        custom({ OriginSSLProtocols: ['TLSv1.2', protocol] }), `OriginSSLProtocols of o is "${protocol}", must be another value`,
      ] as const),
    ],
    open: [[custom({ OriginSSLProtocols: PARAMETER }), undetermined('OriginSSLProtocols of o')]],
    differs: { fails: 'cdk-nag accepts TLS 1.1' },
  },
  'CloudFront.OriginAccessControl': {
    ...controlled({ DomainName: 'b.s3.eu-west-2.amazonaws.com', S3OriginConfig: {} }),
    differs: { fails: 'cdk-nag checks buckets of the stack only' },
  },
  'CloudFront.FunctionOriginAccessControl': (() => {
    const url = controlled({ DomainName: 'x.lambda-url.eu-west-2.on.aws' });
    const built = controlled({ DomainName: { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Url', 'FunctionUrl'] }] }] } });
    return { ...url, fails: [...url.fails, ...built.fails] };
  })(),
  'CloudFront.TrustedKeyGroups': {
    holds: [config({}), config({ CacheBehaviors: [{ TrustedKeyGroups: ['k'] }], DefaultCacheBehavior: { ...BEHAVIOUR, TrustedSigners: [] } })],
    fails: [
      [config({ DefaultCacheBehavior: { TrustedSigners: ['1'] } }), 'TrustedSigners is set, must be TrustedKeyGroups'],
      [config({ CacheBehaviors: [{ TrustedSigners: ['1'] }] }), 'TrustedSigners is set, must be TrustedKeyGroups'],
    ],
    open: [[config({ DefaultCacheBehavior: { TrustedSigners: PARAMETER } }), 'TrustedSigners is set, must be TrustedKeyGroups']],
  },
}));
