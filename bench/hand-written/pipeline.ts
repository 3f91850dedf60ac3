import { Duration, Fn, RemovalPolicy, Stage, Tags } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { backUp, grantsOf } from './backups';
import { caBundleUrl, databaseProps, INSTANCE, monitoringRole, POSTGRES_PARAMETERS, rotate } from './databases';
import { APP, cluster, container, fargateService, scale, serviceDimensions, tasksMissing, utilizationAlarms } from './fargate';
import { firewall } from './firewall';
import { allowLogsAndAlarms, allowVia, key } from './keys';
import { monitoring } from './monitoring';
import { CIDR, droppedPackets, gatewayEndpoints, natMetric, network, securityGroup } from './network';
import { HandWrittenStack, ResourceProvider, statement, writeLogs } from './stack';

const ENDPOINT_ACTIONS = {
  S3: ['GetObject', 'GetObjectVersion', 'GetObjectAttributes', 'GetObjectVersionAttributes', 'GetObjectTagging', 'GetObjectVersionTagging', 'GetObjectRetention',
    'GetObjectLegalHold', 'PutObject', 'PutObjectTagging', 'PutObjectVersionTagging', 'PutObjectRetention', 'PutObjectLegalHold', 'DeleteObject', 'DeleteObjectVersion',
    'DeleteObjectTagging', 'RestoreObject', 'AbortMultipartUpload', 'ListMultipartUploadParts', 'ListBucket', 'ListBucketVersions', 'ListBucketMultipartUploads',
    'GetBucketLocation', 'GetBucketVersioning', 'GetEncryptionConfiguration'].map((action) => `s3:${action}`),
  DynamoDb: ['BatchGetItem', 'BatchWriteItem', 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem', 'PartiQLDelete', 'PartiQLInsert',
    'PartiQLSelect', 'PartiQLUpdate', 'DescribeTable', 'DescribeTimeToLive', 'DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) => `dynamodb:${action}`),
};
const EXCLUDED_CHARACTERS = " %+~`#$&*()|[]{}:;<>?!'/@\"\\";
const { OBJECT, STRING, ARRAY } = apigateway.JsonSchemaType;
const EVENT: apigateway.JsonSchema = {
  type: OBJECT,
  required: ['id', 'type', 'occurredAt', 'data'],
  properties: {
    id: { type: STRING, pattern: '^[A-Za-z0-9_.:-]{1,128}$' }, type: { type: STRING, pattern: '^[a-z][a-z0-9.-]{0,63}$' }, occurredAt: { type: STRING, minLength: 1 }, data: { type: OBJECT },
  },
};

/** The pipeline platform as a careful engineer writes it with aws-cdk-lib alone: the same resources, none of the judging. */
export class HandWrittenPipeline extends Stage {
  constructor(scope: Construct, id: string, suffix: string) {
    super(scope, id);
    for (const [name, value] of Object.entries({ Environment: suffix, Compliance: 'FedRAMP-Moderate' })) Tags.of(this).add(name, value);
    new HandWrittenPipelineStack(this, 'Pipeline', suffix);
  }
}

class HandWrittenPipelineStack extends HandWrittenStack {
  public readonly logsKey: kms.Key;

  constructor(scope: Construct, id: string, suffix: string) {
    super(scope, id, 'pipeline', suffix, 'us-east-1');
    this.logsKey = key(this, 'Key', this.named('kms-key'));
    allowLogsAndAlarms(this.logsKey);
    allowVia(this.logsKey, ['kinesis', 'rds', 'secretsmanager', 'backup', 'sns', 'sqs']);
    const vpc = this.network();
    const { stream, api } = this.ingest();
    const { database, secret, processorSecret } = this.database(vpc);
    const { service, taskDefinition } = this.processor(vpc, stream, database, processorSecret);
    const topic = monitoring(this, { title: 'Pipeline platform' });
    backUp(this, {
      resourceArn: database.instanceArn, key: this.logsKey, retention: Duration.days(7), topic, role: (vault) => this.backupRole(database, vault),
    });
    this.notify(topic);
    const ids = (subnets: ec2.ISubnet[]) => subnets.map(({ subnetId }) => subnetId).join(',');
    this.output({
      VpcId: vpc.vpcId,
      PublicSubnetIds: ids(vpc.publicSubnets),
      PrivateSubnetIds: ids(vpc.privateSubnets),
      KinesisStreamName: stream.streamName,
      KinesisStreamArn: stream.streamArn,
      RdsEndpoint: database.dbInstanceEndpointAddress,
      DbSecretArn: secret.secretArn,
      EcsClusterArn: service.cluster.clusterArn,
      TaskDefinitionArn: taskDefinition.taskDefinitionArn,
      ApiGatewayId: api.restApiId,
      ApiGatewayUrl: api.url,
      ApiGatewayEndpoint: api.urlForPath('/ingest'),
    });
  }

  private network(): ec2.Vpc {
    const vpc = network(this, { zones: 2, natGateways: 1, cidrMask: 24 });
    gatewayEndpoints(this, vpc, { actions: ENDPOINT_ACTIONS, buckets: [`cloudformation-waitcondition-${this.region}`] });
    const [subnet] = vpc.publicSubnets;
    this.alarm('NatPorts', natMetric(subnet, 'ErrorPortAllocation', 'Sum'), 1);
    this.alarm('NatDrops', droppedPackets(subnet), 0.01);
    this.harden(ResourceProvider.RESTRICT_DEFAULT_SECURITY_GROUP, 'Provider');
    return vpc;
  }

  private ingest() {
    const stream = new kinesis.Stream(this, 'Stream', {
      streamName: this.named('stream'),
      streamMode: kinesis.StreamMode.PROVISIONED,
      shardCount: 1,
      retentionPeriod: Duration.hours(24),
      encryption: kinesis.StreamEncryption.KMS,
      encryptionKey: this.logsKey,
      shardLevelMetrics: [kinesis.ShardLevelMetrics.ALL],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(this, 'IngestRole', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    this.policy('IngestRolePolicy', role,
      statement(['kinesis:PutRecord', 'kinesis:PutRecords'], stream.streamArn),
      statement(['kms:GenerateDataKey'], this.logsKey.keyArn));
    const accessLogs = this.logGroup('AccessLogs');
    const fields = ['requestId', 'requestTime', 'httpMethod', 'path', 'protocol', 'status', 'identity.caller', 'identity.sourceIp', 'error.responseType', 'responseLatency'];
    const api = new apigateway.RestApi(this, 'Api', {
      restApiName: this.named('api'),
      endpointConfiguration: { types: [apigateway.EndpointType.REGIONAL] },
      cloudWatchRole: false,
      deployOptions: {
        stageName: 'prod',
        accessLogDestination: new apigateway.LogGroupLogDestination(accessLogs),
        accessLogFormat: apigateway.AccessLogFormat.custom(JSON.stringify(Object.fromEntries(fields.map((field) => [field, `$context.${field}`])))),
        loggingLevel: apigateway.MethodLoggingLevel.INFO,
        dataTraceEnabled: false,
        metricsEnabled: true,
        tracingEnabled: true,
        throttlingRateLimit: 1000,
        throttlingBurstLimit: 1000,
      },
    });
    api.node.tryRemoveChild('Endpoint');
    const resource = api.node.defaultChild as apigateway.CfnRestApi;
    resource.securityPolicy = apigateway.SecurityPolicy.TLS13_1_3_FIPS_2025_09;
    resource.endpointAccessMode = apigateway.EndpointAccessMode.STRICT;
    this.logGroup('ExecutionLogs', `API-Gateway-Execution-Logs_${api.restApiId}/prod`);
    this.apiGatewayAccount();
    const { ResponseType } = apigateway;
    const answers = [
      ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX, ResponseType.BAD_REQUEST_BODY, ResponseType.REQUEST_TOO_LARGE,
      ResponseType.UNSUPPORTED_MEDIA_TYPE, ResponseType.THROTTLED,
    ];
    for (const type of answers) api.addGatewayResponse(type.responseType, { type, templates: { 'application/json': '{"error":"the request failed","requestId":"$context.requestId"}' } });

    const validator = api.addRequestValidator('Validator', { validateRequestBody: true, validateRequestParameters: true });
    const partitionKey = '#set($key = "$!input.params().header.get(\'X-Partition-Key\')")#if($key == "")#set($key = $context.requestId)#end';
    const ingest = api.root.addResource('ingest');
    this.method(api, validator, role, ingest, 'Record', EVENT, 'PutRecord',
      `${partitionKey}{"StreamARN":"${stream.streamArn}","PartitionKey":"$util.escapeJavaScript($key)","Data":"$util.base64Encode($input.body)"}`);
    this.method(api, validator, role, ingest.addResource('batch'), 'Batch', {
      type: OBJECT,
      required: ['records'],
      properties: {
        records: {
          type: ARRAY,
          minItems: 1,
          maxItems: 500,
          items: { type: OBJECT, required: ['data'], properties: { data: EVENT, partitionKey: { type: STRING, minLength: 1, maxLength: 256 } } },
        },
      },
    }, 'PutRecords', `{"StreamARN":"${stream.streamArn}","Records":[#foreach($entry in $input.path("$.records")){"PartitionKey":"$entry.partitionKey"}#end]}`);
    firewall(this, `arn:${this.partition}:apigateway:${this.region}::/restapis/${api.restApiId}/stages/${api.deploymentStage.stageName}`, {
      name: this.named('web-acl'),
      logGroupName: `aws-waf-logs-pipeline-${this.suffix}`,
      groups: {
        AmazonIpReputationList: undefined, KnownBadInputsRuleSet: undefined, CommonRuleSet: [{ name: 'SizeRestrictions_BODY', actionToUse: { count: {} } }],
      },
      blocked: { statistic: 'Sum', period: Duration.minutes(1) },
    });

    const options = { period: Duration.minutes(5) };
    this.alarm('IteratorAge', stream.metricGetRecordsIteratorAgeMilliseconds({ ...options, statistic: 'Maximum' }), 3_600_000);
    this.alarm('WriteThrottled', stream.metricWriteProvisionedThroughputExceeded({ ...options, statistic: 'Average' }), 0);
    this.alarm('ReadThrottled', stream.metricReadProvisionedThroughputExceeded({ ...options, statistic: 'Average' }), 0);
    this.alarm('Api5xx', api.deploymentStage.metricServerError({ ...options, statistic: 'Average' }), 0.05);
    this.alarm('Api4xx', api.deploymentStage.metricClientError({ ...options, statistic: 'Average' }), 0.05);
    this.alarm('ApiLatency', api.deploymentStage.metricLatency({ ...options, statistic: 'p90' }), 2500);
    return { stream, api };
  }

  private apiGatewayAccount() {
    const role = new iam.Role(this, 'ApiGatewayRole', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    const policy = this.policy('ApiGatewayRolePolicy', role, statement(
      ['CreateLogGroup', 'CreateLogStream', 'DescribeLogStreams', 'PutLogEvents', 'GetLogEvents', 'FilterLogEvents'].map((action) => `logs:${action}`),
      `arn:${this.partition}:logs:${this.region}:${this.account}:log-group:*`));
    const account = new apigateway.CfnAccount(this, 'ApiGatewayAccount', { cloudWatchRoleArn: role.roleArn });
    account.node.addDependency(policy, this.policy('ApiGatewayRolePolicyWithoutResource', role, statement(['logs:DescribeLogGroups'], '*')));
  }

  private method(
    api: apigateway.RestApi, requestValidator: apigateway.RequestValidator, credentialsRole: iam.IRole, resource: apigateway.Resource, id: string,
    schema: apigateway.JsonSchema, action: string, template: string,
  ) {
    const contentHandling = apigateway.ContentHandling.CONVERT_TO_TEXT;
    const answer = (statusCode: string, selectionPattern?: string, responseParameters?: Record<string, string>) => ({
      statusCode, selectionPattern, contentHandling, responseParameters, responseTemplates: { 'application/json': '{"requestId":"$context.requestId"}' },
    });
    resource.addMethod('POST', new apigateway.AwsIntegration({
      service: 'kinesis',
      action,
      options: {
        credentialsRole,
        contentHandling,
        passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
        requestParameters: { 'integration.request.header.Content-Type': "'application/x-amz-json-1.1'" },
        requestTemplates: { 'application/json': template },
        integrationResponses: [answer('200'), answer('413', '413'), answer('500', '4(?!13)\\d{2}'), answer('503', '5\\d{2}', { 'method.response.header.Retry-After': "'1'" })],
      },
    }), {
      authorizationType: apigateway.AuthorizationType.IAM,
      requestValidator,
      requestModels: { 'application/json': api.addModel(`${id}Model`, { contentType: 'application/json', schema }) },
      requestParameters: { 'method.request.header.X-Partition-Key': false },
      methodResponses: ['200', '207', '400', '413', '500', '503'].map((statusCode) => ({
        statusCode, responseParameters: ['207', '503'].includes(statusCode) ? { 'method.response.header.Retry-After': true } : undefined,
      })),
    });
  }

  private database(vpc: ec2.Vpc) {
    const instanceIdentifier = this.named('db');
    const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16_13 });
    const exports = ['postgresql', 'upgrade'];
    const groups = exports.map((type) => this.logGroup(`DatabaseLog-${type}`, `/aws/rds/instance/${instanceIdentifier}/${type}`));
    const databaseGroup = securityGroup(this, 'DatabaseSecurityGroup', vpc, 'Pipeline database');
    const encryptionKey = kms.Key.fromKeyArn(this, 'KeyReference', this.logsKey.keyArn);
    const id = Fn.split('-', Fn.select(2, Fn.split('/', this.stackId)), 5);
    const username = Fn.join('', ['u', id[0], id[3]]);
    const credentials = new rds.DatabaseSecret(this, 'Secret', {
      username, secretName: this.named('db-credentials'), encryptionKey, excludeCharacters: EXCLUDED_CHARACTERS,
    });
    credentials.applyRemovalPolicy(RemovalPolicy.DESTROY);
    const database = new rds.DatabaseInstance(this, 'Database', {
      parameterGroup: new rds.ParameterGroup(this, 'DatabaseParameters', { engine, parameters: POSTGRES_PARAMETERS }),
      ...databaseProps(vpc, databaseGroup, encryptionKey, monitoringRole(this)),
      ...INSTANCE,
      instanceIdentifier,
      engine,
      instanceType: new ec2.InstanceType('t3.micro'),
      port: 5432,
      databaseName: 'pipeline',
      credentials: rds.Credentials.fromSecret(credentials, username),
      allocatedStorage: 20,
      maxAllocatedStorage: 100,
      storageType: rds.StorageType.GP3,
      multiAz: false,
      backupRetention: Duration.days(7),
      cloudwatchLogsExports: exports,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: true,
    });
    groups.forEach((group) => (database.node.defaultChild as rds.CfnDBInstance).addResourceDependency(group.node.defaultChild as logs.CfnLogGroup));
    const secret = database.secret!;
    database.connections.allowDefaultPortFrom(rotate(this, vpc, secret, encryptionKey, 'Rotation of the administrator password'), 'Rotation');
    const user = new rds.DatabaseSecret(this, 'ProcessorSecret', {
      username: 'processor', secretName: this.named('processor-credentials'), encryptionKey, excludeCharacters: EXCLUDED_CHARACTERS, masterSecret: secret,
    });
    user.applyRemovalPolicy(RemovalPolicy.DESTROY);
    const processorSecret = user.attach(database);
    const alternating = {
      administrator: secret,
      environment: {
        DATABASE_USER: 'processor', DATABASE_HOST: database.dbInstanceEndpointAddress, PRIVILEGES: JSON.stringify(['CREATE ON DATABASE pipeline']),
      },
    };
    const group = rotate(this, vpc, processorSecret, encryptionKey, 'Rotation of the processor password', 'ProcessorRotation', alternating);
    database.connections.allowDefaultPortFrom(group, 'Rotation');
    const metric = (metricName: string) => new cloudwatch.Metric({ namespace: 'AWS/RDS', metricName, dimensionsMap: { DBInstanceIdentifier: database.instanceIdentifier } });
    for (const [metricName, threshold] of Object.entries({
      CPUUtilization: 90,
      FreeableMemory: 107_374_182,
      DatabaseConnections: 67,
      FreeStorageSpace: 1_073_741_824,
      MaximumUsedTransactionIDs: 1_000_000_000,
    })) this.alarm(metricName, metric(metricName), threshold);
    return { database, secret, processorSecret };
  }

  private processor(vpc: ec2.Vpc, stream: kinesis.Stream, database: rds.DatabaseInstance, secret: secretsmanager.ISecret) {
    const name = this.named('data-processor');
    const ecsCluster = cluster(this, vpc, this.named('cluster'));
    const logGroup = this.logGroup('ProcessorLogs', `/ecs/${name}`);
    const decrypt = (service: string) => new iam.PolicyStatement({
      actions: ['kms:Decrypt'], resources: [this.logsKey.keyArn], conditions: { StringEquals: { 'kms:ViaService': `${service}.${this.region}.amazonaws.com` } },
    });
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'Task', {
      family: name,
      cpu: 256,
      memoryLimitMiB: 512,
      runtimePlatform: { cpuArchitecture: ecs.CpuArchitecture.X86_64, operatingSystemFamily: ecs.OperatingSystemFamily.LINUX },
      executionRole: this.role('ExecutionRole', 'ecs-tasks.amazonaws.com', writeLogs(logGroup)).withoutPolicyUpdates(),
      taskRole: this.role('TaskRole', 'ecs-tasks.amazonaws.com',
        statement(['kinesis:DescribeStreamSummary', 'kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords'], stream.streamArn),
        decrypt('kinesis'), decrypt('secretsmanager'),
        statement(['secretsmanager:GetSecretValue'], secret.secretArn)).withoutPolicyUpdates(),
    });
    container(this, taskDefinition, 'app', {
      ...APP,
      logGroup,
      memoryLimitMiB: 512,
      environment: {
        AWS_USE_FIPS_ENDPOINT: 'true',
        STREAM_NAME: stream.streamName,
        DATABASE_HOST: database.dbInstanceEndpointAddress,
        DATABASE_PORT: '5432',
        DATABASE_NAME: 'pipeline',
        DATABASE_SECRET_ARN: secret.secretArn,
        DATABASE_CA_BUNDLE_URL: caBundleUrl(this),
      },
    });
    const service = fargateService(this, 'Processor', {
      description: 'Pipeline processor', cluster: ecsCluster, taskDefinition, serviceName: name, desiredCount: 1, database, databasePort: 5432,
    });
    service.connections.allowFrom(ec2.Peer.ipv4(CIDR), ec2.Port.tcp(8080), 'Health checks');
    service.node.addDependency(taskDefinition.executionRole!, this.node.findChild('ExecutionRolePolicy'), this.node.findChild('TaskRolePolicy'));
    const scaling = scale(service, { minCapacity: 1, maxCapacity: 4 });
    scaling.scaleOnMetric('Age', {
      metric: stream.metricGetRecordsIteratorAgeMilliseconds({ statistic: 'Maximum', period: Duration.minutes(1) }),
      scalingSteps: [{ lower: 60_000, change: 1 }, { lower: 300_000, change: 2 }],
      adjustmentType: appscaling.AdjustmentType.CHANGE_IN_CAPACITY,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      cooldown: Duration.minutes(5),
    });
    const dimensions = Object.entries(serviceDimensions(service)).map(([dimension, value]) => ({ name: dimension, value }));
    new appscaling.CfnScalingPolicy(this, 'Records', {
      policyName: `${name}-records`,
      policyType: 'TargetTrackingScaling',
      scalingTargetId: (scaling.node.findChild('Target') as appscaling.ScalableTarget).scalableTargetId,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: 500,
        customizedMetricSpecification: {
          metrics: [
            {
              id: 'incoming',
              metricStat: { metric: { namespace: 'AWS/Kinesis', metricName: 'IncomingRecords', dimensions: [{ name: 'StreamName', value: stream.streamName }] }, stat: 'Sum' },
              returnData: false,
            },
            {
              id: 'tasks',
              metricStat: { metric: { namespace: 'ECS/ContainerInsights', metricName: 'RunningTaskCount', dimensions }, stat: 'Average' },
              returnData: false,
            },
            { id: 'each', expression: 'FILL(incoming, 0) / 60 / tasks', label: 'Records a second and task' },
          ],
        },
      },
    });
    utilizationAlarms(this, service, 90);
    this.alarm('ServiceTasks', tasksMissing(service), 1);
    return { service, taskDefinition };
  }

  private backupRole(database: rds.DatabaseInstance, vault: backup.BackupVault): iam.Role {
    return this.role('BackupRole', 'backup.amazonaws.com',
      statement(['rds:AddTagsToResource', 'rds:CreateDBSnapshot', 'rds:ListTagsForResource', 'rds:ModifyDBInstance'], database.instanceArn),
      statement(['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots'], this.arn('rds', 'db', '*'), this.arn('rds', 'snapshot', '*')),
      statement(['rds:DeleteDBInstanceAutomatedBackup', 'rds:DescribeDBInstanceAutomatedBackups'], this.arn('rds', 'auto-backup', '*')),
      statement(
        ['AddTagsToResource', 'CopyDBSnapshot', 'CreateDBSnapshot', 'DeleteDBSnapshot', 'ListTagsForResource', 'ModifyDBSnapshotAttribute'].map((action) => `rds:${action}`),
        this.arn('rds', 'snapshot', 'awsbackup:*')),
      ...grantsOf(this.logsKey.keyArn),
      statement(['backup:DescribeBackupVault'], vault.backupVaultArn),
      statement(['tag:GetResources'], '*'));
  }
}
