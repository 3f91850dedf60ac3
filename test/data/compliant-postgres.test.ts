import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Client, only, postgres, postgresTemplate } from './support';
import {
  CompliantPostgres, CompliantPostgresProps, DatabaseAudit, DatabaseCredentials, DatabaseTlsVersion, Lifecycle, Workload, WorkloadKey,
} from '../../src';
import { RecommendedAlarm, recommendedAlarms } from '../../src/core/workload/registry';
import { EVERY_FRAMEWORK, findingsAtDefaults, findingsOf, templateOf, testStack } from '../support';

const INSTANCE = 'AWS::RDS::DBInstance';
const GROUP = 'AWS::RDS::DBParameterGroup';
const KEY = { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataKey'), 'Arn'] };
const GIB = 1024 ** 3;
const LIFECYCLES = [Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL];

function primary(template: ReturnType<typeof templateOf>, properties: object = {}) {
  return only(template, INSTANCE, { Engine: 'postgres', ...properties });
}

function replicasOf(template: ReturnType<typeof templateOf>) {
  return Object.values(template.findResources(INSTANCE, Match.objectLike({ Properties: { SourceDBInstanceIdentifier: Match.anyValue() } })));
}

describe('CompliantPostgres at its defaults', () => {
  test.each(LIFECYCLES)('has no findings with everything that is opt-in in %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => postgres({
      databaseName: 'events',
      credentials: DatabaseCredentials.generated(),
      readReplicas: 2,
      storage: { allocatedGib: 400, iops: 16_000, throughput: 1000 },
      backup: { replication: { region: 'eu-west-1', encryptionKey: kms.Key.fromKeyArn(stack, 'There', 'arn:aws:kms:eu-west-1:123456789012:key/1') } },
    }, stack))).toEqual([]);
  });

  test('is encrypted on gp3 that grows, tells IAM users apart and has no public address', () => {
    primary(postgresTemplate(), {
      EngineVersion: '16.13',
      StorageEncrypted: true,
      KmsKeyId: KEY,
      StorageType: 'gp3',
      AllocatedStorage: '20',
      MaxAllocatedStorage: 100,
      EnableIAMDatabaseAuthentication: true,
      PubliclyAccessible: false,
      CopyTagsToSnapshot: true,
      AutoMinorVersionUpgrade: true,
      Port: '5432',
      CACertificateIdentifier: 'rds-ca-rsa2048-g1',
      BackupRetentionPeriod: 7,
    });
  });

  test('makes its log groups before itself, encrypted and with a retention', () => {
    const template = postgresTemplate();
    const { DependsOn, Properties } = primary(template, { EnableCloudwatchLogsExports: ['postgresql', 'upgrade'] });
    expect(Properties.DBInstanceIdentifier).toMatch(/^stack-database-[0-9a-f]{8}$/);
    ['postgresql', 'upgrade'].forEach((type) => {
      const [id] = Object.keys(template.findResources('AWS::Logs::LogGroup', {
        Properties: { LogGroupName: `/aws/rds/instance/${Properties.DBInstanceIdentifier}/${type}`, RetentionInDays: 365, KmsKeyId: Match.anyValue() },
      }));
      expect(DependsOn).toContain(id);
    });
  });

  test('is monitored every minute, once the role may write', () => {
    const template = postgresTemplate();
    const { DependsOn } = primary(template, {
      MonitoringInterval: 60,
      EnablePerformanceInsights: true,
      PerformanceInsightsKMSKeyId: KEY,
      PerformanceInsightsRetentionPeriod: 7,
      DatabaseInsightsMode: 'standard',
    });
    expect(DependsOn).toContain(Object.keys(template.findResources('AWS::IAM::ManagedPolicy'))[0]);
  });

  test('is protected, snapshotted on delete and has a standby in production', () => {
    const instance = primary(postgresTemplate(), {
      MultiAZ: true, DeletionProtection: true, DeleteAutomatedBackups: false, DBInstanceClass: 'db.t4g.medium',
    });
    expect([instance.DeletionPolicy, instance.UpdateReplacePolicy]).toEqual(['Snapshot', 'Snapshot']);
  });

  test('goes with its stack and has no standby where it is ephemeral', () => {
    const instance = primary(postgresTemplate({}, testStack({ lifecycle: Lifecycle.EPHEMERAL })), {
      MultiAZ: false, DeletionProtection: false, DeleteAutomatedBackups: true, DBInstanceClass: 'db.t4g.micro',
    });
    expect([instance.DeletionPolicy, instance.UpdateReplacePolicy]).toEqual(['Delete', 'Delete']);
  });
});

