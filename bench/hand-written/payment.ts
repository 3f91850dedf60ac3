import * as fs from 'fs';
import { Annotations, Duration, ReferenceStrength, RemovalPolicy, Stack, Stage, Tags } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as config from 'aws-cdk-lib/aws-config';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { backUp, grantsOf } from './backups';
import { allowDelivery, allowLoadBalancerLogs, bucket } from './buckets';
import { connectAs, connectionOf, databaseProps, INSTANCE, monitoringRole, POSTGRES_PARAMETERS, rotate } from './databases';
import { APP, cluster, container, fargateService, scale, tasksMissing, utilizationAlarms } from './fargate';
import { allowLogsAndAlarms, allowService, allowVia, key, KEY_USE } from './keys';
import { loadBalancer } from './load-balancer';
import { monitoring } from './monitoring';
import { CIDR, droppedPackets, gatewayEndpoints, natMetric, network, ownAccount, securityGroup } from './network';
import { HandWrittenStack, ResourceProvider, statement, writeLogs } from './stack';

const XRAY = ['GetSamplingRules', 'GetSamplingStatisticSummaries', 'GetSamplingTargets', 'PutTelemetryRecords', 'PutTraceSegments'].map((action) => `xray:${action}`);
const ECR = ['BatchCheckLayerAvailability', 'BatchGetImage', 'BatchImportUpstreamImage', 'GetAuthorizationToken', 'GetDownloadUrlForLayer'].map((action) => `ecr:${action}`);
const { InterfaceVpcEndpointAwsService } = ec2;
const INTERFACES: Array<[string, ec2.InterfaceVpcEndpointAwsService, string[]]> = [
  ['Kms', InterfaceVpcEndpointAwsService.KMS, [
    ...KEY_USE, 'kms:GenerateDataKeyPair', 'kms:GenerateDataKeyPairWithoutPlaintext', 'kms:GenerateMac', 'kms:GenerateRandom', 'kms:GetPublicKey', 'kms:Sign',
    'kms:Verify', 'kms:VerifyMac',
  ]],
  ['Sts', InterfaceVpcEndpointAwsService.STS, ['sts:AssumeRole', 'sts:GetCallerIdentity', 'sts:SetSourceIdentity', 'sts:TagSession']],
  ['EcsAgent', InterfaceVpcEndpointAwsService.ECS_AGENT, [
    'DeregisterContainerInstance', 'DiscoverPollEndpoint', 'Poll', 'RegisterContainerInstance', 'StartTelemetrySession', 'SubmitAttachmentStateChanges',
    'SubmitContainerStateChange', 'SubmitTaskStateChange', 'UpdateContainerInstancesState',
  ].map((action) => `ecs:${action}`)],
  ['Secrets', InterfaceVpcEndpointAwsService.SECRETS_MANAGER, [
    'BatchGetSecretValue', 'DescribeSecret', 'GetRandomPassword', 'GetSecretValue', 'ListSecrets', 'PutSecretValue', 'UpdateSecretVersionStage',
  ].map((action) => `secretsmanager:${action}`)],
  ['Ecr', InterfaceVpcEndpointAwsService.ECR, ECR],
  ['EcrDocker', InterfaceVpcEndpointAwsService.ECR_DOCKER, ECR],
  ['Logs', InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, [
    'CreateLogGroup', 'CreateLogStream', 'DescribeLogGroups', 'DescribeLogStreams', 'FilterLogEvents', 'GetLogEvents', 'GetQueryResults', 'PutLogEvents',
    'PutRetentionPolicy', 'StartQuery',
  ].map((action) => `logs:${action}`)],
  ['Ssm', InterfaceVpcEndpointAwsService.SSM, [
    'DescribeAssociation', 'DescribeDocument', 'GetDeployablePatchSnapshotForInstance', 'GetDocument', 'GetManifest', 'GetParameter', 'GetParameters',
    'GetParametersByPath', 'ListAssociations', 'ListInstanceAssociations', 'PutComplianceItems', 'PutConfigurePackageResult', 'PutInventory',
    'UpdateAssociationStatus', 'UpdateInstanceAssociationStatus', 'UpdateInstanceInformation',
  ].map((action) => `ssm:${action}`)],
  ['XRay', InterfaceVpcEndpointAwsService.XRAY, XRAY],
];

