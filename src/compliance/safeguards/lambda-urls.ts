import { ResourceSafeguard } from '../model/safeguard';
import { listOf } from '../predicates/intrinsics';
import { allOf, mustBe, mustNotBe } from '../predicates/outcome';

const ON_URLS = ['AWS::Lambda::Url'];

/** Safeguards of the function URLs of AWS Lambda. */
export const LAMBDA_URLS: ResourceSafeguard[] = [
  {
    id: 'Lambda.UrlAuthorized',
    on: ON_URLS,
    statement: 'the function URL requires IAM authorization',
    rationale: 'Without authorization, everyone on the internet can call the function',
    remedy: 'set `authType` to `AWS_IAM`',
    severity: 'critical',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    always: true,
    sources: { cdkNag: ['LambdaFunctionUrlAuth'], prowler: ['awslambda_function_url_public'] },
    judge: ({ properties }) => mustBe('AuthType', properties.AuthType, 'AWS_IAM'),
  },
  {
    id: 'Lambda.UrlCorsRestricted',
    on: ON_URLS,
    statement: 'the function URL allows specific origins',
    rationale: 'Otherwise, every website can call the function from the browser of a signed-in user',
    remedy: 'set `allowedOrigins` to your own origins',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html',
    always: true,
    sources: {},
    judge: ({ properties: { Cors } }) => allOf(...listOf(Cors?.AllowOrigins).map((origin) => mustNotBe('Cors.AllowOrigins', origin, '*'))),
  },
];
