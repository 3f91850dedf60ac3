import { ABSENT, addition, change, Fault, removal } from '../template';

const LOAN = 'production-loan-prod';
const PAYMENT = 'production-payment-prod';
const PIPELINE = 'production-pipeline-prod';
const TRANSACTIONS = 'production-transactions-prod';
const EC2 = 'production-ec2-baseline-prod';

const CLUSTER = 'AWS::RDS::DBCluster';
const INSTANCE = 'AWS::RDS::DBInstance';
const RDS = 'Amazon RDS';
const rds: Fault[] = [
  change(RDS, 'cluster storage in clear', LOAN, CLUSTER, 'StorageEncrypted', false),
  change(RDS, 'cluster storage encryption left to the default', PAYMENT, CLUSTER, 'StorageEncrypted', ABSENT),
  change(RDS, 'cluster without deletion protection', TRANSACTIONS, CLUSTER, 'DeletionProtection', false),
  change(RDS, 'cluster without IAM authentication', LOAN, CLUSTER, 'EnableIAMDatabaseAuthentication', false),
  change(RDS, 'cluster backups of one day', LOAN, CLUSTER, 'BackupRetentionPeriod', 1),
  change(RDS, 'cluster logs not exported', PAYMENT, CLUSTER, 'EnableCloudwatchLogsExports', ABSENT),
  change(RDS, 'cluster with a password in clear', LOAN, CLUSTER, 'MasterUserPassword', 'correct-horse-battery'),
  change(RDS, 'instance public', EC2, INSTANCE, 'PubliclyAccessible', true),
  change(RDS, 'instance storage in clear', EC2, INSTANCE, 'StorageEncrypted', false),
  change(RDS, 'instance in one zone', PIPELINE, INSTANCE, 'MultiAZ', false),
  change(RDS, 'instance backups off', PIPELINE, INSTANCE, 'BackupRetentionPeriod', 0),
  change(RDS, 'instance without deletion protection', PIPELINE, INSTANCE, 'DeletionProtection', false),
  change(RDS, 'instance without enhanced monitoring', EC2, INSTANCE, 'MonitoringInterval', 0),
  change(RDS, 'instance without minor upgrades', EC2, INSTANCE, 'AutoMinorVersionUpgrade', false),
  change(RDS, 'instance without copies of tags', EC2, INSTANCE, 'CopyTagsToSnapshot', false),
  { service: RDS, name: 'PostgreSQL without forced TLS', in: PIPELINE, edit: { at: ['AWS::RDS::DBParameterGroup', 'Properties', 'Parameters', 'rds.force_ssl'], value: '0' } },
];

const ECS = 'Amazon ECS';
const TASK = 'AWS::ECS::TaskDefinition';
const container = (path: string) => `ContainerDefinitions[0].${path}`;
const ecs: Fault[] = [
  change(ECS, 'privileged container', LOAN, TASK, container('Privileged'), true),
  change(ECS, 'root file system writable', LOAN, TASK, container('ReadonlyRootFilesystem'), false),
  change(ECS, 'root user', PAYMENT, TASK, container('User'), 'root'),
  change(ECS, 'no user', PIPELINE, TASK, container('User'), ABSENT),
  change(ECS, 'password in an environment variable', LOAN, TASK, container('Environment'), [{ Name: 'DB_PASSWORD', Value: 'correct-horse' }]),
  change(ECS, 'secret by value in an environment variable', PAYMENT, TASK, container('Environment'), [{ Name: 'DATABASE', Value: 'postgres://app:hunter22@db:5432/app' }]),
  change(ECS, 'access key in an environment variable', PAYMENT, TASK, container('Environment'), [{ Name: 'ID', Value: ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('') }]),
  change(ECS, 'no logs', LOAN, TASK, container('LogConfiguration'), ABSENT),
  change(ECS, 'image by latest', LOAN, TASK, container('Image'), 'public.ecr.aws/nginx/nginx:latest'),
  change(ECS, 'image without a tag', PAYMENT, TASK, container('Image'), 'public.ecr.aws/nginx/nginx'),
  change(ECS, 'capability SYS_ADMIN', LOAN, TASK, container('LinuxParameters.Capabilities.Add'), ['SYS_ADMIN']),
  change(ECS, 'Docker socket mounted', LOAN, TASK, 'Volumes', [{ Name: 'docker', Host: { SourcePath: '/var/run/docker.sock' } }]),
  change(ECS, 'host process namespace', LOAN, TASK, 'PidMode', 'host'),
  change(ECS, 'host network', PIPELINE, TASK, 'NetworkMode', 'host'),
  change(ECS, 'public address', LOAN, 'AWS::ECS::Service', 'NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp', 'ENABLED'),
  change(ECS, 'old platform version', PAYMENT, 'AWS::ECS::Service', 'PlatformVersion', '1.3.0'),
  change(ECS, 'cluster without Container Insights', LOAN, 'AWS::ECS::Cluster', 'ClusterSettings', [{ Name: 'containerInsights', Value: 'disabled' }]),
  change(ECS, 'Exec without logs', LOAN, 'AWS::ECS::Service', 'EnableExecuteCommand', true),
];