describe('CompliantPostgres by its props', () => {
  test('takes a version, a class, a size and windows', () => {
    const template = postgresTemplate({
      engineVersion: rds.PostgresEngineVersion.VER_15_17,
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MEDIUM),
      storage: { allocatedGib: 100 },
      backup: { retention: Duration.days(30), preferredWindow: '03:00-04:00', deletionProtection: false },
      maintenance: { window: 'Sun:04:00-Sun:05:00', autoMinorVersionUpgrade: false },
    });
    primary(template, {
      EngineVersion: '15.17',
      DBInstanceClass: 'db.t3.medium',
      AllocatedStorage: '100',
      MaxAllocatedStorage: 500,
      BackupRetentionPeriod: 30,
      PreferredBackupWindow: '03:00-04:00',
      PreferredMaintenanceWindow: 'Sun:04:00-Sun:05:00',
      DeletionProtection: false,
      AutoMinorVersionUpgrade: false,
    });
    only(template, GROUP, { Family: 'postgres15' });
  });

  test('takes storage that does not grow, or that is faster', () => {
    expect(primary(postgresTemplate({ storage: { allocatedGib: 50, maxAllocatedGib: 50 } })).Properties.MaxAllocatedStorage).toBeUndefined();
    primary(postgresTemplate({ storage: { allocatedGib: 20_000 } }), { MaxAllocatedStorage: 65_536 });
    primary(postgresTemplate({ storage: { allocatedGib: 400, maxAllocatedGib: 440, iops: 12_000, throughput: 3000 } }), {
      MaxAllocatedStorage: 440, Iops: 12_000, StorageThroughput: 3000,
    });
  });

  test('takes a standby or none, whatever the lifecycle', () => {
    primary(postgresTemplate({ multiAz: true }, testStack({ lifecycle: Lifecycle.EPHEMERAL })), { MultiAZ: true });
    primary(postgresTemplate({ multiAz: false }), { MultiAZ: false });
  });

  test('takes a name, which Amazon RDS stores in lower case, for the instance and its log groups', () => {
    const template = postgresTemplate({ instanceIdentifier: 'Pipeline-Db-Dev', databaseName: 'events' });
    primary(template, { DBInstanceIdentifier: 'pipeline-db-dev', DBName: 'events' });
    only(template, 'AWS::Logs::LogGroup', { LogGroupName: '/aws/rds/instance/pipeline-db-dev/upgrade' });
  });

  test('takes names that only a deployment knows', () => {
    const stack = testStack();
    const name = new CfnParameter(stack, 'Name').valueAsString;
    const template = postgresTemplate({
      instanceIdentifier: name,
      databaseName: name,
      readReplicas: 1,
      credentials: DatabaseCredentials.generated({ username: name }),
      backup: { preferredWindow: name, replication: { region: name, encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/1') } },
    }, stack);
    primary(template, { DBInstanceIdentifier: { Ref: 'Name' }, DBName: { Ref: 'Name' }, AutomaticBackupReplicationRegion: { Ref: 'Name' } });
    only(template, INSTANCE, { DBInstanceIdentifier: { 'Fn::Join': ['', [{ Ref: 'Name' }, '-replica-1']] } });
  });

  test('takes subnets, security groups, a port, TLS 1.3 and a certificate authority', () => {
    const stack = testStack();
    const template = postgresTemplate({
      network: {
        subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
        port: 6432,
        minimumTls: DatabaseTlsVersion.TLS_1_3,
        caCertificate: rds.CaCertificate.RDS_CA_ECC384_G1,
      },
    }, stack);
    primary(template, { Port: '6432', VPCSecurityGroups: ['sg-1'], CACertificateIdentifier: 'rds-ca-ecc384-g1' });
    only(template, 'AWS::RDS::DBSubnetGroup', { SubnetIds: ['private-a', 'private-b', 'private-c'] });
    only(template, GROUP, { Parameters: { ssl_min_protocol_version: 'TLSv1.3' } });
  });

  test('takes logs, audit, parameters and monitoring', () => {
    const template = postgresTemplate({
      logs: { exports: ['postgresql', 'iam-db-auth-error'], retention: logs.RetentionDays.TWO_YEARS, audit: DatabaseAudit.NONE },
      parameters: { 'rds.force_ssl': '0', 'log_statement': 'ddl' },
      monitoring: { enhancedInterval: Duration.seconds(0), insights: rds.DatabaseInsightsMode.ADVANCED },
    });
    primary(template, {
      EnableCloudwatchLogsExports: ['postgresql', 'iam-db-auth-error'], DatabaseInsightsMode: 'advanced', PerformanceInsightsRetentionPeriod: 465,
    });
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 731 });
    template.resourceCountIs('AWS::IAM::Role', 0);
    only(template, GROUP, { Parameters: { 'rds.force_ssl': '0', 'log_statement': 'ddl', 'shared_preload_libraries': 'pg_stat_statements' } });
  });

  test('takes a generated secret under the key, which is rotated', () => {
    const stack = testStack();
    const database = postgres({ credentials: DatabaseCredentials.generated({ username: 'keeper'.repeat(10), secretName: 'pipeline-db-credentials' }) }, stack);
    const template = templateOf(stack);
    only(template, 'AWS::SecretsManager::Secret', { Name: 'pipeline-db-credentials', KmsKeyId: KEY });
    only(template, 'AWS::SecretsManager::SecretTargetAttachment', { TargetType: 'AWS::RDS::DBInstance' });
    only(template, 'AWS::SecretsManager::RotationSchedule', { HostedRotationLambda: { RotationType: 'PostgreSQLSingleUser' } });
    expect(primary(template).Properties.ManageMasterUserPassword).toBeUndefined();
    expect(database.secret).toBe(database.instance.node.scope!.node.findChild('Secret').node.findChild('Attachment'));
  });

  test('replicates its backups to another Region, under a key of that Region', () => {
    const app = new App();
    const env = { account: '123456789012' };
    const there = new Stack(app, 'There', { env: { ...env, region: 'us-west-2' } });
    const stack = new Stack(app, 'Here', { env: { ...env, region: 'us-east-1' } });
    Workload.on(app, { name: 'pay', regions: ['us-east-1', 'us-west-2'] });
    const { key } = new WorkloadKey(there, 'Key');
    postgres({ backup: { replication: { region: 'us-west-2', encryptionKey: key, retention: Duration.days(14) } } }, stack);
    primary(templateOf(stack), {
      AutomaticBackupReplicationRegion: 'us-west-2',
      AutomaticBackupReplicationRetentionPeriod: 14,
      AutomaticBackupReplicationKmsKeyId: { 'Fn::GetStackOutput': Match.objectLike({ StackName: 'There', Region: 'us-west-2' }) },
    });
    expect(JSON.stringify(templateOf(there).toJSON())).toContain('rds.us-west-2.amazonaws.com');
    templateOf(stack).resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('is restored from a snapshot with its administrator, key and databases', () => {
    const backup = { snapshotIdentifier: 'pipeline-2026-01-31' };
    const database = postgres({ backup, databaseName: 'events' });
    const { Properties } = primary(templateOf(Stack.of(database)), {
      DBSnapshotIdentifier: 'pipeline-2026-01-31', ManageMasterUserPassword: true, MasterUserSecret: { KmsKeyId: KEY },
    });
    ['MasterUsername', 'DBName', 'KmsKeyId', 'StorageEncrypted'].forEach((inherited) => expect(Properties).not.toHaveProperty(inherited));
    expect(JSON.stringify(Stack.of(database).resolve(database.secret.secretArn))).toContain('MasterUserSecret.SecretArn');
    const template = postgresTemplate({ backup, credentials: DatabaseCredentials.generated({ username: 'keeper' }) });
    only(template, 'AWS::SecretsManager::Secret', { KmsKeyId: KEY });
    expect(JSON.stringify(primary(template).Properties.MasterUserPassword)).toContain(':SecretString:password::');
  });

  test('keeps the logical ids of what holds data when options are added', () => {
    const ids = (props: Partial<CompliantPostgresProps>) => Object.keys(postgresTemplate(props).findResources(INSTANCE, { Properties: { Engine: 'postgres' } }));
    const [id] = ids({});
    expect(id).toMatch(/^DatabaseInstance[0-9A-F]{8}$/);
    expect(ids({ credentials: DatabaseCredentials.generated(), readReplicas: 2, instanceIdentifier: 'a', multiAz: false })).toEqual([id]);
    expect(ids({ backup: { snapshotIdentifier: 'snapshot' } })).toEqual([id]);
  });

  test('exposes its parts', () => {
    const database = postgres({ readReplicas: 1, credentials: DatabaseCredentials.generated() });
    expect(database.instance).toBe(database.node.findChild('Instance'));
    expect(database.replicas).toEqual([database.node.findChild('Replica1').node.findChild('Instance')]);
    expect(database.parameterGroup).toBe(database.node.findChild('Parameters'));
    expect(Object.keys(database.logGroups)).toEqual(['postgresql', 'upgrade']);
  });

  test('works in an imported network whose subnets are looked up', () => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromLookup(stack, 'Looked', { vpcId: 'vpc-3' });
    expect(() => new CompliantPostgres(stack, 'Database', { vpc, network: { subnets: { subnetGroupName: 'Isolated' } } })).not.toThrow();
  });
});

