import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AuroraCapacity, CompliantAurora, CompliantPostgres, DatabaseCredentials } from '../../../src';
import { recommendedAlarms } from '../../../src/core/workload/registry';
import { aurora, MYSQL, postgres } from '../support';

const GIB = 1024 ** 3;
const { InstanceClass: C, InstanceSize: S } = ec2;
const sized = (instanceClass: ec2.InstanceClass, size: ec2.InstanceSize) => ec2.InstanceType.of(instanceClass, size);
const provisioned = (...size: Parameters<typeof sized>) => AuroraCapacity.provisioned(sized(...size));

/** Each alarm as one row: metric, statistic, comparison, threshold, evaluation periods, description. */
function rowsOf(database: CompliantAurora | CompliantPostgres): Record<string, unknown[]> {
  const rows: Record<string, unknown[]> = {};
  recommendedAlarms(database).each(({ id, metric, comparisonOperator, threshold, evaluationPeriods, description }) => {
    const { metricName, statistic, namespace, period } = metric as cloudwatch.Metric;
    rows[id] = [`${namespace} ${metricName} ${statistic} ${period.toMinutes()}`, comparisonOperator, threshold, evaluationPeriods, description];
  });
  return rows;
}

const LOW = cloudwatch.ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD;

test('The alarms of a serverless PostgreSQL cluster', () => {
  expect(rowsOf(aurora())).toEqual({
    CpuHigh: ['AWS/RDS CPUUtilization Average 5', undefined, 90, undefined,
      'CPU utilization of the writer is above 90 percent and queries slow down. Threshold as CloudWatch recommends.'],
    FreeableMemoryLow: ['AWS/RDS FreeableMemory Minimum 5', LOW, 8 * GIB / 10, undefined, 'Less than 10 percent of the memory of the writer is free. It can restart.'],
    ConnectionsHigh: ['AWS/RDS DatabaseConnections Maximum 5', undefined, 658, undefined,
      '80 percent of the maximum connections of the writer are in use. New connections can be refused.'],
    AcuUtilizationHigh: ['AWS/RDS ACUUtilization Average 5', undefined, 90, undefined,
      'The cluster is near its maximum capacity and cannot scale further with the load.'],
    ReplicaLagHigh: ['AWS/RDS AuroraReplicaLagMaximum Maximum 5', undefined, 2000, undefined,
      'Readers return data that is more than 2 seconds old. The usual lag is well below 100 ms (Aurora User Guide).'],
    TransactionIdsHigh: ['AWS/RDS MaximumUsedTransactionIDs Maximum 5', undefined, 1e9, 1,
      'One billion transaction ids are unvacuumed. The database stops accepting writes near two billion. Threshold as CloudWatch recommends.'],
  });
});

test('The alarms of a provisioned MySQL cluster that a serverless PostgreSQL cluster does not have', () => {
  const { FreeLocalStorageLow, VolumeNearlyFull } = rowsOf(aurora({ engine: MYSQL, capacity: provisioned(C.R7G, S.LARGE) }));
  expect({ FreeLocalStorageLow, VolumeNearlyFull }).toEqual({
    FreeLocalStorageLow: ['AWS/RDS FreeLocalStorage Minimum 5', LOW, 3 * GIB, undefined,
      'The temporary storage of the writer is almost full. Sorts and index builds can fail.'],
    VolumeNearlyFull: ['AWS/RDS AuroraVolumeBytesLeftTotal Minimum 5', LOW, 10 * 1024 * GIB, 1,
      'The cluster volume is less than 10 TiB below its maximum size.'],
  });
});

