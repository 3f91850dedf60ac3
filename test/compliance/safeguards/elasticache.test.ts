import { atLeast, both, except } from './service-cases';
import { ELASTICACHE } from '../../../src/compliance/safeguards/elasticache';
import { exactly, it_, never, PARAMETER, PASSES, present, triples, undetermined } from '../triples';

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
}));