const ELB = 'Elastic Load Balancing';
const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const elb: Fault[] = [
  change(ELB, 'attributes of the service', LOAN, BALANCER, 'LoadBalancerAttributes', ABSENT),
  change(ELB, 'no access logs', PAYMENT, BALANCER, 'LoadBalancerAttributes', [{ Key: 'access_logs.s3.enabled', Value: 'false' }]),
  addition(ELB, 'plain HTTP listener', LOAN, LISTENER, { LoadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-2:123456789012:loadbalancer/app/x/1', Port: 80, Protocol: 'HTTP', DefaultActions: [{ Type: 'forward', TargetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-2:123456789012:targetgroup/x/1' }] }),
  change(ELB, 'old TLS policy', TRANSACTIONS, LISTENER, 'SslPolicy', 'ELBSecurityPolicy-TLS-1-0-2015-04'),
  change(ELB, 'no TLS policy', TRANSACTIONS, LISTENER, 'SslPolicy', ABSENT),
  removal(ELB, 'no web ACL', LOAN, 'AWS::WAFv2::WebACLAssociation'),
];

const WAF = 'AWS WAF';
const ACL = 'AWS::WAFv2::WebACL';
const waf: Fault[] = [
  change(WAF, 'no rules', LOAN, ACL, 'Rules', []),
  change(WAF, 'managed rules in count', LOAN, ACL, 'Rules[0].OverrideAction', { Count: {} }),
  change(WAF, 'metrics off', PAYMENT, ACL, 'VisibilityConfig.CloudWatchMetricsEnabled', false),
  removal(WAF, 'no logs', PAYMENT, 'AWS::WAFv2::LoggingConfiguration'),
  removal(WAF, 'API without a web ACL', PIPELINE, 'AWS::WAFv2::WebACLAssociation'),
];

const CLOUDFRONT = 'Amazon CloudFront';
const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const cloudfront: Fault[] = [
  change(CLOUDFRONT, 'plain HTTP for viewers', TRANSACTIONS, DISTRIBUTION, 'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy', 'allow-all'),
  change(CLOUDFRONT, 'old TLS for viewers', TRANSACTIONS, DISTRIBUTION, 'DistributionConfig.ViewerCertificate.MinimumProtocolVersion', 'TLSv1'),
  change(CLOUDFRONT, 'certificate of the service', TRANSACTIONS, DISTRIBUTION, 'DistributionConfig.ViewerCertificate', { CloudFrontDefaultCertificate: true }),
  change(CLOUDFRONT, 'no web ACL', TRANSACTIONS, DISTRIBUTION, 'DistributionConfig.WebACLId', ABSENT),
  change(CLOUDFRONT, 'plain HTTP to the origin', TRANSACTIONS, DISTRIBUTION, 'DistributionConfig.Origins[0].CustomOriginConfig', { OriginProtocolPolicy: 'http-only' }),
];

