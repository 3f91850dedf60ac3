import { Duration } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { backedUpResources } from '../../core/workload/registry';
import { Context } from '../context';
import { keyOf } from '../keys';
import { placeOf } from '../parts';
import { isSet } from '../references';
import { hardened, HardenedClass, Step } from '../step';

const REPLACES = 'CloudFormation replaces the database when the value changes';
const REPLACES_GROUP = 'another security group needs the ingress rules of the earlier one';
const CLIENTS = 'deployed clients can depend on the earlier value';
const MONITORING = Duration.seconds(60);

/** Engine as RDS names it: the ports of its default, and its logs (RDS User Guide, Publishing database logs to Amazon CloudWatch Logs). */
const ENGINES: Record<string, { readonly port?: number; readonly logs: string[]; readonly tls?: string }> = {
  'postgres': { port: 5433, logs: ['postgresql', 'upgrade'], tls: 'rds.force_ssl' },
  'aurora-postgresql': { port: 5433, logs: ['postgresql'], tls: 'rds.force_ssl' },
  'mysql': { port: 3307, logs: ['audit', 'error', 'general', 'slowquery'], tls: 'require_secure_transport' },
  'aurora-mysql': { port: 3307, logs: ['audit', 'error', 'general', 'slowquery'], tls: 'require_secure_transport' },
  'mariadb': { port: 3307, logs: ['audit', 'error', 'general', 'slowquery'], tls: 'require_secure_transport' },
  ...Object.fromEntries(['ee', 'se', 'web'].map((edition) => [`sqlserver-${edition}`, { logs: ['agent', 'error'] }])),
};
/** Engines with IAM authentication (RDS User Guide, IAM database authentication). MariaDB has it in some versions only. */
const IAM_ENGINES = ['postgres', 'aurora-postgresql', 'mysql', 'aurora-mysql'];

interface Engine {
  readonly engineType: string;
  readonly engineVersion?: unknown;
}

interface DatabaseProps {
  readonly engine?: Engine;
  /** Of a read replica. */
  readonly sourceDatabaseInstance?: { readonly engine?: Engine };
  readonly deletionProtection?: boolean;
  readonly iamAuthentication?: boolean;
  readonly cloudwatchLogsExports?: string[];
  readonly storageEncrypted?: boolean;
  readonly storageEncryptionKey?: rds.DatabaseClusterProps['storageEncryptionKey'];
  readonly port?: number;
  readonly parameterGroup?: rds.IParameterGroup;
  readonly parameters?: { [name: string]: string };
  readonly credentials?: rds.Credentials;
  readonly monitoringInterval?: Duration;
  readonly vpc?: ec2.IVpc;
  readonly securityGroups?: ec2.ISecurityGroup[];
  readonly instanceProps?: rds.InstanceProps;
}

