import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AuroraCapacity, CompliantAuroraProps, Lifecycle } from '../../../src';
import { RecommendedAlarm, recommendedAlarms } from '../../../src/core/workload/registry';
import { testStack } from '../../support';
import { aurora, MYSQL } from '../support';

function alarmsOf(props: Partial<CompliantAuroraProps> = {}, lifecycle = Lifecycle.PRODUCTION): Record<string, RecommendedAlarm> {
  const database = aurora(props, testStack({ lifecycle }));
  const alarms: Record<string, RecommendedAlarm> = {};
  recommendedAlarms(database).each((alarm) => {
    expect(alarm.construct).toBe(database);
    alarms[alarm.id] = alarm;
  });
  return alarms;
}

const sized = (instanceClass: ec2.InstanceClass, size: ec2.InstanceSize) => AuroraCapacity.provisioned(ec2.InstanceType.of(instanceClass, size));
const GIB = 1024 ** 3;

describe('The alarms of a cluster', () => {
  test('cover serverless PostgreSQL', () => {
    expect(Object.keys(alarmsOf())).toEqual([
      'CpuHigh', 'FreeableMemoryLow', 'ConnectionsHigh', 'AcuUtilizationHigh', 'ReplicaLagHigh', 'TransactionIdsHigh',
    ]);
  });

  test('cover provisioned MySQL', () => {
    expect(Object.keys(alarmsOf({ engine: MYSQL, capacity: sized(ec2.InstanceClass.R7G, ec2.InstanceSize.LARGE), readers: 0 }))).toEqual([
      'CpuHigh', 'FreeableMemoryLow', 'ConnectionsHigh', 'FreeLocalStorageLow', 'VolumeNearlyFull',
    ]);
  });

  test('cover the lag of readers if there are readers or scaling can add them', () => {
    expect(alarmsOf({}, Lifecycle.EPHEMERAL)).not.toHaveProperty('ReplicaLagHigh');
    expect(alarmsOf({ readers: 1 }, Lifecycle.EPHEMERAL)).toHaveProperty('ReplicaLagHigh');
    expect(alarmsOf({ readerScaling: { maxReaders: 3 } }, Lifecycle.EPHEMERAL)).toHaveProperty('ReplicaLagHigh');
  });

  test('have the writer role as dimension, which follows a failover', () => {
    const { metric } = alarmsOf().CpuHigh;
    expect((metric as cloudwatch.Metric).metricName).toBe('CPUUtilization');
    expect((metric as cloudwatch.Metric).dimensions).toMatchObject({ Role: 'WRITER', DBClusterIdentifier: expect.anything() });
  });

  test('have only the cluster as dimension for cluster metrics', () => {
    const { dimensions } = alarmsOf().AcuUtilizationHigh.metric as cloudwatch.Metric;
    expect(Object.keys(dimensions!)).toEqual(['DBClusterIdentifier']);
  });

  test.each<[string, Partial<CompliantAuroraProps>, number, number]>([
    ['serverless MySQL of 4 ACU', { engine: MYSQL }, 0.8 * GIB, 108],
    ['serverless MySQL of 5 ACU', { engine: MYSQL, capacity: AuroraCapacity.serverless({ maxAcu: 5 }) }, 10 * GIB / 10, 108],
    ['serverless MySQL of 256 ACU', { engine: MYSQL, capacity: AuroraCapacity.serverless({ maxAcu: 256 }) }, 512 * GIB / 10, 4000],
    ['serverless PostgreSQL of 4 ACU', {}, 0.8 * GIB, 658],
    ['serverless PostgreSQL of 32 ACU that may shrink to 0.5', { capacity: AuroraCapacity.serverless({ maxAcu: 32 }) }, 64 * GIB / 10, 1600],
    ['serverless PostgreSQL of 32 ACU that may not', { capacity: AuroraCapacity.serverless({ minAcu: 1, maxAcu: 32 }) }, 64 * GIB / 10, 4000],
    ['db.t4g.medium', { engine: MYSQL, capacity: sized(ec2.InstanceClass.T4G, ec2.InstanceSize.MEDIUM) }, 4 * GIB / 10, 72],
    ['db.r7g.large', { engine: MYSQL, capacity: sized(ec2.InstanceClass.R7G, ec2.InstanceSize.LARGE) }, 16 * GIB / 10, 800],
    ['db.r7g.4xlarge', { capacity: sized(ec2.InstanceClass.R7G, ec2.InstanceSize.XLARGE4) }, 128 * GIB / 10, 4000],
    ['db.x2g.large', { engine: MYSQL, capacity: sized(ec2.InstanceClass.X2G, ec2.InstanceSize.LARGE) }, 32 * GIB / 10, 1600],
  ])('derive thresholds from memory and connections of %s', (_, props, memory, connections) => {
    const { FreeableMemoryLow, ConnectionsHigh } = alarmsOf(props);
    expect(FreeableMemoryLow.threshold).toBeCloseTo(memory, 0);
    expect(FreeableMemoryLow.comparisonOperator).toBe(cloudwatch.ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD);
    expect(ConnectionsHigh.threshold).toBe(connections);
  });

  test('omit memory and connections of a size whose memory is not known', () => {
    expect(Object.keys(alarmsOf({ capacity: sized(ec2.InstanceClass.R7G, ec2.InstanceSize.XLARGE12) })))
      .toEqual(['CpuHigh', 'FreeLocalStorageLow', 'ReplicaLagHigh', 'TransactionIdsHigh']);
  });

  test('have the documented thresholds', () => {
    const alarms = { ...alarmsOf(), ...alarmsOf({ engine: MYSQL, capacity: sized(ec2.InstanceClass.R7G, ec2.InstanceSize.LARGE) }) };
    const thresholds = Object.fromEntries(Object.entries(alarms).map(([id, { threshold }]) => [id, threshold]));
    expect(thresholds).toMatchObject({
      CpuHigh: 90,
      AcuUtilizationHigh: 90,
      ReplicaLagHigh: 2000,
      TransactionIdsHigh: 1e9,
      FreeLocalStorageLow: 3 * GIB,
      VolumeNearlyFull: 10 * 1024 * GIB,
    });
  });
});
