import { EncryptionRule } from './at-rest';
import { SERVICES } from './service-names';
import { ORIGINS } from '../../predicates/rds-origin';
import { Tier } from '../model';

/** What the inventory says about a CloudFormation type. */
export interface ComponentType {
  readonly service: string;
  readonly tier: Tier;
  /** Property of the physical name. */
  readonly name?: string;
  /** How the template shows encryption at rest. Omitted for types that store no data. */
  readonly atRest?: EncryptionRule;
}

type Row = readonly [service: string, tier: Tier, name?: string, atRest?: EncryptionRule];

const STORED_UNKNOWN: EncryptionRule = { byDefault: 'not determined', source: 'no property of the template shows it' };
const KEY_NOT_SET = { byDefault: 'not determined', source: 'the property of the key is not set' } as const;
const volume = (key: string, on: string): EncryptionRule => ({
  on, key, unset: 'not determined', byDefault: 'not determined', source: 'encrypted with the default key of the account for Amazon EBS',
});
// Source: Amazon RDS API Reference, RestoreDBInstanceFromDBSnapshot and RestoreDBClusterFromSnapshot: without a key, encryption is that of the snapshot.
const RESTORED = [...ORIGINS, 'ReplicationSourceIdentifier', 'GlobalClusterIdentifier'];
const database = (key = 'KmsKeyId', on = 'StorageEncrypted'): EncryptionRule => ({
  inherits: RESTORED, on, key, byDefault: 'aws managed key', source: 'Amazon RDS User Guide, "Encrypting Amazon RDS resources": the default key is the AWS managed key',
});
const GLOBAL_CLUSTER: EncryptionRule = {
  on: 'StorageEncrypted', inherits: ['SourceDBClusterIdentifier'], byDefault: 'not determined', source: 'StorageEncrypted is true; its clusters have the keys',
};
const managed = (key: string, source: string): EncryptionRule => ({ key, byDefault: 'aws managed key', source });
const owned = (key: string, source: string, items?: string): EncryptionRule => ({ key, items, byDefault: 'aws owned key', source });

/**
 * Services, tiers and stores of CloudFormation types. Names of services are those of the AWS documentation; properties are those of the CloudFormation
 * template reference; defaults of services are from the pages that each row names. A type that is in neither table is a component of its own.
 */
