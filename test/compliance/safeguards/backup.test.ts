import { Duration } from 'aws-cdk-lib';
import { BACKUP } from '../../../src/compliance/safeguards/backup';
import { customerKey, it_, namedBy, PARAMETER, PASSES, triples, undetermined } from '../triples';

const denial = (more: object = {}) => ({ Statement: [{ Effect: 'Deny', Principal: '*', Action: 'backup:DeleteRecoveryPoint', Resource: '*', ...more }] });
const UNPROTECTED = 'LockConfiguration.MinRetentionDays is not set (0), must be at least 1';
const plan = (Lifecycle?: object) => it_({ BackupPlan: { BackupPlanRule: [{ RuleName: 'daily', Lifecycle }] } }, {}, { expected: { numbers: { backupRetention: Duration.days(35) } } });

describe('safeguards of AWS Backup', () => triples(BACKUP, {
  'Backup.VaultEncrypted': customerKey('EncryptionKeyArn'),
  'Backup.PlanSelectsResources': namedBy('AWS::Backup::BackupSelection', 'BackupPlanId', 'no AWS::Backup::BackupSelection belongs to it'),
  'Backup.VaultProtected': {
    holds: [it_({ LockConfiguration: { MinRetentionDays: 7 } }), it_({ AccessPolicy: denial() }), it_({ AccessPolicy: denial({ Action: 'backup:*' }) })],
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
