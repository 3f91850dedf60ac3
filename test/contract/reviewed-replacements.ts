/** What a change of a prop replaces. */
export interface ReviewedReplacement {
  /** Types of the resources without `AWS::`. */
  readonly replaces: string[];
  /** Sentence of the docstring that says so. */
  readonly says: string;
}

/** Props whose change replaces a resource with data, an address or a name, and cannot do otherwise, by the struct that declares them. Each docstring says so. */
export const REVIEWED: Record<string, ReviewedReplacement> = {
  'AlbExposure.cloudFront': {
    replaces: ['ElasticLoadBalancingV2::LoadBalancer'],
    says: 'Changing it replaces the load balancer where its scheme changes.',
  },
  'AlbExposure.internal': {
    replaces: ['ElasticLoadBalancingV2::LoadBalancer'],
    says: 'Changing it replaces the load balancer, which needs another `loadBalancerName` then.',
  },
  'AlbWithWafProps.loadBalancerName': { replaces: ['ElasticLoadBalancingV2::LoadBalancer'], says: 'Changing it replaces the load balancer.' },
  'AuditTrailProps.trailName': { replaces: ['CloudTrail::Trail'], says: 'Changing it replaces the trail.' },
  'BackupPlanProps.backupVaultName': { replaces: ['Backup::BackupVault'], says: 'Changing it replaces the vault.' },
  'BackupVaultProps.backupVaultName': { replaces: ['Backup::BackupVault'], says: 'Changing it replaces the vault.' },
  'BackupVaultProps.encryptionKey': {
    replaces: ['Backup::BackupVault'],
    says: 'Changing it replaces the vault, which needs another `backupVaultName` then.',
  },
  'CompliantAuroraProps.clusterIdentifier': {
    replaces: ['Logs::LogGroup', 'RDS::DBCluster', 'RDS::DBInstance'],
    says: 'Changing it replaces the cluster and its log groups.',
  },
  'CompliantAuroraProps.databaseName': {
    replaces: ['RDS::DBCluster', 'RDS::DBInstance'],
    says: 'Changing it replaces the cluster, which needs another `clusterIdentifier` then.',
  },
  'CompliantAuroraProps.encryptionKey': {
    replaces: ['RDS::DBCluster', 'RDS::DBInstance'],
    says: 'Changing it replaces the cluster, which needs another `clusterIdentifier` then.',
  },
  'CompliantPostgresProps.databaseName': {
    replaces: ['RDS::DBInstance'],
    says: 'Changing it replaces the instance, which needs another `instanceIdentifier` then.',
  },
  'CompliantPostgresProps.encryptionKey': {
    replaces: ['RDS::DBInstance'],
    says: 'Changing it replaces the instance, which needs another `instanceIdentifier` then.',
  },
  'CompliantPostgresProps.instanceIdentifier': {
    replaces: ['Logs::LogGroup', 'RDS::DBInstance'],
    says: 'Changing it replaces the instance and its log groups.',
  },
  'ConfigurationParametersProps.path': { replaces: ['SSM::Parameter'], says: 'Changing it replaces the parameters.' },
  'ConfigurationParametersProps.values': { replaces: ['SSM::Parameter'], says: 'Changing a name replaces its parameter.' },
  'DatabaseBackupOptions.snapshotIdentifier': {
    replaces: ['RDS::DBCluster', 'RDS::DBInstance'],
    says: 'Setting it replaces the database by a restored one, which needs another identifier then.',
  },
  'DatabaseNetworkOptions.port': {
    replaces: ['RDS::DBInstance'],
    says: 'Changing it replaces the instance of `CompliantPostgres`, which needs another `instanceIdentifier` then.',
  },
  'DatabaseNetworkOptions.subnets': {
    replaces: ['RDS::DBProxy'],
    says: 'Changing them replaces a proxy, which needs another `proxy.proxyName` then.',
  },
  'DnsQueryLogsProps.logGroupName': { replaces: ['Logs::LogGroup'], says: 'Changing it replaces the log group.' },
  'FargateServiceProps.clusterName': { replaces: ['ECS::Cluster', 'ECS::Service'], says: 'Changing it replaces the cluster and the service.' },
  'EncryptedLogGroupProps.logGroupName': { replaces: ['Logs::LogGroup'], says: 'Changing it replaces the log group.' },
  'FargateServiceProps.logGroupName': { replaces: ['Logs::LogGroup'], says: 'Changing it replaces the log group.' },
  'FargateServiceProps.serviceName': { replaces: ['ECS::Service'], says: 'Changing it replaces the service.' },
  'GeneratedCredentialsOptions.username': {
    replaces: ['RDS::DBCluster', 'RDS::DBInstance'],
    says: 'Changing it replaces the database, which needs another identifier then.',
  },
  'GeneratedPasswordOptions.secretName': { replaces: ['SecretsManager::Secret'], says: 'Changing it replaces the secret.' },
  'IngestEndpointOptions.stageName': { replaces: ['ApiGateway::Stage', 'Logs::LogGroup'], says: 'Changing it replaces the stage and its log group.' },
  'IngestStreamOptions.streamName': { replaces: ['Kinesis::Stream'], says: 'Changing it replaces the stream.' },
  'InstanceLogging.files': { replaces: ['Logs::LogGroup'], says: 'Changing a name replaces its log group.' },
  'InstanceLogging.logGroupPrefix': { replaces: ['Logs::LogGroup'], says: 'Changing it replaces the log groups.' },
  'LogBucketProps.bucketName': { replaces: ['S3::Bucket'], says: 'Changing it replaces the bucket.' },
  'LogBucketProps.objectLock': { replaces: ['S3::Bucket'], says: 'Setting or removing it replaces the bucket.' },
  'ManagedCredentialsOptions.username': {
    replaces: ['RDS::DBCluster', 'RDS::DBInstance'],
    says: 'Changing it replaces the database, which needs another identifier then.',
  },
  'RegionalBackupCopyOptions.backupVaultName': { replaces: ['Backup::BackupVault'], says: 'Changing it replaces the vault.' },
  'SecretCredentialsOptions.username': {
    replaces: ['RDS::DBCluster', 'RDS::DBInstance'],
    says: 'Changing it replaces the database, which needs another identifier then.',
  },
  'SecureBucketProps.bucketName': { replaces: ['S3::Bucket'], says: 'Changing it replaces the bucket.' },
  'SecureBucketProps.objectLock': { replaces: ['S3::Bucket'], says: 'Setting or removing it replaces the bucket.' },
  'SecureParametersProps.parameters': { replaces: ['Custom::SecureParameter'], says: 'Changing a name replaces its parameter.' },
  'SecureQueueProps.queueName': { replaces: ['SQS::Queue'], says: 'Changing it replaces the queue.' },
  'SecureVpcProps.availabilityZones': { replaces: ['EC2::NatGateway', 'EC2::Subnet'], says: 'Changing the zone at a position replaces its subnets.' },
  'SecureVpcProps.cidr': { replaces: ['EC2::NatGateway', 'EC2::Subnet', 'EC2::VPC'], says: 'Changing it replaces the VPC.' },
  'SubnetOptions.isolatedCidrs': { replaces: ['EC2::Subnet'], says: 'Changing a block replaces its subnet.' },
  'SubnetOptions.privateCidrs': { replaces: ['EC2::Subnet'], says: 'Changing a block replaces its subnet.' },
  'SubnetOptions.publicCidrs': { replaces: ['EC2::NatGateway', 'EC2::Subnet'], says: 'Changing a block replaces its subnet.' },
  'TrailLogOptions.logGroupName': { replaces: ['Logs::LogGroup'], says: 'Changing it replaces the log group.' },
  'TrailStorageOptions.bucketName': { replaces: ['S3::Bucket'], says: 'Changing it replaces the bucket.' },
  'VpcFlowLogOptions.logGroupName': { replaces: ['Logs::LogGroup'], says: 'Changing it replaces the log group.' },
  'WebAclLogs.logGroupName': { replaces: ['Logs::LogGroup'], says: 'Changing it replaces the log group.' },
  'WebAclProps.webAclName': { replaces: ['Logs::LogGroup'], says: 'Changing it replaces the log group, which is named after it.' },
  'WorkloadMonitoringProps.topicName': { replaces: ['SNS::Topic'], says: 'Changing it replaces the topic.' },
  'WorkloadProps.keys': {
    replaces: ['Backup::BackupVault', 'KMS::Key', 'RDS::DBCluster', 'RDS::DBInstance'],
    says: 'Changing it replaces the keys, and the databases and backup vaults that they encrypt, which need other identifiers and names then.',
  },
  'WorkloadProps.lifecycle': { replaces: ['S3::Bucket'], says: 'Changing it replaces buckets with object lock.' },
  'WorkloadProps.name': {
    replaces: ['Logs::LogGroup', 'SSM::Parameter'],
    says: 'Changing it replaces log groups and parameters that are named after it.',
  },
  'WorkloadProps.suffix': {
    replaces: ['Logs::LogGroup', 'SSM::Parameter'],
    says: 'Changing it replaces log groups and parameters that are named after it.',
  },
};
