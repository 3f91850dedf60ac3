import { Annotations, Duration, Stage, Tags } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { backUp } from './backups';
import { allowLoadBalancerLogs, bucket } from './buckets';
import { connectAs, connectionOf, databaseProps, INSTANCE, monitoringRole } from './databases';
import { APP, cluster, container, fargateService, scale, serviceInsight, utilizationAlarms } from './fargate';
import { allowLogsAndAlarms, allowVia, key } from './keys';
import { loadBalancer } from './load-balancer';
import { monitoring } from './monitoring';
import { gatewayEndpoints, natMetric, network, securityGroup } from './network';
import { HandWrittenStack, ResourceProvider, statement, writeLogs } from './stack';

/** The loan platform as a careful engineer writes it with aws-cdk-lib alone: the same resources, none of the judging. */
export class HandWrittenLoan extends Stage {
  constructor(scope: Construct, id: string, suffix: string) {
    super(scope, id);
    for (const [name, value] of Object.entries({ Environment: suffix, CostCenter: 'loan-processing', ComplianceLevel: 'high' })) Tags.of(this).add(name, value);
    new HandWrittenLoanStack(this, 'Loan', suffix);
  }
}

class HandWrittenLoanStack extends HandWrittenStack {
  public readonly logsKey: kms.Key;

  constructor(scope: Construct, id: string, suffix: string) {
    super(scope, id, 'loan', suffix, 'eu-west-2');
    this.logsKey = key(this, 'Key', this.named('kms-key'));
    allowLogsAndAlarms(this.logsKey);
    allowVia(this.logsKey, ['rds', 'secretsmanager', 'backup']);
    const vpc = this.network();
    const logBucket = bucket(this, 'LogBucket', { transitions: [{ storageClass: s3.StorageClass.GLACIER, transitionAfter: Duration.days(90) }] });
    allowLoadBalancerLogs(logBucket, 'IfExists');
    const { database, databaseGroup } = this.database(vpc);
    const service = this.service(vpc, database, databaseGroup);
    const alb = loadBalancer(this, { vpc, description: 'Loan load balancer', logBucket, service, firewall: { logGroupName: `aws-waf-logs-loan-${suffix}` } });
    const topic = monitoring(this, { title: 'Loan platform', groups: 6 });
    backUp(this, {
      resourceArn: database.clusterArn, key: this.logsKey, retention: Duration.days(7), topic, role: (vault) => this.backupRole(database, vault),
    });
    this.notify(topic);
    this.output({
      VpcId: vpc.vpcId,
      AlbDnsName: alb.loadBalancerDnsName,
      EcsClusterName: service.cluster.clusterName,
      DbEndpoint: database.clusterEndpoint.hostname,
      LogBucketName: logBucket.bucketName,
    });
  }

  private network(): ec2.Vpc {
    const vpc = network(this, { zones: 3, natGateways: 1, cidrMask: 24 });
    gatewayEndpoints(this, vpc);
    for (const metricName of ['ErrorPortAllocation', 'PacketsDropCount']) this.alarm(metricName, natMetric(vpc.publicSubnets[0], metricName), 1);
    this.harden(ResourceProvider.RESTRICT_DEFAULT_SECURITY_GROUP);
    return vpc;
  }

