import { Duration } from 'aws-cdk-lib';
import { SECRETS_MANAGER } from '../../../src/compliance/safeguards/secrets-manager';
import { Case, customerKey, it_, PARAMETER, triples, undetermined } from '../triples';

const LAMBDA = { RotationLambdaARN: 'arn', RotationRules: { AutomaticallyAfterDays: 30 } };
const attachment = { Attachment: ['AWS::SecretsManager::SecretTargetAttachment', { SecretId: { Ref: 'It' }, TargetId: 't', TargetType: 'x' }] } as const;
const rotation = (SecretId: unknown) => ({ Rotation: ['AWS::SecretsManager::RotationSchedule', { SecretId, ...LAMBDA }] as const });
const NOT_ROTATED = 'no AWS::SecretsManager::RotationSchedule rotates it';
const rules = (RotationRules: unknown, days: number | undefined = 90): Case => it_({ SecretId: 's', RotationRules }, {}, { expected: { numbers: { credentialRotation: Duration.days(days) } } });

describe('safeguards of AWS Secrets Manager', () => triples(SECRETS_MANAGER, {
  'SecretsManager.SecretRotated': {
    holds: [it_({}, rotation({ Ref: 'It' })), it_({}, { ...attachment, ...rotation({ Ref: 'Attachment' }) })],
    fails: [[it_({}), NOT_ROTATED], [it_({}, attachment), NOT_ROTATED]],
    open: [[it_({}, rotation(PARAMETER)), NOT_ROTATED]],
  },
  'SecretsManager.SecretRotatedInTime': {
    holds: [
      rules({ AutomaticallyAfterDays: 90 }), rules({ ScheduleExpression: 'rate(1 day)' }), rules({ ScheduleExpression: 'rate(2160 hours)' }),
      ...['0 4 1 * ? *', '0 4 L * ? *', '0 4 ? * SUN *', '0 4 1 1/3 ? *', '0 4 1,15 * ? *', '0 4 1-7 JAN-DEC ? *', '0 4 1/30 * ? *', '0 8 * * ? *']
        .map((fields) => rules({ ScheduleExpression: `cron(${fields})` }, 92)),
      it_({ SecretId: 's' }),
    ],
    fails: [
      [rules({ AutomaticallyAfterDays: 91 }), 'RotationRules days is 91, must be at most 90'],
      [rules({ ScheduleExpression: 'rate(100 days)' }), 'RotationRules days is 100, must be at most 90'],
      [rules({ ScheduleExpression: 'rate(2161 hours)' }), 'RotationRules days is 91, must be at most 90'],
      [rules({}), 'RotationRules days is not set, must be at most 90'],
      [rules(undefined), 'RotationRules days is not set, must be at most 90'],
      [rules({ ScheduleExpression: 'cron(0 4 1 1,7 ? *)' }), 'RotationRules days is 184, must be at most 90'],
      [rules({ ScheduleExpression: 'cron(0 4 ? * MON#1 *)' }), 'RotationRules days is "cron(0 4 ? * MON#1 *)", must be at most 90'],
      [rules({ ScheduleExpression: 'cron(0 4 1 * ? 2027)' }), 'RotationRules days is "cron(0 4 1 * ? 2027)", must be at most 90'],
      [rules({ ScheduleExpression: 'cron(0 4 40 * ? *)' }), 'RotationRules days is "cron(0 4 40 * ? *)", must be at most 90'],
    ],
    open: [[rules({ AutomaticallyAfterDays: PARAMETER }), undetermined('RotationRules days')]],
  },
  'SecretsManager.SecretEncryptedWithCustomerKey': customerKey('KmsKeyId', { differs: { fails: 'cdk-nag accepts an empty string as a key' } }),
}));
