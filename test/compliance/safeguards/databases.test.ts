import { CLUSTERS } from '../../../src/compliance/safeguards/clusters';
import { INSTANCES } from '../../../src/compliance/safeguards/instances';
import { Beside, exactly, it_, never, NOT_JUDGED, PARAMETER, PASSES, Triple, triples, untold } from '../triples';

const MYSQL = { Engine: 'aurora-mysql' };
const POSTGRES = { Engine: 'aurora-postgresql' };
const INSTANCE = { Engine: 'postgres' };
const MEMBER = { Engine: 'aurora-mysql', DBClusterIdentifier: { Ref: 'Cluster' } };

const group = (type: string, Parameters: object): Beside => ({ Group: [type, { Family: 'f', Description: 'd', Parameters }] });
const parameter = (engine: object, property: string, type: string, name: string, need: string[], wrong: string): Triple => {
  const named = { ...engine, [property]: { Ref: 'Group' } };
  return {
    holds: need.map((value) => it_(named, group(type, { [name]: value }))),
    fails: [
      [it_(engine), `${property} is not set, need a group with ${name} ${need[0]}`],
      [it_({ ...engine, [property]: 'default.group' }), `${property} is "default.group", need a group with ${name} ${need[0]}`],
      [it_(named, group(type, { [name]: wrong })), `${name} is "${wrong}", need ${need[0]}`],
      [it_(named, group(type, {})), `${name} is not set, need ${need[0]}`],
      [it_(named, { Group: [type, {}] }), `${name} is not set, need ${need[0]}`],
    ],
    open: [
      [it_({ ...engine, [property]: PARAMETER }), untold(property)],
      [it_(named, group(type, { [name]: PARAMETER })), untold(name)],
      [it_({ Engine: 'neptune' }), NOT_JUDGED],
    ],
  };
};
const exported = (engine: object, logs: string[], more: Triple['open'] = []): Triple => ({
  holds: [it_({ ...engine, EnableCloudwatchLogsExports: [...logs, 'extra'] })],
  fails: [
    [it_(engine), `EnableCloudwatchLogsExports is not set, need ${logs.join(', ')}`],
    [it_({ ...engine, EnableCloudwatchLogsExports: logs.slice(1) }), `EnableCloudwatchLogsExports is ${JSON.stringify(logs.slice(1))}, need ${logs[0]}`],
  ],
  open: [
    [it_({ ...engine, EnableCloudwatchLogsExports: PARAMETER }), untold('EnableCloudwatchLogsExports')],
    [it_({ ...engine, EnableCloudwatchLogsExports: [PARAMETER] }), untold('EnableCloudwatchLogsExports', [PARAMETER])],
    ...more,
  ],
});
const selection = (BackupSelection: object | undefined) => ({ Selection: ['AWS::Backup::BackupSelection', { BackupSelection }] as const });
const UNCOVERED = 'no AWS::Backup::BackupSelection names it or a tag of it';
const covered = (engine: object, more: Triple['open'] = []): Triple => ({
  holds: [
    it_(engine, selection({ Resources: [{ 'Fn::Join': ['', ['arn:aws:rds:eu-west-2:1:cluster:', { Ref: 'It' }]] }] })),
    it_(engine, selection({ Resources: ['*', { 'Fn::GetAtt': ['It', 'DBInstanceArn'] }] })),
    it_({ ...engine, Tags: [{ Key: 'Other', Value: 'no' }, { Key: 'Backup', Value: 'yes' }] }, {
      ...selection({ Resources: [{ Ref: 'It' }], ListOfTags: [{ ConditionKey: 'Backup', ConditionValue: 'yes' }] }),
    }),
  ],
  fails: [
    [it_(engine), UNCOVERED],
    [it_(engine, selection({ Resources: ['arn:aws:rds:eu-west-2:1:cluster:other'] })), UNCOVERED],
    [it_({ ...engine, Tags: [{ Key: 'Backup', Value: 'no' }] }, selection({ ListOfTags: [{ ConditionKey: 'Backup', ConditionValue: 'yes' }] })), UNCOVERED],
  ],
  open: [
    [it_(engine, selection({ Resources: [PARAMETER] })), UNCOVERED],
    [it_(engine, selection(undefined)), UNCOVERED],
    [it_(engine, selection({ Resources: ['*'] })), PASSES],
    [it_({ ...engine, Tags: [{ Key: 'Backup', Value: 'yes' }] }, selection({ ListOfTags: [{ ConditionKey: 'Backup', ConditionValue: 'yes' }] })), PASSES],
    ...more,
  ],
});
const secret = (SecretStringTemplate: unknown) => ({ Secret: ['AWS::SecretsManager::Secret', { GenerateSecretString: { SecretStringTemplate } }] as const });
const FROM_SECRET = { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:username::}}']] };
const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });

