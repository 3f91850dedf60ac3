import { App, Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuroraCapacity, CompliantAurora, DatabaseAudit, DatabaseCredentials, DatabaseTlsVersion, Lifecycle } from '../../../src';
import { findingsAtDefaults, findingsOf, templateOf, testStack } from '../../support';
import { aurora, auroraTemplate, MYSQL, only } from '../support';

const CLUSTER = 'AWS::RDS::DBCluster';
const INSTANCE = 'AWS::RDS::DBInstance';
const PARTITION = { Ref: 'AWS::Partition' };
const LOGS_KEY = { 'Fn::GetAtt': [Match.stringLikeRegexp('^LogsKey'), 'Arn'] };

describe('CompliantAurora at its defaults', () => {
  test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('has no findings on MySQL with all opt-in features: %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => aurora({
      engine: MYSQL, databaseName: 'loans', credentials: DatabaseCredentials.generated(), readers: 1, readerScaling: { maxReaders: 3 }, proxy: {},
    }, stack))).toEqual([]);
  });

  test('is encrypted, has IAM authentication and copies its tags', () => {
    const template = auroraTemplate();
    only(template, CLUSTER, {
      Engine: 'aurora-postgresql',
      EngineVersion: '17.9',
      StorageEncrypted: true,
      KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataKey'), 'Arn'] },
      EnableIAMDatabaseAuthentication: true,
      CopyTagsToSnapshot: true,
      AutoMinorVersionUpgrade: true,
      Port: 5432,
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
    });
  });

  test('requires TLS 1.2 and audits administration on MySQL', () => {
    only(auroraTemplate({ engine: MYSQL }), 'AWS::RDS::DBClusterParameterGroup', {
      Family: 'aurora-mysql8.0',
      Parameters: {
        require_secure_transport: 'ON',
        tls_version: 'TLSv1.2,TLSv1.3',
        slow_query_log: '1',
        server_audit_logging: '1',
        server_audit_events: 'CONNECT,QUERY_DCL,QUERY_DDL',
      },
    });
  });

  test('is created after its log group, which is encrypted and has a retention', () => {
    const template = auroraTemplate();
    const { DependsOn, Properties } = only(template, CLUSTER, { EnableCloudwatchLogsExports: ['postgresql'] });
    const ids = Object.keys(template.findResources('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: `/aws/rds/cluster/${Properties.DBClusterIdentifier}/postgresql`, RetentionInDays: 365, KmsKeyId: LOGS_KEY },
    }));
    expect(Properties.DBClusterIdentifier).toMatch(/^stack-database-[0-9a-f]{8}$/);
    expect(ids).toHaveLength(1);
    expect(DependsOn).toEqual(ids);
  });

  test('is monitored every minute by a role that only the databases of the account can assume', () => {
    const template = auroraTemplate();
    only(template, 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'monitoring.rds.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '123456789012' },
            ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', PARTITION, ':rds:eu-west-2:123456789012:db:*']] } },
          },
        }],
        Version: '2012-10-17',
      },
    });
    const logGroups = (suffix: string) => ({ 'Fn::Join': ['', ['arn:', PARTITION, `:logs:eu-west-2:123456789012:log-group:RDS*${suffix}`]] });
    expect(only(template, 'AWS::IAM::ManagedPolicy').Properties.PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], Resource: logGroups('') },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams', 'logs:GetLogEvents'],
        Resource: logGroups(':log-stream:*'),
      },
    ]);
    const [policyId] = Object.keys(template.findResources('AWS::IAM::ManagedPolicy'));
    Object.values(template.findResources(INSTANCE)).forEach((instance) => {
      expect(instance.Properties.MonitoringInterval).toBe(60);
      expect(instance.DependsOn.filter((id: string) => /Monitoring/.test(id))).toEqual([policyId]);
    });
    only(template, CLUSTER, { PerformanceInsightsEnabled: true, PerformanceInsightsRetentionPeriod: 7, DatabaseInsightsMode: 'standard' });
  });

  test("has deletion protection, a final snapshot and a reader of the writer's size in production", () => {
    const template = auroraTemplate({}, testStack({ lifecycle: Lifecycle.PRODUCTION }));
    const cluster = only(template, CLUSTER, { DeletionProtection: true, DeleteAutomatedBackups: false, BackupRetentionPeriod: 7 });
    expect([cluster.DeletionPolicy, cluster.UpdateReplacePolicy]).toEqual(['Snapshot', 'Snapshot']);
    template.resourceCountIs(INSTANCE, 2);
    only(template, INSTANCE, { PromotionTier: 1 });
  });

  test('is deleted with its stack and has no reader if it is ephemeral', () => {
    const template = auroraTemplate({}, testStack({ lifecycle: Lifecycle.EPHEMERAL }));
    const cluster = only(template, CLUSTER, { DeletionProtection: false, DeleteAutomatedBackups: true });
    expect([cluster.DeletionPolicy, cluster.UpdateReplacePolicy]).toEqual(['Delete', 'Delete']);
    template.resourceCountIs(INSTANCE, 1);
    template.allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
  });
});

