import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { AuroraCapacity } from './aurora-capacity';
import { RecommendedAlarm, recommendedAlarms } from '../core/registry';

const GIB = 1024 ** 3;
const GIB_PER_ACU = 2;
const { LESS_THAN_OR_EQUAL_TO_THRESHOLD } = cloudwatch.ComparisonOperator;

/** Share of a limit at which there is still time to act. */
const NEAR_LIMIT = 0.8;

/**
 * `max_connections` by GiB of memory (Aurora User Guide, Maximum connections for Aurora Serverless v2, and Maximum connections
 * to an Aurora MySQL DB instance, which give the same numbers for the same memory).
 */
const MAX_CONNECTIONS: Record<string, Array<[number, number]>> = {
  MYSQL: [[2, 90], [8, 135], [16, 1000], [32, 2000], [64, 3000], [128, 4000], [256, 5000]],
  POSTGRESQL: [[2, 189], [8, 823], [16, 1669], [32, 3360], [64, 5000]],
};
/** The same source: a PostgreSQL cluster with a minimum of 0 or 0.5 ACU takes no more. */
const POSTGRES_SMALL_MINIMUM_CONNECTIONS = 2000;

/** GiB of memory of the size `large` by instance family (Aurora User Guide, Hardware specifications for DB instance classes for Aurora). */
const LARGE_GIB: Record<string, number> = { t: 8, r: 16, x: 32 };
const SIZES = ['medium', 'large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '16xlarge'];

/** Recommends alarms on what a cluster depends on. They follow the roles, not the instances, as the Aurora User Guide advises. */
export function recommendAuroraAlarms(construct: Construct, cluster: rds.IDatabaseCluster, capacity: AuroraCapacity, readers: number): void {
  const family = cluster.engine!.engineFamily!;
  const add = (alarm: Omit<RecommendedAlarm, 'construct'>) => recommendedAlarms(construct).add({ construct, ...alarm });
  const metric = (metricName: string, statistic: string, role?: string) => new cloudwatch.Metric({
    namespace: 'AWS/RDS',
    metricName,
    statistic,
    period: Duration.minutes(5),
    dimensionsMap: { DBClusterIdentifier: cluster.clusterIdentifier, ...(role && { Role: role }) },
  });
  const memory = memoryGib(capacity);

  add({
    id: 'CpuHigh',
    description: 'The writer runs near its full CPU: queries slow down. Threshold as CloudWatch recommends.',
    metric: metric('CPUUtilization', 'Average', 'WRITER'),
    threshold: 90,
  });
  if (memory !== undefined) {
    add({
      id: 'FreeableMemoryLow',
      description: 'The writer has less than a tenth of its memory left: it may restart.',
      metric: metric('FreeableMemory', 'Minimum', 'WRITER'),
      threshold: memory * GIB / 10,
      comparisonOperator: LESS_THAN_OR_EQUAL_TO_THRESHOLD,
    });
    add({
      id: 'ConnectionsHigh',
      description: 'Four fifths of the connections that the writer takes are in use: the next clients may be turned away.',
      metric: metric('DatabaseConnections', 'Maximum', 'WRITER'),
      threshold: Math.floor(maxConnections(family, memory, capacity.minAcu) * NEAR_LIMIT),
    });
  }
  if (capacity.maxAcu !== undefined) {
    add({
      id: 'AcuUtilizationHigh',
      description: 'The cluster has scaled to nearly its maximum capacity: it cannot grow with the load any more.',
      metric: metric('ACUUtilization', 'Average'),
      threshold: 90,
    });
  } else {
    add({
      id: 'FreeLocalStorageLow',
      description: 'Temporary storage of the writer is nearly used up: sorts and index builds fail.',
      metric: metric('FreeLocalStorage', 'Minimum', 'WRITER'),
      // A tenth of what the smallest instance classes have (Aurora User Guide, Temporary storage limits: 32 GiB).
      threshold: 3 * GIB,
      comparisonOperator: LESS_THAN_OR_EQUAL_TO_THRESHOLD,
    });
  }
  if (readers > 0) {
    add({
      id: 'ReplicaLagHigh',
      description: 'Readers answer with data that is seconds old; usually they lag far less than 100 ms behind (Aurora User Guide).',
      metric: metric('AuroraReplicaLagMaximum', 'Maximum'),
      threshold: 2000,
    });
  }
  if (family === 'POSTGRESQL') {
    add({
      id: 'TransactionIdsHigh',
      description: 'A billion transaction ids are unvacuumed: near two billion the database stops taking writes. Threshold as CloudWatch recommends.',
      metric: metric('MaximumUsedTransactionIDs', 'Maximum', 'WRITER'),
      threshold: 1_000_000_000,
      evaluationPeriods: 1,
    });
  } else {
    add({
      id: 'VolumeNearlyFull',
      description: 'The cluster volume has less than 10 TiB left before its limit.',
      metric: metric('AuroraVolumeBytesLeftTotal', 'Minimum'),
      threshold: 10 * 1024 * GIB,
      comparisonOperator: LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
    });
  }
}

function memoryGib(capacity: AuroraCapacity): number | undefined {
  if (capacity.maxAcu !== undefined) return capacity.maxAcu * GIB_PER_ACU;
  const [instanceClass, size] = capacity.instanceType!.toString().split('.');
  const large = LARGE_GIB[instanceClass[0]];
  const step = SIZES.indexOf(size);
  return large === undefined || step < 0 ? undefined : large * 2 ** (step - 1);
}

function maxConnections(family: string, memory: number, minAcu: number | undefined): number {
  const [, limit] = MAX_CONNECTIONS[family].filter(([gib]) => gib <= memory).pop()!;
  return family === 'POSTGRESQL' && minAcu !== undefined && minAcu <= 0.5 ? Math.min(limit, POSTGRES_SMALL_MINIMUM_CONNECTIONS) : limit;
}