/** The platform reads packs and filters from files: they are no code on either side. */
const { Resources: GOLDEN } = JSON.parse(fs.readFileSync('test/examples/golden/ephemeral-payment-dev.json', 'utf-8')) as { Resources: Record<string, any> };
const goldenOf = (type: string) => Object.values(GOLDEN).filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
const PACKS: string[] = goldenOf('AWS::Config::ConformancePack').map(({ TemplateBody }) => TemplateBody);
const FILTERS: Array<[string, string]> = goldenOf('AWS::Logs::MetricFilter')
  .map(({ FilterPattern, MetricTransformations }) => [MetricTransformations[0].MetricName, FilterPattern]);

/** The payment platform as a careful engineer writes it with aws-cdk-lib alone: the same resources, none of the judging. */
export class HandWrittenPayment extends Stage {
  constructor(scope: Construct, id: string, suffix: string) {
    super(scope, id);
    const tags = { Environment: suffix, CostCenter: 'payment-processing', DataClassification: 'cardholder-data', PciScope: 'cde' };
    for (const [name, value] of Object.entries(tags)) Tags.of(this).add(name, value);
    const recovery = new HandWrittenRecoveryStack(this, 'us-west-2', suffix);
    new HandWrittenPaymentStack(this, 'Payment', suffix, recovery);
  }
}

class HandWrittenRecoveryStack extends Stack {
  public readonly key: kms.Key;
  public readonly vault: backup.BackupVault;

