import { covers7Days, includes, parameterOf } from './service-cases';
import { NEPTUNE } from '../../../src/compliance/safeguards/neptune';
import { Beside, exactly, it_, never, PARAMETER, triples } from '../triples';

const instances = (...clusters: unknown[]): Beside => Object.fromEntries(clusters.map((DBClusterIdentifier, index) => [
  `Instance${index}`, ['AWS::Neptune::DBInstance', { DBInstanceClass: 'db.r6g.large', DBClusterIdentifier }],
]));
const IT = { Ref: 'It' };

describe('safeguards of Amazon Neptune', () => triples(NEPTUNE, {
  'Neptune.ClusterEncrypted': exactly('StorageEncrypted', true, false),
  'Neptune.ClusterAuditExported': includes('EnableCloudwatchLogsExports', ['audit']),
  'Neptune.ClusterAudited': parameterOf('DBClusterParameterGroupName', 'AWS::Neptune::DBClusterParameterGroup', 'neptune_enable_audit_log', ['1'], '0'),
  'Neptune.ClusterDeletionProtected': exactly('DeletionProtection', true, false),
  'Neptune.ClusterBackupRetained': covers7Days({}),
  'Neptune.ClusterIamAuthenticated': exactly('IamAuthEnabled', true, false),
  'Neptune.ClusterTagsCopied': exactly('CopyTagsToSnapshot', true, false),
  'Neptune.ClusterMultiAz': {
    holds: [it_({}, instances(IT, IT))],
    fails: [[it_({}, instances(IT)), 'it has fewer than 2 instances'], [it_({}), 'it has fewer than 2 instances']],
    open: [[it_({}, instances(IT, PARAMETER)), 'it has fewer than 2 instances']],
  },
  'Neptune.InstanceMinorVersionsUpgraded': exactly('AutoMinorVersionUpgrade', true, false, { with: { DBInstanceClass: 'db.r6g.large' } }),
  'Neptune.InstanceNotPublic': never('PubliclyAccessible', false, [true]),
}));
