import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { aurora, MYSQL } from './support';
import { AuroraCapacity, CompliantAuroraProps, DatabaseCredentials, DatabaseTlsVersion } from '../../src';
import { testStack } from '../support';

type Misuse = [string, Partial<CompliantAuroraProps>, string];

const serverless = AuroraCapacity.serverless;
const POSTGRES_15_6 = rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.of('15.6', '15') });
const MYSQL_3_07 = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.of('8.0.mysql_aurora.3.07.1', '8.0') });
const MYSQL_3_03 = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.of('8.0.mysql_aurora.3.03.3', '8.0') });
const AUTO_PAUSE = 'need a version with auto-pause: Aurora MySQL 3.08 or newer, Aurora PostgreSQL 13.15, 14.12, 15.7, 16.3 or newer';

const MISUSES: Misuse[] = [
  ['an engine without a version', { engine: rds.DatabaseClusterEngine.AURORA_POSTGRESQL },
    'engine aurora-postgresql has no version, need one, for example rds.DatabaseClusterEngine.auroraPostgres({ version })'],
  ['an engine that is no more', { engine: rds.DatabaseClusterEngine.AURORA }, 'engine is aurora, need aurora-mysql or aurora-postgresql'],
  ['a malformed identifier', { clusterIdentifier: 'loan--db' },
    "clusterIdentifier is 'loan--db', need a database name that matches [A-Za-z](?:-?[A-Za-z0-9])*"],
  ['a long identifier', { clusterIdentifier: 'a'.repeat(64) },
    `clusterIdentifier '${'a'.repeat(64)}' has 64 characters, need at most 63 for a database`],
  ['a malformed database name', { databaseName: '1st' }, "databaseName is '1st', need 1 to 63 letters, digits and underscores, a letter first"],
  ['a long database name', { databaseName: 'a'.repeat(65), engine: MYSQL },
    `databaseName is '${'a'.repeat(65)}', need 1 to 64 letters, digits and underscores, a letter first`],
  ['a malformed administrator', { credentials: DatabaseCredentials.managed({ username: 'db-admin' }) },
    "credentials have the username 'db-admin', need 1 to 16 letters and digits, a letter first"],
  ['a long administrator', { credentials: DatabaseCredentials.generated({ username: 'a'.repeat(17) }) },
    `credentials have the username '${'a'.repeat(17)}', need 1 to 16 letters and digits, a letter first`],
  ['a reserved administrator', { credentials: DatabaseCredentials.managed({ username: 'RdsAdmin' }) },
    "credentials have the username 'RdsAdmin', which Amazon RDS keeps to itself"],
  ['a minimum above the maximum', { capacity: serverless({ minAcu: 8, maxAcu: 4 }) }, 'minAcu 8 is more than maxAcu 4, need at most maxAcu'],
  ['a minimum off the step', { capacity: serverless({ minAcu: 0.7 }) }, 'minAcu is 0.7, need a multiple of 0.5'],
  ['a maximum off the step', { capacity: serverless({ maxAcu: 4.2 }) }, 'maxAcu is 4.2, need a multiple of 0.5'],
  ['a minimum out of range', { capacity: serverless({ minAcu: -1 }) }, 'minAcu is -1, need 0 to 256'],
  ['a maximum under one', { capacity: serverless({ maxAcu: 0.5 }) }, 'maxAcu is 0.5, need 1 to 256'],
  ['a maximum out of range', { capacity: serverless({ maxAcu: 256.5 }) }, 'maxAcu is 256.5, need 1 to 256'],
  ['pausing above zero', { capacity: serverless({ minAcu: 0.5, autoPauseAfter: Duration.minutes(5) }) },
    'autoPauseAfter is set with minAcu 0.5, need minAcu 0: only such a cluster pauses'],
  ['pausing too soon', { capacity: serverless({ minAcu: 0, autoPauseAfter: Duration.minutes(4) }) }, 'autoPauseAfter is 240 seconds, need 300 to 86400'],
  ['pausing too late', { capacity: serverless({ minAcu: 0, autoPauseAfter: Duration.hours(25) }) }, 'autoPauseAfter is 90000 seconds, need 300 to 86400'],
  ['pausing behind a proxy', { capacity: serverless({ minAcu: 0 }), proxy: {} },
    'minAcu is 0 with a proxy, need at least 0.5: a proxy holds connections open, so the cluster would never pause'],
  ['pausing on an old PostgreSQL', { capacity: serverless({ minAcu: 0 }), engine: POSTGRES_15_6 }, `minAcu is 0 on aurora-postgresql 15.6, ${AUTO_PAUSE}`],
  ['pausing on an old MySQL', { capacity: serverless({ minAcu: 0 }), engine: MYSQL_3_07 },
    `minAcu is 0 on aurora-mysql 8.0.mysql_aurora.3.07.1, ${AUTO_PAUSE}`],
  ['too many readers', { readers: 16 }, 'readers is 16, need a whole number from 0 to 15'],
  ['negative readers', { readers: -1 }, 'readers is -1, need a whole number from 0 to 15'],
  ['half a reader', { readers: 1.5 }, 'readers is 1.5, need a whole number from 0 to 15'],
  ['scaling without a reader', { readers: 0, readerScaling: { maxReaders: 2 } }, 'readerScaling has no reader to follow, got readers 0, need at least 1'],
  ['scaling below the readers', { readers: 3, readerScaling: { maxReaders: 2 } },
    'readerScaling.maxReaders is 2, need a whole number from readers (3) to 15'],
  ['scaling too far', { readers: 1, readerScaling: { maxReaders: 16 } }, 'readerScaling.maxReaders is 16, need a whole number from readers (1) to 15'],
  ['scaling by half', { readers: 1, readerScaling: { maxReaders: 2.5 } }, 'readerScaling.maxReaders is 2.5, need a whole number from readers (1) to 15'],
  ['scaling at no CPU', { readerScaling: { maxReaders: 2, targetCpuPercent: 0 } },
    'readerScaling.targetCpuPercent is 0, need more than 0 and at most 100'],
  ['scaling at too much CPU', { readerScaling: { maxReaders: 2, targetCpuPercent: 101 } },
    'readerScaling.targetCpuPercent is 101, need more than 0 and at most 100'],
  ['scaling at no connections', { readerScaling: { maxReaders: 2, targetConnections: 0 } }, 'readerScaling.targetConnections is 0, need more than 0'],
  ['a port out of range', { network: { port: 80 } }, 'network.port is 80, need 1150 to 65535'],
  ['a port that is none', { network: { port: 65536 } }, 'network.port is 65536, need 1150 to 65535'],
  ['half a port', { network: { port: 1433.5 } }, 'network.port is 1433.5, need 1150 to 65535'],
  ['TLS 1.3 on an old MySQL', { engine: MYSQL_3_03, network: { minimumTls: DatabaseTlsVersion.TLS_1_3 } },
    'network.minimumTls is TLSv1.3 on Aurora MySQL 8.0.mysql_aurora.3.03.3, need version 3.04 or newer'],
  ['no days of backup', { backup: { retention: Duration.days(0) } }, 'backup.retention is 0 days, need 1 to 35'],
  ['too many days of backup', { backup: { retention: Duration.days(36) } }, 'backup.retention is 36 days, need 1 to 35'],
  ['rewinding PostgreSQL', { backup: { backtrackWindow: Duration.hours(1) } },
    'backup.backtrackWindow is set on aurora-postgresql, need Aurora MySQL: no other engine rewinds'],
  ['rewinding too far', { engine: MYSQL, backup: { backtrackWindow: Duration.hours(73) } }, 'backup.backtrackWindow is 73 hours, need at most 72'],
  ['a malformed backup window', { backup: { preferredWindow: '2:00-3:00' } },
    "backup.preferredWindow is '2:00-3:00', need hh:mm-hh:mm in UTC, for example '02:00-03:00'"],
  ['a short backup window', { backup: { preferredWindow: '23:50-00:10' } }, "backup.preferredWindow '23:50-00:10' is 20 minutes long, need at least 30"],
  ['a malformed maintenance window', { maintenance: { window: 'Sunday:04:00-Sunday:05:00' } },
    "maintenance.window is 'Sunday:04:00-Sunday:05:00', need ddd:hh:mm-ddd:hh:mm in UTC, for example 'Sun:04:00-Sun:05:00'"],
  ['a short maintenance window', { maintenance: { window: 'Sun:23:50-Mon:00:10' } },
    "maintenance.window 'Sun:23:50-Mon:00:10' is 20 minutes long, need at least 30"],
  ['overlapping windows', { backup: { preferredWindow: '03:30-04:30' }, maintenance: { window: 'Sun:04:00-Sun:05:00' } },
    "backup.preferredWindow '03:30-04:30' overlaps maintenance.window 'Sun:04:00-Sun:05:00', need windows apart from each other"],
  ['windows that overlap across the week', { backup: { preferredWindow: '00:00-00:30' }, maintenance: { window: 'Sun:23:45-Mon:00:15' } },
    "backup.preferredWindow '00:00-00:30' overlaps maintenance.window 'Sun:23:45-Mon:00:15', need windows apart from each other"],
  ['a managed name with a snapshot', { credentials: DatabaseCredentials.managed({ username: 'keeper' }), backup: { snapshotIdentifier: 'snapshot' } },
    "credentials have the username 'keeper' with backup.snapshotIdentifier, need none: the administrator is the one in the snapshot"],
  ['a generated secret without the name in the snapshot', { credentials: DatabaseCredentials.generated(), backup: { snapshotIdentifier: 'snapshot' } },
    'generated credentials have no username with backup.snapshotIdentifier, need the name of the administrator in the snapshot'],
  ['rotation never', { credentials: DatabaseCredentials.generated({ rotateAfter: Duration.days(0) }) }, 'credentials.rotateAfter is 0 days, need 1 to 1000'],
  ['rotation too late', { credentials: DatabaseCredentials.generated({ rotateAfter: Duration.days(1001) }) },
    'credentials.rotateAfter is 1001 days, need 1 to 1000'],
  ['a log of another engine', { logs: { exports: ['postgresql', 'slowquery'] } },
    'logs.exports has slowquery, need log types of aurora-postgresql: iam-db-auth-error, instance, postgresql'],
  ['an unknown interval', { monitoring: { enhancedInterval: Duration.seconds(20) } },
    'monitoring.enhancedInterval is 20 seconds, need one of 0, 1, 5, 10, 15, 30, 60'],
  ['advanced insights that forget', {
    monitoring: { insights: rds.DatabaseInsightsMode.ADVANCED, insightsRetention: rds.PerformanceInsightRetention.DEFAULT },
  }, 'monitoring.insightsRetention is 7 days in the advanced mode, need 465'],
  ['a proxy without IAM', { proxy: {}, iamAuthentication: false }, 'proxy is set with iamAuthentication false, need true: the proxy signs in with IAM'],
  ['a proxy that opens nothing', { proxy: { maxConnectionsPercent: 0 } }, 'proxy.maxConnectionsPercent is 0, need 1 to 100'],
  ['a proxy that opens too much', { proxy: { maxConnectionsPercent: 101 } }, 'proxy.maxConnectionsPercent is 101, need 1 to 100'],
  ['a malformed proxy name', { proxy: { proxyName: 'a_b' } }, "proxy.proxyName is 'a_b', need a database name that matches [A-Za-z](?:-?[A-Za-z0-9])*"],
];