describe('Read replicas', () => {
  const props = { readReplicas: 2, credentials: DatabaseCredentials.generated() };

  test('are watched, logged and reached as their source is, and inherit its key', () => {
    const template = postgresTemplate({ ...props, instanceIdentifier: 'pipeline' });
    const replicas = replicasOf(template);
    expect(replicas.map(({ Properties }) => Properties.DBInstanceIdentifier)).toEqual(['pipeline-replica-1', 'pipeline-replica-2']);
    replicas.forEach(({ Properties, DeletionPolicy, DependsOn }) => {
      expect(Properties).toMatchObject({
        DBInstanceClass: 'db.t4g.medium',
        StorageType: 'gp3',
        MaxAllocatedStorage: 100,
        EnableIAMDatabaseAuthentication: true,
        MonitoringInterval: 60,
        PubliclyAccessible: false,
        DeletionProtection: true,
        EnableCloudwatchLogsExports: ['postgresql', 'upgrade'],
        DBParameterGroupName: expect.anything(),
      });
      expect(Properties).not.toHaveProperty('KmsKeyId');
      expect(Properties).not.toHaveProperty('MasterUsername');
      expect(DeletionPolicy).toBe('Delete');
      expect(DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/MonitoringRolePolicy/), expect.stringMatching(/Logpostgresql/)]));
    });
    only(template, 'AWS::Logs::LogGroup', { LogGroupName: '/aws/rds/instance/pipeline-replica-2/upgrade' });
  });

  test('have names that Amazon RDS takes, however long the one of their source is', () => {
    const [{ Properties }] = replicasOf(postgresTemplate({ ...props, instanceIdentifier: 'a'.repeat(63) }));
    expect(Properties.DBInstanceIdentifier).toMatch(/^a{54}-[0-9a-f]{8}$/);
  });

  test('let a client in as the same user, and are told to it', () => {
    const stack = testStack();
    const database = postgres(props, stack);
    const client = new Client(stack);
    database.allowConnectionsFrom(client);
    expect(stack.resolve(client.environment.DB_READER_HOST)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^DatabaseReplica1Instance/), 'Endpoint.Address'] });
    const policy = only(templateOf(stack), 'AWS::IAM::Policy', { PolicyDocument: { Statement: [{ Action: 'rds-db:connect' }] } });
    expect(policy.Properties.PolicyDocument.Statement[0].Resource).toHaveLength(3);
  });
});

