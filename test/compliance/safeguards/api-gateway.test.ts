import { both, except } from './service-cases';
import { API_GATEWAY } from '../../../src/compliance/safeguards/api-gateway';
import { exactly, it_, namedBy, never, NOT_JUDGED, oneOf, PARAMETER, PASSES, present, Triple, triples, undetermined } from '../triples';

const every = (settings: object) => it_({ RestApiId: 'a', MethodSettings: [{ HttpMethod: 'GET', ResourcePath: '/*' }, { HttpMethod: '*', ResourcePath: '/*', ...settings }] });
const LEVEL = 'LoggingLevel of /*';
const api = (ProtocolType: string) => ({ Api: ['AWS::ApiGatewayV2::Api', { ProtocolType }] as const });
const socket = (LoggingLevel?: unknown) => it_({ ApiId: { Ref: 'Api' }, DefaultRouteSettings: { LoggingLevel } }, api('WEBSOCKET'));
const NOT_GUARDED = 'no AWS::WAFv2::WebACLAssociation references it';
const STAGE = { RestApiId: { Ref: 'Api' }, StageName: 'prod' };
const REST = { Api: ['AWS::ApiGateway::RestApi', { Name: 'a' }] } as const;
const association = (name: string) => ({
  ...REST,
  Association: ['AWS::WAFv2::WebACLAssociation', {
    WebACLArn: 'w', ResourceArn: { 'Fn::Join': ['', ['arn:aws:apigateway:eu-west-2::/restapis/', { Ref: 'Api' }, `/stages/${name}`]] },
  }] as const,
});

const DEPLOYMENT = { type: 'AWS::ApiGateway::Deployment' };
/** A deployment that creates a stage. */
const inline = (StageDescription?: object) => it_({ RestApiId: { Ref: 'Api' }, StageName: 'prod', StageDescription }, REST, DEPLOYMENT);
/** A deployment whose stage is a resource of its own. */
const ONLY_DEPLOYED = [it_({ RestApiId: { Ref: 'Api' } }, REST, DEPLOYMENT), NOT_JUDGED] as const;
const onDeployment = (triple: Triple, holds: object, wrong: ReadonlyArray<readonly [object | undefined, string]>): Triple => ({
  ...triple,
  holds: [...triple.holds, inline(holds)],
  fails: [...triple.fails, ...wrong.map(([settings, finding]) => [inline(settings), finding] as const)],
  open: [...triple.open, ONLY_DEPLOYED],
});

