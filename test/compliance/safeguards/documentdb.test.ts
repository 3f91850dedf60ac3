import { authorityCurrent, covers7Days, includes, parameterOf } from './service-cases';
import { DOCUMENTDB } from '../../../src/compliance/safeguards/documentdb';
import { exactly, it_, PARAMETER, PASSES, Triple, triples } from '../triples';

const GROUP = 'AWS::DocDB::DBClusterParameterGroup';

describe('safeguards of Amazon DocumentDB', () => triples(DOCUMENTDB, {
  'DocumentDB.CertificateAuthorityCurrent': authorityCurrent,
  'DocumentDB.ClusterEncrypted': (() => {
    const triple = exactly('StorageEncrypted', true, false);
    const copy = (properties: object) => it_({ SnapshotIdentifier: 's', ...properties });
    const finding = 'the encryption and the key of the snapshot in SnapshotIdentifier are not in the templates';
    return {
      ...triple,
      open: [
        ...triple.open,
        [copy({}), finding],
        [copy({ StorageEncrypted: true, KmsKeyId: 'key' }), PASSES],
        [copy({ StorageEncrypted: true }), PASSES],
        [copy({ KmsKeyId: 'key' }), PASSES],
        [it_({ KmsKeyId: 'key' }), 'StorageEncrypted is not set, must be true'],
        [copy({ StorageEncrypted: false, KmsKeyId: 'key' }), 'StorageEncrypted is false, must be true'],
        [it_({ SourceDBClusterIdentifier: { Ref: 'Source' } }, { Source: ['AWS::DocDB::DBCluster', { StorageEncrypted: true }] }), PASSES],
        [it_({ SourceDBClusterIdentifier: { Ref: 'Source' } }, { Source: ['AWS::DocDB::DBCluster', {}] }), 'Source, the source in SourceDBClusterIdentifier: StorageEncrypted is not set, must be true'],
      ],
    } as Triple;
  })(),
  'DocumentDB.ClusterBackupRetained': covers7Days({}),
  'DocumentDB.ClusterAuditExported': {
    ...includes('EnableCloudwatchLogsExports', ['audit']), differs: { holds: 'cdk-nag requires names of audit events, which are no names of logs' },
  },
  'DocumentDB.ClusterAudited': parameterOf('DBClusterParameterGroupName', GROUP, 'audit_logs', ['enabled', 'ddl', 'all'], 'disabled'),
  'DocumentDB.ClusterDeletionProtected': exactly('DeletionProtection', true, false),
  'DocumentDB.ClusterTlsForced': parameterOf('DBClusterParameterGroupName', GROUP, 'tls', ['tls1.2+', 'tls1.3+', 'fips-140-3'], 'enabled'),
  'DocumentDB.ClusterPasswordManaged': {
    holds: [
      it_({ MasterUsername: 'steward', MasterUserPassword: '{{resolve:secretsmanager:docdb:SecretString:password}}' }),
      it_({ MasterUsername: 'steward', ManageMasterUserPassword: true }),
    ],
    fails: [[it_({ MasterUsername: 'steward', MasterUserPassword: 'correct-horse' }), 'MasterUserPassword is literal text, must reference a secret']],
    accepts: 'a value that only a deployment gives is not in the template',
    open: [[it_({ MasterUsername: 'steward', MasterUserPassword: PARAMETER }), PASSES]],
    differs: { holds: 'cdk-nag does not know passwords that the service manages, and names in clear' },
  },
}));
