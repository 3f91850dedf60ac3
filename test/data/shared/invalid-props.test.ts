import { App, Duration, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import {
  AuroraCapacity, CompliantAurora, CompliantAuroraProps, CompliantPostgres, CompliantPostgresProps, DatabaseAudit, DatabaseConnectionOptions,
  DatabaseCredentials, DatabaseRotation, DatabaseTlsVersion, DatabaseUserOptions, Framework, RotationStrategy,
} from '../../../src';
import { findingsIn } from '../../mutants/straight';
import { limits } from '../../refusal';
import { testStack } from '../../support';
import { aurora, Client, MYSQL, postgres, refusalOf, vpcOf } from '../support';

type Shared = Omit<CompliantPostgresProps, 'vpc' | 'backup'> & Pick<CompliantAuroraProps, 'backup'>;
type Refused<P> = [props: P, message: string];

/** The message first: it names the test. */
const named = <P>(rows: Array<Refused<P>>) => rows.map(([props, message]) => [message, props] as const);

/** JavaScript and other languages can pass values that TypeScript refuses. */
const untyped = <T>(value: unknown) => value as T;
const generated = DatabaseCredentials.generated;
const managed = DatabaseCredentials.managed;
const serverless = AuroraCapacity.serverless;
const tokenNumber = () => Token.asNumber({ Ref: 'Number' });
const tokenString = () => Token.asString({ Ref: 'Text' });
const DAILY = 'backup.preferredWindow must be a time range hh:mm-hh:mm in UTC of at least 30 minutes, got ';
const WEEKLY = 'maintenance.window must be a time range ddd:hh:mm-ddd:hh:mm in UTC of at least 30 minutes and less than 24 hours, got ';
const SECRET_NAME = 'credentials.secretName must be a secret name of A-Z a-z 0-9 / + = . @ - _, got ';

const SHARED: Array<Refused<Shared>> = [
  [untyped({ vpc: null }), 'vpc must be an IVpc, got null'],
  [untyped({ vpc: {} }), 'vpc must be an IVpc, got {}'],
  [{ databaseName: '1st' }, "databaseName must be 1 to 63 letters, digits and underscores, starting with a letter, got '1st'"],
  [{ databaseName: '' }, "databaseName must be 1 to 63 letters, digits and underscores, starting with a letter, got ''"],
  [{ databaseName: 'User' }, "databaseName must be a name other than a reserved word of PostgreSQL, got 'User'"],
  [{ credentials: managed({ username: 'admin' }) }, "credentials.username must be a name other than a reserved word of PostgreSQL, got 'admin'"],
  [{ parameters: { '': '1' } }, "a name in parameters must be letters, digits, underscores, hyphens and dots, starting with a letter, got ''"],
  [{ parameters: { 'work mem': '1' } }, "a name in parameters must be letters, digits, underscores, hyphens and dots, starting with a letter, got 'work mem'"],
  [{ backup: { preferredWindow: '03:00-04:00' }, maintenance: { window: 'sun:03:30-SUN:04:30' } },
    "backup.preferredWindow must be outside maintenance.window 'sun:03:30-SUN:04:30', got '03:00-04:00'"],
  [{ databaseName: 'rdsadmin' }, "databaseName must be a name other than those of the engine's own databases: rdsadmin, template0, template1, got 'rdsadmin'"],
  [{ databaseName: 'Template1' }, "databaseName must be a name other than those of the engine's own databases: rdsadmin, template0, template1, got 'Template1'"],
  [{ maintenance: { window: 'Mon:00:00-Tue:00:00' } }, `${WEEKLY}'Mon:00:00-Tue:00:00'`],
  [{ maintenance: { window: 'Sat:00:00-Mon:01:00' } }, `${WEEKLY}'Sat:00:00-Mon:01:00'`],
  [{ databaseName: 'a-b' }, "databaseName must be 1 to 63 letters, digits and underscores, starting with a letter, got 'a-b'"],
  [{ databaseName: 'a'.repeat(64) }, `databaseName must be 1 to 63 letters, digits and underscores, starting with a letter, got '${'a'.repeat(60)}…'`],
  [untyped({ credentials: {} }), 'credentials must be a DatabaseCredentials, got {}'],
  [{ credentials: managed(untyped(null)) }, 'credentials must be a ManagedCredentialsOptions, got null'],
  [{ credentials: managed({ username: 'RdsAdmin' }) }, "credentials.username must be a name that Amazon RDS does not reserve, got 'RdsAdmin'"],
  [{ credentials: generated({ username: 'rdsrepladmin' }) }, "credentials.username must be a name that Amazon RDS does not reserve, got 'rdsrepladmin'"],
  [{ credentials: generated({ username: 'rdsproxyadmin' }) }, "credentials.username must be a name that Amazon RDS does not reserve, got 'rdsproxyadmin'"],
  [{ credentials: managed({ username: 'keeper' }), backup: { snapshotIdentifier: 's' } },
    'specify either credentials.username or backup.snapshotIdentifier, not both'],
  [{ credentials: generated(), backup: { snapshotIdentifier: 's' } }, 'credentials.username must be the administrator name in the snapshot, got undefined'],
  [{ credentials: generated(untyped(null)) }, 'credentials must be a GeneratedCredentialsOptions, got null'],
  [{ credentials: generated({ secretName: 'a b' }) }, `${SECRET_NAME}'a b'`],
  [{ credentials: generated({ secretName: '' }) }, `${SECRET_NAME}''`],
  [{ credentials: generated({ secretName: 'a'.repeat(513) }) }, 'credentials.secretName must be at most 512 characters for a secret, got 513'],
  [{ credentials: generated({ rotateAfter: Duration.days(0) }) }, 'credentials.rotateAfter must be a whole number of days from 1 to 1000, got 0 days'],
  [{ credentials: generated({ rotateAfter: Duration.days(1001) }) }, 'credentials.rotateAfter must be a whole number of days from 1 to 1000, got 1001 days'],
  [{ credentials: generated({ rotateAfter: Duration.hours(36) }) }, 'credentials.rotateAfter must be a whole number of days from 1 to 1000, got 1 day 12 hours'],
  [{ credentials: generated({ rotateAfter: Duration.days(tokenNumber()) }) }, 'credentials.rotateAfter must be known at synthesis, got a token'],
  [{ credentials: generated({ rotation: untyped('lambda') }) }, "credentials.rotation must be DatabaseRotation.HOSTED or DatabaseRotation.FUNCTION, got 'lambda'"],
  [{ credentials: generated({ rotation: untyped(tokenString()) }) }, 'credentials.rotation must be known at synthesis, got a token'],
  [{ credentials: generated({ rotationSubnets: { subnets: [] } }) }, 'credentials.rotationSubnets.subnets must not be empty'],
  [{ credentials: generated({ rotationSubnets: { availabilityZones: ['eu-west-2z'] } }) },
    'credentials.rotationSubnets must select private or isolated subnets in at least 1 Availability Zone, got 0'],
  [untyped({ encryptionKey: {} }), 'encryptionKey must be an IKey, got {}'],
  [untyped({ iamAuthentication: 'no' }), "iamAuthentication must be true or false, got 'no'"],
  [untyped({ parameters: { log_statement: 1 } }), 'parameters.log_statement must be a string, got 1'],
  [untyped({ network: null }), 'network must be a DatabaseNetworkOptions, got null'],
  [{ network: { subnets: { subnets: [] } } }, 'network.subnets.subnets must not be empty'],
  [{ network: { subnets: { availabilityZones: ['eu-west-2z'] } } }, 'network.subnets must select private or isolated subnets in at least 2 Availability Zones, got 0'],
  [{ network: { subnets: { availabilityZones: ['eu-west-2a'] } } }, 'network.subnets must select private or isolated subnets in at least 2 Availability Zones, got 1'],
  [{ network: { securityGroups: [] } }, 'network.securityGroups must not be empty'],
  [untyped({ network: { securityGroups: [undefined] } }), 'network.securityGroups[0] must be an ISecurityGroup, got undefined'],
  [{ network: { port: 1149 } }, 'network.port must be an integer from 1150 to 65535, got 1149'],
  [{ network: { port: 65_536 } }, 'network.port must be an integer from 1150 to 65535, got 65536'],
  [{ network: { port: 1433.5 } }, 'network.port must be an integer from 1150 to 65535, got 1433.5'],
  [{ network: { port: NaN } }, 'network.port must be a finite number, got NaN'],
  [{ network: { minimumTls: untyped('TLSv1.1') } }, "network.minimumTls must be DatabaseTlsVersion.TLS_1_2 or DatabaseTlsVersion.TLS_1_3, got 'TLSv1.1'"],
  [{ network: { minimumTls: untyped(tokenString()) } }, 'network.minimumTls must be known at synthesis, got a token'],
  [{ backup: { retention: Duration.days(0) } }, 'backup.retention must be a whole number of days from 1 to 35, got 0 days'],
  [{ backup: { retention: Duration.days(36) } }, 'backup.retention must be a whole number of days from 1 to 35, got 36 days'],
  [{ backup: { retention: Duration.hours(30) } }, 'backup.retention must be a whole number of days from 1 to 35, got 1 day 6 hours'],
  [{ backup: { retention: Duration.hours(tokenNumber()) } }, 'backup.retention must be a token in days, got a token in hours'],
  [{ backup: { preferredWindow: '2:00-3:00' } }, `${DAILY}'2:00-3:00'`],
  [{ backup: { preferredWindow: '23:50-00:19' } }, `${DAILY}'23:50-00:19'`],
  [{ backup: { preferredWindow: '24:00-25:00' } }, `${DAILY}'24:00-25:00'`],
  [{ backup: { preferredWindow: '04:00-04:00' } }, `${DAILY}'04:00-04:00'`],
  [{ backup: { preferredWindow: '03:30-04:01' }, maintenance: { window: 'Sun:04:00-Sun:05:00' } },
    "backup.preferredWindow must be outside maintenance.window 'Sun:04:00-Sun:05:00', got '03:30-04:01'"],
  [{ backup: { preferredWindow: '04:59-05:30' }, maintenance: { window: 'Sun:04:00-Sun:05:00' } },
    "backup.preferredWindow must be outside maintenance.window 'Sun:04:00-Sun:05:00', got '04:59-05:30'"],
  [{ backup: { preferredWindow: '00:00-00:30' }, maintenance: { window: 'Sun:23:45-Mon:00:15' } },
    "backup.preferredWindow must be outside maintenance.window 'Sun:23:45-Mon:00:15', got '00:00-00:30'"],
  [{ backup: { snapshotIdentifier: '' } }, "backup.snapshotIdentifier must be the name of a snapshot of at most 255 characters, or its ARN, got ''"],
  [{ backup: { snapshotIdentifier: 'my snapshot' } }, "backup.snapshotIdentifier must be the name of a snapshot of at most 255 characters, or its ARN, got 'my snapshot'"],
  [{ maintenance: { window: 'Sunday:04:00-Sunday:05:00' } }, `${WEEKLY}'Sunday:04:00-Sunday:05:00'`],
  [{ maintenance: { window: 'Sun:23:50-Mon:00:19' } }, `${WEEKLY}'Sun:23:50-Mon:00:19'`],
  [{ logs: { exports: ['postgresql', 'postgresql'] } }, "logs.exports must be a list without duplicates, got ['postgresql', 'postgresql']"],
  [{ logs: { exports: Fn.split(',', tokenString()) } }, 'logs.exports must be known at synthesis, got a token'],
  [{ logs: { audit: untyped('all') } },
    "logs.audit must be DatabaseAudit.ADMINISTRATION, DatabaseAudit.ALL_STATEMENTS or DatabaseAudit.NONE, got 'all'"],
  [{ logs: { audit: untyped<DatabaseAudit>(tokenString()) } }, 'logs.audit must be known at synthesis, got a token'],
  [{ logs: { retention: untyped(2) } }, 'logs.retention must be a member of RetentionDays, got 2'],
  [{ monitoring: { enhancedInterval: Duration.seconds(20) } }, 'monitoring.enhancedInterval must be one of 0, 1, 5, 10, 15, 30, 60 seconds, got 20 seconds'],
  [{ monitoring: { enhancedInterval: Duration.millis(500) } }, 'monitoring.enhancedInterval must be one of 0, 1, 5, 10, 15, 30, 60 seconds, got 500 millis'],
  [{ monitoring: { enhancedInterval: Duration.seconds(tokenNumber()) } }, 'monitoring.enhancedInterval must be known at synthesis, got a token'],
  [{ monitoring: { insights: untyped<rds.DatabaseInsightsMode>(tokenString()) } }, 'monitoring.insights must be known at synthesis, got a token'],
  [{ monitoring: { insights: rds.DatabaseInsightsMode.ADVANCED, insightsRetention: Lazy.number({ produce: () => 465 }) } },
    'monitoring.insightsRetention must be known at synthesis, got a token'],
  [{ monitoring: { insights: rds.DatabaseInsightsMode.ADVANCED, insightsRetention: rds.PerformanceInsightRetention.DEFAULT } },
    'monitoring.insightsRetention must be PerformanceInsightRetention.MONTHS_15 with DatabaseInsightsMode.ADVANCED, got 7'],
];

describe.each<[string, (props: any, stack?: Stack) => unknown]>([['CompliantAurora', aurora], ['CompliantPostgres', postgres]])('%s refuses', (_, make) => {
  test.each(named(SHARED))('with %s', (message, props) => {
    expect(refusalOf(() => make(props))).toBe(message);
  });

  test('public subnets for the rotation function', () => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Public', {
      vpcId: 'vpc-2', availabilityZones: ['a', 'b'], publicSubnetIds: ['p-a', 'p-b'], isolatedSubnetIds: ['i-a', 'i-b'],
    });
    const credentials = generated({ rotationSubnets: { subnetType: ec2.SubnetType.PUBLIC } });
    expect(refusalOf(() => make({ vpc, credentials }, stack)))
      .toBe("credentials.rotationSubnets must select private or isolated subnets, got public subnet 'p-a'");
  });

  test.each<[string, object, string]>([
    ['one zone', { availabilityZones: ['a'], isolatedSubnetIds: ['i-a'] }, '1'],
    ['no isolated or private subnet', { availabilityZones: ['a', 'b'], publicSubnetIds: ['p-a', 'p-b'] }, '0'],
  ])('a VPC with %s', (__, attributes, count) => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Small', { vpcId: 'vpc-2', availabilityZones: [], ...attributes });
    expect(refusalOf(() => make({ vpc }, stack)))
      .toBe(`vpc must have private or isolated subnets in at least 2 Availability Zones, got ${count}`);
  });

  test('two subnets in one Availability Zone', () => {
    const stack = testStack();
    const subnets = ['one', 'two'].map((subnetId) => ec2.Subnet.fromSubnetAttributes(stack, subnetId, { subnetId, availabilityZone: 'eu-west-2a' }));
    expect(refusalOf(() => make({ network: { subnets: { subnets } } }, stack))).toBe('network.subnets must select private or isolated subnets in at least 2 Availability Zones, got 1');
  });

  test('the rotation function in a Region whose certificate authority it does not have', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-gov-west-1' } });
    expect(refusalOf(() => make({ credentials: generated({ rotation: DatabaseRotation.FUNCTION }) }, stack))).toBe('credentials.rotation must be '
      + "DatabaseRotation.HOSTED in us-gov-west-1, whose certificate authority the function does not have, got 'function'");
  });

  test.each([
    [DatabaseRotation.HOSTED, 'us-gov-west-1'], [DatabaseRotation.FUNCTION, 'eu-west-2'], [DatabaseRotation.FUNCTION, undefined],
  ])('but not rotation %s in %s', (rotation, region) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    expect(make({ credentials: generated({ rotation }) }, stack)).toBeDefined();
  });
});

