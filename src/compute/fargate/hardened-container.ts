import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ResolvedContainer } from './resolve-container-props';

/**
 * Mount options of a scratch path, which any user can write to as to `/tmp`. The ECS API lists `mode` without its value, which Docker requires. See
 * docs/decisions/0034.
 */
function scratchOptions(isExecutable: boolean): ecs.TmpfsMountOption[] {
  return ['rw', isExecutable ? 'exec' : 'noexec', 'nosuid', 'nodev', 'mode=1777'] as ecs.TmpfsMountOption[];
}

/** Options that differ between the containers of a task. */
export interface ContainerOptions {
  /** Name in the task. */
  readonly name: string;
  /** Image to run. */
  readonly image: ecs.ContainerImage;
  /** Memory limit in MiB. */
  readonly memoryLimitMiB: number;
  /** Log driver. */
  readonly logging: ecs.LogDriver;
  /** How the container runs. */
  readonly container: ResolvedContainer;
  /** Ports that the container listens on. */
  readonly portMappings?: ecs.PortMapping[];
  /** Whether the task stops when the container does. */
  readonly essential: boolean;
}

/** Adds a container: by default without root, privilege, Linux capabilities and a writable root file system. */
export function addHardenedContainer(task: ecs.FargateTaskDefinition, id: string, options: ContainerOptions): ecs.ContainerDefinition {
  const { name, image, memoryLimitMiB, logging, portMappings, essential } = options;
  const {
    user, readonlyRootFilesystem, scratchPaths, scratchMiB, scratchExecutable, droppedCapabilities, stopTimeout, command, entryPoint, healthCheck,
  } = options.container;
  const linuxParameters = new ecs.LinuxParameters(task, `${id}LinuxParameters`, { initProcessEnabled: true });
  linuxParameters.dropCapabilities(...droppedCapabilities);
  const mountOptions = scratchOptions(scratchExecutable);
  linuxParameters.addTmpfs(...scratchPaths.map((containerPath) => ({ containerPath, size: scratchMiB, mountOptions })));
  return task.addContainer(id, {
    containerName: name,
    image,
    memoryLimitMiB,
    logging,
    portMappings,
    essential,
    enableRestartPolicy: !essential || undefined,
    restartIgnoredExitCodes: essential ? undefined : [0],
    privileged: false,
    user,
    readonlyRootFilesystem,
    linuxParameters,
    stopTimeout,
    command,
    entryPoint,
    healthCheck,
  });
}
