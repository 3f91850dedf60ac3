import { ResourceSafeguard } from '../model/safeguard';
import { mustBeCustomerKey, mustExist } from '../predicates/outcome';
import { pointers } from '../rendered';

/** Safeguards of AWS Backup. */
export const BACKUP: ResourceSafeguard[] = [
  {
    id: 'Backup.VaultEncrypted',
    on: ['AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault'],
    statement: 'recovery points are encrypted with a customer managed key',
    rationale: 'Only the policy of a customer managed key can restrict who reads and restores backups',
    remedy: 'set `encryptionKey`',
    sources: { securityHub: ['Backup.1'], prowler: ['backup_recovery_point_encrypted'] },
    judge: ({ properties }) => mustBeCustomerKey('EncryptionKeyArn', properties.EncryptionKeyArn),
  },
  {
    id: 'Backup.PlanSelectsResources',
    on: ['AWS::Backup::BackupPlan'],
    statement: 'the backup plan selects resources',
    rationale: 'A plan without a selection backs up nothing',
    remedy: 'add a backup selection',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html',
    sources: {},
    always: true,
    judge: (plan) => mustExist(pointers(plan, 'AWS::Backup::BackupSelection', 'BackupPlanId').length, 'no AWS::Backup::BackupSelection belongs to it'),
  },
];
