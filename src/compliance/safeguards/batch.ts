import { ResourceSafeguard } from '../model/safeguard';
import { isNoDisk, isNoSystemPath } from '../predicates/containers';
import { given, isUnresolved, listOf } from '../predicates/intrinsics';
import { allOf, called, fails, mustBe, mustNotBe, Outcome } from '../predicates/outcome';
import { Json } from '../rendered';

const ON_JOBS = ['AWS::Batch::JobDefinition'];
const PARAMETERS = 'https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html';

/** Safeguards of AWS Batch. */
export const BATCH: ResourceSafeguard[] = [
  {
    id: 'Batch.JobNotPrivileged',
    on: ON_JOBS,
    statement: 'the container of the job runs without elevated privileges',
    rationale: 'A privileged container has root access to its host and the other containers on it',
    remedy: 'omit `privileged`',
    severity: 'high',
    link: PARAMETERS,
    always: true,
    sources: {},
    judge: ({ properties }) => eachContainer(properties, ({ path, container, isPod }) => isPod
      ? mustNotBe(`${path}.SecurityContext.Privileged`, container.SecurityContext?.Privileged, true)
      : mustNotBe(`${path}.Privileged`, container.Privileged, true)),
  },
  {
    id: 'Batch.JobNoPublicIp',
    on: ON_JOBS,
    statement: 'the job has no public IP address',
    rationale: 'A public IP address exposes the container to the internet',
    remedy: 'set `assignPublicIp` to `DISABLED`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/batch/latest/userguide/fargate.html',
    always: true,
    sources: {},
    judge: ({ properties }) => {
      const units = unitsOf(properties);
      return units.length ? allOf(...units.map(({ NetworkConfiguration }) => mustNotBe(
        'NetworkConfiguration.AssignPublicIp', NetworkConfiguration?.AssignPublicIp, 'ENABLED'))) : undefined;
    },
  },
  {
    id: 'Batch.JobNoHostNetwork',
    on: ON_JOBS,
    statement: 'the pod of the job does not use the host network',
    rationale: 'A pod on the host network reaches the services and the instance metadata of its node',
    remedy: 'set `hostNetwork` to false',
    severity: 'medium',
    link: PARAMETERS,
    always: true,
    sources: {},
    // The default is true (AWS Batch User Guide, Job definition parameters, EksPodProperties).
    judge: ({ properties }) => {
      const pods = podsOf(properties);
      return pods.length ? allOf(...pods.map(({ path, pod }) => mustBe(`${path}.HostNetwork`, pod.HostNetwork, false))) : undefined;
    },
  },
  {
    id: 'Batch.JobNotRoot',
    on: ON_JOBS,
    statement: 'containers of the job run as a non-root user',
    rationale: 'An attacker who takes over a root process can take over the container, and possibly its host',
    remedy: 'set `user`, or `securityContext.runAsNonRoot` of a pod',
    severity: 'medium',
    link: PARAMETERS,
    always: true,
    sources: {},
    judge: ({ properties }) => eachContainer(properties, ({ path, container: { User, SecurityContext }, isPod }) => {
      if (isPod) return mustBe(`${path}.SecurityContext.RunAsNonRoot`, SecurityContext?.RunAsNonRoot, true);
      return given(User) ? mustNotBe(`${path}.User`, isUnresolved(User) ? User : String(User).split(':')[0], 'root', '0') : fails(`${path}.User is not set`);
    }),
  },
  {
    id: 'Batch.JobReadOnlyRoot',
    on: ON_JOBS,
    statement: 'containers of the job have a read-only root file system',
    rationale: 'An attacker cannot install programs or change files in a read-only container',
    remedy: 'set `readonlyRootFilesystem`, and mount volumes for writable paths',
    severity: 'medium',
    link: PARAMETERS,
    always: true,
    sources: {},
    judge: ({ properties }) => eachContainer(properties, ({ path, container, isPod }) => isPod
      ? mustBe(`${path}.SecurityContext.ReadOnlyRootFilesystem`, container.SecurityContext?.ReadOnlyRootFilesystem, true)
      : mustBe(`${path}.ReadonlyRootFilesystem`, container.ReadonlyRootFilesystem, true)),
  },
  {
    id: 'Batch.JobNoSystemVolumes',
    on: ON_JOBS,
    statement: 'volumes and devices of the job are no part of the system of the host',
    rationale: 'A container with the socket of the container engine, a folder of the system or a disk controls its host',
    remedy: 'mount another folder, a file system of Amazon EFS or an ephemeral volume, and omit devices that are disks or memory',
    severity: 'high',
    link: PARAMETERS,
    always: true,
    sources: {},
    judge: ({ properties }) => {
      const outcomes = [
        ...volumesOf(properties).map(({ Name, Host, HostPath }) => isNoSystemPath(`the path of volume ${called(Name)}`, Host?.SourcePath ?? HostPath?.Path)),
        ...containersOfJob(properties).flatMap(({ path, container }) => listOf(container.LinuxParameters?.Devices)
          .map(({ HostPath }) => isNoDisk(path, HostPath))),
      ];
      return outcomes.length ? allOf(...outcomes) : undefined;
    },
  },
  {
    id: 'Batch.JobEfsEncryptedInTransit',
    on: ON_JOBS,
    statement: 'EFS volumes of the job are encrypted in transit',
    rationale: 'Without TLS, files cross the network in plain text',
    remedy: 'set `transitEncryption` to `ENABLED`',
    severity: 'medium',
    link: PARAMETERS,
    always: true,
    sources: {},
    // The default is DISABLED (AWS Batch User Guide, Job definition parameters).
    judge: ({ properties }) => {
      const volumes = volumesOf(properties).filter(({ EfsVolumeConfiguration }) => given(EfsVolumeConfiguration));
      return volumes.length
        ? allOf(...volumes.map(({ Name, EfsVolumeConfiguration: { TransitEncryption } }) => mustBe(`TransitEncryption of volume ${called(Name)}`, TransitEncryption, 'ENABLED')))
        : undefined;
    },
  },
];

