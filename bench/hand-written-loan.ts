import { Annotations, ArnFormat, CfnOutput, CfnParameter, Duration, Fn, RemovalPolicy, Stack, Stage, Tags } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

export const KEY_ADMINISTRATION = [
  'CreateAlias', 'DeleteAlias', 'UpdateAlias', 'DescribeKey', 'UpdateKeyDescription', 'EnableKey', 'DisableKey', 'GetKeyPolicy', 'PutKeyPolicy', 'ListKeyPolicies',
  'GetKeyRotationStatus', 'EnableKeyRotation', 'DisableKeyRotation', 'RotateKeyOnDemand', 'ListKeyRotations', 'ListGrants', 'RevokeGrant', 'ListResourceTags',
  'TagResource', 'UntagResource', 'ScheduleKeyDeletion', 'CancelKeyDeletion', 'ReplicateKey', 'UpdatePrimaryRegion',
].map((action) => `kms:${action}`);
export const DESCRIPTION = 'has reached its threshold three times in a row: what depends on it slows down or fails. See the runbook.';
export const ENDPOINT_ACTIONS = {
  S3: ['AbortMultipartUpload', 'DeleteObject', 'DeleteObjectVersion', 'GetBucketLocation', 'GetObject', 'GetObjectAttributes', 'GetObjectTagging', 'GetObjectVersion',
    'ListBucket', 'ListBucketMultipartUploads', 'ListBucketVersions', 'ListMultipartUploadParts', 'PutObject', 'PutObjectTagging', 'RestoreObject'].map((action) => `s3:${action}`),
  DynamoDb: ['BatchGetItem', 'BatchWriteItem', 'ConditionCheckItem', 'DeleteItem', 'DescribeStream', 'DescribeTable', 'DescribeTimeToLive', 'GetItem', 'GetRecords',
    'GetShardIterator', 'ListStreams', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map((action) => `dynamodb:${action}`),
};
export const MANAGED_GROUPS = ['AmazonIpReputationList', 'KnownBadInputsRuleSet', 'CommonRuleSet', 'SQLiRuleSet'];

/** The loan platform as a careful engineer writes it with aws-cdk-lib alone: the same resources, none of the judging. */
export class HandWrittenLoan extends Stage {
  constructor(scope: Construct, id: string, suffix: string) {
    super(scope, id);
    for (const [key, value] of Object.entries({ Environment: suffix, CostCenter: 'loan-processing', ComplianceLevel: 'high' })) Tags.of(this).add(key, value);
    new HandWrittenLoanStack(this, 'Loan', suffix);
  }
}

class HandWrittenLoanStack extends Stack {
  private readonly key: kms.Key;
  private readonly alarms: cloudwatch.Alarm[] = [];

  constructor(scope: Construct, id: string, private readonly suffix: string) {
    super(scope, id, { stackName: `loan-${suffix}`, env: { region: 'eu-west-2' } });
    this.key = new kms.Key(this, 'Key', {
      alias: `loan-kms-key-${suffix}`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      removalPolicy: RemovalPolicy.DESTROY,
      policy: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({ sid: 'Administration', principals: [new iam.AccountRootPrincipal()], actions: KEY_ADMINISTRATION, resources: ['*'] })],
      }),
    });
    this.keyPolicy();
    const vpc = this.network();
    const logBucket = this.logBucket();
    const { cluster, securityGroup: databaseGroup } = this.database(vpc);
    const { service, ecsCluster } = this.service(vpc, cluster, databaseGroup);
    const alb = this.edge(vpc, logBucket, service);
    const topic = this.monitoring();
    this.backup(cluster, topic);
    for (const alarm of this.alarms) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
    for (const [output, value] of Object.entries({
      VpcId: vpc.vpcId,
      AlbDnsName: alb.loadBalancerDnsName,
      EcsClusterName: ecsCluster.clusterName,
      DbEndpoint: cluster.clusterEndpoint.hostname,
      LogBucketName: logBucket.bucketName,
    })) new CfnOutput(this, output, { value });
  }

  private keyPolicy() {
    const use = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:DescribeKey'];
    this.key.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'Logs',
      principals: [new iam.ServicePrincipal(`logs.${this.region}.amazonaws.com`)],
      actions: use,
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${this.partition}:logs:${this.region}:${this.account}:log-group:*` } },
    }));
    this.key.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'Alarms',
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
    }));
    for (const service of ['rds', 'secretsmanager', 'backup', 'sns']) {
      const viaService = { 'kms:ViaService': `${service}.${this.region}.amazonaws.com` };
      const principals = [new iam.AccountRootPrincipal()];
      this.key.addToResourcePolicy(new iam.PolicyStatement({ sid: `Via${service}`, principals, actions: use, resources: ['*'], conditions: { StringEquals: viaService } }));
      this.key.addToResourcePolicy(new iam.PolicyStatement({
        sid: `Via${service}Grants`,
        principals,
        actions: ['kms:CreateGrant'],
        resources: ['*'],
        conditions: { StringEquals: viaService, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      }));
    }
  }

  private logGroup(id: string, logGroupName?: string): logs.LogGroup {
    return new logs.LogGroup(this, id, {
      logGroupName, retention: logs.RetentionDays.ONE_YEAR, encryptionKey: this.key, removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private role(id: string, service: string, ...statements: iam.PolicyStatement[]): iam.Role {
    const role = new iam.Role(this, id, {
      assumedBy: new iam.ServicePrincipal(service, {
        conditions: {
          StringEquals: { 'aws:SourceAccount': this.account }, ArnLike: { 'aws:SourceArn': `arn:${this.partition}:${service.split('.')[0]}:${this.region}:${this.account}:*` },
        },
      }),
    });
    new iam.ManagedPolicy(this, `${id}Policy`, { roles: [role], statements });
    return role;
  }

  private alarm(id: string, metric: cloudwatch.IMetric, threshold: number): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: 3,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription: DESCRIPTION,
    });
    this.alarms.push(alarm);
    return alarm;
  }

  private network(): ec2.Vpc {
    const vpc = new ec2.Vpc(this, 'Vpc', {
      vpcName: `loan-vpc-${this.suffix}`,
      ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/16'),
      availabilityZones: [0, 1, 2].map((zone) => Fn.select(zone, Fn.getAzs())),
      natGateways: 1,
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [
        { name: 'public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: 'private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 24 },
        { name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      ],
    });
    const flowLogs = this.logGroup('FlowLogs');
    const role = this.role('FlowLogsRole', 'vpc-flow-logs.amazonaws.com', new iam.PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'], resources: [flowLogs.logGroupArn],
    }));
    new ec2.FlowLog(this, 'FlowLog', {
      resourceType: ec2.FlowLogResourceType.fromVpc(vpc),
      trafficType: ec2.FlowLogTrafficType.ALL,
      destination: ec2.FlowLogDestination.toCloudWatchLogs(flowLogs, role.withoutPolicyUpdates()),
    });
    const acl = new ec2.NetworkAcl(this, 'NetworkAcl', { vpc, subnetSelection: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    for (const direction of [ec2.TrafficDirection.INGRESS, ec2.TrafficDirection.EGRESS]) {
      acl.addEntry(`Vpc${direction}`, { cidr: ec2.AclCidr.ipv4('10.0.0.0/16'), ruleNumber: 100, traffic: ec2.AclTraffic.allTraffic(), direction });
    }
    for (const [id, service] of [['S3', ec2.GatewayVpcEndpointAwsService.S3], ['DynamoDb', ec2.GatewayVpcEndpointAwsService.DYNAMODB]] as const) {
      vpc.addGatewayEndpoint(id, { service }).addToPolicy(new iam.PolicyStatement({
        principals: [new iam.AnyPrincipal()],
        actions: ENDPOINT_ACTIONS[id],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:PrincipalAccount': this.account, 'aws:ResourceAccount': this.account } },
      }));
    }
    const s3Endpoint = vpc.node.findChild('S3') as ec2.GatewayVpcEndpoint;
    s3Endpoint.addToPolicy(new iam.PolicyStatement({
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:GetObject'],
      resources: [
        `prod-${this.region}-starport-layer-bucket`, `al2023-repos-${this.region}-de612dc2`, `amazonlinux-2-repos-${this.region}`, `amazon-ssm-${this.region}`,
        `amazon-ssm-packages-${this.region}`, `amazoncloudwatch-agent-${this.region}`, `aws-ssm-${this.region}`, `patch-baseline-snapshot-${this.region}`,
        `aws-codedeploy-${this.region}`, `aws-ssm-document-attachments-${this.region}`,
      ].map((bucket) => `arn:${this.partition}:s3:::${bucket}/*`),
    }));
    const nat = vpc.publicSubnets[0].node.findChild('NATGateway') as ec2.CfnNatGateway;
    for (const metricName of ['ErrorPortAllocation', 'PacketsDropCount']) {
      this.alarm(metricName, new cloudwatch.Metric({ namespace: 'AWS/NATGateway', metricName, dimensionsMap: { NatGatewayId: nat.attrNatGatewayId } }), 1);
    }
    this.harden('Custom::VpcRestrictDefaultSGCustomResourceProvider');
    return vpc;
  }

  private logBucket(): s3.Bucket {
    const bucket = new s3.Bucket(this, 'LogBucket', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [{
        abortIncompleteMultipartUploadAfter: Duration.days(7),
        noncurrentVersionExpiration: Duration.days(90),
        transitions: [{ storageClass: s3.StorageClass.GLACIER, transitionAfter: Duration.days(90) }],
      }],
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });
    bucket.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`alb/AWSLogs/${this.account}/*`)],
      conditions: {
        StringEqualsIfExists: { 'aws:SourceAccount': this.account },
        ArnLikeIfExists: { 'aws:SourceArn': `arn:${this.partition}:elasticloadbalancing:${this.region}:${this.account}:loadbalancer/*` },
      },
    }));
    this.harden('Custom::S3AutoDeleteObjectsCustomResourceProvider');
    return bucket;
  }

  private harden(provider: string) {
    const construct = this.node.findChild(provider);
    const group = this.logGroup(`${provider.replace(/\W/g, '')}Logs`);
    const role = construct.node.findChild('Role') as iam.CfnRole;
    const policy = new iam.CfnManagedPolicy(this, `${provider.replace(/\W/g, '')}Policy`, {
      roles: [role.ref],
      policyDocument: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [group.logGroupArn] })],
      }),
    });
    role.addPropertyDeletionOverride('ManagedPolicyArns');
    const handler = construct.node.findChild('Handler') as iam.CfnRole;
    handler.addPropertyOverride('LoggingConfig', { LogGroup: group.logGroupName });
    handler.addResourceDependency(policy);
  }

  private database(vpc: ec2.Vpc) {
    const clusterIdentifier = `loan-aurora-cluster-${this.suffix}`;
    const engine = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_10_4 });
    const exports = ['audit', 'error', 'general', 'slowquery'];
    const groups = exports.map((type) => this.logGroup(`DatabaseLog-${type}`, `/aws/rds/cluster/${clusterIdentifier}/${type}`));
    const securityGroup = new ec2.SecurityGroup(this, 'DatabaseSecurityGroup', { vpc, allowAllOutbound: false, description: 'Loan database' });
    const monitoringRole = this.role('DatabaseMonitoringRole', 'monitoring.rds.amazonaws.com', new iam.PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      resources: [this.formatArn({ service: 'logs', resource: 'log-group', resourceName: 'RDSOSMetrics:*', arnFormat: ArnFormat.COLON_RESOURCE_NAME })],
    }));
    const cluster = new rds.DatabaseCluster(this, 'Database', {
      clusterIdentifier,
      engine,
      writer: rds.ClusterInstance.serverlessV2('Writer', { publiclyAccessible: false, caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1, autoMinorVersionUpgrade: true }),
      serverlessV2MinCapacity: 0.5,
      serverlessV2MaxCapacity: 4,
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [securityGroup],
      parameterGroup: new rds.ParameterGroup(this, 'DatabaseParameters', {
        engine, parameters: { require_secure_transport: 'ON', tls_version: 'TLSv1.2,TLSv1.3', server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY_DDL,QUERY_DCL' },
      }),
      storageEncryptionKey: this.key,
      iamAuthentication: true,
      manageMasterUserPassword: true,
      credentials: rds.Credentials.fromUsername('dbadmin', { encryptionKey: this.key }),
      backup: { retention: Duration.days(7) },
      cloudwatchLogsExports: exports,
      monitoringInterval: Duration.minutes(1),
      monitoringRole,
      enablePerformanceInsights: true,
      performanceInsightEncryptionKey: this.key,
      defaultDatabaseName: 'loans',
      port: 3306,
      removalPolicy: RemovalPolicy.DESTROY,
      deletionProtection: false,
    });
    Annotations.of(cluster).acknowledgeWarning('@aws-cdk/aws-rds:instancePerformanceInsightsOverridden');
    cluster.node.addDependency(...groups);
    this.alarm('DatabaseCpu', cluster.metricCPUUtilization(), 80);
    this.alarm('DatabaseMemory', cluster.metricFreeableMemory(), 256e6);
    this.alarm('DatabaseConnections', cluster.metricDatabaseConnections(), 700);
    this.alarm('DatabaseAcu', cluster.metricACUUtilization(), 90);
    this.alarm('DatabaseVolume', cluster.metricVolumeBytesUsed(), 100e12);
    return { cluster, securityGroup };
  }

  private service(vpc: ec2.Vpc, database: rds.DatabaseCluster, databaseGroup: ec2.SecurityGroup) {
    const ecsCluster = new ecs.Cluster(this, 'Cluster', { vpc, clusterName: `loan-ecs-cluster-${this.suffix}`, containerInsightsV2: ecs.ContainerInsights.ENHANCED });
    const logGroup = this.logGroup('ServiceLogs', `/aws/ecs/loan-app-${this.suffix}`);
    const writeLogs = new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] });
    const connect = new iam.PolicyStatement({
      actions: ['rds-db:connect'],
      resources: [this.formatArn({ service: 'rds-db', resource: 'dbuser', resourceName: `${database.clusterResourceIdentifier}/loan_app`, arnFormat: ArnFormat.COLON_RESOURCE_NAME })],
    });
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'Task', {
      cpu: 512,
      memoryLimitMiB: 1024,
      executionRole: this.role('ExecutionRole', 'ecs-tasks.amazonaws.com', writeLogs).withoutPolicyUpdates(),
      taskRole: this.role('TaskRole', 'ecs-tasks.amazonaws.com', connect).withoutPolicyUpdates(),
    });
    const linuxParameters = new ecs.LinuxParameters(this, 'Linux', { initProcessEnabled: true });
    linuxParameters.dropCapabilities(ecs.Capability.ALL);
    linuxParameters.addTmpfs({ containerPath: '/tmp', size: 64, mountOptions: [ecs.TmpfsMountOption.RW, ecs.TmpfsMountOption.NOEXEC, ecs.TmpfsMountOption.NOSUID, ecs.TmpfsMountOption.NODEV] });
    taskDefinition.addContainer('app', {
      image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:stable'),
      portMappings: [{ containerPort: 8080, name: 'http', protocol: ecs.Protocol.TCP, appProtocol: ecs.AppProtocol.http }],
      memoryLimitMiB: 1024,
      user: '1000:1000',
      privileged: false,
      readonlyRootFilesystem: true,
      linuxParameters,
      stopTimeout: Duration.seconds(30),
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'ecs', logGroup, mode: ecs.AwsLogDriverMode.NON_BLOCKING }),
      environment: {
        DB_HOST: database.clusterEndpoint.hostname,
        DB_PORT: '3306',
        DB_READER_HOST: database.clusterReadEndpoint.hostname,
        DB_NAME: 'loans',
        DB_USER: 'loan_app',
        DB_CA_BUNDLE_URL: `https://truststore.pki.rds.amazonaws.com/${this.region}/${this.region}-bundle.pem`,
      },
    });
    const securityGroup = new ec2.SecurityGroup(this, 'ServiceSecurityGroup', { vpc, allowAllOutbound: false, description: 'Loan service' });
    securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'HTTPS');
    const service = new ecs.FargateService(this, 'Service', {
      cluster: ecsCluster,
      taskDefinition,
      desiredCount: 2,
      securityGroups: [securityGroup],
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      circuitBreaker: { enable: true, rollback: true },
      availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
      platformVersion: ecs.FargatePlatformVersion.LATEST,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      propagateTags: ecs.PropagatedTagSource.SERVICE,
      enableECSManagedTags: true,
      healthCheckGracePeriod: Duration.minutes(1),
    });
    service.connections.allowTo(databaseGroup, ec2.Port.tcp(3306));
    const scaling = service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 10 });
    const cooldowns = { scaleInCooldown: Duration.minutes(5), scaleOutCooldown: Duration.minutes(1) };
    scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 70, ...cooldowns });
    scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 80, ...cooldowns });
    this.alarm('ServiceCpu', service.metricCpuUtilization(), 85);
    this.alarm('ServiceMemory', service.metricMemoryUtilization(), 90);
    this.alarm('ServiceTasks', new cloudwatch.Metric({
      namespace: 'ECS/ContainerInsights', metricName: 'RunningTaskCount', dimensionsMap: { ClusterName: ecsCluster.clusterName, ServiceName: service.serviceName },
    }), 2);
    return { service, ecsCluster };
  }

  private edge(vpc: ec2.Vpc, logBucket: s3.Bucket, service: ecs.FargateService): elbv2.ApplicationLoadBalancer {
    const securityGroup = new ec2.SecurityGroup(this, 'EdgeSecurityGroup', { vpc, allowAllOutbound: false, description: 'Loan load balancer' });
    for (const port of [80, 443]) securityGroup.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(port), 'Internet');
    const alb = new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      loadBalancerName: `loan-alb-${this.suffix}`,
      internetFacing: true,
      securityGroup,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: elbv2.DesyncMitigationMode.STRICTEST,
      deletionProtection: false,
      http2Enabled: true,
    });
    for (const kind of ['access_logs', 'connection_logs']) {
      alb.setAttribute(`${kind}.s3.enabled`, 'true');
      alb.setAttribute(`${kind}.s3.bucket`, logBucket.bucketName);
      alb.setAttribute(`${kind}.s3.prefix`, 'alb');
    }
    alb.addRedirect({ open: false });
    const certificateArn = new CfnParameter(this, 'CertificateArn').valueAsString;
    const listener = alb.addListener('Https', {
      port: 443,
      open: false,
      certificates: [acm.Certificate.fromCertificateArn(this, 'Certificate', certificateArn)],
      sslPolicy: elbv2.SslPolicy.TLS13_RES,
    });
    listener.setAttribute('routing.http.response.server.enabled', 'false');
    listener.setAttribute('routing.http.response.strict_transport_security.header_value', 'max-age=31536000');
    const targetGroup = listener.addTargets('Service', {
      port: 8080, protocol: elbv2.ApplicationProtocol.HTTP, targets: [service], healthCheck: { path: '/', interval: Duration.seconds(30), timeout: Duration.seconds(5), healthyThresholdCount: 2, unhealthyThresholdCount: 3, healthyHttpCodes: '200' }, deregistrationDelay: Duration.seconds(30),
    });
    const visible = (metricName: string) => ({ metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true });
    const acl = new wafv2.CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('WebAcl'),
      dataProtectionConfig: { dataProtections: [{ action: 'SUBSTITUTION', field: { fieldType: 'SINGLE_HEADER', fieldKeys: ['authorization', 'cookie'] } }] },
      rules: [
        {
          name: 'RateLimit',
          priority: 0,
          action: { block: {} },
          statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: 2000 } },
          visibilityConfig: visible('RateLimit'),
        },
        ...MANAGED_GROUPS.map((group, index) => ({
          name: group,
          priority: index + 1,
          overrideAction: { none: {} },
          statement: { managedRuleGroupStatement: { name: `AWSManagedRules${group}`, vendorName: 'AWS' } },
          visibilityConfig: visible(group),
        })),
      ],
    });
    new wafv2.CfnWebACLAssociation(this, 'WebAclAssociation', { resourceArn: alb.loadBalancerArn, webAclArn: acl.attrArn });
    const wafLogs = this.logGroup('WafLogs', `aws-waf-logs-loan-${this.suffix}`);
    new wafv2.CfnLoggingConfiguration(this, 'WafLogging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [this.formatArn({ service: 'logs', resource: 'log-group', resourceName: wafLogs.logGroupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME })],
      redactedFields: [{ singleHeader: { Name: 'authorization' } }, { singleHeader: { Name: 'cookie' } }],
    });
    this.alarm('WafBlocked', new cloudwatch.Metric({ namespace: 'AWS/WAFV2', metricName: 'BlockedRequests', dimensionsMap: { Region: this.region, Rule: 'ALL', WebACL: acl.ref } }), 1000);
    const errors = this.alarm('DeploymentErrors', targetGroup.metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT), 10);
    service.enableDeploymentAlarms([errors.alarmName], { behavior: ecs.AlarmBehavior.ROLLBACK_ON_ALARM });
    this.alarm('Unhealthy', targetGroup.metrics.unhealthyHostCount(), 1);
    this.alarm('Target5xx', targetGroup.metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT), 10);
    this.alarm('ResponseTime', targetGroup.metrics.targetResponseTime(), 2);
    this.alarm('Elb5xx', alb.metrics.httpCodeElb(elbv2.HttpCodeElb.ELB_5XX_COUNT), 10);
    this.alarm('Rejected', alb.metrics.rejectedConnectionCount(), 1);
    return alb;
  }

  private backup(cluster: rds.DatabaseCluster, topic: sns.Topic) {
    const vault = new backup.BackupVault(this, 'Vault', { encryptionKey: this.key, removalPolicy: RemovalPolicy.DESTROY });
    const plan = new backup.BackupPlan(this, 'Plan', {
      backupVault: vault,
      backupPlanRules: [new backup.BackupPlanRule({ ruleName: 'Daily', scheduleExpression: events.Schedule.cron({ hour: '5', minute: '0' }), deleteAfter: Duration.days(7) })],
    });
    const role = this.role('BackupRole', 'backup.amazonaws.com', new iam.PolicyStatement({
      actions: ['rds:CreateDBClusterSnapshot', 'rds:DescribeDBClusters', 'rds:DescribeDBClusterSnapshots', 'rds:ListTagsForResource'], resources: [cluster.clusterArn],
    }), new iam.PolicyStatement({
      actions: ['rds:AddTagsToResource', 'rds:CopyDBClusterSnapshot', 'rds:DeleteDBClusterSnapshot', 'rds:ModifyDBClusterSnapshotAttribute', 'rds:RestoreDBClusterFromSnapshot'],
      resources: [this.formatArn({ service: 'rds', resource: 'cluster-snapshot', resourceName: 'awsbackup:*', arnFormat: ArnFormat.COLON_RESOURCE_NAME })],
    }), new iam.PolicyStatement({
      actions: ['kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKey'], resources: [this.key.keyArn],
    }), new iam.PolicyStatement({
      actions: ['kms:CreateGrant'], resources: [this.key.keyArn], conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    }), new iam.PolicyStatement({
      actions: ['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'], resources: [vault.backupVaultArn],
    }));
    plan.addSelection('Selection', { role, resources: [backup.BackupResource.fromArn(cluster.clusterArn)], disableDefaultBackupPolicy: true });
    const eventsRole = this.role('BackupEventsRole', 'events.amazonaws.com',
      new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] }),
      new iam.PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [this.key.keyArn] }));
    new events.Rule(this, 'BackupFailures', {
      description: 'Backup and copy jobs that failed, were aborted or did not start in time',
      eventPattern: {
        source: ['aws.backup'],
        detailType: ['Backup Job State Change', 'Copy Job State Change'],
        detail: {
          $or: [
            { backupVaultName: [vault.backupVaultName], state: ['FAILED', 'ABORTED', 'EXPIRED'] },
            { sourceBackupVaultArn: [vault.backupVaultArn], state: ['FAILED'] },
          ],
        },
      },
      targets: [{ bind: () => ({ arn: topic.topicArn, role: eventsRole }) }],
    });
    for (const metricName of ['NumberOfBackupJobsFailed', 'NumberOfBackupJobsExpired', 'NumberOfBackupJobsAborted', 'NumberOfCopyJobsFailed', 'NumberOfRestoreJobsFailed']) {
      this.alarm(metricName, new cloudwatch.Metric({ namespace: 'AWS/Backup', metricName, dimensionsMap: { BackupVaultName: vault.backupVaultName } }), 1);
    }
  }

  private monitoring(): sns.Topic {
    const topic = new sns.Topic(this, 'Topic', { masterKey: this.key, enforceSSL: true });
    topic.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'AllowCloudWatchAlarms',
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': this.account }, ArnLike: { 'aws:SourceArn': `arn:${this.partition}:cloudwatch:${this.region}:${this.account}:alarm:*` } },
    }));
    const any = new cloudwatch.CompositeAlarm(this, 'AnyAlarm', { alarmRule: cloudwatch.AlarmRule.anyOf(...this.alarms) });
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: `loan-dashboard-${this.suffix}`,
      widgets: [
        [new cloudwatch.TextWidget({ markdown: '# Loan platform', width: 24, height: 1 })],
        [new cloudwatch.AlarmStatusWidget({ title: 'Whole platform', alarms: [any], width: 24, height: 2 })],
        ...[0, 4, 8, 12, 16, 20].map((from) => this.alarms.slice(from, from + 4)).flatMap((alarms) => [
          [new cloudwatch.TextWidget({ markdown: alarms.map(({ node }) => `- **${node.id}** ${DESCRIPTION}`).join('\n'), width: 24, height: 3 })],
          [new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 2 })],
          alarms.map((alarm) => new cloudwatch.GraphWidget({
            title: alarm.node.id, left: [alarm.metric], leftAnnotations: [alarm.toAnnotation()], width: 8, height: 6,
          })),
        ]),
      ],
    });
    return topic;
  }
}
