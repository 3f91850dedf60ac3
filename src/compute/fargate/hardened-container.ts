import { Duration, Size, Token } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { IConstruct } from 'constructs';
import { FargateContainer } from './fargate-options';
import { refuse } from '../../core/validation';

const USER = /^(?:\d+|[A-Za-z_][A-Za-z0-9_-]*)(?::(?:\d+|[A-Za-z_][A-Za-z0-9_-]*))?$/;
const MAX_STOP_SECONDS = 120;
/** The least memory that a container can be given (ECS API, ContainerDefinition). */
const LEAST_MEMORY_MIB = 6;
const SCRATCH_PATHS = ['/tmp'];
const SCRATCH_SIZE = Size.mebibytes(64);

/** Writable by any user as `/tmp` is, and nothing in it can be run or gain a user's rights. */
const SCRATCH_OPTIONS = ['rw', 'noexec', 'nosuid', 'nodev', 'mode=1777'] as ecs.TmpfsMountOption[];

/** What is special about one container. */
export interface ContainerOptions {
  /** Its name in the task. */
  readonly name: string;
  /** Image to run. */
  readonly image: ecs.ContainerImage;
  /** Memory in MiB that it cannot exceed. */
  readonly memoryLimitMiB: number;
  /** How it logs. */
  readonly logging: ecs.LogDriver;
  /** How it runs. */
  readonly container: FargateContainer;
  /** Ports that it listens on. */
  readonly portMappings?: ecs.PortMapping[];
  /** Whether the task stops when it does. */
  readonly essential?: boolean;
}

/** Adds a container without root, privilege, capabilities and a writable root file system, unless it is told otherwise. */
export function addHardenedContainer(task: ecs.FargateTaskDefinition, id: string, options: ContainerOptions): ecs.ContainerDefinition {
  const {
    user = '1000:1000', readonlyRootFilesystem = true, scratchPaths = SCRATCH_PATHS, scratchSize = SCRATCH_SIZE,
    droppedCapabilities = [ecs.Capability.ALL], stopTimeout = Duration.seconds(30), command, entryPoint, healthCheck,
  } = options.container;
  const { essential = true } = options;
  requireUser(task, user);
  requireScratch(task, scratchPaths);
  requireStopTimeout(task, stopTimeout);

  const linuxParameters = new ecs.LinuxParameters(task, `${id}LinuxParameters`, { initProcessEnabled: true });
  linuxParameters.dropCapabilities(...droppedCapabilities);
  linuxParameters.addTmpfs(...scratchPaths.map((containerPath) => (
    { containerPath, size: scratchSize.toMebibytes(), mountOptions: SCRATCH_OPTIONS })));
  return task.addContainer(id, {
    containerName: options.name,
    image: options.image,
    memoryLimitMiB: options.memoryLimitMiB,
    logging: options.logging,
    portMappings: options.portMappings,
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

/** Memory in MiB below which a container cannot run: its scratch paths are part of it. */
export function leastMemory({ scratchPaths = SCRATCH_PATHS, scratchSize = SCRATCH_SIZE }: FargateContainer): number {
  return scratchPaths.length * scratchSize.toMebibytes() + LEAST_MEMORY_MIB;
}

function requireUser(scope: IConstruct, user: string): void {
  if (!Token.isUnresolved(user) && !USER.test(user)) refuse(scope, `user is '${user}', need user, user:group, uid or uid:gid`);
}

function requireScratch(scope: IConstruct, paths: string[]): void {
  const seen = new Set<string>();
  for (const path of paths.filter((candidate) => !Token.isUnresolved(candidate))) {
    if (!/^(?:\/[^/]+)+$/.test(path) || path.split('/').some((part) => part === '.' || part === '..')) {
      refuse(scope, `scratch path is '${path}', need an absolute path below / that does not end in /`);
    }
    if (seen.has(path)) refuse(scope, `scratch path '${path}' is given twice, need it once`);
    seen.add(path);
  }
}

function requireStopTimeout(scope: IConstruct, stopTimeout: Duration): void {
  if (!stopTimeout.isUnresolved() && stopTimeout.toSeconds() > MAX_STOP_SECONDS) {
    refuse(scope, `stopTimeout is ${stopTimeout.toSeconds()} seconds, need at most ${MAX_STOP_SECONDS}`);
  }
}
