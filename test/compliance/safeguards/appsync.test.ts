import { both, except } from './service-cases';
import { APPSYNC } from '../../../src/compliance/safeguards/appsync';
import { exactly, it_, namedBy, never, oneOf, PARAMETER, triples, undetermined } from '../triples';

const API = { Name: 'a', AuthenticationType: 'AWS_IAM' };

describe('safeguards of AWS AppSync', () => triples(APPSYNC, {
  'AppSync.ApiLogged': {
    ...both(oneOf('LogConfig.FieldLogLevel', ['ALL', 'ERROR'], 'NONE', { with: { ...API, LogConfig: { CloudWatchLogsRoleArn: 'r' } } }), {
      holds: [],
      fails: [
        [it_({ ...API, LogConfig: { FieldLogLevel: 'INFO', CloudWatchLogsRoleArn: 'r' } }), 'LogConfig.FieldLogLevel is "INFO", must be one of ALL, ERROR'],
        [it_({ ...API, LogConfig: { FieldLogLevel: 'DEBUG', CloudWatchLogsRoleArn: 'r' } }), 'LogConfig.FieldLogLevel is "DEBUG", must be one of ALL, ERROR'],
        [it_({ ...API, LogConfig: { FieldLogLevel: 'ALL' } }), 'LogConfig.CloudWatchLogsRoleArn is not set'],
      ],
      open: [],
    }),
    differs: { fails: 'cdk-nag accepts any level' },
  },
  'AppSync.NoApiKeys': both(never('AuthenticationType', 'AWS_IAM', ['API_KEY']), {
    holds: [it_({ ...API, AdditionalAuthenticationProviders: [{ AuthenticationType: 'OPENID_CONNECT' }] })],
    fails: [[it_({ ...API, AdditionalAuthenticationProviders: [{ AuthenticationType: 'API_KEY' }] }),
      'AdditionalAuthenticationProviders.AuthenticationType is "API_KEY", must be another value']],
    open: [
      [it_({ ...API, AdditionalAuthenticationProviders: [{ AuthenticationType: PARAMETER }] }), undetermined('AdditionalAuthenticationProviders.AuthenticationType')],
      [it_({ ApiId: 'a' }, {}, { type: 'AWS::AppSync::ApiKey' }), 'it is an API key'],
    ],
  }),
  'AppSync.ContentNotLogged': except(exactly('LogConfig.ExcludeVerboseContent', true, false, { with: { ...API, LogConfig: { FieldLogLevel: 'ALL' } } }), API),
  'AppSync.ApiTraced': exactly('XrayEnabled', true, false, { with: API }),
  'AppSync.IntrospectionOff': exactly('IntrospectionConfig', 'DISABLED', 'ENABLED', { with: API }),
  'AppSync.WebAclAssociated': except(
    namedBy('AWS::WAFv2::WebACLAssociation', 'ResourceArn', 'no AWS::WAFv2::WebACLAssociation references it', { with: API }), { ...API, Visibility: 'PRIVATE' }),
}));