describe('A client of CompliantPostgres', () => {
  function connected(props: Partial<CompliantPostgresProps> = {}, secret?: (stack: Stack) => secretsmanager.ISecret) {
    const stack = testStack();
    const database = postgres(props, stack);
    const client = new Client(stack);
    database.allowConnectionsFrom(client, { secret: secret?.(stack) });
    return { client, environment: stack.resolve(client.environment), template: templateOf(stack) };
  }

  test('is told all that it has to know, and let in at the port', () => {
    const { environment, template } = connected({ databaseName: 'events' });
    expect(environment).toEqual({
      DB_HOST: { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseInstance/), 'Endpoint.Address'] },
      DB_PORT: '5432',
      DB_NAME: 'events',
      DB_USER: 'app',
      DB_CA_BUNDLE_URL: 'https://truststore.pki.rds.amazonaws.com/eu-west-2/eu-west-2-bundle.pem',
    });
    only(template, 'AWS::EC2::SecurityGroupIngress', { FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: Match.anyValue() });
  });

  test('may sign in as exactly one database user of exactly this instance', () => {
    only(connected().template, 'AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{
          Effect: 'Allow',
          Action: 'rds-db:connect',
          Resource: {
            'Fn::Join': ['', [
              'arn:', { Ref: 'AWS::Partition' }, ':rds-db:eu-west-2:123456789012:dbuser:',
              { 'Fn::GetAtt': [Match.stringLikeRegexp('^DatabaseInstance'), 'DbiResourceId'] }, '/app',
            ]],
          },
        }],
        Version: '2012-10-17',
      },
    });
  });

  test('may sign in with a password', () => {
    const { client } = connected({ iamAuthentication: false }, (stack) => new secretsmanager.Secret(stack, 'User'));
    expect(Object.keys(client.secrets)).toEqual(['DB_USER', 'DB_PASSWORD']);
  });
});