test('The alarms of an instance with a replica', () => {
  const credentials = DatabaseCredentials.generated();
  const { CpuHigh, FreeStorageSpaceLow, Replica1LagHigh } = rowsOf(postgres({ readReplicas: 1, credentials }));
  expect({ CpuHigh, FreeStorageSpaceLow, Replica1LagHigh }).toEqual({
    CpuHigh: ['AWS/RDS CPUUtilization Average 5', undefined, 90, undefined,
      'CPU utilization of the instance is above 90 percent and queries slow down. Threshold as CloudWatch recommends.'],
    FreeStorageSpaceLow: ['AWS/RDS FreeStorageSpace Minimum 5', LOW, GIB, undefined,
      'Storage autoscaling is too slow or has reached the maximum, and a full instance stops. Amazon RDS starts to enlarge the storage at 10 percent free.'],
    Replica1LagHigh: ['AWS/RDS ReplicaLag Maximum 5', undefined, 600, undefined,
      'A replica returns data that is more than ten minutes old. Without writes, PostgreSQL reports a lag of up to five minutes.'],
  });
  expect(rowsOf(postgres({ storage: { maxAllocatedGib: 20 } })).FreeStorageSpaceLow[4])
    .toBe('Less than 10 percent of the storage is free, and a full instance stops. Threshold as CloudWatch recommends.');
});

test('The alarm of a failed rotation counts the errors of the function', () => {
  const { RotationFailed } = rowsOf(aurora({ credentials: DatabaseCredentials.generated() }));
  expect(RotationFailed).toEqual(['AWS/Lambda Errors Sum 5', undefined, 1, 1,
    'The password of the database administrator was not rotated and can become older than its rotation period.']);
});

describe('Connections at 80 percent of the published maximum', () => {
  test.each([
    [1, 72], [4, 108], [8, 800], [16, 1600], [32, 2400], [64, 3200], [128, 4000], [256, 4000],
  ])('of serverless MySQL with at most %d ACU', (maxAcu, connections) => {
    expect(rowsOf(aurora({ engine: MYSQL, capacity: AuroraCapacity.serverless({ maxAcu }) })).ConnectionsHigh[2]).toBe(connections);
  });

  test.each([
    [1, 1, 151], [1, 4, 658], [1, 8, 1335], [1, 16, 2688], [1, 32, 4000], [0.5, 8, 1335], [0.5, 16, 1600], [0, 16, 1600],
  ])('of serverless PostgreSQL with %d to %d ACU', (minAcu, maxAcu, connections) => {
    expect(rowsOf(aurora({ capacity: AuroraCapacity.serverless({ minAcu, maxAcu }) })).ConnectionsHigh[2]).toBe(connections);
  });
});

describe('Free memory at a tenth of the published memory', () => {
  test.each<[ec2.InstanceClass, ec2.InstanceSize, number]>([
    [C.T4G, S.MEDIUM, 4], [C.T4G, S.LARGE, 8], [C.R7G, S.LARGE, 16], [C.R7G, S.XLARGE, 32], [C.R7G, S.XLARGE2, 64], [C.R7G, S.XLARGE4, 128],
    [C.R7G, S.XLARGE8, 256], [C.R7G, S.XLARGE16, 512], [C.X2G, S.LARGE, 32],
  ])('of %s.%s in Aurora', (instanceClass, size, gib) => {
    expect(rowsOf(aurora({ capacity: provisioned(instanceClass, size) })).FreeableMemoryLow[2]).toBe(gib * GIB / 10);
  });

  test.each<[ec2.InstanceClass, ec2.InstanceSize, number]>([
    [C.T3, S.MICRO, 1], [C.T3, S.SMALL, 2], [C.M7G, S.LARGE, 8], [C.R7G, S.LARGE, 16], [C.X2G, S.LARGE, 32],
  ])('of %s.%s in PostgreSQL', (instanceClass, size, gib) => {
    expect(rowsOf(postgres({ instanceType: sized(instanceClass, size) })).FreeableMemoryLow[2]).toBe(gib * GIB / 10);
  });
});

test('Alarms belong to the construct of the database', () => {
  const database = postgres();
  const paths: string[] = [];
  recommendedAlarms(Stack.of(database)).each(({ construct }) => paths.push(construct.node.path));
  expect([...new Set(paths)]).toEqual(['Stack/Database']);
});
