import { atLeast, both, except } from './service-cases';
import { ELASTICACHE } from '../../../src/compliance/safeguards/elasticache';
import { exactly, it_, never, NOT_JUDGED, PARAMETER, PASSES, present, triples, undetermined } from '../triples';

describe('safeguards of Amazon ElastiCache', () => triples(ELASTICACHE, {
  'ElastiCache.Encrypted': exactly('AtRestEncryptionEnabled', true, false, {
    with: { ReplicationGroupDescription: 'd' }, differs: { holds: 'the cdk-nag rule also requires encryption in transit' },
  }),
  'ElastiCache.TlsForced': {
    ...exactly('TransitEncryptionEnabled', true, false),
    open: [
      [it_({ TransitEncryptionEnabled: PARAMETER }), undetermined('TransitEncryptionEnabled')],
      [it_({ TransitEncryptionEnabled: true, TransitEncryptionMode: 'preferred' }), 'TransitEncryptionMode is "preferred", must be another value'],
      [it_({ TransitEncryptionEnabled: true, TransitEncryptionMode: 'required' }), PASSES],
    ],
  },
  'ElastiCache.BackupRetained': {
    holds: [it_({ ReplicationGroupDescription: 'd', SnapshotRetentionLimit: 7 })],
    fails: [
      [it_({ ReplicationGroupDescription: 'd' }), 'SnapshotRetentionLimit is not set (0), must be at least 1'],
      [it_({ ReplicationGroupDescription: 'd', SnapshotRetentionLimit: 0 }), 'SnapshotRetentionLimit is 0, must be at least 1'],
    ],
    open: [[it_({ SnapshotRetentionLimit: PARAMETER }), undetermined('SnapshotRetentionLimit')]],
    differs: { holds: 'cdk-nag requires 15 days; the cited control states no number' },
  },
  'ElastiCache.MinorVersionsUpgraded': never('AutoMinorVersionUpgrade', true, [false]),
  'ElastiCache.FailsOver': exactly('AutomaticFailoverEnabled', true, false),
  'ElastiCache.Authenticated': {
    holds: [it_({ ReplicationGroupDescription: 'd', AuthToken: 'secret' }), it_({ ReplicationGroupDescription: 'd', UserGroupIds: ['clerks'] })],
    fails: [
      [it_({ ReplicationGroupDescription: 'd' }), 'neither AuthToken nor UserGroupIds is set'],
      [it_({ ReplicationGroupDescription: 'd', UserGroupIds: [] }), 'neither AuthToken nor UserGroupIds is set'],
    ],
    open: [[it_({ ReplicationGroupDescription: 'd', AuthToken: PARAMETER }), PASSES], [it_({ ReplicationGroupDescription: 'd', UserGroupIds: [PARAMETER] }), PASSES]],
    differs: { holds: 'cdk-nag does not know user groups' },
  },
  'ElastiCache.SubnetGroupCustom': {
    holds: [
      it_({ ReplicationGroupDescription: 'd', CacheSubnetGroupName: 'ours' }),
      it_({ ReplicationGroupDescription: 'd', CacheSubnetGroupName: { Ref: 'Group' } }, { Group: ['AWS::ElastiCache::SubnetGroup', {}] }),
    ],
    fails: [
      [it_({ ReplicationGroupDescription: 'd', CacheSubnetGroupName: 'default' }), 'CacheSubnetGroupName is "default", must be another value'],
      [it_({ ReplicationGroupDescription: 'd' }), 'CacheSubnetGroupName is not set'],
    ],
    open: [[it_({ ReplicationGroupDescription: 'd', CacheSubnetGroupName: PARAMETER }), undetermined('CacheSubnetGroupName')]],
    differs: { fails: 'cdk-nag accepts the default subnet group' },
  },
  'ElastiCache.ClusterTlsForced': exactly('TransitEncryptionEnabled', true, false, { with: { Engine: 'memcached' } }),
  'ElastiCache.ClusterMinorVersionsUpgraded': never('AutoMinorVersionUpgrade', true, [false]),
  'ElastiCache.ClusterBackupRetained': {
    ...except(both(...['redis', 'valkey'].map((Engine) => atLeast('SnapshotRetentionLimit', 1, 0, { CacheNodeType: 't', NumCacheNodes: 1, Engine }))), { Engine: 'memcached' }),
    differs: { holds: 'cdk-nag requires 15 days; the cited control states no number', fails: 'cdk-nag does not judge Valkey' },
  },
  'ElastiCache.UserAuthenticated': both(
    never('AuthenticationMode.Type', 'iam', ['no-password-required']), never('NoPasswordRequired', false, [true]),
  ),
  'ElastiCache.ServerlessAuthenticated': except(present('UserGroupId', 'users', { with: { Engine: 'valkey' } }), { Engine: 'memcached' }),
  'ElastiCache.ServerlessBackupRetained': except(atLeast('SnapshotRetentionLimit', 1, 0, { Engine: 'redis' }), { Engine: 'memcached' }),
  'ElastiCache.MajorVersionNotRetired': {
    holds: [it_({ Engine: 'redis', EngineVersion: '6.2' }), it_({ EngineVersion: '7.1' })],
    fails: [
      [it_({ Engine: 'redis', EngineVersion: '5.0.6' }), 'EngineVersion is "5.0.6", must be 6.0 or later'],
      [it_({ EngineVersion: '4.0.10' }, {}, { type: 'AWS::ElastiCache::CacheCluster' }), 'EngineVersion is "4.0.10", must be 6.0 or later'],
    ],
    open: [
      [it_({ Engine: 'redis', EngineVersion: PARAMETER }), undetermined('EngineVersion')], [it_({ Engine: 'redis' }), NOT_JUDGED],
      [it_({ Engine: 'memcached', EngineVersion: '1.6.22' }), NOT_JUDGED], [it_({ Engine: 'valkey', EngineVersion: '8.0' }), NOT_JUDGED],
    ],
  },
}));
