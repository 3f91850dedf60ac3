import { BACKUP } from '../../../src/compliance/safeguards/backup';
import { customerKey, namedBy, triples } from '../triples';

describe('safeguards of AWS Backup', () => triples(BACKUP, {
  'Backup.VaultEncrypted': customerKey('EncryptionKeyArn'),
  'Backup.PlanSelectsResources': namedBy('AWS::Backup::BackupSelection', 'BackupPlanId', 'no AWS::Backup::BackupSelection belongs to it'),
}));
