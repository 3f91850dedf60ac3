import { covers7Days, includes, parameterOf } from './service-cases';
import { DOCUMENTDB } from '../../../src/compliance/safeguards/documentdb';
import { exactly, it_, PARAMETER, PASSES, triples } from '../triples';

const GROUP = 'AWS::DocDB::DBClusterParameterGroup';

describe('safeguards of Amazon DocumentDB', () => triples(DOCUMENTDB, {
  'DocumentDB.ClusterEncrypted': exactly('StorageEncrypted', true, false),
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
