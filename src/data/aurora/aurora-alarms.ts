import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { AuroraCapacity } from './aurora-capacity';
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
/** The same source: a PostgreSQL cluster with a minimum of 0 or 0.5 ACU takes no more. */
const POSTGRES_SMALL_MINIMUM_CONNECTIONS = 2000;

/** GiB of memory of the size `large` by instance family (Aurora User Guide, Hardware specifications for DB instance classes for Aurora). */
const LARGE_GIB: Record<string, number> = { t: 8, r: 16, x: 32 };

/** Recommends alarms on what a cluster depends on. They follow the roles, not the instances, as the Aurora User Guide advises. */
export function recommendAuroraAlarms(construct: Construct, cluster: rds.IDatabaseCluster, capacity: AuroraCapacity, readers: number): void {
  const family = cluster.engine!.engineFamily!;
  const { add, metric } = watch(construct, { DBClusterIdentifier: cluster.clusterIdentifier });
  const writer = watch(construct, { DBClusterIdentifier: cluster.clusterIdentifier, Role: 'WRITER' });
  const memory = memoryGib(capacity);

  recommendComputeAlarms(writer, 'writer', memory, memory === undefined ? undefined : maxConnections(family, memory, capacity.minAcu));
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
      metric: writer.metric('FreeLocalStorage', 'Minimum'),
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
    recommendTransactionIdAlarm(writer);
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
  return memoryGibOf(capacity.instanceType!, LARGE_GIB);
}

function maxConnections(family: string, memory: number, minAcu: number | undefined): number {
  const [, limit] = MAX_CONNECTIONS[family].filter(([gib]) => gib <= memory).pop()!;
  return family === 'POSTGRESQL' && minAcu !== undefined && minAcu <= 0.5 ? Math.min(limit, POSTGRES_SMALL_MINIMUM_CONNECTIONS) : limit;
}
