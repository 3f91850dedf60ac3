import { Duration, Size } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { IConstruct } from 'constructs';
import { FargateContainer } from './fargate-options';
import { refuse, requireDuration, requireInteger, requireKnown, requireSize, requireString } from '../../core/validation';

const USER = /(?:\d+|[A-Za-z_][A-Za-z0-9_-]*)(?::(?:\d+|[A-Za-z_][A-Za-z0-9_-]*))?/;
const SCRATCH_PATH = /(?:\/(?!\.\.?(?:\/|$))[^/\p{Cc}]+)+/u;

/** The least memory that a container can be given (ECS API, ContainerDefinition). */
const LEAST_MEMORY_MIB = 6;

/** How a container runs, checked and with defaults. */
export interface ResolvedContainer extends FargateContainer {
  readonly user: string;
  readonly readonlyRootFilesystem: boolean;
  readonly scratchPaths: string[];
  /** Size of each scratch path in MiB. */
  readonly scratchMiB: number;
  readonly scratchExecutable: boolean;
  readonly droppedCapabilities: ecs.Capability[];
  readonly stopTimeout: Duration;
  /** Memory in MiB below which the container cannot run: its scratch paths count against it. */
  readonly leastMemoryMiB: number;
}

/**
 * Checks how a container runs and completes it with defaults.
 * @param prop that holds the options, for error messages
 */
export function resolveContainerProps(scope: IConstruct, prop: string, options: FargateContainer): ResolvedContainer {
  const {
    user = '1000:1000', readonlyRootFilesystem = true, scratchPaths = ['/tmp'], scratchSize = Size.mebibytes(64), scratchExecutable = false,
    droppedCapabilities = [ecs.Capability.ALL], stopTimeout = Duration.seconds(30), healthCheck,
  } = options;
  requireString(scope, `${prop}.user`, user, { need: 'user, user:group, uid or uid:gid', pattern: USER });
  requireKnown(scope, `${prop}.scratchPaths`, scratchPaths);
  for (const path of scratchPaths) {
    requireString(scope, `${prop}.scratchPaths`, path, { need: 'absolute paths below / that do not end in /', pattern: SCRATCH_PATH });
  }
  // The size is part of the memory that is divided among the containers.
  requireKnown(scope, `${prop}.scratchSize`, scratchSize);
  requireSize(scope, `${prop}.scratchSize`, scratchSize, { unit: 'MiB' });
  // ECS API, ContainerDefinition: the values for Fargate.
  requireDuration(scope, `${prop}.stopTimeout`, stopTimeout, { unit: 'seconds', min: 2, max: 120 });
  if (healthCheck) requireHealthCheck(scope, `${prop}.healthCheck`, healthCheck);
  const scratchMiB = scratchSize.toMebibytes();
  const leastMemoryMiB = scratchPaths.length * scratchMiB + LEAST_MEMORY_MIB;
  return {
    ...options, user, readonlyRootFilesystem, scratchPaths, scratchMiB, scratchExecutable, droppedCapabilities, stopTimeout, leastMemoryMiB,
  };
}

/** ECS API, HealthCheck. */
function requireHealthCheck(scope: IConstruct, prop: string, { interval, timeout, startPeriod, retries }: ecs.HealthCheck): void {
  requireDuration(scope, `${prop}.interval`, interval, { unit: 'seconds', min: 5, max: 300 });
  requireDuration(scope, `${prop}.timeout`, timeout, { unit: 'seconds', min: 2, max: 60 });
  requireDuration(scope, `${prop}.startPeriod`, startPeriod, { unit: 'seconds', min: 0, max: 300 });
  requireInteger(scope, `${prop}.retries`, retries, { min: 1, max: 10 });
  if (interval && timeout && !interval.isUnresolved() && !timeout.isUnresolved() && interval.toSeconds() < timeout.toSeconds()) {
    refuse(scope, `${prop}.timeout must be at most the interval, ${interval.toHumanString()}, got ${timeout.toHumanString()}`);
  }
}
