import { ECS } from '../../../src/compliance/safeguards/ecs';
import { exactly, it_, never, NO_VALUE, NOT_JUDGED, PARAMETER, PASSES, Triple, triples, undetermined } from '../triples';

const task = (...containers: object[]) => it_({ ContainerDefinitions: containers.map((container, index) => ({ Name: `c${index}`, Image: 'i', ...container })) });
const insights = (Value: unknown, Name = 'containerInsights') => it_({ ClusterSettings: [{ Name: 'other', Value: 'x' }, { Name, Value }] });
const INSIGHTS = 'ClusterSettings containerInsights';
const NO_DEFINITIONS = [it_({ ContainerDefinitions: PARAMETER }), undetermined('ContainerDefinitions')] as const;
const SECRET = (name: string, container = 'c0') => `Environment of container ${container} has ${name}, must reference a secret`;
const environment = (Name: string, Value: unknown = 'x') => ({ Environment: [{ Name: 'STAGE', Value: 'dev' }, { Name, Value }] });
const tmpfs = (MountOptions: unknown) => ({ LinuxParameters: { Tmpfs: [{ ContainerPath: '/tmp', Size: 64, MountOptions }] } });
const volume = (TransitEncryption?: unknown) => it_({ Volumes: [{ Name: 'tmp' }, { Name: 'data', EFSVolumeConfiguration: { FilesystemId: 'f', TransitEncryption } }] });
const publicIp = (key: string): Triple => ({
  holds: [it_({}), it_({ NetworkConfiguration: {} }), it_({ NetworkConfiguration: { [key]: { AssignPublicIp: 'DISABLED' } } })],
  fails: [[it_({ NetworkConfiguration: { [key]: { AssignPublicIp: 'ENABLED' } } }), 'AssignPublicIp is "ENABLED", must be another value']],
  open: [[it_({ NetworkConfiguration: { [key]: { AssignPublicIp: PARAMETER } } }), undetermined('AssignPublicIp')]],
});
const CAPABILITIES = 'LinuxParameters.Capabilities.Add of container';
const host = (SourcePath: unknown) => it_({ Volumes: [{ Name: 'v', Host: { SourcePath } }] });
const exec = (ExecuteCommandConfiguration: object) => ({ Configuration: { ExecuteCommandConfiguration } });
const EXEC = { Service: ['AWS::ECS::Service', { Cluster: { Ref: 'It' }, EnableExecuteCommand: true }] } as const;
const LOGGING = 'ExecuteCommandConfiguration.Logging';
const NO_DESTINATION = 'ExecuteCommandConfiguration.LogConfiguration has no CloudWatchLogGroupName or S3BucketName';

const named = (Name: unknown, container: object) => it_({ ContainerDefinitions: [{ ...container, Name }] });