const REST_API = { type: 'AWS::ApiGateway::RestApi' };
const HTTP_API = { type: 'AWS::ApiGatewayV2::Api' };
const SCHEMES = {
  signed: { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
  tokens: { 'type': 'oauth2', 'x-amazon-apigateway-authorizer': { type: 'jwt', jwtConfiguration: { issuer: 'https://example.com/' } } },
  key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
};
const document = (paths: object, more: object = {}) => ({ openapi: '3.0.1', components: { securitySchemes: SCHEMES }, paths, ...more });
const rest = (Body: unknown, more: object = {}) => it_({ Body, ...more }, {}, REST_API);
const http = (Body: unknown, more: object = {}) => it_({ Body, ...more }, {}, HTTP_API);
const secured = (...scheme: string[]) => ({ security: scheme.map((name) => ({ [name]: [] })) });
const unauthorized = (names: string) => `Body has no authorization for ${names}, must name an authorizer or AWS_IAM for each`;
const sentTo = (uri: unknown, more: object = {}) => ({ '/pets': { get: { 'x-amazon-apigateway-integration': { type: 'http', uri, ...more } } } });
const preflight = (responseParameters: object) => ({ 'x-amazon-apigateway-integration': { type: 'mock', responses: { default: { responseParameters } } } });
const created = (properties?: object) => it_({ ProtocolType: 'HTTP', Target: 'arn:aws:lambda:eu-west-2:123456789012:function:f' }, properties && {
  Overrides: ['AWS::ApiGatewayV2::ApiGatewayManagedOverrides', { ApiId: { Ref: 'It' }, ...properties }],
}, HTTP_API);

const traced = (properties: (value: unknown) => object, name: string, right: unknown = false, wrong: unknown = true): Triple => ({
  holds: [it_(properties(right)), it_({}), it_(properties(undefined))],
  fails: [[it_(properties(wrong)), `${name} is ${JSON.stringify(wrong)}, must be another value`]],
  open: [[it_(properties(PARAMETER)), undetermined(name)]],
});

describe('safeguards of Amazon API Gateway', () => triples(API_GATEWAY, {
  'APIGateway.StageExecutionLogged': {
    holds: [every({ LoggingLevel: 'INFO' }), every({ LoggingLevel: 'ERROR' })],
    fails: [
      [it_({ RestApiId: 'a' }), `${LEVEL} is not set, must be one of INFO, ERROR`],
      [every({ LoggingLevel: 'OFF' }), `${LEVEL} is "OFF", must be one of INFO, ERROR`],
      [it_({ RestApiId: 'a', MethodSettings: [{ HttpMethod: '*', ResourcePath: '/a', LoggingLevel: 'INFO' }] }), `${LEVEL} is not set, must be one of INFO, ERROR`],
      [it_({ RestApiId: 'a', MethodSettings: [{ HttpMethod: 'GET', ResourcePath: '/*', LoggingLevel: 'INFO' }] }), `${LEVEL} is not set, must be one of INFO, ERROR`],
    ],
    open: [
      [every({ LoggingLevel: PARAMETER }), undetermined(LEVEL)], ONLY_DEPLOYED,
      [inline({ LoggingLevel: 'INFO' }), PASSES], [inline({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR' }] }), PASSES],
      [inline(), `${LEVEL} is not set, must be one of INFO, ERROR`], [inline({ LoggingLevel: 'OFF' }), `${LEVEL} is "OFF", must be one of INFO, ERROR`],
    ],
  },
  'APIGateway.WebSocketStageExecutionLogged': {
    holds: [socket('INFO'), socket('ERROR')],
    fails: [
      [socket(), 'DefaultRouteSettings.LoggingLevel is not set, must be one of INFO, ERROR'],
      [socket('OFF'), 'DefaultRouteSettings.LoggingLevel is "OFF", must be one of INFO, ERROR'],
      [it_({ ApiId: { Ref: 'Api' } }, api('WEBSOCKET')), 'DefaultRouteSettings.LoggingLevel is not set, must be one of INFO, ERROR'],
    ],
    open: [[socket(PARAMETER), undetermined('DefaultRouteSettings.LoggingLevel')], [it_({ ApiId: { Ref: 'Api' } }, api('HTTP')), NOT_JUDGED], [it_({ ApiId: 'a' }), NOT_JUDGED]],
  },
  'APIGateway.StageAccessLogged': (() => {
    const stage = present('AccessLogSettings.DestinationArn', 'arn', {
      with: { ApiId: 'a', StageName: 's' }, differs: { holds: 'cdk-nag also requires a format, for which HTTP APIs have a default' },
    });
    const unset = 'AccessLogSettings.DestinationArn of the stage that Target creates is not set';
    return {
      ...stage,
      holds: [...stage.holds, created({ Stage: { AccessLogSettings: { DestinationArn: 'arn' } } })],
      fails: [...stage.fails, [created(), unset], [created({ Stage: { AutoDeploy: true } }), unset]],
      open: [...stage.open, [it_({ ProtocolType: 'HTTP' }, {}, HTTP_API), NOT_JUDGED]],
    };
  })(),
  'APIGateway.StageClientCertificate': onDeployment(present('ClientCertificateId', 'c', { with: { RestApiId: 'a' } }), { ClientCertificateId: 'c' }, [
    [undefined, 'ClientCertificateId is not set'],
  ]),
  'APIGateway.StageTraced': onDeployment(exactly('TracingEnabled', true, false, { with: { RestApiId: 'a' } }), { TracingEnabled: true }, [
    [{ TracingEnabled: false }, 'TracingEnabled is false, must be true'],
  ]),
  'APIGateway.StageWebAclAssociated': (() => {
    const named = namedBy('AWS::WAFv2::WebACLAssociation', 'ResourceArn', NOT_GUARDED, { with: STAGE, beside: REST });
    return {
      holds: [...named.holds, it_(STAGE, association('prod'))],
      fails: [...named.fails, [it_(STAGE, association('test')), NOT_GUARDED]],
      open: [
        ...named.open, [it_({ RestApiId: 'imported', StageName: 'prod' }), NOT_GUARDED], ONLY_DEPLOYED, [inline(), NOT_GUARDED],
        [{ ...inline(), beside: association('prod') }, PASSES],
      ],
    };
  })(),
  'APIGateway.StageCacheEncrypted': {
    holds: [it_({ RestApiId: 'a' }), every({}), every({ CachingEnabled: false }), every({ CachingEnabled: true, CacheDataEncrypted: true })],
    fails: [
      [every({ CachingEnabled: true }), 'CacheDataEncrypted of * /* is not set, must be true'],
      [every({ CachingEnabled: 'true', CacheDataEncrypted: false }), 'CacheDataEncrypted of * /* is false, must be true'],
    ],
    open: [
      [every({ CachingEnabled: true, CacheDataEncrypted: PARAMETER }), undetermined('CacheDataEncrypted of * /*')],
      [inline({ CachingEnabled: true }), 'CacheDataEncrypted of * /* is not set, must be true'], [inline({ CachingEnabled: true, CacheDataEncrypted: true }), PASSES],
    ],
    differs: { holds: 'cdk-nag requires a cache; a stage without a cache has no data to encrypt' },
  },
  'APIGateway.RouteAuthorized': (() => {
    const route = oneOf('AuthorizationType', ['AWS_IAM', 'CUSTOM', 'JWT'], 'NONE', { with: { ApiId: 'a', RouteKey: 'GET /' } });
    const created_ = 'AuthorizationType of the route that Target creates';
    return {
      ...route,
      holds: [...route.holds, created({ Route: { AuthorizationType: 'AWS_IAM' } }), http(document({ '/pets': { get: secured('tokens') } }))],
      fails: [
        ...route.fails, [created(), `${created_} is not set, must be one of AWS_IAM, CUSTOM, JWT`],
        [created({ Route: { AuthorizationType: 'NONE' } }), `${created_} is "NONE", must be one of AWS_IAM, CUSTOM, JWT`],
        [http(document({ '/$default': { 'x-amazon-apigateway-any-method': {} } })), unauthorized('ANY /$default')],
      ],
      open: [
        ...route.open, [it_({ ProtocolType: 'HTTP' }, {}, HTTP_API), NOT_JUDGED],
        [http(undefined, { BodyS3Location: { Bucket: 'b', Key: 'k' } }), 'methods in BodyS3Location are not in the templates'],
      ],
      differs: route.differs,
    };
  })(),
  'APIGateway.PrivateIntegrationEncrypted': {
    holds: [
      ...present('TlsConfig', { ServerNameToVerify: 's' }, { with: { ConnectionType: 'VPC_LINK' } }).holds,
      http(document(sentTo('arn', { connectionType: 'VPC_LINK', tlsConfig: { serverNameToVerify: 's' } }))), http(document(sentTo('https://example.com/'))),
    ],
    fails: [
      [it_({ ConnectionType: 'VPC_LINK' }), 'TlsConfig is not set'], [http(document(sentTo('arn', { connectionType: 'VPC_LINK' }))), 'tlsConfig of GET /pets in Body is not set'],
    ],
    open: [[it_({ ConnectionType: 'INTERNET' }), NOT_JUDGED], [it_({}), NOT_JUDGED]],
  },
  'APIGateway.DomainTlsPolicy': never('SecurityPolicy', 'TLS_1_2', ['TLS_1_0']),
  'APIGateway.MethodAuthorized': {
    ...both(
      except(oneOf('AuthorizationType', ['AWS_IAM', 'COGNITO_USER_POOLS', 'CUSTOM'], 'NONE', { with: { HttpMethod: 'GET', ResourceId: 'r', RestApiId: 'a' } }), { HttpMethod: 'OPTIONS', AuthorizationType: 'NONE' }),
      {
        holds: [
          rest(document({ '/pets': { get: secured('key', 'signed'), options: {}, parameters: [] } })), rest(document({})),
          rest({ swagger: '2.0', securityDefinitions: SCHEMES, paths: { '/pets': { post: secured('tokens') } } }),
          rest(document({ '/pets': { get: { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } } })),
          rest(JSON.stringify(document({ '/pets': { get: secured('signed') } }))),
        ],
        fails: [
          [rest(document({ '/pets': { get: {}, post: secured('key'), delete: secured('unknown') }, '/pets/{id}': { get: secured('signed'), put: { security: [] } } })),
            unauthorized('GET /pets, POST /pets, DELETE /pets and 1 more')],
          [rest(document({ '/pets': { get: {} } }, secured('signed'))), unauthorized('GET /pets')],
          [rest(document({ '/pets': { get: { ...secured('signed'), 'x-amazon-apigateway-auth': { type: 'NONE' } } } })), unauthorized('GET /pets')],
        ],
        open: [
          [rest(undefined), NOT_JUDGED], [rest(PARAMETER), undetermined('Body')], [rest('{"openapi'), 'Body is no JSON before deployment, must be a literal value'],
          [rest({ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/api.yaml' } } }),
            undetermined('Body', { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/api.yaml' } } })],
          [rest(undefined, { BodyS3Location: { Bucket: 'b', Key: 'k' } }), 'methods in BodyS3Location are not in the templates'],
          [rest(undefined, { CloneFrom: 'a1b2c3' }), 'methods in CloneFrom are not in the templates'],
        ],
      }),
  },
  'APIGateway.RestStageAccessLogged': onDeployment(
    present('AccessLogSetting.DestinationArn', 'arn', { with: { RestApiId: 'a', DeploymentId: 'd' }, differs: { holds: 'cdk-nag also requires a format' } }),
    { AccessLogSetting: { DestinationArn: 'arn' } }, [[{}, 'AccessLogSetting.DestinationArn is not set']],
  ),
  'APIGateway.StageContentNotLogged': onDeployment(
    traced((DataTraceEnabled) => ({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', DataTraceEnabled }] }), 'DataTraceEnabled of * /*'),
    {}, [[{ DataTraceEnabled: true }, 'DataTraceEnabled of * /* is true, must be another value']],
  ),
  'APIGateway.WebSocketStageContentNotLogged': traced((DataTraceEnabled) => ({ DefaultRouteSettings: { DataTraceEnabled } }), 'DefaultRouteSettings.DataTraceEnabled'),
  'APIGateway.CorsRestricted': {
    holds: [it_({ CorsConfiguration: { AllowOrigins: ['https://example.com'] } }), it_({})],
    fails: ['*', 'https://*', 'http://*'].map((origin) => [
      it_({ CorsConfiguration: { AllowOrigins: ['https://example.com', origin] } }), `CorsConfiguration.AllowOrigins is "${origin}", must be another value`,
    ]),
    open: [
      [it_({ CorsConfiguration: { AllowOrigins: [PARAMETER] } }), undetermined('CorsConfiguration.AllowOrigins')],
      [http(document({}, { 'x-amazon-apigateway-cors': { allowOrigins: ['*'] } })), 'x-amazon-apigateway-cors.allowOrigins is "*", must be another value'],
    ],
  },
  'APIGateway.PreflightRestricted': (() => {
    const answer = (origin: unknown) => it_({
      HttpMethod: 'OPTIONS',
      Integration: {
        Type: 'MOCK',
        IntegrationResponses: [
          { StatusCode: '204', ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': origin } },
        ],
      },
    });
    return except({
      holds: [answer("'https://example.com'"), it_({ HttpMethod: 'OPTIONS' })],
      fails: [
        [answer("'*'"), 'Access-Control-Allow-Origin is "\'*\'", must be another value'],
        [it_({ ResponseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" } }, {}, { type: 'AWS::ApiGateway::GatewayResponse' }),
          'Access-Control-Allow-Origin is "\'*\'", must be another value'],
        [rest(document({ '/pets': { options: preflight({ 'method.response.header.Access-Control-Allow-Origin': "'*'" }) } })), 'Access-Control-Allow-Origin of OPTIONS /pets in Body is "\'*\'", must be another value'],
        [rest(document({}, {
          'x-amazon-apigateway-gateway-responses': { DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" } } },
        })), 'Access-Control-Allow-Origin of DEFAULT_4XX in Body is "\'*\'", must be another value'],
      ],
      open: [[answer(PARAMETER), undetermined('Access-Control-Allow-Origin')]],
    }, { HttpMethod: 'GET' });
  })(),
  'APIGateway.UsagePlanThrottled': both(
    present('Throttle.RateLimit', 10, { with: { Throttle: { BurstLimit: 2 } } }), present('Throttle.BurstLimit', 2, { with: { Throttle: { RateLimit: 10 } } })),
  'APIGateway.HttpDomainTlsPolicy': traced((policy) => ({ DomainNameConfigurations: [{ SecurityPolicy: policy }] }), 'SecurityPolicy', 'TLS_1_2', 'TLS_1_0'),
  'APIGateway.IntegrationEncrypted': {
    holds: [it_({ Integration: { Uri: 'https://internal.example.com/' } }), it_({ IntegrationUri: 'https://internal.example.com/' }, {}, { type: 'AWS::ApiGatewayV2::Integration' })],
    fails: [
      [it_({ Integration: { Uri: 'http://internal.example.com/' } }), 'Integration.Uri is http://internal.example.com/, must begin with https:'],
      [it_({ IntegrationUri: 'http://internal.example.com/' }, {}, { type: 'AWS::ApiGatewayV2::Integration' }), 'Integration.Uri is http://internal.example.com/, must begin with https:'],
    ],
    open: [
      [it_({ Integration: { Type: 'MOCK' } }), NOT_JUDGED], [it_({ Integration: { Uri: PARAMETER } }), undetermined('Integration.Uri')],
      [rest(document(sentTo('http://example.com/'))), 'uri of GET /pets in Body is http://example.com/, must begin with https:'],
      [rest(document({ '/pets': { get: { 'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/pets' } } } }, {
        components: { 'x-amazon-apigateway-integrations': { pets: { type: 'http_proxy', uri: 'http://example.com/' } } },
      })), 'uri of GET /pets in Body is http://example.com/, must begin with https:'],
      [rest(document(sentTo({ 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/f/invocations' }))), PASSES],
      [it_({ ProtocolType: 'HTTP', Target: 'http://example.com/' }, {}, HTTP_API), 'Target is http://example.com/, must begin with https:'], [created(), PASSES],
    ],
  },
}));
