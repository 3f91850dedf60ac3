import { Duration } from 'aws-cdk-lib';
import { Beside, it_, NOT_JUDGED, PARAMETER, PASSES, Triple, undetermined } from '../triples';

export const MYSQL = { Engine: 'aurora-mysql' };
export const POSTGRES = { Engine: 'aurora-postgresql' };
const group = (type: string, Parameters: object): Beside => ({ Group: [type, { Family: 'f', Description: 'd', Parameters }] });
export const parameter = (engine: object, property: string, type: string, name: string, need: string[], wrong: string): Triple => {
  const named = { ...engine, [property]: { Ref: 'Group' } };
  return {
    holds: need.map((value) => it_(named, group(type, { [name]: value }))),
    fails: [
      [it_(engine), `${property} is not set, must be a group with ${name} ${need[0]}`],
      [it_({ ...engine, [property]: 'default.group' }), `${property} is "default.group", must be a group with ${name} ${need[0]}`],
      [it_(named, group(type, { [name]: wrong })), `${name} is "${wrong}", must be ${need[0]}`],
      [it_(named, group(type, {})), `${name} is not set, must be ${need[0]}`],
      [it_(named, { Group: [type, {}] }), `${name} is not set, must be ${need[0]}`],
    ],
    open: [
      [it_({ ...engine, [property]: PARAMETER }), undetermined(property)],
      [it_(named, group(type, { [name]: PARAMETER })), undetermined(name)],
      [it_({ Engine: 'neptune' }), NOT_JUDGED],
    ],
  };
};
export const exported = (engine: object, logs: string[], more: Triple['open'] = []): Triple => ({
  holds: [it_({ ...engine, EnableCloudwatchLogsExports: [...logs, 'extra'] })],
  fails: [
    [it_(engine), `EnableCloudwatchLogsExports is not set, must include ${logs.join(', ')}`],
    [it_({ ...engine, EnableCloudwatchLogsExports: logs.slice(1) }), `EnableCloudwatchLogsExports is ${JSON.stringify(logs.slice(1))}, must include ${logs[0]}`],
  ],
  open: [
    [it_({ ...engine, EnableCloudwatchLogsExports: PARAMETER }), undetermined('EnableCloudwatchLogsExports')],
    [it_({ ...engine, EnableCloudwatchLogsExports: [PARAMETER] }), undetermined('EnableCloudwatchLogsExports', [PARAMETER])],
    ...more,
  ],
});
const selection = (BackupSelection: object | undefined) => ({ Selection: ['AWS::Backup::BackupSelection', { BackupSelection }] as const });
const UNCOVERED = 'no AWS::Backup::BackupSelection selects it or one of its tags';
export const covered = (engine: object, more: Triple['open'] = []): Triple => ({
  holds: [
    it_(engine, selection({ Resources: [{ 'Fn::Join': ['', ['arn:aws:rds:eu-west-2:1:cluster:', { Ref: 'It' }]] }] })),
    it_(engine, selection({ Resources: ['*', { 'Fn::GetAtt': ['It', 'DBInstanceArn'] }] })),
    it_({ ...engine, Tags: [{ Key: 'Other', Value: 'no' }, { Key: 'Backup', Value: 'yes' }] }, {
      ...selection({ Resources: [{ Ref: 'It' }], ListOfTags: [{ ConditionKey: 'Backup', ConditionValue: 'yes' }] }),
    }),
  ],
  fails: [
    [it_(engine), UNCOVERED],
    [it_(engine, selection({ Resources: ['arn:aws:rds:eu-west-2:1:cluster:other'] })), UNCOVERED],
    [it_({ ...engine, Tags: [{ Key: 'Backup', Value: 'no' }] }, selection({ ListOfTags: [{ ConditionKey: 'Backup', ConditionValue: 'yes' }] })), UNCOVERED],
  ],
  open: [
    [it_(engine, selection({ Resources: [PARAMETER] })), UNCOVERED],
    [it_(engine, selection(undefined)), UNCOVERED],
    [it_(engine, selection({ Resources: ['*'] })), PASSES],
    [it_({ ...engine, Tags: [{ Key: 'Backup', Value: 'yes' }] }, selection({ ListOfTags: [{ ConditionKey: 'Backup', ConditionValue: 'yes' }] })), PASSES],
    ...more,
  ],
});
const secret = (SecretStringTemplate: unknown) => ({ Secret: ['AWS::SecretsManager::Secret', { GenerateSecretString: { SecretStringTemplate } }] as const });
const FROM_SECRET = { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:username::}}']] };
const SUBSTITUTED = { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:username}}' };
const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });

