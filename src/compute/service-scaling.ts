import { Token } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { IConstruct } from 'constructs';
import { FargateScaling, FargateSpot } from './fargate-options';
import { refuse } from '../core/errors';

/** Limits of a capacity provider strategy (ECS API, CapacityProviderStrategyItem). */
const MAX_BASE = 100_000;
const MAX_WEIGHT = 1_000;

/** How many tasks run. */
export interface TaskCounts {
  /** At the start. */
  readonly desiredCount: number;
  /** At the least. */
  readonly minCapacity: number;
  /** At the most. */
  readonly maxCapacity: number;
}

/** How many tasks run: least ≤ desired ≤ most. */
export function taskCounts(scope: IConstruct, { minCapacity = 2, maxCapacity = 10, desiredCount = minCapacity }: FargateScaling): TaskCounts {
  const counts = { minCapacity, maxCapacity, desiredCount };
  Object.entries(counts).forEach(([prop, count]) => requireWhole(scope, prop, count, Number.MAX_SAFE_INTEGER));
  if ([minCapacity, maxCapacity].every(isLiteral) && minCapacity > maxCapacity) {
    refuse(scope, `minCapacity is ${minCapacity}, need at most maxCapacity, which is ${maxCapacity}`);
  }
  if (Object.values(counts).every(isLiteral) && (desiredCount < minCapacity || desiredCount > maxCapacity)) {
    refuse(scope, `desiredCount is ${desiredCount}, need ${minCapacity} to ${maxCapacity}, as minCapacity and maxCapacity say`);
  }
  return counts;
}

/** Scales a service within its limits, on CPU and on memory. */
export function scaleService(service: ecs.FargateService, { minCapacity, maxCapacity }: TaskCounts, options: FargateScaling): ecs.ScalableTaskCount {
  const { targetCpuUtilizationPercent = 70, targetMemoryUtilizationPercent = 80, scaleInCooldown, scaleOutCooldown } = options;
  requirePercent(service, 'targetCpuUtilizationPercent', targetCpuUtilizationPercent);
  requirePercent(service, 'targetMemoryUtilizationPercent', targetMemoryUtilizationPercent);
  const scaling = service.autoScaleTaskCount({ minCapacity, maxCapacity });
  scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: targetCpuUtilizationPercent, scaleInCooldown, scaleOutCooldown });
  scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: targetMemoryUtilizationPercent, scaleInCooldown, scaleOutCooldown });
  return scaling;
}

/** Shares tasks between Fargate and Fargate Spot. */
export function capacityProviders(scope: IConstruct, spot: FargateSpot, counts: TaskCounts): ecs.CapacityProviderStrategy[] {
  const { onDemandBase = counts.minCapacity, onDemandWeight = 0, spotWeight = 1 } = spot;
  requireWhole(scope, 'onDemandBase', onDemandBase, MAX_BASE);
  requireWhole(scope, 'onDemandWeight', onDemandWeight, MAX_WEIGHT);
  requireWhole(scope, 'spotWeight', spotWeight, MAX_WEIGHT);
  if (onDemandWeight === 0 && spotWeight === 0) refuse(scope, 'onDemandWeight and spotWeight are 0, need one above 0');
  return [
    { capacityProvider: 'FARGATE', base: onDemandBase, weight: onDemandWeight },
    { capacityProvider: 'FARGATE_SPOT', weight: spotWeight },
  ];
}

function requireWhole(scope: IConstruct, prop: string, value: number, max: number): void {
  if (isLiteral(value) && (!Number.isInteger(value) || value < 0 || value > max)) {
    refuse(scope, `${prop} is ${value}, need a whole number of ${max === Number.MAX_SAFE_INTEGER ? 'at least 0' : `0 to ${max}`}`);
  }
}

function requirePercent(scope: IConstruct, prop: string, value: number): void {
  if (isLiteral(value) && (value <= 0 || value > 100)) refuse(scope, `${prop} is ${value}, need more than 0 and at most 100`);
}

function isLiteral(value: number): boolean {
  return !Token.isUnresolved(value);
}