const VPC = 'Amazon VPC';
const world = (more: object) => ({ GroupId: 'sg-1', IpProtocol: 'tcp', CidrIp: '0.0.0.0/0', ...more });
const INGRESS = 'AWS::EC2::SecurityGroupIngress';
const vpc: Fault[] = [
  removal(VPC, 'no flow log', LOAN, 'AWS::EC2::FlowLog'),
  change(VPC, 'flow log of accepted traffic', PAYMENT, 'AWS::EC2::FlowLog', 'TrafficType', 'ACCEPT'),
  removal(VPC, 'default security group open', EC2, 'Custom::VpcRestrictDefaultSG'),
  addition(VPC, 'SSH open', LOAN, INGRESS, world({ FromPort: 22, ToPort: 22 })),
  addition(VPC, 'SSH open to half of the internet', LOAN, INGRESS, world({ FromPort: 22, ToPort: 22, CidrIp: '128.0.0.0/1' })),
  addition(VPC, 'SSH open to 10.0.0.0/0', PAYMENT, INGRESS, world({ FromPort: 22, ToPort: 22, CidrIp: '10.0.0.0/0' })),
  addition(VPC, 'database port open over IPv6', LOAN, INGRESS, { GroupId: 'sg-1', IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIpv6: '0:0:0:0:0:0:0:0/0' }),
  addition(VPC, 'every port open', LOAN, INGRESS, { GroupId: 'sg-1', IpProtocol: '-1', CidrIp: '0.0.0.0/0' }),
  addition(VPC, 'unusual port open', PAYMENT, INGRESS, world({ FromPort: 9000, ToPort: 9000 })),
  addition(VPC, 'group in the default VPC', LOAN, 'AWS::EC2::SecurityGroup', { GroupDescription: 'x', SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }] }),
  addition(VPC, 'all outbound traffic', LOAN, 'AWS::EC2::SecurityGroup', { GroupDescription: 'x', VpcId: 'vpc-1' }),
  addition(VPC, 'all outbound traffic in a rule', PAYMENT, 'AWS::EC2::SecurityGroupEgress', { GroupId: 'sg-1', IpProtocol: '-1', CidrIp: '0.0.0.0/0' }),
  addition(VPC, 'network ACL admits SSH', LOAN, 'AWS::EC2::NetworkAclEntry', { NetworkAclId: 'acl-1', RuleNumber: 50, Protocol: 6, RuleAction: 'allow', CidrBlock: '0.0.0.0/0', PortRange: { From: 22, To: 22 } }),
  change(VPC, 'public addresses by default', LOAN, 'AWS::EC2::Subnet', 'MapPublicIpOnLaunch', true),
  addition(VPC, 'instance in the default VPC', EC2, 'AWS::EC2::Instance', { ImageId: 'ami-1', InstanceType: 't3.micro' }),
  addition(VPC, 'VPN with IKEv1', EC2, 'AWS::EC2::VPNConnection', { Type: 'ipsec.1', CustomerGatewayId: 'cgw-1', VpnTunnelOptionsSpecifications: [{ IKEVersions: [{ Value: 'ikev1' }] }] }),
];

