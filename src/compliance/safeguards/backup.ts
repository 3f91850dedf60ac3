import { coveredByBackup } from './databases';
import { mustBeCustomerKey, mustExist } from '../outcome';
import { pointers } from '../rendered';
import { ResourceSafeguard } from '../safeguard';

/** Facts about backups. */
export const BACKUP: ResourceSafeguard[] = [
  {
    id: 'Backup.VaultEncrypted',
    on: ['AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault'],
    statement: 'recovery points are encrypted with a customer managed key',
    remedy: 'set `encryptionKey`',
    sources: { securityHub: ['Backup.1'], prowler: ['backup_recovery_point_encrypted'] },
    judge: ({ properties }) => mustBeCustomerKey('EncryptionKeyArn', properties.EncryptionKeyArn),
  },
  {
    id: 'Backup.PlanSelectsResources',
    on: ['AWS::Backup::BackupPlan'],
    statement: 'the plan backs something up',
    remedy: 'add a selection',
    sources: {},
    always: true,
    judge: (plan) => mustExist(pointers(plan, 'AWS::Backup::BackupSelection', 'BackupPlanId').length, 'no AWS::Backup::BackupSelection belongs to it'),
  },
  {
    id: 'EFS.FileSystemInBackupPlan',
    on: ['AWS::EFS::FileSystem'],
    statement: 'the file system is in a backup plan',
    remedy: 'select it in a backup plan, by itself or by a tag',
    sources: { cdkNag: ['EFSInBackupPlan'], prowler: ['efs_have_backup_enabled'] },
    judge: (fileSystem) => coveredByBackup(fileSystem),
  },
];
