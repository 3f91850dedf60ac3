import { API_ENDPOINTS } from '../../../src/compliance/safeguards/api-endpoints';
import { Beside, it_, NOT_JUDGED, PARAMETER, PASSES, triples, undetermined } from '../triples';

const PRIVATE = { EndpointConfiguration: { Types: ['PRIVATE'] } };
const EVERYONE = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const FROM = { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } };
const NOT_FROM = { StringNotEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } };
const guarded = (...Statement: object[]) => ({ Policy: { Version: '2012-10-17', Statement } });
const document = (...Statement: object[]) => ({ Body: { 'openapi': '3.0.1', 'x-amazon-apigateway-policy': { Statement } } });
const OPEN = 'Policy allows execute-api:Invoke to all principals, must name principals or have a condition';

const MAPPING = { DomainName: { Ref: 'Domain' }, RestApiId: { Ref: 'Api' }, Stage: 'prod' };
const HTTP = { type: 'AWS::ApiGatewayV2::ApiMapping' };
const TRUST = { MutualTlsAuthentication: { TruststoreUri: 's3://trust/store.pem' } };
const domain = (more: object = TRUST, type = 'AWS::ApiGateway::DomainName'): Beside => ({ Domain: [type, { DomainName: 'api.acme.example', ...more }] });
const api = (more: object, type = 'AWS::ApiGateway::RestApi'): Beside => ({ Api: [type, { Name: 'api', ...more }] });
const closed = { DisableExecuteApiEndpoint: true };
const DISABLED = 'DisableExecuteApiEndpoint of Api';
const inDocument = { 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } };

describe('safeguards of the endpoints of Amazon API Gateway', () => triples(API_ENDPOINTS, {
  'APIGateway.PrivateApiConfined': {
    holds: [
      it_({ ...PRIVATE, ...guarded({ ...EVERYONE, Condition: FROM }) }),
      // As the AWS CDK and the API Gateway Developer Guide write it.
      it_({ ...PRIVATE, ...guarded(EVERYONE, { ...EVERYONE, Effect: 'Deny', Condition: NOT_FROM }) }),
      it_({ ...PRIVATE, ...guarded({ ...EVERYONE, Principal: { AWS: '123456789012' } }) }),
      it_({ Parameters: { endpointConfigurationTypes: 'PRIVATE' }, ...document({ ...EVERYONE, Condition: FROM }) }),
    ],
    fails: [
      [it_({ ...PRIVATE, ...guarded(EVERYONE) }), OPEN],
      [it_({ ...PRIVATE, ...guarded({ ...EVERYONE, Condition: { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/16' } } }) }), OPEN],
      [it_({ ...PRIVATE, ...guarded(EVERYONE, { ...EVERYONE, Effect: 'Deny', Resource: 'execute-api:/prod/*', Condition: NOT_FROM }) }), OPEN],
      [it_({ ...PRIVATE, ...document(EVERYONE) }), OPEN],
    ],
    open: [
      // Everyone on the internet reaches another API anyway, and API Gateway deploys no private API without a policy.
      [it_({ EndpointConfiguration: { Types: ['REGIONAL'] }, ...guarded(EVERYONE) }), NOT_JUDGED], [it_({ ...guarded(EVERYONE) }), NOT_JUDGED], [it_(PRIVATE), NOT_JUDGED],
      [it_({ EndpointConfiguration: { Types: [PARAMETER] }, ...guarded({ ...EVERYONE, Condition: FROM }) }), NOT_JUDGED],
      [it_({ EndpointConfiguration: { Types: [PARAMETER] }, ...guarded(EVERYONE) }), undetermined('EndpointConfiguration.Types[0]')],
      [it_({ ...PRIVATE, ...guarded({ ...EVERYONE, Condition: { StringLike: { 'aws:SourceVpce': PARAMETER } } }) }), undetermined('Policy.Statement[0].Condition.StringLike.aws:SourceVpce')],
    ],
  },
  'APIGateway.MutualTlsNotBypassed': {
    holds: [
      it_(MAPPING, { ...domain(), ...api(closed) }),
      it_({ DomainName: { Ref: 'Domain' }, ApiId: { Ref: 'Api' } }, { ...domain(TRUST, 'AWS::ApiGatewayV2::DomainName'), ...api(closed, 'AWS::ApiGatewayV2::Api') }, HTTP),
      it_(MAPPING, { ...domain(), ...api({ Body: inDocument }) }),
      it_({ DomainName: { Ref: 'Domain' }, ApiId: { Ref: 'Api' } }, { ...domain(), ...api({ Body: { servers: [inDocument] } }, 'AWS::ApiGatewayV2::Api') }, HTTP),
    ],
    fails: [
      [it_(MAPPING, { ...domain(), ...api({}) }), `${DISABLED} is not set, must be true`],
      [it_(MAPPING, { ...domain(), ...api({ DisableExecuteApiEndpoint: false, Body: inDocument }) }), `${DISABLED} is false, must be true`],
      [it_({ DomainName: { Ref: 'Domain' }, ApiId: { Ref: 'Api' } }, { ...domain(TRUST, 'AWS::ApiGatewayV2::DomainName'), ...api({}, 'AWS::ApiGatewayV2::Api') }, HTTP), `${DISABLED} is not set, must be true`],
      [it_(MAPPING, { ...domain(), ...api({ Body: { openapi: '3.0.1' } }) }), `${DISABLED} is not set, must be true`],
    ],
    open: [
      [it_(MAPPING, { ...domain({}), ...api({}) }), NOT_JUDGED],
      // By the name of the domain.
      [it_({ ...MAPPING, DomainName: 'api.acme.example' }, { ...domain(), ...api(closed) }), PASSES],
      [it_({ ...MAPPING, DomainName: 'api.acme.example' }, { ...domain(), ...api({}) }), `${DISABLED} is not set, must be true`],
      [it_({ ...MAPPING, DomainName: 'other.acme.example' }, { ...domain(), ...api({}) }), NOT_JUDGED],
      [it_({ ...MAPPING, RestApiId: 'a1b2c3' }, domain()), 'RestApiId is "a1b2c3", which is not in the templates'],
      [it_({ ...MAPPING, RestApiId: PARAMETER }, domain()), undetermined('RestApiId')],
      [it_(MAPPING, { ...domain(), ...api({ DisableExecuteApiEndpoint: PARAMETER }) }), undetermined(DISABLED)],
      [it_(MAPPING, { ...domain(), ...api({ BodyS3Location: { Bucket: 'b', Key: 'api.yaml' } }) }), `${DISABLED} is not set, and its OpenAPI document in BodyS3Location is not in the templates`],
      [it_(MAPPING, { ...domain({ MutualTlsAuthentication: { TruststoreUri: PARAMETER } }), ...api(closed) }), PASSES],
    ],
  },
}));
