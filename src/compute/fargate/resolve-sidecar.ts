import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { FargateSidecar } from './fargate-method-options';
import { resolveContainerProps, ResolvedContainer } from './resolve-container-props';
import { requireVariableName, ResolvedFargateProps } from './resolve-fargate-props';
import { remainingMemory } from './task-size';
import { mustBe, refuse, requireInteger, requireKnown, ownProps, requireString } from '../../core/validation';

/** Containers of a task definition (ECS Developer Guide, Amazon ECS service quotas; not adjustable). */
const MAX_CONTAINERS = 10;

/** A sidecar with its defaults, and the memory that it leaves for the service's own container. */
export interface ResolvedSidecar extends Required<Omit<FargateSidecar, 'container'>> {
  readonly container: ResolvedContainer;
  readonly memoryLeftMiB: number;
}

/** The task that gets a sidecar. */
interface AroundSidecar extends Pick<ResolvedFargateProps, 'task' | 'container'> {
  readonly definition: ecs.TaskDefinition;
  /** Memory of the service's own container. */
  readonly memoryMiB: number;
}

/** Checks a sidecar, and fills in defaults. */
export function resolveSidecar(scope: Construct, name: string, given: FargateSidecar, around: AroundSidecar): ResolvedSidecar {
  const sidecar = ownProps(scope, 'FargateSidecar', given, 'sidecar');
  const { image, memoryLimitMiB, essential = true, environment = {}, secrets = {} } = sidecar;
  // ECS API, ContainerDefinition.
  requireString(scope, 'name', name, { need: 'at most 255 letters, digits, hyphens and underscores', pattern: /[A-Za-z0-9_-]{1,255}/ });
  if (name.toLowerCase() === 'app' || around.definition.node.tryFindChild(name)) refuse(scope, `container '${name}' already exists in this task`);
  const count = around.definition.node.children.filter((child) => child instanceof ecs.ContainerDefinition).length;
  if (count >= MAX_CONTAINERS) refuse(scope, `task must have at most ${MAX_CONTAINERS} containers, got ${count + 1} with sidecar '${name}'`);
  const container = resolveContainerProps(scope, 'sidecar.container', sidecar.container ?? {});
  requireKnown(scope, 'task.memoryLimitMiB', around.task.memoryLimitMiB);
  requireKnown(scope, 'sidecar.memoryLimitMiB', memoryLimitMiB);
  requireInteger(scope, 'sidecar.memoryLimitMiB', memoryLimitMiB, { min: 1 });
  if (memoryLimitMiB < container.leastMemoryMiB) {
    mustBe(scope, 'sidecar.memoryLimitMiB', `at least ${container.leastMemoryMiB} with scratchSize for each of the scratchPaths`, memoryLimitMiB);
  }
  const memoryLeftMiB = remainingMemory(scope, around.memoryMiB, around.container.leastMemoryMiB, memoryLimitMiB, `sidecar '${name}'`);
  for (const variable of Object.keys(environment)) requireVariableName(scope, 'each key of sidecar.environment', variable);
  for (const variable of Object.keys(secrets)) requireVariableName(scope, 'each key of sidecar.secrets', variable);
  const shared = Object.keys(environment).find((variable) => Object.hasOwn(secrets, variable));
  if (shared !== undefined) refuse(scope, `specify either sidecar.environment.${shared} or sidecar.secrets.${shared}, not both`);
  return { image, memoryLimitMiB, essential, environment, secrets, container, memoryLeftMiB };
}
