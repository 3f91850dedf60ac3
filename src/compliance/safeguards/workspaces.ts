import { ResourceSafeguard } from '../model/safeguard';
import { mustBe } from '../predicates/outcome';

const ON_WORKSPACES = ['AWS::WorkSpaces::Workspace'];

/** Safeguards of Amazon WorkSpaces. */
export const WORKSPACES: ResourceSafeguard[] = [
  {
    id: 'WorkSpaces.UserVolumeEncrypted',
    on: ON_WORKSPACES,
    statement: 'the user volume is encrypted',
    rationale: 'The user volume holds files of the user',
    remedy: 'set `userVolumeEncryptionEnabled`',
    always: true,
    sources: { securityHub: ['WorkSpaces.1'] },
    judge: ({ properties }) => mustBe('UserVolumeEncryptionEnabled', properties.UserVolumeEncryptionEnabled, true),
  },
  {
    id: 'WorkSpaces.RootVolumeEncrypted',
    on: ON_WORKSPACES,
    statement: 'the root volume is encrypted',
    rationale: 'The root volume holds caches, temporary files and credentials of applications',
    remedy: 'set `rootVolumeEncryptionEnabled`',
    always: true,
    sources: { securityHub: ['WorkSpaces.2'] },
    judge: ({ properties }) => mustBe('RootVolumeEncryptionEnabled', properties.RootVolumeEncryptionEnabled, true),
  },
];
