import { ResourceSafeguard } from '../model/safeguard';
import { given, listOf } from '../predicates/intrinsics';
import { allOf, HOLDS, mustNotBe } from '../predicates/outcome';

/** Managed response headers policies that allow every origin. Source: Amazon CloudFront Developer Guide, Use managed response headers policies. */
const FOR_EVERY_ORIGIN = [
  // SimpleCORS, CORS-With-Preflight, CORS-and-SecurityHeadersPolicy, CORS-with-preflight-and-SecurityHeadersPolicy
  '60669652-455b-4ae9-85a4-c4c02393f86c', '5cc3b908-e619-4b99-88e5-2cf7f45965bd', 'e61eb60c-9c35-4d20-a928-2b84e02af89c', 'eaab4381-ed33-4a86-88ca-d9558dc6cd63',
];

/** Safeguards of cross-origin resource sharing of stored content. Those of APIs are with their services. */
export const CROSS_ORIGIN: ResourceSafeguard[] = [
  {
    id: 'S3.BucketCorsRestricted',
    on: ['AWS::S3::Bucket'],
    statement: 'the bucket allows specific origins',
    rationale: 'Otherwise, every website can use requests to the bucket, such as presigned URLs, in the browser of a user',
    remedy: 'set `allowedOrigins` of `cors` to your own origins',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html',
    always: true,
    sources: {},
    judge: ({ properties: { CorsConfiguration } }) => {
      const origins = listOf(CorsConfiguration?.CorsRules).flatMap(({ AllowedOrigins }) => listOf(AllowedOrigins));
      return origins.length ? allOf(...origins.map((origin) => mustNotBe('CorsConfiguration.CorsRules.AllowedOrigins', origin, '*', 'https://*', 'http://*'))) : undefined;
    },
  },
  {
    id: 'CloudFront.CorsRestricted',
    on: ['AWS::CloudFront::ResponseHeadersPolicy', 'AWS::CloudFront::Distribution'],
    statement: 'responses allow specific origins',
    rationale: 'Otherwise, every website can read the responses in the browser of a user',
    remedy: 'set `corsBehavior.accessControlAllowOrigins` to your own origins, and use no managed policy that allows all',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html',
    always: true,
    sources: {},
    judge: ({ template, properties: { ResponseHeadersPolicyConfig, DistributionConfig: config } }) => {
      const origins = listOf(ResponseHeadersPolicyConfig?.CorsConfig?.AccessControlAllowOrigins?.Items);
      const behaviours = [config?.DefaultCacheBehavior, ...listOf(config?.CacheBehaviors)];
      const policies = behaviours.map((behaviour) => behaviour?.ResponseHeadersPolicyId).filter(given);
      const outcomes = [
        ...origins.map((origin) => mustNotBe('CorsConfig.AccessControlAllowOrigins', origin, '*')),
        // A policy of the templates is none of the managed ones.
        ...policies.map((policy) => template.referenced(policy) ? HOLDS : mustNotBe('ResponseHeadersPolicyId', policy, ...FOR_EVERY_ORIGIN)),
      ];
      return outcomes.length ? allOf(...outcomes) : undefined;
    },
  },
];
