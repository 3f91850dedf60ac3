import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { ResolvedPostgresProps } from './resolve-postgres-props';
import {
  GIB, LESS_THAN_OR_EQUAL_TO_THRESHOLD, memoryGibOf, recommendComputeAlarms, recommendTransactionIdAlarm, watch,
} from '../shared/database-alarms';

/** GiB of memory of the size `large` by instance family (RDS User Guide, Hardware specifications for DB instance classes). */
const LARGE_GIB: Record<string, number> = { t: 8, m: 8, r: 16, x: 32, x2iedn: 64 };

/**
 * Memory that Amazon RDS and the operating system use, before connections are derived from the rest. The value is not published; a high estimate only
 * triggers the alarm earlier.
 */
const RESERVED_GIB = 0.25;
/** `LEAST({DBInstanceClassMemory/9531392}, 5000)` (AWS Prescriptive Guidance, Tuning PostgreSQL parameters, max_connections). */
const BYTES_PER_CONNECTION = 9_531_392;
const MOST_CONNECTIONS = 5000;

/** Recommends the alarms of an instance and its replicas. */
export function recommendPostgresAlarms(
  construct: Construct, instance: rds.IDatabaseInstance, replicas: rds.IDatabaseInstance[], resolved: ResolvedPostgresProps,
): void {
  const { instanceType, storage: { allocatedGib, maxAllocatedGib }, parameters } = resolved;
  const watched = watch(construct, { DBInstanceIdentifier: instance.instanceIdentifier });
  const memory = memoryGibOf(instanceType, LARGE_GIB);
  const grows = maxAllocatedGib !== undefined;
  recommendComputeAlarms(watched, 'instance', memory, maxConnections(memory, parameters.max_connections));
  watched.add({
    id: 'FreeStorageSpaceLow',
    description: grows
      ? 'Storage autoscaling is too slow or has reached the maximum, and a full instance stops. Amazon RDS starts to enlarge the storage at 10 percent free.'
      : 'Less than 10 percent of the storage is free, and a full instance stops. Threshold as CloudWatch recommends.',
    metric: watched.metric('FreeStorageSpace', cloudwatch.Stats.MINIMUM),
    threshold: allocatedGib * GIB / (grows ? 20 : 10),
    comparisonOperator: LESS_THAN_OR_EQUAL_TO_THRESHOLD,
  });
  recommendTransactionIdAlarm(watched);
  replicas.forEach((replica, i) => {
    const { add, metric } = watch(construct, { DBInstanceIdentifier: replica.instanceIdentifier });
    add({
      id: `Replica${i + 1}LagHigh`,
      // RDS User Guide, Monitoring read replication: without writes PostgreSQL reports up to five minutes.
      description: 'A replica returns data that is more than ten minutes old. Without writes, PostgreSQL reports a lag of up to five minutes.',
      metric: metric('ReplicaLag', cloudwatch.Stats.MAXIMUM),
      threshold: 600,
    });
  });
}

function maxConnections(memoryGib: number | undefined, given: string | undefined): number | undefined {
  if (given !== undefined) return /^\d+$/.test(given) ? Number(given) : undefined;
  return memoryGib === undefined ? undefined : Math.min((memoryGib - RESERVED_GIB) * GIB / BYTES_PER_CONNECTION, MOST_CONNECTIONS);
}
