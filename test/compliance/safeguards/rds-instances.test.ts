import { adminName, backups, covered, exported, MYSQL, parameter, POSTGRES } from './rds-cases';
import { RDS_INSTANCES } from '../../../src/compliance/safeguards/rds-instances';
import { Beside, exactly, it_, never, NOT_JUDGED, PARAMETER, Triple, triples, undetermined } from '../triples';

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
const instanceGroup = (engine: string, name: string) => alone(parameter(
  { Engine: engine }, 'DBParameterGroupName', 'AWS::RDS::DBParameterGroup', name, ['1', 'ON'], '0'));

describe('safeguards of Amazon RDS DB instances', () => triples(RDS_INSTANCES, {
  'RDS.InstanceEncrypted': (() => {
    const { open, ...triple } = alone(exactly('StorageEncrypted', true, false, { with: INSTANCE }));
    const ofSnapshot = (properties: object) => Object.entries({ DBSnapshotIdentifier: 'snapshot', DBClusterSnapshotIdentifier: 'snapshot' }).map(([name, value]) => [
      it_({ ...INSTANCE, ...properties, [name]: value }), `the encryption and the key of the snapshot in ${name} are not in the templates`,
    ] as const);
    return { ...triple, open: [...open, ...ofSnapshot({}), ...ofSnapshot({ StorageEncrypted: true, KmsKeyId: 'key' })] };
  })(),
  'RDS.InstanceIamAuthenticated': alone({
    ...exactly('EnableIAMDatabaseAuthentication', true, false, { with: INSTANCE }),
    open: [
      [it_({ ...INSTANCE, EnableIAMDatabaseAuthentication: PARAMETER }), undetermined('EnableIAMDatabaseAuthentication')], [it_({ Engine: 'oracle-ee' }), NOT_JUDGED],
      // MariaDB has it since 10.11.
      ...['10.2.44', '10.6', '10.6.22'].map((EngineVersion) => [it_({ Engine: 'mariadb', EngineVersion }), NOT_JUDGED] as const),
      ...[undefined, '10.11.8', '11', '11.4'].map((EngineVersion) => [it_({ Engine: 'mariadb', EngineVersion }), 'EnableIAMDatabaseAuthentication is not set, must be true'] as const),
    ],
  }),
  'RDS.PostgresTlsForced': instanceGroup('postgres', 'rds.force_ssl'),
  'RDS.MysqlTlsForced': instanceGroup('mysql', 'require_secure_transport'),
  'RDS.SqlServerTlsForced': instanceGroup('sqlserver-se', 'rds.force_ssl'),
  'RDS.MariadbTlsForced': instanceGroup('mariadb', 'require_secure_transport'),
  'RDS.InstanceLogsExported': alone((() => {
    const engines = [
      exported({ Engine: 'mysql' }, ['audit', 'error', 'general', 'slowquery'], [[it_({ Engine: 'db2-se' }), NOT_JUDGED]]),
      exported({ Engine: 'mariadb' }, ['audit', 'error', 'general', 'slowquery']),
      exported({ Engine: 'postgres' }, ['postgresql', 'upgrade']),
      exported({ Engine: 'oracle-ee' }, ['audit', 'alert', 'listener', 'oemagent', 'trace']),
      exported({ Engine: 'sqlserver-se' }, ['agent', 'error']),
    ];
    return { holds: engines.flatMap(({ holds }) => holds), fails: engines.flatMap(({ fails }) => fails), open: engines.flatMap(({ open }) => open) };
  })()),
  'RDS.PostgresLogExported': alone(exported({ Engine: 'postgres' }, ['postgresql'], [[it_({ Engine: 'mysql' }), NOT_JUDGED]])),
  'RDS.SqlServerLogExported': alone(exported({ Engine: 'sqlserver-ee' }, ['agent', 'error'], [[it_({ Engine: 'mysql' }), NOT_JUDGED]])),
  'RDS.MariadbLogExported': alone(exported({ Engine: 'mariadb' }, ['audit', 'error'], [[it_({ Engine: 'mysql' }), NOT_JUDGED]])),
  'RDS.InstanceBackupRetained': {
    ...alone(backups(INSTANCE, 'BackupRetentionPeriod is not set (1), must be at least 7', [
      [it_({ ...INSTANCE, SourceDBInstanceIdentifier: 'source' }), NOT_JUDGED],
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
  'RDS.InstanceMinorVersionsUpgraded': never('AutoMinorVersionUpgrade', true, [false]),
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
    [it_({ ...INSTANCE, SourceDBInstanceIdentifier: 'x' }), NOT_JUDGED]])),
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
    ],
    differs: { fails: 'cdk-nag accepts port 5432 for provisioned Aurora PostgreSQL' },
  },
}));
