import { atLeast } from './service-cases';
import { MEMORYDB } from '../../../src/compliance/safeguards/memorydb';
import { never, triples } from '../triples';

describe('safeguards of Amazon MemoryDB', () => triples(MEMORYDB, {
  'MemoryDB.ClusterTls': never('TLSEnabled', true, [false]),
  'MemoryDB.ClusterAuthenticated': never('ACLName', 'clerks', ['open-access']),
  'MemoryDB.ClusterBackupRetained': atLeast('SnapshotRetentionLimit', 1, 0),
}));