const POSTGRES_15_6 = rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.of('15.6', '15') });
const MYSQL_3_07 = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.of('8.0.mysql_aurora.3.07.1', '8.0') });
const MYSQL_3_03 = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.of('8.0.mysql_aurora.3.03.3', '8.0') });
const ENGINE = 'engine must be Aurora MySQL or Aurora PostgreSQL with a version such as rds.DatabaseClusterEngine.auroraPostgres({ version }), got ';
const ADMINISTRATOR_16 = 'credentials.username must be 1 to 16 letters and digits, starting with a letter, got ';

test.each<[string, (scope: Stack, vpc: ec2.IVpc) => unknown]>([
  ['CompliantAurora', (stack, vpc) => new CompliantAurora(stack, 'Database', { vpc, capacity: serverless({ maxAcu: 0 }) })],
  ['CompliantPostgres', (stack, vpc) => new CompliantPostgres(stack, 'Database', { vpc, storage: { allocatedGib: 1 } })],
])('%s checks all of its props before it creates a resource', (_, make) => {
  const stack = testStack();
  const vpc = vpcOf(stack);
  refusalOf(() => make(stack, vpc));
  expect(stack.node.findChild('Database').node.children).toEqual([]);
  expect(stack.node.tryFindChild('DataKey')).toBeUndefined();
});

