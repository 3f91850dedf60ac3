import { ResourceSafeguard } from '../model/safeguard';
import { given, listOf } from '../predicates/intrinsics';
import { allOf, mustBe, mustBeOneOf, mustNotBe } from '../predicates/outcome';

const ON_APIS = ['AWS::AppSync::GraphQLApi'];

/** Safeguards of AWS AppSync. */
export const APPSYNC: ResourceSafeguard[] = [
  {
    id: 'AppSync.ApiLogged',
    on: ON_APIS,
    statement: 'field-level logging is enabled on the GraphQL API',
    rationale: 'Field logs show which data a request read or changed',
    remedy: 'set `logConfig.fieldLogLevel`',
    sources: { securityHub: ['AppSync.2'], cdkNag: ['AppSyncGraphQLRequestLogging'], prowler: ['appsync_field_level_logging_enabled'] },
    judge: ({ properties }) => mustBeOneOf('LogConfig.FieldLogLevel', properties.LogConfig?.FieldLogLevel, ['ALL', 'ERROR', 'INFO', 'DEBUG']),
  },
  {
    id: 'AppSync.NoApiKeys',
    on: ON_APIS,
    statement: 'the GraphQL API does not accept API keys',
    rationale: 'An API key identifies no caller and is readable in every client',
    remedy: 'authorize with IAM, Amazon Cognito, OpenID Connect or AWS Lambda',
    sources: { securityHub: ['AppSync.5'] },
    judge: ({ properties: { AuthenticationType, AdditionalAuthenticationProviders } }) => allOf(
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
];
