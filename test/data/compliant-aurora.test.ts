import { App, CfnParameter, Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { aurora, auroraTemplate, MYSQL, only } from './support';
import { AuroraCapacity, CompliantAurora, DatabaseAudit, DatabaseCredentials, DatabaseTlsVersion, Lifecycle } from '../../src';
import { findingsAtDefaults, findingsOf, templateOf, testStack } from '../support';

const CLUSTER = 'AWS::RDS::DBCluster';
const INSTANCE = 'AWS::RDS::DBInstance';

describe('CompliantAurora at its defaults', () => {
  test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('has no findings on MySQL with everything that is opt-in in %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => aurora({
      engine: MYSQL, databaseName: 'loans', credentials: DatabaseCredentials.generated(), readers: 1, readerScaling: { maxReaders: 3 }, proxy: {},
    }, stack))).toEqual([]);
  });

  test('is encrypted, tells IAM users apart and copies its tags', () => {
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

  test('forces TLS 1.2 and audits administration on MySQL', () => {
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

  test('makes its log group before itself, encrypted and with a retention', () => {
    const template = auroraTemplate();
    const { DependsOn, Properties } = only(template, CLUSTER, { EnableCloudwatchLogsExports: ['postgresql'] });
    const [id] = Object.keys(template.findResources('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: `/aws/rds/cluster/${Properties.DBClusterIdentifier}/postgresql`, RetentionInDays: 365, KmsKeyId: Match.anyValue() },
    }));
    expect(Properties.DBClusterIdentifier).toMatch(/^stack-database-[0-9a-f]{8}$/);
    expect(DependsOn).toContain(id);
  });

  test('is monitored every minute by a role that only the databases of the account lend out', () => {
    const template = auroraTemplate();
    only(template, 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [Match.objectLike({
          Principal: { Service: 'monitoring.rds.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' }, ArnLike: Match.anyValue() },
        })],
      },
    });
    const [policyId] = Object.keys(template.findResources('AWS::IAM::ManagedPolicy'));
    Object.values(template.findResources(INSTANCE)).forEach((instance) => {
      expect(instance.Properties.MonitoringInterval).toBe(60);
      expect(instance.DependsOn).toContain(policyId);
    });
    only(template, CLUSTER, { PerformanceInsightsEnabled: true, PerformanceInsightsRetentionPeriod: 7, DatabaseInsightsMode: 'standard' });
  });

  test('is protected, snapshotted on delete and has a reader that keeps up with the writer in production', () => {
    const template = auroraTemplate({}, testStack({ lifecycle: Lifecycle.PRODUCTION }));
    const cluster = only(template, CLUSTER, { DeletionProtection: true, DeleteAutomatedBackups: false, BackupRetentionPeriod: 7 });
    expect([cluster.DeletionPolicy, cluster.UpdateReplacePolicy]).toEqual(['Snapshot', 'Snapshot']);
    template.resourceCountIs(INSTANCE, 2);
    only(template, INSTANCE, { PromotionTier: 1 });
  });

  test('goes with its stack and has no reader where it is ephemeral', () => {
    const template = auroraTemplate({}, testStack({ lifecycle: Lifecycle.EPHEMERAL }));
    const cluster = only(template, CLUSTER, { DeletionProtection: false, DeleteAutomatedBackups: true });
    expect([cluster.DeletionPolicy, cluster.UpdateReplacePolicy]).toEqual(['Delete', 'Delete']);
    template.resourceCountIs(INSTANCE, 1);
    template.allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
  });
});