describe('CompliantAurora refuses', () => {
  test.each(named<Partial<CompliantAuroraProps>>([
    [untyped({ engine: 'aurora-mysql' }), "engine must be an IClusterEngine, got 'aurora-mysql'"],
    [{ engine: rds.DatabaseClusterEngine.AURORA_POSTGRESQL }, `${ENGINE}'aurora-postgresql'`],
    [{ engine: rds.DatabaseClusterEngine.AURORA_MYSQL }, `${ENGINE}'aurora-mysql'`],
    [{ engine: rds.DatabaseClusterEngine.AURORA }, `${ENGINE}'aurora'`],
    [{ clusterIdentifier: 'loan--db' }, "clusterIdentifier must be a database name of A-Z a-z 0-9 and single inner -, with a letter first, got 'loan--db'"],
    [{ clusterIdentifier: 'a'.repeat(64) }, 'clusterIdentifier must be at most 63 characters for a database, got 64'],
    [{ databaseName: 'a'.repeat(65), engine: MYSQL },
      `databaseName must be 1 to 64 letters, digits and underscores, starting with a letter, got '${'a'.repeat(60)}…'`],
    [{ credentials: managed({ username: 'db-admin' }) }, `${ADMINISTRATOR_16}'db-admin'`],
    [{ credentials: managed({ username: '' }) }, `${ADMINISTRATOR_16}''`],
    [{ credentials: managed({ username: '1a' }) }, `${ADMINISTRATOR_16}'1a'`],
    [{ credentials: generated({ username: 'a'.repeat(17) }) }, `${ADMINISTRATOR_16}'${'a'.repeat(17)}'`],
    [untyped({ capacity: { minAcu: 1 } }), 'capacity must be an AuroraCapacity, got { minAcu }'],
    [{ capacity: serverless(untyped(null)) }, 'capacity must be an AuroraServerlessOptions, got null'],
    [{ capacity: AuroraCapacity.provisioned(untyped('r7g.large')) }, "capacity must be AuroraCapacity.provisioned() of an InstanceType, got 'r7g.large'"],
    [{ capacity: AuroraCapacity.provisioned(untyped(undefined)) }, 'capacity must be AuroraCapacity.provisioned() of an InstanceType, got undefined'],
    [{ capacity: serverless({ minAcu: 8, maxAcu: 4 }) }, 'capacity.minAcu must be at most maxAcu 4, got 8'],
    [{ capacity: serverless({ minAcu: 0.7 }) }, 'capacity.minAcu must be a multiple of 0.5 from 0 to 256, got 0.7'],
    [{ capacity: serverless({ minAcu: -0.5 }) }, 'capacity.minAcu must be a multiple of 0.5 from 0 to 256, got -0.5'],
    [{ capacity: serverless({ minAcu: NaN }) }, 'capacity.minAcu must be a finite number, got NaN'],
    [{ capacity: serverless({ minAcu: tokenNumber() }) }, 'capacity.minAcu must be known at synthesis, got a token'],
    [{ capacity: serverless({ maxAcu: 4.2 }) }, 'capacity.maxAcu must be a multiple of 0.5 from 1 to 256, got 4.2'],
    [{ capacity: serverless({ maxAcu: 0.5 }) }, 'capacity.maxAcu must be a multiple of 0.5 from 1 to 256, got 0.5'],
    [{ capacity: serverless({ maxAcu: 256.5 }) }, 'capacity.maxAcu must be a multiple of 0.5 from 1 to 256, got 256.5'],
    [{ capacity: serverless({ maxAcu: tokenNumber() }) }, 'capacity.maxAcu must be known at synthesis, got a token'],
    [{ capacity: serverless({ minAcu: 0.5, autoPauseAfter: Duration.minutes(5) }) }, 'capacity.minAcu must be 0 with autoPauseAfter, got 0.5'],
    [{ capacity: serverless({ minAcu: 0, autoPauseAfter: Duration.seconds(299) }) },
      'capacity.autoPauseAfter must be a whole number of seconds from 300 to 86400, got 4 minutes 59 seconds'],
    [{ capacity: serverless({ minAcu: 0, autoPauseAfter: Duration.seconds(86_401) }) },
      'capacity.autoPauseAfter must be a whole number of seconds from 300 to 86400, got 1 day 1 second'],
    [{ capacity: serverless({ minAcu: 0 }), proxy: {} },
      'capacity.minAcu must be at least 0.5 with a proxy, which keeps the cluster from pausing, got 0'],
    [{ capacity: serverless({ minAcu: 0 }), engine: POSTGRES_15_6 },
      'capacity.minAcu must be at least 0.5 for aurora-postgresql 15.6, which has no auto-pause, got 0'],
    [{ capacity: serverless({ minAcu: 0 }), engine: MYSQL_3_07 },
      'capacity.minAcu must be at least 0.5 for aurora-mysql 8.0.mysql_aurora.3.07.1, which has no auto-pause, got 0'],
    [{ readers: 16 }, 'readers must be an integer from 0 to 15, got 16'],
    [{ readers: -1 }, 'readers must be an integer from 0 to 15, got -1'],
    [{ readers: 1.5 }, 'readers must be an integer from 0 to 15, got 1.5'],
    [{ readers: tokenNumber() }, 'readers must be known at synthesis, got a token'],
    [untyped({ readerScaling: {} }), 'readerScaling.maxReaders must be a finite number, got undefined'],
    [{ readers: 0, readerScaling: { maxReaders: 2 } }, 'readers must be an integer from 1 to 14 with readerScaling, got 0'],
    [{ readers: 3, readerScaling: { maxReaders: 2 } }, 'readerScaling.maxReaders must be an integer from 4 to 15, got 2'],
    [{ readers: 1, readerScaling: { maxReaders: 16 } }, 'readerScaling.maxReaders must be an integer from 2 to 15, got 16'],
    [{ readers: 1, readerScaling: { maxReaders: 2.5 } }, 'readerScaling.maxReaders must be an integer from 2 to 15, got 2.5'],
    [{ readers: 3, readerScaling: { maxReaders: 3 } }, 'readerScaling.maxReaders must be an integer from 4 to 15, got 3'],
    [{ readers: 15, readerScaling: { maxReaders: 15 } }, 'readers must be an integer from 1 to 14 with readerScaling, got 15'],
    [{ readerScaling: { maxReaders: 2, targetCpuPercent: 0.9 } }, 'readerScaling.targetCpuPercent must be a number from 1 to 100, got 0.9'],
    [{ readerScaling: { maxReaders: 2, targetCpuPercent: 100.1 } }, 'readerScaling.targetCpuPercent must be a number from 1 to 100, got 100.1'],
    [{ readerScaling: { maxReaders: 2, targetCpuPercent: NaN } }, 'readerScaling.targetCpuPercent must be a finite number, got NaN'],
    [{ readerScaling: { maxReaders: 2, targetConnections: 0 } }, 'readerScaling.targetConnections must be a number greater than 0, got 0'],
    [{ readerScaling: { maxReaders: 2, targetConnections: Infinity } }, 'readerScaling.targetConnections must be a finite number, got Infinity'],
    [{ engine: MYSQL_3_03, network: { minimumTls: DatabaseTlsVersion.TLS_1_3 } },
      "network.minimumTls must be DatabaseTlsVersion.TLS_1_2 before Aurora MySQL 3.04, for 8.0.mysql_aurora.3.03.3, got 'TLSv1.3'"],
    [{ backup: { backtrackWindow: Duration.hours(1) } }, "engine must be Aurora MySQL with backup.backtrackWindow, got 'aurora-postgresql'"],
    [{ engine: MYSQL, backup: { backtrackWindow: Duration.seconds(259_201) } },
      'backup.backtrackWindow must be a whole number of seconds from 1 to 259200, got 3 days 1 second'],
    [{ engine: MYSQL, backup: { backtrackWindow: Duration.seconds(0) } },
      'backup.backtrackWindow must be a whole number of seconds from 1 to 259200, got 0 seconds'],
    [{ logs: { exports: ['postgresql', 'slowquery'] } },
      "logs.exports must be log types of aurora-postgresql: iam-db-auth-error, instance, postgresql, got 'slowquery'"],
    [{ proxy: {}, iamAuthentication: false }, 'iamAuthentication must be true with a proxy, which signs in with IAM authentication, got false'],
    [{ proxy: { proxyName: 'a_b' } }, "proxy.proxyName must be a database name of A-Z a-z 0-9 and single inner -, with a letter first, got 'a_b'"],
    [{ proxy: { proxyName: 'a'.repeat(64) } }, 'proxy.proxyName must be at most 63 characters for a database, got 64'],
    [{ proxy: { maxConnectionsPercent: 0 } }, 'proxy.maxConnectionsPercent must be an integer from 1 to 100, got 0'],
    [{ proxy: { maxConnectionsPercent: 101 } }, 'proxy.maxConnectionsPercent must be an integer from 1 to 100, got 101'],
    [{ proxy: { maxConnectionsPercent: 50.5 } }, 'proxy.maxConnectionsPercent must be an integer from 1 to 100, got 50.5'],
    [{ proxy: { maxConnectionsPercent: NaN } }, 'proxy.maxConnectionsPercent must be a finite number, got NaN'],
    [{ proxy: { borrowTimeout: Duration.seconds(301) } },
      'proxy.borrowTimeout must be a whole number of seconds from 0 to 300, got 5 minutes 1 second'],
    [{ proxy: { borrowTimeout: Duration.millis(1500) } }, 'proxy.borrowTimeout must be a whole number of seconds from 0 to 300, got 1 second 500 millis'],
    [{ proxy: { borrowTimeout: Duration.minutes(tokenNumber()) } }, 'proxy.borrowTimeout must be a token in seconds, got a token in minutes'],
    [{ proxy: { idleClientTimeout: Duration.seconds(0) } }, 'proxy.idleClientTimeout must be a whole number of seconds from 1 to 86400, got 0 seconds'],
    [{ proxy: { idleClientTimeout: Duration.seconds(86_401) } },
      'proxy.idleClientTimeout must be a whole number of seconds from 1 to 86400, got 1 day 1 second'],
  ]))('with %s', (message, props) => {
    expect(refusalOf(() => aurora(props))).toBe(message);
  });

  test('with backtracking in a Region without it, where the check does not ask for it', () => {
    const [region, account] = ['sa-east-1', '111122223333'];
    const stack = () => new Stack(new App(), 'Stack', { env: { region, account } });
    expect(refusalOf(() => aurora({ engine: MYSQL, backup: { backtrackWindow: Duration.hours(1) } }, stack())))
      .toBe('backup.backtrackWindow must not be set in sa-east-1, where Aurora MySQL has no backtracking');
    const cluster = { Resources: { Cluster: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql' } } } };
    const backtracking = (place: string) => findingsIn(cluster, [Framework.NIST_800_53_R5], place).filter(({ safeguard }) => safeguard === 'RDS.ClusterBacktracked').length;
    expect([backtracking('eu-west-2'), backtracking(region)]).toEqual([1, 0]);
  });
});

describe('CompliantPostgres refuses', () => {
  const encryptionKey = kms.Key.fromKeyArn(new Stack(), 'There', 'arn:aws:kms:eu-west-1:123456789012:key/1');
  const elsewhere = (region: string, retention?: Duration) => ({ replication: { region, retention, encryptionKey } });
  const long = 'a'.repeat(64);

  test.each(named<Partial<CompliantPostgresProps>>([
    [{ engineVersion: rds.PostgresEngineVersion.of('11.22', '11') }, "engineVersion must be 12 or newer, got '11.22'"],
    [untyped({ engineVersion: '16.13' }), "engineVersion must be a PostgresEngineVersion, got '16.13'"],
    [untyped({ instanceType: 't4g.micro' }), "instanceType must be an InstanceType, got 't4g.micro'"],
    [{ instanceIdentifier: 'a--b' }, "instanceIdentifier must be a database name of A-Z a-z 0-9 and single inner -, with a letter first, got 'a--b'"],
    [{ instanceIdentifier: long }, 'instanceIdentifier must be at most 63 characters for a database, got 64'],
    [{ credentials: generated({ username: long }) },
      `credentials.username must be 1 to 63 letters and digits, starting with a letter, got '${'a'.repeat(60)}…'`],
    [untyped({ multiAz: 1 }), 'multiAz must be true or false, got 1'],
    [{ storage: { allocatedGib: 19 } }, 'storage.allocatedGib must be an integer from 20 to 65536, got 19'],
    [{ storage: { allocatedGib: 65_537 } }, 'storage.allocatedGib must be an integer from 20 to 65536, got 65537'],
    [{ storage: { allocatedGib: 20.5 } }, 'storage.allocatedGib must be an integer from 20 to 65536, got 20.5'],
    [{ storage: { allocatedGib: tokenNumber() } }, 'storage.allocatedGib must be known at synthesis, got a token'],
    [{ storage: { allocatedGib: 100, maxAllocatedGib: 109 } }, 'storage.maxAllocatedGib must be an integer from 110 to 65536, got 109'],
    [{ storage: { allocatedGib: 25, maxAllocatedGib: 27 } }, 'storage.maxAllocatedGib must be an integer from 28 to 65536, got 27'],
    [{ storage: { maxAllocatedGib: 65_537 } }, 'storage.maxAllocatedGib must be an integer from 22 to 65536, got 65537'],
    [{ storage: { maxAllocatedGib: 30.5 } }, 'storage.maxAllocatedGib must be an integer from 22 to 65536, got 30.5'],
    [{ storage: { allocatedGib: 60_000, maxAllocatedGib: 65_536 } }, 'storage.maxAllocatedGib must be 60000 with allocatedGib 60000, got 65536'],
    [{ storage: { iops: 12_000 } }, 'storage.allocatedGib must be at least 400 with iops, got 20'],
    [{ storage: { allocatedGib: 399, throughput: 500 } }, 'storage.allocatedGib must be at least 400 with throughput, got 399'],
    [{ storage: { allocatedGib: 400, iops: 11_999 } }, 'storage.iops must be an integer from 12000 to 64000, got 11999'],
    [{ storage: { allocatedGib: 400, iops: 64_001 } }, 'storage.iops must be an integer from 12000 to 64000, got 64001'],
    [{ storage: { allocatedGib: 400, throughput: 499 } }, 'storage.throughput must be an integer from 500 to 4000, got 499'],
    [{ storage: { allocatedGib: 400, iops: 64_000, throughput: 4001 } }, 'storage.throughput must be an integer from 500 to 4000, got 4001'],
    [{ storage: { allocatedGib: 400, throughput: 3001 } }, 'storage.throughput must be at most a quarter of iops 12000, got 3001'],
    [{ storage: { allocatedGib: 400, iops: 13_000, throughput: 3251 } }, 'storage.throughput must be at most a quarter of iops 13000, got 3251'],
    [{ readReplicas: 16, credentials: generated() }, 'readReplicas must be an integer from 0 to 15, got 16'],
    [{ readReplicas: -1 }, 'readReplicas must be an integer from 0 to 15, got -1'],
    [{ readReplicas: 0.5 }, 'readReplicas must be an integer from 0 to 15, got 0.5'],
    [{ readReplicas: tokenNumber() }, 'readReplicas must be known at synthesis, got a token'],
    [{ readReplicas: 1 }, 'credentials must be DatabaseCredentials.generated() or fromSecret() with readReplicas, got DatabaseCredentials.managed()'],
    [{ backup: elsewhere('eu-west-1', Duration.days(36)) }, 'backup.replication.retention must be a whole number of days from 1 to 35, got 36 days'],
    [{ backup: elsewhere('eu-west-1', Duration.days(0)) }, 'backup.replication.retention must be a whole number of days from 1 to 35, got 0 days'],
    [{ backup: elsewhere('e-west-1') }, "backup.replication.region must be a Region such as eu-west-1, got 'e-west-1'"],
    [{ backup: elsewhere('eu-1') }, "backup.replication.region must be a Region such as eu-west-1, got 'eu-1'"],
    [{ backup: elsewhere('eu-west') }, "backup.replication.region must be a Region such as eu-west-1, got 'eu-west'"],
    [{ backup: elsewhere('Ireland') }, "backup.replication.region must be a Region such as eu-west-1, got 'Ireland'"],
    [{ backup: elsewhere('eu-west-2') }, "backup.replication.region must be a Region other than the instance's, got 'eu-west-2'"],
    [{ backup: elsewhere('us-gov-west-1') }, "backup.replication.region must be a Region in partition aws, got 'us-gov-west-1'"],
    [untyped({ backup: { replication: { region: 'eu-west-1' } } }), 'backup.replication.encryptionKey must be an IKey, got undefined'],
    [{ logs: { exports: ['slowquery'] } }, "logs.exports must be log types of postgres: iam-db-auth-error, postgresql, upgrade, got 'slowquery'"],
  ]))('with %s', (message, props) => {
    expect(refusalOf(() => postgres(props))).toBe(message);
  });

  test('replication of backups to a Region that the workload does not declare', () => {
    expect(refusalOf(() => postgres({ backup: elsewhere('us-east-1') }, testStack({ regions: ['eu-west-2', 'eu-west-1'] }))))
      .toBe("backup.replication.region must be one of the workload's Regions eu-west-2, eu-west-1, got 'us-east-1'");
  });
});

describe('allowConnectionsFrom refuses', () => {
  const USER = 'options.databaseUser must be 1 to 63 letters, digits and underscores, not starting with a digit, got ';
  const PREFIX = 'options.environmentPrefix must be letters, digits and underscores, not starting with a digit, got ';
  const secretIn = (stack: Stack) => new secretsmanager.Secret(stack, 'Other');

  test.each<[string, Partial<CompliantAuroraProps>, (stack: Stack) => DatabaseConnectionOptions, string]>([
    ['null', {}, () => untyped(null), 'options must be a DatabaseConnectionOptions, got null'],
    ['a user and a secret', {}, (stack) => ({ databaseUser: 'app', secret: secretIn(stack) }), 'specify either options.databaseUser or options.secret, not both'],
    ['readsSecret without a secret', {}, () => ({ readsSecret: true }), 'options.secret must be the secret to read with readsSecret, got undefined'],
    ['no way to sign in', { iamAuthentication: false }, () => ({}),
      'options.secret must be a secret where iamAuthentication is false, got undefined'],
    ['a password with a proxy', { proxy: {} }, (stack) => ({ secret: secretIn(stack) }), 'specify either options.secret or proxy, not both'],
    ['a wildcard as user', {}, () => ({ databaseUser: '*' }), `${USER}'*'`],
    ['a digit first', {}, () => ({ databaseUser: '1a' }), `${USER}'1a'`],
    ['a long user', {}, () => ({ databaseUser: 'a'.repeat(64) }), `${USER}'${'a'.repeat(60)}…'`],
    ['a long user of MySQL', { engine: MYSQL }, () => ({ databaseUser: 'a'.repeat(33) }), `${USER.replace('63', '32')}'${'a'.repeat(33)}'`],
    ['a prefix with a digit first', {}, () => ({ environmentPrefix: '1-DB' }), `${PREFIX}'1-DB'`],
    ['an empty prefix', {}, () => ({ environmentPrefix: '' }), `${PREFIX}''`],
    ['a token as prefix', {}, () => ({ environmentPrefix: tokenString() }), 'options.environmentPrefix must be known at synthesis, got a token'],
  ])('%s, before anything changes', (_, props, options, message) => {
    const stack = testStack();
    const database = aurora(props, stack);
    const client = new Client(stack);
    const given = options(stack);
    expect(refusalOf(() => database.allowConnectionsFrom(client, given))).toBe(message);
    expect(client.environment).toEqual({});
  });
});

describe('addUser refuses', () => {
  const FUNCTION = { username: 'ledger', rotation: DatabaseRotation.FUNCTION, privileges: ['SELECT, INSERT ON ledger.*'] };
  const USER_26 = 'options.username must be 1 to 26 lower-case letters, digits and underscores, starting with a letter and not ending in _clone, got ';
  const NOT_TAKEN = "options.username must be a name other than the administrator's that Amazon RDS does not reserve, got ";
  const PRIVILEGE = 'options.privileges[0] must be privileges and objects such as SELECT, INSERT ON ledger.*, got ';

  test.each<[string, DatabaseUserOptions, string]>([
    ['null', untyped(null), 'options must be a DatabaseUserOptions, got null'],
    ['a name with a space', { ...FUNCTION, username: 'Ledger App' }, `${USER_26}'Ledger App'`],
    ['an empty name', { ...FUNCTION, username: '' }, `${USER_26}''`],
    ['a digit first', { ...FUNCTION, username: '1a' }, `${USER_26}'1a'`],
    ['a name too long for the suffix', { ...FUNCTION, username: 'a'.repeat(27) }, `${USER_26}'${'a'.repeat(27)}'`],
    ['the name of a second user', { ...FUNCTION, username: 'app_clone' }, `${USER_26}'app_clone'`],
    ['a token as name', { ...FUNCTION, username: tokenString() }, 'options.username must be known at synthesis, got a token'],
    ['the name of the administrator', { ...FUNCTION, username: 'dbadmin' }, `${NOT_TAKEN}'dbadmin'`],
    ['a reserved name', { ...FUNCTION, username: 'rds_superuser' }, `${NOT_TAKEN}'rds_superuser'`],
    ['hosted rotation of alternating users with a managed administrator', { username: 'app' },
      "options.rotation must be DatabaseRotation.FUNCTION for alternating users with DatabaseCredentials.managed(), got 'hosted'"],
    ['privileges of a single user', { ...FUNCTION, strategy: RotationStrategy.SINGLE_USER },
      "options.strategy must be RotationStrategy.ALTERNATING_USERS with privileges, got 'single-user'"],
    ['no privilege', { ...FUNCTION, privileges: [] }, 'options.privileges must not be empty'],
    ['privileges that end the statement', { ...FUNCTION, privileges: ['SELECT ON a.*; DROP TABLE b'] }, `${PRIVILEGE}'SELECT ON a.*; DROP TABLE b'`],
    ['privileges after other text', { ...FUNCTION, privileges: ['1 SELECT ON a.*'] }, `${PRIVILEGE}'1 SELECT ON a.*'`],
    ['privileges without objects', { ...FUNCTION, privileges: ['SELECT'] }, `${PRIVILEGE}'SELECT'`],
    ['a token as privileges', { ...FUNCTION, privileges: [tokenString()] }, 'options.privileges[0] must be known at synthesis, got a token'],
    ['a token as list of privileges', { ...FUNCTION, privileges: Fn.split(';', tokenString()) },
      'options.privileges must be known at synthesis, got a token'],
    ['a token as strategy', { ...FUNCTION, strategy: untyped(tokenString()) }, 'options.strategy must be known at synthesis, got a token'],
    ['a long period', { ...FUNCTION, rotateAfter: Duration.days(1001) }, 'options.rotateAfter must be a whole number of days from 1 to 1000, got 1001 days'],
    ['subnets that do not exist', { ...FUNCTION, rotationSubnets: { availabilityZones: ['eu-west-2z'] } },
      'options.rotationSubnets must select private or isolated subnets in at least 1 Availability Zone, got 0'],
    ['a malformed secret name', { ...FUNCTION, secretName: 'a b' }, `${SECRET_NAME.replace('credentials', 'options')}'a b'`],
  ])('%s, before anything is created', (_, options, message) => {
    const database = aurora({ engine: MYSQL });
    expect(refusalOf(() => database.addUser('User', options))).toBe(message);
    expect(database.node.tryFindChild('User')).toBeUndefined();
  });

  test('privileges with hosted rotation', () => {
    const database = aurora({ engine: MYSQL, credentials: generated() });
    expect(refusalOf(() => database.addUser('User', { username: 'ledger', privileges: FUNCTION.privileges })))
      .toBe("options.rotation must be DatabaseRotation.FUNCTION with privileges, got 'hosted'");
  });

  test('the name of an administrator that has a name of its own, and only that', () => {
    const database = aurora({ engine: MYSQL, credentials: generated({ username: 'keeper' }) });
    expect(refusalOf(() => database.addUser('User', { ...FUNCTION, username: 'keeper' }))).toBe(`${NOT_TAKEN}'keeper'`);
    expect(database.addUser('Other', { ...FUNCTION, username: 'dbadmin' }).node.path).toBe('Stack/Database/Other/Secret/Attachment');
  });

  test('a long name in PostgreSQL', () => {
    expect(refusalOf(() => postgres().addUser('User', { username: 'a'.repeat(58), rotation: DatabaseRotation.FUNCTION })))
      .toBe(`${USER_26.replace('26', '57')}'${'a'.repeat(58)}'`);
  });

  test.each<[string, () => CompliantAurora | CompliantPostgres]>([['CompliantAurora', aurora], ['CompliantPostgres', postgres]])(
    'a user that %s already has', (_, make) => {
      const database = make();
      database.addUser('One', FUNCTION);
      expect(refusalOf(() => database.addUser('Two', FUNCTION))).toBe("database user 'ledger' already exists in this database");
      expect(database.node.tryFindChild('Two')).toBeUndefined();
      expect(make().addUser('Two', FUNCTION).node.path).toBe('Stack/Database/Two/Secret/Attachment');
    });
});

test('an instance type is one that the service has, and replicated backups have a key of their Region', () => {
  const replicated = (key: string) => refusalOf(() => postgres({
    backup: { replication: { region: 'eu-west-1', encryptionKey: kms.Key.fromKeyArn(testStack(), 'Key', `arn:aws:kms:${key}:123456789012:key/a`) } },
  }));
  expect(() => replicated('eu-west-1')).toThrow(new Error('accepted'));
  expect(replicated('eu-west-2')).toBe("backup.replication.encryptionKey must be a key in eu-west-1, got 'Stack/Key' in eu-west-2");
  expect(refusalOf(() => aurora({ capacity: AuroraCapacity.provisioned(new ec2.InstanceType('t3.micro')) })))
    .toBe("capacity must be an instance type of size small or larger, got 't3.micro'");
  expect(refusalOf(() => postgres({ instanceType: new ec2.InstanceType('t3.nano') }))).toBe("instanceType must be an instance type of size micro or larger, got 't3.nano'");
});

test('instance types that Amazon RDS does not offer for the engine', () => {
  const need = (engine: string, letters: string) => `must be an instance type that Amazon RDS offers for ${engine}, of a family ${letters} such as`;
  limits((name) => refusalOf(() => postgres({ instanceType: new ec2.InstanceType(name) })), [], [
    ...['c5.large', 'c6gd.large', 'i4i.large', 'm5a.large', 'm6a.large', 'r5n.large', 'a1.large', 'db.m7g.large', 'large', 't3a.micro', 'x1e.xlarge', 'u-6tb1.metal']
      .map((name): [string, string] => [name, `instanceType ${need('postgres', 'm, r, t or x')} x2idn, got '${name}'`]),
    ['m7g.metal', "instanceType must be an instance type of size micro or larger other than metal, got 'm7g.metal'"],
  ]);
  const cluster = (name: string) => refusalOf(() => aurora({ capacity: AuroraCapacity.provisioned(new ec2.InstanceType(name)) }));
  limits(cluster, [], ['m7g.large', 'c7g.large', 'r5b.large', 'x2idn.16xlarge'].map((name): [string, string] => (
    [name, `capacity ${need('aurora-postgresql', 'r, t or x')} t4g, got '${name}'`])));
});

test('instance types on which Aurora MySQL has no Database Insights', () => {
  const need = 'capacity must be an instance type with Database Insights, which Aurora MySQL does not have on t2, t3 and t4g.small';
  const cluster = (engine: rds.IClusterEngine | undefined, name: string) => () => (
    refusalOf(() => aurora({ engine, capacity: AuroraCapacity.provisioned(new ec2.InstanceType(name)) })));
  for (const name of ['t2.medium', 't3.medium', 't3.large', 't4g.small']) expect(cluster(MYSQL, name)()).toBe(`${need}, got '${name}'`);
  for (const name of ['t4g.medium', 'r7g.large']) expect(cluster(MYSQL, name)).toThrow(new Error('accepted'));
  expect(cluster(undefined, 't3.medium')).toThrow(new Error('accepted'));
});

test.each(['m9g.large', 'm5.large', 'r6gd.xlarge', 't4g.micro', 'x2iedn.xlarge', 'r10g.large', Lazy.string({ produce: () => 'm5.large' })])(
  'the instance type %s is accepted', (name) => {
    expect(() => refusalOf(() => postgres({ instanceType: new ec2.InstanceType(name) }))).toThrow(new Error('accepted'));
  },
);
