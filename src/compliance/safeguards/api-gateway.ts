import { ResourceSafeguard } from '../model/safeguard';
import { given, isTrue, listOf } from '../predicates/intrinsics';
import { documentRestrictsOrigins, operationsAuthorized, operationsSentOverHttps, privateOperationsEncrypted } from '../predicates/open-api';
import { allOf, called, mustBe, mustBeOneOf, mustBeSet, mustExist, mustNotBe, sentOverHttps } from '../predicates/outcome';
import { hasWebAcl, methodSettingsOf, ofEveryMethod, ofStage, quickCreated, REST_STAGES, settingOf } from '../predicates/stages';

const REST_API = 'AWS::ApiGateway::RestApi';
const HTTP_API = 'AWS::ApiGatewayV2::Api';
const EVERY_SITE = ['*', 'https://*', 'http://*'];
const ROUTE_AUTHORIZATION = ['AWS_IAM', 'CUSTOM', 'JWT'];

/** Safeguards of Amazon API Gateway. */
export const API_GATEWAY: ResourceSafeguard[] = [
  {
    id: 'APIGateway.StageExecutionLogged',
    on: REST_STAGES,
    statement: 'execution logging is enabled',
    rationale: 'Execution logs show failed authorization and integration',
    remedy: 'set `loggingLevel` to `INFO` or `ERROR`',
    sources: { securityHub: ['APIGateway.1'], cdkNag: ['APIGWExecutionLoggingEnabled'], prowler: ['apigateway_restapi_logging_enabled'] },
    judge: ofStage((stage) => mustBeOneOf('LoggingLevel of /*', ofEveryMethod(stage)?.LoggingLevel, ['INFO', 'ERROR'])),
  },
  {
    id: 'APIGateway.WebSocketStageExecutionLogged',
    on: ['AWS::ApiGatewayV2::Stage'],
    statement: 'execution logging of the WebSocket API is enabled',
    rationale: 'Execution logs show failed authorization and integration',
    remedy: 'set `defaultRouteSettings.loggingLevel` to `INFO` or `ERROR`',
    sources: { securityHub: ['APIGateway.1'] },
    // An HTTP API has no execution log.
    judge: ({ properties: { ApiId, DefaultRouteSettings }, template }) => template.referenced(ApiId)?.properties.ProtocolType === 'WEBSOCKET'
      ? mustBeOneOf('DefaultRouteSettings.LoggingLevel', DefaultRouteSettings?.LoggingLevel, ['INFO', 'ERROR'])
      : undefined,
  },
  {
    id: 'APIGateway.StageAccessLogged',
    on: ['AWS::ApiGatewayV2::Stage', HTTP_API],
    statement: 'access logging is enabled',
    rationale: 'Access logs show which callers sent which requests',
    remedy: 'set `accessLogSettings`',
    sources: { securityHub: ['APIGateway.9'], cdkNag: ['APIGWAccessLogging'], prowler: ['apigatewayv2_api_access_logging_enabled'] },
    judge: (stage) => stage.type === HTTP_API
      ? quickCreated(stage, ({ Stage }) => mustBeSet('AccessLogSettings.DestinationArn of the stage that Target creates', Stage?.AccessLogSettings?.DestinationArn))
      : mustBeSet('AccessLogSettings.DestinationArn', stage.properties.AccessLogSettings?.DestinationArn),
  },
  {
    id: 'APIGateway.StageClientCertificate',
    on: REST_STAGES,
    statement: 'the stage presents a client certificate to its backends',
    rationale: 'The backend can reject requests that do not come from the API',
    remedy: 'set `clientCertificateId`',
    sources: { securityHub: ['APIGateway.2'], cdkNag: ['APIGWSSLEnabled'] },
    judge: ofStage((stage) => mustBeSet('ClientCertificateId', settingOf(stage, 'ClientCertificateId'))),
  },
  {
    id: 'APIGateway.StageTraced',
    on: REST_STAGES,
    statement: 'AWS X-Ray tracing is enabled',
    rationale: 'Traces show which calls a request made, and where it failed',
    remedy: 'set `tracingEnabled`',
    sources: { securityHub: ['APIGateway.3'], cdkNag: ['APIGWXrayEnabled'], prowler: ['apigateway_restapi_tracing_enabled'] },
    judge: ofStage((stage) => mustBe('TracingEnabled', settingOf(stage, 'TracingEnabled'), true)),
  },
  {
    id: 'APIGateway.StageWebAclAssociated',
    on: REST_STAGES,
    statement: 'the stage is associated with a web ACL',
    rationale: 'A web ACL blocks common attacks before they reach the API',
    remedy: 'associate a web ACL with the stage',
    sources: { securityHub: ['APIGateway.4'], cdkNag: ['APIGWAssociatedWithWAF'], prowler: ['apigateway_restapi_waf_acl_attached'] },
    judge: ofStage((stage) => mustExist(hasWebAcl(stage), 'no AWS::WAFv2::WebACLAssociation references it')),
  },
  {
    id: 'APIGateway.StageCacheEncrypted',
    on: REST_STAGES,
    statement: 'cache data is encrypted',
    rationale: 'The cache holds copies of responses on disk',
    remedy: 'set `cacheDataEncrypted`',
    sources: { securityHub: ['APIGateway.5'], cdkNag: ['APIGWCacheEnabledAndEncrypted'], prowler: ['apigateway_restapi_cache_encrypted'] },
    // A stage without a cache has nothing to encrypt.
    judge: ofStage((stage) => allOf(...methodSettingsOf(stage)
      .filter(({ CachingEnabled }) => isTrue(CachingEnabled))
      .map(({ HttpMethod, ResourcePath, CacheDataEncrypted }) => mustBe(`CacheDataEncrypted of ${called(HttpMethod)} ${called(ResourcePath)}`, CacheDataEncrypted, true)))),
  },
  {
    id: 'APIGateway.RouteAuthorized',
    on: ['AWS::ApiGatewayV2::Route', HTTP_API],
    statement: 'the route requires authorization',
    rationale: 'Without authorization, everyone who reaches the API can call the route',
    remedy: 'set `authorizer`',
    sources: { securityHub: ['APIGateway.8'], cdkNag: ['APIGWAuthorization'] },
    judge: (route) => route.type === HTTP_API
      ? operationsAuthorized(route.properties, { isRest: false })
        ?? quickCreated(route, ({ Route }) => mustBeOneOf('AuthorizationType of the route that Target creates', Route?.AuthorizationType, ROUTE_AUTHORIZATION))
      : mustBeOneOf('AuthorizationType', route.properties.AuthorizationType, ROUTE_AUTHORIZATION),
  },
  {
    id: 'APIGateway.PrivateIntegrationEncrypted',
    on: ['AWS::ApiGatewayV2::Integration', HTTP_API],
    statement: 'traffic to private integrations is encrypted',
    rationale: 'Requests pass the network between API and backend in plain text',
    remedy: 'set `tlsConfig`',
    sources: { securityHub: ['APIGateway.10'] },
    judge: ({ type, properties }) => type === HTTP_API
      ? privateOperationsEncrypted(properties)
      : properties.ConnectionType === 'VPC_LINK' ? mustBeSet('TlsConfig', properties.TlsConfig) : undefined,
  },
  {
    id: 'APIGateway.DomainTlsPolicy',
    on: ['AWS::ApiGateway::DomainName'],
    statement: 'the domain name requires TLS 1.2 or later',
    rationale: 'TLS 1.0 has known flaws that reveal data in transit',
    remedy: 'set `securityPolicy` to `TLS_1_2` or later',
    sources: { securityHub: ['APIGateway.11'] },
    judge: ({ properties }) => mustNotBe('SecurityPolicy', properties.SecurityPolicy, 'TLS_1_0'),
  },
  {
    id: 'APIGateway.MethodAuthorized',
    on: ['AWS::ApiGateway::Method', REST_API],
    statement: 'the method requires authorization',
    rationale: 'Without authorization, everyone who reaches the API can call the method',
    remedy: 'set `authorizationType`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
    always: true,
    sources: { cdkNag: ['APIGWAuthorization'] },
    // A browser sends no credentials with the OPTIONS request of CORS.
    judge: ({ type, properties }) => type === REST_API
      ? operationsAuthorized(properties, { isRest: true })
      : properties.HttpMethod === 'OPTIONS' ? undefined : mustBeOneOf('AuthorizationType', properties.AuthorizationType, ['AWS_IAM', 'COGNITO_USER_POOLS', 'CUSTOM']),
  },
  {
    id: 'APIGateway.RestStageAccessLogged',
    on: REST_STAGES,
    statement: 'access logging is enabled on the stage of the REST API',
    rationale: 'Access logs show which callers sent which requests',
    remedy: 'set `accessLogDestination`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
    always: true,
    sources: { cdkNag: ['APIGWAccessLogging'] },
    judge: ofStage((stage) => mustBeSet('AccessLogSetting.DestinationArn', settingOf(stage, 'AccessLogSetting')?.DestinationArn)),
  },
  {
    id: 'APIGateway.StageContentNotLogged',
    on: REST_STAGES,
    statement: 'execution logs hold no request content',
    rationale: 'Data trace copies bodies of requests and responses, such as card numbers and tokens, into logs',
    remedy: 'omit `dataTraceEnabled`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
    always: true,
    sources: {},
    judge: ofStage((stage) => allOf(...methodSettingsOf(stage).map(({ HttpMethod, ResourcePath, DataTraceEnabled }) => mustNotBe(
      `DataTraceEnabled of ${called(HttpMethod)} ${called(ResourcePath)}`, DataTraceEnabled, true)))),
  },
  {
    id: 'APIGateway.WebSocketStageContentNotLogged',
    on: ['AWS::ApiGatewayV2::Stage'],
    statement: 'execution logs of the WebSocket API hold no message content',
    rationale: 'Data trace copies messages, such as card numbers and tokens, into logs',
    remedy: 'omit `defaultRouteSettings.dataTraceEnabled`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html',
    always: true,
    sources: {},
    judge: ({ properties: { DefaultRouteSettings } }) => mustNotBe('DefaultRouteSettings.DataTraceEnabled', DefaultRouteSettings?.DataTraceEnabled, true),
  },
  {
    id: 'APIGateway.CorsRestricted',
    on: [HTTP_API],
    statement: 'the HTTP API allows specific origins',
    rationale: 'Otherwise, every website can call the API from the browser of a signed-in user',
    remedy: 'set `corsPreflight.allowOrigins` to your own origins',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html',
    always: true,
    sources: {},
    judge: ({ properties: { CorsConfiguration, Body } }) => allOf(
      ...listOf(CorsConfiguration?.AllowOrigins).map((origin) => mustNotBe('CorsConfiguration.AllowOrigins', origin, ...EVERY_SITE)),
      ...listOf(Body?.['x-amazon-apigateway-cors']?.allowOrigins).map((origin) => mustNotBe('x-amazon-apigateway-cors.allowOrigins', origin, ...EVERY_SITE))),
  },
  {
    id: 'APIGateway.PreflightRestricted',
    on: ['AWS::ApiGateway::Method', 'AWS::ApiGateway::GatewayResponse', REST_API],
    statement: 'the REST API allows specific origins',
    rationale: 'Otherwise, every website can call the API from the browser of a signed-in user',
    remedy: 'set `allowOrigins` to your own origins',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html',
    always: true,
    sources: {},
    judge: ({ type, properties }) => {
      const { HttpMethod, Integration, ResponseParameters: headers } = properties;
      if (type === REST_API) return documentRestrictsOrigins(properties);
      if (type === 'AWS::ApiGateway::GatewayResponse') {
        return mustNotBe('Access-Control-Allow-Origin', headers?.['gatewayresponse.header.Access-Control-Allow-Origin'], "'*'");
      }
      return HttpMethod === 'OPTIONS' ? allOf(...listOf(Integration?.IntegrationResponses).map(({ ResponseParameters }) => mustNotBe(
        'Access-Control-Allow-Origin', ResponseParameters?.['method.response.header.Access-Control-Allow-Origin'], "'*'")))
        : undefined;
    },
  },
  {
    id: 'APIGateway.UsagePlanThrottled',
    on: ['AWS::ApiGateway::UsagePlan'],
    statement: 'the usage plan limits the rate of requests',
    rationale: 'Without a limit, one caller can use up the capacity of all',
    remedy: 'set `throttle`',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
    always: true,
    sources: {},
    judge: ({ properties: { Throttle } }) => allOf(
      mustBeSet('Throttle.RateLimit', Throttle?.RateLimit), mustBeSet('Throttle.BurstLimit', Throttle?.BurstLimit)),
  },
  {
    id: 'APIGateway.HttpDomainTlsPolicy',
    on: ['AWS::ApiGatewayV2::DomainName'],
    statement: 'the domain name of the HTTP or WebSocket API requires TLS 1.2 or later',
    rationale: 'TLS 1.0 has known flaws that reveal data in transit',
    remedy: 'set `securityPolicy` to `TLS_1_2`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html',
    always: true,
    sources: {},
    judge: ({ properties }) => allOf(...listOf(properties.DomainNameConfigurations).map(({ SecurityPolicy }) => mustNotBe(
      'SecurityPolicy', SecurityPolicy, 'TLS_1_0'))),
  },
  {
    id: 'APIGateway.IntegrationEncrypted',
    on: ['AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Integration', REST_API, HTTP_API],
    statement: 'requests to HTTP backends are sent over HTTPS',
    rationale: 'Requests pass the network between API and backend in plain text',
    remedy: 'use an `https://` URL',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html',
    always: true,
    sources: {},
    judge: ({ type, properties }) => {
      const { Integration, IntegrationUri, Target } = properties;
      if (type === REST_API || type === HTTP_API) return operationsSentOverHttps(properties) ?? (given(Target) ? sentOverHttps('Target', Target) : undefined);
      const uri = type === 'AWS::ApiGateway::Method' ? Integration?.Uri : IntegrationUri;
      return given(uri) ? sentOverHttps('Integration.Uri', uri) : undefined;
    },
  },
];
