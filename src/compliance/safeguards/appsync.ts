import { ResourceSafeguard } from '../model/safeguard';
import { given, listOf } from '../predicates/intrinsics';
import { allOf, fails, mustBe, mustBeOneOf, mustBeSet, mustExist, mustNotBe } from '../predicates/outcome';
import { pointers } from '../rendered';

const ON_APIS = ['AWS::AppSync::GraphQLApi'];

/** Safeguards of AWS AppSync. */
export const APPSYNC: ResourceSafeguard[] = [
  {
    id: 'AppSync.ApiLogged',
    on: ON_APIS,
    statement: 'field-level logging is enabled on the GraphQL API',
    rationale: 'Field logs show which data a request read or changed',
    remedy: 'set `logConfig.fieldLogLevel` to `ERROR` or `ALL`, and `logConfig.cloudWatchLogsRoleArn`',
    sources: { securityHub: ['AppSync.2'], cdkNag: ['AppSyncGraphQLRequestLogging'], prowler: ['appsync_field_level_logging_enabled'] },
    // Without parameters, AppSync.2 passes only for ERROR and ALL (AWS Security Hub User Guide, Controls for AWS AppSync). Logs require the role (AWS AppSync API Reference, LogConfig).
    judge: ({ properties: { LogConfig } }) => allOf(
      mustBeOneOf('LogConfig.FieldLogLevel', LogConfig?.FieldLogLevel, ['ALL', 'ERROR']),
      mustBeSet('LogConfig.CloudWatchLogsRoleArn', LogConfig?.CloudWatchLogsRoleArn),
    ),
  },
  {
    id: 'AppSync.NoApiKeys',
    on: [...ON_APIS, 'AWS::AppSync::ApiKey'],
    statement: 'the GraphQL API does not accept API keys',
    rationale: 'An API key identifies no caller and is readable in every client',
    remedy: 'authorize with IAM, Amazon Cognito, OpenID Connect or AWS Lambda',
    sources: { securityHub: ['AppSync.5'] },
    judge: ({ type, properties: { AuthenticationType, AdditionalAuthenticationProviders } }) => type === 'AWS::AppSync::ApiKey' ? fails('it is an API key') : allOf(
      mustNotBe('AuthenticationType', AuthenticationType, 'API_KEY'),
      ...listOf(AdditionalAuthenticationProviders).map((provider) => mustNotBe(
        'AdditionalAuthenticationProviders.AuthenticationType', provider.AuthenticationType, 'API_KEY')),
    ),
  },
  {
    id: 'AppSync.ContentNotLogged',
    on: ON_APIS,
    statement: 'logs of the GraphQL API hold no request content',
    rationale: 'Verbose content copies headers, arguments and responses, such as tokens and personal data, into logs',
    remedy: 'set `logConfig.excludeVerboseContent`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html',
    always: true,
    sources: {},
    judge: ({ properties: { LogConfig } }) => given(LogConfig) ? mustBe('LogConfig.ExcludeVerboseContent', LogConfig.ExcludeVerboseContent, true) : undefined,
  },
  {
    id: 'AppSync.ApiTraced',
    on: ON_APIS,
    statement: 'AWS X-Ray tracing is enabled on the GraphQL API',
    rationale: 'Traces show which resolvers a request ran, and where it failed',
    remedy: 'set `xrayEnabled`',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/appsync/latest/devguide/x-ray-tracing.html',
    always: true,
    sources: { cdkNag: ['AppSyncTracing'] },
    judge: ({ properties }) => mustBe('XrayEnabled', properties.XrayEnabled, true),
  },
  {
    id: 'AppSync.IntrospectionOff',
    on: ON_APIS,
    statement: 'the GraphQL API does not answer introspection queries',
    rationale: 'Introspection shows every type and operation of the API to an attacker',
    remedy: 'set `introspectionConfig` to `DISABLED`',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/appsync/latest/devguide/security-best-practices.html',
    always: true,
    sources: {},
    // The default is ENABLED (AWS CloudFormation, AWS::AppSync::GraphQLApi).
    judge: ({ properties }) => mustBe('IntrospectionConfig', properties.IntrospectionConfig, 'DISABLED'),
  },
  {
    id: 'AppSync.WebAclAssociated',
    on: ON_APIS,
    statement: 'the GraphQL API is associated with a web ACL',
    rationale: 'A web ACL blocks common attacks before they reach the API',
    remedy: 'associate a web ACL',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/appsync/latest/devguide/WAF-Integration.html',
    always: true,
    sources: {},
    // A private API is reachable in its VPC only (AWS AppSync Developer Guide, Using AWS AppSync Private APIs).
    judge: (api) => api.properties.Visibility === 'PRIVATE'
      ? undefined
      : mustExist(pointers(api, 'AWS::WAFv2::WebACLAssociation', 'ResourceArn').length, 'no AWS::WAFv2::WebACLAssociation references it'),
  },
];
