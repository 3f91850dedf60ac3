import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { RecommendedAlarm, recommendedAlarms } from '../../core/workload/registry';

export const GIB = 1024 ** 3;
export const { LESS_THAN_OR_EQUAL_TO_THRESHOLD } = cloudwatch.ComparisonOperator;

/** Share of a limit at which there is still time to act. */
const NEAR_LIMIT = 0.8;

const SIZES = ['micro', 'small', 'medium', 'large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '16xlarge'];

/** Recommends alarms on a database, or on a part of it. */
export interface DatabaseWatch {
  readonly add: (alarm: Omit<RecommendedAlarm, 'construct'>) => void;
  readonly metric: (metricName: string, statistic: string) => cloudwatch.Metric;
}

/** Watches what has the dimensions. */
export function watch(construct: Construct, dimensionsMap: { [name: string]: string }): DatabaseWatch {
  return {
    add: (alarm) => recommendedAlarms(construct).add({ construct, ...alarm }),
    metric: (metricName, statistic) => new cloudwatch.Metric({ namespace: 'AWS/RDS', metricName, statistic, period: Duration.minutes(5), dimensionsMap }),
  };
}

/** Alarms on CPU, and on memory and connections where their limits are known. */
export function recommendComputeAlarms({ add, metric }: DatabaseWatch, name: string, memoryGib?: number, maxConnections?: number): void {
  add({
    id: 'CpuHigh',
    description: `The ${name} runs near its full CPU: queries slow down. Threshold as CloudWatch recommends.`,
    metric: metric('CPUUtilization', 'Average'),
    threshold: 90,
  });
  if (memoryGib !== undefined) {
    add({
      id: 'FreeableMemoryLow',
      description: `The ${name} has less than a tenth of its memory left: it may restart.`,
      metric: metric('FreeableMemory', 'Minimum'),
      threshold: memoryGib * GIB / 10,
      comparisonOperator: LESS_THAN_OR_EQUAL_TO_THRESHOLD,
    });
  }
  if (maxConnections !== undefined) {
    add({
      id: 'ConnectionsHigh',
      description: `Four fifths of the connections that the ${name} takes are in use: the next clients may be turned away.`,
      metric: metric('DatabaseConnections', 'Maximum'),
      threshold: Math.floor(maxConnections * NEAR_LIMIT),
    });
  }
}

/** Alarm on the transaction ids of PostgreSQL, which run out. */
export function recommendTransactionIdAlarm({ add, metric }: DatabaseWatch): void {
  add({
    id: 'TransactionIdsHigh',
    description: 'A billion transaction ids are unvacuumed: near two billion the database stops taking writes. Threshold as CloudWatch recommends.',
    metric: metric('MaximumUsedTransactionIDs', 'Maximum'),
    threshold: 1_000_000_000,
    evaluationPeriods: 1,
  });
}

/**
 * GiB of memory of an instance class, which doubles from size to size; undefined where it is not known.
 * @param large GiB of memory of the size `large` by the letter of the family
 */
export function memoryGibOf(instanceType: ec2.InstanceType, large: Record<string, number>): number | undefined {
  const [instanceClass, size] = instanceType.toString().split('.');
  const gib = large[instanceClass[0]];
  const step = SIZES.indexOf(size);
  return gib === undefined || step < 0 ? undefined : gib * 2 ** (step - SIZES.indexOf('large'));
}
