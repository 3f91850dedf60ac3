import { ResourceSafeguard } from '../model/safeguard';
import { coveredByBackup } from '../predicates/backup';
import { given } from '../predicates/intrinsics';
import { allOf, anyOf, fails, mustBe, mustNotBe, Outcome } from '../predicates/outcome';
import { RenderedResource } from '../rendered';

/** Safeguards of Amazon EFS. */
export const EFS: ResourceSafeguard[] = [
  {
    id: 'EFS.FileSystemInBackupPlan',
    on: ['AWS::EFS::FileSystem'],
    statement: 'a backup plan covers the file system',
    rationale: 'Without backups, deleted or encrypted files are lost',
    remedy: 'select the file system, or one of its tags, in a backup plan',
    sources: { securityHub: ['EFS.2'], cdkNag: ['EFSInBackupPlan'], prowler: ['efs_have_backup_enabled'] },
    // The automatic backups of Amazon EFS are a plan of AWS Backup (Amazon EFS User Guide, Backing up EFS file systems).
    judge: (fileSystem) => isBackedUp(fileSystem),
  },
  {
    id: 'EFS.FileSystemEncrypted',
    on: ['AWS::EFS::FileSystem'],
    statement: 'the file system is encrypted',
    rationale: 'Encryption protects files if the storage is accessed outside the service',
    remedy: 'set `encrypted`, which replaces the file system',
    sources: { securityHub: ['EFS.1', 'EFS.8'], cdkNag: ['EFSEncrypted'], prowler: ['efs_encryption_at_rest_enabled'] },
    judge: ({ properties }) => mustBe('Encrypted', properties.Encrypted, true),
  },
  {
    id: 'EFS.AccessPointRootDirectory',
    on: ['AWS::EFS::AccessPoint'],
    statement: 'the access point enforces a root directory',
    rationale: 'A client of the access point otherwise sees all directories of the file system',
    remedy: 'set `path`',
    sources: { securityHub: ['EFS.3'], prowler: ['efs_access_point_enforce_root_directory'] },
    judge: ({ properties: { RootDirectory } }) => given(RootDirectory?.Path)
      ? mustNotBe('RootDirectory.Path', RootDirectory.Path, '/')
      : fails('RootDirectory.Path is not set'),
  },
  {
    id: 'EFS.AccessPointUser',
    on: ['AWS::EFS::AccessPoint'],
    statement: 'the access point enforces a user identity',
    rationale: 'A client could otherwise act as any user, including root',
    remedy: 'set `posixUser`',
    sources: { securityHub: ['EFS.4'], prowler: ['efs_access_point_enforce_user_identity'] },
    judge: ({ properties: { PosixUser } }) => given(PosixUser?.Uid) ? mustNotBe('PosixUser.Uid', PosixUser.Uid, '0') : fails('PosixUser is not set'),
  },
  {
    id: 'EFS.MountTargetNotPublic',
    on: ['AWS::EFS::MountTarget'],
    statement: 'the mount target is in a subnet that assigns no public IP addresses',
    rationale: 'Instances of such a subnet, which can mount the file system, are reachable from the internet',
    remedy: 'use a private or isolated subnet',
    sources: { securityHub: ['EFS.6'] },
    judge: ({ template, properties: { SubnetId } }) => {
      const subnet = template.referenced(SubnetId);
      return subnet ? allOf(
        mustNotBe('MapPublicIpOnLaunch of its subnet', subnet.properties.MapPublicIpOnLaunch, true),
        mustNotBe('AssignIpv6AddressOnCreation of its subnet', subnet.properties.AssignIpv6AddressOnCreation, true),
      ) : undefined;
    },
  },
  {
    id: 'EFS.FileSystemBackedUp',
    on: ['AWS::EFS::FileSystem'],
    statement: 'the file system is backed up automatically',
    rationale: 'Without backups, deleted or encrypted files are lost',
    remedy: 'set `enableAutomaticBackups`, or select the file system in a backup plan',
    sources: { securityHub: ['EFS.7'] },
    judge: (fileSystem) => isBackedUp(fileSystem),
  },
];

function isBackedUp(fileSystem: RenderedResource): Outcome {
  return anyOf(mustBe('BackupPolicy.Status', fileSystem.properties.BackupPolicy?.Status, 'ENABLED'), coveredByBackup(fileSystem));
}