const ROWS: Readonly<Record<string, Row>> = {
  // Edge
  'AWS::CloudFront::Distribution': ['Amazon CloudFront', 'edge'],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['Elastic Load Balancing', 'edge', 'Name'],
  'AWS::ElasticLoadBalancing::LoadBalancer': ['Elastic Load Balancing', 'edge', 'LoadBalancerName'],
  'AWS::ApiGateway::RestApi': ['Amazon API Gateway', 'edge', 'Name'],
  'AWS::ApiGatewayV2::Api': ['Amazon API Gateway', 'edge', 'Name'],
  'AWS::AppSync::GraphQLApi': ['AWS AppSync', 'edge', 'Name'],
  'AWS::AppSync::Api': ['AWS AppSync', 'edge', 'Name'],
  'AWS::WAFv2::WebACL': ['AWS WAF', 'edge', 'Name'],
  'AWS::GlobalAccelerator::Accelerator': ['AWS Global Accelerator', 'edge', 'Name'],
  'AWS::Transfer::Server': ['AWS Transfer Family', 'edge'],
  'AWS::Route53::HostedZone': ['Amazon Route 53', 'edge', 'Name'],
  'AWS::Route53::RecordSet': ['Amazon Route 53', 'edge', 'Name'],

  // Network
  'AWS::EC2::VPC': ['Amazon VPC', 'network'],
  'AWS::EC2::Subnet': ['Amazon VPC', 'network'],
  'AWS::EC2::SecurityGroup': ['Amazon VPC', 'network', 'GroupName'],
  'AWS::EC2::NetworkAcl': ['Amazon VPC', 'network'],
  'AWS::EC2::NatGateway': ['Amazon VPC', 'network'],
  'AWS::EC2::InternetGateway': ['Amazon VPC', 'network'],
  'AWS::EC2::EgressOnlyInternetGateway': ['Amazon VPC', 'network'],
  'AWS::EC2::VPCEndpoint': ['AWS PrivateLink', 'network'],
  'AWS::EC2::VPCEndpointService': ['AWS PrivateLink', 'network'],
  'AWS::EC2::VPCPeeringConnection': ['Amazon VPC', 'network'],
  'AWS::EC2::TransitGateway': ['AWS Transit Gateway', 'network'],
  'AWS::EC2::VPNGateway': ['AWS Site-to-Site VPN', 'network'],
  'AWS::EC2::VPNConnection': ['AWS Site-to-Site VPN', 'network'],
  'AWS::EC2::CustomerGateway': ['AWS Site-to-Site VPN', 'network'],
  'AWS::EC2::ClientVpnEndpoint': ['AWS Client VPN', 'network'],
  'AWS::EC2::EIP': ['Amazon VPC', 'network'],
  'AWS::EC2::NetworkInterface': ['Amazon VPC', 'network'],
  'AWS::NetworkFirewall::Firewall': ['AWS Network Firewall', 'network', 'FirewallName'],
  'AWS::Route53Resolver::FirewallRuleGroup': ['Amazon Route 53 Resolver', 'network', 'Name'],
  'AWS::Route53Resolver::ResolverEndpoint': ['Amazon Route 53 Resolver', 'network', 'Name'],
  'AWS::ApiGatewayV2::VpcLink': ['Amazon API Gateway', 'network', 'Name'],
  'AWS::Redshift::EndpointAccess': ['Amazon Redshift', 'network', 'EndpointName'],

  // Compute
  'AWS::ECS::Cluster': ['Amazon ECS', 'compute', 'ClusterName'],
  'AWS::ECS::Service': ['Amazon ECS', 'compute', 'ServiceName'],
  'AWS::Lambda::Function': ['AWS Lambda', 'compute', 'FunctionName', managed('KmsKeyArn',
    'AWS Lambda Developer Guide, "Securing Lambda environment variables": the default key is aws/lambda')],
  'AWS::EC2::Instance': ['Amazon EC2', 'compute', undefined, volume('BlockDeviceMappings.Ebs.KmsKeyId', 'BlockDeviceMappings.Ebs.Encrypted')],
  'AWS::AutoScaling::AutoScalingGroup': ['Amazon EC2 Auto Scaling', 'compute', 'AutoScalingGroupName',
    volume('LaunchTemplateData.BlockDeviceMappings.Ebs.KmsKeyId', 'LaunchTemplateData.BlockDeviceMappings.Ebs.Encrypted')],
  'AWS::EKS::Cluster': ['Amazon EKS', 'compute', 'Name', { key: 'EncryptionConfig.Provider.KeyArn', ...KEY_NOT_SET }],
  'AWS::EKS::Nodegroup': ['Amazon EKS', 'compute', 'NodegroupName'],
  'AWS::Batch::ComputeEnvironment': ['AWS Batch', 'compute', 'ComputeEnvironmentName'],
  'AWS::CodeBuild::Project': ['AWS CodeBuild', 'compute', 'Name', managed('EncryptionKey',
    'AWS::CodeBuild::Project, property EncryptionKey: the default is the AWS managed key of Amazon S3')],
  'AWS::StepFunctions::StateMachine': ['AWS Step Functions', 'compute', 'StateMachineName', owned('EncryptionConfiguration.KmsKeyId',
    'AWS Step Functions Developer Guide, "Data at rest encryption": the default is an AWS owned key')],
  'AWS::AppRunner::Service': ['AWS App Runner', 'compute', 'ServiceName', { key: 'EncryptionConfiguration.KmsKey', ...KEY_NOT_SET }],
  'AWS::Glue::Job': ['AWS Glue', 'compute', 'Name'],
  'AWS::EMR::Cluster': ['Amazon EMR', 'compute', 'Name', STORED_UNKNOWN],
  'AWS::SageMaker::NotebookInstance': ['Amazon SageMaker AI', 'compute', 'NotebookInstanceName', { key: 'KmsKeyId', ...KEY_NOT_SET }],
  'AWS::ElasticBeanstalk::Environment': ['AWS Elastic Beanstalk', 'compute', 'EnvironmentName'],

  // Integration
  'AWS::SQS::Queue': ['Amazon SQS', 'integration', 'QueueName', owned('KmsMasterKeyId',
    'Amazon SQS Developer Guide, "Encryption at rest in Amazon SQS": new queues have SSE-SQS, with a key of the service')],
  'AWS::SNS::Topic': ['Amazon SNS', 'integration', 'TopicName', { key: 'KmsMasterKeyId', byDefault: 'not determined', source: 'KmsMasterKeyId is not set' }],
  'AWS::Events::EventBus': ['Amazon EventBridge', 'integration', 'Name', owned('KmsKeyIdentifier',
    'Amazon EventBridge User Guide, "Data encryption in Amazon EventBridge": the default is an AWS owned key')],
  'AWS::Events::Archive': ['Amazon EventBridge', 'integration', 'ArchiveName', { key: 'KmsKeyIdentifier', ...KEY_NOT_SET }],
  'AWS::Events::Rule': ['Amazon EventBridge', 'integration', 'Name'],
  'AWS::Scheduler::Schedule': ['Amazon EventBridge Scheduler', 'integration', 'Name'],
  'AWS::Pipes::Pipe': ['Amazon EventBridge Pipes', 'integration', 'Name'],
  'AWS::Kinesis::Stream': ['Amazon Kinesis Data Streams', 'integration', 'Name', { on: 'StreamEncryption.EncryptionType=KMS', key: 'StreamEncryption.KeyId', byDefault: 'not encrypted', source: 'StreamEncryption is not set' }],
  'AWS::KinesisFirehose::DeliveryStream': ['Amazon Data Firehose', 'integration', 'DeliveryStreamName', {
    on: 'DeliveryStreamEncryptionConfigurationInput.KeyType=CUSTOMER_MANAGED_CMK|AWS_OWNED_CMK',
    key: 'DeliveryStreamEncryptionConfigurationInput.KeyARN',
    byDefault: 'aws owned key',
    source: 'Amazon Data Firehose Developer Guide, "Data protection in Amazon Data Firehose": KeyType AWS_OWNED_CMK',
    // Data of a stream as the source stays in that stream. Source: same page.
    inherits: ['KinesisStreamSourceConfiguration', 'MSKSourceConfiguration'],
  }],
  'AWS::AmazonMQ::Broker': ['Amazon MQ', 'integration', 'BrokerName', { key: 'EncryptionOptions.KmsKeyId', ...KEY_NOT_SET }],
  'AWS::MSK::Cluster': ['Amazon MSK', 'integration', 'ClusterName', managed('EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId',
    'Amazon MSK Developer Guide, "Amazon MSK encryption": the default is an AWS managed key')],
  'AWS::MSK::ServerlessCluster': ['Amazon MSK', 'integration', 'ClusterName', STORED_UNKNOWN],
  'AWS::MSK::Replicator': ['Amazon MSK', 'integration', 'ReplicatorName'],
  'AWS::MSK::VpcConnection': ['Amazon MSK', 'network'],
  'AWS::MWAA::Environment': ['Amazon MWAA', 'integration', 'Name', owned('KmsKey', 'Amazon MWAA User Guide, "Encryption on Amazon MWAA": the default is an AWS owned key')],

  // Data
  'AWS::RDS::DBCluster': ['Amazon Aurora', 'data', 'DBClusterIdentifier', database()],
  // CloudFormation Template Reference, AWS::RDS::DBInstance, KmsKeyId: an instance that is restored has the key of its snapshot, source or backup.
  'AWS::RDS::DBInstance': ['Amazon RDS', 'data', 'DBInstanceIdentifier', {
    ...database(), inheritsKey: ['DBSnapshotIdentifier', 'DBClusterSnapshotIdentifier', 'SourceDbiResourceId', 'SourceDBInstanceAutomatedBackupsArn'],
  }],
  'AWS::RDS::DBProxy': ['Amazon RDS Proxy', 'data', 'DBProxyName'],
  'AWS::RDS::DBProxyEndpoint': ['Amazon RDS Proxy', 'data', 'DBProxyEndpointName'],
  'AWS::RDS::GlobalCluster': ['Amazon Aurora', 'data', 'GlobalClusterIdentifier', GLOBAL_CLUSTER],
  'AWS::DocDB::GlobalCluster': ['Amazon DocumentDB', 'data', 'GlobalClusterIdentifier', GLOBAL_CLUSTER],
  'AWS::Neptune::GlobalCluster': ['Amazon Neptune', 'data', 'GlobalClusterIdentifier', GLOBAL_CLUSTER],
  // CloudFormation Template Reference, AWS::DocDB::DBCluster, StorageEncrypted: a restored cluster with KmsKeyId is encrypted with that key.
  'AWS::DocDB::DBCluster': ['Amazon DocumentDB', 'data', 'DBClusterIdentifier', { ...database(), keyEncrypts: true }],
  'AWS::Neptune::DBCluster': ['Amazon Neptune', 'data', 'DBClusterIdentifier', database()],
  'AWS::DocDB::DBInstance': ['Amazon DocumentDB', 'data', 'DBInstanceIdentifier'],
  'AWS::Neptune::DBInstance': ['Amazon Neptune', 'data', 'DBInstanceIdentifier'],
  'AWS::DynamoDB::Table': ['Amazon DynamoDB', 'data', 'TableName', owned('SSESpecification.KMSMasterKeyId',
    'Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest": the default is an AWS owned key')],
  'AWS::DynamoDB::GlobalTable': ['Amazon DynamoDB', 'data', 'TableName', owned('Replicas.SSESpecification.KMSMasterKeyId',
    'Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest": the default is an AWS owned key', 'Replicas')],
  'AWS::S3::Bucket': ['Amazon S3', 'data', 'BucketName', owned('BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault.KMSMasterKeyID',
    'Amazon S3 User Guide, "Setting default server-side encryption behavior for Amazon S3 buckets": SSE-S3 by default')],
  'AWS::EFS::FileSystem': ['Amazon EFS', 'data', undefined, { ...managed('KmsKeyId', 'AWS::EFS::FileSystem, property KmsKeyId: the default is /aws/elasticfilesystem'), on: 'Encrypted' }],
  'AWS::FSx::FileSystem': ['Amazon FSx', 'data', undefined, { ...managed('KmsKeyId', 'AWS::FSx::FileSystem, property KmsKeyId: the default is the AWS managed key of the account'), inherits: ['BackupId'] }],
  // CloudFormation Template Reference, AWS::EC2::Volume, KmsKeyId: a copy of a volume has the key of its source.
  'AWS::EC2::Volume': ['Amazon EBS', 'data', undefined, { ...volume('KmsKeyId', 'Encrypted'), inheritsKey: ['SourceVolumeId'] }],
  'AWS::ElastiCache::ReplicationGroup': ['Amazon ElastiCache', 'data', 'ReplicationGroupId', {
    on: 'AtRestEncryptionEnabled',
    key: 'KmsKeyId',
    inherits: ['SnapshotName', 'SnapshotArns', 'GlobalReplicationGroupId'],
    ...KEY_NOT_SET,
  }],
  'AWS::ElastiCache::CacheCluster': ['Amazon ElastiCache', 'data', 'ClusterName', STORED_UNKNOWN],
  'AWS::ElastiCache::ServerlessCache': ['Amazon ElastiCache', 'data', 'ServerlessCacheName', { key: 'KmsKeyId', ...KEY_NOT_SET }],
  'AWS::MemoryDB::Cluster': ['Amazon MemoryDB', 'data', 'ClusterName', { key: 'KmsKeyId', ...KEY_NOT_SET }],
  'AWS::MemoryDB::MultiRegionCluster': ['Amazon MemoryDB', 'data', undefined, STORED_UNKNOWN],
  'AWS::MemoryDB::Snapshot': ['Amazon MemoryDB', 'data', 'SnapshotName', { key: 'KmsKeyId', ...KEY_NOT_SET }],
  'AWS::AppSync::ApiCache': ['AWS AppSync', 'data', undefined, { on: 'AtRestEncryptionEnabled', byDefault: 'not determined', source: 'AtRestEncryptionEnabled is true; no property shows the key' }],
  'AWS::OpenSearchService::Domain': ['Amazon OpenSearch Service', 'data', 'DomainName', {
    ...managed('EncryptionAtRestOptions.KmsKeyId',
      'Amazon OpenSearch Service Developer Guide, "Encryption of data at rest": the default is aws/es'),
    on: 'EncryptionAtRestOptions.Enabled',
  }],
  'AWS::Elasticsearch::Domain': ['Amazon OpenSearch Service', 'data', 'DomainName', {
    ...managed('EncryptionAtRestOptions.KmsKeyId',
      'Amazon OpenSearch Service Developer Guide, "Encryption of data at rest": the default is aws/es'),
    on: 'EncryptionAtRestOptions.Enabled',
  }],
  'AWS::Redshift::Cluster': ['Amazon Redshift', 'data', 'ClusterIdentifier', { key: 'KmsKeyId', on: 'Encrypted', unset: 'not determined', inherits: ['SnapshotIdentifier'], byDefault: 'not determined', source: 'KmsKeyId is not set' }],
  'AWS::RedshiftServerless::Workgroup': ['Amazon Redshift Serverless', 'data', 'WorkgroupName'],
  'AWS::RedshiftServerless::Namespace': ['Amazon Redshift Serverless', 'data', 'NamespaceName', { key: 'KmsKeyId', ...KEY_NOT_SET }],
  'AWS::Timestream::Database': ['Amazon Timestream', 'data', 'DatabaseName', managed('KmsKeyId', 'AWS::Timestream::Database, property KmsKeyId: the default is a key that Timestream manages in the account')],
  'AWS::ECR::Repository': ['Amazon ECR', 'data', 'RepositoryName', owned('EncryptionConfiguration.KmsKey',
    'Amazon ECR User Guide, "Encryption at rest": AES-256 with keys of Amazon S3 by default')],
  'AWS::Backup::BackupVault': ['AWS Backup', 'data', 'BackupVaultName', managed('EncryptionKeyArn',
    'AWS Backup Developer Guide, "Encryption for backups in AWS Backup": the default is aws/backup')],
  'AWS::Backup::LogicallyAirGappedBackupVault': ['AWS Backup', 'data', 'BackupVaultName', owned('EncryptionKeyArn',
    'AWS Backup Developer Guide, "Logically air-gapped vault": an AWS owned key by default')],
  'AWS::Glue::Database': ['AWS Glue', 'data'],
  'AWS::Athena::WorkGroup': ['Amazon Athena', 'data', 'Name'],
  'AWS::DMS::ReplicationInstance': ['AWS DMS', 'data', 'ReplicationInstanceIdentifier', managed('KmsKeyId',
    'AWS::DMS::ReplicationInstance, property KmsKeyId: the default is the default key of the account')],
  'AWS::DMS::ReplicationConfig': ['AWS DMS', 'data', 'ReplicationConfigIdentifier', { key: 'ComputeConfig.KmsKeyId', ...KEY_NOT_SET }],

  // Identity and security
  'AWS::IAM::Role': ['AWS IAM', 'identity', 'RoleName'],
  'AWS::IAM::User': ['AWS IAM', 'identity', 'UserName'],
  'AWS::IAM::Group': ['AWS IAM', 'identity', 'GroupName'],
  'AWS::Cognito::UserPool': ['Amazon Cognito', 'identity', 'UserPoolName', STORED_UNKNOWN],
  'AWS::Cognito::IdentityPool': ['Amazon Cognito', 'identity', 'IdentityPoolName'],
  'AWS::KMS::Key': ['AWS KMS', 'security'],
  'AWS::KMS::ReplicaKey': ['AWS KMS', 'security'],
  'AWS::SecretsManager::Secret': ['AWS Secrets Manager', 'security', 'Name', managed('KmsKeyId',
    'AWS Secrets Manager User Guide, "Secret encryption and decryption": the default is aws/secretsmanager')],
  'AWS::CertificateManager::Certificate': ['AWS Certificate Manager', 'security', 'DomainName'],
  'AWS::ACMPCA::CertificateAuthority': ['AWS Private CA', 'security'],
  'AWS::GuardDuty::Detector': ['Amazon GuardDuty', 'security'],
  'AWS::SecurityHub::Hub': ['AWS Security Hub', 'security'],
  'AWS::Macie::Session': ['Amazon Macie', 'security'],
  'AWS::CloudTrail::Trail': ['AWS CloudTrail', 'security', 'TrailName'],
  'AWS::Config::ConfigurationRecorder': ['AWS Config', 'security', 'Name'],
  'AWS::Config::DeliveryChannel': ['AWS Config', 'security', 'Name'],

  // Monitoring and management
  'AWS::Logs::LogGroup': ['Amazon CloudWatch Logs', 'monitoring', 'LogGroupName', owned('KmsKeyId',
    'Amazon CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS": encrypted with keys of the service by default')],
  'AWS::CloudWatch::Dashboard': ['Amazon CloudWatch', 'monitoring', 'DashboardName'],
  'AWS::Synthetics::Canary': ['Amazon CloudWatch Synthetics', 'monitoring', 'Name'],
  'AWS::SSM::Parameter': ['AWS Systems Manager', 'management', 'Name', { byDefault: 'not encrypted', source: 'parameters that CloudFormation creates are String or StringList: AWS::SSM::Parameter' }],
  'AWS::SSM::MaintenanceWindow': ['AWS Systems Manager', 'management', 'Name'],
  'AWS::SSM::PatchBaseline': ['AWS Systems Manager', 'management', 'Name'],
  'AWS::Backup::BackupPlan': ['AWS Backup', 'management'],
  'AWS::CloudFormation::Stack': ['AWS CloudFormation', 'management'],
};

