import { CROSS_ORIGIN } from '../../../src/compliance/safeguards/cross-origin';
import { it_, NOT_JUDGED, PARAMETER, PASSES, triples, undetermined } from '../triples';

const DISTRIBUTION = { type: 'AWS::CloudFront::Distribution' };
const cors = (...AllowedOrigins: unknown[]) => it_({ CorsConfiguration: { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['https://acme.example'] }, { AllowedMethods: ['PUT'], AllowedOrigins }] } });
const headers = (...Items: unknown[]) => it_({ ResponseHeadersPolicyConfig: { CorsConfig: { AccessControlAllowOrigins: { Items } } } });
const behaviour = (ResponseHeadersPolicyId: unknown) => ({ DefaultCacheBehavior: { ResponseHeadersPolicyId } });
const distribution = (DistributionConfig: object, beside = {}) => it_({ DistributionConfig }, beside, DISTRIBUTION);
const other = (name: string, got: string) => `${name} is "${got}", must be another value`;
const ORIGINS = 'CorsConfiguration.CorsRules.AllowedOrigins';

describe('safeguards of cross-origin resource sharing', () => triples(CROSS_ORIGIN, {
  'S3.BucketCorsRestricted': {
    holds: [cors('https://acme.example'), cors('https://*.acme.example')],
    fails: [[cors('*'), other(ORIGINS, '*')], [cors('https://acme.example', 'https://*'), other(ORIGINS, 'https://*')], [cors('http://*'), other(ORIGINS, 'http://*')]],
    open: [[it_({}), NOT_JUDGED], [cors(PARAMETER), undetermined(ORIGINS)], [cors({ 'Fn::Sub': 'https://${Parameter}.acme.example' }), PASSES]],
  },
  'CloudFront.CorsRestricted': {
    holds: [
      headers('https://acme.example'),
      // The managed SecurityHeadersPolicy, and a policy of the template.
      distribution(behaviour('67f7725c-6f97-4210-82d7-5512b31e9d03')),
      distribution(behaviour({ Ref: 'Own' }), { Own: ['AWS::CloudFront::ResponseHeadersPolicy', {}] }),
    ],
    fails: [
      [headers('https://acme.example', '*'), other('CorsConfig.AccessControlAllowOrigins', '*')],
      ...['60669652-455b-4ae9-85a4-c4c02393f86c', '5cc3b908-e619-4b99-88e5-2cf7f45965bd', 'e61eb60c-9c35-4d20-a928-2b84e02af89c', 'eaab4381-ed33-4a86-88ca-d9558dc6cd63']
        .map((id) => [distribution(behaviour(id)), other('ResponseHeadersPolicyId', id)] as const),
      [distribution({ DefaultCacheBehavior: {}, CacheBehaviors: [{ ResponseHeadersPolicyId: '60669652-455b-4ae9-85a4-c4c02393f86c' }] }), other('ResponseHeadersPolicyId', '60669652-455b-4ae9-85a4-c4c02393f86c')],
    ],
    open: [
      [headers(), NOT_JUDGED], [distribution({ DefaultCacheBehavior: {} }), NOT_JUDGED], [headers(PARAMETER), undetermined('CorsConfig.AccessControlAllowOrigins')],
      [distribution(behaviour(PARAMETER)), undetermined('ResponseHeadersPolicyId')],
    ],
  },
}));
