import { both, except } from './service-cases';
import { API_GATEWAY } from '../../../src/compliance/safeguards/api-gateway';
import { exactly, it_, namedBy, never, NOT_JUDGED, oneOf, PARAMETER, present, Triple, triples, undetermined } from '../triples';

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
    open: [[every({ LoggingLevel: PARAMETER }), undetermined(LEVEL)]],
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
  'APIGateway.StageAccessLogged': present('AccessLogSettings.DestinationArn', 'arn', {
    with: { ApiId: 'a', StageName: 's' }, differs: { holds: 'cdk-nag also requires a format, for which HTTP APIs have a default' },
  }),
  'APIGateway.StageClientCertificate': present('ClientCertificateId', 'c', { with: { RestApiId: 'a' } }),
  'APIGateway.StageTraced': exactly('TracingEnabled', true, false, { with: { RestApiId: 'a' } }),
  'APIGateway.StageWebAclAssociated': (() => {
    const named = namedBy('AWS::WAFv2::WebACLAssociation', 'ResourceArn', NOT_GUARDED, { with: STAGE, beside: REST });
    return {
      holds: [...named.holds, it_(STAGE, association('prod'))],
      fails: [...named.fails, [it_(STAGE, association('test')), NOT_GUARDED]],
      open: [...named.open, [it_({ RestApiId: 'imported', StageName: 'prod' }), NOT_GUARDED]],
    };
  })(),
  'APIGateway.StageCacheEncrypted': {
    holds: [it_({ RestApiId: 'a' }), every({}), every({ CachingEnabled: false }), every({ CachingEnabled: true, CacheDataEncrypted: true })],
    fails: [
      [every({ CachingEnabled: true }), 'CacheDataEncrypted of * /* is not set, must be true'],
      [every({ CachingEnabled: 'true', CacheDataEncrypted: false }), 'CacheDataEncrypted of * /* is false, must be true'],
    ],
    open: [[every({ CachingEnabled: true, CacheDataEncrypted: PARAMETER }), undetermined('CacheDataEncrypted of * /*')]],
    differs: { holds: 'cdk-nag requires a cache; a stage without a cache has no data to encrypt' },
  },
  'APIGateway.RouteAuthorized': oneOf('AuthorizationType', ['AWS_IAM', 'CUSTOM', 'JWT'], 'NONE', { with: { ApiId: 'a', RouteKey: 'GET /' } }),
  'APIGateway.PrivateIntegrationEncrypted': {
    ...present('TlsConfig', { ServerNameToVerify: 's' }, { with: { ConnectionType: 'VPC_LINK' } }),
    open: [[it_({ ConnectionType: 'INTERNET' }), NOT_JUDGED], [it_({}), NOT_JUDGED]],
  },
  'APIGateway.DomainTlsPolicy': never('SecurityPolicy', 'TLS_1_2', ['TLS_1_0']),
  'APIGateway.MethodAuthorized': {
    ...except(oneOf('AuthorizationType', ['AWS_IAM', 'COGNITO_USER_POOLS', 'CUSTOM'], 'NONE', { with: { HttpMethod: 'GET', ResourceId: 'r', RestApiId: 'a' } }), { HttpMethod: 'OPTIONS', AuthorizationType: 'NONE' }),
  },
  'APIGateway.RestStageAccessLogged': present('AccessLogSetting.DestinationArn', 'arn', { with: { RestApiId: 'a', DeploymentId: 'd' }, differs: { holds: 'cdk-nag also requires a format' } }),
  'APIGateway.StageContentNotLogged': traced((DataTraceEnabled) => ({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', DataTraceEnabled }] }), 'DataTraceEnabled of * /*'),
  'APIGateway.WebSocketStageContentNotLogged': traced((DataTraceEnabled) => ({ DefaultRouteSettings: { DataTraceEnabled } }), 'DefaultRouteSettings.DataTraceEnabled'),
  'APIGateway.CorsRestricted': {
    holds: [it_({ CorsConfiguration: { AllowOrigins: ['https://example.com'] } }), it_({})],
    fails: ['*', 'https://*'].map((origin) => [
      it_({ CorsConfiguration: { AllowOrigins: ['https://example.com', origin] } }), `CorsConfiguration.AllowOrigins is "${origin}", must be another value`,
    ]),
    open: [[it_({ CorsConfiguration: { AllowOrigins: [PARAMETER] } }), undetermined('CorsConfiguration.AllowOrigins')]],
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
    open: [[it_({ Integration: { Type: 'MOCK' } }), NOT_JUDGED], [it_({ Integration: { Uri: PARAMETER } }), undetermined('Integration.Uri')]],
  },
}));
