import { ResourceSafeguard } from '../model/safeguard';
import { anyValue, given, isOneOf, isSet, isTrue, listOf } from '../predicates/intrinsics';
import { HOLDS, mustBe, Outcome, undecided, unknown } from '../predicates/outcome';
import { isNotPublic, parsed } from '../predicates/policy';
import { Json, RenderedResource } from '../rendered';

const BASE_PATH_MAPPING = 'AWS::ApiGateway::BasePathMapping';
const DOMAINS = ['AWS::ApiGateway::DomainName', 'AWS::ApiGatewayV2::DomainName'];

/** Safeguards of the endpoints of APIs of Amazon API Gateway. */
export const API_ENDPOINTS: ResourceSafeguard[] = [
  {
    id: 'APIGateway.PrivateApiConfined',
    on: ['AWS::ApiGateway::RestApi'],
    statement: 'the policy of the private API admits only known VPC endpoints, VPCs or principals',
    rationale: 'Without a condition, every VPC with an endpoint for API Gateway can call the API, also one of another account',
    remedy: 'add a condition on `aws:SourceVpce` or `aws:SourceVpc` to the policy',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html#apigateway-resource-policies-source-vpc-example',
    always: true,
    sources: {},
    judge: ({ properties: { EndpointConfiguration, Parameters, Policy, Body } }) => {
      const types = [...listOf(EndpointConfiguration?.Types), ...listOf(Parameters?.endpointConfigurationTypes)];
      const documents = [Policy, parsed(Body)?.['x-amazon-apigateway-policy']].filter(given);
      // API Gateway does not deploy a private API without a policy.
      if (types.length === 0 || documents.length === 0) return undefined;
      const outcome = isNotPublic(documents, 'Policy', () => true, true);
      if (outcome.result === 'holds') return types.map(anyValue).includes('PRIVATE') ? HOLDS : undefined;
      return types.some((type) => isOneOf(type, 'PRIVATE')) ? outcome : undefined;
    },
  },
  {
    id: 'APIGateway.MutualTlsNotBypassed',
    on: [BASE_PATH_MAPPING, 'AWS::ApiGatewayV2::ApiMapping'],
    statement: 'an API with mutual TLS has no default endpoint',
    rationale: 'The default endpoint asks for no client certificate, so that callers can go around mutual TLS',
    remedy: 'set `disableExecuteApiEndpoint` of the API',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html',
    always: true,
    sources: {},
    judge: ({ type, template, properties }) => {
      const { DomainName } = properties;
      const domain = template.referenced(DomainName) ?? DOMAINS.map((each) => template.named(each, DomainName)).find(Boolean);
      if (!domain || !isSet(domain.properties.MutualTlsAuthentication?.TruststoreUri)) return undefined;
      const property = type === BASE_PATH_MAPPING ? 'RestApiId' : 'ApiId';
      const api = template.referenced(properties[property]);
      return api ? withoutDefaultEndpoint(api) : unknown(property, properties[property]);
    },
  },
];

// An OpenAPI document can disable the endpoint too (API Gateway Developer Guide, x-amazon-apigateway-endpoint-configuration).
function withoutDefaultEndpoint({ logicalId, properties: { DisableExecuteApiEndpoint: property, Body, BodyS3Location } }: RenderedResource): Outcome {
  const name = `DisableExecuteApiEndpoint of ${logicalId}`;
  if (given(property)) return mustBe(name, property, true);
  if (given(BodyS3Location)) return undecided(`${name} is not set, and its OpenAPI document in BodyS3Location is not in the templates`);
  const document = parsed(Body);
  const settings: Json[] = [document, ...listOf(document?.servers)].map((part) => part?.['x-amazon-apigateway-endpoint-configuration']?.disableExecuteApiEndpoint);
  return settings.some(isTrue) ? HOLDS : mustBe(name, property, true);
}
