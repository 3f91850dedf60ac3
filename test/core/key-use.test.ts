import { App, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { DataClass, KeyUse } from '../../src';
import { allowKeyUse } from '../../src/core/keys/allow-key-use';
import { keyFor } from '../../src/core/keys/key-for';
import { refusal } from '../refusal';
import { templateOf, testStack } from '../support';

const USE = [
  'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:DescribeKey',
];
const ACCOUNT = '123456789012';
const arn = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:${rest}`]] });
const ROOT = { AWS: arn(`iam::${ACCOUNT}:root`) };

/** By a condition: KMS rejects a policy that names a role that does not exist yet. */
const byRole = (role: string, { Condition: { StringEquals, ...others }, ...statement }: any) => ({
  ...statement,
  Principal: { AWS: '*' },
  Condition: {
    StringEquals: {
      'aws:PrincipalArn': arn(`iam::${ACCOUNT}:role/aws-service-role/${role}`),
      'kms:CallerAccount': ACCOUNT,
      ...StringEquals,
    },
    ...others,
  },
});
const byAutoScaling = (statement: any) => byRole('autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling', statement);

/** The statements of a use in a stack of eu-west-2, account 123456789012. */
function statementsOf(use: KeyUse, stack = testStack()): any[] {
  return use._statements(stack).map((statement) => stack.resolve(statement.toStatementJson()));
}

const via = (sid: string, host: string) => [
  { Sid: sid, Effect: 'Allow', Principal: ROOT, Action: USE, Resource: '*', Condition: { StringEquals: { 'kms:ViaService': host } } },
  {
    Sid: `${sid}Grants`,
    Effect: 'Allow',
    Principal: ROOT,
    Action: 'kms:CreateGrant',
    Resource: '*',
    Condition: { StringEquals: { 'kms:ViaService': host }, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
  },
];

const byService = (sid: string, service: string) => [{
  Sid: sid,
  Effect: 'Allow',
  Principal: { Service: service },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
  Resource: '*',
  Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
}];

const USES: Array<[string, KeyUse, any[]]> = [
  ['RDS', KeyUse.RDS, via('AllowViards', 'rds.eu-west-2.amazonaws.com')],
  ['SECRETS_MANAGER', KeyUse.SECRETS_MANAGER, via('AllowViasecretsmanager', 'secretsmanager.eu-west-2.amazonaws.com')],
  ['S3', KeyUse.S3, via('AllowVias3', 's3.eu-west-2.amazonaws.com')],
  ['BACKUP', KeyUse.BACKUP, via('AllowViabackup', 'backup.eu-west-2.amazonaws.com')],
  ['via any service', KeyUse.via('kinesis-video'), via('AllowViakinesisvideo', 'kinesis-video.eu-west-2.amazonaws.com')],
  ['CLOUDWATCH_ALARMS', KeyUse.CLOUDWATCH_ALARMS, byService('AllowCloudWatchAlarms', 'cloudwatch.amazonaws.com')],
  ['BACKUP_NOTIFICATIONS', KeyUse.BACKUP_NOTIFICATIONS, byService('AllowBackupNotifications', 'backup.amazonaws.com')],
  ['CONFIG', KeyUse.CONFIG, byService('AllowConfig', 'config.amazonaws.com')],
  // EventBridge sends no source account.
  ['EVENTBRIDGE', KeyUse.EVENTBRIDGE, [{
    Sid: 'AllowEventBridge', Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*',
  }]],
  ['CLOUDWATCH_LOGS', KeyUse.CLOUDWATCH_LOGS, [{
    Sid: 'AllowCloudWatchLogs',
    Effect: 'Allow',
    Principal: { Service: 'logs.eu-west-2.amazonaws.com' },
    // kms:DescribeKey has no encryption context.
    Action: USE.filter((action) => action !== 'kms:DescribeKey'),
    Resource: '*',
    Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn(`logs:eu-west-2:${ACCOUNT}:log-group:*`) } },
  }]],
  ['CLOUDTRAIL', KeyUse.CLOUDTRAIL, [
    {
      Sid: 'AllowCloudTrail',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'kms:GenerateDataKey',
      Resource: '*',
      Condition: {
        ArnLike: {
          'aws:SourceArn': arn(`cloudtrail:*:${ACCOUNT}:trail/*`), 'kms:EncryptionContext:aws:cloudtrail:arn': arn(`cloudtrail:*:${ACCOUNT}:trail/*`),
        },
      },
    },
    {
      Sid: 'AllowCloudTrailSetup',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:DescribeKey'],
      Resource: '*',
      Condition: { ArnLike: { 'aws:SourceArn': arn(`cloudtrail:*:${ACCOUNT}:trail/*`) } },
    },
  ]],
  ['LOG_DELIVERY', KeyUse.LOG_DELIVERY, [{
    Sid: 'AllowLogDelivery',
    Effect: 'Allow',
    Principal: { Service: 'delivery.logs.amazonaws.com' },
    Action: USE,
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': arn(`logs:eu-west-2:${ACCOUNT}:*`) } },
  }]],
  ['CLOUDFRONT_LOG_DELIVERY', KeyUse.CLOUDFRONT_LOG_DELIVERY, [{
    Sid: 'AllowCloudFrontLogDelivery',
    Effect: 'Allow',
    Principal: { Service: 'delivery.logs.amazonaws.com' },
    Action: USE,
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': arn(`logs:us-east-1:${ACCOUNT}:delivery-source:*`) } },
  }]],
  ['AUTO_SCALING', KeyUse.AUTO_SCALING, via('AllowAutoScaling', 'ec2.eu-west-2.amazonaws.com').map((statement) => byAutoScaling(statement))],
  ['EC2_SPOT', KeyUse.EC2_SPOT, via('AllowEc2Spot', 'ec2.eu-west-2.amazonaws.com').map((statement) => byRole('spot.amazonaws.com/AWSServiceRoleForEC2Spot', statement))],
  ['AUTO_SCALING_NOTIFICATIONS', KeyUse.AUTO_SCALING_NOTIFICATIONS, [byAutoScaling({
    Sid: 'AllowAutoScalingNotifications',
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: '*',
    Condition: { StringEquals: { 'kms:ViaService': 'sns.eu-west-2.amazonaws.com' } },
  })]],
  ['cloudFront', KeyUse.cloudFront('arn:aws:cloudfront::123456789012:distribution/E1'), [{
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 'kms:Decrypt',
    Resource: '*',
    Condition: { StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront::123456789012:distribution/E1' } },
  }]],
];

test.each(USES)('%s is allowed what it needs, for this account only', (_, use, expected) => {
  expect(statementsOf(use)).toEqual(expected);
});

test('the table has every use', () => {
  const members = Object.entries(KeyUse).filter(([, value]) => value instanceof KeyUse).map(([name]) => name);
  expect(USES.map(([name]) => name).filter((name) => name === name.toUpperCase()).sort()).toEqual(members.sort());
});

test('a stack without account and Region uses pseudo parameters', () => {
  const stack = new Stack(new App(), 'Stack');
  expect(statementsOf(KeyUse.S3, stack)[0].Condition.StringEquals['kms:ViaService'])
    .toEqual({ 'Fn::Join': ['', ['s3.', { Ref: 'AWS::Region' }, '.amazonaws.com']] });
  expect(statementsOf(KeyUse.CONFIG, stack)[0].Condition.StringEquals['aws:SourceAccount']).toEqual({ Ref: 'AWS::AccountId' });
});

test.each<[string | undefined, unknown]>([
  ['eu-west-2', 'logs.eu-west-2.amazonaws.com'],
  ['us-gov-west-1', 'logs.us-gov-west-1.amazonaws.com'],
  ['cn-north-1', 'logs.cn-north-1.amazonaws.com.cn'],
  ['xx-new-1', { 'Fn::Join': ['', ['logs.xx-new-1.', { Ref: 'AWS::URLSuffix' }]] }],
  [undefined, { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] }],
])('the principal of CloudWatch Logs in Region %s has the domain of its partition', (region, service) => {
  const stack = new Stack(new App(), 'Stack', { env: { region } });
  expect(statementsOf(KeyUse.CLOUDWATCH_LOGS, stack)[0].Principal).toEqual({ Service: service });
});

test('returns one use per service', () => {
  expect(KeyUse.via('s3')).toBe(KeyUse.S3);
  expect(KeyUse.via('sqs')).toBe(KeyUse.via('sqs'));
  expect(KeyUse.via('sqs')).not.toBe(KeyUse.via('sns'));
});

test.each(['*', 'S3', 's3.eu-west-2', 'kinesis*', ''])('the service %j is refused', (service) => {
  expect(() => KeyUse.via(service)).toThrow(new Error(`service must be the first label of the host name of a service, such as kinesis, got '${service}'`));
});

describe('allowKeyUse', () => {
  const sids = (stack: Stack) => Object.values(templateOf(stack).findResources('AWS::KMS::Key'))[0]
    .Properties.KeyPolicy.Statement.map(({ Sid }: any) => Sid);

  test('adds each use once', () => {
    const stack = testStack();
    const key = new kms.Key(stack, 'Key');
    allowKeyUse(key, KeyUse.CONFIG, KeyUse.BACKUP_NOTIFICATIONS);
    allowKeyUse(key, KeyUse.BACKUP_NOTIFICATIONS, KeyUse.CONFIG, KeyUse.CONFIG);
    expect(sids(stack)).toEqual([undefined, 'AllowConfig', 'AllowBackupNotifications']);
  });

  test('distinguishes keys', () => {
    const stack = testStack();
    const [one, other] = [new kms.Key(stack, 'One'), new kms.Key(stack, 'Other')];
    allowKeyUse(one, KeyUse.CONFIG);
    allowKeyUse(other, KeyUse.CONFIG);
    const keys = Object.values(templateOf(stack).findResources('AWS::KMS::Key'));
    expect(keys.map(({ Properties }) => Properties.KeyPolicy.Statement[1].Sid)).toEqual(['AllowConfig', 'AllowConfig']);
  });
});

describe('keyFor', () => {
  test('returns the given key', () => {
    const stack = testStack();
    const key = new kms.Key(stack, 'Own');
    expect(keyFor(stack, key, DataClass.DATA, KeyUse.RDS)).toBe(key);
    const template = templateOf(stack);
    template.resourceCountIs('AWS::KMS::Key', 1);
    expect(JSON.stringify(template.toJSON())).toContain('AllowViards');
  });

  test('is the workload\'s for the class of data where none is given', () => {
    const stack = testStack();
    const key = keyFor(stack, undefined, DataClass.DATA, KeyUse.RDS);
    expect(key.node.path).toBe('Stack/DataKey/Key');
    expect(keyFor(stack, undefined, DataClass.DATA)).toBe(key);
  });

  test('does not change the policy of an imported key', () => {
    const stack = testStack();
    const key = kms.Key.fromKeyArn(stack, 'Imported', `arn:aws:kms:eu-west-2:${ACCOUNT}:key/1`);
    expect(keyFor(stack, key, DataClass.DATA, KeyUse.RDS)).toBe(key);
    expect(templateOf(stack).toJSON().Resources).toBeUndefined();
  });
});

test.each(['*', 'arn:aws:s3:::pages', 'arn:aws:cloudfront::123456789012:distribution/', 'arn:aws:cloudfront::1:distribution/E1', 'arn:aws:*'])('%s is no distribution', (distribution) => {
  expect(refusal(() => statementsOf(KeyUse.cloudFront(distribution))))
    .toBe(`distributionArn must be the ARN of a distribution, optionally with wildcards in the account and the id, got '${distribution}'`);
});

test('a distribution can have wildcards', () => {
  expect(statementsOf(KeyUse.cloudFront('arn:aws-cn:cloudfront::123456789012:distribution/*'))).toHaveLength(1);
});
