import { ELASTICACHE } from '../../../src/compliance/safeguards/elasticache';
import { exactly, it_, never, PARAMETER, PASSES, triples, undetermined } from '../triples';

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
}));
