import { atLeast, both, except } from './service-cases';
import { FSX } from '../../../src/compliance/safeguards/fsx';
import { exactly, oneOf, triples } from '../triples';

const [LUSTRE, ONTAP, OPENZFS, WINDOWS] = ['LUSTRE', 'ONTAP', 'OPENZFS', 'WINDOWS'].map((FileSystemType) => ({ FileSystemType }));
const PERSISTENT = { ...LUSTRE, LustreConfiguration: { DeploymentType: 'PERSISTENT_2' } };
const SCRATCH = { ...LUSTRE, LustreConfiguration: { DeploymentType: 'SCRATCH_2' } };

describe('safeguards of Amazon FSx', () => triples(FSX, {
  'FSx.OpenZfsTagsCopied': except(both(
    exactly('OpenZFSConfiguration.CopyTagsToBackups', true, false, { with: { ...OPENZFS, OpenZFSConfiguration: { CopyTagsToVolumes: true } } }),
    exactly('OpenZFSConfiguration.CopyTagsToVolumes', true, false, { with: { ...OPENZFS, OpenZFSConfiguration: { CopyTagsToBackups: true } } }),
  ), LUSTRE),
  'FSx.LustreTagsCopied': except(exactly('LustreConfiguration.CopyTagsToBackups', true, false, { with: PERSISTENT }), SCRATCH, WINDOWS),
  'FSx.WindowsTagsCopied': except(exactly('WindowsConfiguration.CopyTagsToBackups', true, false, { with: WINDOWS }), ONTAP),
  'FSx.OpenZfsMultiAz': except(exactly('OpenZFSConfiguration.DeploymentType', 'MULTI_AZ_1', 'SINGLE_AZ_2', { with: OPENZFS }), ONTAP),
  'FSx.OntapMultiAz': except(oneOf('OntapConfiguration.DeploymentType', ['MULTI_AZ_1', 'MULTI_AZ_2'], 'SINGLE_AZ_1', { with: ONTAP }), OPENZFS),
  'FSx.WindowsMultiAz': except(exactly('WindowsConfiguration.DeploymentType', 'MULTI_AZ_1', 'SINGLE_AZ_1', { with: WINDOWS }), OPENZFS),
  'FSx.FileSystemBackedUp': except(both(
    ...[[WINDOWS, 'WindowsConfiguration'], [ONTAP, 'OntapConfiguration'], [OPENZFS, 'OpenZFSConfiguration']].map(([kind, name]) => (
      atLeast(`${name as string}.AutomaticBackupRetentionDays`, 1, 30, kind))),
    atLeast('LustreConfiguration.AutomaticBackupRetentionDays', 1, 0, PERSISTENT),
  ), SCRATCH, {}),
}));