describe('CompliantAurora by its props', () => {
  test('takes a name, which Amazon RDS stores in lower case, for the cluster and its log groups', () => {
    const template = auroraTemplate({ engine: MYSQL, clusterIdentifier: 'Loan-Aurora-Cluster-dev' });
    only(template, CLUSTER, { DBClusterIdentifier: 'loan-aurora-cluster-dev', EnableCloudwatchLogsExports: ['audit', 'error', 'general', 'slowquery'] });
    ['audit', 'error', 'general', 'slowquery'].forEach((type) => {
      only(template, 'AWS::Logs::LogGroup', { LogGroupName: `/aws/rds/cluster/loan-aurora-cluster-dev/${type}` });
    });
  });

  test('takes names that only a deployment knows', () => {
    const stack = testStack();
    const parameter = new CfnParameter(stack, 'Name');
    const template = auroraTemplate({
      clusterIdentifier: parameter.valueAsString,
      databaseName: parameter.valueAsString,
      credentials: DatabaseCredentials.managed({ username: parameter.valueAsString }),
      backup: { preferredWindow: parameter.valueAsString },
      maintenance: { window: parameter.valueAsString },
    }, stack);
    const name = { Ref: 'Name' };
    only(template, CLUSTER, {
      DBClusterIdentifier: name, DatabaseName: name, MasterUsername: name, PreferredBackupWindow: name, PreferredMaintenanceWindow: name,
    });
    only(template, 'AWS::Logs::LogGroup', { LogGroupName: { 'Fn::Join': ['', ['/aws/rds/cluster/', name, '/postgresql']] } });
  });

  test('takes an engine, a first database, a key and no IAM authentication, which is then reported', () => {
    const stack = testStack();
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-2:123456789012:key/1');
    aurora({ engine: MYSQL, databaseName: 'loans', encryptionKey, iamAuthentication: false }, stack);
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['RDS.ClusterIamAuthenticated']);
    only(templateOf(stack), CLUSTER, {
      Engine: 'aurora-mysql', DatabaseName: 'loans', KmsKeyId: 'arn:aws:kms:eu-west-2:123456789012:key/1', EnableIAMDatabaseAuthentication: false,
    });
  });

  test('takes a range of capacity, and pauses at none', () => {
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

  test('takes instances of a fixed size, all of the same', () => {
    const instanceType = ec2.InstanceType.of(ec2.InstanceClass.R7G, ec2.InstanceSize.LARGE);
    const template = auroraTemplate({ capacity: AuroraCapacity.provisioned(instanceType), readers: 2 });
    expect(Object.values(template.findResources(INSTANCE)).map(({ Properties: p }) => [p.DBInstanceClass, p.PromotionTier]))
      .toEqual([['db.r7g.large', 0], ['db.r7g.large', 1], ['db.r7g.large', 2]]);
    expect(only(template, CLUSTER).Properties.ServerlessV2ScalingConfiguration).toBeUndefined();
  });

  test('takes a number of readers, of which the first keeps up with the writer', () => {
    const template = auroraTemplate({ readers: 3 });
    expect(Object.values(template.findResources(INSTANCE)).map(({ Properties }) => Properties.PromotionTier)).toEqual([0, 1, 2, 2]);
    expect(Object.keys(template.findResources(INSTANCE)).map((id) => id.replace(/.{8}$/, '')))
      .toEqual(['DatabaseClusterWriter', 'DatabaseClusterReader1', 'DatabaseClusterReader2', 'DatabaseClusterReader3']);
  });

  test('spreads writer and readers over the zones of its subnets, and leaves a writer that is alone to Amazon RDS', () => {
    const zones = (readers: number) => {
      const instances = auroraTemplate({ readers }).findResources('AWS::RDS::DBInstance');
      return Object.entries(instances).map(([id, { Properties }]) => [/(Writer|Reader\d)/.exec(id)![1], Properties.AvailabilityZone]);
    };
    expect(zones(3)).toEqual([['Writer', 'eu-west-2a'], ['Reader1', 'eu-west-2b'], ['Reader2', 'eu-west-2c'], ['Reader3', 'eu-west-2a']]);
    expect(zones(0)).toEqual([['Writer', undefined]]);
  });

  test('reports readers that production goes without', () => {
    const stack = testStack();
    aurora({ readers: 0, backup: { deletionProtection: false } }, stack);
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['RDS.ClusterDeletionProtected', 'RDS.ClusterMultiAz']);
  });

  test('lets readers follow their CPU by default, in a role that Application Auto Scaling takes', () => {
    const template = auroraTemplate({ readerScaling: { maxReaders: 4 } }, testStack({ lifecycle: Lifecycle.EPHEMERAL }));
    template.resourceCountIs(INSTANCE, 2);
    const { DependsOn } = only(template, 'AWS::ApplicationAutoScaling::ScalableTarget', {
      MinCapacity: 1, MaxCapacity: 4, ScalableDimension: 'rds:cluster:ReadReplicaCount', ServiceNamespace: 'rds',
    });
    expect(DependsOn).toEqual(Object.keys(template.findResources(INSTANCE)).sort());
    expect(JSON.stringify(template.toJSON())).toContain(
      ':iam::123456789012:role/aws-service-role/rds.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_RDSCluster');
    only(template, 'AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 60, PredefinedMetricSpecification: { PredefinedMetricType: 'RDSReaderAverageCPUUtilization' },
      },
    });
  });

  test('lets readers follow their connections, alone or beside their CPU', () => {
    const values = (template: ReturnType<typeof auroraTemplate>) => Object.values(template.findResources('AWS::ApplicationAutoScaling::ScalingPolicy'))
      .map(({ Properties: { TargetTrackingScalingPolicyConfiguration: { TargetValue, PredefinedMetricSpecification } } }) => (
        `${PredefinedMetricSpecification.PredefinedMetricType} ${TargetValue}`)).sort();
    expect(values(auroraTemplate({ readerScaling: { maxReaders: 4, targetConnections: 100 } }))).toEqual(['RDSReaderAverageDatabaseConnections 100']);
    expect(values(auroraTemplate({ readerScaling: { maxReaders: 4, targetConnections: 100, targetCpuPercent: 50 } })))
      .toEqual(['RDSReaderAverageCPUUtilization 50', 'RDSReaderAverageDatabaseConnections 100']);
  });

  test('takes another name for the administrator', () => {
    only(auroraTemplate({ credentials: DatabaseCredentials.managed({ username: 'keeper' }) }), CLUSTER, { MasterUsername: 'keeper' });
  });

  test('takes further parameters, which win', () => {
    only(auroraTemplate({ engine: MYSQL, parameters: { general_log: '1', slow_query_log: '0' } }), 'AWS::RDS::DBClusterParameterGroup', {
      Parameters: { general_log: '1', slow_query_log: '0', require_secure_transport: 'ON' },
    });
  });

  test('reports parameters that let clients in without TLS', () => {
    const stack = testStack();
    aurora({ parameters: { 'rds.force_ssl': '0' } }, stack);
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['RDS.ClusterTlsForced']);
  });

  test('takes subnets, security groups, a port and a certificate authority', () => {
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

  test('takes TLS 1.3 as the lowest version, and offers no more than an older MySQL has', () => {
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

  test('takes windows, days, rewinding and no protection', () => {
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

  test('takes protection where it is ephemeral', () => {
    const template = auroraTemplate({ backup: { deletionProtection: true } }, testStack({ lifecycle: Lifecycle.EPHEMERAL }));
    only(template, CLUSTER, { DeletionProtection: true });
  });

  test('takes log types, their retention and what is audited', () => {
    const template = auroraTemplate({
      engine: MYSQL, logs: { exports: ['audit', 'iam-db-auth-error'], retention: logs.RetentionDays.TWO_YEARS, audit: DatabaseAudit.ALL_STATEMENTS },
    });
    only(template, CLUSTER, { EnableCloudwatchLogsExports: ['audit', 'iam-db-auth-error'] });
    template.resourceCountIs('AWS::Logs::LogGroup', 2);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 731 });
    only(template, 'AWS::RDS::DBClusterParameterGroup', { Parameters: { server_audit_events: 'CONNECT,QUERY' } });
  });

  test('audits every statement or none of them', () => {
    const parameters = (engine: rds.IClusterEngine | undefined, audit: DatabaseAudit) => (
      only(auroraTemplate({ engine, logs: { audit } }), 'AWS::RDS::DBClusterParameterGroup').Properties.Parameters);
    expect(parameters(undefined, DatabaseAudit.ALL_STATEMENTS)['pgaudit.log']).toBe('all');
    expect(parameters(undefined, DatabaseAudit.NONE)).toMatchObject({ shared_preload_libraries: 'pg_stat_statements' });
    expect(parameters(undefined, DatabaseAudit.NONE)['pgaudit.log']).toBeUndefined();
    expect(parameters(MYSQL, DatabaseAudit.NONE)).toMatchObject({ server_audit_logging: '0' });
    expect(parameters(MYSQL, DatabaseAudit.NONE).server_audit_events).toBeUndefined();
  });

  test('takes an interval of monitoring, and the advanced insights', () => {
    const template = auroraTemplate({ monitoring: { enhancedInterval: Duration.seconds(5), insights: rds.DatabaseInsightsMode.ADVANCED } });
    template.allResourcesProperties(INSTANCE, { MonitoringInterval: 5 });
    only(template, CLUSTER, { DatabaseInsightsMode: 'advanced', PerformanceInsightsRetentionPeriod: 465 });
  });

  test('takes a retention of insights, and no enhanced monitoring', () => {
    const template = auroraTemplate({
      monitoring: { enhancedInterval: Duration.seconds(0), insightsRetention: rds.PerformanceInsightRetention.MONTHS_1 },
    });
    template.resourceCountIs('AWS::IAM::Role', 0);
    only(template, CLUSTER, { PerformanceInsightsRetentionPeriod: 31 });
  });

  test('works in an imported network whose subnets are looked up', () => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromLookup(stack, 'Looked', { vpcId: 'vpc-3' });
    expect(() => new CompliantAurora(stack, 'Database', { vpc, network: { subnets: { subnetGroupName: 'Isolated' } } })).not.toThrow();
  });

  test('keeps the logical ids of what holds data when options are added', () => {
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
  });
});
