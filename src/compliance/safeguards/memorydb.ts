import { ResourceSafeguard } from '../model/safeguard';
import { mustBeAtLeast, mustNotBe } from '../predicates/outcome';

const ON_CLUSTERS = ['AWS::MemoryDB::Cluster'];

/** Safeguards of Amazon MemoryDB. */
export const MEMORYDB: ResourceSafeguard[] = [
  {
    id: 'MemoryDB.ClusterTls',
    on: ON_CLUSTERS,
    statement: 'the MemoryDB cluster requires TLS',
    rationale: 'Without TLS, data and passwords cross the network in plain text',
    remedy: 'keep `tlsEnabled` at its default, true; a change replaces the cluster',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/memorydb/latest/devguide/in-transit-encryption.html',
    always: true,
    sources: {},
    // The default is true (Amazon MemoryDB Developer Guide, In-transit encryption).
    judge: ({ properties }) => mustNotBe('TLSEnabled', properties.TLSEnabled, false),
  },
  {
    id: 'MemoryDB.ClusterAuthenticated',
    on: ON_CLUSTERS,
    statement: 'the MemoryDB cluster requires authentication',
    rationale: 'The ACL open-access lets every host that reaches the port read and change all data',
    remedy: 'set `aclName` to an ACL with users',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/memorydb/latest/devguide/clusters.acls.html',
    always: true,
    sources: {},
    judge: ({ properties }) => mustNotBe('ACLName', properties.ACLName, 'open-access'),
  },
  {
    id: 'MemoryDB.ClusterBackupRetained',
    on: ON_CLUSTERS,
    statement: 'automatic snapshots of the MemoryDB cluster are enabled',
    rationale: 'Without snapshots, deleted or changed data cannot be restored',
    remedy: 'set `snapshotRetentionLimit`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/memorydb/latest/devguide/snapshots-automatic.html',
    always: true,
    sources: {},
    judge: ({ properties }) => mustBeAtLeast('SnapshotRetentionLimit', properties.SnapshotRetentionLimit, 1, 0),
  },
];
