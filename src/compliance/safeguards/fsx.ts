import { ResourceSafeguard } from '../model/safeguard';
import { allOf, mustBe, mustBeAtLeast, mustBeOneOf, Outcome } from '../predicates/outcome';
import { Json } from '../rendered';

const ON_FILE_SYSTEMS = ['AWS::FSx::FileSystem'];
const KINDS: Readonly<Record<string, string>> = {
  LUSTRE: 'LustreConfiguration', ONTAP: 'OntapConfiguration', OPENZFS: 'OpenZFSConfiguration', WINDOWS: 'WindowsConfiguration',
};

/** Safeguards of Amazon FSx. */
export const FSX: ResourceSafeguard[] = [
  {
    id: 'FSx.OpenZfsTagsCopied',
    on: ON_FILE_SYSTEMS,
    statement: 'backups and volumes get the tags of the OpenZFS file system',
    rationale: 'Untagged backups escape the inventory and the access rules that use tags',
    remedy: 'set `copyTagsToBackups` and `copyTagsToVolumes`',
    sources: { securityHub: ['FSx.1'], prowler: ['fsx_file_system_copy_tags_to_backups_enabled'] },
    judge: ({ properties }) => of(properties, 'OPENZFS', (zfs) => allOf(
      mustBe('OpenZFSConfiguration.CopyTagsToBackups', zfs?.CopyTagsToBackups, true),
      mustBe('OpenZFSConfiguration.CopyTagsToVolumes', zfs?.CopyTagsToVolumes, true),
    )),
  },
  {
    id: 'FSx.LustreTagsCopied',
    on: ON_FILE_SYSTEMS,
    statement: 'backups get the tags of the Lustre file system',
    rationale: 'Untagged backups escape the inventory and the access rules that use tags',
    remedy: 'set `copyTagsToBackups`',
    sources: { securityHub: ['FSx.2'], prowler: ['fsx_file_system_copy_tags_to_backups_enabled'] },
    // Scratch file systems have no backups (FSx for Lustre User Guide, Working with backups).
    judge: ({ properties }) => of(properties, 'LUSTRE', (lustre) => isPersistent(lustre)
      ? mustBe('LustreConfiguration.CopyTagsToBackups', lustre?.CopyTagsToBackups, true)
      : undefined),
  },
  {
    id: 'FSx.WindowsTagsCopied',
    on: ON_FILE_SYSTEMS,
    statement: 'backups get the tags of the Windows file system',
    rationale: 'Untagged backups escape the inventory and the access rules that use tags',
    remedy: 'set `copyTagsToBackups`',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/fsx/latest/WindowsGuide/using-backups.html',
    sources: { prowler: ['fsx_file_system_copy_tags_to_backups_enabled'] },
    judge: ({ properties }) => of(properties, 'WINDOWS', (windows) => mustBe('WindowsConfiguration.CopyTagsToBackups', windows?.CopyTagsToBackups, true)),
  },
  {
    id: 'FSx.OpenZfsMultiAz',
    on: ON_FILE_SYSTEMS,
    statement: 'the OpenZFS file system is a Multi-AZ deployment',
    rationale: 'A file system in one Availability Zone is unavailable when that zone fails',
    remedy: 'set `deploymentType` to `MULTI_AZ_1`',
    sources: { securityHub: ['FSx.3'] },
    judge: ({ properties }) => of(properties, 'OPENZFS', (zfs) => mustBe('OpenZFSConfiguration.DeploymentType', zfs?.DeploymentType, 'MULTI_AZ_1')),
  },
  {
    id: 'FSx.OntapMultiAz',
    on: ON_FILE_SYSTEMS,
    statement: 'the ONTAP file system is a Multi-AZ deployment',
    rationale: 'A file system in one Availability Zone is unavailable when that zone fails',
    remedy: 'set `deploymentType` to `MULTI_AZ_1` or `MULTI_AZ_2`',
    sources: { securityHub: ['FSx.4'] },
    judge: ({ properties }) => of(properties, 'ONTAP', (ontap) => mustBeOneOf('OntapConfiguration.DeploymentType', ontap?.DeploymentType, ['MULTI_AZ_1', 'MULTI_AZ_2'])),
  },
  {
    id: 'FSx.WindowsMultiAz',
    on: ON_FILE_SYSTEMS,
    statement: 'the Windows file system is a Multi-AZ deployment',
    rationale: 'A file system in one Availability Zone is unavailable when that zone fails',
    remedy: 'set `deploymentType` to `MULTI_AZ_1`',
    sources: { securityHub: ['FSx.5'] },
    judge: ({ properties }) => of(properties, 'WINDOWS', (windows) => mustBe('WindowsConfiguration.DeploymentType', windows?.DeploymentType, 'MULTI_AZ_1')),
  },
  {
    id: 'FSx.FileSystemBackedUp',
    on: ON_FILE_SYSTEMS,
    statement: 'automatic backups of the file system are enabled',
    rationale: 'Without backups, deleted or encrypted files are lost',
    remedy: 'set `automaticBackupRetentionDays` to at least 1',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/fsx/latest/WindowsGuide/using-backups.html',
    always: true,
    sources: {},
    judge: ({ properties }) => backedUp(properties),
  },
];

function of(properties: Json, kind: string, judge: (configuration: Json) => Outcome | undefined): Outcome | undefined {
  return properties.FileSystemType === kind ? judge(properties[KINDS[kind]]) : undefined;
}

// Backups are kept for 30 days by default, of Lustre for 0 (AWS CloudFormation, AWS::FSx::FileSystem).
function backedUp(properties: Json): Outcome | undefined {
  const name = KINDS[properties.FileSystemType];
  const configuration = properties[name];
  const isLustre = name === 'LustreConfiguration';
  if (!name || (isLustre && !isPersistent(configuration))) return undefined;
  return mustBeAtLeast(`${name}.AutomaticBackupRetentionDays`, configuration?.AutomaticBackupRetentionDays, 1, isLustre ? 0 : 30);
}

function isPersistent(lustre: Json): boolean {
  return String(lustre?.DeploymentType).startsWith('PERSISTENT');
}
