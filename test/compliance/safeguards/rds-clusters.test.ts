import { adminName, backups, covered, exported, MYSQL, parameter, POSTGRES } from './rds-cases';
import { RDS_CLUSTERS } from '../../../src/compliance/safeguards/rds-clusters';
import { exactly, it_, never, NOT_JUDGED, PARAMETER, PASSES, Triple, triples, undetermined } from '../triples';

const copiesTags = (Engine: string): Triple => {
  const { open, ...triple } = exactly('CopyTagsToSnapshot', true, false, { with: { Engine } });
  return { ...triple, open: [...open, [it_({ Engine: 'docdb' }), NOT_JUDGED]] };
};

describe('safeguards of Amazon RDS DB clusters', () => triples(RDS_CLUSTERS, {
  'RDS.ClusterEncrypted': (() => {
    const { holds, open, ...triple } = exactly('StorageEncrypted', true, false);
    const restored = (properties: object) => it_({ SnapshotIdentifier: 'snapshot', ...properties });
    const finding = 'the encryption and the key of the snapshot in SnapshotIdentifier are not in the templates';
    const inherited = [{}, { StorageEncrypted: true }, { StorageEncrypted: false, KmsKeyId: 'key' }, { KmsKeyId: 'key' }, { StorageEncrypted: PARAMETER, KmsKeyId: 'key' }];
    return {
      ...triple,
      holds: [...holds, restored({ StorageEncrypted: true, KmsKeyId: 'key' }), it_({ SourceDBClusterIdentifier: 'cards', StorageEncrypted: true, KmsKeyId: 'key' })],
      open: [
        ...open, ...inherited.map((properties) => [restored(properties), finding] as const),
        [it_({ SourceDBClusterIdentifier: 'cards', StorageEncrypted: true }), 'the encryption and the key of the source in SourceDBClusterIdentifier are not in the templates'],
        [it_({ SourceDBClusterIdentifier: { Ref: 'Source' } }, { Source: ['AWS::RDS::DBCluster', { StorageEncrypted: true }] }), PASSES],
      ],
    };
  })(),
  'RDS.ClusterIamAuthenticated': exactly('EnableIAMDatabaseAuthentication', true, false, { with: MYSQL }),
  'RDS.ClusterTlsForced': (() => {
    const type = 'AWS::RDS::DBClusterParameterGroup';
    const mysql = parameter(MYSQL, 'DBClusterParameterGroupName', type, 'require_secure_transport', ['ON', '1'], 'OFF');
    const postgres = parameter(POSTGRES, 'DBClusterParameterGroupName', type, 'rds.force_ssl', ['1'], '0');
    return {
      holds: [...mysql.holds, ...postgres.holds],
      fails: [...mysql.fails, ...postgres.fails],
      open: [
        ...mysql.open, ...postgres.open,
        [it_({ SourceDBClusterIdentifier: 'cards' }), 'the engine of the source in SourceDBClusterIdentifier is not in the templates'],
        [it_({ SourceDBClusterIdentifier: { Ref: 'Source' } }, { Source: ['AWS::RDS::DBCluster', POSTGRES] }), 'DBClusterParameterGroupName is not set, must be a group with rds.force_ssl 1'],
      ],
    };
  })(),
  'RDS.ClusterLogsExported': (() => {
    const mysql = exported(MYSQL, ['audit', 'error', 'general', 'slowquery'], [[it_({}), NOT_JUDGED], [it_({ Engine: 'mysql' }), NOT_JUDGED]]);
    const postgres = exported(POSTGRES, ['postgresql']);
    return { holds: [...mysql.holds, ...postgres.holds], fails: [...mysql.fails, ...postgres.fails], open: [...mysql.open, ...postgres.open] };
  })(),
  'RDS.AuroraMysqlAuditExported': {
    ...exported({ Engine: 'aurora' }, ['audit'], [[it_(POSTGRES), NOT_JUDGED]]),
    differs: { fails: 'cdk-nag ignores the engine name of Aurora MySQL 1' },
  },
  'RDS.AuroraMysqlAudited': parameter(MYSQL, 'DBClusterParameterGroupName', 'AWS::RDS::DBClusterParameterGroup', 'server_audit_logging', ['1', 'ON'], '0'),
  'RDS.AuroraPostgresLogExported': exported(POSTGRES, ['postgresql'], [[it_(MYSQL), NOT_JUDGED]]),
  'RDS.ClusterBackupRetained': backups(MYSQL, 'BackupRetentionPeriod is not set (1), must be at least 7'),
  'RDS.ClusterInBackupPlan': covered(MYSQL),
  'RDS.ClusterBacktracked': {
    holds: [it_({ ...MYSQL, BacktrackWindow: 3600 })],
    fails: [
      [it_(MYSQL), 'BacktrackWindow is not set (0), must be at least 1'],
      [it_({ ...MYSQL, BacktrackWindow: 0 }), 'BacktrackWindow is 0, must be at least 1'],
    ],
    open: [[it_({ ...MYSQL, BacktrackWindow: PARAMETER }), undetermined('BacktrackWindow')], [it_(POSTGRES), NOT_JUDGED]],
  },
  'RDS.ClusterDeletionProtected': exactly('DeletionProtection', true, false),
  'RDS.ClusterTagsCopied': copiesTags('aurora-mysql'),
  'RDS.PostgresClusterTagsCopied': copiesTags('postgres'),
  'RDS.MysqlClusterTagsCopied': copiesTags('mysql'),
  'RDS.ClusterMultiAz': {
    holds: [
      it_(MYSQL, Object.fromEntries(['A', 'B'].map((id) => [id, ['AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'It' } }] as const]))),
      it_({ Engine: 'mysql', DBClusterInstanceClass: 'db.m5d.large' }),
    ],
    fails: [
      [it_(MYSQL), 'it has fewer than 2 instances'],
      [it_(MYSQL, Object.fromEntries(['A', 'B'].map((id) => [id, ['AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'It' }, AvailabilityZone: 'eu-west-2a' }] as const]))),
        'all of its instances are in "eu-west-2a"'],
    ],
    open: [[it_(MYSQL, { A: ['AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'It' } }], B: ['AWS::RDS::DBInstance', { DBClusterIdentifier: PARAMETER }] }),
      'it has fewer than 2 instances']],
  },
  'RDS.ClusterMinorVersionsUpgraded': never('AutoMinorVersionUpgrade', true, [false]),
  'RDS.ClusterAdminNameCustom': adminName(MYSQL, { SnapshotIdentifier: 's' }, ['SourceDBClusterIdentifier', 'ReplicationSourceIdentifier', 'GlobalClusterIdentifier', 'RestoreToTime']
    .map((source) => [it_({ ...MYSQL, [source]: 'x' }), NOT_JUDGED] as const)),
}));