export const adminName = (engine: object, source: object, more: Triple['open'] = []): Triple => ({
  holds: [
    it_({ ...engine, MasterUsername: 'ledger' }), it_({ ...engine, MasterUsername: FROM_SECRET }, secret('{"username":"ledger"}')),
    it_({ ...engine, MasterUsername: SUBSTITUTED }, secret('{"username":"ledger"}')), it_({ ...engine, MasterUsername: SUBSTITUTED }, secret({ 'Fn::ToJsonString': { username: 'ledger' } })), it_({ ...engine, MasterUsername: joined('u', PARAMETER) }),
  ],
  fails: [
    [it_(engine), 'MasterUsername is not set'],
    [it_({ ...engine, MasterUsername: 'admin' }), 'MasterUsername is "admin", must be another value'],
    [it_({ ...engine, MasterUsername: 'postgres' }), 'MasterUsername is "postgres", must be another value'],
    [it_({ ...engine, MasterUsername: FROM_SECRET }, secret('{"username":"admin"}')), 'MasterUsername is "admin", must be another value'],
    [it_({ ...engine, MasterUsername: SUBSTITUTED }, secret('{"username":"admin"}')), 'MasterUsername is "admin", must be another value'],
  ],
  open: [
    [it_({ ...engine, MasterUsername: PARAMETER }), undetermined('MasterUsername')],
    [it_({ ...engine, MasterUsername: SUBSTITUTED }, secret('no JSON')), undetermined('MasterUsername', SUBSTITUTED)],
    [it_({ ...engine, MasterUsername: FROM_SECRET }, secret(PARAMETER)), undetermined('MasterUsername', FROM_SECRET)],
    ...[joined('ad', PARAMETER), joined('', PARAMETER), joined('{{resolve:ssm:', PARAMETER, '}}'), joined(PARAMETER, 'n'), { 'Fn::Join': ['', { 'Fn::Split': ['-', PARAMETER] }] }]
      .map((name) => [it_({ ...engine, MasterUsername: name }), undetermined('MasterUsername', name)] as const),
    [it_({ ...engine, MasterUsername: joined('ledger-', { Ref: 'Secret' }) }, secret('{"username":"admin"}')), PASSES],
    [it_({ ...engine, ...source }), NOT_JUDGED],
    [it_({ ...engine, ...source, MasterUsername: 'admin' }), 'MasterUsername is "admin", must be another value'],
    ...more,
  ],
});
export const backups = (engine: object, absent: string, more: Triple['open'] = []): Triple => {
  const asked = { expected: { numbers: { backupRetention: Duration.days(7) } } };
  return {
    holds: [it_({ ...engine, BackupRetentionPeriod: 7 }, {}, asked), it_({ ...engine, BackupRetentionPeriod: 1 })],
    fails: [
      [it_({ ...engine, BackupRetentionPeriod: 6 }, {}, asked), 'BackupRetentionPeriod is 6, must be at least 7'],
      [it_(engine, {}, asked), absent],
      [it_({ ...engine, BackupRetentionPeriod: 0 }), 'BackupRetentionPeriod is 0, must be at least 1'],
    ],
    open: [[it_({ ...engine, BackupRetentionPeriod: PARAMETER }, {}, asked), undetermined('BackupRetentionPeriod')], [it_(engine), PASSES], ...more],
  };
};
