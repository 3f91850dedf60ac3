import { ResourceSafeguard } from '../model/safeguard';
import { given, isSet, isUnresolved } from '../predicates/intrinsics';
import { allOf, fails, HOLDS, mustBe, mustBeAtLeast, mustBeSet, mustExist, mustNotBe, unknown } from '../predicates/outcome';

const CACHES = ['AWS::ElastiCache::ReplicationGroup'];
const CLUSTERS = ['AWS::ElastiCache::CacheCluster'];

/** Standard support ended on January 31, 2026 for Redis OSS 4 and 5 (Amazon ElastiCache User Guide, Versions with ElastiCache Extended Support). */
const OLDEST_REDIS = 6;

/** Safeguards of Amazon ElastiCache. */
export const ELASTICACHE: ResourceSafeguard[] = [
  {
    id: 'ElastiCache.Encrypted',
    on: CACHES,
    statement: 'the cache is encrypted at rest',
    rationale: 'Encryption protects entries on disk and in backups',
    remedy: 'set `atRestEncryptionEnabled`, which replaces the replication group',
    sources: { securityHub: ['ElastiCache.4'], cdkNag: ['ElastiCacheRedisClusterEncryption'], prowler: ['elasticache_redis_cluster_rest_encryption_enabled'] },
    judge: ({ properties }) => mustBe('AtRestEncryptionEnabled', properties.AtRestEncryptionEnabled, true),
  },
  {
    id: 'ElastiCache.TlsForced',
    on: CACHES,
    statement: 'encryption in transit is enabled',
    rationale: 'Without TLS, entries and passwords cross the network in plain text',
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
    rationale: 'Without backups, deleted or changed entries cannot be restored',
    remedy: 'set `snapshotRetentionLimit`',
    sources: { securityHub: ['ElastiCache.1'], cdkNag: ['ElastiCacheRedisClusterAutomaticBackup'], prowler: ['elasticache_redis_cluster_backup_enabled'] },
    judge: ({ properties: { SnapshotRetentionLimit: days } }) => mustBeAtLeast('SnapshotRetentionLimit', days, 1, 0),
  },
  {
    id: 'ElastiCache.MinorVersionsUpgraded',
    on: CACHES,
    statement: 'automatic minor version upgrade is enabled',
    rationale: 'Minor versions include security patches',
    remedy: 'keep `autoMinorVersionUpgrade` at its default',
    sources: { securityHub: ['ElastiCache.2'], prowler: ['elasticache_redis_cluster_auto_minor_version_upgrades'] },
    judge: ({ properties }) => mustNotBe('AutoMinorVersionUpgrade', properties.AutoMinorVersionUpgrade, false),
  },
  {
    id: 'ElastiCache.FailsOver',
    on: CACHES,
    statement: 'automatic failover is enabled',
    rationale: 'Without failover, the cache is unavailable until a failed primary node is replaced',
    remedy: 'set `automaticFailoverEnabled`',
    sources: { securityHub: ['ElastiCache.3'] },
    judge: ({ properties }) => mustBe('AutomaticFailoverEnabled', properties.AutomaticFailoverEnabled, true),
  },
  {
    id: 'ElastiCache.Authenticated',
    on: CACHES,
    statement: 'clients of the cache are authenticated',
    rationale: 'Without authentication, every host that reaches the port can read and change all entries',
    remedy: 'set `userGroupIds` or `authToken`',
    always: true,
    sources: { securityHub: ['ElastiCache.6'], cdkNag: ['ElastiCacheRedisClusterRedisAuth'] },
    judge: ({ properties: { AuthToken, UserGroupIds } }) => mustExist(
      isSet(AuthToken) || isSet(UserGroupIds), 'neither AuthToken nor UserGroupIds is set'),
  },
  {
    id: 'ElastiCache.SubnetGroupCustom',
    on: [...CACHES, ...CLUSTERS],
    statement: 'the cache is in a subnet group of its own',
    rationale: 'The default subnet group has the public subnets of the default VPC',
    remedy: 'set `cacheSubnetGroupName`, which replaces the cache',
    sources: { securityHub: ['ElastiCache.7'], cdkNag: ['ElastiCacheClusterInVPC'] },
    judge: ({ template, properties: { CacheSubnetGroupName: name } }) => {
      if (template.referenced(name)) return HOLDS;
      return given(name) ? mustNotBe('CacheSubnetGroupName', name, 'default') : fails('CacheSubnetGroupName is not set');
    },
  },
  {
    id: 'ElastiCache.ClusterTlsForced',
    on: CLUSTERS,
    statement: 'encryption in transit is enabled on the cache cluster',
    rationale: 'Entries cross the network in plain text, which an attacker in the network can read',
    remedy: 'set `transitEncryptionEnabled`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html',
    always: true,
    sources: {},
    judge: ({ properties }) => mustBe('TransitEncryptionEnabled', properties.TransitEncryptionEnabled, true),
  },
  {
    id: 'ElastiCache.ClusterMinorVersionsUpgraded',
    on: CLUSTERS,
    statement: 'automatic minor version upgrade is enabled on the cache cluster',
    rationale: 'Minor versions include security patches',
    remedy: 'keep `autoMinorVersionUpgrade` at its default',
    sources: { securityHub: ['ElastiCache.2'] },
    judge: ({ properties }) => mustNotBe('AutoMinorVersionUpgrade', properties.AutoMinorVersionUpgrade, false),
  },
  {
    id: 'ElastiCache.ClusterBackupRetained',
    on: CLUSTERS,
    statement: 'automatic backups of the cache cluster are enabled',
    rationale: 'Without backups, deleted or changed entries cannot be restored',
    remedy: 'set `snapshotRetentionLimit`',
    sources: { securityHub: ['ElastiCache.1'], cdkNag: ['ElastiCacheRedisClusterAutomaticBackup'] },
    // Memcached has no backups.
    judge: ({ properties: { Engine, SnapshotRetentionLimit } }) => ['redis', 'valkey'].includes(String(Engine).toLowerCase())
      ? mustBeAtLeast('SnapshotRetentionLimit', SnapshotRetentionLimit, 1, 0)
      : undefined,
  },
  {
    id: 'ElastiCache.UserAuthenticated',
    on: ['AWS::ElastiCache::User'],
    statement: 'the user needs a password or IAM',
    rationale: 'Everyone who reaches the cache can act as a user without a password',
    remedy: 'set `authenticationMode` to `iam` or `password`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html',
    always: true,
    sources: {},
    judge: ({ properties: { AuthenticationMode, NoPasswordRequired } }) => allOf(
      mustNotBe('AuthenticationMode.Type', AuthenticationMode?.Type, 'no-password-required'), mustNotBe('NoPasswordRequired', NoPasswordRequired, true)),
  },
  {
    id: 'ElastiCache.ServerlessAuthenticated',
    on: ['AWS::ElastiCache::ServerlessCache'],
    statement: 'clients of the serverless cache are authenticated',
    rationale: 'Without authentication, every client that reaches the cache can read it',
    remedy: 'set `userGroupId`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html',
    always: true,
    sources: {},
    // Memcached has no users (Amazon ElastiCache User Guide, Role-Based Access Control).
    judge: ({ properties: { Engine, UserGroupId } }) => Engine === 'memcached' ? undefined : mustBeSet('UserGroupId', UserGroupId),
  },
  {
    id: 'ElastiCache.ServerlessBackupRetained',
    on: ['AWS::ElastiCache::ServerlessCache'],
    statement: 'automatic backups of the serverless cache are enabled',
    rationale: 'Without backups, deleted or changed entries are lost',
    remedy: 'set `snapshotRetentionLimit`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html',
    always: true,
    sources: {},
    judge: ({ properties: { Engine, SnapshotRetentionLimit: days } }) => Engine === 'memcached' ? undefined : mustBeAtLeast('SnapshotRetentionLimit', days, 1, 0),
  },
  {
    id: 'ElastiCache.MajorVersionNotRetired',
    on: [...CACHES, ...CLUSTERS],
    statement: 'the cache runs Redis OSS 6 or later, where it runs Redis OSS',
    rationale: 'Amazon ElastiCache supports earlier major versions only at extra cost for some years, and the community releases no security patches for them',
    remedy: 'upgrade `engineVersion`, or use `valkey`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/extended-support-versions.html',
    always: true,
    sources: {},
    // Omitted, the version is the default of the service. Redis OSS is the default engine of a replication group.
    judge: ({ properties: { Engine = 'redis', EngineVersion } }) => {
      if (Engine === 'memcached' || Engine === 'valkey' || !given(EngineVersion)) return undefined;
      if (isUnresolved(EngineVersion)) return unknown('EngineVersion', EngineVersion);
      return parseInt(String(EngineVersion)) >= OLDEST_REDIS ? HOLDS : fails(`EngineVersion is ${JSON.stringify(EngineVersion)}, must be ${OLDEST_REDIS}.0 or later`);
    },
  },
];
