import { ResourceSafeguard } from '../model/safeguard';
import { allOf, mustBe, mustBeAtLeast, mustNotBe } from '../predicates/outcome';

const CACHES = ['AWS::ElastiCache::ReplicationGroup'];

/** Safeguards of Amazon ElastiCache. */
export const ELASTICACHE: ResourceSafeguard[] = [
  {
    id: 'ElastiCache.Encrypted',
    on: CACHES,
    statement: 'the cache is encrypted at rest',
    remedy: 'set `atRestEncryptionEnabled`',
    sources: { securityHub: ['ElastiCache.4'], cdkNag: ['ElastiCacheRedisClusterEncryption'], prowler: ['elasticache_redis_cluster_rest_encryption_enabled'] },
    judge: ({ properties }) => mustBe('AtRestEncryptionEnabled', properties.AtRestEncryptionEnabled, true),
  },
  {
    id: 'ElastiCache.TlsForced',
    on: CACHES,
    statement: 'encryption in transit is enabled',
    remedy: 'set `transitEncryptionEnabled`',
    sources: { securityHub: ['ElastiCache.5'], prowler: ['elasticache_redis_cluster_in_transit_encryption_enabled'] },
    judge: ({ properties }) => allOf(
      mustBe('TransitEncryptionEnabled', properties.TransitEncryptionEnabled, true),
      mustNotBe('TransitEncryptionMode', properties.TransitEncryptionMode, 'preferred'),
    ),
  },
  {
    id: 'ElastiCache.BackupRetained',
    on: CACHES,
    statement: 'automatic backups are enabled',
    remedy: 'set `snapshotRetentionLimit`',
    sources: { securityHub: ['ElastiCache.1'], cdkNag: ['ElastiCacheRedisClusterAutomaticBackup'], prowler: ['elasticache_redis_cluster_backup_enabled'] },
    judge: ({ properties: { SnapshotRetentionLimit: days } }) => mustBeAtLeast('SnapshotRetentionLimit', days, 1, 0),
  },
  {
    id: 'ElastiCache.MinorVersionsUpgraded',
    on: CACHES,
    statement: 'automatic minor version upgrade is enabled',
    remedy: 'keep `autoMinorVersionUpgrade` at its default',
    sources: { securityHub: ['ElastiCache.2'], prowler: ['elasticache_redis_cluster_auto_minor_version_upgrades'] },
    judge: ({ properties }) => mustNotBe('AutoMinorVersionUpgrade', properties.AutoMinorVersionUpgrade, false),
  },
];
