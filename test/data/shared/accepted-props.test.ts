import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import {
  AuroraCapacity, CompliantAuroraProps, CompliantPostgres, CompliantPostgresProps, DatabaseCredentials, DatabaseRotation, RotationStrategy,
} from '../../../src';
import { templateOf, testStack } from '../../support';
import { aurora, auroraTemplate, Client, MYSQL, only, postgres, postgresTemplate, vpcOf } from '../support';

const CLUSTER = 'AWS::RDS::DBCluster';
const INSTANCE = 'AWS::RDS::DBInstance';
const { serverless } = AuroraCapacity;
const { generated, managed } = DatabaseCredentials;
const NUMBER = { Ref: 'Number' };
const TEXT = { Ref: 'Text' };

/** A stack with values that only a deployment knows. */
function withParameters() {
  const stack = testStack();
  const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
  const text = new CfnParameter(stack, 'Text').valueAsString;
  return { stack, number, text };
}

describe('A cluster has the values at the limits of Amazon RDS', () => {
  test.each<[string, Partial<CompliantAuroraProps>, object]>([
    ['the longest database name of MySQL', { engine: MYSQL, databaseName: 'a'.repeat(64) }, { DatabaseName: 'a'.repeat(64) }],
    ['the longest database name of PostgreSQL', { databaseName: 'a'.repeat(63) }, { DatabaseName: 'a'.repeat(63) }],
    ['the shortest database name', { databaseName: 'a' }, { DatabaseName: 'a' }],
    ['a database name with an underscore and a digit', { databaseName: 'A_1' }, { DatabaseName: 'A_1' }],
    ['the longest identifier', { clusterIdentifier: 'a'.repeat(63) }, { DBClusterIdentifier: 'a'.repeat(63) }],
    ['the longest administrator name', { credentials: managed({ username: 'a'.repeat(16) }) }, { MasterUsername: 'a'.repeat(16) }],
    ['the shortest administrator name', { credentials: managed({ username: 'A' }) }, { MasterUsername: 'A' }],
    ['the lowest port', { network: { port: 1150 } }, { Port: 1150 }],
    ['the highest port', { network: { port: 65_535 } }, { Port: 65_535 }],
    ['the smallest capacity', { capacity: serverless({ minAcu: 0, maxAcu: 1 }) },
      { ServerlessV2ScalingConfiguration: { MinCapacity: 0, MaxCapacity: 1, SecondsUntilAutoPause: 300 } }],
    ['the largest capacity', { capacity: serverless({ minAcu: 256, maxAcu: 256 }) }, { ServerlessV2ScalingConfiguration: { MinCapacity: 256, MaxCapacity: 256 } }],
    ['the shortest pause', { capacity: serverless({ minAcu: 0, autoPauseAfter: Duration.minutes(5) }) }, { ServerlessV2ScalingConfiguration: { SecondsUntilAutoPause: 300 } }],
    ['the longest pause', { capacity: serverless({ minAcu: 0, autoPauseAfter: Duration.hours(24) }) },
      { ServerlessV2ScalingConfiguration: { SecondsUntilAutoPause: 86_400 } }],
    ['the smallest capacity with a proxy', { capacity: serverless({ minAcu: 0.5 }), proxy: {} }, { ServerlessV2ScalingConfiguration: { MinCapacity: 0.5 } }],
    ['a day of backups', { backup: { retention: Duration.hours(24) } }, { BackupRetentionPeriod: 1 }],
    ['35 days of backups', { backup: { retention: Duration.days(35) } }, { BackupRetentionPeriod: 35 }],
    ['the shortest backtrack window', { engine: MYSQL, backup: { backtrackWindow: Duration.seconds(1) } }, { BacktrackWindow: 1 }],
    ['the longest backtrack window', { engine: MYSQL, backup: { backtrackWindow: Duration.hours(72) } }, { BacktrackWindow: 259_200 }],
    ['the shortest windows', { backup: { preferredWindow: '23:45-00:15' }, maintenance: { window: 'Sun:23:00-Sun:23:30' } },
      { PreferredBackupWindow: '23:45-00:15', PreferredMaintenanceWindow: 'Sun:23:00-Sun:23:30' }],
    ['a backup window that ends when maintenance starts', { backup: { preferredWindow: '03:00-04:00' }, maintenance: { window: 'Sun:04:00-Sun:05:00' } },
      { PreferredBackupWindow: '03:00-04:00' }],
    ['a backup window that starts when maintenance ends', { backup: { preferredWindow: '05:00-05:30' }, maintenance: { window: 'Sun:04:00-Sun:05:00' } },
      { PreferredBackupWindow: '05:00-05:30' }],
    ['the ARN of an automated snapshot', { backup: { snapshotIdentifier: 'arn:aws:rds:eu-west-2:123456789012:cluster-snapshot:rds:loan-2026-01-31-02-03' } },
      { SnapshotIdentifier: 'arn:aws:rds:eu-west-2:123456789012:cluster-snapshot:rds:loan-2026-01-31-02-03' }],
    ['advanced insights for 15 months', {
      monitoring: { insights: rds.DatabaseInsightsMode.ADVANCED, insightsRetention: rds.PerformanceInsightRetention.MONTHS_15 },
    }, { DatabaseInsightsMode: 'advanced', PerformanceInsightsRetentionPeriod: 465 }],
    ['no exported log', { logs: { exports: [] } }, { EnableCloudwatchLogsExports: [] }],
  ])('%s', (_, props, rendered) => {
    only(auroraTemplate(props), CLUSTER, rendered);
  });

  test.each([0, 15])('%i readers', (readers) => {
    auroraTemplate({ readers }).resourceCountIs(INSTANCE, 1 + readers);
  });

  test.each([1, 5, 10, 15, 30, 60])('Enhanced Monitoring every %i seconds', (seconds) => {
    auroraTemplate({ monitoring: { enhancedInterval: Duration.seconds(seconds) } }).allResourcesProperties(INSTANCE, { MonitoringInterval: seconds });
  });

  test.each<[CompliantAuroraProps['readerScaling'], number, number, number[]]>([
    [{ maxReaders: 15, targetCpuPercent: 1 }, 1, 15, [1]],
    [{ maxReaders: 2, targetCpuPercent: 100, targetConnections: 0.1 }, 1, 2, [0.1, 100]],
  ])('%j', (readerScaling, MinCapacity, MaxCapacity, targets) => {
    const template = auroraTemplate({ readers: 1, readerScaling });
    only(template, 'AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity, MaxCapacity });
    const policies = Object.values(template.findResources('AWS::ApplicationAutoScaling::ScalingPolicy'));
    expect(policies.map(({ Properties }) => Properties.TargetTrackingScalingPolicyConfiguration.TargetValue).sort()).toEqual(targets);
  });

  test.each<[CompliantAuroraProps['proxy'], object, object]>([
    [{ proxyName: 'a'.repeat(63), idleClientTimeout: Duration.seconds(1) }, { DBProxyName: 'a'.repeat(63), IdleClientTimeout: 1 }, {}],
    [{ idleClientTimeout: Duration.hours(24), borrowTimeout: Duration.seconds(0), maxConnectionsPercent: 1 }, { IdleClientTimeout: 86_400 },
      { ConnectionBorrowTimeout: 0, MaxConnectionsPercent: 1 }],
    [{ borrowTimeout: Duration.minutes(5), maxConnectionsPercent: 100 }, {}, { ConnectionBorrowTimeout: 300, MaxConnectionsPercent: 100 }],
  ])('a proxy with %j', (proxy, properties, ConnectionPoolConfigurationInfo) => {
    const template = auroraTemplate({ proxy });
    only(template, 'AWS::RDS::DBProxy', properties);
    only(template, 'AWS::RDS::DBProxyTargetGroup', { ConnectionPoolConfigurationInfo });
  });

  test.each([[1, 'rate(1 day)'], [1000, 'rate(1000 days)']])('rotation after %i days, by either function', (days, ScheduleExpression) => {
    [DatabaseRotation.HOSTED, DatabaseRotation.FUNCTION].forEach((rotation) => {
      const credentials = generated({ rotation, rotateAfter: Duration.days(days) });
      only(auroraTemplate({ credentials }), 'AWS::SecretsManager::RotationSchedule', { RotationRules: { ScheduleExpression } });
    });
  });

  test('the longest secret name', () => {
    const secretName = `${'a'.repeat(504)}/_+=.@-1`;
    only(auroraTemplate({ credentials: generated({ secretName }) }), 'AWS::SecretsManager::Secret', { Name: secretName });
  });

  test('subnets that are imported by their id alone, whose Availability Zones are not known', () => {
    const stack = testStack();
    const subnets = ['subnet-1', 'subnet-2'].map((subnetId) => ec2.Subnet.fromSubnetId(stack, subnetId, subnetId));
    const template = auroraTemplate({ network: { subnets: { subnets } } }, stack);
    only(template, 'AWS::RDS::DBSubnetGroup', { SubnetIds: ['subnet-1', 'subnet-2'] });
    expect(Object.values(template.findResources(INSTANCE)).map(({ Properties }) => Properties.AvailabilityZone)).toEqual([undefined, undefined]);
  });

  test('the subnets of a VPC whose Availability Zones only a deployment knows', () => {
    const stack = new Stack(new App(), 'Agnostic');
    const vpc = new ec2.Vpc(stack, 'Network', { maxAzs: 2 });
    only(auroraTemplate({ vpc }, stack), 'AWS::RDS::DBSubnetGroup');
  });
});

describe('An instance has the values at the limits of Amazon RDS', () => {
  test.each<[string, Partial<CompliantPostgresProps>, object]>([
    ['the longest identifier', { instanceIdentifier: 'a'.repeat(63) }, { DBInstanceIdentifier: 'a'.repeat(63) }],
    ['the longest database name', { databaseName: 'a'.repeat(63) }, { DBName: 'a'.repeat(63) }],
    ['the longest administrator name', { credentials: managed({ username: 'a'.repeat(63) }) }, { MasterUsername: 'a'.repeat(63) }],
    ['the lowest port', { network: { port: 1150 } }, { Port: '1150' }],
    ['the highest port', { network: { port: 65_535 } }, { Port: '65535' }],
    ['the oldest version', { engineVersion: rds.PostgresEngineVersion.of('12.22', '12') }, { EngineVersion: '12.22' }],
    ['the smallest storage', { storage: { allocatedGib: 20, maxAllocatedGib: 22 } }, { AllocatedStorage: '20', MaxAllocatedStorage: 22 }],
    ['the smallest growth of a size that is not a multiple of 10', { storage: { allocatedGib: 25, maxAllocatedGib: 28 } }, { MaxAllocatedStorage: 28 }],
    ['the largest size that can grow', { storage: { allocatedGib: 59_578 } }, { AllocatedStorage: '59578', MaxAllocatedStorage: 65_536 }],
    ['the lowest performance', { storage: { allocatedGib: 400, iops: 12_000, throughput: 500 } }, { Iops: 12_000, StorageThroughput: 500 }],
    ['the highest performance', { storage: { allocatedGib: 400, iops: 64_000, throughput: 4000 } }, { Iops: 64_000, StorageThroughput: 4000 }],
    ['a quarter of the default iops', { storage: { allocatedGib: 400, throughput: 3000 } }, { StorageThroughput: 3000 }],
    ['a quarter of iops', { storage: { allocatedGib: 400, iops: 13_000, throughput: 3250 } }, { StorageThroughput: 3250 }],
    ['a day of backups', { backup: { retention: Duration.days(1) } }, { BackupRetentionPeriod: 1 }],
    ['35 days of backups', { backup: { retention: Duration.days(35) } }, { BackupRetentionPeriod: 35 }],
  ])('%s', (_, props, rendered) => {
    only(postgresTemplate(props), INSTANCE, rendered);
  });

  test.each([20, 59_579, 65_536])('storage of %i GiB that does not grow', (allocatedGib) => {
    const given = { allocatedGib, maxAllocatedGib: allocatedGib };
    const { Properties } = only(postgresTemplate({ storage: given }), INSTANCE, { AllocatedStorage: `${allocatedGib}` });
    expect(Properties.MaxAllocatedStorage).toBeUndefined();
  });

  test.each([59_579, 65_536])('storage of %i GiB, which cannot grow by 10 percent and therefore does not grow', (allocatedGib) => {
    expect(only(postgresTemplate({ storage: { allocatedGib } }), INSTANCE).Properties.MaxAllocatedStorage).toBeUndefined();
  });

  test('15 read replicas', () => {
    postgresTemplate({ readReplicas: 15, credentials: generated() }).resourceCountIs(INSTANCE, 16);
  });

  test.each([1, 35])('%i days of backups in another Region', (days) => {
    const stack = testStack();
    const encryptionKey = kms.Key.fromKeyArn(stack, 'There', 'arn:aws:kms:eu-west-1:123456789012:key/1');
    const backup = { replication: { region: 'eu-west-1', encryptionKey, retention: Duration.days(days) } };
    only(postgresTemplate({ backup }, stack), INSTANCE, {
      AutomaticBackupReplicationRegion: 'eu-west-1', AutomaticBackupReplicationRetentionPeriod: days,
    });
  });

  test('backups in another Region of a stack that does not know its own', () => {
    const stack = new Stack(new App(), 'Agnostic');
    const encryptionKey = kms.Key.fromKeyArn(stack, 'There', 'arn:aws:kms:eu-west-1:123456789012:key/1');
    new CompliantPostgres(stack, 'Database', { vpc: vpcOf(stack), backup: { replication: { region: 'eu-west-1', encryptionKey } } });
    only(templateOf(stack), INSTANCE, { AutomaticBackupReplicationRegion: 'eu-west-1' });
  });
});

describe('Values that only a deployment knows are rendered', () => {
  test('by a cluster', () => {
    const { stack, number, text } = withParameters();
    const template = auroraTemplate({
      engine: MYSQL,
      clusterIdentifier: text,
      databaseName: text,
      credentials: managed({ username: text }),
      network: { port: number },
      backup: { retention: Duration.days(number), preferredWindow: text, backtrackWindow: Duration.seconds(number) },
      maintenance: { window: text },
      parameters: { max_connections: text },
      capacity: serverless({ minAcu: 0, autoPauseAfter: Duration.seconds(number) }),
      readerScaling: { maxReaders: number, targetCpuPercent: number, targetConnections: number },
    }, stack);
    only(template, CLUSTER, {
      DBClusterIdentifier: TEXT,
      DatabaseName: TEXT,
      MasterUsername: TEXT,
      Port: NUMBER,
      BackupRetentionPeriod: NUMBER,
      PreferredBackupWindow: TEXT,
      BacktrackWindow: NUMBER,
      PreferredMaintenanceWindow: TEXT,
      ServerlessV2ScalingConfiguration: { SecondsUntilAutoPause: NUMBER },
    });
    only(template, 'AWS::Logs::LogGroup', { LogGroupName: { 'Fn::Join': ['', ['/aws/rds/cluster/', TEXT, '/audit']] } });
    only(template, 'AWS::RDS::DBClusterParameterGroup', { Parameters: { max_connections: TEXT } });
    only(template, 'AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 1, MaxCapacity: NUMBER });
    const policies = Object.values(template.findResources('AWS::ApplicationAutoScaling::ScalingPolicy'));
    expect(policies.map(({ Properties }) => Properties.TargetTrackingScalingPolicyConfiguration.TargetValue)).toEqual([NUMBER, NUMBER]);
  });

  test('by a proxy', () => {
    const { stack, number, text } = withParameters();
    const seconds = Duration.seconds(number);
    const proxy = { proxyName: text, maxConnectionsPercent: number, borrowTimeout: seconds, idleClientTimeout: seconds };
    const template = auroraTemplate({ proxy }, stack);
    only(template, 'AWS::RDS::DBProxy', { DBProxyName: TEXT, IdleClientTimeout: NUMBER });
    only(template, 'AWS::RDS::DBProxyTargetGroup', { ConnectionPoolConfigurationInfo: { MaxConnectionsPercent: NUMBER, ConnectionBorrowTimeout: NUMBER } });
  });

  test('by an instance and its replicas', () => {
    const { stack, number, text } = withParameters();
    const encryptionKey = kms.Key.fromKeyArn(stack, 'There', 'arn:aws:kms:eu-west-1:123456789012:key/1');
    const template = postgresTemplate({
      instanceIdentifier: text,
      databaseName: text,
      credentials: generated({ username: text, secretName: text }),
      readReplicas: 1,
      network: { port: number },
      storage: { allocatedGib: 400, maxAllocatedGib: number, iops: number, throughput: number },
      backup: {
        retention: Duration.days(number),
        preferredWindow: text,
        replication: { region: text, encryptionKey, retention: Duration.days(number) },
      },
      maintenance: { window: text },
    }, stack);
    only(template, INSTANCE, {
      DBInstanceIdentifier: TEXT,
      DBName: TEXT,
      Port: NUMBER,
      MaxAllocatedStorage: NUMBER,
      Iops: NUMBER,
      StorageThroughput: NUMBER,
      BackupRetentionPeriod: NUMBER,
      PreferredBackupWindow: TEXT,
      PreferredMaintenanceWindow: TEXT,
      AutomaticBackupReplicationRegion: TEXT,
      AutomaticBackupReplicationRetentionPeriod: NUMBER,
    });
    only(template, INSTANCE, { DBInstanceIdentifier: { 'Fn::Join': ['', [TEXT, '-replica-1']] }, MaxAllocatedStorage: NUMBER, Iops: NUMBER });
    only(template, 'AWS::SecretsManager::Secret', { Name: TEXT });
  });

  test('throughput beside known iops, and the other way round', () => {
    const one = withParameters();
    const two = withParameters();
    only(postgresTemplate({ storage: { allocatedGib: 400, iops: 12_000, throughput: one.number } }, one.stack), INSTANCE, {
      Iops: 12_000, StorageThroughput: NUMBER,
    });
    only(postgresTemplate({ storage: { allocatedGib: 400, iops: two.number, throughput: 4000 } }, two.stack), INSTANCE, {
      Iops: NUMBER, StorageThroughput: 4000,
    });
  });

  test('by clients: the port and the database user', () => {
    const { stack, number, text } = withParameters();
    const database = aurora({ network: { port: number } }, stack);
    const client = new Client(stack);
    database.allowConnectionsFrom(client, { databaseUser: text });
    expect(stack.resolve([client.environment.DB_PORT, client.environment.DB_USER])).toEqual([NUMBER, TEXT]);
  });
});

describe('A user has the values at the limits', () => {
  test.each<[string, () => ReturnType<typeof aurora>, number]>([['MySQL', () => aurora({ engine: MYSQL }), 26], ['PostgreSQL', aurora, 57]])(
    '%s', (_, make, length) => {
      const database = make();
      const username = `a${'_1'.repeat(length)}`.slice(0, length);
      database.addUser('User', { username, strategy: RotationStrategy.SINGLE_USER });
      only(templateOf(Stack.of(database)), 'AWS::SecretsManager::Secret', {
        GenerateSecretString: { SecretStringTemplate: `{"username":"${username}","ssl":true}` },
      });
    });

  test.each<[string, ReturnType<typeof aurora>['cluster']['engine'] | undefined, number]>([['MySQL', MYSQL, 32], ['PostgreSQL', undefined, 63]])(
    'with IAM authentication on %s', (_, engine, length) => {
      const database = aurora({ engine: engine as rds.IClusterEngine });
      const client = new Client(Stack.of(database));
      const databaseUser = `_${'A1'.repeat(length)}`.slice(0, length);
      database.allowConnectionsFrom(client, { databaseUser, environmentPrefix: '_A1' });
      expect(client.environment._A1_USER).toBe(databaseUser);
    });

  test('privileges on columns and several objects', () => {
    const database = postgres();
    const privileges = ['SELECT (id, name), INSERT ON ledger."Cards", `cards`.*'];
    database.addUser('User', { username: 'ledger', rotation: DatabaseRotation.FUNCTION, privileges });
    only(templateOf(Stack.of(database)), 'AWS::Lambda::Function', { Environment: { Variables: { PRIVILEGES: JSON.stringify(privileges) } } });
  });
});