const EC2_SERVICE = 'Amazon EC2';
const TEMPLATE = 'AWS::EC2::LaunchTemplate';
const ec2: Fault[] = [
  change(EC2_SERVICE, 'IMDSv1', EC2, TEMPLATE, 'LaunchTemplateData.MetadataOptions.HttpTokens', 'optional'),
  change(EC2_SERVICE, 'IMDS options of the service', TRANSACTIONS, TEMPLATE, 'LaunchTemplateData.MetadataOptions', ABSENT),
  change(EC2_SERVICE, 'volumes in clear', EC2, TEMPLATE, 'LaunchTemplateData.BlockDeviceMappings[0].Ebs.Encrypted', false),
  change(EC2_SERVICE, 'public address', TRANSACTIONS, TEMPLATE, 'LaunchTemplateData.NetworkInterfaces', [{ DeviceIndex: 0, AssociatePublicIpAddress: true }]),
  change(EC2_SERVICE, 'access key in user data', EC2, TEMPLATE, 'LaunchTemplateData.UserData', { 'Fn::Base64': `#!/bin/bash\nexport AWS_ACCESS_KEY_ID=${['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('')}` }),
  change(EC2_SERVICE, 'password in user data', EC2, TEMPLATE, 'LaunchTemplateData.UserData', { 'Fn::Base64': '#!/bin/bash\nDB_PASSWORD=correct-horse ./run' }),
  change(EC2_SERVICE, 'instances in one subnet', EC2, 'AWS::AutoScaling::AutoScalingGroup', 'VPCZoneIdentifier', ['subnet-1']),
  change(EC2_SERVICE, 'health of instances only', EC2, 'AWS::AutoScaling::AutoScalingGroup', 'HealthCheckType', 'EC2'),
  addition(EC2_SERVICE, 'volume in clear', EC2, 'AWS::EC2::Volume', { AvailabilityZone: 'eu-west-2a', Size: 8, Encrypted: false }),
];

