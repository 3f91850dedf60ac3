import { ArnFormat, CfnOutput, Duration, Fn, RemovalPolicy, Stack, Stage, Tags } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

const KEY_ADMINISTRATION = [
  'CreateAlias', 'DeleteAlias', 'UpdateAlias', 'DescribeKey', 'UpdateKeyDescription', 'EnableKey', 'DisableKey', 'GetKeyPolicy', 'PutKeyPolicy', 'ListKeyPolicies',
  'GetKeyRotationStatus', 'EnableKeyRotation', 'DisableKeyRotation', 'RotateKeyOnDemand', 'ListKeyRotations', 'ListGrants', 'RevokeGrant', 'ListResourceTags',
  'TagResource', 'UntagResource', 'ScheduleKeyDeletion', 'CancelKeyDeletion',
].map((action) => `kms:${action}`);
const KEY_USE = ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'DescribeKey'].map((action) => `kms:${action}`);
const DESCRIPTION = 'has reached its threshold three times in a row: what depends on it slows down or fails. See the runbook.';
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
    for (const [key, value] of Object.entries({ Environment: suffix, Compliance: 'FedRAMP-Moderate' })) Tags.of(this).add(key, value);
    new HandWrittenPipelineStack(this, 'Pipeline', suffix);
  }
}

class HandWrittenPipelineStack extends Stack {
  private readonly key: kms.Key;
  private readonly alarms: cloudwatch.Alarm[] = [];

