import { BACKUP } from '../../../src/compliance/safeguards/backup';
import { customerKey, it_, namedBy, PARAMETER, triples } from '../triples';

const UNCOVERED = 'no AWS::Backup::BackupSelection names it or a tag of it';
const selection = (resource: unknown) => ({ Selection: ['AWS::Backup::BackupSelection', { BackupSelection: { Resources: [resource] } }] as const });

describe('safeguards of backups', () => triples(BACKUP, {
  'Backup.VaultEncrypted': customerKey('EncryptionKeyArn'),
  'Backup.PlanSelectsResources': namedBy('AWS::Backup::BackupSelection', 'BackupPlanId', 'no AWS::Backup::BackupSelection belongs to it'),
  'EFS.FileSystemInBackupPlan': {
    holds: [it_({}, selection({ 'Fn::GetAtt': ['It', 'Arn'] }))],
    fails: [[it_({}), UNCOVERED]],
    open: [[it_({}, selection(PARAMETER)), UNCOVERED]],
  },
}));