describe('safeguards of Amazon ECS', () => triples(ECS, {
  'ECS.ClusterInsights': {
    holds: [insights('enabled'), insights('enhanced')],
    fails: [
      [it_({}), `${INSIGHTS} is not set, must be one of enabled, enhanced`],
      [insights('disabled'), `${INSIGHTS} is "disabled", must be one of enabled, enhanced`],
      [insights('enabled', 'another'), `${INSIGHTS} is not set, must be one of enabled, enhanced`],
    ],
    open: [[insights(PARAMETER), undetermined(INSIGHTS)]],
  },
  'ECS.ServiceNoPublicIp': publicIp('AwsvpcConfiguration'),
  'ECS.TaskSetNoPublicIp': publicIp('AwsVpcConfiguration'),
  'ECS.FargatePlatformLatest': {
    holds: [it_({}), it_({ PlatformVersion: 'LATEST' }), it_({ PlatformVersion: '1.4.0' })],
    fails: [[it_({ PlatformVersion: '1.3.0' }), 'PlatformVersion is "1.3.0", must be one of LATEST, 1.4.0']],
    open: [[it_({ PlatformVersion: PARAMETER }), undetermined('PlatformVersion')]],
  },
  'ECS.TaskNoSharedProcesses': never('PidMode', 'task', ['host']),
  'ECS.TaskNotPrivileged': {
    holds: [task({}), task({ Privileged: false }), it_({})],
    fails: [[task({}, { Privileged: true }), 'Privileged of container c1 is true, must be another value']],
    open: [[task({ Privileged: PARAMETER }), undetermined('Privileged of container c0')], NO_DEFINITIONS],
  },
  'ECS.TaskTmpfsNoExec': {
    holds: [task({}), task(tmpfs(['rw', 'noexec'])), it_({})],
    fails: [
      [task({}, tmpfs(['rw', 'exec'])), 'tmpfs /tmp of container c1 is mounted without noexec'],
      [task(tmpfs(undefined)), 'tmpfs /tmp of container c0 is mounted without noexec'],
    ],
    open: [[task(tmpfs(PARAMETER)), undetermined('MountOptions of container c0')], NO_DEFINITIONS],
  },
  'ECS.TaskReadOnlyRoot': {
    holds: [task({ ReadonlyRootFilesystem: true }), named(PARAMETER, { ReadonlyRootFilesystem: true })],
    fails: [
      [named(PARAMETER, {}), 'ReadonlyRootFilesystem of container ${Parameter} is not set, must be true'],
      [task({}), 'ReadonlyRootFilesystem of container c0 is not set, must be true'],
      [task({ ReadonlyRootFilesystem: true }, { ReadonlyRootFilesystem: false }), 'ReadonlyRootFilesystem of container c1 is false, must be true'],
    ],
    open: [
      [task({ ReadonlyRootFilesystem: PARAMETER }), undetermined('ReadonlyRootFilesystem of container c0')], NO_DEFINITIONS,
      [it_({ ...task({}).properties, RuntimePlatform: { OperatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } }), NOT_JUDGED],
    ],
  },
  'ECS.TaskNoSecretsInEnvironment': {
    holds: [task({}), task(environment('DB_SECRET_ARN', { Ref: 'AWS::StackId' })), task(environment('PASSWORD_POLICY'))],
    fails: [
      ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'ECS_ENGINE_AUTH_DATA', 'DB_PASSWORD', 'db_passwd', 'SSH_PRIVATE_KEY']
        .flatMap((name) => [environment(name), environment(name, PARAMETER)].map((one) => [task(one), SECRET(name)] as const)),
      [task({}, environment('TOKEN', '{{resolve:secretsmanager:token}}')), SECRET('TOKEN', 'c1')],
      [task(environment('TOKEN', { 'Fn::Join': ['', ['{{resolve:ssm-secure:', 'token}}']] })), SECRET('TOKEN')],
    ],
    open: [
      [task(environment('TOKEN', PARAMETER)), 'TOKEN of Environment of container c0 resolves only at deployment, must be a literal value'],
      [task({ Environment: [{ Name: 'EMPTY' }] }), PASSES], NO_DEFINITIONS,
    ],
  },
  'ECS.TaskLogged': {
    holds: [task({ LogConfiguration: { LogDriver: 'awslogs' } })],
    fails: [
      [task({}), 'LogConfiguration.LogDriver of container c0 is not set'],
      [task({ LogConfiguration: { LogDriver: 'awslogs' } }, { LogConfiguration: {} }), 'LogConfiguration.LogDriver of container c1 is not set'],
    ],
    open: [[task({ LogConfiguration: { LogDriver: PARAMETER } }), PASSES], NO_DEFINITIONS],
  },
  'ECS.TaskNoHostNetwork': never('NetworkMode', 'awsvpc', ['host'], { differs: { fails: 'cdk-nag rejects the host network for privileged containers only' } }),
  'ECS.TaskEfsEncryptedInTransit': {
    holds: [volume('ENABLED')],
    fails: [
      [volume(), 'TransitEncryption of volume data is not set, must be ENABLED'],
      [volume('DISABLED'), 'TransitEncryption of volume data is "DISABLED", must be ENABLED'],
    ],
    open: [
      [volume(PARAMETER), undetermined('TransitEncryption of volume data')],
      [it_({}), NOT_JUDGED], [it_({ Volumes: [{ Name: 'tmp' }] }), NOT_JUDGED],
    ],
  },
  'ECS.TaskNotRoot': {
    holds: [task({ User: '1000' }), task({ User: 'app:0' })],
    fails: [
      [task({}), 'User of container c0 is not set'],
      [task({ User: 'app' }, { User: 'root' }), 'User of container c1 is "root", must be another value'],
      [task({ User: '0:1000' }), 'User of container c0 is "0", must be another value'],
    ],
    open: [
      [task({ User: PARAMETER }), undetermined('User of container c0')],
      [task({ User: NO_VALUE }), 'User of container c0 is not set'],
      [it_({ RuntimePlatform: { OperatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' }, ContainerDefinitions: [{ Name: 'c' }] }), NOT_JUDGED],
      [it_({ RuntimePlatform: { OperatingSystemFamily: 'LINUX' }, ContainerDefinitions: [{ Name: 'c' }] }), 'User of container c is not set'],
      NO_DEFINITIONS,
    ],
  },
  'ECS.CapacityProviderTerminationProtected': {
    ...exactly('AutoScalingGroupProvider.ManagedTerminationProtection', 'ENABLED', 'DISABLED', { with: { AutoScalingGroupProvider: {} } }),
    open: [
      [it_({ AutoScalingGroupProvider: { ManagedTerminationProtection: PARAMETER } }), undetermined('AutoScalingGroupProvider.ManagedTerminationProtection')],
      [it_({}), NOT_JUDGED],
    ],
  },
  'ECS.WindowsTaskNotAdministrator': (() => {
    const windows = (User?: unknown) => it_({ RuntimePlatform: { OperatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' }, ContainerDefinitions: [{ Name: 'app', User }] });
    return {
      holds: [windows('ContainerUser')],
      fails: [
        [windows('ContainerAdministrator'), 'User of container app is "containeradministrator", must be another value'],
        [windows(), 'User of container app is not set'],
      ],
      open: [[windows(PARAMETER), undetermined('User of container app')], [it_({ ContainerDefinitions: [{ Name: 'app' }] }), NOT_JUDGED]],
    };
  })(),
  'ECS.TaskNoHostIpc': never('IpcMode', 'task', ['host']),
  'ECS.TaskNoDangerousCapabilities': {
    holds: [task({}), task({ LinuxParameters: { Capabilities: { Add: ['SYS_PTRACE'], Drop: ['ALL'] } } }), it_({})],
    fails: ['SYS_ADMIN', 'CAP_SYS_ADMIN', 'NET_ADMIN', 'ALL'].map((name) => [
      task({}, { LinuxParameters: { Capabilities: { Add: ['CHOWN', name] } } }), `${CAPABILITIES} c1 is "${name}", must be another value`,
    ]),
    open: [
      [task({ LinuxParameters: { Capabilities: { Add: PARAMETER } } }), undetermined(`${CAPABILITIES} c0`)],
      [task({ LinuxParameters: { Capabilities: { Add: [PARAMETER] } } }), undetermined(`${CAPABILITIES} c0`)], NO_DEFINITIONS,
    ],
  },
  'ECS.TaskNoSystemVolumes': {
    holds: [it_({}), host('/data'), host('/var/lib/app'), host(undefined), task({ LinuxParameters: { Devices: [{ HostPath: '/dev/fuse' }] } })],
    fails: [
      ...['/', '/etc', '/var/run', '/var/run/docker.sock', '/run/containerd/containerd.sock', '/proc/', '/var/lib/docker']
        .map((path) => [host(path), `Host.SourcePath of volume v is "${path}", must be another folder`] as const),
      [task({ LinuxParameters: { Devices: [{ HostPath: '/dev/nvme0n1' }] } }), 'Devices of container c0 has /dev/nvme0n1, must be another device'],
    ],
    open: [
      [host(PARAMETER), undetermined('Host.SourcePath of volume v')],
      [task({ LinuxParameters: { Devices: [{ HostPath: PARAMETER }] } }), undetermined('Devices of container c0')],
    ],
  },
  'ECS.ExecLogged': {
    holds: [it_(exec({ Logging: 'OVERRIDE', LogConfiguration: { CloudWatchLogGroupName: 'g' } }), EXEC), it_(exec({ Logging: 'OVERRIDE', LogConfiguration: { S3BucketName: 'b' } }), EXEC)],
    fails: [
      [it_({}, EXEC), `${LOGGING} is not set, must be OVERRIDE; ${NO_DESTINATION}`],
      [it_(exec({ Logging: 'NONE', LogConfiguration: { S3BucketName: 'b' } }), EXEC), `${LOGGING} is "NONE", must be OVERRIDE`],
      [it_(exec({ Logging: 'OVERRIDE' }), EXEC), NO_DESTINATION],
    ],
    open: [
      [it_({}, { Service: ['AWS::ECS::Service', { Cluster: { Ref: 'It' } }] }), NOT_JUDGED],
      [it_({}, { ...EXEC, Other: ['AWS::ECS::Service', { Cluster: { Ref: 'It' }, EnableExecuteCommand: false }] }), `${LOGGING} is not set, must be OVERRIDE; ${NO_DESTINATION}`],
      ...[false, 'false', NO_VALUE].map((EnableExecuteCommand) => [it_({}, { Service: ['AWS::ECS::Service', { Cluster: { Ref: 'It' }, EnableExecuteCommand }] }), NOT_JUDGED] as const),
      [it_(exec({ Logging: PARAMETER, LogConfiguration: { S3BucketName: 'b' } }), EXEC), undetermined(LOGGING)],
    ],
  },
}));
