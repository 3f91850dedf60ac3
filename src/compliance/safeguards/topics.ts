/** What a safeguard is about. The review of a framework accepts safeguards as evidence of a control by id or by topic. */
export const TOPICS: Readonly<Record<string, readonly string[]>> = {
  'encryption at rest': [
    'APIGateway.StageCacheEncrypted', 'DocumentDB.ClusterEncrypted', 'DynamoDB.DaxEncrypted', 'DynamoDB.TableEncryptedWithCustomerKey',
    'EC2.InstanceVolumesEncrypted', 'EC2.LaunchTemplateVolumesEncrypted', 'EC2.VolumeEncrypted', 'ECR.RepositoryEncryptedWithCustomerKey',
    'EFS.FileSystemEncrypted', 'EKS.SecretsEncryptedWithCustomerKey', 'ElastiCache.Encrypted', 'Elasticsearch.DomainEncrypted',
    'Firehose.StreamEncrypted', 'Kinesis.StreamEncrypted', 'Neptune.ClusterEncrypted', 'OpenSearch.DomainEncrypted', 'RDS.ClusterEncrypted',
    'RDS.InstanceEncrypted', 'Redshift.ClusterEncrypted', 'Redshift.NamespaceEncryptedWithCustomerKey', 'S3.BucketEncrypted',
    'S3.BucketEncryptedWithKms', 'SNS.TopicEncrypted', 'SQS.QueueEncrypted', 'SecretsManager.SecretEncryptedWithCustomerKey',
  ],
  'encryption of logs': ['CloudTrail.EventDataStoreEncrypted', 'CloudTrail.TrailEncrypted', 'CloudWatch.LogGroupEncrypted'],
  'encryption of backups': ['Backup.VaultEncrypted'],
  'encryption in transit': [
    'APIGateway.DomainTlsPolicy', 'APIGateway.PrivateIntegrationEncrypted', 'CloudFront.HttpsOnly', 'CloudFront.OriginEncrypted',
    'CloudFront.OriginTls', 'CloudFront.TlsPolicy', 'DMS.EndpointTls', 'DMS.KafkaEndpointTls', 'DMS.RedisEndpointTls', 'DocumentDB.ClusterTlsForced',
    'DynamoDB.DaxTls', 'EC2.VpnIkev2', 'ECS.TaskEfsEncryptedInTransit', 'ELB.HealthChecksEncrypted', 'ELB.HttpRedirected', 'ELB.ListenerCertificate',
    'ELB.ListenerEncrypted', 'ELB.ListenerTlsPolicy', 'ELB.TargetsEncrypted', 'ElastiCache.TlsForced', 'Elasticsearch.DomainHttpsOnly',
    'Elasticsearch.DomainNodeToNodeEncrypted', 'MSK.BrokersEncryptedInTransit', 'MSK.ClientsEncryptedInTransit', 'MSK.ConnectorEncryptedInTransit',
    'OpenSearch.DomainHttpsOnly', 'OpenSearch.DomainNodeToNodeEncrypted', 'RDS.ClusterTlsForced', 'RDS.MariadbTlsForced', 'RDS.MysqlTlsForced',
    'RDS.PostgresTlsForced', 'RDS.ProxyTlsForced', 'RDS.SqlServerTlsForced', 'Redshift.ClusterTlsForced', 'Redshift.WorkgroupTlsForced',
    'S3.BucketTlsOnly', 'SNS.TopicTlsOnly', 'SQS.QueueTlsOnly',
  ],
  'certificates': ['ACM.CertificateRenewed', 'ACM.CertificateStrong', 'APIGateway.StageClientCertificate', 'CloudFront.CustomCertificate'],
  'key rotation': ['KMS.KeyRotated'],
  'key deletion': ['KMS.KeyDeletionDelayed'],
  'access to keys': ['IAM.NoDecryptionWithEveryKey', 'KMS.KeyNotPublic', 'KMS.KeyPermitsService'],
  'public addresses': [
    'AutoScaling.LaunchConfigurationNoPublicIp', 'DMS.InstanceNotPublic', 'EC2.InstanceNoPublicIp', 'EC2.LaunchTemplateNoPublicIp',
    'ECS.ServiceNoPublicIp', 'ECS.TaskSetNoPublicIp', 'EKS.ClusterNotOpenToWorld', 'EKS.ClusterNotPublic', 'MQ.BrokerNotPublic',
    'MSK.ClusterNotPublic', 'Neptune.InstanceNotPublic', 'RDS.InstanceInPrivateSubnets', 'RDS.InstanceNotPublic', 'Redshift.ClusterNotPublic',
    'Redshift.WorkgroupNotPublic', 'VPC.SubnetNoPublicIp',
  ],
  'public access': [
    'CloudTrail.BucketNotPublic', 'IAM.TrustNotPublic', 'Lambda.FunctionNotPublic', 'Lambda.S3PermissionConfined', 'ResourcePolicy.NotPublic',
    'S3.AccessPointPublicAccessBlocked', 'S3.BucketNoPublicRead', 'S3.BucketNoPublicWrite', 'S3.BucketPublicAccessBlocked',
    'S3.MultiRegionAccessPointPublicAccessBlocked', 'SNS.TopicNotPublic', 'SQS.QueueNotPublic',
  ],
  'open ports': [
    'EC2.NetworkAclNoOpenAdminPorts', 'EC2.NoOpenHighRiskPorts', 'EC2.NoOpenRdp', 'EC2.NoOpenSsh', 'EC2.OpenPortsAuthorized',
    'EKS.NodegroupSshRestricted', 'Redshift.ClusterPortRestricted', 'VPC.DefaultSecurityGroupClosed',
  ],
  'network paths': [
    'EC2.InstanceInVpc', 'EC2.NetworkInterfaceSourceChecked', 'EC2.TransitGatewayAttachmentsApproved', 'Elasticsearch.DomainInVpc',
    'Lambda.FunctionInVpc', 'OpenSearch.DomainInVpc', 'Redshift.ClusterInVpc', 'Redshift.ClusterVpcRouting', 'Redshift.WorkgroupVpcRouting',
    'VPC.EcrApiEndpoint', 'VPC.EcrDockerEndpoint', 'VPC.InternetGatewaysBlocked', 'VPC.NoInternetRoute', 'VPC.SsmEndpoint',
  ],
  'web application firewall': ['APIGateway.StageWebAclAssociated', 'CloudFront.WebAclAssociated', 'ELB.WebAclAssociated', 'WAF.WebAclHasRules'],
  'handling of requests': ['CloudFront.DefaultRootObject', 'ELB.DesyncMitigated', 'ELB.InvalidHeadersDropped'],
  'least privilege': [
    'IAM.NoAdministrator', 'IAM.NoAuditTampering', 'IAM.NoCloudShell', 'IAM.NoDataAccessToEveryResource', 'IAM.NoFullAccessPolicy',
    'IAM.NoInvertedStatement', 'IAM.NoPrivilegeEscalation', 'IAM.NoServiceWildcard', 'IAM.UserNotAdministrator',
  ],
  'permissions of users': ['IAM.NoInlinePolicy', 'IAM.UserInGroup', 'IAM.UserNoPolicies'],
  'multi-factor authentication': ['IAM.UserMfa'],
  'access keys': ['IAM.AccessKeyNone'],
  'authorization of callers': [
    'APIGateway.RouteAuthorized', 'CloudFront.FunctionOriginAccessControl', 'CloudFront.OriginAccessControl', 'CloudFront.TrustedKeyGroups',
    'DMS.MongoDbEndpointAuthenticated', 'DMS.NeptuneEndpointIamAuthenticated', 'EFS.AccessPointRootDirectory', 'EFS.AccessPointUser',
    'IAM.TrustExternalId', 'IAM.TrustFederationConfined', 'MSK.ClusterAuthenticated', 'Neptune.ClusterIamAuthenticated',
    'RDS.ClusterIamAuthenticated', 'RDS.InstanceIamAuthenticated', 'S3.BucketAclsOff',
  ],
  'identity of instances': [
    'AutoScaling.LaunchConfigurationImdsV2', 'EC2.InstanceImdsV2', 'EC2.InstanceProfileAttached', 'EC2.LaunchTemplateHopLimit',
    'EC2.LaunchTemplateImdsV2',
  ],
  'isolation of containers': [
    'ECS.TaskNoHostNetwork', 'ECS.TaskNoSharedProcesses', 'ECS.TaskNotPrivileged', 'ECS.TaskNotRoot', 'ECS.TaskReadOnlyRoot', 'ECS.TaskTmpfsNoExec',
  ],
  'rotation of secrets': ['SecretsManager.SecretRotated', 'SecretsManager.SecretRotatedInTime'],
  'secrets in clear text': ['DocumentDB.ClusterPasswordManaged', 'ECS.TaskNoSecretsInEnvironment', 'MQ.PasswordsReferenced'],
  'vendor defaults': [
    'RDS.ClusterAdminNameCustom', 'RDS.InstanceAdminNameCustom', 'RDS.PortNotDefault', 'Redshift.ClusterAdminNameCustom',
    'Redshift.ClusterDatabaseNameCustom', 'Redshift.NamespaceAdminNameCustom',
  ],
  'API calls': ['CloudTrail.MultiRegion', 'CloudTrail.On', 'CloudTrail.TrailInCloudWatch', 'EKS.ClusterAudited'],
  'object access': ['CloudTrail.ObjectReadsRecorded', 'CloudTrail.ObjectWritesRecorded'],
  'request logs': [
    'APIGateway.StageAccessLogged', 'CloudFront.AccessLogged', 'EC2.ClientVpnLogged', 'EC2.VpnLogged', 'ELB.AccessLogged', 'S3.BucketAccessLogged',
    'WAF.WebAclLogged',
  ],
  'database logs': [
    'DocumentDB.ClusterAuditExported', 'DocumentDB.ClusterAudited', 'Elasticsearch.DomainAudited', 'MQ.BrokerAudited', 'Neptune.ClusterAuditExported',
    'Neptune.ClusterAudited', 'OpenSearch.DomainAudited', 'RDS.AuroraMysqlAuditExported', 'RDS.AuroraMysqlAudited', 'RDS.AuroraPostgresLogExported',
    'RDS.ClusterLogsExported', 'RDS.InstanceLogsExported', 'RDS.MariadbLogExported', 'RDS.PostgresLogExported', 'RDS.SqlServerLogExported',
    'Redshift.ClusterActivityLogged', 'Redshift.ClusterAudited', 'Redshift.NamespaceLogsExported',
  ],
  'execution logs': [
    'APIGateway.StageExecutionLogged', 'APIGateway.WebSocketStageExecutionLogged', 'DMS.TaskSourceLogged', 'DMS.TaskTargetLogged', 'ECS.TaskLogged',
    'EKS.ClusterLogged', 'Elasticsearch.DomainErrorsLogged', 'MQ.BrokerLogged', 'MSK.BrokersLogged', 'MSK.ConnectorLogged',
    'OpenSearch.DomainErrorsLogged', 'StepFunctions.StateMachineLogged',
  ],
  'network logs': ['VPC.FlowLogged'],
  'access to logs': ['CloudTrail.BucketAccessLogged'],
  'integrity of logs': ['CloudTrail.TrailValidated'],
  'retention of logs': ['CloudWatch.LogGroupRetained'],
  'anomalies': ['CloudTrail.Insights'],
  'metrics': [
    'EC2.InstanceDetailedMonitoring', 'EC2.LaunchTemplateDetailedMonitoring', 'ECS.ClusterInsights', 'MSK.ClusterMonitored', 'RDS.InstanceMonitored',
    'WAF.RulesMeasured',
  ],
  'traces': ['APIGateway.StageTraced', 'Lambda.FunctionTraced'],
  'alarms': ['CloudWatch.AlarmActionsOn', 'CloudWatch.AlarmHasActions'],
  'notifications of events': ['RDS.ClusterEventsNotified', 'RDS.InstanceEventsNotified', 'RDS.ParameterGroupEventsNotified', 'S3.BucketEventsSent'],
  'threat detection': [
    'GuardDuty.DetectorOn', 'GuardDuty.EksAuditLogs', 'GuardDuty.LambdaNetworkLogs', 'GuardDuty.RdsLogins', 'GuardDuty.S3DataEvents',
  ],
  'threat detection on hosts': ['GuardDuty.Ec2Runtime', 'GuardDuty.EcsRuntime', 'GuardDuty.EksRuntime', 'GuardDuty.Runtime'],
  'malware scans': ['GuardDuty.Ec2Malware'],
  'posture checks': ['AccessAnalyzer.ExternalAccess', 'SecurityHub.StandardOn'],
  'recording of configurations': ['Config.Delivered', 'Config.RecorderComplete', 'Config.RecorderGlobal', 'Config.RecorderServiceLinked'],
  'patches': ['SSM.BaselineApprovesInTime', 'SSM.PatchTaskInstalls', 'SSM.PatchTaskReboots'],
  'upgrades': [
    'DMS.InstanceMinorVersionsUpgraded', 'ECS.FargatePlatformLatest', 'EKS.ClusterVersionSupported', 'EKS.NodegroupVersionSupported',
    'ElastiCache.MinorVersionsUpgraded', 'Lambda.FunctionRuntimeSupported', 'MQ.BrokerMinorVersionsUpgraded', 'Neptune.InstanceMinorVersionsUpgraded',
    'RDS.ClusterMinorVersionsUpgraded', 'RDS.InstanceMinorVersionsUpgraded', 'Redshift.ClusterUpgraded',
  ],
  'image scans': ['ECR.RepositoryScanned'],
  'integrity of images': ['ECR.RepositoryTagsImmutable'],
  'backups': [
    'Backup.PlanSelectsResources', 'DocumentDB.ClusterBackupRetained', 'DynamoDB.TableInBackupPlan', 'DynamoDB.TablePointInTimeRecovery',
    'EC2.VolumeInBackupPlan', 'EFS.FileSystemInBackupPlan', 'ElastiCache.BackupRetained', 'FSx.FileSystemBackedUp', 'Neptune.ClusterBackupRetained',
    'RDS.ClusterBacktracked', 'RDS.ClusterBackupRetained', 'RDS.ClusterInBackupPlan', 'RDS.InstanceBackupRetained', 'RDS.InstanceInBackupPlan',
    'Redshift.ClusterBackupRetained',
  ],
  'object versions': ['S3.BucketVersioned'],
  'object locks': ['S3.BucketObjectLocked'],
  'copies in another Region': ['S3.BucketReplicated'],
  'expiry of data': ['ECR.RepositoryLifecycle', 'S3.BucketLifecycle', 'S3.DirectoryBucketLifecycle'],
  'retention of streams': ['Kinesis.StreamRetained'],
  'redundancy': [
    'AutoScaling.GroupHealthByLoadBalancer', 'AutoScaling.GroupInstanceTypes', 'AutoScaling.GroupMultiAz', 'CloudFront.OriginFailover',
    'DMS.InstanceMultiAz', 'ELB.MultiAz', 'Elasticsearch.DomainDedicatedMasters', 'Elasticsearch.DomainMultiAz', 'FSx.OntapMultiAz',
    'FSx.OpenZfsMultiAz', 'FSx.WindowsMultiAz', 'Lambda.FunctionMultiAz', 'MQ.ActiveBrokerMultiAz', 'MQ.RabbitBrokerMultiAz',
    'Neptune.ClusterMultiAz', 'RDS.ClusterMultiAz', 'RDS.InstanceMultiAz', 'Redshift.ClusterMultiAz', 'Redshift.SubnetGroupMultiAz',
  ],
  'capacity': ['DynamoDB.TableCapacityScales', 'EC2.InstanceEbsOptimized', 'Lambda.FunctionConcurrencyLimited'],
  'deletion protection': [
    'DocumentDB.ClusterDeletionProtected', 'ECS.CapacityProviderTerminationProtected', 'ELB.DeletionProtected', 'Neptune.ClusterDeletionProtected',
    'RDS.ClusterDeletionProtected', 'RDS.InstanceDeletionProtected',
  ],
  'failed events': ['Lambda.FunctionFailuresKept'],
  'launch configuration': ['AutoScaling.GroupLaunchTemplate', 'CloudFront.Sni', 'EC2.InstanceOneInterface'],
  'unused resources': ['EC2.ElasticIpUsed', 'EC2.NetworkAclUsed'],
  'tags': [
    'FSx.LustreTagsCopied', 'FSx.OpenZfsTagsCopied', 'FSx.WindowsTagsCopied', 'Neptune.ClusterTagsCopied', 'RDS.ClusterTagsCopied',
    'RDS.InstanceTagsCopied', 'RDS.MysqlClusterTagsCopied', 'RDS.PostgresClusterTagsCopied', 'Workload.RequiredTags', 'Workload.TagsPropagated',
  ],
  'location of data': ['Workload.DataInRegions'],
};

let topics: Map<string, string> | undefined;

/** The topic of a safeguard. A safeguard without one is evidence only where a review names it. */
export function topicOf(safeguard: string): string | undefined {
  topics ??= new Map(Object.entries(TOPICS).flatMap(([topic, ids]) => ids.map((id) => [id, topic] as const)));
  return topics.get(safeguard);
}
