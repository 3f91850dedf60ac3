import { ResourceSafeguard } from '../model/safeguard';
import { addsNoDangerousCapability, eachContainer, isNoDisk, isNoSystemPath, isWindows } from '../predicates/containers';
import { anyValue, given, isSet, isUnresolved, listOf } from '../predicates/intrinsics';
import { allOf, called, fails, HOLDS, mustBe, mustBeOneOf, mustBeSet, mustExist, mustNotBe, undetermined, unknown } from '../predicates/outcome';
import { Clarity, clarityOfVariable, resolvesSecret } from '../predicates/secrets';
import { Json, pointers, RenderedResource } from '../rendered';

const ON_TASKS = ['AWS::ECS::TaskDefinition'];

/** Safeguards of Amazon ECS. */
export const ECS: ResourceSafeguard[] = [
  {
    id: 'ECS.ClusterInsights',
    on: ['AWS::ECS::Cluster'],
    statement: 'Container Insights is enabled',
    rationale: 'Metrics show failing and overloaded tasks',
    remedy: 'set `containerInsightsV2`',
    sources: { securityHub: ['ECS.12'], cdkNag: ['ECSClusterCloudWatchContainerInsights'] },
    judge: ({ properties }) => mustBeOneOf(
      'ClusterSettings containerInsights',
      listOf(properties.ClusterSettings).find(({ Name }) => Name === 'containerInsights')?.Value,
      ['enabled', 'enhanced'],
    ),
  },
  {
    id: 'ECS.ServiceNoPublicIp',
    on: ['AWS::ECS::Service'],
    statement: 'tasks of the service have no public IP address',
    rationale: 'A public address exposes the task to the internet',
    remedy: 'set `assignPublicIp` to false',
    sources: { securityHub: ['ECS.2'] },
    judge: ({ properties: { NetworkConfiguration } }) => mustNotBe('AssignPublicIp', NetworkConfiguration?.AwsvpcConfiguration?.AssignPublicIp, 'ENABLED'),
  },
  {
    id: 'ECS.TaskSetNoPublicIp',
    on: ['AWS::ECS::TaskSet'],
    statement: 'tasks of the task set have no public IP address',
    rationale: 'A public address exposes the task to the internet',
    remedy: 'set `assignPublicIp` to `DISABLED`',
    sources: { securityHub: ['ECS.16'] },
    judge: ({ properties: { NetworkConfiguration } }) => mustNotBe('AssignPublicIp', NetworkConfiguration?.AwsVpcConfiguration?.AssignPublicIp, 'ENABLED'),
  },
  {
    id: 'ECS.FargatePlatformLatest',
    on: ['AWS::ECS::Service'],
    statement: 'tasks use the latest Fargate platform version',
    rationale: 'New platform versions include security patches of the host',
    remedy: 'omit `platformVersion`',
    sources: { securityHub: ['ECS.10'], prowler: ['ecs_service_fargate_latest_platform_version'] },
    judge: ({ properties: { PlatformVersion } }) => given(PlatformVersion)
      ? mustBeOneOf('PlatformVersion', PlatformVersion, ['LATEST', '1.4.0'])
      : HOLDS,
  },
  {
    id: 'ECS.TaskNoSharedProcesses',
    on: ON_TASKS,
    statement: 'containers do not share the process namespace of the host',
    rationale: 'A container could see and influence processes of the host and of other containers',
    remedy: 'omit `pidMode`',
    sources: { securityHub: ['ECS.3'], prowler: ['ecs_task_definitions_host_namespace_not_shared'] },
    judge: ({ properties }) => mustNotBe('PidMode', properties.PidMode, 'host'),
  },
  {
    id: 'ECS.TaskNotPrivileged',
    on: ON_TASKS,
    statement: 'containers run without elevated privileges',
    rationale: 'A privileged container has root access to its host and the other containers on it',
    remedy: 'omit `privileged`',
    sources: { securityHub: ['ECS.4'], prowler: ['ecs_task_definitions_no_privileged_containers'] },
    judge: ({ properties }) => eachContainer(properties, (name, { Privileged }) => mustNotBe(`Privileged of ${name}`, Privileged, true)),
  },
  {
    id: 'ECS.TaskReadOnlyRoot',
    on: ON_TASKS,
    statement: 'containers have a read-only root file system',
    rationale: 'An attacker cannot install programs or change files in a read-only container',
    remedy: 'set `readonlyRootFilesystem`, and mount volumes for writable paths',
    sources: { securityHub: ['ECS.5'], prowler: ['ecs_task_definitions_containers_readonly_access'] },
    // Windows containers do not support it (Amazon ECS API Reference, ContainerDefinition).
    judge: ({ properties }) => isWindows(properties) ? undefined : eachContainer(properties, (name, { ReadonlyRootFilesystem }) => (
      mustBe(`ReadonlyRootFilesystem of ${name}`, ReadonlyRootFilesystem, true))),
  },
  {
    id: 'ECS.TaskTmpfsNoExec',
    on: ON_TASKS,
    statement: 'files in tmpfs mounts cannot be executed',
    rationale: 'An attacker cannot run programs that were written to memory',
    remedy: 'add `noexec` to the mount options',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html',
    always: true,
    sources: {},
    judge: ({ properties }) => eachContainer(properties, (name, { LinuxParameters }) => (
      allOf(...listOf(LinuxParameters?.Tmpfs).map(({ ContainerPath, MountOptions }) => isUnresolved(MountOptions)
        ? unknown(`MountOptions of ${name}`, MountOptions)
        : mustExist(listOf(MountOptions).includes('noexec'), `tmpfs ${ContainerPath} of ${name} is mounted without noexec`))))),
  },
  {
    id: 'ECS.TaskNoSecretsInEnvironment',
    on: ON_TASKS,
    statement: 'environment variables hold no secrets',
    rationale: 'Environment variables are readable in the template, the console and the container',
    remedy: 'pass the secret through `secrets`',
    always: true,
    sources: { securityHub: ['ECS.8'], prowler: ['ecs_task_definitions_no_environment_secrets'] },
    judge: (task) => eachContainer(task.properties, (name, { Environment }) => {
      const variables = listOf(Environment).map((variable) => ({ variable, clarity: clarityIn(task, variable) }));
      const secret = variables.find(({ clarity }) => clarity === 'clear');
      if (secret) return fails(`Environment of ${name} has ${secret.variable.Name}, must reference a secret`);
      const open = variables.find(({ clarity }) => clarity === 'unknown');
      return open ? undetermined(`${open.variable.Name} of Environment of ${name}`) : HOLDS;
    }),
  },
  {
    id: 'ECS.TaskLogged',
    on: ON_TASKS,
    statement: 'containers have a log configuration',
    rationale: 'Without logs, failures and attacks in a container stay unknown',
    remedy: 'set `logging`',
    sources: { securityHub: ['ECS.9'], cdkNag: ['ECSTaskDefinitionContainerLogging'], prowler: ['ecs_task_definitions_logging_enabled'] },
    judge: ({ properties }) => eachContainer(properties, (name, { LogConfiguration }) => (
      mustBeSet(`LogConfiguration.LogDriver of ${name}`, LogConfiguration?.LogDriver))),
  },
  {
    id: 'ECS.TaskNoHostNetwork',
    on: ON_TASKS,
    statement: 'containers do not use the host network',
    rationale: 'A container on the host network bypasses the security group of its task',
    remedy: 'set `networkMode` to `awsvpc`',
    sources: { securityHub: ['ECS.17'], cdkNag: ['ECSTaskDefinitionUserForHostMode'], prowler: ['ecs_task_definitions_host_networking_mode_users'] },
    judge: ({ properties }) => mustNotBe('NetworkMode', properties.NetworkMode, 'host'),
  },
  {
    id: 'ECS.TaskEfsEncryptedInTransit',
    on: ON_TASKS,
    statement: 'EFS volumes are encrypted in transit',
    rationale: 'Without TLS, files cross the network in plain text',
    remedy: 'set `transitEncryption` to `ENABLED`',
    sources: { securityHub: ['ECS.18'] },
    // A task without such a volume is no evidence of encryption.
    judge: ({ properties }) => {
      const volumes = listOf(properties.Volumes).filter(({ EFSVolumeConfiguration }) => given(EFSVolumeConfiguration));
      return volumes.length === 0 ? undefined : allOf(...volumes
        .map(({ Name, EFSVolumeConfiguration }) => mustBe(`TransitEncryption of volume ${called(Name)}`, EFSVolumeConfiguration.TransitEncryption, 'ENABLED')));
    },
  },
  {
    id: 'ECS.TaskNotRoot',
    on: ON_TASKS,
    statement: 'containers run as a non-root user',
    rationale: 'An attacker who takes over a root process can take over the container, and possibly its host',
    remedy: 'set `user`',
    sources: { securityHub: ['ECS.20'] },
    // Windows containers have no root user.
    judge: ({ properties }) => isWindows(properties) ? undefined : eachContainer(properties, (name, { User }) => (
      given(User) ? mustNotBe(`User of ${name}`, isUnresolved(User) ? User : String(User).split(':')[0], 'root', '0') : fails(`User of ${name} is not set`))),
  },
  {
    id: 'ECS.CapacityProviderTerminationProtected',
    on: ['AWS::ECS::CapacityProvider'],
    statement: 'managed termination protection is enabled',
    rationale: 'Instances with running tasks could be terminated',
    remedy: 'set `enableManagedTerminationProtection`',
    sources: { securityHub: ['ECS.19'] },
    judge: ({ properties: { AutoScalingGroupProvider } }) => given(AutoScalingGroupProvider)
      ? mustBe('AutoScalingGroupProvider.ManagedTerminationProtection', AutoScalingGroupProvider.ManagedTerminationProtection, 'ENABLED')
      : undefined,
  },
  {
    id: 'ECS.WindowsTaskNotAdministrator',
    on: ON_TASKS,
    statement: 'Windows containers run as a user without administrator rights',
    rationale: 'An attacker who takes over an administrator process can take over the container, and possibly its host',
    remedy: 'set `user`, for example to `ContainerUser`',
    sources: { securityHub: ['ECS.21'] },
    judge: ({ properties }) => isWindows(properties) ? eachContainer(properties, (name, { User }) => (
      given(User) ? mustNotBe(`User of ${name}`, typeof User === 'string' ? User.toLowerCase() : User, 'containeradministrator') : fails(`User of ${name} is not set`)))
      : undefined,
  },
  {
    id: 'ECS.TaskNoHostIpc',
    on: ON_TASKS,
    statement: 'containers do not share the IPC namespace of the host',
    rationale: 'A container could read and change the shared memory of other containers and of the host',
    remedy: 'omit `ipcMode`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html',
    always: true,
    sources: {},
    judge: ({ properties }) => mustNotBe('IpcMode', properties.IpcMode, 'host'),
  },
  {
    id: 'ECS.TaskNoDangerousCapabilities',
    on: ON_TASKS,
    statement: 'containers add no capability that lets them leave their isolation',
    rationale: 'With SYS_ADMIN and similar capabilities, a process in a container can take over its host or network',
    remedy: 'remove the capability, or add only the narrower one that is used',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html',
    always: true,
    sources: {},
    judge: ({ properties }) => eachContainer(properties, (name, { LinuxParameters }) => (
      addsNoDangerousCapability(`LinuxParameters.Capabilities.Add of ${name}`, LinuxParameters?.Capabilities?.Add))),
  },
  {
    id: 'ECS.TaskNoSystemVolumes',
    on: ON_TASKS,
    statement: 'volumes and devices of the task are no part of the system of the host',
    rationale: 'A container with the socket of the container engine, a folder of the system or a disk controls its host',
    remedy: 'mount another folder, a file system of Amazon EFS or an ephemeral volume',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html',
    always: true,
    sources: {},
    judge: ({ properties }) => allOf(
      ...listOf(properties.Volumes).map(({ Name, Host }) => isNoSystemPath(`Host.SourcePath of volume ${called(Name)}`, Host?.SourcePath)),
      eachContainer(properties, (name, { LinuxParameters }) => allOf(
        ...listOf(LinuxParameters?.Devices).map(({ HostPath }) => isNoDisk(name, HostPath)))),
    ),
  },
  {
    id: 'ECS.ExecLogged',
    on: ['AWS::ECS::Cluster'],
    statement: 'commands that ECS Exec runs in containers are logged to a destination of the cluster',
    rationale: 'Without logs of its own, what was typed in a container depends on the log driver of the task, and can be switched off',
    remedy: 'set `executeCommandConfiguration.logging` to `OVERRIDE` with a log group or bucket',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
    always: true,
    sources: {},
    judge: (cluster) => {
      const isAllowed = pointers(cluster, 'AWS::ECS::Service', 'Cluster')
        .some(({ properties: { EnableExecuteCommand } }) => given(EnableExecuteCommand) && String(EnableExecuteCommand) !== 'false');
      if (!isAllowed) return undefined;
      const { Logging, LogConfiguration } = cluster.properties.Configuration?.ExecuteCommandConfiguration ?? {};
      return allOf(
        mustBe('ExecuteCommandConfiguration.Logging', Logging, 'OVERRIDE'),
        mustExist(isSet(LogConfiguration?.CloudWatchLogGroupName) || isSet(LogConfiguration?.S3BucketName),
          'ExecuteCommandConfiguration.LogConfiguration has no CloudWatchLogGroupName or S3BucketName'),
      );
    },
  },
];

// The names are those of ECS.8 and of passwords. A dynamic reference to a secret also resolves to plain text.
function clarityIn(task: RenderedResource, { Name, Value }: Json): Clarity {
  const isSecret = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'ECS_ENGINE_AUTH_DATA'].includes(Name) || /(PASSWORD|PASSWD|PRIVATE_KEY)$/i.test(Name)
    || resolvesSecret(JSON.stringify({ Value: anyValue(Value) }));
  return isSecret ? 'clear' : clarityOfVariable(task, String(Name), anyValue(Value));
}
