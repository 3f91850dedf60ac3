import { covers7Days, includes, parameterOf } from './service-cases';
import { NEPTUNE } from '../../../src/compliance/safeguards/neptune';
import { Beside, exactly, it_, never, PARAMETER, PASSES, Triple, triples } from '../triples';

const instances = (...clusters: unknown[]): Beside => Object.fromEntries(clusters.map((DBClusterIdentifier, index) => [
  `Instance${index}`, ['AWS::Neptune::DBInstance', { DBInstanceClass: 'db.r6g.large', DBClusterIdentifier }],
]));
const IT = { Ref: 'It' };
const inZones = (...zones: unknown[]): Beside => Object.fromEntries(zones.map((AvailabilityZone, index) => [
  `Instance${index}`, ['AWS::Neptune::DBInstance', { DBInstanceClass: 'db.r6g.large', DBClusterIdentifier: IT, AvailabilityZone }],
]));
const zone = (index: number) => ({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] });

describe('safeguards of Amazon Neptune', () => triples(NEPTUNE, {
  'Neptune.ClusterEncrypted': (() => {
    const triple = exactly('StorageEncrypted', true, false);
    const copy = (properties: object) => it_({ SnapshotIdentifier: 's', ...properties });
    const finding = 'the encryption and the key of the snapshot in SnapshotIdentifier are not in the templates';
    return {
      ...triple,
      open: [
        ...triple.open,
        [copy({}), finding],
        [copy({ StorageEncrypted: true, KmsKeyId: 'key' }), PASSES],
        [copy({ StorageEncrypted: true }), finding],
        [copy({ KmsKeyId: 'key' }), finding],
        [it_({ SourceDBClusterIdentifier: { Ref: 'Source' } }, { Source: ['AWS::Neptune::DBCluster', { StorageEncrypted: true }] }), PASSES],
        [it_({ SourceDBClusterIdentifier: { Ref: 'Source' } }, { Source: ['AWS::Neptune::DBCluster', {}] }), 'Source, the source in SourceDBClusterIdentifier: StorageEncrypted is not set, must be true'],
      ],
    } as Triple;
  })(),
  'Neptune.ClusterAuditExported': includes('EnableCloudwatchLogsExports', ['audit']),
  'Neptune.ClusterAudited': parameterOf('DBClusterParameterGroupName', 'AWS::Neptune::DBClusterParameterGroup', 'neptune_enable_audit_log', ['1'], '0'),
  'Neptune.ClusterDeletionProtected': exactly('DeletionProtection', true, false),
  'Neptune.ClusterBackupRetained': covers7Days({}),
  'Neptune.ClusterIamAuthenticated': exactly('IamAuthEnabled', true, false),
  'Neptune.ClusterTagsCopied': exactly('CopyTagsToSnapshot', true, false),
  'Neptune.ClusterMultiAz': {
    holds: [it_({}, instances(IT, IT)), it_({}, inZones('eu-west-2a', 'eu-west-2b')), it_({}, inZones('eu-west-2a', undefined)), it_({}, inZones(zone(0), zone(1)))],
    fails: [
      [it_({}, inZones('eu-west-2a', 'eu-west-2a')), 'all of its instances are in "eu-west-2a"'],
      [it_({}, inZones(zone(0), zone(0))), 'all of its instances are in {"Fn::Select":[0,{"Fn::GetAZs":""}]}'],
      [it_({}, instances(IT)), 'it has fewer than 2 instances'], [it_({}), 'it has fewer than 2 instances'],
    ],
    open: [[it_({}, instances(IT, PARAMETER)), 'it has fewer than 2 instances']],
  },
  'Neptune.InstanceMinorVersionsUpgraded': exactly('AutoMinorVersionUpgrade', true, false, { with: { DBInstanceClass: 'db.r6g.large' } }),
  'Neptune.InstanceNotPublic': never('PubliclyAccessible', false, [true]),
}));