describe('CompliantAurora refuses', () => {
  test.each(MISUSES)('%s', (_, props, message) => {
    expect(() => aurora(props)).toThrow(new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, 'm'));
  });

  test('a network with too few subnets', () => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Small', { vpcId: 'vpc-2', availabilityZones: ['a'], isolatedSubnetIds: ['i-a'] });
    expect(() => aurora({ vpc }, stack)).toThrow('vpc has 1 isolated or private subnets, need at least 2 in different zones');
    expect(() => aurora({ vpc, network: { subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } } }, testStack()))
      .toThrow('vpc has 1 of the subnets asked for, need at least 2 in different zones');
  });
});

describe('CompliantAurora takes', () => {
  test.each<[string, Partial<CompliantAuroraProps>]>([
    ['windows that only touch', { backup: { preferredWindow: '03:00-04:00' }, maintenance: { window: 'Sun:04:00-Sun:05:00' } }],
    ['windows that only touch the other way round', { backup: { preferredWindow: '05:00-05:30' }, maintenance: { window: 'Sun:04:00-Sun:05:00' } }],
    ['the limits of capacity', { capacity: serverless({ minAcu: 256, maxAcu: 256 }) }],
    ['the limits of readers', { readers: 15 }],
    ['the limits of the port', { network: { port: 1150 } }],
    ['the longest rotation', { credentials: DatabaseCredentials.generated({ rotateAfter: Duration.days(1000) }) }],
    ['the longest rewinding', { engine: MYSQL, backup: { backtrackWindow: Duration.hours(72) } }],
    ['advanced insights that remember', {
      monitoring: { insights: rds.DatabaseInsightsMode.ADVANCED, insightsRetention: rds.PerformanceInsightRetention.MONTHS_15 },
    }],
  ])('%s', (_, props) => {
    expect(() => aurora(props)).not.toThrow();
  });
});