/** Types that configure other resources. They are counted, not listed. */
const CONFIGURATION = new RegExp(`^(${[
  'AWS::CDK::.*', 'AWS::CloudFormation::(CustomResource|WaitCondition|WaitConditionHandle|Macro)', 'Custom::.*',
  'AWS::ApiGateway(V2)?::(?!RestApi|Api$).*', 'AWS::AppSync::(?!GraphQLApi$|Api$).*', 'AWS::ApplicationAutoScaling::.*',
  'AWS::AutoScaling::(?!AutoScalingGroup).*', 'AWS::Backup::(BackupSelection|Framework|ReportPlan|RestoreTesting.*)', 'AWS::CloudFront::(?!Distribution).*',
  'AWS::CloudWatch::(Alarm|CompositeAlarm|AnomalyDetector|InsightRule)', 'AWS::Config::(ConfigRule|ConformancePack|.*Aggregator|AggregationAuthorization|RemediationConfiguration)',
  'AWS::Cognito::(?!UserPool$|IdentityPool$).*', 'AWS::DocDB::(?!DBCluster$).*', 'AWS::Neptune::(?!DBCluster$).*', 'AWS::DMS::(?!ReplicationInstance$).*',
  'AWS::EC2::(CapacityReservation|ClientVpn(AuthorizationRule|Route)|DHCPOptions|EIPAssociation|FlowLog|LaunchTemplate|NetworkAclEntry|.*Association|PrefixList|Route|RouteTable|SecurityGroup(In|E)gress|VPC(Gateway|DHCPOptions)Attachment|VPCGatewayAttachment|VPCCidrBlock|VPCBlockPublicAccess.*|VolumeAttachment|.*Attachment|VPCEndpointServicePermissions|TransitGateway(Route|RouteTable|RouteTablePropagation|Connect(Peer)?)|VPNGatewayRoutePropagation|VPNConnectionRoute|SubnetCidrBlock)',
  'AWS::ECR::(?!Repository$).*', 'AWS::ECS::(TaskDefinition|TaskSet|PrimaryTaskSet|CapacityProvider|ClusterCapacityProviderAssociations)', 'AWS::EFS::(MountTarget|AccessPoint)',
  'AWS::ElastiCache::(ParameterGroup|SubnetGroup|User|UserGroup|SecurityGroup.*)', 'AWS::ElasticLoadBalancingV2::(?!LoadBalancer$).*',
  'AWS::Events::(Archive|EventBusPolicy|Connection|ApiDestination)', 'AWS::GlobalAccelerator::(?!Accelerator$).*', 'AWS::GuardDuty::(?!Detector$).*', 'AWS::IAM::(?!Role$|User$|Group$).*', 'AWS::KMS::Alias',
  'AWS::Kinesis::StreamConsumer', 'AWS::Lambda::(?!Function$).*', 'AWS::Logs::(?!LogGroup$).*', 'AWS::MSK::(?!Cluster$).*', 'AWS::MemoryDB::(?!Cluster$).*',
  'AWS::NetworkFirewall::(?!Firewall$).*', 'AWS::RDS::(DBClusterParameterGroup|DBParameterGroup|DBSubnetGroup|DBProxy.+|EventSubscription|OptionGroup|DBSecurityGroup.*)',
  'AWS::Redshift::(?!Cluster$).*', 'AWS::Route53::(?!HostedZone$|RecordSet$).*', 'AWS::Route53Resolver::(?!FirewallRuleGroup$|ResolverEndpoint$).*',
  'AWS::S3::(BucketPolicy|AccessPoint|MultiRegionAccessPoint.*|StorageLens)', 'AWS::SNS::(Subscription|TopicPolicy|TopicInlinePolicy)', 'AWS::SQS::(QueuePolicy|QueueInlinePolicy)',
  'AWS::SSM::(?!Parameter$|MaintenanceWindow$|PatchBaseline$).*', 'AWS::SecretsManager::(?!Secret$).*', 'AWS::SecurityHub::(?!Hub$).*', 'AWS::Scheduler::ScheduleGroup',
  'AWS::WAFv2::(?!WebACL$).*', 'AWS::WAF(Regional)?::.*', 'AWS::XRay::.*', 'AWS::Budgets::.*', 'AWS::ServiceCatalogAppRegistry::.*', 'AWS::ServiceDiscovery::.*',
].join('|')})$`);

const BY_NAMESPACE: ReadonlyMap<string, string> = new Map([
  ...Object.entries(ROWS).map(([type, [service]]) => [type.split('::')[1], service] as const), ...Object.entries(SERVICES),
]);

/** The row of a type; undefined for a type that configures other resources. */
export function componentType(type: string): ComponentType | undefined {
  const row = ROWS[type];
  if (row) return { service: row[0], tier: row[1], name: row[2], atRest: row[3] };
  if (CONFIGURATION.test(type)) return undefined;
  const [vendor, namespace] = type.split('::');
  return { service: vendor === 'AWS' && namespace ? BY_NAMESPACE.get(namespace) ?? `AWS ${namespace}` : type, tier: 'other' };
}