/** Defaults that clusters and instances share, except their safeguards. */
export function commonDefaults(kind: 'Cluster' | 'Instance'): Array<Step<any, any>> {
  const logs = kind === 'Cluster'
    ? ['RDS.ClusterLogsExported', 'RDS.AuroraMysqlAuditExported', 'RDS.AuroraPostgresLogExported']
    : ['RDS.InstanceLogsExported', 'RDS.PostgresLogExported', 'RDS.MariadbLogExported', 'RDS.SqlServerLogExported'];
  return [
    {
      props: ['deletionProtection'],
      safeguards: [`RDS.${kind}DeletionProtected`],
      fill: ({ workload }) => (workload.retainsData ? { deletionProtection: true } : undefined),
      amend: (database, { workload }) => { if (workload.retainsData) resourceOf(database).deletionProtection ??= true; },
    },
    {
      props: ['iamAuthentication'],
      safeguards: [`RDS.${kind}IamAuthenticated`],
      fill: (_, given) => (IAM_ENGINES.includes(typeOf(given)) ? { iamAuthentication: true } : undefined),
    },
    { props: ['cloudwatchLogsExports'], safeguards: logs, fill: (_, given) => ({ cloudwatchLogsExports: ENGINES[typeOf(given)]?.logs }) },
    {
      props: ['storageEncrypted', 'storageEncryptionKey'],
      safeguards: [`RDS.${kind}Encrypted`],
      newOnly: REPLACES,
      fill: (context) => ({ storageEncrypted: true, storageEncryptionKey: keyOf(context, DataClass.DATA, KeyUse.RDS) }),
    },
    { props: ['port'], safeguards: ['RDS.PortNotDefault'], newOnly: CLIENTS, fill: (_, given) => ({ port: ENGINES[typeOf(given)]?.port }) },
    {
      props: ['parameterGroup', 'parameters'],
      safeguards: kind === 'Cluster' ? ['RDS.ClusterTlsForced'] : ['RDS.PostgresTlsForced', 'RDS.MysqlTlsForced', 'RDS.MariadbTlsForced'],
      newOnly: CLIENTS,
      fill: (_, given) => {
        const tls = ENGINES[typeOf(given)]?.tls;
        // aws-cdk-lib makes a parameter group for a known version only.
        return tls === undefined || engineOf(given)!.engineVersion === undefined ? undefined : { parameters: { [tls]: kind === 'Cluster' && tls === 'require_secure_transport' ? 'ON' : '1' } };
      },
      finish: (database) => {
        const group = database.node.tryFindChild('ParameterGroup');
        if (group) acknowledgeFindings(group, 'Parameters change with the template of the stack only, which the pipeline reviews.', 'RDS.ParameterGroupEventsNotified');
      },
    },
    {
      props: ['credentials'],
      safeguards: [`RDS.${kind}AdminNameCustom`],
      newOnly: REPLACES,
      fill: () => ({ credentials: rds.Credentials.fromGeneratedSecret('administrator') }),
    },
    {
      // The security group of aws-cdk-lib allows all outbound traffic. A database answers connections only.
      props: kind === 'Cluster' ? ['securityGroups', 'instanceProps'] : ['securityGroups'],
      safeguards: ['EC2.EgressRestricted'],
      newOnly: REPLACES_GROUP,
      fill: (context, { vpc }) => (vpc === undefined ? undefined : {
        securityGroups: [new ec2.SecurityGroup(...placeOf(context, 'SecurityGroups'), {
          vpc, allowAllOutbound: false, description: `Clients of the database ${context.id}`,
        })],
      }),
    },
    { props: ['monitoringInterval'], safeguards: ['RDS.InstanceMonitored'], fill: () => ({ monitoringInterval: MONITORING }) },
  ];
}

/** Defaults of clusters in addition to those of `commonDefaults`. */
export function clusterDefaults(keyOfCluster: (context: Context, given: DatabaseProps) => kms.IKey | undefined): Array<Step<any, any>> {
  return [
    { props: ['backup'], safeguards: ['RDS.ClusterBackupRetained'], fill: ({ workload }) => ({ backup: { retention: workload.backupRetention } }) },
    {
      props: ['readers', 'instances', 'instanceProps'],
      safeguards: ['RDS.ClusterMultiAz'],
      newOnly: 'a reader costs as much as the writer',
      // A cluster without a writer has the two instances of `instances`.
      fill: ({ workload }, { writer }) => (
        workload.retainsData && writer ? { readers: [rds.ClusterInstance.serverlessV2('Reader', { scaleWithWriter: true })] } : undefined),
    },
    {
      props: [],
      safeguards: ['RDS.InstanceNotPublic'],
      finish: (cluster: Construct, _, { vpcSubnets, instanceProps }) => {
        if ((vpcSubnets ?? instanceProps?.vpcSubnets)?.subnetType === ec2.SubnetType.PUBLIC) return;
        for (const resource of cluster.node.findAll()) if (rds.CfnDBInstance.isCfnDBInstance(resource) && !isSet(resource, 'PubliclyAccessible')) resource.publiclyAccessible = false;
      },
    },
    {
      props: [],
      safeguards: ['RDS.ClusterInBackupPlan'],
      finish: (cluster, context, given) => backedUpResources(cluster).add({
        construct: cluster,
        resource: backup.BackupResource.fromRdsDatabaseCluster(cluster),
        encryptionKey: keyOfCluster(context, given as DatabaseProps),
      }),
    },
  ];
}