describe('CompliantAurora with props', () => {
  test('has the identifier in lower case, as Amazon RDS stores it, also in its log groups', () => {
    const template = auroraTemplate({ engine: MYSQL, clusterIdentifier: 'Loan-Aurora-Cluster-dev' });
    only(template, CLUSTER, { DBClusterIdentifier: 'loan-aurora-cluster-dev', EnableCloudwatchLogsExports: ['audit', 'error', 'general', 'slowquery'] });
    ['audit', 'error', 'general', 'slowquery'].forEach((type) => {
      only(template, 'AWS::Logs::LogGroup', { LogGroupName: `/aws/rds/cluster/loan-aurora-cluster-dev/${type}` });
    });
  });

  test('has the engine, the first database and the key, and reports disabled IAM authentication', () => {
    const stack = testStack();
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-2:123456789012:key/1');
    aurora({ engine: MYSQL, databaseName: 'loans', encryptionKey, iamAuthentication: false }, stack);
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['RDS.ClusterIamAuthenticated']);
    only(templateOf(stack), CLUSTER, {
      Engine: 'aurora-mysql', DatabaseName: 'loans', KmsKeyId: 'arn:aws:kms:eu-west-2:123456789012:key/1', EnableIAMDatabaseAuthentication: false,
    });
  });

  test('has the capacity range and pauses at 0 ACU', () => {
    only(auroraTemplate({ capacity: AuroraCapacity.serverless({ minAcu: 2, maxAcu: 64.5 }) }), CLUSTER, {
      ServerlessV2ScalingConfiguration: { MinCapacity: 2, MaxCapacity: 64.5 },
    });
    only(auroraTemplate({ capacity: AuroraCapacity.serverless({ minAcu: 0 }) }), CLUSTER, {
      ServerlessV2ScalingConfiguration: { MinCapacity: 0, MaxCapacity: 4, SecondsUntilAutoPause: 300 },
    });
    only(auroraTemplate({ engine: MYSQL, capacity: AuroraCapacity.serverless({ minAcu: 0, autoPauseAfter: Duration.hours(1) }) }), CLUSTER, {
      ServerlessV2ScalingConfiguration: { SecondsUntilAutoPause: 3600 },
    });
  });

  test('has instances of one fixed size', () => {
    const instanceType = ec2.InstanceType.of(ec2.InstanceClass.R7G, ec2.InstanceSize.LARGE);
    const template = auroraTemplate({ capacity: AuroraCapacity.provisioned(instanceType), readers: 2 });
    expect(Object.values(template.findResources(INSTANCE)).map(({ Properties: p }) => [p.DBInstanceClass, p.PromotionTier]))
      .toEqual([['db.r7g.large', 0], ['db.r7g.large', 1], ['db.r7g.large', 2]]);
    expect(only(template, CLUSTER).Properties.ServerlessV2ScalingConfiguration).toBeUndefined();
  });

  test('has the readers, the first of which scales with the writer', () => {
    const template = auroraTemplate({ readers: 3 });
    expect(Object.values(template.findResources(INSTANCE)).map(({ Properties }) => Properties.PromotionTier)).toEqual([0, 1, 2, 2]);
    expect(Object.keys(template.findResources(INSTANCE)).map((id) => id.replace(/.{8}$/, '')))
      .toEqual(['DatabaseClusterWriter', 'DatabaseClusterReader1', 'DatabaseClusterReader2', 'DatabaseClusterReader3']);
  });

  test('distributes writer and readers over the Availability Zones, and keeps the zone of a writer that gets its first reader', () => {
    const zones = (readers: number) => {
      const instances = auroraTemplate({ readers }).findResources('AWS::RDS::DBInstance');
      return Object.entries(instances).map(([id, { Properties }]) => [/(Writer|Reader\d)/.exec(id)![1], Properties.AvailabilityZone]);
    };
    expect(zones(3)).toEqual([['Writer', 'eu-west-2a'], ['Reader1', 'eu-west-2b'], ['Reader2', 'eu-west-2c'], ['Reader3', 'eu-west-2a']]);
    expect(zones(0)).toEqual([['Writer', 'eu-west-2a']]);
  });

  test('reports missing readers and deletion protection in production', () => {
    const stack = testStack();
    aurora({ readers: 0, backup: { deletionProtection: false } }, stack);
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['RDS.ClusterDeletionProtected', 'RDS.ClusterMultiAz']);
  });

  test('scales readers with their CPU by default, with the service-linked role', () => {
    const template = auroraTemplate({ readerScaling: { maxReaders: 4 } }, testStack({ lifecycle: Lifecycle.EPHEMERAL }));
    template.resourceCountIs(INSTANCE, 2);
    const { DependsOn, Properties } = only(template, 'AWS::ApplicationAutoScaling::ScalableTarget');
    expect(Properties).toEqual({
      MinCapacity: 1,
      MaxCapacity: 4,
      ResourceId: { 'Fn::Join': ['', ['cluster:', { Ref: expect.stringMatching(/^DatabaseCluster/) }]] },
      RoleARN: {
        'Fn::Join': ['', ['arn:', PARTITION,
          ':iam::123456789012:role/aws-service-role/rds.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_RDSCluster']],
      },
      ScalableDimension: 'rds:cluster:ReadReplicaCount',
      ServiceNamespace: 'rds',
    });
    expect(DependsOn).toEqual(Object.keys(template.findResources(INSTANCE)).sort());
    only(template, 'AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 60, PredefinedMetricSpecification: { PredefinedMetricType: 'RDSReaderAverageCPUUtilization' },
      },
    });
  });

  test('scales readers with their connections, alone or together with CPU', () => {
    const values = (template: ReturnType<typeof auroraTemplate>) => Object.values(template.findResources('AWS::ApplicationAutoScaling::ScalingPolicy'))
      .map(({ Properties: { TargetTrackingScalingPolicyConfiguration: { TargetValue, PredefinedMetricSpecification } } }) => (
        `${PredefinedMetricSpecification.PredefinedMetricType} ${TargetValue}`)).sort();
    expect(values(auroraTemplate({ readerScaling: { maxReaders: 4, targetConnections: 100 } }))).toEqual(['RDSReaderAverageDatabaseConnections 100']);
    expect(values(auroraTemplate({ readerScaling: { maxReaders: 4, targetConnections: 100, targetCpuPercent: 50 } })))
      .toEqual(['RDSReaderAverageCPUUtilization 50', 'RDSReaderAverageDatabaseConnections 100']);
  });

  test('has the administrator name', () => {
    only(auroraTemplate({ credentials: DatabaseCredentials.managed({ username: 'keeper' }) }), CLUSTER, { MasterUsername: 'keeper' });
  });

  test('has the additional parameters, which override its own', () => {
    only(auroraTemplate({ engine: MYSQL, parameters: { general_log: '1', slow_query_log: '0' } }), 'AWS::RDS::DBClusterParameterGroup', {
      Parameters: { general_log: '1', slow_query_log: '0', require_secure_transport: 'ON' },
    });
  });

  test('reports parameters that allow connections without TLS', () => {
    const stack = testStack();
    aurora({ parameters: { 'rds.force_ssl': '0' } }, stack);
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['RDS.ClusterTlsForced']);
  });

  test('has the subnets, security groups, port and certificate authority', () => {
    const stack = testStack();
    const template = auroraTemplate({
      network: {
        subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
        port: 6432,
        caCertificate: rds.CaCertificate.RDS_CA_ECC384_G1,
      },
    }, stack);
    only(template, CLUSTER, { Port: 6432, VpcSecurityGroupIds: ['sg-1'] });
    only(template, 'AWS::RDS::DBSubnetGroup', { SubnetIds: ['private-a', 'private-b', 'private-c'] });
    template.allResourcesProperties(INSTANCE, { CACertificateIdentifier: 'rds-ca-ecc384-g1' });
    template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
  });

  test('requires TLS 1.3, and does not offer it on an older MySQL', () => {
    const parameters = (props: Parameters<typeof auroraTemplate>[0]) => only(auroraTemplate(props), 'AWS::RDS::DBClusterParameterGroup').Properties.Parameters;
    const network = { minimumTls: DatabaseTlsVersion.TLS_1_3 };
    const older = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.of('8.0.mysql_aurora.3.03.3', '8.0') });
    const newer = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.of('8.4.mysql_aurora.4.00.0', '8.4') });
    const foreign = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.of('5.7.12', '5.7') });
    expect(parameters({ network }).ssl_min_protocol_version).toBe('TLSv1.3');
    expect(parameters({ network, engine: MYSQL }).tls_version).toBe('TLSv1.3');
    expect(parameters({ engine: older }).tls_version).toBe('TLSv1.2');
    expect(parameters({ engine: foreign }).tls_version).toBe('TLSv1.2');
    expect(parameters({ engine: newer }).tls_version).toBe('TLSv1.2,TLSv1.3');
  });

  test('has the windows, retention, backtrack window and deletion protection', () => {
    const template = auroraTemplate({
      engine: MYSQL,
      backup: { retention: Duration.days(35), preferredWindow: '02:00-03:00', backtrackWindow: Duration.hours(24), deletionProtection: false },
      maintenance: { window: 'Sun:04:00-Sun:05:00', autoMinorVersionUpgrade: false },
    });
    only(template, CLUSTER, {
      BackupRetentionPeriod: 35,
      PreferredBackupWindow: '02:00-03:00',
      PreferredMaintenanceWindow: 'Sun:04:00-Sun:05:00',
      BacktrackWindow: 86400,
      DeletionProtection: false,
      AutoMinorVersionUpgrade: false,
    });
    template.allResourcesProperties(INSTANCE, { PreferredMaintenanceWindow: 'Sun:04:00-Sun:05:00', AutoMinorVersionUpgrade: false });
  });

  test('has deletion protection in an ephemeral workload if a prop sets it', () => {
    const template = auroraTemplate({ backup: { deletionProtection: true } }, testStack({ lifecycle: Lifecycle.EPHEMERAL }));
    only(template, CLUSTER, { DeletionProtection: true });
  });

  test('has the log types, retention and audit', () => {
    const template = auroraTemplate({
      engine: MYSQL, logs: { exports: ['audit', 'iam-db-auth-error'], retention: logs.RetentionDays.TWO_YEARS, audit: DatabaseAudit.ALL_STATEMENTS },
    });
    only(template, CLUSTER, { EnableCloudwatchLogsExports: ['audit', 'iam-db-auth-error'] });
    template.resourceCountIs('AWS::Logs::LogGroup', 2);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 731 });
    only(template, 'AWS::RDS::DBClusterParameterGroup', { Parameters: { server_audit_events: 'CONNECT,QUERY' } });
  });

  test('audits every statement or none', () => {
    const parameters = (engine: rds.IClusterEngine | undefined, audit: DatabaseAudit) => (
      only(auroraTemplate({ engine, logs: { audit } }), 'AWS::RDS::DBClusterParameterGroup').Properties.Parameters);
    expect(parameters(undefined, DatabaseAudit.ALL_STATEMENTS)['pgaudit.log']).toBe('all');
    expect(parameters(undefined, DatabaseAudit.NONE)).toMatchObject({ shared_preload_libraries: 'pg_stat_statements' });
    expect(parameters(undefined, DatabaseAudit.NONE)['pgaudit.log']).toBeUndefined();
    expect(parameters(MYSQL, DatabaseAudit.NONE)).toMatchObject({ server_audit_logging: '0' });
    expect(parameters(MYSQL, DatabaseAudit.NONE).server_audit_events).toBeUndefined();
  });

  test('has the monitoring interval and advanced insights', () => {
    const template = auroraTemplate({ monitoring: { enhancedInterval: Duration.seconds(5), insights: rds.DatabaseInsightsMode.ADVANCED } });
    template.allResourcesProperties(INSTANCE, { MonitoringInterval: 5 });
    only(template, CLUSTER, { DatabaseInsightsMode: 'advanced', PerformanceInsightsRetentionPeriod: 465 });
  });

  test('has the insights retention, and no monitoring role without Enhanced Monitoring', () => {
    const template = auroraTemplate({
      monitoring: { enhancedInterval: Duration.seconds(0), insightsRetention: rds.PerformanceInsightRetention.MONTHS_1 },
    });
    template.resourceCountIs('AWS::IAM::Role', 0);
    only(template, CLUSTER, { PerformanceInsightsRetentionPeriod: 31 });
  });

  test('accepts a VPC that is looked up later', () => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromLookup(stack, 'Looked', { vpcId: 'vpc-3' });
    const database = new CompliantAurora(stack, 'Database', { vpc, network: { subnets: { subnetGroupName: 'Isolated' } } });
    expect(database.cluster.node.path).toBe('Stack/Database/Cluster');
  });

  test('keeps the logical ids of stateful resources when options are added', () => {
    const ids = (props: Parameters<typeof auroraTemplate>[0]) => Object.keys(auroraTemplate(props).findResources(CLUSTER));
    const plain = ids({});
    expect(ids({ credentials: DatabaseCredentials.generated(), proxy: {}, readers: 2, readerScaling: { maxReaders: 3 }, clusterIdentifier: 'a' })).toEqual(plain);
    expect(ids({ backup: { snapshotIdentifier: 'snapshot' } })).toEqual(plain);
    expect(plain).toEqual(['DatabaseCluster5B53A178']);
  });

  test('exposes its parts', () => {
    const database = aurora({ proxy: {}, readerScaling: { maxReaders: 2 } });
    expect(database.cluster).toBe(database.node.findChild('Cluster'));
    expect(database.proxy).toBe(database.node.findChild('Proxy'));
    expect(database.readerScaling).toBe(database.node.findChild('ReaderScaling'));
    expect(database.parameterGroup).toBe(database.node.findChild('Parameters'));
    expect(Object.keys(database.logGroups)).toEqual(['postgresql']);
    expect(database.logGroup('postgresql')).toBe(database.node.findChild('Log-postgresql'));
    expect(() => database.logGroup('audit')).toThrow("type must be a log type of the database (postgresql), got 'audit'");
  });
});