interface Container {
  readonly path: string;
  readonly container: Json;
  readonly isPod: boolean;
}

/** The containers of a job: of a container, of the nodes of a job, of tasks and of pods. */
export function containersOfJob(properties: Json): Container[] {
  return blocksOf(properties).flatMap(({ at, block }) => [
    ...listOf(block.ContainerProperties ?? block.Container).map((container) => ({ path: `${at}${block.ContainerProperties ? 'ContainerProperties' : 'Container'}`, container, isPod: false })),
    ...tasksOf(block).flatMap((task) => listOf(task.Containers))
      .map((container) => ({ path: `${at}EcsProperties container ${called(container.Name)}`, container, isPod: false })),
    ...listOf(block.EksProperties?.PodProperties).flatMap((pod) => [...listOf(pod.InitContainers), ...listOf(pod.Containers)])
      .map((container) => ({ path: `${at}EksProperties container ${called(container.Name)}`, container, isPod: true })),
  ]);
}

// A job of several nodes has a block for each range of nodes.
function blocksOf(properties: Json): Array<{ at: string; block: Json }> {
  return [
    { at: '', block: properties },
    ...listOf(properties.NodeProperties?.NodeRangeProperties).map((block, index) => ({ at: `NodeRangeProperties[${index}].`, block })),
  ];
}

function tasksOf({ EcsProperties }: Json): Json[] {
  return listOf(EcsProperties?.TaskProperties);
}

function podsOf(properties: Json): Array<{ path: string; pod: Json }> {
  return blocksOf(properties).flatMap(({ at, block }) => listOf(block.EksProperties?.PodProperties).map((pod) => ({ path: `${at}EksProperties.PodProperties`, pod })));
}

// What has a network, volumes and containers: a container, a task or a pod.
function unitsOf(properties: Json): Json[] {
  return blocksOf(properties).flatMap(({ block }) => [
    ...listOf(block.ContainerProperties ?? block.Container), ...tasksOf(block), ...listOf(block.EksProperties?.PodProperties),
  ]);
}

function volumesOf(properties: Json): Json[] {
  return unitsOf(properties).flatMap(({ Volumes }) => listOf(Volumes));
}

function eachContainer(properties: Json, judge: (container: Container) => Outcome): Outcome | undefined {
  const containers = containersOfJob(properties);
  return containers.length ? allOf(...containers.map(judge)) : undefined;
}
