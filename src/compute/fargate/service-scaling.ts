import * as ecs from 'aws-cdk-lib/aws-ecs';
import { IConstruct } from 'constructs';
import { FargateScaling, FargateSpot } from './fargate-options';
import { refuse } from '../../core/validation';
import { requireCounts, requirePercent, requireWithin } from '../shared/capacity';

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
  requireCounts(scope, minCapacity, maxCapacity, 'desiredCount', desiredCount);
  return { minCapacity, maxCapacity, desiredCount };
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
  requireWithin(scope, 'onDemandBase', onDemandBase, 0, MAX_BASE);
  requireWithin(scope, 'onDemandWeight', onDemandWeight, 0, MAX_WEIGHT);
  requireWithin(scope, 'spotWeight', spotWeight, 0, MAX_WEIGHT);
  if (onDemandWeight === 0 && spotWeight === 0) refuse(scope, 'onDemandWeight and spotWeight are 0, need one above 0');
  return [
    { capacityProvider: 'FARGATE', base: onDemandBase, weight: onDemandWeight },
    { capacityProvider: 'FARGATE_SPOT', weight: spotWeight },
  ];
}
