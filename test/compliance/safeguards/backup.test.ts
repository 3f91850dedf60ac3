import { Duration } from 'aws-cdk-lib';
import { BACKUP } from '../../../src/compliance/safeguards/backup';
import { customerKey, it_, PARAMETER, PASSES, triples, undetermined } from '../triples';

const denial = (more: object = {}) => ({ Statement: [{ Effect: 'Deny', Principal: '*', Action: 'backup:DeleteRecoveryPoint', Resource: '*', ...more }] });
const UNPROTECTED = 'LockConfiguration.MinRetentionDays is not set (0), must be at least 1';
const plan = (Lifecycle?: object) => it_({ BackupPlan: { BackupPlanRule: [{ RuleName: 'daily', Lifecycle }] } }, {}, { expected: { numbers: { backupRetention: Duration.days(35) } } });
const selected = (BackupSelection: object) => it_({}, { Other: ['AWS::Backup::BackupSelection', { BackupPlanId: { Ref: 'It' }, BackupSelection }] });
const UNSELECTED = 'no AWS::Backup::BackupSelection belongs to it';
const WITHOUT_CRITERIA = 'Other has no Resources, ListOfTags or Conditions, and the settings that decide what it selects are not in the templates';

describe('safeguards of AWS Backup', () => triples(BACKUP, {
  'Backup.VaultEncrypted': customerKey('EncryptionKeyArn'),
  'Backup.PlanSelectsResources': {
    holds: [selected({ Resources: ['*'] }), selected({ ListOfTags: [{ ConditionType: 'STRINGEQUALS' }] }), selected({ Resources: [], Conditions: { StringEquals: [{ ConditionKey: 'k' }] } })],
    fails: [[it_({}), UNSELECTED]],
    open: [
      [selected({ Resources: [] }), WITHOUT_CRITERIA],
      [selected({ Resources: [''], ListOfTags: [], Conditions: { StringEquals: [] } }), WITHOUT_CRITERIA],
      [selected({ NotResources: ['arn'] }), WITHOUT_CRITERIA],
      [it_({}, { Other: ['AWS::Backup::BackupSelection', { BackupPlanId: PARAMETER }] }), UNSELECTED],
    ],
  },
  'Backup.VaultProtected': {
    holds: [it_({ LockConfiguration: { MinRetentionDays: 7 } }), it_({ AccessPolicy: denial() }), ...['backup:*', '*', ['backup:DeleteRecoveryPoint', 'backup:DeleteBackupVault']].map((Action) => it_({ AccessPolicy: denial({ Action }) }))],
    fails: [
      [it_({}), UNPROTECTED], [it_({ LockConfiguration: { MaxRetentionDays: 7 } }), UNPROTECTED], [it_({ AccessPolicy: denial({ Effect: 'Allow' }) }), UNPROTECTED],
      [it_({ AccessPolicy: denial({ Principal: { AWS: '123456789012' } }) }), UNPROTECTED],
      [it_({ AccessPolicy: denial({ Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } }) }), UNPROTECTED],
    ],
    open: [[it_({ LockConfiguration: { MinRetentionDays: PARAMETER } }), undetermined('LockConfiguration.MinRetentionDays')]],
  },
  'Backup.PlanRetained': {
    holds: [plan({ DeleteAfterDays: 35 }), plan(), plan({ MoveToColdStorageAfterDays: 30 })],
    fails: [[plan({ DeleteAfterDays: 1 }), 'DeleteAfterDays of rule daily is 1, must be at least 35']],
    open: [[plan({ DeleteAfterDays: PARAMETER }), undetermined('DeleteAfterDays of rule daily')], [it_({ BackupPlan: { BackupPlanRule: [{ Lifecycle: { DeleteAfterDays: 1 } }] } }), PASSES]],
  },
}));