const adminName = (engine: object, source: object, more: Triple['open'] = []): Triple => ({
  holds: [it_({ ...engine, MasterUsername: 'ledger' }), it_({ ...engine, MasterUsername: FROM_SECRET }, secret('{"username":"ledger"}')), it_({ ...engine, MasterUsername: joined('u', PARAMETER) })],
  fails: [
    [it_(engine), 'MasterUsername is not set'],
    [it_({ ...engine, MasterUsername: 'admin' }), 'MasterUsername is "admin", need another value'],
    [it_({ ...engine, MasterUsername: 'postgres' }), 'MasterUsername is "postgres", need another value'],
    [it_({ ...engine, MasterUsername: FROM_SECRET }, secret('{"username":"admin"}')), 'MasterUsername is "admin", need another value'],
  ],
  open: [
    [it_({ ...engine, MasterUsername: PARAMETER }), untold('MasterUsername')],
    [it_({ ...engine, MasterUsername: FROM_SECRET }, secret(PARAMETER)), untold('MasterUsername', FROM_SECRET)],
    ...[joined('ad', PARAMETER), joined('', PARAMETER), joined('{{resolve:ssm:', PARAMETER, '}}'), joined(PARAMETER, 'u'), { 'Fn::Join': ['', { 'Fn::Split': ['-', PARAMETER] }] }]
      .map((name) => [it_({ ...engine, MasterUsername: name }), untold('MasterUsername', name)] as const),
    [it_({ ...engine, ...source }), NOT_JUDGED],
    [it_({ ...engine, ...source, MasterUsername: 'admin' }), 'MasterUsername is "admin", need another value'],
    ...more,
  ],
});
const backups = (engine: object, absent: string, more: Triple['open'] = []): Triple => {
  const asked = { expected: { numbers: { backupRetentionDays: 7 } } };
  return {
    holds: [it_({ ...engine, BackupRetentionPeriod: 7 }, {}, asked), it_({ ...engine, BackupRetentionPeriod: 1 })],
    fails: [
      [it_({ ...engine, BackupRetentionPeriod: 6 }, {}, asked), 'BackupRetentionPeriod is 6, need at least 7'],
      [it_(engine, {}, asked), absent],
      [it_({ ...engine, BackupRetentionPeriod: 0 }), 'BackupRetentionPeriod is 0, need at least 1'],
    ],
    open: [[it_({ ...engine, BackupRetentionPeriod: PARAMETER }, {}, asked), untold('BackupRetentionPeriod')], [it_(engine), PASSES], ...more],
  };
};
const copiesTags = (Engine: string): Triple => {
  const { open, ...triple } = exactly('CopyTagsToSnapshot', true, false, { with: { Engine } });
  return { ...triple, open: [...open, [it_({ Engine: 'docdb' }), NOT_JUDGED]] };
};
const subscription = (properties: object) => ({ Subscription: ['AWS::RDS::EventSubscription', { SnsTopicArn: 'a', ...properties }] as const });
const NO_SUBSCRIPTION = 'no AWS::RDS::EventSubscription is for db-parameter-group';
const events = (SourceType: string, categories: string[]): Triple => ({
  holds: [it_({ SourceType }), it_({ SourceType, Enabled: true, EventCategories: [...categories, 'backup'] })],
  fails: [
    [it_({ SourceType, Enabled: false }), 'Enabled is false, need true'],
    [it_({ SourceType, EventCategories: categories.slice(1) }), `EventCategories is ${JSON.stringify(categories.slice(1))}, need ${categories[0]}`],
  ],
  open: [[it_({ SourceType, EventCategories: PARAMETER }), untold('EventCategories')], [it_({ SourceType: 'db-snapshot' }), NOT_JUDGED], [it_({}), NOT_JUDGED]],
});
const ofMember = [it_(MEMBER), NOT_JUDGED] as const;
const alone = (triple: Triple): Triple => ({ ...triple, open: [...triple.open, ofMember, [it_({ Engine: 'aurora-postgresql' }), NOT_JUDGED]] });

