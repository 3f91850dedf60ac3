import { ELASTICACHE } from '../../../src/compliance/safeguards/elasticache';
import { exactly, it_, never, PARAMETER, PASSES, triples, untold } from '../triples';

describe('safeguards of Amazon ElastiCache', () => triples(ELASTICACHE, {
  'ElastiCache.Encrypted': exactly('AtRestEncryptionEnabled', true, false, {
    with: { ReplicationGroupDescription: 'd' }, differs: { holds: 'cdk-nag wants encryption in transit by the same rule' },
  }),
  'ElastiCache.TlsForced': {
    ...exactly('TransitEncryptionEnabled', true, false),
    open: [
      [it_({ TransitEncryptionEnabled: PARAMETER }), untold('TransitEncryptionEnabled')],
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
    open: [[it_({ SnapshotRetentionLimit: PARAMETER }), untold('SnapshotRetentionLimit')]],
    differs: { holds: 'cdk-nag wants 15 days, the control it cites names none' },
  },
  'ElastiCache.MinorVersionsUpgraded': never('AutoMinorVersionUpgrade', true, [false]),
}));