  constructor(scope: Construct, id: string, private readonly suffix: string) {
    super(scope, id, { stackName: `pipeline-${suffix}`, env: { region: 'us-east-1' } });
    this.key = new kms.Key(this, 'Key', {
      alias: `pipeline-kms-key-${suffix}`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      removalPolicy: RemovalPolicy.DESTROY,
      policy: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({ sid: 'Administration', principals: [new iam.AccountRootPrincipal()], actions: KEY_ADMINISTRATION, resources: ['*'] })],
      }),
    });
    this.keyPolicy();
    const vpc = this.network();
    const { stream, api } = this.ingest();
    const { database, secret } = this.database(vpc);
    const { cluster, taskDefinition } = this.processor(vpc, stream, database, secret);
    const topic = this.monitoring();
    this.backup(database, topic);
    for (const alarm of this.alarms) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
    const ids = (subnets: ec2.ISubnet[]) => subnets.map(({ subnetId }) => subnetId).join(',');
    for (const [output, value] of Object.entries({
      VpcId: vpc.vpcId,
      PublicSubnetIds: ids(vpc.publicSubnets),
      PrivateSubnetIds: ids(vpc.privateSubnets),
      KinesisStreamName: stream.streamName,
      KinesisStreamArn: stream.streamArn,
      RdsEndpoint: database.dbInstanceEndpointAddress,
      DbSecretArn: secret.secretArn,
      EcsClusterArn: cluster.clusterArn,
      TaskDefinitionArn: taskDefinition.taskDefinitionArn,
      ApiGatewayId: api.restApiId,
      ApiGatewayUrl: api.url,
      ApiGatewayEndpoint: api.urlForPath('/ingest'),
    })) new CfnOutput(this, output, { value });
  }

  private keyPolicy() {
    this.key.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'Logs',
      principals: [new iam.ServicePrincipal(`logs.${this.region}.amazonaws.com`)],
      actions: KEY_USE,
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
    for (const service of ['kinesis', 'rds', 'secretsmanager', 'backup', 'sns']) {
      const viaService = { 'kms:ViaService': `${service}.${this.region}.amazonaws.com` };
      const principals = [new iam.AccountRootPrincipal()];
      this.key.addToResourcePolicy(new iam.PolicyStatement({ sid: `Via${service}`, principals, actions: KEY_USE, resources: ['*'], conditions: { StringEquals: viaService } }));
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

  private alarm(id: string, metric: cloudwatch.IMetric, threshold: number): void {
    this.alarms.push(new cloudwatch.Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: 3,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription: DESCRIPTION,
    }));
  }

  private network(): ec2.Vpc {
    const vpc = new ec2.Vpc(this, 'Vpc', {
      vpcName: `pipeline-vpc-${this.suffix}`,
      ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/16'),
      availabilityZones: [0, 1].map((zone) => Fn.select(zone, Fn.getAzs())),
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
    (vpc.node.findChild('S3') as ec2.GatewayVpcEndpoint).addToPolicy(new iam.PolicyStatement({
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:GetObject'],
      resources: [
        `prod-${this.region}-starport-layer-bucket`, `al2023-repos-${this.region}-de612dc2`, `amazonlinux-2-repos-${this.region}`, `amazon-ssm-${this.region}`,
        `amazon-ssm-packages-${this.region}`, `amazoncloudwatch-agent-${this.region}`, `aws-ssm-${this.region}`, `patch-baseline-snapshot-${this.region}`,
        `aws-codedeploy-${this.region}`, `aws-ssm-document-attachments-${this.region}`, `cloudformation-waitcondition-${this.region}`,
      ].map((bucket) => `arn:${this.partition}:s3:::${bucket}/*`),
    }));
    const nat = vpc.publicSubnets[0].node.findChild('NATGateway') as ec2.CfnNatGateway;
    const metric = (metricName: string) => new cloudwatch.Metric({ namespace: 'AWS/NATGateway', metricName, dimensionsMap: { NatGatewayId: nat.attrNatGatewayId }, statistic: 'Sum' });
    this.alarm('NatPorts', metric('ErrorPortAllocation'), 1);
    this.alarm('NatDrops', new cloudwatch.MathExpression({
      expression: '100 * dropped / (outward + inward)',
      usingMetrics: { dropped: metric('PacketsDropCount'), outward: metric('PacketsInFromSource'), inward: metric('PacketsInFromDestination') },
    }), 0.01);
    this.harden('Custom::VpcRestrictDefaultSGCustomResourceProvider');
    return vpc;
  }

  private harden(provider: string) {
    const construct = this.node.findChild(provider);
    const group = this.logGroup('ProviderLogs');
    const role = construct.node.findChild('Role') as iam.CfnRole;
    const policy = new iam.CfnManagedPolicy(this, 'ProviderPolicy', {
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

  private ingest() {
    const stream = new kinesis.Stream(this, 'Stream', {
      streamName: `pipeline-stream-${this.suffix}`,
      streamMode: kinesis.StreamMode.PROVISIONED,
      shardCount: 1,
      retentionPeriod: Duration.hours(24),
      encryption: kinesis.StreamEncryption.KMS,
      encryptionKey: this.key,
      shardLevelMetrics: [kinesis.ShardLevelMetrics.ALL],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(this, 'IngestRole', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    new iam.ManagedPolicy(this, 'IngestRolePolicy', {
      roles: [role],
      statements: [
        new iam.PolicyStatement({ actions: ['kinesis:PutRecord', 'kinesis:PutRecords'], resources: [stream.streamArn] }),
        new iam.PolicyStatement({ actions: ['kms:GenerateDataKey'], resources: [this.key.keyArn] }),
      ],
    });
    const accessLogs = this.logGroup('AccessLogs');
    const fields = ['requestId', 'requestTime', 'httpMethod', 'path', 'protocol', 'status', 'identity.caller', 'identity.sourceIp', 'error.responseType', 'responseLatency'];
    const api = new apigateway.RestApi(this, 'Api', {
      restApiName: `pipeline-api-${this.suffix}`,
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
    const key = '#set($key = "$!input.params().header.get(\'X-Partition-Key\')")#if($key == "")#set($key = $context.requestId)#end';
    const ingest = api.root.addResource('ingest');
    this.method(api, validator, role, ingest, 'Record', EVENT, 'PutRecord',
      `${key}{"StreamARN":"${stream.streamArn}","PartitionKey":"$util.escapeJavaScript($key)","Data":"$util.base64Encode($input.body)"}`);
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
    this.firewall(api);

    const options = { period: Duration.minutes(5) };
    this.alarm('RotationFailed', new cloudwatch.Metric({
      namespace: 'AWS/Lambda', metricName: 'Errors', statistic: 'Sum', dimensionsMap: { FunctionName: 'pipeline-rotation' },
    }), 1);
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
    const policy = new iam.ManagedPolicy(this, 'ApiGatewayRolePolicy', {
      roles: [role],
      statements: [new iam.PolicyStatement({
        actions: ['CreateLogGroup', 'CreateLogStream', 'DescribeLogGroups', 'DescribeLogStreams', 'PutLogEvents', 'GetLogEvents', 'FilterLogEvents'].map((action) => `logs:${action}`),
        resources: [`arn:${this.partition}:logs:${this.region}:${this.account}:log-group:*`],
      })],
    });
    const account = new apigateway.CfnAccount(this, 'ApiGatewayAccount', { cloudWatchRoleArn: role.roleArn });
    account.node.addDependency(policy);
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

  private firewall(api: apigateway.RestApi) {
    const visible = (metricName: string) => ({ metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true });
    const groups: Record<string, wafv2.CfnWebACL.RuleActionOverrideProperty[] | undefined> = {
      AmazonIpReputationList: undefined, KnownBadInputsRuleSet: undefined, CommonRuleSet: [{ name: 'SizeRestrictions_BODY', actionToUse: { count: {} } }],
    };
    const acl = new wafv2.CfnWebACL(this, 'WebAcl', {
      name: `pipeline-web-acl-${this.suffix}`,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('WebAcl'),
      dataProtectionConfig: { dataProtections: [{ action: 'SUBSTITUTION', field: { fieldType: 'SINGLE_HEADER', fieldKeys: ['authorization', 'cookie'] } }] },
      rules: [
        { name: 'RateLimit', priority: 0, action: { block: {} }, statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: 2000 } }, visibilityConfig: visible('RateLimit') },
        ...Object.entries(groups).map(([group, ruleActionOverrides], index) => ({
          name: group,
          priority: index + 1,
          overrideAction: { none: {} },
          statement: { managedRuleGroupStatement: { name: `AWSManagedRules${group}`, vendorName: 'AWS', ruleActionOverrides } },
          visibilityConfig: visible(group),
        })),
      ],
    });
    const stageArn = `arn:${this.partition}:apigateway:${this.region}::/restapis/${api.restApiId}/stages/${api.deploymentStage.stageName}`;
    new wafv2.CfnWebACLAssociation(this, 'WebAclAssociation', { resourceArn: stageArn, webAclArn: acl.attrArn });
    const wafLogs = this.logGroup('WafLogs', `aws-waf-logs-pipeline-${this.suffix}`);
    new wafv2.CfnLoggingConfiguration(this, 'WafLogging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [this.formatArn({ service: 'logs', resource: 'log-group', resourceName: wafLogs.logGroupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME })],
      redactedFields: [{ singleHeader: { Name: 'authorization' } }, { singleHeader: { Name: 'cookie' } }],
    });
    this.alarm('WafBlocked', new cloudwatch.Metric({
      namespace: 'AWS/WAFV2', metricName: 'BlockedRequests', dimensionsMap: { Region: this.region, Rule: 'ALL', WebACL: acl.ref }, statistic: 'Sum', period: Duration.minutes(1),
    }), 1000);
  }

  private database(vpc: ec2.Vpc) {
    const instanceIdentifier = `pipeline-db-${this.suffix}`;
    const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16_13 });
    const exports = ['postgresql', 'upgrade'];
    const groups = exports.map((type) => this.logGroup(`DatabaseLog-${type}`, `/aws/rds/instance/${instanceIdentifier}/${type}`));
    const securityGroup = new ec2.SecurityGroup(this, 'DatabaseSecurityGroup', { vpc, allowAllOutbound: false, description: 'Pipeline database' });
    const encryptionKey = kms.Key.fromKeyArn(this, 'KeyReference', this.key.keyArn);
    const id = Fn.split('-', Fn.select(2, Fn.split('/', this.stackId)), 5);
    const username = Fn.join('', ['u', id[0], id[3]]);
    const credentials = new rds.DatabaseSecret(this, 'Secret', {
      username, secretName: `pipeline-db-credentials-${this.suffix}`, encryptionKey, excludeCharacters: EXCLUDED_CHARACTERS,
    });
    credentials.applyRemovalPolicy(RemovalPolicy.DESTROY);
    const database = new rds.DatabaseInstance(this, 'Database', {
      instanceIdentifier,
      engine,
      instanceType: new ec2.InstanceType('t3.micro'),
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [securityGroup],
      port: 5432,
      databaseName: 'pipeline',
      credentials: rds.Credentials.fromSecret(credentials, username),
      parameterGroup: new rds.ParameterGroup(this, 'DatabaseParameters', {
        engine,
        parameters: {
          'rds.force_ssl': '1',
          'ssl_min_protocol_version': 'TLSv1.2',
          'log_connections': '1',
          'log_disconnections': '1',
          'shared_preload_libraries': 'pg_stat_statements,pgaudit',
          'pgaudit.log': 'ddl,role',
          'pgaudit.role': 'rds_pgaudit',
        },
      }),
      allocatedStorage: 20,
      maxAllocatedStorage: 100,
      storageType: rds.StorageType.GP3,
      storageEncryptionKey: encryptionKey,
      iamAuthentication: true,
      multiAz: false,
      backupRetention: Duration.days(7),
      cloudwatchLogsExports: exports,
      monitoringInterval: Duration.minutes(1),
      monitoringRole: this.role('DatabaseMonitoringRole', 'monitoring.rds.amazonaws.com', new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
        resources: [this.formatArn({ service: 'logs', resource: 'log-group', resourceName: 'RDSOSMetrics:*', arnFormat: ArnFormat.COLON_RESOURCE_NAME })],
      })),
      enablePerformanceInsights: true,
      performanceInsightEncryptionKey: encryptionKey,
      autoMinorVersionUpgrade: true,
      copyTagsToSnapshot: true,
      deletionProtection: false,
      deleteAutomatedBackups: true,
      publiclyAccessible: false,
      caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    groups.forEach((group) => (database.node.defaultChild as rds.CfnDBInstance).addResourceDependency(group.node.defaultChild as logs.CfnLogGroup));
    const rotationGroup = new ec2.SecurityGroup(this, 'RotationSecurityGroup', { vpc, allowAllOutbound: false, description: 'Rotation of the password' });
    rotationGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'Secrets Manager');
    database.connections.allowDefaultPortFrom(rotationGroup, 'Rotation');
    const secret = database.secret!;
    secret.addRotationSchedule('Rotation', {
      automaticallyAfter: Duration.days(90),
      hostedRotation: secretsmanager.HostedRotation.postgreSqlSingleUser({
        vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, securityGroups: [rotationGroup], excludeCharacters: EXCLUDED_CHARACTERS,
      }),
    });
    const metric = (metricName: string) => new cloudwatch.Metric({ namespace: 'AWS/RDS', metricName, dimensionsMap: { DBInstanceIdentifier: database.instanceIdentifier } });
    for (const [metricName, threshold] of Object.entries({
      CPUUtilization: 90,
      FreeableMemory: 107_374_182,
      DatabaseConnections: 67,
      FreeStorageSpace: 1_073_741_824,
      MaximumUsedTransactionIDs: 1_000_000_000,
    })) this.alarm(metricName, metric(metricName), threshold);
    return { database, secret };
  }

  private processor(vpc: ec2.Vpc, stream: kinesis.Stream, database: rds.DatabaseInstance, secret: secretsmanager.ISecret) {
    const name = `pipeline-data-processor-${this.suffix}`;
    const cluster = new ecs.Cluster(this, 'Cluster', { vpc, clusterName: `pipeline-cluster-${this.suffix}`, containerInsightsV2: ecs.ContainerInsights.ENHANCED });
    const logGroup = this.logGroup('ProcessorLogs', `/ecs/${name}`);
    const decrypt = (service: string) => new iam.PolicyStatement({
      actions: ['kms:Decrypt'], resources: [this.key.keyArn], conditions: { StringEquals: { 'kms:ViaService': `${service}.${this.region}.amazonaws.com` } },
    });
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'Task', {
      family: name,
      cpu: 256,
      memoryLimitMiB: 512,
      runtimePlatform: { cpuArchitecture: ecs.CpuArchitecture.X86_64, operatingSystemFamily: ecs.OperatingSystemFamily.LINUX },
      executionRole: this.role('ExecutionRole', 'ecs-tasks.amazonaws.com',
        new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] })).withoutPolicyUpdates(),
      taskRole: this.role('TaskRole', 'ecs-tasks.amazonaws.com',
        new iam.PolicyStatement({
          actions: ['kinesis:DescribeStreamSummary', 'kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords'], resources: [stream.streamArn],
        }),
        decrypt('kinesis'), decrypt('secretsmanager'),
        new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] })).withoutPolicyUpdates(),
    });
    const linuxParameters = new ecs.LinuxParameters(this, 'Linux', { initProcessEnabled: true });
    linuxParameters.dropCapabilities(ecs.Capability.ALL);
    linuxParameters.addTmpfs({ containerPath: '/tmp', size: 64, mountOptions: [ecs.TmpfsMountOption.RW, ecs.TmpfsMountOption.NOEXEC, ecs.TmpfsMountOption.NOSUID, ecs.TmpfsMountOption.NODEV] });
    taskDefinition.addContainer('app', {
      image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:stable'),
      portMappings: [{ containerPort: 8080, name: 'http', protocol: ecs.Protocol.TCP, appProtocol: ecs.AppProtocol.http }],
      memoryLimitMiB: 512,
      user: '1000:1000',
      privileged: false,
      readonlyRootFilesystem: true,
      linuxParameters,
      stopTimeout: Duration.seconds(30),
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'ecs', logGroup, mode: ecs.AwsLogDriverMode.NON_BLOCKING }),
      environment: {
        AWS_USE_FIPS_ENDPOINT: 'true',
        STREAM_NAME: stream.streamName,
        DATABASE_HOST: database.dbInstanceEndpointAddress,
        DATABASE_PORT: '5432',
        DATABASE_NAME: 'pipeline',
        DATABASE_SECRET_ARN: secret.secretArn,
        DATABASE_CA_BUNDLE_URL: `https://truststore.pki.rds.amazonaws.com/${this.region}/${this.region}-bundle.pem`,
      },
    });
    const securityGroup = new ec2.SecurityGroup(this, 'ProcessorSecurityGroup', { vpc, allowAllOutbound: false, description: 'Pipeline processor' });
    securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'HTTPS');
    securityGroup.addIngressRule(ec2.Peer.ipv4('10.0.0.0/16'), ec2.Port.tcp(8080), 'Health checks');
    const service = new ecs.FargateService(this, 'Processor', {
      cluster,
      taskDefinition,
      serviceName: name,
      desiredCount: 1,
      securityGroups: [securityGroup],
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      circuitBreaker: { enable: true, rollback: true },
      availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
      platformVersion: ecs.FargatePlatformVersion.LATEST,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      propagateTags: ecs.PropagatedTagSource.SERVICE,
      enableECSManagedTags: true,
    });
    service.connections.allowTo(database, ec2.Port.tcp(5432));
    service.node.addDependency(taskDefinition.executionRole!, this.node.findChild('ExecutionRolePolicy'), this.node.findChild('TaskRolePolicy'));
    const scaling = service.autoScaleTaskCount({ minCapacity: 1, maxCapacity: 4 });
    scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 70 });
    scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 80 });
    scaling.scaleOnMetric('Age', {
      metric: stream.metricGetRecordsIteratorAgeMilliseconds({ statistic: 'Maximum', period: Duration.minutes(1) }),
      scalingSteps: [{ lower: 60_000, change: 1 }, { lower: 300_000, change: 2 }],
      adjustmentType: appscaling.AdjustmentType.CHANGE_IN_CAPACITY,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      cooldown: Duration.minutes(5),
    });
    const dimensions = { ClusterName: cluster.clusterName, ServiceName: service.serviceName };
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
              metricStat: {
                metric: {
                  namespace: 'ECS/ContainerInsights', metricName: 'RunningTaskCount', dimensions: Object.entries(dimensions).map(([dimension, value]) => ({ name: dimension, value })),
                },
                stat: 'Average',
              },
              returnData: false,
            },
            { id: 'each', expression: 'FILL(incoming, 0) / 60 / tasks', label: 'Records a second and task' },
          ],
        },
      },
    });
    this.alarm('ServiceCpu', service.metricCpuUtilization(), 90);
    this.alarm('ServiceMemory', service.metricMemoryUtilization(), 90);
    const insight = (metricName: string) => new cloudwatch.Metric({ namespace: 'ECS/ContainerInsights', metricName, dimensionsMap: dimensions });
    this.alarm('ServiceTasks', new cloudwatch.MathExpression({
      expression: 'desired - running', usingMetrics: { desired: insight('DesiredTaskCount'), running: insight('RunningTaskCount') },
    }), 1);
    return { cluster, taskDefinition };
  }

  private backup(database: rds.DatabaseInstance, topic: sns.Topic) {
    const vault = new backup.BackupVault(this, 'Vault', { encryptionKey: this.key, removalPolicy: RemovalPolicy.DESTROY });
    const plan = new backup.BackupPlan(this, 'Plan', {
      backupVault: vault,
      backupPlanRules: [new backup.BackupPlanRule({ ruleName: 'Daily', scheduleExpression: events.Schedule.cron({ hour: '5', minute: '0' }), deleteAfter: Duration.days(7) })],
    });
    const named = (resource: string, resourceName: string) => this.formatArn({ service: 'rds', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    const role = this.role('BackupRole', 'backup.amazonaws.com', new iam.PolicyStatement({
      actions: ['rds:AddTagsToResource', 'rds:CreateDBSnapshot', 'rds:ListTagsForResource', 'rds:ModifyDBInstance'], resources: [database.instanceArn],
    }), new iam.PolicyStatement({
      actions: ['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots'], resources: ['db', 'snapshot'].map((resource) => named(resource, '*')),
    }), new iam.PolicyStatement({
      actions: ['rds:DeleteDBInstanceAutomatedBackup', 'rds:DescribeDBInstanceAutomatedBackups'], resources: [named('auto-backup', '*')],
    }), new iam.PolicyStatement({
      actions: ['AddTagsToResource', 'CopyDBSnapshot', 'CreateDBSnapshot', 'DeleteDBSnapshot', 'ListTagsForResource', 'ModifyDBSnapshotAttribute'].map((action) => `rds:${action}`),
      resources: [named('snapshot', 'awsbackup:*')],
    }), new iam.PolicyStatement({
      actions: ['kms:DescribeKey'], resources: [this.key.keyArn],
    }), new iam.PolicyStatement({
      actions: ['kms:CreateGrant'], resources: [this.key.keyArn], conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    }), new iam.PolicyStatement({
      actions: ['backup:DescribeBackupVault'], resources: [vault.backupVaultArn],
    }), new iam.PolicyStatement({ actions: ['tag:GetResources'], resources: ['*'] }));
    plan.addSelection('Selection', { role, resources: [backup.BackupResource.fromArn(database.instanceArn)], disableDefaultBackupPolicy: true });
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
      dashboardName: `pipeline-dashboard-${this.suffix}`,
      widgets: [
        [new cloudwatch.TextWidget({ markdown: '# Pipeline platform', width: 24, height: 1 })],
        [new cloudwatch.AlarmStatusWidget({ title: 'Whole platform', alarms: [any], width: 24, height: 2 })],
        ...[0, 4, 8, 12, 16, 20].map((from) => this.alarms.slice(from, from + 4)).filter((alarms) => alarms.length > 0).flatMap((alarms) => [
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
