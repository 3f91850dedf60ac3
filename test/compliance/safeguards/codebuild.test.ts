import { except } from './service-cases';
import { CODEBUILD } from '../../../src/compliance/safeguards/codebuild';
import { it_, never, NOT_JUDGED, PARAMETER, PASSES, triples, undetermined } from '../triples';

const PROJECT = { ServiceRole: 'r', Artifacts: { Type: 'NO_ARTIFACTS' } };
const source = (Location: unknown, Type = 'BITBUCKET') => it_({ ...PROJECT, Source: { Type, Location } });
const variables = (...EnvironmentVariables: unknown[]) => it_({ ...PROJECT, Environment: { EnvironmentVariables } });
const CLEAR = 'EnvironmentVariables has AWS_SECRET_ACCESS_KEY in plain text, must reference a secret';

describe('safeguards of AWS CodeBuild', () => triples(CODEBUILD, {
  'CodeBuild.SourceNoCredentials': {
    holds: [source('https://bitbucket.org/team/ledger'), source('https://team@bitbucket.org/team/ledger'), it_({ ...PROJECT, Source: { Type: 'NO_SOURCE' } })],
    fails: [
      [source('https://x-token-auth:abc123@bitbucket.org/team/ledger'), 'Source.Location has credentials'],
      [it_({ ...PROJECT, Source: { Type: 'NO_SOURCE' }, SecondarySources: [{ Location: 'https://team:pass@bitbucket.org/t/l' }] }), 'Source.Location has credentials'],
    ],
    open: [
      [source(PARAMETER), undetermined('Source.Location')], [source({ 'Fn::Sub': 'https://${Parameter}/ledger' }), undetermined('Source.Location', { 'Fn::Sub': 'https://${Parameter}/ledger' })],
      [source({ 'Fn::Sub': 'https://github.com/team/${Parameter}' }), PASSES], [source({ 'Fn::Sub': 'https://app:secret1@github.com/${Parameter}' }), 'Source.Location has credentials'],
      ...[
        'http://github.com/${Parameter}', 'https://git_hub-1.example.com/${Parameter}', 'https://github.com/a:${Parameter}@b', 'https://github.com/a:b@${Parameter}',
      ].map((location) => [source({ 'Fn::Sub': location }), PASSES] as const),
      ...['git+https://github.com/${Parameter}', 'https:///${Parameter}', 'https://git:hub/${Parameter}', 'ssh://github.com/${Parameter}']
        .map((location) => [source({ 'Fn::Sub': location }), undetermined('Source.Location', { 'Fn::Sub': location })] as const),
      ...[`https://${'a'.repeat(29)}1@github.com/t/l`, 'https://a:1@github.com/t/l'].map((location) => [source(location), 'Source.Location has credentials'] as const),
      ...[
        `https://${'a'.repeat(28)}1@github.com/t/l`, `https://${'a'.repeat(40)}@github.com/t/l`, `https://${'a1-'.repeat(20)}@github.com/t/l`, 'https://:1@github.com/t/l', 'https://a:@github.com/t/l',
        `https://github.com/${'a1'.repeat(20)}@t/l`,
      ].map((location) => [source(location), PASSES] as const),
      [source(`https://${'a1'.repeat(20)}@github.com/team/ledger`), 'Source.Location has credentials'],
      [it_({ ...PROJECT, Source: { Type: 'S3', Location: { 'Fn::Join': ['', [PARAMETER, '/source.zip']] } } }), PASSES],
    ],
  },
  'CodeBuild.NoCredentialsInEnvironment': {
    holds: [
      it_(PROJECT), variables({ Name: 'STAGE', Value: 'prod' }), variables({ Name: 'AWS_SECRET_ACCESS_KEY', Type: 'SECRETS_MANAGER', Value: 'secret' }),
    ],
    fails: [
      [variables({ Name: 'AWS_SECRET_ACCESS_KEY', Value: 'k' }), CLEAR],
      [variables({ Name: 'AWS_ACCESS_KEY_ID', Value: 'k' }), 'EnvironmentVariables has AWS_ACCESS_KEY_ID in plain text, must reference a secret'],
      [variables({ Name: 'A', Value: 'b' }, { Name: 'AWS_SECRET_ACCESS_KEY', Type: 'PLAINTEXT', Value: 'k' }), CLEAR],
    ],
    open: [[variables({ Name: 'AWS_SECRET_ACCESS_KEY', Value: PARAMETER }), CLEAR]],
  },
  'CodeBuild.LogsEncrypted': never('LogsConfig.S3Logs.EncryptionDisabled', false, [true]),
  'CodeBuild.Logged': {
    ...never('LogsConfig.CloudWatchLogs.Status', 'ENABLED', ['DISABLED']),
    open: [
      [it_({ LogsConfig: { CloudWatchLogs: { Status: 'DISABLED' }, S3Logs: { Status: 'ENABLED' } } }), PASSES],
      [it_({ LogsConfig: { CloudWatchLogs: { Status: PARAMETER } } }), undetermined('LogsConfig.CloudWatchLogs.Status')],
    ],
  },
  'CodeBuild.ReportsEncrypted': except(
    never('ExportConfig.S3Destination.EncryptionDisabled', false, [true], { with: { ExportConfig: { ExportConfigType: 'S3' } } }),
    { ExportConfig: { ExportConfigType: 'NO_EXPORT' } },
  ),
  'CodeBuild.SourceTlsVerified': never('Source.InsecureSsl', false, [true], { as: 'InsecureSsl' }),
  'CodeBuild.PrivateBuilds': never('Visibility', 'PRIVATE', ['PUBLIC_READ']),
  'CodeBuild.ArtifactsEncrypted': never('Artifacts.EncryptionDisabled', false, [true]),
  'CodeBuild.NotPrivileged': never('Environment.PrivilegedMode', false, [true]),
  'CodeBuild.WebhookFiltered': {
    holds: [it_({ Triggers: { Webhook: true, FilterGroups: [[{ Type: 'EVENT', Pattern: 'PUSH' }]] } })],
    fails: [
      [it_({ Triggers: { Webhook: true } }), 'Triggers.FilterGroups has 0 items, must have at least 1'],
      [it_({ Triggers: { Webhook: true, FilterGroups: [] } }), 'Triggers.FilterGroups has 0 items, must have at least 1'],
    ],
    open: [[it_({}), NOT_JUDGED], [it_({ Triggers: { Webhook: false } }), NOT_JUDGED], [it_({ Triggers: { Webhook: true, FilterGroups: PARAMETER } }), undetermined('Triggers.FilterGroups')]],
  },
}));
