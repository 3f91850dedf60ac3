import { except } from './service-cases';
import { BATCH } from '../../../src/compliance/safeguards/batch';
import { it_, never, NOT_JUDGED, PARAMETER, triples, undetermined } from '../triples';

const JOB = { Type: 'container', ContainerProperties: { Image: 'i' } };
const job = (container: object) => it_({ Type: 'container', ContainerProperties: { Image: 'i', ...container } });
const task = (container: object, more: object = {}) => it_({ EcsProperties: { TaskProperties: [{ Containers: [{ Name: 'c', ...container }], ...more }] } });
const pod = (container: object, more: object = {}) => it_({ EksProperties: { PodProperties: { Containers: [{ Name: 'c', ...container }], ...more } } });
const nodes = (container: object) => it_({ NodeProperties: { NodeRangeProperties: [{ Container: container }] } });
const OTHER = 'must be another value';
const privileged = except(never('ContainerProperties.Privileged', false, [true], { with: JOB }), { Type: 'multinode' });
const publicIp = except(
  never('ContainerProperties.NetworkConfiguration.AssignPublicIp', 'DISABLED', ['ENABLED'], { as: 'NetworkConfiguration.AssignPublicIp', with: JOB }),
  { Type: 'multinode' });
const efs = (configuration: object) => job({ Volumes: [{ Name: 'v', EfsVolumeConfiguration: { FileSystemId: 'fs-1', ...configuration } }] });
const SOCKET = '/var/run/docker.sock';

describe('safeguards of AWS Batch', () => triples(BATCH, {
  'Batch.JobNotPrivileged': {
    ...privileged,
    fails: [
      ...privileged.fails, [task({ Privileged: true }), `EcsProperties container c.Privileged is true, ${OTHER}`],
      [pod({ SecurityContext: { Privileged: true } }), `EksProperties container c.SecurityContext.Privileged is true, ${OTHER}`],
      [nodes({ Privileged: true }), `NodeRangeProperties[0].Container.Privileged is true, ${OTHER}`],
    ],
  },
  'Batch.JobNoPublicIp': {
    ...publicIp,
    fails: [...publicIp.fails, [task({}, { NetworkConfiguration: { AssignPublicIp: 'ENABLED' } }), `NetworkConfiguration.AssignPublicIp is "ENABLED", ${OTHER}`]],
  },
  'Batch.JobNoHostNetwork': {
    holds: [pod({}, { HostNetwork: false })],
    fails: [
      [pod({}), 'EksProperties.PodProperties.HostNetwork is not set, must be false'],
      [pod({}, { HostNetwork: true }), 'EksProperties.PodProperties.HostNetwork is true, must be false'],
    ],
    open: [[it_(JOB), NOT_JUDGED], [pod({}, { HostNetwork: PARAMETER }), undetermined('EksProperties.PodProperties.HostNetwork')]],
  },
  'Batch.JobNotRoot': {
    holds: [job({ User: '1000:1000' }), task({ User: 'app' }), pod({ SecurityContext: { RunAsNonRoot: true } })],
    fails: [
      [job({}), 'ContainerProperties.User is not set'],
      ...['root', '0:0'].map((User) => [job({ User }), `ContainerProperties.User is "${User.split(':')[0]}", ${OTHER}`] as const),
      [pod({}), 'EksProperties container c.SecurityContext.RunAsNonRoot is not set, must be true'],
    ],
    open: [[it_({}), NOT_JUDGED], [job({ User: PARAMETER }), undetermined('ContainerProperties.User')]],
  },
  'Batch.JobReadOnlyRoot': {
    holds: [job({ ReadonlyRootFilesystem: true }), pod({ SecurityContext: { ReadOnlyRootFilesystem: true } })],
    fails: [
      [job({}), 'ContainerProperties.ReadonlyRootFilesystem is not set, must be true'],
      [pod({ SecurityContext: {} }), 'EksProperties container c.SecurityContext.ReadOnlyRootFilesystem is not set, must be true'],
    ],
    open: [[it_({}), NOT_JUDGED], [job({ ReadonlyRootFilesystem: PARAMETER }), undetermined('ContainerProperties.ReadonlyRootFilesystem')]],
  },
  'Batch.JobEfsEncryptedInTransit': {
    holds: [efs({ TransitEncryption: 'ENABLED' }), task({}, { Volumes: [{ Name: 'v', EfsVolumeConfiguration: { FileSystemId: 'fs-1', TransitEncryption: 'ENABLED' } }] })],
    fails: [
      [efs({}), 'TransitEncryption of volume v is not set, must be ENABLED'], [efs({ TransitEncryption: 'DISABLED' }), 'TransitEncryption of volume v is "DISABLED", must be ENABLED'],
    ],
    open: [[efs({ TransitEncryption: PARAMETER }), undetermined('TransitEncryption of volume v')], [job({ Volumes: [{ Name: 'v', Host: {} }] }), NOT_JUDGED]],
  },
  'Batch.JobNoSystemVolumes': {
    holds: [job({ Volumes: [{ Name: 'v', Host: { SourcePath: '/data' } }] }), job({ Volumes: [{ Name: 'v', EfsVolumeConfiguration: { FileSystemId: 'fs-1' } }] })],
    fails: [
      [job({ Volumes: [{ Name: 'v', Host: { SourcePath: SOCKET } }] }), `the path of volume v is "${SOCKET}", must be another folder`],
      [task({}, { Volumes: [{ Name: 'v', Host: { SourcePath: '/' } }] }), 'the path of volume v is "/", must be another folder'],
      [job({ LinuxParameters: { Devices: [{ HostPath: '/dev/mem' }] } }), 'Devices of ContainerProperties has /dev/mem, must be another device'],
      [pod({}, { Volumes: [{ Name: 'v', HostPath: { Path: '/etc' } }] }), 'the path of volume v is "/etc", must be another folder'],
    ],
    open: [[it_(JOB), NOT_JUDGED], [job({ Volumes: [{ Name: 'v', Host: { SourcePath: PARAMETER } }] }), undetermined('the path of volume v')]],
  },
}));
