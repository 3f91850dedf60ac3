import { allow, att, KEY_ARN, policy, r, ref, role, sound, sub, SUBNETS } from '../sound-parts';

const LOG_GROUP = 'arn:aws:logs:eu-west-2:123456789012:log-group:g';
const denyTls = (Action: string, arn: object) => ({ Effect: 'Deny', Principal: '*', Action, Resource: arn, Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
const topic = (more: object = {}) => r('AWS::SNS::Topic', { KmsMasterKeyId: KEY_ARN, ...more });
const topicPolicy = (...statements: object[]) => r('AWS::SNS::TopicPolicy', { Topics: [ref('Topic')], PolicyDocument: policy(denyTls('sns:Publish', ref('Topic')), ...statements) });
const queue = (more: object = {}) => r('AWS::SQS::Queue', { KmsMasterKeyId: KEY_ARN, MessageRetentionPeriod: 1209600, ...more });
const queuePolicy = (...statements: object[]) => r('AWS::SQS::QueuePolicy', { Queues: [ref('Queue')], PolicyDocument: policy(denyTls('sqs:*', att('Queue')), ...statements) });
const stage = (more: object = {}) => r('AWS::ApiGateway::Stage', {
  RestApiId: ref('Api'),
  DeploymentId: 'd',
  StageName: 'prod',
  TracingEnabled: true,
  ClientCertificateId: ref('Certificate'),
  AccessLogSetting: { DestinationArn: LOG_GROUP, Format: '$context.requestId' },
  MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'INFO', DataTraceEnabled: false, MetricsEnabled: true, ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50 }],
  ...more,
});
const REST = {
  Api: r('AWS::ApiGateway::RestApi', { Name: 'api', EndpointConfiguration: { Types: ['REGIONAL'] }, DisableExecuteApiEndpoint: true, MinimumCompressionSize: 1024 }),
  Certificate: r('AWS::ApiGateway::ClientCertificate', { Description: 'c' }),
  Association: r('AWS::WAFv2::WebACLAssociation', { ResourceArn: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${Api}/stages/${Stage}' }, WebACLArn: 'arn:aws:wafv2:eu-west-2:123456789012:regional/webacl/a/1' }),
};
const method = (more: object = {}) => r('AWS::ApiGateway::Method', { RestApiId: ref('Api'), ResourceId: att('Api', 'RootResourceId'), HttpMethod: 'GET', AuthorizationType: 'AWS_IAM', Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: 'arn' }, ...more });
const userPool = (more: object = {}) => r('AWS::Cognito::UserPool', {
  DeletionProtection: 'ACTIVE',
  MfaConfiguration: 'ON',
  EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
  UserPoolTier: 'PLUS',
  UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED', AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'ENFORCED' } },
  Policies: {
    PasswordPolicy: {
      MinimumLength: 14, RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true, TemporaryPasswordValidityDays: 3,
    },
  },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
  ...more,
});
const machine = (definition: object = {}) => r('AWS::StepFunctions::StateMachine', {
  RoleArn: 'arn:aws:iam::123456789012:role/machine',
  DefinitionString: JSON.stringify({ StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 1, End: true } } }),
  LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false, Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: `${LOG_GROUP}:*` } }] },
  TracingConfiguration: { Enabled: true },
  ...definition,
});
const build = (more: object = {}) => r('AWS::CodeBuild::Project', {
  ServiceRole: 'arn:aws:iam::123456789012:role/build',
  EncryptionKey: KEY_ARN,
  Artifacts: { Type: 'NO_ARTIFACTS' },
  Source: { Type: 'NO_SOURCE', BuildSpec: 'version: 0.2' },
  Environment: { ComputeType: 'BUILD_GENERAL1_SMALL', Image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0', Type: 'LINUX_CONTAINER', EnvironmentVariables: [{ Name: 'STAGE', Value: 'prod' }] },
  LogsConfig: { CloudWatchLogs: { Status: 'ENABLED', GroupName: 'build' } },
  ...more,
});
const broker = (more: object = {}) => r('AWS::AmazonMQ::Broker', {
  BrokerName: 'b',
  EngineType: 'ACTIVEMQ',
  EngineVersion: '5.18',
  DeploymentMode: 'ACTIVE_STANDBY_MULTI_AZ',
  HostInstanceType: 'mq.m5.large',
  PubliclyAccessible: false,
  AutoMinorVersionUpgrade: true,
  EncryptionOptions: { UseAwsOwnedKey: false, KmsKeyId: KEY_ARN },
  Logs: { Audit: true, General: true },
  SubnetIds: SUBNETS.slice(0, 2),
  SecurityGroups: ['sg-1'],
  Users: [{ Username: 'acme', Password: '{{resolve:secretsmanager:broker:SecretString:password}}' }],
  ...more,
});
const kafka = (more: object = {}) => r('AWS::MSK::Cluster', {
  ClusterName: 'c',
  KafkaVersion: '3.9.x',
  NumberOfBrokerNodes: 3,
  BrokerNodeGroupInfo: { InstanceType: 'kafka.m7g.large', ClientSubnets: SUBNETS, SecurityGroups: ['sg-1'] },
  EncryptionInfo: { EncryptionAtRest: { DataVolumeKMSKeyId: KEY_ARN }, EncryptionInTransit: { InCluster: true, ClientBroker: 'TLS' } },
  EnhancedMonitoring: 'PER_TOPIC_PER_PARTITION',
  ClientAuthentication: { Sasl: { Iam: { Enabled: true } }, Unauthenticated: { Enabled: false } },
  LoggingInfo: { BrokerLogs: { CloudWatchLogs: { Enabled: true, LogGroup: 'kafka' } } },
  ...more,
});

export const APPLICATIONS = [
  ...sound('Amazon SNS', 'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html', {
    'sns-topic': { Topic: topic(), Policy: topicPolicy() },
    'sns-topic-for-alarms': { Topic: topic(), Policy: topicPolicy({ ...allow('sns:Publish', ref('Topic')), Principal: { Service: 'cloudwatch.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } } }) },
    'sns-topic-for-a-bucket': { Topic: topic(), Policy: topicPolicy({ ...allow('sns:Publish', ref('Topic')), Principal: { Service: 's3.amazonaws.com' }, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-records' }, StringEquals: { 'aws:SourceAccount': '123456789012' } } }) },
    'sns-topic-of-organization': { Topic: topic(), Policy: topicPolicy({ ...allow('sns:Subscribe', ref('Topic')), Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } } }) },
  }),
  ...sound('Amazon SQS', 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html', {
    'sqs-queue': { Queue: queue(), Policy: queuePolicy() },
    'sqs-managed-encryption': { Queue: queue({ KmsMasterKeyId: undefined, SqsManagedSseEnabled: true }), Policy: queuePolicy() },
    'sqs-default-encryption': { Queue: queue({ KmsMasterKeyId: undefined }), Policy: queuePolicy() },
    'sqs-queue-of-a-topic': { Queue: queue(), Policy: queuePolicy({ ...allow('sqs:SendMessage', att('Queue')), Principal: { Service: 'sns.amazonaws.com' }, Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:eu-west-2:123456789012:t' } } }) },
  }),
  ...sound('Amazon API Gateway', 'https://docs.aws.amazon.com/apigateway/latest/developerguide/security-best-practices.html', {
    'rest-api': { ...REST, Stage: stage(), Method: method() },
    'rest-api-with-cognito': { ...REST, Stage: stage(), Method: method({ AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: 'a' }) },
    'rest-api-with-cache': { ...REST, Stage: stage({ CacheClusterEnabled: true, CacheClusterSize: '0.5', MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR', CachingEnabled: true, CacheDataEncrypted: true }] }), Method: method() },
    'rest-api-with-preflight': { ...REST, Stage: stage(), Method: method(), Preflight: method({ HttpMethod: 'OPTIONS', AuthorizationType: 'NONE', Integration: { Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode":200}' }, IntegrationResponses: [{ StatusCode: '204', ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'https://www.example.com'" } }] } }) },
    'rest-domain': { Domain: r('AWS::ApiGateway::DomainName', { DomainName: 'api.example.com', RegionalCertificateArn: 'arn:aws:acm:eu-west-2:123456789012:certificate/c', EndpointConfiguration: { Types: ['REGIONAL'] }, SecurityPolicy: 'TLS_1_2' }) },
    'http-api': {
      Api: r('AWS::ApiGatewayV2::Api', { Name: 'api', ProtocolType: 'HTTP', DisableExecuteApiEndpoint: true, CorsConfiguration: { AllowOrigins: ['https://www.example.com'], AllowMethods: ['GET'] } }),
      Route: r('AWS::ApiGatewayV2::Route', { ApiId: ref('Api'), RouteKey: 'GET /', AuthorizationType: 'JWT', AuthorizerId: 'a' }),
      Stage: r('AWS::ApiGatewayV2::Stage', { ApiId: ref('Api'), StageName: '$default', AutoDeploy: true, AccessLogSettings: { DestinationArn: LOG_GROUP, Format: '$context.requestId' } }),
    },
    'http-domain': { Domain: r('AWS::ApiGatewayV2::DomainName', { DomainName: 'api.example.com', DomainNameConfigurations: [{ CertificateArn: 'arn:aws:acm:eu-west-2:123456789012:certificate/c', EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' }] }) },
    'usage-plan': { Plan: r('AWS::ApiGateway::UsagePlan', { Throttle: { RateLimit: 100, BurstLimit: 50 }, Quota: { Limit: 10000, Period: 'DAY' } }) },
  }),
  ...sound('Amazon Cognito', 'https://docs.aws.amazon.com/cognito/latest/developerguide/multi-tenant-application-security-recommendations.html', {
    'cognito-user-pool': { Pool: userPool(), Client: r('AWS::Cognito::UserPoolClient', { UserPoolId: ref('Pool'), GenerateSecret: true, AllowedOAuthFlows: ['code'], AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthScopes: ['openid'], CallbackURLs: ['https://www.example.com/callback'], PreventUserExistenceErrors: 'ENABLED' }) },
    'cognito-identity-pool': { Identities: r('AWS::Cognito::IdentityPool', { AllowUnauthenticatedIdentities: false, CognitoIdentityProviders: [] }) },
  }),
  ...sound('AWS Step Functions', 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html', {
    'state-machine': { Machine: machine() },
    'express-state-machine': { Machine: machine({ StateMachineType: 'EXPRESS' }) },
  }),
  ...sound('AWS CodeBuild', 'https://docs.aws.amazon.com/codebuild/latest/userguide/security.html', {
    'codebuild-project': { Project: build() },
    'codebuild-from-connection': { Project: build({ Source: { Type: 'GITHUB', Location: 'https://github.com/acme/app.git', Auth: { Type: 'CODECONNECTIONS', Resource: 'arn:aws:codeconnections:eu-west-2:123456789012:connection/c' } } }) },
    'codebuild-with-secret': { Project: build({ Environment: { ComputeType: 'BUILD_GENERAL1_SMALL', Image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0', Type: 'LINUX_CONTAINER', EnvironmentVariables: [{ Name: 'NPM_TOKEN', Type: 'SECRETS_MANAGER', Value: 'npm:token' }] } }) },
  }),
  ...sound('Amazon MQ', 'https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html', {
    'mq-activemq': { Broker: broker() },
    'mq-rabbitmq': { Broker: broker({ EngineType: 'RABBITMQ', EngineVersion: '3.13', DeploymentMode: 'CLUSTER_MULTI_AZ', Logs: { General: true } }) },
  }),
  ...sound('Amazon MSK', 'https://docs.aws.amazon.com/msk/latest/developerguide/security.html', {
    'msk-with-iam': { Cluster: kafka() },
    'msk-with-tls': { Cluster: kafka({ ClientAuthentication: { Tls: { Enabled: true, CertificateAuthorityArnList: ['arn:aws:acm-pca:eu-west-2:123456789012:certificate-authority/c'] }, Unauthenticated: { Enabled: false } } }) },
  }),
  ...sound('Amazon Kinesis', 'https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html', {
    'kinesis-stream': { Stream: r('AWS::Kinesis::Stream', { RetentionPeriodHours: 168, StreamModeDetails: { StreamMode: 'ON_DEMAND' }, StreamEncryption: { EncryptionType: 'KMS', KeyId: KEY_ARN } }) },
    'firehose-stream': { Stream: r('AWS::KinesisFirehose::DeliveryStream', { DeliveryStreamType: 'DirectPut', DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN: KEY_ARN }, ExtendedS3DestinationConfiguration: { BucketARN: 'arn:aws:s3:::lake', RoleARN: 'arn:aws:iam::123456789012:role/firehose', EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN: KEY_ARN } } } }) },
    'firehose-from-stream': { Stream: r('AWS::KinesisFirehose::DeliveryStream', { DeliveryStreamType: 'KinesisStreamAsSource', KinesisStreamSourceConfiguration: { KinesisStreamARN: 'arn:aws:kinesis:eu-west-2:123456789012:stream/s', RoleARN: 'arn:aws:iam::123456789012:role/firehose' }, ExtendedS3DestinationConfiguration: { BucketARN: 'arn:aws:s3:::lake', RoleARN: 'arn:aws:iam::123456789012:role/firehose' } }) },
  }),
  ...sound('AWS AppSync', 'https://docs.aws.amazon.com/appsync/latest/devguide/best-practices.html', {
    'appsync-api': { Api: r('AWS::AppSync::GraphQLApi', { Name: 'api', AuthenticationType: 'AWS_IAM', IntrospectionConfig: 'DISABLED', XrayEnabled: true, LogConfig: { FieldLogLevel: 'ERROR', ExcludeVerboseContent: true, CloudWatchLogsRoleArn: 'arn:aws:iam::123456789012:role/logs' } }), Filter: r('AWS::WAFv2::WebACLAssociation', { ResourceArn: att('Api'), WebACLArn: 'arn:aws:wafv2:eu-west-2:123456789012:regional/webacl/w/1' }) },
  }),
  ...sound('Amazon EventBridge', 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html', {
    'event-bus': { Bus: r('AWS::Events::EventBus', { Name: 'orders', KmsKeyIdentifier: KEY_ARN }), Policy: r('AWS::Events::EventBusPolicy', { EventBusName: ref('Bus'), StatementId: 's', Statement: { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::210987654321:root' }, Action: 'events:PutEvents', Resource: att('Bus') } }) },
    'event-rule': { Rule: r('AWS::Events::Rule', { ScheduleExpression: 'rate(1 day)', Targets: [{ Id: 't', Arn: 'arn:aws:lambda:eu-west-2:123456789012:function:f', DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-2:123456789012:q' } }] }) },
  }),
  ...sound('Amazon Athena', 'https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings.html', {
    'athena-workgroup': { Group: r('AWS::Athena::WorkGroup', { Name: 'w', WorkGroupConfiguration: { EnforceWorkGroupConfiguration: true, PublishCloudWatchMetricsEnabled: true, ResultConfiguration: { OutputLocation: 's3://results/', EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: KEY_ARN } } } }) },
  }),
  ...sound('AWS Glue', 'https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html', {
    'glue-job': {
      Security: r('AWS::Glue::SecurityConfiguration', { Name: 's', EncryptionConfiguration: { S3Encryptions: [{ S3EncryptionMode: 'SSE-KMS', KmsKeyArn: KEY_ARN }], CloudWatchEncryption: { CloudWatchEncryptionMode: 'SSE-KMS', KmsKeyArn: KEY_ARN }, JobBookmarksEncryption: { JobBookmarksEncryptionMode: 'CSE-KMS', KmsKeyArn: KEY_ARN } } }),
      Job: r('AWS::Glue::Job', { Role: 'arn:aws:iam::123456789012:role/glue', GlueVersion: '5.0', SecurityConfiguration: ref('Security'), Command: { Name: 'glueetl', ScriptLocation: 's3://code/j.py' } }),
      Crawler: r('AWS::Glue::Crawler', { Role: 'arn:aws:iam::123456789012:role/glue', CrawlerSecurityConfiguration: ref('Security'), Targets: { S3Targets: [{ Path: 's3://lake/' }] } }),
      Catalog: r('AWS::Glue::DataCatalogEncryptionSettings', { CatalogId: ref('AWS::AccountId'), DataCatalogEncryptionSettings: { EncryptionAtRest: { CatalogEncryptionMode: 'SSE-KMS', SseAwsKmsKeyId: KEY_ARN }, ConnectionPasswordEncryption: { ReturnConnectionPasswordEncrypted: true, KmsKeyId: KEY_ARN } } }),
    },
  }),
  ...sound('Amazon SageMaker AI', 'https://docs.aws.amazon.com/sagemaker/latest/dg/infrastructure-security.html', {
    'sagemaker-notebook': { Notebook: r('AWS::SageMaker::NotebookInstance', { InstanceType: 'ml.t3.medium', RoleArn: 'arn:aws:iam::123456789012:role/notebook', DirectInternetAccess: 'Disabled', RootAccess: 'Disabled', SubnetId: 'subnet-1', SecurityGroupIds: ['sg-1'], KmsKeyId: KEY_ARN, PlatformIdentifier: 'notebook-al2023-v1', InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' } }) },
    'sagemaker-endpoint': { Config: r('AWS::SageMaker::EndpointConfig', { KmsKeyId: KEY_ARN, ProductionVariants: [{ VariantName: 'v', ModelName: 'm', InitialInstanceCount: 2, InstanceType: 'ml.m5.large', InitialVariantWeight: 1 }] }), Model: r('AWS::SageMaker::Model', { ExecutionRoleArn: 'arn:aws:iam::123456789012:role/model', EnableNetworkIsolation: true, VpcConfig: { Subnets: SUBNETS, SecurityGroupIds: ['sg-1'] }, PrimaryContainer: { Image: '123456789012.dkr.ecr.eu-west-2.amazonaws.com/m@sha256:0123456789012345678901234567890123456789012345678901234567890123', ImageConfig: { RepositoryAccessMode: 'Vpc' } } }) },
    'sagemaker-domain': { Domain: r('AWS::SageMaker::Domain', { DomainName: 'd', AuthMode: 'IAM', AppNetworkAccessType: 'VpcOnly', VpcId: 'vpc-1', SubnetIds: SUBNETS, KmsKeyId: KEY_ARN, DefaultUserSettings: { ExecutionRole: 'arn:aws:iam::123456789012:role/domain', SecurityGroups: ['sg-1'] } }) },
  }),
  ...sound('AWS Transfer Family', 'https://docs.aws.amazon.com/transfer/latest/userguide/security-policies.html', {
    'transfer-server': { Server: r('AWS::Transfer::Server', { Protocols: ['SFTP'], EndpointType: 'VPC', EndpointDetails: { VpcId: 'vpc-1', SubnetIds: SUBNETS.slice(0, 2), SecurityGroupIds: ['sg-1'] }, SecurityPolicyName: 'TransferSecurityPolicy-2025-03', StructuredLogDestinations: [`${LOG_GROUP}:*`] }) },
  }),
  ...sound('Amazon SES', 'https://docs.aws.amazon.com/ses/latest/dg/security-protocols.html', {
    'ses-configuration-set': { Set: r('AWS::SES::ConfigurationSet', { Name: 's', DeliveryOptions: { TlsPolicy: 'REQUIRE' }, ReputationOptions: { ReputationMetricsEnabled: true } }) },
  }),
  ...sound('Amazon WorkSpaces', 'https://docs.aws.amazon.com/workspaces/latest/adminguide/encrypt-workspaces.html', {
    workspace: { Workspace: r('AWS::WorkSpaces::Workspace', { BundleId: 'wsb-1', DirectoryId: 'd-1', UserName: 'u', UserVolumeEncryptionEnabled: true, RootVolumeEncryptionEnabled: true, VolumeEncryptionKey: KEY_ARN }) },
  }),
  ...sound('Amazon MWAA', 'https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-security.html', {
    mwaa: { Environment: r('AWS::MWAA::Environment', { Name: 'm', WebserverAccessMode: 'PRIVATE_ONLY', KmsKey: KEY_ARN, NetworkConfiguration: { SubnetIds: SUBNETS.slice(0, 2), SecurityGroupIds: ['sg-1'] }, LoggingConfiguration: Object.fromEntries(['DagProcessingLogs', 'SchedulerLogs', 'TaskLogs', 'WebserverLogs', 'WorkerLogs'].map((name) => [name, { Enabled: true, LogLevel: 'INFO' }])) }) },
  }),
  ...sound('AWS IAM', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html', {
    'iam-role-with-one-table': { Role: role('lambda.amazonaws.com', allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], [sub('arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders'), sub('arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders/index/*')])) },
    'iam-role-with-one-prefix': { Role: role('ecs-tasks.amazonaws.com', allow('s3:GetObject', 'arn:aws:s3:::acme-records/in/*'), allow('s3:ListBucket', 'arn:aws:s3:::acme-records', { Condition: { StringLike: { 's3:prefix': 'in/*' } } })) },
    'iam-role-with-describe': { Role: role('lambda.amazonaws.com', allow(['ec2:DescribeInstances', 'ec2:DescribeSubnets', 'cloudwatch:PutMetricData', 'xray:PutTraceSegments'], '*')) },
    'iam-role-that-passes-one-role': { Role: role('states.amazonaws.com', allow('iam:PassRole', 'arn:aws:iam::123456789012:role/task', { Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } } }), allow('ecs:RunTask', 'arn:aws:ecs:eu-west-2:123456789012:task-definition/app:*')) },
    'iam-role-of-github': { Role: r('AWS::IAM::Role', { AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { Federated: sub('arn:aws:iam::${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com') }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com', 'token.actions.githubusercontent.com:sub': 'repo:acme/app:ref:refs/heads/main' } } }) }) },
    'iam-role-of-partner': { Role: r('AWS::IAM::Role', { AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::210987654321:root' }, Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': 'acme-4711' } } }) }) },
    'iam-role-of-instance': { Role: r('AWS::IAM::Role', { AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }), ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore', 'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy'] }) },
    'iam-role-with-secret-by-tag': { Role: role('lambda.amazonaws.com', allow('secretsmanager:GetSecretValue', '*', { Condition: { StringEquals: { 'aws:ResourceTag/application': 'orders' } } })) },
    'iam-role-with-key-of-service': { Role: role('lambda.amazonaws.com', allow(['kms:Decrypt', 'kms:GenerateDataKey'], KEY_ARN)) },
    'iam-boundary-policy': { Policy: r('AWS::IAM::ManagedPolicy', { PolicyDocument: policy(allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::acme-records/*'), { Effect: 'Deny', Action: ['iam:*', 'organizations:*'], Resource: '*' }) }) },
    'iam-denies-outside-region': { Policy: r('AWS::IAM::ManagedPolicy', { PolicyDocument: policy({ Effect: 'Deny', NotAction: ['iam:*', 'sts:*', 'support:*'], Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-2' } } }) }) },
  }),
];
