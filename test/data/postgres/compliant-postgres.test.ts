import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import {
  CompliantPostgres, CompliantPostgresProps, DatabaseAudit, DatabaseCredentials, DatabaseTlsVersion, Lifecycle, Workload, WorkloadKey,
} from '../../../src';
import { RecommendedAlarm, recommendedAlarms } from '../../../src/core/workload/registry';
import { EVERY_FRAMEWORK, findingsAtDefaults, findingsOf, templateOf, testStack } from '../../support';
import { Client, only, postgres, postgresTemplate } from '../support';

const INSTANCE = 'AWS::RDS::DBInstance';
const GROUP = 'AWS::RDS::DBParameterGroup';
const LOGS_KEY = { 'Fn::GetAtt': [Match.stringLikeRegexp('^LogsKey'), 'Arn'] };
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
  test.each(LIFECYCLES)('has no findings with all opt-in features: %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => postgres({
      databaseName: 'events',
      credentials: DatabaseCredentials.generated(),
      readReplicas: 2,
      storage: { allocatedGib: 400, iops: 16_000, throughput: 1000 },
      backup: { replication: { region: 'eu-west-1', encryptionKey: kms.Key.fromKeyArn(stack, 'There', 'arn:aws:kms:eu-west-1:123456789012:key/1') } },
    }, stack))).toEqual([]);
  });

  test('is encrypted, has growing gp3 storage, IAM authentication and no public address', () => {
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

  test('is created after its log groups, which are encrypted and have a retention, and after the permissions of its monitoring role', () => {
    const template = postgresTemplate();
    const { DependsOn, Properties } = primary(template, { EnableCloudwatchLogsExports: ['postgresql', 'upgrade'] });
    expect(Properties.DBInstanceIdentifier).toMatch(/^stack-database-[0-9a-f]{8}$/);
    const ids = ['postgresql', 'upgrade'].flatMap((type) => Object.keys(template.findResources('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: `/aws/rds/instance/${Properties.DBInstanceIdentifier}/${type}`, RetentionInDays: 365, KmsKeyId: LOGS_KEY },
    })));
    expect(ids).toHaveLength(2);
    expect(DependsOn).toEqual([...ids, ...Object.keys(template.findResources('AWS::IAM::ManagedPolicy'))].sort());
  });

  test('is monitored every minute', () => {
    const template = postgresTemplate();
    primary(template, {
      MonitoringInterval: 60,
      EnablePerformanceInsights: true,
      PerformanceInsightsKMSKeyId: KEY,
      PerformanceInsightsRetentionPeriod: 7,
      DatabaseInsightsMode: 'standard',
    });
  });

  test('has deletion protection, a final snapshot and a standby in production', () => {
    const instance = primary(postgresTemplate(), {
      MultiAZ: true, DeletionProtection: true, DeleteAutomatedBackups: false, DBInstanceClass: 'db.t4g.medium',
    });
    expect([instance.DeletionPolicy, instance.UpdateReplacePolicy]).toEqual(['Snapshot', 'Snapshot']);
  });

  test('is deleted with its stack and has no standby if it is ephemeral', () => {
    const instance = primary(postgresTemplate({}, testStack({ lifecycle: Lifecycle.EPHEMERAL })), {
      MultiAZ: false, DeletionProtection: false, DeleteAutomatedBackups: true, DBInstanceClass: 'db.t4g.micro',
    });
    expect([instance.DeletionPolicy, instance.UpdateReplacePolicy]).toEqual(['Delete', 'Delete']);
  });
});