/** Defaults of instances in addition to those of `commonDefaults`. */
export function instanceDefaults(keyOfInstance: (context: Context, given: DatabaseProps) => kms.IKey | undefined): Array<Step<any, any>> {
  return [
    { props: ['backupRetention'], safeguards: ['RDS.InstanceBackupRetained'], fill: ({ workload }) => ({ backupRetention: workload.backupRetention }) },
    {
      props: ['publiclyAccessible'],
      safeguards: ['RDS.InstanceNotPublic'],
      fill: (_, { vpcSubnets }) => (vpcSubnets?.subnetType === ec2.SubnetType.PUBLIC ? undefined : { publiclyAccessible: false }),
    },
    {
      props: ['multiAz', 'availabilityZone'],
      safeguards: ['RDS.InstanceMultiAz'],
      newOnly: 'a standby costs as much as the instance',
      fill: ({ workload }) => (workload.retainsData ? { multiAz: true } : undefined),
    },
    {
      props: [],
      safeguards: ['RDS.InstanceInBackupPlan'],
      finish: (instance, context, given) => backedUpResources(instance).add({
        construct: instance,
        resource: backup.BackupResource.fromRdsDatabaseInstance(instance),
        encryptionKey: keyOfInstance(context, given as DatabaseProps),
      }),
    },
  ];
}

/** Hardened defaults of databases of Amazon RDS, Aurora and DocumentDB. */
export const DATABASES: HardenedClass[] = [
  hardened(rds.DatabaseCluster, [...commonDefaults('Cluster'), ...clusterDefaults(keyOfDatabase)]),
  hardened(rds.DatabaseInstance, [...commonDefaults('Instance'), ...instanceDefaults(keyOfDatabase)]),
  hardened<docdb.DatabaseClusterProps, docdb.DatabaseCluster>(docdb.DatabaseCluster, [
    {
      props: ['deletionProtection'],
      safeguards: ['DocumentDB.ClusterDeletionProtected'],
      fill: ({ workload }) => (workload.retainsData ? { deletionProtection: true } : undefined),
    },
    {
      props: ['backup'],
      safeguards: ['DocumentDB.ClusterBackupRetained'],
      fill: ({ workload }) => ({ backup: { retention: workload.backupRetention } }),
    },
    { props: ['exportAuditLogsToCloudWatch'], safeguards: ['DocumentDB.ClusterAuditExported'], fill: () => ({ exportAuditLogsToCloudWatch: true }) },
  ]),
];

function engineOf({ engine, sourceDatabaseInstance }: Partial<DatabaseProps>): Engine | undefined {
  return engine ?? sourceDatabaseInstance?.engine;
}

/** Type of the engine, empty if it is not known. */
function typeOf(given: Partial<DatabaseProps>): string {
  return engineOf(given)?.engineType ?? '';
}

function resourceOf(database: Construct): rds.CfnDBCluster | rds.CfnDBInstance {
  return database.node.defaultChild as rds.CfnDBCluster | rds.CfnDBInstance;
}

/** The key of the workload, where the hardening encrypts the database with it. */
function keyOfDatabase(context: Context, { storageEncrypted, storageEncryptionKey }: Pick<DatabaseProps, 'storageEncrypted' | 'storageEncryptionKey'>) {
  const isOurs = context.options.newApp && storageEncrypted === undefined && storageEncryptionKey === undefined;
  return isOurs ? keyOf(context, DataClass.DATA) : undefined;
}