describe('The alarms that an instance recommends', () => {
  function alarmsOf(props: Partial<CompliantPostgresProps> = {}, lifecycle = Lifecycle.PRODUCTION): Record<string, RecommendedAlarm> {
    const database = postgres(props, testStack({ lifecycle }));
    const alarms: Record<string, RecommendedAlarm> = {};
    recommendedAlarms(database).each((alarm) => { alarms[alarm.id] = alarm; });
    return alarms;
  }
  const sized = (instanceClass: ec2.InstanceClass, size: ec2.InstanceSize) => ec2.InstanceType.of(instanceClass, size);

  test('are on what it depends on, by the instance', () => {
    const alarms = alarmsOf();
    expect(Object.keys(alarms)).toEqual(['CpuHigh', 'FreeableMemoryLow', 'ConnectionsHigh', 'FreeStorageSpaceLow', 'TransactionIdsHigh']);
    Object.values(alarms).forEach(({ metric }) => expect(Object.keys((metric as cloudwatch.Metric).dimensions!)).toEqual(['DBInstanceIdentifier']));
  });

  test('watch the lag of every replica', () => {
    const alarms = alarmsOf({ readReplicas: 2, credentials: DatabaseCredentials.generated() });
    expect(alarms.Replica1LagHigh.threshold).toBe(600);
    expect(alarms).toHaveProperty('Replica2LagHigh');
  });

  test('come before storage is full, and leave time for it to grow', () => {
    expect(alarmsOf().FreeStorageSpaceLow).toMatchObject({
      threshold: GIB, comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
    });
    expect(alarmsOf({ storage: { maxAllocatedGib: 20 } }).FreeStorageSpaceLow.threshold).toBe(2 * GIB);
  });

  test.each<[ec2.InstanceClass, ec2.InstanceSize, number, number]>([
    [ec2.InstanceClass.T3, ec2.InstanceSize.MICRO, 1, 67],
    [ec2.InstanceClass.T4G, ec2.InstanceSize.MEDIUM, 4, 337],
    [ec2.InstanceClass.M7G, ec2.InstanceSize.LARGE, 8, 698],
    [ec2.InstanceClass.R7G, ec2.InstanceSize.XLARGE4, 128, 4000],
  ])('know the memory and the connections of %s.%s', (instanceClass, size, memory, connections) => {
    const alarms = alarmsOf({ instanceType: sized(instanceClass, size) });
    expect(alarms.FreeableMemoryLow.threshold).toBeCloseTo(memory * GIB / 10, 0);
    expect(alarms.ConnectionsHigh.threshold).toBe(connections);
  });

  test('leave out what is not known of a class, and know the connections that a parameter sets', () => {
    const instanceType = sized(ec2.InstanceClass.C6GD, ec2.InstanceSize.LARGE);
    expect(Object.keys(alarmsOf({ instanceType }))).toEqual(['CpuHigh', 'FreeStorageSpaceLow', 'TransactionIdsHigh']);
    expect(alarmsOf({ instanceType, parameters: { max_connections: '200' } }).ConnectionsHigh.threshold).toBe(160);
    expect(alarmsOf({ parameters: { max_connections: 'GREATEST(100,5)' } })).not.toHaveProperty('ConnectionsHigh');
  });
});