  private database(vpc: ec2.Vpc) {
    const clusterIdentifier = this.named('aurora-cluster');
    const engine = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_10_4 });
    const exports = ['audit', 'error', 'general', 'slowquery'];
    const groups = exports.map((type) => this.logGroup(`DatabaseLog-${type}`, `/aws/rds/cluster/${clusterIdentifier}/${type}`));
    const databaseGroup = securityGroup(this, 'DatabaseSecurityGroup', vpc, 'Loan database');
    const database = new rds.DatabaseCluster(this, 'Database', {
      ...databaseProps(vpc, databaseGroup, this.logsKey, monitoringRole(this)),
      clusterIdentifier,
      engine,
      writer: rds.ClusterInstance.serverlessV2('Writer', INSTANCE),
      serverlessV2MinCapacity: 0.5,
      serverlessV2MaxCapacity: 4,
      parameterGroup: new rds.ParameterGroup(this, 'DatabaseParameters', {
        engine, parameters: { require_secure_transport: 'ON', tls_version: 'TLSv1.2,TLSv1.3', server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY_DDL,QUERY_DCL' },
      }),
      manageMasterUserPassword: true,
      credentials: rds.Credentials.fromUsername('dbadmin', { encryptionKey: this.logsKey }),
      backup: { retention: Duration.days(7) },
      cloudwatchLogsExports: exports,
      defaultDatabaseName: 'loans',
      port: 3306,
    });
    Annotations.of(database).acknowledgeWarning('@aws-cdk/aws-rds:instancePerformanceInsightsOverridden');
    database.node.addDependency(...groups);
    this.alarm('DatabaseCpu', database.metricCPUUtilization(), 80);
    this.alarm('DatabaseMemory', database.metricFreeableMemory(), 256e6);
    this.alarm('DatabaseConnections', database.metricDatabaseConnections(), 700);
    this.alarm('DatabaseAcu', database.metricACUUtilization(), 90);
    this.alarm('DatabaseVolume', database.metricVolumeBytesUsed(), 100e12);
    return { database, databaseGroup };
  }

  private service(vpc: ec2.Vpc, database: rds.DatabaseCluster, databaseGroup: ec2.SecurityGroup): ecs.FargateService {
    const ecsCluster = cluster(this, vpc, this.named('ecs-cluster'));
    const logGroup = this.logGroup('ServiceLogs', `/aws/ecs/loan-app-${this.suffix}`);
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'Task', {
      cpu: 512,
      memoryLimitMiB: 1024,
      executionRole: this.role('ExecutionRole', 'ecs-tasks.amazonaws.com', writeLogs(logGroup)).withoutPolicyUpdates(),
      taskRole: this.role('TaskRole', 'ecs-tasks.amazonaws.com', connectAs(this, database, 'loan_app')).withoutPolicyUpdates(),
    });
    container(this, taskDefinition, 'app', { ...APP, logGroup, memoryLimitMiB: 1024, environment: connectionOf(this, database, 3306, 'loans', 'loan_app') });
    const service = fargateService(this, 'Service', {
      description: 'Loan service',
      cluster: ecsCluster,
      taskDefinition,
      desiredCount: 2,
      healthCheckGracePeriod: Duration.minutes(1),
      database: databaseGroup,
      databasePort: 3306,
    });
    scale(service, { minCapacity: 2, maxCapacity: 10 }, { scaleInCooldown: Duration.minutes(5), scaleOutCooldown: Duration.minutes(1) });
    utilizationAlarms(this, service, 85);
    this.alarm('ServiceTasks', serviceInsight(service, 'RunningTaskCount'), 2);
    return service;
  }

  private backupRole(database: rds.DatabaseCluster, vault: backup.BackupVault): iam.Role {
    const { keyArn } = this.logsKey;
    return this.role('BackupRole', 'backup.amazonaws.com',
      statement(['rds:CreateDBClusterSnapshot', 'rds:DescribeDBClusters', 'rds:DescribeDBClusterSnapshots', 'rds:ListTagsForResource'], database.clusterArn),
      statement([
        'rds:AddTagsToResource', 'rds:CopyDBClusterSnapshot', 'rds:DeleteDBClusterSnapshot', 'rds:ModifyDBClusterSnapshotAttribute', 'rds:RestoreDBClusterFromSnapshot',
      ], this.arn('rds', 'cluster-snapshot', 'awsbackup:*')),
      statement(['kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKey'], keyArn),
      new iam.PolicyStatement({ actions: ['kms:CreateGrant'], resources: [keyArn], conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } }),
      statement(['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'], vault.backupVaultArn));
  }
}
