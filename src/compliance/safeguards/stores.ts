import { coveredByBackup } from './databases';
import { allOf, given, HOLDS, isTrue, mustBe, mustBeAtLeast, mustBeAtMost, mustBeCustomerKey, mustBeOneOf, mustBeSet, mustExist, mustNotBe } from '../outcome';
import { Json, pointers, RenderedResource } from '../rendered';
import { ResourceSafeguard } from '../safeguard';

const DOMAINS = ['AWS::OpenSearchService::Domain'];
const CACHES = ['AWS::ElastiCache::ReplicationGroup'];

/** Facts about secrets, tables, caches and search domains. */
export const STORES: ResourceSafeguard[] = [
  {
    id: 'SecretsManager.SecretRotated',
    on: ['AWS::SecretsManager::Secret'],
    statement: 'the secret rotates',
    remedy: 'add a rotation schedule',
    sources: { securityHub: ['SecretsManager.1'], cdkNag: ['SecretsManagerRotationEnabled'], prowler: ['secretsmanager_automatic_rotation_enabled'] },
    judge: (secret) => mustExist(rotationsOf(secret).length, 'no AWS::SecretsManager::RotationSchedule rotates it'),
  },
  {
    id: 'SecretsManager.SecretRotatedInTime',
    on: ['AWS::SecretsManager::RotationSchedule'],
    statement: 'the secret rotates often enough',
    remedy: 'shorten the rotation interval',
    sources: { securityHub: ['SecretsManager.4'] },
    judge: ({ properties: { RotationRules } }, { numbers }) => mustBeAtMost('RotationRules days', daysOf(RotationRules), numbers.credentialRotationDays),
  },
  {
    id: 'SecretsManager.SecretEncryptedWithCustomerKey',
    on: ['AWS::SecretsManager::Secret'],
    statement: 'the secret is encrypted with a customer managed key',
    remedy: 'set `encryptionKey`',
    sources: { cdkNag: ['SecretsManagerUsingKMSKey'] },
    judge: ({ properties }) => mustBeCustomerKey('KmsKeyId', properties.KmsKeyId),
  },
  {
    id: 'DynamoDB.TablePointInTimeRecovery',
    on: ['AWS::DynamoDB::Table'],
    statement: 'the table can be restored to any moment',
    remedy: 'set `pointInTimeRecoverySpecification`',
    sources: { cdkNag: ['DynamoDBPITREnabled'], prowler: ['dynamodb_tables_pitr_enabled'] },
    judge: ({ properties: { PointInTimeRecoverySpecification: recovery } }) => mustBe(
      'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', recovery?.PointInTimeRecoveryEnabled, true),
  },
  {
    id: 'DynamoDB.TableEncryptedWithCustomerKey',
    on: ['AWS::DynamoDB::Table'],
    statement: 'the table is encrypted with a customer managed key',
    remedy: 'set `encryption` to `CUSTOMER_MANAGED`',
    sources: { prowler: ['dynamodb_tables_kms_cmk_encryption_enabled'] },
    judge: ({ properties: { SSESpecification } }) => mustBeCustomerKey('SSESpecification.KMSMasterKeyId', SSESpecification?.KMSMasterKeyId),
  },
  {
    id: 'DynamoDB.TableInBackupPlan',
    on: ['AWS::DynamoDB::Table'],
    statement: 'the table is in a backup plan',
    remedy: 'select it in a backup plan, by itself or by a tag',
    sources: { cdkNag: ['DynamoDBInBackupPlan'], prowler: ['dynamodb_table_protected_by_backup_plan'] },
    judge: (table) => coveredByBackup(table),
  },
  {
    id: 'DynamoDB.TableCapacityScales',
    on: ['AWS::DynamoDB::Table'],
    statement: 'capacity of the table follows demand',
    remedy: 'use `PAY_PER_REQUEST`, or scale its capacity',
    sources: { cdkNag: ['DynamoDBAutoScalingEnabled'] },
    judge: (table) => table.properties.BillingMode === 'PAY_PER_REQUEST' ? HOLDS : mustExist(
      pointers(table, 'AWS::ApplicationAutoScaling::ScalableTarget', 'ResourceId').length,
      'BillingMode is not PAY_PER_REQUEST, and no AWS::ApplicationAutoScaling::ScalableTarget scales it',
    ),
  },
  {
    id: 'DynamoDB.DaxEncrypted',
    on: ['AWS::DAX::Cluster'],
    statement: 'the DynamoDB Accelerator cluster is encrypted',
    remedy: 'set `sseSpecification`',
    sources: { cdkNag: ['DAXEncrypted'], prowler: ['dynamodb_accelerator_cluster_encryption_enabled'] },
    judge: ({ properties: { SSESpecification } }) => mustBe('SSESpecification.SSEEnabled', SSESpecification?.SSEEnabled, true),
  },
  {
    id: 'DynamoDB.DaxTls',
    on: ['AWS::DAX::Cluster'],
    statement: 'the DynamoDB Accelerator cluster takes TLS alone',
    remedy: 'set `clusterEndpointEncryptionType` to `TLS`',
    sources: { prowler: ['dynamodb_accelerator_cluster_in_transit_encryption_enabled'] },
    judge: ({ properties }) => mustBe('ClusterEndpointEncryptionType', properties.ClusterEndpointEncryptionType, 'TLS'),
  },
  {
    id: 'ElastiCache.Encrypted',
    on: CACHES,
    statement: 'the cache is encrypted at rest',
    remedy: 'set `atRestEncryptionEnabled`',
    sources: { cdkNag: ['ElastiCacheRedisClusterEncryption'], prowler: ['elasticache_redis_cluster_rest_encryption_enabled'] },
    judge: ({ properties }) => mustBe('AtRestEncryptionEnabled', properties.AtRestEncryptionEnabled, true),
  },
  {
    id: 'ElastiCache.TlsForced',
    on: CACHES,
    statement: 'the cache takes TLS alone',
    remedy: 'set `transitEncryptionEnabled`',
    sources: { prowler: ['elasticache_redis_cluster_in_transit_encryption_enabled'] },
    judge: ({ properties }) => allOf(
      mustBe('TransitEncryptionEnabled', properties.TransitEncryptionEnabled, true),
      mustNotBe('TransitEncryptionMode', properties.TransitEncryptionMode, 'preferred'),
    ),
  },
  {
    id: 'ElastiCache.BackupRetained',
    on: CACHES,
    statement: 'the cache is backed up',
    remedy: 'set `snapshotRetentionLimit`',
    sources: { cdkNag: ['ElastiCacheRedisClusterAutomaticBackup'], prowler: ['elasticache_redis_cluster_backup_enabled'] },
    judge: ({ properties: { SnapshotRetentionLimit: days } }) => mustBeAtLeast('SnapshotRetentionLimit', days, 1, 0),
  },
  {
    id: 'ElastiCache.MinorVersionsUpgraded',
    on: CACHES,
    statement: 'minor versions are upgraded automatically',
    remedy: 'leave `autoMinorVersionUpgrade` on',
    sources: { prowler: ['elasticache_redis_cluster_auto_minor_version_upgrades'] },
    judge: ({ properties }) => mustNotBe('AutoMinorVersionUpgrade', properties.AutoMinorVersionUpgrade, false),
  },
  {
    id: 'OpenSearch.DomainEncrypted',
    on: DOMAINS,
    statement: 'the domain is encrypted at rest',
    remedy: 'set `encryptionAtRest`',
    sources: { cdkNag: ['OpenSearchEncryptedAtRest'], prowler: ['opensearch_service_domains_encryption_at_rest_enabled'] },
    judge: ({ properties: { EncryptionAtRestOptions } }) => mustBe('EncryptionAtRestOptions.Enabled', EncryptionAtRestOptions?.Enabled, true),
  },
  {
    id: 'OpenSearch.DomainNodeToNodeEncrypted',
    on: DOMAINS,
    statement: 'traffic between nodes of the domain is encrypted',
    remedy: 'set `nodeToNodeEncryption`',
    sources: { cdkNag: ['OpenSearchNodeToNodeEncryption'], prowler: ['opensearch_service_domains_node_to_node_encryption_enabled'] },
    judge: ({ properties: { NodeToNodeEncryptionOptions } }) => mustBe('NodeToNodeEncryptionOptions.Enabled', NodeToNodeEncryptionOptions?.Enabled, true),
  },
  {
    id: 'OpenSearch.DomainHttpsOnly',
    on: DOMAINS,
    statement: 'the domain takes HTTPS alone, TLS 1.2 or newer',
    remedy: 'set `enforceHttps` and `tlsSecurityPolicy`',
    sources: { prowler: ['opensearch_service_domains_https_communications_enforced'] },
    judge: ({ properties: { DomainEndpointOptions } }) => allOf(
      mustBe('DomainEndpointOptions.EnforceHTTPS', DomainEndpointOptions?.EnforceHTTPS, true),
      mustBeOneOf('DomainEndpointOptions.TLSSecurityPolicy', DomainEndpointOptions?.TLSSecurityPolicy, [
        'Policy-Min-TLS-1-2-2019-07', 'Policy-Min-TLS-1-2-PFS-2023-10', 'Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08',
      ]),
    ),
  },
  {
    id: 'OpenSearch.DomainInVpc',
    on: DOMAINS,
    statement: 'the domain is in a VPC',
    remedy: 'set `vpc`',
    sources: { cdkNag: ['OpenSearchInVPCOnly'], prowler: ['opensearch_service_domains_not_publicly_accessible'] },
    judge: ({ properties }) => mustBeSet('VPCOptions', properties.VPCOptions),
  },
  {
    id: 'OpenSearch.DomainErrorsLogged',
    on: DOMAINS,
    statement: 'errors of the domain go to CloudWatch Logs',
    remedy: 'set `logging.appLogEnabled`',
    sources: { cdkNag: ['OpenSearchErrorLogsToCloudWatch'], prowler: ['opensearch_service_domains_cloudwatch_logging_enabled'] },
    judge: ({ properties: { LogPublishingOptions } }) => mustExist(
      publishes(LogPublishingOptions, 'ES_APPLICATION_LOGS'), 'LogPublishingOptions has no ES_APPLICATION_LOGS that is enabled'),
  },
  {
    id: 'OpenSearch.DomainAudited',
    on: DOMAINS,
    statement: 'the audit log of the domain goes to CloudWatch Logs',
    remedy: 'set `logging.auditLogEnabled`',
    sources: { prowler: ['opensearch_service_domains_audit_logging_enabled'] },
    judge: ({ properties: { LogPublishingOptions } }) => mustExist(
      publishes(LogPublishingOptions, 'AUDIT_LOGS'), 'LogPublishingOptions has no AUDIT_LOGS that is enabled'),
  },
];

function rotationsOf(secret: RenderedResource): RenderedResource[] {
  const attachments = pointers(secret, 'AWS::SecretsManager::SecretTargetAttachment', 'SecretId');
  return [secret, ...attachments].flatMap((target) => pointers(target, 'AWS::SecretsManager::RotationSchedule', 'SecretId'));
}

// A schedule is a number of days, rate(n days), rate(n hours), or a cron expression, whose interval is not worked out here.
function daysOf(rules: Json): Json {
  if (given(rules?.AutomaticallyAfterDays)) return rules.AutomaticallyAfterDays;
  const [, count, unit] = /^rate\((\d+) (day|hour)s?\)$/.exec(rules?.ScheduleExpression ?? '') ?? [];
  if (count) return unit === 'day' ? Number(count) : Math.ceil(Number(count) / 24);
  return rules?.ScheduleExpression;
}

function publishes(options: Json, log: string): boolean {
  return given(options?.[log]) && isTrue(options[log].Enabled);
}
