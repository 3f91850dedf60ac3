import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { RecommendedAlarm, recommendedAlarms } from '../../core/workload/registry';

export const GIB = 1024 ** 3;
export const { LESS_THAN_OR_EQUAL_TO_THRESHOLD } = cloudwatch.ComparisonOperator;

/** Share of a limit that leaves time to react. */
const NEAR_LIMIT = 0.8;

const SIZES = ['micro', 'small', 'medium', 'large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '16xlarge'];

/** Recommends alarms with metrics of a database or of a part of it. */
export interface DatabaseWatch {
  readonly add: (alarm: Omit<RecommendedAlarm, 'construct'>) => void;
  readonly metric: (metricName: string, statistic: string) => cloudwatch.Metric;
}

/** Metrics and alarms with the given dimensions. */
export function watch(construct: Construct, dimensionsMap: { [name: string]: string }): DatabaseWatch {
  return {
    add: (alarm) => recommendedAlarms(construct).add({ construct, ...alarm }),
    metric: (metricName, statistic) => new cloudwatch.Metric({ namespace: 'AWS/RDS', metricName, statistic, period: Duration.minutes(5), dimensionsMap }),
  };
}

/** Recommends alarms on CPU, and on memory and connections if their limits are known. */
export function recommendComputeAlarms({ add, metric }: DatabaseWatch, name: string, memoryGib?: number, maxConnections?: number): void {
  add({
    id: 'CpuHigh',
    description: `CPU utilization of the ${name} is above 90 percent and queries slow down. Threshold as CloudWatch recommends.`,
    metric: metric('CPUUtilization', cloudwatch.Stats.AVERAGE),
    threshold: 90,
  });
  if (memoryGib !== undefined) {
    add({
      id: 'FreeableMemoryLow',
      description: `Less than 10 percent of the memory of the ${name} is free. It can restart.`,
      metric: metric('FreeableMemory', cloudwatch.Stats.MINIMUM),
      threshold: memoryGib * GIB / 10,
      comparisonOperator: LESS_THAN_OR_EQUAL_TO_THRESHOLD,
    });
  }
  if (maxConnections !== undefined) {
    add({
      id: 'ConnectionsHigh',
      description: `80 percent of the maximum connections of the ${name} are in use. New connections can be refused.`,
      metric: metric('DatabaseConnections', cloudwatch.Stats.MAXIMUM),
      threshold: Math.floor(maxConnections * NEAR_LIMIT),
    });
  }
}

/** Recommends an alarm on unvacuumed transaction ids of PostgreSQL. */
export function recommendTransactionIdAlarm({ add, metric }: DatabaseWatch): void {
  add({
    id: 'TransactionIdsHigh',
    description: 'One billion transaction ids are unvacuumed. The database stops accepting writes near two billion. Threshold as CloudWatch recommends.',
    metric: metric('MaximumUsedTransactionIDs', cloudwatch.Stats.MAXIMUM),
    threshold: 1_000_000_000,
    evaluationPeriods: 1,
  });
}

/**
 * GiB of memory of an instance class, which doubles with each size; undefined if it is not known.
 * @param large GiB of memory of the size `large` by the family or its letter
 */
export function memoryGibOf(instanceType: ec2.InstanceType, large: Record<string, number>): number | undefined {
  const [instanceClass, size] = instanceType.toString().split('.');
  const gib = large[instanceClass] ?? large[instanceClass[0]];
  const step = SIZES.indexOf(size);
  return gib === undefined || step < 0 ? undefined : gib * 2 ** (step - SIZES.indexOf('large'));
}