  constructor(scope: Construct, id: string, suffix: string) {
    super(scope, id, { stackName: `payment-us-west-2-${suffix}`, env: { region: 'us-west-2' } });
    this.key = key(this, 'Key', `payment-data-key-${suffix}`);
    allowVia(this.key, ['backup', 'rds']);
    this.vault = new backup.BackupVault(this, 'Vault', {
      backupVaultName: `payment-recovery-vault-${suffix}`, encryptionKey: this.key, removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}

class HandWrittenPaymentStack extends HandWrittenStack {
  public readonly logsKey: kms.Key;
  protected readonly handlerLogFormat = 'JSON';
  private readonly dataKey: kms.Key;
  private readonly storageKey: kms.Key;

  constructor(scope: Construct, id: string, suffix: string, recovery: HandWrittenRecoveryStack) {
    super(scope, id, 'payment', suffix, 'us-east-1');
    this.dataKey = key(this, 'DataKey', this.named('rds-key'));
    allowVia(this.dataKey, ['rds', 'secretsmanager', 'backup']);
    this.storageKey = key(this, 'StorageKey', this.named('s3-key'));
    allowVia(this.storageKey, ['s3']);
    this.logsKey = key(this, 'LogsKey', this.named('cloudwatch-key'));
    allowVia(this.logsKey, ['sqs']);
    allowLogsAndAlarms(this.logsKey);
    this.allowTrail();
    const vpc = this.network();
    const accessLogs = bucket(this, 'LogBucket', {
      expiration: Duration.days(365), transitions: [{ storageClass: s3.StorageClass.GLACIER, transitionAfter: Duration.days(90) }],
    });
    allowLoadBalancerLogs(accessLogs);
    const assets = this.dataBucket('StaticAssets', accessLogs, s3.StorageClass.INFREQUENT_ACCESS, 30);
    const audit = this.dataBucket('Audit', accessLogs, s3.StorageClass.GLACIER, 90);
    const trail = this.trail(audit, assets);
    const { database, databaseGroup } = this.database(vpc);
    const service = this.service(vpc, database, databaseGroup, assets);
    const webAcl = this.named('web-acl');
    const alb = loadBalancer(this, {
      vpc,
      description: 'Payment load balancer',
      logBucket: accessLogs,
      service,
      firewall: { name: webAcl, metricName: webAcl, logGroupName: `aws-waf-logs-${webAcl}`, evaluationWindowSec: 300 },
    });
    const topic = monitoring(this, { title: 'Payment platform', topicName: this.named('alarms') });
    this.backup(database, topic, recovery);
    const names = ['payment-pci-dss-4-0-1', 'payment-aws-fsbp', 'payment-aws-fsbp-2'];
    PACKS.forEach((templateBody, index) => new config.CfnConformancePack(this, `Pack${index}`, { conformancePackName: `${names[index]}-${suffix}`, templateBody }));
    this.notify(topic);
    for (const construct of [accessLogs, audit, trail, topic]) Tags.of(construct).add('PciScope', 'security-impacting');
    this.output({
      albDnsName: alb.loadBalancerDnsName,
      clusterEndpoint: database.clusterEndpoint.hostname,
      staticBucketName: assets.bucketName,
      auditBucketName: audit.bucketName,
    });
  }

  private allowTrail() {
    const trails = `arn:${this.partition}:cloudtrail:${this.region}:${this.account}:trail/${this.named('trail')}`;
    allowService(this.storageKey, 'Trail', 'cloudtrail.amazonaws.com', ['kms:GenerateDataKey'], {
      StringEquals: { 'aws:SourceArn': trails }, StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': trails },
    });
    allowService(this.storageKey, 'TrailSetup', 'cloudtrail.amazonaws.com', ['kms:Decrypt', 'kms:DescribeKey'], { StringEquals: { 'aws:SourceArn': trails } });
  }

  private network(): ec2.Vpc {
    const vpc = network(this, { zones: 3, natGateways: 1, cidrMask: 20 });
    this.endpoints(vpc);
    vpc.publicSubnets.slice(0, 1).forEach((subnet, index) => {
      this.alarm(`Nat${index}Ports`, natMetric(subnet, 'ErrorPortAllocation', 'Sum'), 1);
      this.alarm(`Nat${index}Dropped`, droppedPackets(subnet, 'Packets dropped (%)'), 0.01);
    });
    this.harden(ResourceProvider.RESTRICT_DEFAULT_SECURITY_GROUP);
    return vpc;
  }

  private endpoints(vpc: ec2.Vpc) {
    gatewayEndpoints(this, vpc, { sids: { own: 'Own', ofAws: 'OfAws' } });
    const group = securityGroup(this, 'EndpointsSecurityGroup', vpc, 'Interface endpoints');
    group.addIngressRule(ec2.Peer.ipv4(CIDR), ec2.Port.HTTPS, 'HTTPS from the network');
    for (const [id, service, actions] of INTERFACES) {
      vpc.addInterfaceEndpoint(id, { service, open: false, privateDnsEnabled: true, securityGroups: [group] }).addToPolicy(ownAccount(this, actions, 'Own'));
    }
    (vpc.node.findChild('Ssm') as ec2.InterfaceVpcEndpoint).addToPolicy(new iam.PolicyStatement({
      sid: 'OfAws',
      principals: [new iam.AnyPrincipal()],
      actions: INTERFACES[7][2].slice(0, 8),
      resources: [`arn:${this.partition}:ssm:${this.region}::*`],
      conditions: { StringEquals: { 'aws:PrincipalAccount': this.account } },
    }));
  }

  private dataBucket(id: string, accessLogs: s3.Bucket, storageClass: s3.StorageClass, days: number): s3.Bucket {
    const data = bucket(this, id, { transitions: [{ storageClass, transitionAfter: Duration.days(days) }] }, {
      encryption: s3.BucketEncryption.KMS, encryptionKey: this.storageKey, bucketKeyEnabled: true,
    });
    (data.node.defaultChild as s3.CfnBucket).loggingConfiguration = { destinationBucketName: accessLogs.bucketName, logFilePrefix: `${id}/` };
    allowDelivery(accessLogs, 'logging.s3.amazonaws.com', `${id}/*`, data.bucketArn);
    for (const [header, value] of [['-aws-kms-key-id', this.storageKey.keyArn], ['', 'aws:kms']]) {
      const name = `s3:x-amz-server-side-encryption${header}`;
      data.addToResourcePolicy(new iam.PolicyStatement({
        sid: `Deny${header.replace(/-/g, '')}`,
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [data.arnForObjects('*')],
        conditions: { StringNotEquals: { [name]: value }, Null: { [name]: 'false' }, Bool: { 'aws:PrincipalIsAWSService': 'false' } },
      }));
    }
    return data;
  }

  private trail(audit: s3.Bucket, assets: s3.Bucket): cloudtrail.CfnTrail {
    const trailName = this.named('trail');
    const trailArn = `arn:${this.partition}:cloudtrail:${this.region}:${this.account}:trail/${trailName}`;
    const principals = [new iam.ServicePrincipal('cloudtrail.amazonaws.com')];
    const conditions = { StringEquals: { 'aws:SourceArn': trailArn }, StringEqualsIfExists: { 'aws:SourceAccount': this.account } };
    audit.addToResourcePolicy(new iam.PolicyStatement({
      principals,
      actions: ['s3:PutObject'],
      resources: [audit.arnForObjects(`cloudtrail/AWSLogs/${this.account}/*`)],
      conditions: { ...conditions, StringLike: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
    }));
    audit.addToResourcePolicy(new iam.PolicyStatement({ principals, actions: ['s3:GetBucketAcl'], resources: [audit.bucketArn], conditions }));
    const logGroup = this.logGroup('TrailLogs', `/aws/cloudtrail/${trailName}`);
    const role = this.role('TrailRole', 'cloudtrail.amazonaws.com', writeLogs(logGroup));
    const trail = new cloudtrail.CfnTrail(this, 'Trail', {
      trailName,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      isOrganizationTrail: false,
      enableLogFileValidation: true,
      kmsKeyId: this.storageKey.keyArn,
      s3BucketName: audit.bucketName,
      s3KeyPrefix: 'cloudtrail',
      cloudWatchLogsLogGroupArn: logGroup.logGroupArn,
      cloudWatchLogsRoleArn: role.roleArn,
      insightSelectors: [{ insightType: 'ApiCallRateInsight' }, { insightType: 'ApiErrorRateInsight' }],
      advancedEventSelectors: [
        { name: 'Management events', fieldSelectors: [{ field: 'eventCategory', equalTo: ['Management'] }] },
        {
          name: 'Objects',
          fieldSelectors: [
            { field: 'eventCategory', equalTo: ['Data'] },
            { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
            { field: 'resources.ARN', startsWith: [assets.arnForObjects('')] },
          ],
        },
      ],
    });
    trail.node.addDependency(this.node.findChild('TrailRolePolicy'), audit.policy!);
    for (const [id, pattern] of FILTERS) {
      const filter = logGroup.addMetricFilter(id, {
        filterPattern: logs.FilterPattern.literal(pattern), metricNamespace: `payment-${this.suffix}-LogMetrics`, metricName: id, metricValue: '1', defaultValue: 0,
      });
      this.alarm(`Trail${id}`, filter.metric({ statistic: 'Sum' }), 1);
    }
    return trail;
  }

  private database(vpc: ec2.Vpc) {
    const clusterIdentifier = this.named('aurora-cluster');
    const engine = rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_9 });
    const group = this.logGroup('DatabaseLogs', `/aws/rds/cluster/${clusterIdentifier}/postgresql`);
    const databaseGroup = securityGroup(this, 'DatabaseSecurityGroup', vpc, 'Payment database');
    const role = monitoringRole(this,
      statement(['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams', 'logs:GetLogEvents'], this.arn('logs', 'log-group', 'RDSOSMetrics:log-stream:*')),
      statement(['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], this.arn('logs', 'log-group', 'RDSOSMetrics')));
    const instance = { ...INSTANCE, instanceType: ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MEDIUM) };
    const database = new rds.DatabaseCluster(this, 'Database', {
      ...databaseProps(vpc, databaseGroup, this.dataKey, role),
      clusterIdentifier,
      engine,
      writer: rds.ClusterInstance.provisioned('Writer', instance),
      readers: ['Reader1', 'Reader2'].map((reader, index) => rds.ClusterInstance.provisioned(reader, { ...instance, promotionTier: index + 1 })),
      parameterGroup: new rds.ParameterGroup(this, 'DatabaseParameters', { engine, parameters: POSTGRES_PARAMETERS }),
      credentials: rds.Credentials.fromGeneratedSecret('dbadmin', { encryptionKey: this.dataKey }),
      backup: { retention: Duration.days(7) },
      cloudwatchLogsExports: ['postgresql'],
      defaultDatabaseName: 'payments',
      port: 5432,
      copyTagsToSnapshot: true,
    });
    Annotations.of(database).acknowledgeWarning('@aws-cdk/aws-rds:instancePerformanceInsightsOverridden');
    database.node.addDependency(group);
    rotate(this, vpc, database.secret!, this.dataKey, 'Rotation').connections.allowTo(databaseGroup, ec2.Port.tcp(5432));
    for (const name of ['CPUUtilization', 'FreeableMemory', 'DatabaseConnections', 'FreeLocalStorage', 'AuroraReplicaLagMaximum', 'MaximumUsedTransactionIDs']) {
      this.alarm(`Database${name}`, database.metric(name), 80);
    }
    return { database, databaseGroup };
  }

  private service(vpc: ec2.Vpc, database: rds.DatabaseCluster, databaseGroup: ec2.SecurityGroup, assets: s3.Bucket): ecs.FargateService {
    const limit = new ssm.StringParameter(this, 'AmountLimit', { parameterName: `/payment/${this.suffix}/limits/amount`, stringValue: '10000' });
    const ecsCluster = cluster(this, vpc, this.named('cluster'));
    const logGroup = this.logGroup('ServiceLogs', `/aws/ecs/payment-app-${this.suffix}`);
    const taskRole = this.role('TaskRole', 'ecs-tasks.amazonaws.com',
      connectAs(this, database, 'payment_app'),
      statement(['s3:GetObject'], assets.arnForObjects('*')),
      statement(['s3:ListBucket'], assets.bucketArn),
      new iam.PolicyStatement({
        actions: ['kms:Decrypt'], resources: [this.storageKey.keyArn], conditions: { StringEquals: { 'kms:ViaService': `s3.${this.region}.amazonaws.com` } },
      }));
    this.policy('TracingPolicy', taskRole, statement(XRAY, '*'));
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'Task', {
      cpu: 1024,
      memoryLimitMiB: 2048,
      executionRole: this.role('ExecutionRole', 'ecs-tasks.amazonaws.com', writeLogs(logGroup), statement(['ssm:GetParameters'], limit.parameterArn)).withoutPolicyUpdates(),
      taskRole: taskRole.withoutPolicyUpdates(),
    });
    const app = container(this, taskDefinition, 'app', {
      ...APP,
      linuxId: 'appLinux',
      logGroup,
      memoryLimitMiB: 1792,
      secrets: { AMOUNT_LIMIT: ecs.Secret.fromSsmParameter(limit) },
      environment: {
        STATIC_BUCKET: assets.bucketName,
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        ...connectionOf(this, database, 5432, 'payments', 'payment_app'),
      },
    });
    const collector = container(this, taskDefinition, 'collector', {
      linuxId: 'collectorLinux',
      logGroup,
      image: ecs.ContainerImage.fromRegistry('public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0'),
      essential: false,
      command: ['--config=/etc/ecs/ecs-xray.yaml'],
      healthCheck: { command: ['CMD', '/healthcheck'] },
      enableRestartPolicy: true,
      restartIgnoredExitCodes: [0],
      memoryLimitMiB: 256,
    });
    app.addContainerDependencies({ container: collector, condition: ecs.ContainerDependencyCondition.START });
    const service = fargateService(this, 'Service', {
      description: 'Payment service',
      cluster: ecsCluster,
      taskDefinition,
      desiredCount: 2,
      healthCheckGracePeriod: Duration.minutes(1),
      database: databaseGroup,
      databasePort: 5432,
    });
    scale(service, { minCapacity: 2, maxCapacity: 10 });
    utilizationAlarms(this, service, 85);
    this.alarm('ServiceTasks', tasksMissing(service, 'Tasks missing'), 1);
    return service;
  }

  private backup(database: rds.DatabaseCluster, topic: sns.Topic, recovery: HandWrittenRecoveryStack) {
    const weak = (value: string) => Stack.consumeReference(value, ReferenceStrength.WEAK);
    const copies = backup.BackupVault.fromBackupVaultArn(this, 'Recovery', weak(recovery.vault.backupVaultArn));
    backUp(this, {
      resourceArn: database.clusterArn,
      key: this.dataKey,
      vaultName: this.named('backup-vault'),
      planName: this.named('backup-plan'),
      retention: Duration.days(30),
      copies,
      topic,
      role: (vault) => this.backupRole(database, vault, copies, weak(recovery.key.keyArn)),
    });
  }

  private backupRole(database: rds.DatabaseCluster, vault: backup.BackupVault, copies: backup.IBackupVault, recoveryKeyArn: string): iam.Role {
    const snapshots = (region = this.region) => this.arn('rds', 'cluster-snapshot', 'awsbackup:*', region);
    const all = (resource: string, region = this.region) => this.arn('rds', resource, '*', region);
    const role = this.role('BackupRole', 'backup.amazonaws.com',
      statement(['tag:GetResources'], '*'),
      statement(['backup:DescribeBackupVault'], vault.backupVaultArn),
      ...grantsOf(this.dataKey.keyArn),
      statement(['rds:CreateDBClusterSnapshot', 'rds:ModifyDBCluster', 'rds:ListTagsForResource', 'rds:AddTagsToResource'], database.clusterArn),
      statement([
        'rds:CreateDBClusterSnapshot', 'rds:CopyDBClusterSnapshot', 'rds:DeleteDBClusterSnapshot', 'rds:ModifyDBClusterSnapshotAttribute', 'rds:ListTagsForResource',
        'rds:AddTagsToResource',
      ], snapshots()),
      statement(['rds:DeleteDBClusterAutomatedBackup', 'rds:DescribeDBClusterAutomatedBackups'], all('cluster-auto-backup')),
      statement(['rds:DescribeDBClusters', 'rds:DescribeDBClusterSnapshots'], all('cluster'), all('cluster-snapshot')),
    );
    this.policy('BackupCopyPolicy', role,
      statement(['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'], copies.backupVaultArn),
      ...grantsOf(recoveryKeyArn),
      statement(['backup:CopyFromBackupVault'], snapshots(), this.arn('backup', 'recovery-point', '*')),
      statement(['rds:CopyDBClusterSnapshot', 'rds:ListTagsForResource', 'rds:AddTagsToResource'], snapshots('us-west-2')),
      statement(['rds:DescribeDBClusterSnapshots'], all('cluster-snapshot', 'us-west-2')));
    return role;
  }
}