describe('CompliantPostgres with props', () => {
  test('has the version, instance class, storage and windows', () => {
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

  test('can be upgraded to a newer major version in place', () => {
    const { VER_16_13, VER_17_6 } = rds.PostgresEngineVersion;
    const at = (engineVersion: rds.PostgresEngineVersion) =>
      primary(postgresTemplate({ engineVersion }), { AllowMajorVersionUpgrade: true }).Properties;
    expect(at(VER_17_6)).toEqual({ ...at(VER_16_13), EngineVersion: '17.6' });
  });

  test('has storage that does not grow, or with provisioned performance', () => {
    expect(primary(postgresTemplate({ storage: { allocatedGib: 50, maxAllocatedGib: 50 } })).Properties.MaxAllocatedStorage).toBeUndefined();
    primary(postgresTemplate({ storage: { allocatedGib: 20_000 } }), { MaxAllocatedStorage: 65_536 });
    primary(postgresTemplate({ storage: { allocatedGib: 400, maxAllocatedGib: 440, iops: 12_000, throughput: 3000 } }), {
      MaxAllocatedStorage: 440, Iops: 12_000, StorageThroughput: 3000,
    });
  });

  test('has the standby that the prop sets in every lifecycle', () => {
    primary(postgresTemplate({ multiAz: true }, testStack({ lifecycle: Lifecycle.EPHEMERAL })), { MultiAZ: true });
    primary(postgresTemplate({ multiAz: false }), { MultiAZ: false });
  });

  test('has the identifier in lower case, as Amazon RDS stores it, also in its log groups', () => {
    const template = postgresTemplate({ instanceIdentifier: 'Pipeline-Db-Dev', databaseName: 'events' });
    primary(template, { DBInstanceIdentifier: 'pipeline-db-dev', DBName: 'events' });
    only(template, 'AWS::Logs::LogGroup', { LogGroupName: '/aws/rds/instance/pipeline-db-dev/upgrade' });
  });

  test('has the subnets, security groups, port, TLS version and certificate authority', () => {
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

  test('has the logs, audit, parameters and monitoring', () => {
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

  test('has a generated secret that is encrypted with the key and rotated', () => {
    const stack = testStack();
    const database = postgres({ credentials: DatabaseCredentials.generated({ username: 'keeper'.repeat(10), secretName: 'pipeline-db-credentials' }) }, stack);
    const template = templateOf(stack);
    only(template, 'AWS::SecretsManager::Secret', { Name: 'pipeline-db-credentials', KmsKeyId: KEY });
    only(template, 'AWS::SecretsManager::SecretTargetAttachment', { TargetType: 'AWS::RDS::DBInstance' });
    only(template, 'AWS::SecretsManager::RotationSchedule', { HostedRotationLambda: { RotationType: 'PostgreSQLSingleUser' } });
    expect(primary(template).Properties.ManageMasterUserPassword).toBeUndefined();
    expect(database.secret).toBe(database.instance.node.scope!.node.findChild('Secret').node.findChild('Attachment'));
  });

  test('replicates its backups to another Region with a key of that Region', () => {
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
    const conditions = Object.values(templateOf(there).findResources('AWS::KMS::Key'))[0].Properties.KeyPolicy.Statement.map(({ Condition }: any) => Condition);
    expect(conditions.filter((condition: any) => condition?.StringEquals?.['kms:ViaService'] === 'rds.us-west-2.amazonaws.com').length).toBeGreaterThan(0);
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

  test('keeps the logical ids of stateful resources when options are added', () => {
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
    expect(database.logGroup('upgrade')).toBe(database.node.findChild('Log-upgrade'));
    expect(() => database.logGroup('postgres')).toThrow("type must be a log type of the database (postgresql, upgrade), got 'postgres'");
    expect(() => database.logGroup('constructor')).toThrow("type must be a log type of the database (postgresql, upgrade), got 'constructor'");
    expect(() => database.logGroup(Lazy.string({ produce: () => 'upgrade' }))).toThrow('type must be known at synthesis, got a token');
  });

  test('accepts a VPC that is looked up later', () => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromLookup(stack, 'Looked', { vpcId: 'vpc-3' });
    const database = new CompliantPostgres(stack, 'Database', { vpc, network: { subnets: { subnetGroupName: 'Isolated' } } });
    expect(database.instance.node.path).toBe('Stack/Database/Instance');
  });
});

describe('Read replicas', () => {
  const props = { readReplicas: 2, credentials: DatabaseCredentials.generated() };

  test('have the monitoring, logs and network of their source, and inherit its key', () => {
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
        DBParameterGroupName: { Ref: expect.stringMatching(/^DatabaseParameters/) },
      });
      expect(Properties).not.toHaveProperty('KmsKeyId');
      expect(Properties).not.toHaveProperty('MasterUsername');
      expect(DeletionPolicy).toBe('Delete');
      expect(DependsOn.map((id: string) => id.replace(/[0-9A-F]{8}$/, '').replace(/Replica\d/, 'Replica')))
        .toEqual(['DatabaseMonitoringRolePolicy', 'DatabaseReplicaLogpostgresql', 'DatabaseReplicaLogupgrade']);
    });
    only(template, 'AWS::Logs::LogGroup', { LogGroupName: '/aws/rds/instance/pipeline-replica-2/upgrade' });
  });

  test('have valid identifiers if the identifier of their source is long', () => {
    const [{ Properties }] = replicasOf(postgresTemplate({ ...props, instanceIdentifier: 'a'.repeat(63) }));
    expect(Properties.DBInstanceIdentifier).toMatch(/^a{54}-[0-9a-f]{8}$/);
  });

  test('grant access to a client as the same user, and set its reader host', () => {
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

  test('gets host, port, names and CA bundle, and can connect to the port', () => {
    const { environment, template } = connected({ databaseName: 'events' });
    expect(environment).toEqual({
      DB_HOST: { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseInstance/), 'Endpoint.Address'] },
      DB_PORT: '5432',
      DB_NAME: 'events',
      DB_USER: 'app',
      DB_CA_BUNDLE_URL: 'https://truststore.pki.rds.amazonaws.com/eu-west-2/eu-west-2-bundle.pem',
    });
    expect(only(template, 'AWS::EC2::SecurityGroupIngress').Properties).toEqual({
      Description: 'Database client',
      IpProtocol: 'tcp',
      FromPort: 5432,
      ToPort: 5432,
      GroupId: { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseSecurityGroup/), 'GroupId'] },
      SourceSecurityGroupId: { 'Fn::GetAtt': [expect.stringMatching(/^ClientSecurityGroup/), 'GroupId'] },
    });
  });

  test('can sign in as one database user of this instance only', () => {
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

  test('can sign in with a password', () => {
    const { client } = connected({ iamAuthentication: false }, (stack) => new secretsmanager.Secret(stack, 'User'));
    expect(Object.keys(client.secrets)).toEqual(['DB_USER', 'DB_PASSWORD']);
  });
});

describe('The alarms of an instance', () => {
  function alarmsOf(props: Partial<CompliantPostgresProps> = {}, lifecycle = Lifecycle.PRODUCTION): Record<string, RecommendedAlarm> {
    const database = postgres(props, testStack({ lifecycle }));
    const alarms: Record<string, RecommendedAlarm> = {};
    recommendedAlarms(database).each((alarm) => { alarms[alarm.id] = alarm; });
    return alarms;
  }
  const sized = (instanceClass: ec2.InstanceClass, size: ec2.InstanceSize) => ec2.InstanceType.of(instanceClass, size);

  test('have the instance as dimension', () => {
    const alarms = alarmsOf();
    expect(Object.keys(alarms)).toEqual(['CpuHigh', 'FreeableMemoryLow', 'ConnectionsHigh', 'FreeStorageSpaceLow', 'TransactionIdsHigh']);
    Object.values(alarms).forEach(({ metric }) => expect(Object.keys((metric as cloudwatch.Metric).dimensions!)).toEqual(['DBInstanceIdentifier']));
  });

  test('cover the lag of every replica', () => {
    const alarms = alarmsOf({ readReplicas: 2, credentials: DatabaseCredentials.generated() });
    expect(alarms.Replica1LagHigh.threshold).toBe(600);
    expect(alarms).toHaveProperty('Replica2LagHigh');
  });

  test('have a lower storage threshold if the storage grows', () => {
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
    [ec2.InstanceClass.X2IEDN, ec2.InstanceSize.XLARGE, 128, 4000],
  ])('derive thresholds from memory and connections of %s.%s', (instanceClass, size, memory, connections) => {
    const alarms = alarmsOf({ instanceType: sized(instanceClass, size) });
    expect(alarms.FreeableMemoryLow.threshold).toBeCloseTo(memory * GIB / 10, 0);
    expect(alarms.ConnectionsHigh.threshold).toBe(connections);
  });

  test('omit thresholds that are not known, and use the connections that a parameter sets', () => {
    const instanceType = sized(ec2.InstanceClass.M7G, ec2.InstanceSize.XLARGE12);
    expect(Object.keys(alarmsOf({ instanceType }))).toEqual(['CpuHigh', 'FreeStorageSpaceLow', 'TransactionIdsHigh']);
    expect(alarmsOf({ instanceType, parameters: { max_connections: '200' } }).ConnectionsHigh.threshold).toBe(160);
    expect(alarmsOf({ parameters: { max_connections: 'GREATEST(100,5)' } })).not.toHaveProperty('ConnectionsHigh');
  });
});

describe('A prop that loosens a default of an instance is reported', () => {
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
  ])('%s that a prop sets in an ephemeral workload', (_, props, rule) => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK, lifecycle: Lifecycle.EPHEMERAL });
    postgres(props, stack);
    expect(findingsOf(stack.node.root as App).map((finding) => finding.rule)).toEqual([rule]);
  });
});
