import { adminName, backups, covered, exported, MYSQL, parameter, POSTGRES } from './rds-cases';
import { RDS_INSTANCES } from '../../../src/compliance/safeguards/rds-instances';
import { Beside, exactly, it_, judged, never, NOT_JUDGED, PARAMETER, PASSES, Triple, triples, undetermined } from '../triples';

const INSTANCE = { Engine: 'postgres' };
const MEMBER = { Engine: 'aurora-mysql', DBClusterIdentifier: { Ref: 'Cluster' } };

const ofMember = [it_(MEMBER), NOT_JUDGED] as const;
const alone = (triple: Triple): Triple => ({ ...triple, open: [...triple.open, ofMember, [it_({ Engine: 'aurora-postgresql' }), NOT_JUDGED]] });
const CLUSTER = (properties: object): Beside => ({ Cluster: ['AWS::RDS::DBCluster', properties] });
const NETWORK: Beside = {
  Subnets: ['AWS::RDS::DBSubnetGroup', { SubnetIds: [{ Ref: 'Subnet' }, 'subnet-1'] }],
  Subnet: ['AWS::EC2::Subnet', {}],
  Association: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } }],
  Table: ['AWS::EC2::RouteTable', {}],
  Gateway: ['AWS::EC2::InternetGateway', {}],
};
const route = (properties: object): Beside => ({ ...NETWORK, Route: ['AWS::EC2::Route', { RouteTableId: { Ref: 'Table' }, ...properties }] });
const IN_SUBNETS = { ...INSTANCE, DBSubnetGroupName: { Ref: 'Subnets' } };
const REPLICA = { SourceDBInstanceIdentifier: { Ref: 'Source' } };
const RESTORED = { SourceDbiResourceId: { 'Fn::GetAtt': ['Source', 'DbiResourceId'] } };
const ARN = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':rds:eu-west-2:123456789012:db:', { Ref: 'Source' }]] };
const source = (properties: object): Beside => ({ Source: ['AWS::RDS::DBInstance', { Engine: 'postgres', ...properties }] });
// An instance without an engine of its own has that of its source.
const withSource = (triple: Triple, finding: string): Triple => ({
  ...triple,
  open: [
    ...triple.open,
    [it_(REPLICA, source({})), finding],
    [it_(RESTORED, source({})), finding],
    ...['DBSnapshotIdentifier', 'SourceDBInstanceAutomatedBackupsArn'].map((name) => (
      [it_({ [name]: 's' }), `the engine of the ${/Snapshot/.test(name) ? 'snapshot' : 'source'} in ${name} is not in the templates`] as const)),
    [it_(REPLICA, { Source: ['AWS::RDS::DBInstance', { DBSnapshotIdentifier: 's' }] }),
      'Source, the source in SourceDBInstanceIdentifier: the engine of the snapshot in DBSnapshotIdentifier is not in the templates'],
  ],
});
const instanceGroup = (engine: string, name: string, since?: string, before?: string) => {
  const group = (Parameters: object): Beside => ({ Group: ['AWS::RDS::DBParameterGroup', { Family: 'f', Description: 'd', Parameters }] });
  const named = { DBParameterGroupName: { Ref: 'Group' } };
  const missing = `DBParameterGroupName is not set, must be a group with ${name} 1`;
  const triple = alone(parameter({ Engine: engine }, 'DBParameterGroupName', 'AWS::RDS::DBParameterGroup', name, ['1', 'ON'], '0'));
  return {
    ...triple,
    open: [
      ...triple.open,
      [it_({ ...REPLICA }, { ...group({ [name]: '1' }), ...source({ Engine: engine, ...named }) }), PASSES],
      [it_({ ...REPLICA, DBParameterGroupName: 'default.group' }, { ...group({ [name]: '1' }), ...source({ Engine: engine, ...named }) }),
        `DBParameterGroupName is "default.group", must be a group with ${name} 1`],
      [it_(REPLICA, source({ Engine: engine })), `Source, the source in SourceDBInstanceIdentifier: ${missing}`],
      [it_({ Engine: engine, EngineVersion: PARAMETER }), since === undefined ? missing : undetermined('EngineVersion')],
      ...since === undefined ? [] : [
        [it_({ Engine: engine, EngineVersion: before }), missing],
        [it_({ Engine: engine, EngineVersion: before, ...named }, group({})), `${name} is not set, must be 1`],
        [it_({ Engine: engine, EngineVersion: since }), PASSES],
        [it_({ Engine: engine, EngineVersion: since, ...named }, group({})), PASSES],
        [it_({ Engine: engine, EngineVersion: since, ...named }, group({ [name]: '0' })), `${name} is "0", must be 1`],
        [it_({ Engine: engine, EngineVersion: since, DBParameterGroupName: 'default.group' }), PASSES],
        [it_({ Engine: engine, EngineVersion: since, DBParameterGroupName: 'theirs' }), `DBParameterGroupName is "theirs", must be a group with ${name} 1`],
        [it_(REPLICA, source({ Engine: engine, EngineVersion: since })), PASSES],
      ] as const,
    ],
  } as Triple;
};