describe('Every loosening of an instance is reported', () => {
  test.each<[string, Partial<CompliantPostgresProps>, string[]]>([
    ['no IAM authentication', { iamAuthentication: false }, ['RDS.InstanceIamAuthenticated']],
    ['no TLS', { parameters: { 'rds.force_ssl': '0' } }, ['RDS.PostgresTlsForced']],
    ['no logs', { logs: { exports: [] } }, ['RDS.InstanceLogsExported', 'RDS.PostgresLogExported']],
    ['few days of backup', { backup: { retention: Duration.days(1) } }, ['RDS.InstanceBackupRetained']],
    ['no deletion protection', { backup: { deletionProtection: false } }, ['RDS.InstanceDeletionProtected']],
    ['no standby', { multiAz: false }, ['RDS.InstanceMultiAz']],
    ['no minor upgrades', { maintenance: { autoMinorVersionUpgrade: false } }, ['RDS.InstanceMinorVersionsUpgraded']],
    ['no enhanced monitoring', { monitoring: { enhancedInterval: Duration.seconds(0) } }, ['RDS.InstanceMonitored']],
    ['a snapshot, which may not be encrypted', { backup: { snapshotIdentifier: 'snapshot' } }, ['RDS.InstanceEncrypted']],
  ])('%s', (_, props, rules) => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    postgres(props, stack);
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule).sort()).toEqual(rules);
  });

  test.each<[string, Partial<CompliantPostgresProps>, string]>([
    ['no standby', { multiAz: false }, 'RDS.InstanceMultiAz'],
    ['no deletion protection', { backup: { deletionProtection: false } }, 'RDS.InstanceDeletionProtected'],
  ])('%s that was asked for, where the workload is ephemeral too', (_, props, rule) => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK, lifecycle: Lifecycle.EPHEMERAL });
    postgres(props, stack);
    expect(findingsOf(stack.node.root as App).map((finding) => finding.rule)).toEqual([rule]);
  });
});
