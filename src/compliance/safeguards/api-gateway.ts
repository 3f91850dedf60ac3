import { ResourceSafeguard } from '../model/safeguard';
import { isTrue, listOf } from '../predicates/intrinsics';
import { allOf, mustBe, mustBeOneOf, mustBeSet, mustExist, mustNotBe } from '../predicates/outcome';
import { Json, pointers, RenderedResource } from '../rendered';

const ON_STAGES = ['AWS::ApiGateway::Stage'];

/** Safeguards of Amazon API Gateway. */
export const API_GATEWAY: ResourceSafeguard[] = [
  {
    id: 'APIGateway.StageExecutionLogged',
    on: ON_STAGES,
    statement: 'execution logging is enabled',
    remedy: 'set `loggingLevel` to `INFO` or `ERROR`',
    sources: { securityHub: ['APIGateway.1'], cdkNag: ['APIGWExecutionLoggingEnabled'], prowler: ['apigateway_restapi_logging_enabled'] },
    judge: ({ properties }) => mustBeOneOf('LoggingLevel of /*', ofEveryMethod(properties)?.LoggingLevel, ['INFO', 'ERROR']),
  },
  {
    id: 'APIGateway.WebSocketStageExecutionLogged',
    on: ['AWS::ApiGatewayV2::Stage'],
    statement: 'execution logging of the WebSocket API is enabled',
    remedy: 'set `defaultRouteSettings.loggingLevel` to `INFO` or `ERROR`',
    sources: { securityHub: ['APIGateway.1'] },
    // An HTTP API has no execution log.
    judge: ({ properties: { ApiId, DefaultRouteSettings }, template }) => template.referenced(ApiId)?.properties.ProtocolType === 'WEBSOCKET'
      ? mustBeOneOf('DefaultRouteSettings.LoggingLevel', DefaultRouteSettings?.LoggingLevel, ['INFO', 'ERROR'])
      : undefined,
  },
  {
    id: 'APIGateway.StageAccessLogged',
    on: ['AWS::ApiGatewayV2::Stage'],
    statement: 'access logging is enabled',
    remedy: 'set `accessLogSettings`',
    sources: { securityHub: ['APIGateway.9'], cdkNag: ['APIGWAccessLogging'], prowler: ['apigatewayv2_api_access_logging_enabled'] },
    judge: ({ properties }) => mustBeSet('AccessLogSettings.DestinationArn', properties.AccessLogSettings?.DestinationArn),
  },
  {
    id: 'APIGateway.StageClientCertificate',
    on: ON_STAGES,
    statement: 'the stage presents a client certificate to its backends',
    remedy: 'set `clientCertificateId`',
    sources: { securityHub: ['APIGateway.2'], cdkNag: ['APIGWSSLEnabled'] },
    judge: ({ properties }) => mustBeSet('ClientCertificateId', properties.ClientCertificateId),
  },
  {
    id: 'APIGateway.StageTraced',
    on: ON_STAGES,
    statement: 'AWS X-Ray tracing is enabled',
    remedy: 'set `tracingEnabled`',
    sources: { securityHub: ['APIGateway.3'], cdkNag: ['APIGWXrayEnabled'], prowler: ['apigateway_restapi_tracing_enabled'] },
    judge: ({ properties }) => mustBe('TracingEnabled', properties.TracingEnabled, true),
  },
  {
    id: 'APIGateway.StageWebAclAssociated',
    on: ON_STAGES,
    statement: 'the stage is associated with a web ACL',
    remedy: 'associate a web ACL with the stage',
    sources: { securityHub: ['APIGateway.4'], cdkNag: ['APIGWAssociatedWithWAF'], prowler: ['apigateway_restapi_waf_acl_attached'] },
    judge: (stage) => mustExist(
      pointers(stage, 'AWS::WAFv2::WebACLAssociation', 'ResourceArn').length || isNamedByApi(stage), 'no AWS::WAFv2::WebACLAssociation references it'),
  },
  {
    id: 'APIGateway.StageCacheEncrypted',
    on: ON_STAGES,
    statement: 'cache data is encrypted',
    remedy: 'set `cacheDataEncrypted`',
    sources: { securityHub: ['APIGateway.5'], cdkNag: ['APIGWCacheEnabledAndEncrypted'], prowler: ['apigateway_restapi_cache_encrypted'] },
    // A stage without a cache has nothing to encrypt.
    judge: ({ properties }) => allOf(...listOf(properties.MethodSettings)
      .filter(({ CachingEnabled }) => isTrue(CachingEnabled))
      .map(({ HttpMethod, ResourcePath, CacheDataEncrypted }) => mustBe(`CacheDataEncrypted of ${HttpMethod} ${ResourcePath}`, CacheDataEncrypted, true))),
  },
  {
    id: 'APIGateway.RouteAuthorized',
    on: ['AWS::ApiGatewayV2::Route'],
    statement: 'the route requires authorization',
    remedy: 'set `authorizer`',
    sources: { securityHub: ['APIGateway.8'], cdkNag: ['APIGWAuthorization'] },
    judge: ({ properties }) => mustBeOneOf('AuthorizationType', properties.AuthorizationType, ['AWS_IAM', 'CUSTOM', 'JWT']),
  },
  {
    id: 'APIGateway.PrivateIntegrationEncrypted',
    on: ['AWS::ApiGatewayV2::Integration'],
    statement: 'traffic to private integrations is encrypted',
    remedy: 'set `tlsConfig`',
    sources: { securityHub: ['APIGateway.10'] },
    judge: ({ properties }) => properties.ConnectionType === 'VPC_LINK' ? mustBeSet('TlsConfig', properties.TlsConfig) : undefined,
  },
  {
    id: 'APIGateway.DomainTlsPolicy',
    on: ['AWS::ApiGateway::DomainName'],
    statement: 'the domain name requires TLS 1.2 or later',
    remedy: 'set `securityPolicy` to `TLS_1_2` or later',
    sources: { securityHub: ['APIGateway.11'] },
    judge: ({ properties }) => mustNotBe('SecurityPolicy', properties.SecurityPolicy, 'TLS_1_0'),
  },
];

// The ARN of a stage may contain its name as text.
function isNamedByApi({ template, properties: { RestApiId, StageName } }: RenderedResource): boolean {
  const api = template.referenced(RestApiId);
  return api !== undefined && pointers(api, 'AWS::WAFv2::WebACLAssociation', 'ResourceArn')
    .some(({ properties }) => JSON.stringify(properties.ResourceArn).includes(`/stages/${StageName}"`));
}

function ofEveryMethod({ MethodSettings }: Json): Json {
  return listOf(MethodSettings).find(({ HttpMethod, ResourcePath }) => HttpMethod === '*' && ResourcePath === '/*');
}