describe('safeguards of Amazon RDS DB instances', () => triples(RDS_INSTANCES, {
  'RDS.InstanceEncrypted': (() => {
    const { open, ...triple } = alone(exactly('StorageEncrypted', true, false, { with: INSTANCE }));
    const ofSnapshot = (properties: object) => Object.entries({ DBSnapshotIdentifier: 'snapshot', DBClusterSnapshotIdentifier: 'snapshot' }).map(([name, value]) => [
      it_({ ...INSTANCE, ...properties, [name]: value }), `the encryption and the key of the snapshot in ${name} are not in the templates`,
    ] as const);
    const ofSource = (properties: object) => ['SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier', 'SourceDbiResourceId', 'SourceDBInstanceAutomatedBackupsArn'].map((name) => [
      it_({ [name]: 'source', ...properties }), `the encryption and the key of the source in ${name} are not in the templates`,
    ] as const);
    return {
      ...triple,
      open: [
        ...open, ...ofSnapshot({}), ...ofSnapshot({ StorageEncrypted: true, KmsKeyId: 'key' }), ...ofSource({}), ...ofSource({ StorageEncrypted: true }),
        [it_(REPLICA, source({ StorageEncrypted: true })), PASSES],
        [it_(RESTORED, source({ StorageEncrypted: true })), PASSES],
        [it_({ ...REPLICA, StorageEncrypted: true }, source({ StorageEncrypted: false })), 'Source, the source in SourceDBInstanceIdentifier: StorageEncrypted is false, must be true'],
        [it_({ ...REPLICA, StorageEncrypted: true }, source({ DBSnapshotIdentifier: 's' })),
          'Source, the source in SourceDBInstanceIdentifier: the encryption and the key of the snapshot in DBSnapshotIdentifier are not in the templates'],
        [it_({ ...REPLICA, StorageEncrypted: true, KmsKeyId: 'key' }, source({ StorageEncrypted: false })), PASSES],
        [it_({ ...RESTORED, StorageEncrypted: true, KmsKeyId: 'key' }, source({ StorageEncrypted: false })),
          'Source, the source in SourceDbiResourceId: StorageEncrypted is false, must be true'],
        [it_({ SourceDBInstanceIdentifier: 'ledger' }, source({ DBInstanceIdentifier: 'ledger', StorageEncrypted: true })), PASSES],
        [it_({ SourceDBInstanceIdentifier: ARN }, source({ StorageEncrypted: true })), PASSES],
      ],
    };
  })(),
  'RDS.InstanceIamAuthenticated': withSource(alone({
    ...exactly('EnableIAMDatabaseAuthentication', true, false, { with: INSTANCE }),
    open: [
      [it_({ ...INSTANCE, EnableIAMDatabaseAuthentication: PARAMETER }), undetermined('EnableIAMDatabaseAuthentication')], [it_({ Engine: 'oracle-ee' }), NOT_JUDGED],
      // MariaDB has it since 10.11.
      ...['10.2.44', '10.6', '10.6.22'].map((EngineVersion) => [it_({ Engine: 'mariadb', EngineVersion }), NOT_JUDGED] as const),
      ...[undefined, '10.11.8', '11', '11.4'].map((EngineVersion) => [it_({ Engine: 'mariadb', EngineVersion }), 'EnableIAMDatabaseAuthentication is not set, must be true'] as const),
    ],
  }), 'EnableIAMDatabaseAuthentication is not set, must be true'),
  'RDS.PostgresTlsForced': instanceGroup('postgres', 'rds.force_ssl', '15', '14.12'),
  'RDS.MysqlTlsForced': instanceGroup('mysql', 'require_secure_transport', '9.7.0', '8.4.3'),
  'RDS.SqlServerTlsForced': instanceGroup('sqlserver-se', 'rds.force_ssl'),
  'RDS.MariadbTlsForced': instanceGroup('mariadb', 'require_secure_transport', '11.8', '11.4.5'),
  'RDS.InstanceLogsExported': withSource(alone((() => {
    const engines = [
      exported({ Engine: 'mysql' }, ['audit', 'error', 'general', 'slowquery'], [[it_({ Engine: 'db2-se' }), NOT_JUDGED]]),
      exported({ Engine: 'mariadb' }, ['audit', 'error', 'general', 'slowquery']),
      exported({ Engine: 'postgres' }, ['postgresql', 'upgrade']),
      exported({ Engine: 'oracle-ee' }, ['audit', 'alert', 'listener', 'oemagent', 'trace']),
      exported({ Engine: 'sqlserver-se' }, ['agent', 'error']),
    ];
    return { holds: engines.flatMap(({ holds }) => holds), fails: engines.flatMap(({ fails }) => fails), open: engines.flatMap(({ open }) => open) };
  })()), 'EnableCloudwatchLogsExports is not set, must include postgresql, upgrade'),
  'RDS.PostgresLogExported': withSource(
    alone(exported({ Engine: 'postgres' }, ['postgresql'], [[it_({ Engine: 'mysql' }), NOT_JUDGED]])), 'EnableCloudwatchLogsExports is not set, must include postgresql'),
  'RDS.SqlServerLogExported': alone(exported({ Engine: 'sqlserver-ee' }, ['agent', 'error'], [[it_({ Engine: 'mysql' }), NOT_JUDGED]])),
  'RDS.MariadbLogExported': alone(exported({ Engine: 'mariadb' }, ['audit', 'error'], [[it_({ Engine: 'mysql' }), NOT_JUDGED]])),
  'RDS.InstanceBackupRetained': {
    ...alone(backups(INSTANCE, 'BackupRetentionPeriod is not set (1), must be at least 7', [
      [it_({ ...INSTANCE, SourceDBInstanceIdentifier: 'source' }), NOT_JUDGED], [it_({ ...INSTANCE, SourceDBClusterIdentifier: 'source' }), NOT_JUDGED],
    ])),
    differs: { fails: 'cdk-nag accepts any number of days' },
  },
  'RDS.InstanceInBackupPlan': alone(covered(INSTANCE)),
  'RDS.InstanceDeletionProtected': alone(exactly('DeletionProtection', true, false, { with: INSTANCE })),
  'RDS.InstanceTagsCopied': alone(exactly('CopyTagsToSnapshot', true, false, { with: INSTANCE })),
  'RDS.InstanceMultiAz': alone(exactly('MultiAZ', true, false, { with: INSTANCE })),
  'RDS.InstanceNotPublic': exactly('PubliclyAccessible', false, true),
  'RDS.InstanceInPrivateSubnets': {
    holds: [
      it_(IN_SUBNETS, NETWORK),
      it_(IN_SUBNETS, route({ NatGatewayId: 'nat-1' })),
      it_(IN_SUBNETS, { ...route({ GatewayId: { Ref: 'Gateway' }, RouteTableId: { Ref: 'Other' } }), Other: ['AWS::EC2::RouteTable', {}] }),
      it_(IN_SUBNETS, { ...route({ GatewayId: { Ref: 'Vpn' } }), Vpn: ['AWS::EC2::VPNGateway', { Type: 'ipsec.1' }] }),
    ],
    fails: [
      [it_(IN_SUBNETS, route({ GatewayId: { Ref: 'Gateway' } })), 'DBSubnetGroupName has a subnet with a route to an internet gateway'],
      [it_(MEMBER, { ...route({ GatewayId: { Ref: 'Gateway' } }), ...CLUSTER({ DBSubnetGroupName: { Ref: 'Subnets' } }) }),
        'DBSubnetGroupName has a subnet with a route to an internet gateway'],
    ],
    open: [
      [it_({ ...INSTANCE, DBSubnetGroupName: 'theirs' }), NOT_JUDGED],
      [it_({ ...INSTANCE, DBSubnetGroupName: { Ref: 'Subnets' } }, { Subnets: ['AWS::RDS::DBSubnetGroup', { SubnetIds: ['subnet-1'] }] }), NOT_JUDGED],
    ],
  },
  'RDS.InstanceMinorVersionsUpgraded': (() => {
    const triple = never('AutoMinorVersionUpgrade', true, [false]);
    return {
      ...triple,
      open: [
        ...triple.open,
        [it_(REPLICA, source({})), PASSES],
        [it_(REPLICA, source({ AutoMinorVersionUpgrade: false })), 'Source, the source in SourceDBInstanceIdentifier: AutoMinorVersionUpgrade is false, must be another value'],
        [it_({ ...REPLICA, AutoMinorVersionUpgrade: true }, source({ AutoMinorVersionUpgrade: false })), PASSES],
        [it_({ SourceDBClusterIdentifier: 'cards' }), 'AutoMinorVersionUpgrade of the source in SourceDBClusterIdentifier is not in the templates'],
        [it_({ DBSnapshotIdentifier: 's' }), PASSES],
      ],
    } as Triple;
  })(),
  'RDS.InstanceMonitored': {
    holds: [it_({ ...INSTANCE, MonitoringInterval: 60 }), it_(MEMBER, CLUSTER({ MonitoringInterval: 30 }))],
    fails: [
      [it_(INSTANCE), 'MonitoringInterval is not set (0), must be at least 1'],
      [it_({ ...INSTANCE, MonitoringInterval: 0 }), 'MonitoringInterval is 0, must be at least 1'],
      [it_(MEMBER, CLUSTER({})), 'MonitoringInterval is not set (0), must be at least 1'],
    ],
    open: [[it_({ ...INSTANCE, MonitoringInterval: PARAMETER }), undetermined('MonitoringInterval')]],
    differs: { holds: 'cdk-nag ignores the monitoring settings of the cluster' },
  },
  'RDS.InstanceAdminNameCustom': alone(adminName(INSTANCE, { DBSnapshotIdentifier: 's' }, [[it_({ ...INSTANCE, SourceDbiResourceId: 'x' }), NOT_JUDGED],
    ...['SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier', 'SourceDBInstanceAutomatedBackupsArn'].map((name) => [it_({ ...INSTANCE, [name]: 'x' }), NOT_JUDGED] as const)])),
  'RDS.PortNotDefault': {
    holds: [
      it_({ ...MYSQL, Port: 3307 }), it_({ ...POSTGRES, Port: 5433 }),
      ...['mysql', 'mariadb', 'postgres', 'oracle-ee', 'sqlserver-se'].map((Engine) => it_({ Engine, Port: 6000 }, {}, { type: 'AWS::RDS::DBInstance' })),
    ],
    fails: [
      [it_(MYSQL), 'Port is not set (3306), must be another port'],
      [it_({ Engine: 'aurora', Port: 3306 }), 'Port is 3306, must be another value'],
      [it_({ ...POSTGRES, Port: '5432' }), 'Port is "5432", must be another value'],
      ...Object.entries({ 'mysql': 3306, 'mariadb': 3306, 'postgres': 5432, 'oracle-ee': 1521, 'sqlserver-se': 1433 })
        .map(([Engine, Port]) => [it_({ Engine, Port }, {}, { type: 'AWS::RDS::DBInstance' }), `Port is ${Port}, must be another value`] as const),
    ],
    open: [
      [it_({ ...MYSQL, Port: PARAMETER }), undetermined('Port')],
      [it_({ Engine: 'db2-se' }, {}, { type: 'AWS::RDS::DBInstance' }), NOT_JUDGED],
      [it_(MEMBER, {}, { type: 'AWS::RDS::DBInstance' }), NOT_JUDGED],
      [it_(REPLICA, source({ Port: 6000 }), { type: 'AWS::RDS::DBInstance' }), PASSES],
      [it_(REPLICA, source({}), { type: 'AWS::RDS::DBInstance' }), 'Source, the source in SourceDBInstanceIdentifier: Port is not set (5432), must be another port'],
      [it_({ ...REPLICA, Port: 5432 }, source({ Port: 6000 }), { type: 'AWS::RDS::DBInstance' }), 'Port is 5432, must be another value'],
      [it_({ ...INSTANCE, DBSnapshotIdentifier: 's' }, {}, { type: 'AWS::RDS::DBInstance' }), 'the port of the snapshot in DBSnapshotIdentifier is not in the templates'],
      [it_({ ...MYSQL, SnapshotIdentifier: 's' }), 'the port of the snapshot in SnapshotIdentifier is not in the templates'],
    ],
    differs: { fails: 'cdk-nag accepts port 5432 for provisioned Aurora PostgreSQL' },
  },
}));

test.each<[engine: string, ids: string[]]>([
  ['postgres', ['RDS.PostgresTlsForced', 'RDS.PostgresLogExported']],
  ['mysql', ['RDS.MysqlTlsForced']],
  ['sqlserver-ee', ['RDS.SqlServerTlsForced', 'RDS.SqlServerLogExported']],
  ['mariadb', ['RDS.MariadbTlsForced', 'RDS.MariadbLogExported']],
  ...['aurora-mysql', 'custom-sqlserver-ee', 'xpostgres', 'postgresx', 'xmysql', 'mysqlx', 'xmariadb', 'mariadbx'].map((engine): [string, string[]] => [engine, []]),
])('the engine %s has the safeguards %j of its own', (Engine, ids) => {
  const own = RDS_INSTANCES.filter(({ id }) => /Postgres|Mysql|SqlServer|Mariadb/.test(id));
  expect(own.filter((safeguard) => judged(safeguard, it_({ Engine })) !== undefined).map(({ id }) => id)).toEqual(ids);
});
