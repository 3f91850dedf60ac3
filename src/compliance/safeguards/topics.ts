/** What a safeguard is about. The review of a framework accepts safeguards as evidence of a control by id or by topic. */
export const TOPICS: Readonly<Record<string, readonly string[]>> = {
  'encryption at rest': [
    'APIGateway.StageCacheEncrypted', 'Athena.WorkGroupResultsEncrypted', 'BedrockAgentCore.GatewayEncryptedWithCustomerKey',
    'BedrockAgentCore.MemoryEncryptedWithCustomerKey', 'CodeBuild.ArtifactsEncrypted', 'CodeBuild.ReportsEncrypted', 'DocumentDB.ClusterEncrypted',
    'DynamoDB.DaxEncrypted', 'DynamoDB.GlobalTableEncryptedWithCustomerKey', 'DynamoDB.TableEncryptedWithCustomerKey', 'EC2.InstanceVolumesEncrypted',
    'EC2.LaunchTemplateVolumesEncrypted', 'EC2.SpotFleetVolumesEncrypted', 'EC2.VolumeEncrypted', 'ECR.RepositoryEncryptedWithCustomerKey',
    'EFS.FileSystemEncrypted', 'EKS.SecretsEncryptedWithCustomerKey', 'EMR.EncryptedAtRest', 'ElastiCache.Encrypted', 'Elasticsearch.DomainEncrypted',
    'Firehose.StreamEncrypted', 'Glue.CatalogEncrypted', 'Glue.ConnectionPasswordsEncrypted', 'Glue.CrawlerEncrypted',
    'Glue.SecurityConfigurationEncrypts', 'Glue.TransformEncrypted', 'Glue.WorkEncrypted', 'Kinesis.StreamEncrypted', 'Neptune.ClusterEncrypted',
    'OpenSearch.DomainEncrypted', 'RDS.ClusterEncrypted', 'RDS.GlobalClusterEncrypted', 'RDS.InstanceEncrypted', 'Redshift.ClusterEncrypted',
    'Redshift.NamespaceEncryptedWithCustomerKey', 'S3.BucketEncrypted', 'S3.BucketEncryptedWithKms', 'SNS.TopicEncrypted', 'SQS.QueueEncrypted',
    'SageMaker.EndpointEncryptedWithCustomerKey', 'SageMaker.ExperimentDataEncrypted', 'SageMaker.ExperimentStorageEncrypted',
    'SageMaker.WrittenDataEncrypted',
    'SageMaker.NotebookEncryptedWithCustomerKey', 'SageMaker.OfflineStoreEncrypted', 'SageMaker.OnlineStoreEncrypted',
    'SecretsManager.SecretEncryptedWithCustomerKey', 'WorkSpaces.RootVolumeEncrypted', 'WorkSpaces.UserVolumeEncrypted',
  ],
  'encryption of logs': [
    'CloudTrail.EventDataStoreEncrypted', 'CloudTrail.TrailEncrypted', 'CloudWatch.LogGroupEncrypted', 'CodeBuild.LogsEncrypted',
  ],
  'encryption of backups': ['Backup.VaultEncrypted'],
  'encryption in transit': [
    'APIGateway.DomainTlsPolicy', 'APIGateway.HttpDomainTlsPolicy', 'APIGateway.IntegrationEncrypted', 'APIGateway.PrivateIntegrationEncrypted',
    'CloudFront.HttpsOnly', 'CloudFront.OriginEncrypted', 'CloudFront.OriginTls', 'CloudFront.TlsPolicy', 'CodeBuild.SourceTlsVerified',
    'Batch.JobEfsEncryptedInTransit', 'DMS.EndpointTls', 'DMS.KafkaEndpointTls', 'DMS.RedisEndpointTls', 'DocumentDB.ClusterTlsForced', 'DynamoDB.DaxTls', 'EC2.VpnIkev2',
    'ECS.TaskEfsEncryptedInTransit', 'ELB.ClassicListenersEncrypted', 'ELB.ClassicTlsPolicy', 'ELB.HealthChecksEncrypted', 'ELB.HttpRedirected',
    'ELB.ListenerCertificate', 'ELB.ListenerEncrypted', 'ELB.ListenerTlsPolicy', 'ELB.TargetsEncrypted', 'EMR.EncryptedInTransit', 'EventBridge.DestinationEncrypted',
    'ElastiCache.ClusterTlsForced', 'ElastiCache.TlsForced', 'Elasticsearch.DomainHttpsOnly', 'Elasticsearch.DomainNodeToNodeEncrypted',
    'Firehose.DestinationEncrypted', 'Glue.ConnectionTls', 'MSK.BrokersEncryptedInTransit', 'MSK.ClientsEncryptedInTransit', 'MSK.ConnectorEncryptedInTransit', 'MemoryDB.ClusterTls',
    'OpenSearch.DomainHttpsOnly', 'OpenSearch.DomainNodeToNodeEncrypted', 'OpenSearch.DomainTlsPolicyLatest', 'QuickSight.DataSourceTls',
    'RDS.ClusterTlsForced', 'RDS.MariadbTlsForced', 'RDS.MysqlTlsForced', 'RDS.ParametersTlsCurrent', 'RDS.PostgresTlsForced', 'RDS.ProxyTlsForced',
    'RDS.SqlServerTlsForced', 'Redshift.ClusterTlsForced', 'Redshift.WorkgroupTlsForced', 'S3.BucketTlsOnly', 'SES.TlsForced',
    'SNS.SubscriptionEncrypted', 'SNS.TopicTlsOnly', 'SQS.QueueTlsOnly', 'SageMaker.DataQualityJobTrafficEncrypted',
    'SageMaker.ExplainabilityJobTrafficEncrypted', 'SageMaker.ModelBiasJobTrafficEncrypted', 'SageMaker.ModelQualityJobTrafficEncrypted',
    'SageMaker.MonitoringScheduleTrafficEncrypted', 'Transfer.ConnectorEncrypted', 'Transfer.ServerNoFtp', 'Transfer.ServerPolicyCurrent',
  ],
  'certificates': [
    'ACM.CertificateRenewed', 'ACM.CertificateStrong', 'APIGateway.StageClientCertificate', 'CloudFront.CustomCertificate',
    'DocumentDB.CertificateAuthorityCurrent', 'ELB.ClassicCertificateManaged', 'PCA.RootDisabled', 'RDS.CertificateAuthorityCurrent',
  ],
  'key rotation': ['KMS.KeyRotated'],
  'key deletion': ['KMS.KeyDeletionDelayed'],
  'access to keys': ['IAM.NoDecryptionWithEveryKey', 'KMS.KeyNotPublic', 'KMS.KeyPermitsService'],
  'public addresses': [
    'AutoScaling.LaunchConfigurationNoPublicIp', 'Batch.JobNoPublicIp', 'DMS.InstanceNotPublic', 'EC2.InstanceNoPublicIp',
    'EC2.LaunchTemplateNoPublicIp', 'ECS.ServiceNoPublicIp', 'ECS.TaskSetNoPublicIp', 'EFS.MountTargetNotPublic', 'EKS.ClusterNotOpenToWorld', 'StepFunctions.TaskNoPublicIp',
    'EKS.ClusterNotPublic', 'EMR.ClusterNoPublicIp', 'EventBridge.TaskNoPublicIp', 'MQ.BrokerNotPublic', 'MSK.ClusterNotPublic', 'MWAA.WebserverPrivate',
    'Neptune.InstanceNotPublic', 'RDS.InstanceInPrivateSubnets', 'RDS.InstanceNotPublic', 'Redshift.ClusterNotPublic', 'Redshift.WorkgroupNotPublic',
    'SageMaker.NotebookNoDirectInternet', 'Transfer.ServerNotPublic', 'VPC.SubnetNoPublicIp',
  ],
  'public access': [
    'APIGateway.PrivateApiConfined',
    'CloudTrail.BucketNotPublic', 'CodeBuild.PrivateBuilds', 'EC2.SnapshotSharingBlocked', 'IAM.TrustNotPublic', 'Lambda.FunctionNotPublic',
    'Lambda.S3PermissionConfined', 'Lambda.ServicePermissionConfined', 'OpenSearch.CollectionsNotPublic', 'ResourcePolicy.DistributionsConfined', 'ResourcePolicy.NotPublic',
    'ResourcePolicy.ServicesConfined',
    'S3.AccessPointPublicAccessBlocked', 'S3.BucketForeignAccountsRestricted', 'S3.BucketNoPublicRead', 'S3.BucketNoPublicWrite',
    'S3.BucketPublicAccessBlocked', 'S3.MultiRegionAccessPointPublicAccessBlocked', 'SNS.TopicNotPublic', 'SQS.QueueNotPublic',
    'ServiceCatalog.PortfolioSharedInOrganization',
  ],
  'open ports': [
    'EC2.NetworkAclNoOpenAdminPorts', 'EC2.NoOpenHighRiskPorts', 'EC2.NoOpenRdp', 'EC2.NoOpenSsh', 'EC2.OpenPortsAuthorized',
    'EKS.NodegroupSshRestricted', 'Redshift.ClusterPortRestricted', 'VPC.DefaultSecurityGroupClosed',
  ],
  'network paths': [
    'BedrockAgentCore.BrowserInVpc', 'BedrockAgentCore.CodeInterpreterInVpc', 'BedrockAgentCore.RuntimeInVpc', 'EC2.InstanceInVpc',
    'EC2.NetworkInterfaceSourceChecked', 'EC2.NoDefaultSecurityGroup', 'EC2.OwnVpc', 'EC2.TransitGatewayAttachmentsApproved',
    'Elasticsearch.DomainInVpc', 'Lambda.FunctionInVpc', 'OpenSearch.DomainInVpc', 'Redshift.ClusterInVpc', 'Redshift.ClusterVpcRouting',
    'Redshift.WorkgroupVpcRouting', 'SageMaker.DataQualityJobIsolated', 'SageMaker.DomainVpcOnly', 'SageMaker.ExplainabilityJobIsolated',
    'SageMaker.ModelBiasJobIsolated', 'SageMaker.ModelIsolated', 'SageMaker.ModelPrivateRegistry', 'SageMaker.ModelQualityJobIsolated',
    'SageMaker.MonitoringScheduleIsolated', 'SageMaker.NotebookInVpc', 'SageMaker.PipelinePrivateRegistry', 'VPC.EcrApiEndpoint',
    'VPC.EcrDockerEndpoint', 'VPC.InternetGatewaysBlocked', 'VPC.NoInternetRoute', 'VPC.SsmEndpoint',
  ],
  'web application firewall': [
    'APIGateway.StageWebAclAssociated', 'AppSync.WebAclAssociated', 'CloudFront.WebAclAssociated', 'ELB.WafFailsClosed', 'ELB.WebAclAssociated',
    'WAF.AllowRulesNarrow', 'WAF.RulesBlock', 'WAF.StoppingRulesMatch', 'WAF.WebAclBlocks', 'WAF.WebAclHasRules', 'WAFClassic.GlobalRuleHasConditions', 'WAFClassic.GlobalWebAclHasRules',
    'WAFClassic.RegionalRuleHasConditions', 'WAFClassic.RegionalWebAclHasRules',
  ],
  'handling of requests': [
    'APIGateway.CorsRestricted', 'APIGateway.PreflightRestricted', 'AppSync.IntrospectionOff', 'CloudFront.CorsRestricted', 'CloudFront.DefaultRootObject',
    'ELB.DesyncMitigated', 'ELB.InvalidHeadersDropped', 'Lambda.UrlCorsRestricted', 'S3.BucketCorsRestricted',
  ],
  'least privilege': [
    'IAM.NoAdministrator', 'IAM.NoAuditTampering', 'IAM.NoCloudShell', 'IAM.NoDataAccessToEveryResource', 'IAM.NoFullAccessPolicy',
    'IAM.NoInvertedStatement', 'IAM.NoPrivilegeEscalation', 'IAM.NoServiceWildcard', 'IAM.UserNotAdministrator',
  ],
  'permissions of users': ['IAM.NoInlinePolicy', 'IAM.UserInGroup', 'IAM.UserNoPolicies'],
  'multi-factor authentication': ['IAM.UserMfa'],
  'access keys': ['IAM.AccessKeyNone'],
  'authorization of callers': [
    'APIGateway.MethodAuthorized', 'APIGateway.MutualTlsNotBypassed', 'APIGateway.RouteAuthorized', 'AppSync.NoApiKeys', 'BedrockAgentCore.GatewayAuthorized',
    'CloudFront.FunctionOriginAccessControl', 'CloudFront.OriginAccessControl', 'CloudFront.TrustedKeyGroups', 'CodeBuild.WebhookFiltered',
    'Cognito.ClientNoImplicitGrant', 'Cognito.NoClassicFlow', 'Cognito.NoGuests', 'DMS.MongoDbEndpointAuthenticated',
    'DMS.NeptuneEndpointIamAuthenticated', 'ELB.UnauthenticatedStopped', 'EFS.AccessPointRootDirectory', 'EFS.AccessPointUser', 'EMR.ClusterKerberos', 'EMR.ClusterSecured',
    'ElastiCache.Authenticated', 'ElastiCache.ServerlessAuthenticated', 'ElastiCache.UserAuthenticated', 'EventBridge.BusPolicyAttached',
    'IAM.TrustExternalId', 'IAM.TrustFederationConfined', 'Lambda.UrlAuthorized', 'MSK.ClusterAuthenticated', 'MSK.ConnectorAuthenticated',
    'MemoryDB.ClusterAuthenticated', 'Neptune.ClusterIamAuthenticated', 'OpenSearch.DomainAccessFineGrained', 'RDS.ClusterIamAuthenticated',
    'RDS.InstanceIamAuthenticated', 'S3.BucketAclsOff',
  ],
  'identity of instances': [
    'AutoScaling.LaunchConfigurationImdsV2', 'EC2.InstanceImdsV2', 'EC2.InstanceProfileAttached', 'EC2.LaunchTemplateHopLimit',
    'EC2.LaunchTemplateImdsV2', 'SageMaker.NotebookImdsV2',
  ],
  'isolation of containers': [
    'Batch.JobNoHostNetwork', 'Batch.JobNoSystemVolumes', 'Batch.JobNotPrivileged', 'Batch.JobNotRoot', 'Batch.JobReadOnlyRoot',
    'CodeBuild.NotPrivileged', 'ECS.TaskNoDangerousCapabilities', 'ECS.TaskNoHostIpc', 'ECS.TaskNoHostNetwork', 'ECS.TaskNoSharedProcesses',
    'ECS.TaskNoSystemVolumes', 'ECS.TaskNotPrivileged', 'ECS.TaskNotRoot', 'ECS.TaskReadOnlyRoot', 'ECS.TaskTmpfsNoExec',
    'ECS.WindowsTaskNotAdministrator', 'SageMaker.NotebookNoRootAccess',
  ],
  'rotation of secrets': ['SecretsManager.SecretRotated', 'SecretsManager.SecretRotatedInTime'],
  'secrets in clear text': [
    'CodeBuild.NoCredentialsInEnvironment', 'CodeBuild.SourceNoCredentials', 'DocumentDB.ClusterPasswordManaged', 'ECS.TaskNoSecretsInEnvironment',
    'Lambda.FunctionNoSecretsInEnvironment', 'MQ.PasswordsReferenced', 'SSM.ParameterSecretEncrypted', 'Template.NoPassword',
    'Template.NoSecretValue', 'Template.NoSecretVariable',
  ],
  'vendor defaults': [
    'RDS.ClusterAdminNameCustom', 'RDS.InstanceAdminNameCustom', 'RDS.PortNotDefault', 'Redshift.ClusterAdminNameCustom',
    'Redshift.ClusterDatabaseNameCustom', 'Redshift.NamespaceAdminNameCustom',
  ],
  'API calls': ['CloudTrail.MultiRegion', 'CloudTrail.On', 'CloudTrail.TrailInCloudWatch', 'EKS.ClusterAudited'],
  'object access': ['CloudTrail.ObjectReadsRecorded', 'CloudTrail.ObjectWritesRecorded'],
  'request logs': [
    'APIGateway.RestStageAccessLogged', 'APIGateway.StageAccessLogged', 'CloudFront.AccessLogged', 'EC2.ClientVpnLogged', 'EC2.VpnLogged',
    'ELB.AccessLogged', 'ELB.ClassicAccessLogged', 'NetworkFirewall.FirewallLogged', 'Route53.ZoneLogged', 'S3.BucketAccessLogged',
    'WAF.WebAclLogged',
  ],
  'database logs': [
    'DocumentDB.ClusterAuditExported', 'DocumentDB.ClusterAudited', 'Elasticsearch.DomainAudited', 'MQ.BrokerAudited', 'Neptune.ClusterAuditExported',
    'Neptune.ClusterAudited', 'OpenSearch.DomainAudited', 'RDS.AuroraMysqlAuditExported', 'RDS.AuroraMysqlAudited', 'RDS.AuroraPostgresLogExported',
    'RDS.ClusterLogsExported', 'RDS.InstanceLogsExported', 'RDS.MariadbLogExported', 'RDS.PostgresLogExported', 'RDS.SqlServerLogExported',
    'Redshift.ClusterActivityLogged', 'Redshift.ClusterAudited', 'Redshift.NamespaceLogsExported',
  ],
  'execution logs': [
    'APIGateway.StageExecutionLogged', 'APIGateway.WebSocketStageExecutionLogged', 'AppSync.ApiLogged', 'BedrockAgentCore.BrowserRecorded',
    'CodeBuild.Logged', 'Connect.InstanceLogged', 'DMS.TaskSourceLogged', 'DMS.TaskTargetLogged', 'DataSync.TaskLogged', 'ECS.ExecLogged',
    'ECS.TaskLogged', 'EKS.ClusterLogged', 'EMR.ClusterLogged', 'ElasticBeanstalk.LogsStreamed', 'Elasticsearch.DomainErrorsLogged',
    'MQ.BrokerLogged', 'MSK.BrokersLogged', 'MSK.ConnectorLogged', 'MWAA.EnvironmentLogged', 'OpenSearch.DomainErrorsLogged',
    'StepFunctions.StateMachineLogged', 'Transfer.ConnectorLogged', 'Transfer.ServerLogged',
  ],
  'network logs': ['VPC.FlowLogged'],
  'access to logs': ['CloudTrail.BucketAccessLogged'],
  'integrity of logs': ['CloudTrail.TrailValidated'],
  'retention of logs': ['CloudTrail.EventDataStoreRetained', 'CloudWatch.LogGroupRetained'],
  'anomalies': ['CloudTrail.Insights'],
  'metrics': [
    'Athena.WorkGroupMeasured', 'EC2.InstanceDetailedMonitoring', 'EC2.LaunchTemplateDetailedMonitoring', 'ECS.ClusterInsights',
    'ElasticBeanstalk.HealthReported', 'MSK.ClusterMonitored', 'RDS.InstanceMonitored', 'WAF.RulesMeasured',
  ],
  'traces': ['APIGateway.StageTraced', 'AppSync.ApiTraced', 'Lambda.FunctionTraced', 'StepFunctions.StateMachineTraced'],
  'alarms': ['CloudWatch.AlarmActionsOn', 'CloudWatch.AlarmHasActions'],
  'notifications of events': [
    'RDS.ClusterEventsNotified', 'RDS.InstanceEventsNotified', 'RDS.ParameterGroupEventsNotified', 'RDS.SecurityGroupEventsNotified',
    'S3.BucketEventsSent',
  ],
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
    'ElastiCache.ClusterMinorVersionsUpgraded', 'ElastiCache.MajorVersionNotRetired', 'ElastiCache.MinorVersionsUpgraded', 'ElasticBeanstalk.PlatformUpdated', 'Glue.JobVersionSupported',
    'Lambda.FunctionRuntimeSupported', 'MQ.BrokerMinorVersionsUpgraded', 'Neptune.InstanceMinorVersionsUpgraded', 'RDS.ClusterMinorVersionsUpgraded',
    'RDS.GlobalClusterVersionSupported', 'RDS.InstanceMinorVersionsUpgraded', 'RDS.MajorVersionNotRetired', 'Redshift.ClusterUpgraded', 'SageMaker.NotebookPlatformSupported',
  ],
  'image scans': ['ECR.RepositoryScanned'],
  'integrity of images': [
    'Batch.JobImagesPinned', 'CodeBuild.ImagePinned', 'ECR.RepositoryTagsImmutable', 'ECS.TaskImagesPinned', 'Lambda.FunctionImagePinned',
    'SageMaker.ModelImagesPinned',
  ],
  'backups': [
    'Backup.PlanRetained', 'Backup.PlanSelectsResources', 'Backup.VaultProtected', 'DocumentDB.ClusterBackupRetained',
    'DynamoDB.GlobalTablePointInTimeRecovery', 'DynamoDB.TableInBackupPlan', 'DynamoDB.TablePointInTimeRecovery', 'EC2.VolumeInBackupPlan',
    'EFS.FileSystemBackedUp', 'EFS.FileSystemInBackupPlan', 'ElastiCache.BackupRetained', 'ElastiCache.ClusterBackupRetained',
    'ElastiCache.ServerlessBackupRetained', 'FSx.FileSystemBackedUp', 'MemoryDB.ClusterBackupRetained', 'Neptune.ClusterBackupRetained',
    'RDS.ClusterBackupRetained', 'RDS.ClusterInBackupPlan', 'RDS.InstanceBackupRetained', 'RDS.InstanceInBackupPlan',
    'Redshift.ClusterBackupRetained',
  ],
  'rewinding': ['RDS.ClusterBacktracked'],
  'object versions': ['S3.BucketVersioned'],
  'object locks': ['S3.BucketObjectLocked'],
  'copies in another Region': ['EventBridge.EndpointReplicated', 'S3.BucketReplicated'],
  'expiry of data': ['ECR.RepositoryLifecycle', 'S3.BucketLifecycle', 'S3.DirectoryBucketLifecycle'],
  'retention of streams': ['Kinesis.StreamRetained'],
  'redundancy': [
    'AutoScaling.GroupHealthByLoadBalancer', 'AutoScaling.GroupInstanceTypes', 'AutoScaling.GroupMultiAz', 'CloudFront.OriginFailover',
    'DMS.InstanceMultiAz', 'ELB.ClassicCrossZone', 'ELB.ClassicMultiAz', 'ELB.MultiAz', 'ElastiCache.FailsOver',
    'Elasticsearch.DomainDedicatedMasters', 'Elasticsearch.DomainMultiAz', 'FSx.OntapMultiAz', 'FSx.OpenZfsMultiAz', 'FSx.WindowsMultiAz',
    'Lambda.FunctionMultiAz', 'MQ.ActiveBrokerMultiAz', 'MQ.RabbitBrokerMultiAz', 'Neptune.ClusterMultiAz', 'NetworkFirewall.FirewallMultiAz',
    'OpenSearch.DomainDedicatedMasters', 'OpenSearch.DomainMultiAz', 'RDS.ClusterMultiAz', 'RDS.InstanceMultiAz', 'Redshift.ClusterMultiAz',
    'Redshift.SubnetGroupMultiAz', 'SageMaker.EndpointRedundant',
  ],
  'capacity': [
    'APIGateway.UsagePlanThrottled', 'DynamoDB.GlobalTableCapacityScales', 'DynamoDB.TableCapacityScales', 'EC2.InstanceEbsOptimized',
    'ELB.ClassicConnectionsDrained', 'Lambda.FunctionConcurrencyLimited',
  ],
  'deletion protection': [
    'CloudTrail.EventDataStoreProtected', 'Cognito.PoolDeletionProtected', 'DocumentDB.ClusterDeletionProtected',
    'DynamoDB.GlobalTableDeletionProtected', 'DynamoDB.TableDeletionProtected', 'ECS.CapacityProviderTerminationProtected', 'ELB.DeletionProtected',
    'Neptune.ClusterDeletionProtected', 'NetworkFirewall.FirewallDeletionProtected', 'NetworkFirewall.SubnetChangesProtected',
    'RDS.ClusterDeletionProtected', 'RDS.InstanceDeletionProtected',
  ],
  'failed events': ['Lambda.FunctionFailuresKept'],
  'launch configuration': ['AutoScaling.GroupLaunchTemplate', 'CloudFront.Sni', 'EC2.InstanceOneInterface', 'ElastiCache.SubnetGroupCustom'],
  'unused resources': ['EC2.ElasticIpUsed', 'EC2.NetworkAclUsed'],
  'tags': [
    'FSx.LustreTagsCopied', 'FSx.OpenZfsTagsCopied', 'FSx.WindowsTagsCopied', 'Neptune.ClusterTagsCopied', 'RDS.ClusterTagsCopied',
    'RDS.InstanceTagsCopied', 'RDS.MysqlClusterTagsCopied', 'RDS.PostgresClusterTagsCopied', 'Workload.RequiredTags', 'Workload.TagsPropagated',
  ],
  'location of data': ['Workload.DataInRegions'],
  'network firewall': [
    'NetworkFirewall.FragmentsStopped', 'NetworkFirewall.FullPacketsStopped', 'NetworkFirewall.PolicyHasRules', 'NetworkFirewall.RuleGroupNotEmpty',
  ],
  'sign-in of application users': [
    'Cognito.ClientHidesUsers', 'Cognito.ClientPasswordsNotSent', 'Cognito.ClientTokensRevocable', 'Cognito.PoolCustomThreatsBlocked',
    'Cognito.PoolMfaRequired', 'Cognito.PoolPasswordsStrong', 'Cognito.PoolThreatsBlocked',
  ],
  'content of logs': [
    'APIGateway.StageContentNotLogged', 'APIGateway.WebSocketStageContentNotLogged', 'AppSync.ContentNotLogged', 'RDS.ProxyContentNotLogged',
    'StepFunctions.ContentNotLogged',
  ],
  'alarms on API calls': [
    'CloudWatch.BucketPolicyChangesAlarmed', 'CloudWatch.ConfigChangesAlarmed', 'CloudWatch.FailedSignInsAlarmed', 'CloudWatch.GatewayChangesAlarmed',
    'CloudWatch.IamPolicyChangesAlarmed', 'CloudWatch.KeyDeletionAlarmed', 'CloudWatch.NetworkAclChangesAlarmed', 'CloudWatch.RootUseAlarmed',
    'CloudWatch.RouteTableChangesAlarmed', 'CloudWatch.SecurityGroupChangesAlarmed', 'CloudWatch.SignInWithoutMfaAlarmed',
    'CloudWatch.TrailChangesAlarmed', 'CloudWatch.UnauthorizedCallsAlarmed', 'CloudWatch.VpcChangesAlarmed',
  ],
  'data discovery': ['Macie.SessionOn'],
  'passwords': [],
  'sign-in protection': [],
  'content in logs': [],
  'integrity of names': ['Route53.ZoneSigned'],
  'outbound traffic': ['EC2.EgressRestricted', 'EC2.NetworkAclEgressRestricted'],
};

let topics: Map<string, string> | undefined;

/** The topic of a safeguard. A safeguard without one is evidence only where a review names it. */
export function topicOf(safeguard: string): string | undefined {
  topics ??= new Map(Object.entries(TOPICS).flatMap(([topic, ids]) => ids.map((id) => [id, topic] as const)));
  return topics.get(safeguard);
}

/** Whether a safeguard with this id exists: each safeguard has a topic. Its judge does not load for the answer. */
export function isSafeguard(id: string): boolean {
  return topicOf(id) !== undefined;
}
