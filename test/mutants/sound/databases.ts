import { KEY_ARN, policy, r, ref, sound, SUBNETS } from '../sound-parts';

const GROUPS = ['sg-12345678'];
const instance = (Engine: string, EngineVersion: string, Port: string, logs: string[], more: object = {}) => r('AWS::RDS::DBInstance', {
  Engine,
  EngineVersion,
  Port,
  DBInstanceClass: 'db.m7g.large',
  AllocatedStorage: '100',
  StorageEncrypted: true,
  KmsKeyId: KEY_ARN,
  MultiAZ: true,
  PubliclyAccessible: false,
  VPCSecurityGroups: GROUPS,
  DBSubnetGroupName: 'private',
  BackupRetentionPeriod: 35,
  DeletionProtection: true,
  CopyTagsToSnapshot: true,
  MonitoringInterval: 60,
  MonitoringRoleArn: 'arn:aws:iam::123456789012:role/monitoring',
  MasterUsername: 'acme',
  ManageMasterUserPassword: true,
  AutoMinorVersionUpgrade: true,
  EnableCloudwatchLogsExports: logs,
  DBParameterGroupName: ref('Parameters'),
  ...more,
});
const parameters = (Family: string, Parameters: object) => r('AWS::RDS::DBParameterGroup', { Family, Description: 'p', Parameters });
const EVENTS = { Events: r('AWS::RDS::EventSubscription', { SnsTopicArn: 'arn:aws:sns:eu-west-2:123456789012:t', SourceType: 'db-parameter-group', EventCategories: ['configuration change'] }) };
const IAM = { EnableIAMDatabaseAuthentication: true };
const cluster = (Engine: string, EngineVersion: string, Port: number, logs: string[], more: object = {}) => r('AWS::RDS::DBCluster', {
  Engine,
  EngineVersion,
  Port,
  StorageEncrypted: true,
  KmsKeyId: KEY_ARN,
  VpcSecurityGroupIds: GROUPS,
  DBSubnetGroupName: 'private',
  BackupRetentionPeriod: 35,
  DeletionProtection: true,
  CopyTagsToSnapshot: true,
  ...IAM,
  MasterUsername: 'acme',
  ManageMasterUserPassword: true,
  EnableCloudwatchLogsExports: logs,
  DBClusterParameterGroupName: ref('Parameters'),
  ...more,
});
const clusterParameters = (Family: string, Parameters: object) => r('AWS::RDS::DBClusterParameterGroup', { Family, Description: 'p', Parameters });
const member = (Engine: string) => r('AWS::RDS::DBInstance', {
  DBClusterIdentifier: ref('Cluster'),
  Engine,
  DBInstanceClass: 'db.r7g.large',
  PubliclyAccessible: false,
  MonitoringInterval: 60,
  MonitoringRoleArn: 'arn:aws:iam::123456789012:role/monitoring',
  AutoMinorVersionUpgrade: true,
});
const table = (more: object) => r('AWS::DynamoDB::Table', {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
  DeletionProtectionEnabled: true,
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  ...more,
});
const cache = (more: object) => r('AWS::ElastiCache::ReplicationGroup', {
  ReplicationGroupDescription: 'c',
  Engine: 'valkey',
  CacheNodeType: 'cache.m7g.large',
  NumCacheClusters: 2,
  AutomaticFailoverEnabled: true,
  MultiAZEnabled: true,
  AtRestEncryptionEnabled: true,
  TransitEncryptionEnabled: true,
  TransitEncryptionMode: 'required',
  SnapshotRetentionLimit: 7,
  CacheSubnetGroupName: 'private',
  SecurityGroupIds: GROUPS,
  UserGroupIds: ['users'],
  ...more,
});
const domain = (more: object) => r('AWS::OpenSearchService::Domain', {
  EngineVersion: 'OpenSearch_2.19',
  ClusterConfig: { InstanceCount: 3, InstanceType: 'm7g.large.search', ZoneAwarenessEnabled: true, ZoneAwarenessConfig: { AvailabilityZoneCount: 3 }, DedicatedMasterEnabled: true, DedicatedMasterCount: 3, DedicatedMasterType: 'm7g.large.search' },
  EBSOptions: { EBSEnabled: true, VolumeSize: 100 },
  EncryptionAtRestOptions: { Enabled: true },
  NodeToNodeEncryptionOptions: { Enabled: true },
  DomainEndpointOptions: { EnforceHTTPS: true, TLSSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' },
  VPCOptions: { SubnetIds: SUBNETS, SecurityGroupIds: GROUPS },
  AdvancedSecurityOptions: { Enabled: true, MasterUserOptions: { MasterUserARN: 'arn:aws:iam::123456789012:role/admin' } },
  LogPublishingOptions: {
    AUDIT_LOGS: { Enabled: true, CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-2:123456789012:log-group:a' },
    ES_APPLICATION_LOGS: { Enabled: true, CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-2:123456789012:log-group:b' },
  },
  ...more,
});
const document = (more: object = {}) => r('AWS::DocDB::DBCluster', {
  StorageEncrypted: true,
  KmsKeyId: KEY_ARN,
  BackupRetentionPeriod: 35,
  DeletionProtection: true,
  EnableCloudwatchLogsExports: ['audit', 'profiler'],
  VpcSecurityGroupIds: GROUPS,
  DBSubnetGroupName: 'private',
  MasterUsername: 'acme',
  ManageMasterUserPassword: true,
  DBClusterParameterGroupName: ref('Parameters'),
  ...more,
});
const graph = (more: object = {}) => r('AWS::Neptune::DBCluster', {
  StorageEncrypted: true,
  BackupRetentionPeriod: 35,
  DeletionProtection: true,
  EnableCloudwatchLogsExports: ['audit'],
  IamAuthEnabled: true,
  CopyTagsToSnapshot: true,
  VpcSecurityGroupIds: GROUPS,
  DBSubnetGroupName: 'private',
  DBClusterParameterGroupName: ref('Parameters'),
  ...more,
});
const warehouse = (more: object = {}) => r('AWS::Redshift::Cluster', {
  ClusterType: 'multi-node',
  NumberOfNodes: 2,
  NodeType: 'ra3.xlplus',
  DBName: 'dw',
  Encrypted: true,
  KmsKeyId: KEY_ARN,
  PubliclyAccessible: false,
  EnhancedVpcRouting: true,
  AutomatedSnapshotRetentionPeriod: 35,
  MasterUsername: 'acme',
  ManageMasterPassword: true,
  Port: 5440,
  VpcSecurityGroupIds: GROUPS,
  ClusterSubnetGroupName: 'private',
  MultiAZ: true,
  LoggingProperties: { BucketName: 'audit-logs', S3KeyPrefix: 'redshift/' },
  ClusterParameterGroupName: ref('Parameters'),
  ...more,
});
const warehouseParameters = r('AWS::Redshift::ClusterParameterGroup', {
  Description: 'p', ParameterGroupFamily: 'redshift-2.0', Parameters: [{ ParameterName: 'require_ssl', ParameterValue: 'true' }, { ParameterName: 'enable_user_activity_logging', ParameterValue: 'true' }],
});
const RDS = 'Amazon RDS';
const MYSQL_LOGS = ['audit', 'error', 'general', 'slowquery'];

export const DATABASES = [
  ...sound(RDS, 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_BestPractices.Security.html', {
    'rds-postgres': { Database: instance('postgres', '17.6', '5433', ['postgresql', 'upgrade'], IAM), Parameters: parameters('postgres17', { 'rds.force_ssl': '1' }), ...EVENTS },
    'rds-postgres-15-default-tls': { Database: instance('postgres', '15.14', '5433', ['postgresql', 'upgrade'], IAM), Parameters: parameters('postgres15', { 'rds.force_ssl': 1 }), ...EVENTS },
    // PostgreSQL 15 and later require TLS by default, also in the group of the service.
    'rds-postgres-parameters-of-the-service': { Database: instance('postgres', '17.6', '5433', ['postgresql', 'upgrade'], { ...IAM, DBParameterGroupName: 'default.postgres17' }), ...EVENTS },
    'rds-mysql': { Database: instance('mysql', '8.4.6', '3307', MYSQL_LOGS, IAM), Parameters: parameters('mysql8.4', { require_secure_transport: '1' }), ...EVENTS },
    'rds-mysql-on': { Database: instance('mysql', '8.4.5', '3307', MYSQL_LOGS, IAM), Parameters: parameters('mysql8.4', { require_secure_transport: 'ON' }), ...EVENTS },
    'rds-mariadb-10.6-without-iam': { Database: instance('mariadb', '10.6.22', '3307', MYSQL_LOGS), Parameters: parameters('mariadb10.6', { require_secure_transport: '1' }), ...EVENTS },
    'rds-mariadb-11.4': { Database: instance('mariadb', '11.4.8', '3307', MYSQL_LOGS, IAM), Parameters: parameters('mariadb11.4', { require_secure_transport: '1' }), ...EVENTS },
    'rds-sqlserver': { Database: instance('sqlserver-se', '16.00', '14330', ['agent', 'error']), Parameters: parameters('sqlserver-se-16.0', { 'rds.force_ssl': '1' }), ...EVENTS },
    'rds-oracle': { Database: instance('oracle-ee', '19', '1525', ['audit', 'alert', 'listener', 'oemagent', 'trace']), Parameters: parameters('oracle-ee-19', { audit_trail: 'DB' }), ...EVENTS },
    'rds-parameters-by-name': {
      Database: instance('postgres', '17.6', '5433', ['postgresql', 'upgrade'], { ...IAM, DBParameterGroupName: 'acme-postgres' }),
      Parameters: r('AWS::RDS::DBParameterGroup', { DBParameterGroupName: 'acme-postgres', Family: 'postgres17', Description: 'p', Parameters: { 'rds.force_ssl': '1' } }),
      ...EVENTS,
    },
    'rds-proxy': { Proxy: r('AWS::RDS::DBProxy', { DBProxyName: 'p', EngineFamily: 'POSTGRESQL', RequireTLS: true, RoleArn: 'arn:aws:iam::123456789012:role/proxy', VpcSubnetIds: SUBNETS, VpcSecurityGroupIds: GROUPS, Auth: [{ AuthScheme: 'SECRETS', IAMAuth: 'REQUIRED', SecretArn: 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:s' }] }) },
  }),
  ...sound('Amazon Aurora', 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.BestPractices.html', {
    'aurora-postgres': { Cluster: cluster('aurora-postgresql', '17.5', 5433, ['postgresql']), Parameters: clusterParameters('aurora-postgresql17', { 'rds.force_ssl': '1' }), Writer: member('aurora-postgresql'), Reader: member('aurora-postgresql'), ...EVENTS },
    'aurora-from-snapshot': {
      Cluster: cluster('aurora-postgresql', '17.5', 5433, ['postgresql'], { MasterUsername: undefined, SnapshotIdentifier: 'snapshot' }),
      Parameters: clusterParameters('aurora-postgresql17', { 'rds.force_ssl': '1' }),
      Writer: member('aurora-postgresql'),
      Reader: member('aurora-postgresql'),
      ...EVENTS,
    },
    'aurora-mysql': {
      Cluster: cluster('aurora-mysql', '8.0.mysql_aurora.3.10.0', 3307, MYSQL_LOGS, { BacktrackWindow: 86400 }),
      Parameters: clusterParameters('aurora-mysql8.0', { require_secure_transport: 'ON', server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY' }),
      Writer: member('aurora-mysql'),
      Reader: member('aurora-mysql'),
      ...EVENTS,
    },
    'aurora-serverless': {
      Cluster: cluster('aurora-postgresql', '17.5', 5433, ['postgresql'], { ServerlessV2ScalingConfiguration: { MinCapacity: 1, MaxCapacity: 8 } }),
      Parameters: clusterParameters('aurora-postgresql17', { 'rds.force_ssl': '1' }),
      Writer: member('aurora-postgresql'),
      Reader: member('aurora-postgresql'),
      ...EVENTS,
    },
    'aurora-global': { Global: r('AWS::RDS::GlobalCluster', { Engine: 'aurora-postgresql', EngineVersion: '17.5', StorageEncrypted: true, DeletionProtection: true }) },
  }),
  ...sound('Amazon DynamoDB', 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/best-practices-security.html', {
    'dynamodb-table': { Table: table({}) },
    'dynamodb-table-with-key': { Table: table({ SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY_ARN } }) },
    'dynamodb-provisioned-and-scaled': {
      Table: table({ TableName: 'orders', BillingMode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } }),
      ...Object.fromEntries(['Read', 'Write'].flatMap((side) => [
        [`${side}Target`, r('AWS::ApplicationAutoScaling::ScalableTarget', { ServiceNamespace: 'dynamodb', ResourceId: 'table/orders', ScalableDimension: `dynamodb:table:${side}CapacityUnits`, MinCapacity: 5, MaxCapacity: 50 })],
        [`${side}Policy`, r('AWS::ApplicationAutoScaling::ScalingPolicy', { PolicyName: side, PolicyType: 'TargetTrackingScaling', ScalingTargetId: ref(`${side}Target`), TargetTrackingScalingPolicyConfiguration: { TargetValue: 70, PredefinedMetricSpecification: { PredefinedMetricType: `DynamoDB${side}CapacityUtilization` } } })],
      ])),
    },
    'dynamodb-global-table': { Table: r('AWS::DynamoDB::GlobalTable', { AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], BillingMode: 'PAY_PER_REQUEST', Replicas: ['eu-west-2', 'eu-west-1'].map((Region) => ({ Region, DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } })) }) },
    'dynamodb-dax': { Dax: r('AWS::DAX::Cluster', { IAMRoleARN: 'arn:aws:iam::123456789012:role/dax', NodeType: 'dax.r5.large', ReplicationFactor: 3, SSESpecification: { SSEEnabled: true }, ClusterEndpointEncryptionType: 'TLS', SubnetGroupName: 'private', SecurityGroupIds: GROUPS }) },
  }),
  ...sound('Amazon ElastiCache', 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/BestPractices.html', {
    'elasticache-valkey': { Cache: cache({}) },
    'elasticache-redis-with-token': { Cache: cache({ Engine: 'redis', UserGroupIds: undefined, AuthToken: '{{resolve:secretsmanager:cache:SecretString:token}}' }) },
    'elasticache-sharded': { Cache: cache({ NumCacheClusters: undefined, NumNodeGroups: 2, ReplicasPerNodeGroup: 1 }) },
    'elasticache-memcached': { Cache: r('AWS::ElastiCache::CacheCluster', { Engine: 'memcached', EngineVersion: '1.6.22', CacheNodeType: 'cache.m7g.large', NumCacheNodes: 2, TransitEncryptionEnabled: true, CacheSubnetGroupName: 'private', VpcSecurityGroupIds: GROUPS }) },
  }),
  ...sound('Amazon OpenSearch Service', 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/bp.html', {
    'opensearch-domain': { Domain: domain({}) },
    'opensearch-domain-with-key': { Domain: domain({ EncryptionAtRestOptions: { Enabled: true, KmsKeyId: KEY_ARN }, AccessPolicies: policy({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:role/app' }, Action: 'es:ESHttp*', Resource: 'arn:aws:es:eu-west-2:123456789012:domain/d/*' }) }) },
    'opensearch-serverless': { Policy: r('AWS::OpenSearchServerless::SecurityPolicy', { Name: 'n', Type: 'network', Policy: JSON.stringify([{ Rules: [{ ResourceType: 'collection', Resource: ['collection/logs'] }], AllowFromPublic: false, SourceVPCEs: ['vpce-1'] }]) }) },
  }),
  ...sound('Amazon DocumentDB', 'https://docs.aws.amazon.com/documentdb/latest/developerguide/best_practices.html', {
    'documentdb': { Cluster: document(), Parameters: r('AWS::DocDB::DBClusterParameterGroup', { Family: 'docdb5.0', Description: 'p', Parameters: { tls: 'tls1.2+', audit_logs: 'enabled' } }) },
    'documentdb-all-audited': { Cluster: document(), Parameters: r('AWS::DocDB::DBClusterParameterGroup', { Family: 'docdb5.0', Description: 'p', Parameters: { tls: 'tls1.3+', audit_logs: 'all' } }) },
  }),
  ...sound('Amazon Neptune', 'https://docs.aws.amazon.com/neptune/latest/userguide/best-practices.html', {
    neptune: { Cluster: graph(), Parameters: r('AWS::Neptune::DBClusterParameterGroup', { Family: 'neptune1.4', Description: 'p', Parameters: { neptune_enable_audit_log: 1 } }), Instance: r('AWS::Neptune::DBInstance', { DBClusterIdentifier: ref('Cluster'), DBInstanceClass: 'db.r6g.large', AutoMinorVersionUpgrade: true }) },
  }),
  ...sound('Amazon Redshift', 'https://docs.aws.amazon.com/redshift/latest/mgmt/iam-redshift-user-mgmt.html', {
    'redshift': { Cluster: warehouse(), Parameters: warehouseParameters },
    'redshift-serverless': {
      Namespace: r('AWS::RedshiftServerless::Namespace', { NamespaceName: 'n', AdminUsername: 'acme', ManageAdminPassword: true, KmsKeyId: KEY_ARN, LogExports: ['connectionlog', 'userlog', 'useractivitylog'] }),
      Workgroup: r('AWS::RedshiftServerless::Workgroup', { WorkgroupName: 'w', NamespaceName: 'n', PubliclyAccessible: false, EnhancedVpcRouting: true, SubnetIds: SUBNETS, SecurityGroupIds: GROUPS, ConfigParameters: [{ ParameterKey: 'require_ssl', ParameterValue: 'true' }] }),
    },
  }),
  ...sound('Amazon MemoryDB', 'https://docs.aws.amazon.com/memorydb/latest/devguide/memorydb-security.html', {
    memorydb: { Cluster: r('AWS::MemoryDB::Cluster', { ClusterName: 'c', NodeType: 'db.r7g.large', ACLName: 'app-users', TLSEnabled: true, SnapshotRetentionLimit: 7, KmsKeyId: KEY_ARN, SubnetGroupName: 'private', SecurityGroupIds: GROUPS }) },
  }),
  ...sound('AWS DMS', 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_BestPractices.html', {
    'dms': {
      Instance: r('AWS::DMS::ReplicationInstance', { ReplicationInstanceClass: 'dms.r6i.large', MultiAZ: true, PubliclyAccessible: false, KmsKeyId: KEY_ARN, AutoMinorVersionUpgrade: true, ReplicationSubnetGroupIdentifier: 'private', VpcSecurityGroupIds: GROUPS }),
      Endpoint: r('AWS::DMS::Endpoint', { EndpointType: 'source', EngineName: 'postgres', SslMode: 'verify-full', CertificateArn: 'arn:aws:dms:eu-west-2:123456789012:cert:c', PostgreSqlSettings: { SecretsManagerSecretId: 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:s', SecretsManagerAccessRoleArn: 'arn:aws:iam::123456789012:role/dms' } }),
    },
    'dms-s3-target': { Endpoint: r('AWS::DMS::Endpoint', { EndpointType: 'target', EngineName: 's3', S3Settings: { BucketName: 'lake', ServiceAccessRoleArn: 'arn:aws:iam::123456789012:role/dms', EncryptionMode: 'SSE_KMS', ServerSideEncryptionKmsKeyId: KEY_ARN } }) },
    'dms-kafka': { Endpoint: r('AWS::DMS::Endpoint', { EndpointType: 'target', EngineName: 'kafka', KafkaSettings: { Broker: 'b:9094', Topic: 't', SecurityProtocol: 'ssl-encryption' } }) },
  }),
];
