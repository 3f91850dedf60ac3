import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { ResolvedAuroraProps, ResolvedCapacity } from './resolve-aurora-props';
import {
  GIB, LESS_THAN_OR_EQUAL_TO_THRESHOLD, memoryGibOf, recommendComputeAlarms, recommendTransactionIdAlarm, watch,
} from '../shared/database-alarms';

const GIB_PER_ACU = 2;

/**
 * `max_connections` by GiB of memory (Aurora User Guide, Maximum connections for Aurora Serverless v2, and Maximum connections
 * to an Aurora MySQL DB instance, which give the same numbers for the same memory).
 */
const MAX_CONNECTIONS: Record<string, Array<[number, number]>> = {
  MYSQL: [[2, 90], [8, 135], [16, 1000], [32, 2000], [64, 3000], [128, 4000], [256, 5000]],
  POSTGRESQL: [[2, 189], [8, 823], [16, 1669], [32, 3360], [64, 5000]],
};
/** Maximum of a PostgreSQL cluster with a minimum of 0 or 0.5 ACU (same source). */
const POSTGRES_SMALL_MINIMUM_CONNECTIONS = 2000;

/** GiB of memory of the size `large` by instance family (Aurora User Guide, Hardware specifications for DB instance classes for Aurora). */
const LARGE_GIB: Record<string, number> = { t: 8, r: 16, x: 32 };

/** Recommends the alarms of a cluster. Their metrics have the role, not an instance, as dimension, as the Aurora User Guide recommends. */
export function recommendAuroraAlarms(construct: Construct, cluster: rds.IDatabaseCluster, resolved: ResolvedAuroraProps): void {
  const { capacity, readers, readerScaling } = resolved;
  const family = resolved.engine.engineFamily!;
  const { add, metric } = watch(construct, { DBClusterIdentifier: cluster.clusterIdentifier });
  const writer = watch(construct, { DBClusterIdentifier: cluster.clusterIdentifier, Role: 'WRITER' });
  const memory = memoryGib(capacity);

  recommendComputeAlarms(writer, 'writer', memory, memory === undefined ? undefined : maxConnections(family, memory, capacity));
  if (capacity.serverless) {
    add({
      id: 'AcuUtilizationHigh',
      description: 'The cluster is near its maximum capacity and cannot scale further with the load.',
      metric: metric('ACUUtilization', cloudwatch.Stats.AVERAGE),
      threshold: 90,
    });
  } else {
    add({
      id: 'FreeLocalStorageLow',
      description: 'The temporary storage of the writer is almost full. Sorts and index builds can fail.',
      metric: writer.metric('FreeLocalStorage', cloudwatch.Stats.MINIMUM),
      // A tenth of the storage of the smallest instance classes (Aurora User Guide, Temporary storage limits: 32 GiB).
      threshold: 3 * GIB,
      comparisonOperator: LESS_THAN_OR_EQUAL_TO_THRESHOLD,
    });
  }
  if (readers > 0 || readerScaling) {
    add({
      id: 'ReplicaLagHigh',
      description: 'Readers return data that is more than 2 seconds old. The usual lag is well below 100 ms (Aurora User Guide).',
      metric: metric('AuroraReplicaLagMaximum', cloudwatch.Stats.MAXIMUM),
      threshold: 2000,
    });
  }
  if (family === 'POSTGRESQL') {
    recommendTransactionIdAlarm(writer);
  } else {
    add({
      id: 'VolumeNearlyFull',
      description: 'The cluster volume is less than 10 TiB below its maximum size.',
      metric: metric('AuroraVolumeBytesLeftTotal', cloudwatch.Stats.MINIMUM),
      threshold: 10 * 1024 * GIB,
      comparisonOperator: LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
    });
  }
}

function memoryGib({ serverless, instanceType }: ResolvedCapacity): number | undefined {
  return serverless ? serverless.maxAcu * GIB_PER_ACU : memoryGibOf(instanceType!, LARGE_GIB);
}

function maxConnections(family: string, memory: number, { serverless }: ResolvedCapacity): number {
  const [, limit] = MAX_CONNECTIONS[family].filter(([gib]) => gib <= memory).pop()!;
  return family === 'POSTGRESQL' && serverless && serverless.minAcu <= 0.5 ? Math.min(limit, POSTGRES_SMALL_MINIMUM_CONNECTIONS) : limit;
}