const IAM = 'AWS IAM';
const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::ManagedPolicy';
const policy = (statement: object) => ({ PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] } });
const role = (statement: object, more: object = {}) => ({ AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }] }, ...more });
const LAMBDA_ROLE = { Principal: { Service: 'lambda.amazonaws.com' } };
const iam: Fault[] = [
  addition(IAM, 'administrator', LOAN, POLICY, policy({ Action: '*' })),
  addition(IAM, 'everything but one service', LOAN, POLICY, policy({ NotAction: 'iam:*' })),
  addition(IAM, 'everything but one resource', LOAN, POLICY, policy({ Action: 's3:GetObject', Resource: undefined, NotResource: 'arn:aws:s3:::x/*' })),
  addition(IAM, 'a service', LOAN, POLICY, policy({ Action: 'dynamodb:*', Resource: 'arn:aws:dynamodb:eu-west-2:123456789012:table/x' })),
  addition(IAM, 'services by a partial wildcard', PAYMENT, POLICY, policy({ Action: 'i*:*' })),
  addition(IAM, 'pass any role', PAYMENT, POLICY, policy({ Action: 'iam:PassRole' })),
  addition(IAM, 'policy versions', PAYMENT, POLICY, policy({ Action: 'iam:CreatePolicyVersion' })),
  addition(IAM, 'attach policies', PAYMENT, POLICY, policy({ Action: ['iam:Attach*'] })),
  addition(IAM, 'assume any role', LOAN, POLICY, policy({ Action: 'sts:AssumeRole' })),
  addition(IAM, 'all objects', LOAN, POLICY, policy({ Action: 's3:Get*', Resource: 'arn:aws:s3:::*' })),
  addition(IAM, 'all secrets', LOAN, POLICY, policy({ Action: 'secretsmanager:GetSecretValue' })),
  addition(IAM, 'all parameters', LOAN, POLICY, policy({ Action: 'ssm:GetParametersByPath', Resource: 'arn:aws:ssm:eu-west-2:123456789012:parameter/*' })),
  addition(IAM, 'all keys', LOAN, POLICY, policy({ Action: 'kms:Decrypt' })),
  addition(IAM, 'stop the trail', PAYMENT, POLICY, policy({ Action: 'cloudtrail:StopLogging' })),
  addition(IAM, 'delete logs', PAYMENT, POLICY, policy({ Action: 'logs:Delete*' })),
  addition(IAM, 'trust in everyone', LOAN, ROLE, role({ Principal: '*' })),
  addition(IAM, 'trust in another account', LOAN, ROLE, role({ Principal: { AWS: 'arn:aws:iam::210987654321:root' } })),
  addition(IAM, 'trust in every repository', LOAN, ROLE, role({ Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com' } })),
  addition(IAM, 'administrator policy of AWS', LOAN, ROLE, role(LAMBDA_ROLE, { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] })),
  addition(IAM, 'full access policy of AWS', PAYMENT, ROLE, role(LAMBDA_ROLE, { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'] })),
  addition(IAM, 'inline policy', PAYMENT, ROLE, role(LAMBDA_ROLE, { Policies: [{ PolicyName: 'p', ...policy({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::x/*' }) }] })),
  addition(IAM, 'administrator as JSON text', LOAN, 'AWS::SSO::PermissionSet', { Name: 'x', InstanceArn: 'arn:aws:sso:::instance/x', InlinePolicy: JSON.stringify(policy({ Action: '*' }).PolicyDocument) }),
  addition(IAM, 'user with a password', LOAN, 'AWS::IAM::User', { Groups: ['x'], LoginProfile: { Password: 'correct-horse' } }),
  addition(IAM, 'access key', LOAN, 'AWS::IAM::AccessKey', { UserName: 'x' }),
];

const STORAGE = 'Amazon S3';
const BUCKET = 'AWS::S3::Bucket';
const s3: Fault[] = [
  change(STORAGE, 'public access allowed', PAYMENT, BUCKET, 'PublicAccessBlockConfiguration.BlockPublicPolicy', false),
  addition(STORAGE, 'bucket without anything', LOAN, BUCKET, {}),
  addition(STORAGE, 'policy of a bucket elsewhere', LOAN, 'AWS::S3::BucketPolicy', { Bucket: 'x', PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::x/*' }] } }),
  addition(STORAGE, 'policy by Referer', LOAN, 'AWS::S3::BucketPolicy', { Bucket: 'x', PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::x/*', Condition: { StringLike: { 'aws:Referer': 'https://example.com/*' } } }] } }),
];

const OTHER: Fault[] = [
  change('AWS KMS', 'no rotation', LOAN, 'AWS::KMS::Key', 'EnableKeyRotation', false),
  change('AWS KMS', 'public key policy', LOAN, 'AWS::KMS::Key', 'KeyPolicy.Statement[0].Principal', '*'),
  change('AWS KMS', 'key for everyone by ViaService', LOAN, 'AWS::KMS::Key', 'KeyPolicy.Statement[0]', { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-2.amazonaws.com' } } }),
  change('Amazon SNS', 'topic in clear', LOAN, 'AWS::SNS::Topic', 'KmsMasterKeyId', ABSENT),
  removal('Amazon SNS', 'topic without TLS', LOAN, 'AWS::SNS::TopicPolicy'),
  addition('Amazon SNS', 'public topic', LOAN, 'AWS::SNS::TopicPolicy', { Topics: ['arn:aws:sns:eu-west-2:123456789012:x'], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sns:Publish', Resource: '*' }] } }),
  removal('Amazon SQS', 'queue without TLS', PIPELINE, 'AWS::SQS::QueuePolicy'),
  change('Amazon Kinesis', 'stream in clear', PIPELINE, 'AWS::Kinesis::Stream', 'StreamEncryption', ABSENT),
  change('Amazon Data Firehose', 'delivery stream in clear', TRANSACTIONS, 'AWS::KinesisFirehose::DeliveryStream', 'DeliveryStreamEncryptionConfigurationInput', ABSENT),
  change('AWS CloudTrail', 'one Region', EC2, 'AWS::CloudTrail::Trail', 'IsMultiRegionTrail', false),
  change('AWS CloudTrail', 'no validation', PAYMENT, 'AWS::CloudTrail::Trail', 'EnableLogFileValidation', false),
  change('AWS CloudTrail', 'logs in clear', PAYMENT, 'AWS::CloudTrail::Trail', 'KMSKeyId', ABSENT),
  change('AWS CloudTrail', 'not logging', PAYMENT, 'AWS::CloudTrail::Trail', 'IsLogging', false),
  change('AWS CloudTrail', 'no management events', PAYMENT, 'AWS::CloudTrail::Trail', 'AdvancedEventSelectors[0]', ABSENT),
  change('AWS CloudTrail', 'only writes', EC2, 'AWS::CloudTrail::Trail', 'AdvancedEventSelectors[0].FieldSelectors[1]', { Field: 'readOnly', Equals: ['false'] }),
  change('Amazon CloudWatch', 'logs of a week', LOAN, 'AWS::Logs::LogGroup', 'RetentionInDays', 7),
  change('Amazon CloudWatch', 'logs in clear', LOAN, 'AWS::Logs::LogGroup', 'KmsKeyId', ABSENT),
  change('Amazon CloudWatch', 'alarm without an action', LOAN, 'AWS::CloudWatch::CompositeAlarm', 'ActionsEnabled', false),
  change('AWS Config', 'some types only', EC2, 'AWS::Config::ConfigurationRecorder', 'RecordingGroup', { AllSupported: false, ResourceTypes: ['AWS::S3::Bucket'] }),
  removal('AWS Backup', 'no selection', LOAN, 'AWS::Backup::BackupSelection'),
  change('AWS Backup', 'vault in clear', LOAN, 'AWS::Backup::BackupVault', 'EncryptionKeyArn', ABSENT),
  change('AWS Backup', 'backups of a day', LOAN, 'AWS::Backup::BackupPlan', 'BackupPlan.BackupPlanRule[0].Lifecycle', { DeleteAfterDays: 1 }),
  removal('AWS Secrets Manager', 'no rotation', PAYMENT, 'AWS::SecretsManager::RotationSchedule'),
  change('AWS Secrets Manager', 'rotation once a year', PAYMENT, 'AWS::SecretsManager::RotationSchedule', 'RotationRules', { AutomaticallyAfterDays: 365 }),
  change('AWS Secrets Manager', 'value in the template', PAYMENT, 'AWS::SecretsManager::Secret', 'SecretString', '{"password":"correct-horse"}'),
  change('AWS Lambda', 'password in an environment variable', TRANSACTIONS, 'AWS::Lambda::Function', 'Environment.Variables.DB_PASSWORD', 'correct-horse'),
  addition('AWS Lambda', 'public permission', LOAN, 'AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', FunctionName: 'x', Principal: '*' }),
  addition('AWS Lambda', 'permission for any bucket', LOAN, 'AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', FunctionName: 'x', Principal: 's3.amazonaws.com' }),
  addition('AWS Lambda', 'public URL', LOAN, 'AWS::Lambda::Url', { AuthType: 'NONE', TargetFunctionArn: 'x' }),
  change('AWS Lambda', 'old runtime', TRANSACTIONS, 'AWS::Lambda::Function', 'Runtime', 'nodejs14.x'),
  change('Amazon API Gateway', 'method without authorization', PIPELINE, 'AWS::ApiGateway::Method', 'AuthorizationType', 'NONE'),
  change('Amazon API Gateway', 'no access logs', PIPELINE, 'AWS::ApiGateway::Stage', 'AccessLogSetting', ABSENT),
  change('Amazon API Gateway', 'no execution logs', PIPELINE, 'AWS::ApiGateway::Stage', 'MethodSettings', ABSENT),
  change('Amazon API Gateway', 'no traces', PIPELINE, 'AWS::ApiGateway::Stage', 'TracingEnabled', false),
];

export const PLATFORMS: Fault[] = [...rds, ...ecs, ...elb, ...waf, ...cloudfront, ...vpc, ...ec2, ...iam, ...s3, ...OTHER];