describe('safeguards of clusters', () => triples(CLUSTERS, {
  'RDS.ClusterEncrypted': exactly('StorageEncrypted', true, false),
  'RDS.ClusterIamAuthenticated': exactly('EnableIAMDatabaseAuthentication', true, false, { with: MYSQL }),
  'RDS.ClusterTlsForced': (() => {
    const type = 'AWS::RDS::DBClusterParameterGroup';
    const mysql = parameter(MYSQL, 'DBClusterParameterGroupName', type, 'require_secure_transport', ['ON', '1'], 'OFF');
    const postgres = parameter(POSTGRES, 'DBClusterParameterGroupName', type, 'rds.force_ssl', ['1'], '0');
    return { holds: [...mysql.holds, ...postgres.holds], fails: [...mysql.fails, ...postgres.fails], open: [...mysql.open, ...postgres.open] };
  })(),
  'RDS.ClusterLogsExported': (() => {
    const mysql = exported(MYSQL, ['audit', 'error', 'general', 'slowquery'], [[it_({}), NOT_JUDGED], [it_({ Engine: 'mysql' }), NOT_JUDGED]]);
    const postgres = exported(POSTGRES, ['postgresql']);
    return { holds: [...mysql.holds, ...postgres.holds], fails: [...mysql.fails, ...postgres.fails], open: [...mysql.open, ...postgres.open] };
  })(),
  'RDS.AuroraMysqlAuditExported': {
    ...exported({ Engine: 'aurora' }, ['audit'], [[it_(POSTGRES), NOT_JUDGED]]),
    differs: { fails: 'cdk-nag does not know Aurora MySQL by its old name' },
  },
  'RDS.AuroraMysqlAudited': parameter(MYSQL, 'DBClusterParameterGroupName', 'AWS::RDS::DBClusterParameterGroup', 'server_audit_logging', ['1', 'ON'], '0'),
  'RDS.AuroraPostgresLogExported': exported(POSTGRES, ['postgresql'], [[it_(MYSQL), NOT_JUDGED]]),
  'RDS.ClusterBackupRetained': backups(MYSQL, 'BackupRetentionPeriod is not set (1), need at least 7'),
  'RDS.ClusterInBackupPlan': covered(MYSQL),
  'RDS.ClusterBacktracked': {
    holds: [it_({ ...MYSQL, BacktrackWindow: 3600 })],
    fails: [
      [it_(MYSQL), 'BacktrackWindow is not set (0), need at least 1'],
      [it_({ ...MYSQL, BacktrackWindow: 0 }), 'BacktrackWindow is 0, need at least 1'],
    ],
    open: [[it_({ ...MYSQL, BacktrackWindow: PARAMETER }), untold('BacktrackWindow')], [it_(POSTGRES), NOT_JUDGED]],
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
    fails: [[it_(MYSQL), 'it has fewer than 2 instances']],
    open: [[it_(MYSQL, { A: ['AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'It' } }], B: ['AWS::RDS::DBInstance', { DBClusterIdentifier: PARAMETER }] }),
      'it has fewer than 2 instances']],
  },
  'RDS.ClusterMinorVersionsUpgraded': never('AutoMinorVersionUpgrade', true, [false]),
  'RDS.ClusterAdminNameCustom': adminName(MYSQL, { SnapshotIdentifier: 's' }, ['SourceDBClusterIdentifier', 'ReplicationSourceIdentifier', 'GlobalClusterIdentifier', 'RestoreToTime']
    .map((source) => [it_({ ...MYSQL, [source]: 'x' }), NOT_JUDGED] as const)),
  'RDS.ProxyTlsForced': exactly('RequireTLS', true, false),
  'RDS.ParameterGroupEventsNotified': {
    holds: [
      it_({}, subscription({})),
      it_({}, subscription({ SourceType: 'db-parameter-group', Enabled: true, EventCategories: ['configuration change'] })),
    ],
    fails: [
      [it_({}), NO_SUBSCRIPTION],
      [it_({}, subscription({ SourceType: 'db-instance' })), NO_SUBSCRIPTION],
      [it_({}, subscription({ Enabled: false })), NO_SUBSCRIPTION],
      [it_({}, subscription({ EventCategories: ['deletion'] })), NO_SUBSCRIPTION],
    ],
    open: [[it_({}, subscription({ SourceType: PARAMETER })), NO_SUBSCRIPTION]],
  },
  'RDS.ClusterEventsNotified': events('db-cluster', ['maintenance', 'failure']),
  'RDS.InstanceEventsNotified': events('db-instance', ['maintenance', 'configuration change', 'failure']),
}));

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

describe('safeguards of instances', () => triples(INSTANCES, {
  'RDS.InstanceEncrypted': alone(exactly('StorageEncrypted', true, false, { with: INSTANCE })),
  'RDS.InstanceIamAuthenticated': alone({
    ...exactly('EnableIAMDatabaseAuthentication', true, false, { with: INSTANCE }),
    open: [[it_({ ...INSTANCE, EnableIAMDatabaseAuthentication: PARAMETER }), untold('EnableIAMDatabaseAuthentication')], [it_({ Engine: 'oracle-ee' }), NOT_JUDGED]],
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
    ...alone(backups(INSTANCE, 'BackupRetentionPeriod is not set (1), need at least 7', [
      [it_({ ...INSTANCE, SourceDBInstanceIdentifier: 'source' }), NOT_JUDGED],
    ])),
    differs: { fails: 'cdk-nag knows no number of days' },
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
      [it_(INSTANCE), 'MonitoringInterval is not set (0), need at least 1'],
      [it_({ ...INSTANCE, MonitoringInterval: 0 }), 'MonitoringInterval is 0, need at least 1'],
      [it_(MEMBER, CLUSTER({})), 'MonitoringInterval is not set (0), need at least 1'],
    ],
    open: [[it_({ ...INSTANCE, MonitoringInterval: PARAMETER }), untold('MonitoringInterval')]],
    differs: { holds: 'cdk-nag does not know monitoring that the cluster has for its instances' },
  },
  'RDS.InstanceAdminNameCustom': alone(adminName(INSTANCE, { DBSnapshotIdentifier: 's' }, [[it_({ ...INSTANCE, SourceDbiResourceId: 'x' }), NOT_JUDGED],
    [it_({ ...INSTANCE, SourceDBInstanceIdentifier: 'x' }), NOT_JUDGED]])),
  'RDS.PortNotDefault': {
    holds: [
      it_({ ...MYSQL, Port: 3307 }), it_({ ...POSTGRES, Port: 5433 }),
      ...['mysql', 'mariadb', 'postgres', 'oracle-ee', 'sqlserver-se'].map((Engine) => it_({ Engine, Port: 6000 }, {}, { type: 'AWS::RDS::DBInstance' })),
    ],
    fails: [
      [it_(MYSQL), 'Port is not set (3306), need another'],
      [it_({ Engine: 'aurora', Port: 3306 }), 'Port is 3306, need another value'],
      [it_({ ...POSTGRES, Port: '5432' }), 'Port is "5432", need another value'],
      ...Object.entries({ 'mysql': 3306, 'mariadb': 3306, 'postgres': 5432, 'oracle-ee': 1521, 'sqlserver-se': 1433 })
        .map(([Engine, Port]) => [it_({ Engine, Port }, {}, { type: 'AWS::RDS::DBInstance' }), `Port is ${Port}, need another value`] as const),
    ],
    open: [
      [it_({ ...MYSQL, Port: PARAMETER }), untold('Port')],
      [it_({ Engine: 'db2-se' }, {}, { type: 'AWS::RDS::DBInstance' }), NOT_JUDGED],
      [it_(MEMBER, {}, { type: 'AWS::RDS::DBInstance' }), NOT_JUDGED],
    ],
    differs: { fails: 'cdk-nag lets 5432 pass on a provisioned Aurora PostgreSQL' },
  },
}));
