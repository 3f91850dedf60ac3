import { ResourceSafeguard } from '../model/safeguard';
import { coveredByBackup } from '../predicates/backup';
import { given } from '../predicates/intrinsics';
import { fails, HOLDS, mustBe, mustBeAtLeast, mustNotBe, Outcome } from '../predicates/outcome';
import { adminNameIsCustom, byEngine, exportsLogs, isInPublicSubnet, isMember, monitoringOf, parameterIs, restored, storageEncrypted } from '../predicates/rds';
import { inherited, isReplica, originOf } from '../predicates/rds-origin';
import { Json, RenderedResource } from '../rendered';

const ON_INSTANCES = ['AWS::RDS::DBInstance'];
const DEFAULT_PORTS = [
  { engine: /mysql|mariadb|^aurora$/, port: 3306 },
  { engine: /postgres/, port: 5432 },
  { engine: /oracle/, port: 1521 },
  { engine: /sqlserver/, port: 1433 },
];
// Engines with their own AWS Security Hub controls for TLS and logs.
const ENGINES = [
  { id: 'Postgres', engine: /^postgres$/, name: 'PostgreSQL', tls: 'RDS.38', parameter: 'rds.force_ssl', logs: 'RDS.36', exported: ['postgresql'] },
  { id: 'Mysql', engine: /^mysql$/, name: 'MySQL', tls: 'RDS.39', parameter: 'require_secure_transport' },
  { id: 'SqlServer', engine: /^sqlserver/, name: 'SQL Server', tls: 'RDS.41', parameter: 'rds.force_ssl', logs: 'RDS.40', exported: ['agent', 'error'] },
  { id: 'Mariadb', engine: /^mariadb$/, name: 'MariaDB', tls: 'RDS.44', parameter: 'require_secure_transport', logs: 'RDS.42', exported: ['audit', 'error'] },
];
const LOGS = [
  { engine: /mysql|mariadb/, logs: ['audit', 'error', 'general', 'slowquery'] },
  { engine: /postgres/, logs: ['postgresql', 'upgrade'] },
  { engine: /oracle/, logs: ['audit', 'alert', 'listener', 'oemagent', 'trace'] },
  { engine: /sqlserver/, logs: ['agent', 'error'] },
];

/** Safeguards of Amazon RDS DB instances. */
export const RDS_INSTANCES: ResourceSafeguard[] = [
  {
    id: 'RDS.InstanceEncrypted',
    on: ON_INSTANCES,
    statement: 'DB instance storage is encrypted',
    rationale: 'Encryption protects data, logs and snapshots if the storage is accessed outside the service',
    remedy: 'set `storageEncrypted`, which replaces the instance; encrypt the snapshot or the source of a copy',
    sources: { securityHub: ['RDS.3'], cdkNag: ['RDSStorageEncrypted'], prowler: ['rds_instance_storage_encrypted'] },
    judge: (instance) => alone(instance, () => storageEncrypted(instance)),
  },
  {
    id: 'RDS.InstanceIamAuthenticated',
    on: ON_INSTANCES,
    statement: 'IAM database authentication is enabled on the DB instance',
    rationale: 'IAM authentication tokens expire after 15 minutes, and replace a password that can leak',
    remedy: 'set `iamAuthentication`',
    sources: { securityHub: ['RDS.10'], prowler: ['rds_instance_iam_authentication_enabled'] },
    judge: (instance) => alone(instance, (properties) => byEngine(instance, (engine) => supportsIamAuthentication(engine, properties.EngineVersion)
      ? mustBe('EnableIAMDatabaseAuthentication', properties.EnableIAMDatabaseAuthentication, true)
      : undefined)),
  },
  ...ENGINES.map(({ id, engine, name, tls, parameter }): ResourceSafeguard => ({
    id: `RDS.${id}TlsForced`,
    on: ON_INSTANCES,
    statement: `the ${name} instance requires TLS`,
    rationale: 'Without TLS, queries, results and passwords cross the network in plain text',
    remedy: `use a parameter group with \`${parameter}\` 1`,
    sources: { securityHub: [tls] },
    always: true,
    judge: (instance) => alone(instance, () => byEngine(instance, (its) => (
      engine.test(its) ? parameterIs(instance, 'DBParameterGroupName', parameter, ['1', 'ON']) : undefined))),
  })),
  {
    id: 'RDS.InstanceLogsExported',
    on: ON_INSTANCES,
    statement: 'all DB instance logs go to CloudWatch Logs',
    rationale: 'Logs on the instance are rotated and lost with it',
    remedy: 'set `cloudwatchLogsExports` to all logs of the engine',
    sources: { securityHub: ['RDS.9'], cdkNag: ['RDSLoggingEnabled'], prowler: ['rds_instance_integration_cloudwatch_logs'] },
    judge: (instance) => alone(instance, () => byEngine(instance, (its) => exportsLogs(instance, LOGS.find(({ engine }) => engine.test(its))?.logs))),
  },
  ...ENGINES.filter(({ logs }) => logs).map(({ id, engine, name, logs, exported }): ResourceSafeguard => ({
    id: `RDS.${id}LogExported`,
    on: ON_INSTANCES,
    statement: `logs of the ${name} instance go to CloudWatch Logs`,
    rationale: 'The logs show connections, errors and statements',
    remedy: `add ${exported!.map((log) => `\`${log}\``).join(' and ')} to \`cloudwatchLogsExports\``,
    sources: { securityHub: [logs!] },
    judge: (instance) => alone(instance, () => byEngine(instance, (its) => engine.test(its) ? exportsLogs(instance, exported) : undefined)),
  })),
  {
    id: 'RDS.InstanceBackupRetained',
    on: ON_INSTANCES,
    statement: 'automated backups of the DB instance are retained for the required period',
    rationale: 'Short retention loses the state from before an error or attack that is detected late',
    remedy: 'increase `backupRetention`',
    sources: { securityHub: ['RDS.11'], cdkNag: ['RDSInstanceBackupEnabled'], prowler: ['rds_instance_backup_enabled'] },
    // Amazon RDS API Reference, CreateDBInstanceReadReplica: replicas are created with backups disabled.
    judge: (instance, { numbers }) => isReplica(instance) ? undefined : alone(instance, (properties) => (
      mustBeAtLeast('BackupRetentionPeriod', properties.BackupRetentionPeriod, numbers.backupRetention?.toDays() ?? 1, 1))),
  },
  {
    id: 'RDS.InstanceInBackupPlan',
    on: ON_INSTANCES,
    statement: 'a backup plan covers the DB instance',
    rationale: 'A backup plan keeps copies apart from the database, and for longer',
    remedy: 'select the instance, or one of its tags, in a backup plan',
    sources: { securityHub: ['RDS.26'], cdkNag: ['RDSInBackupPlan'], prowler: ['rds_instance_protected_by_backup_plan'] },
    judge: (instance) => alone(instance, () => coveredByBackup(instance)),
  },
  {
    id: 'RDS.InstanceDeletionProtected',
    on: ON_INSTANCES,
    statement: 'deletion protection is enabled on the DB instance',
    rationale: 'Deletion protection stops an accidental or malicious deletion of the data',
    remedy: 'set `deletionProtection`',
    sources: { securityHub: ['RDS.8'], cdkNag: ['RDSInstanceDeletionProtectionEnabled'] },
    judge: (instance) => alone(instance, ({ DeletionProtection }) => mustBe('DeletionProtection', DeletionProtection, true)),
  },
  {
    id: 'RDS.InstanceTagsCopied',
    on: ON_INSTANCES,
    statement: 'snapshots get the tags of the DB instance',
    rationale: 'Untagged snapshots escape the inventory and the access rules that use tags',
    remedy: 'set `copyTagsToSnapshot`',
    sources: { securityHub: ['RDS.17'] },
    judge: (instance) => alone(instance, ({ CopyTagsToSnapshot }) => mustBe('CopyTagsToSnapshot', CopyTagsToSnapshot, true)),
  },
  {
    id: 'RDS.InstanceMultiAz',
    on: ON_INSTANCES,
    statement: 'the DB instance is a Multi-AZ deployment',
    rationale: 'An instance in one Availability Zone is unavailable when that zone fails',
    remedy: 'set `multiAz`',
    sources: { securityHub: ['RDS.5'], cdkNag: ['RDSMultiAZSupport'] },
    judge: (instance) => alone(instance, ({ MultiAZ }) => mustBe('MultiAZ', MultiAZ, true)),
  },
  {
    id: 'RDS.InstanceNotPublic',
    on: ON_INSTANCES,
    statement: 'the DB instance is not publicly accessible',
    rationale: 'A public endpoint exposes the database to password guessing from the internet',
    remedy: 'set `publiclyAccessible` to false',
    sources: { securityHub: ['RDS.2'], cdkNag: ['RDSInstancePublicAccess'], prowler: ['rds_instance_no_public_access'] },
    judge: ({ properties }) => mustBe('PubliclyAccessible', properties.PubliclyAccessible, false),
  },
  {
    id: 'RDS.InstanceInPrivateSubnets',
    on: ON_INSTANCES,
    statement: 'the DB instance is in subnets without a route to an internet gateway',
    rationale: 'In a public subnet, one changed property makes the database reachable from the internet',
    remedy: 'use private or isolated subnets, which replaces the instance',
    sources: { securityHub: ['RDS.46'] },
    judge: (instance) => {
      const isPublic = isInPublicSubnet(owner(instance));
      if (isPublic === undefined) return undefined;
      return isPublic ? fails('DBSubnetGroupName has a subnet with a route to an internet gateway') : HOLDS;
    },
  },
  {
    id: 'RDS.InstanceMinorVersionsUpgraded',
    on: ON_INSTANCES,
    statement: 'automatic minor version upgrade is enabled on the DB instance',
    rationale: 'Minor versions include security patches',
    remedy: 'keep `autoMinorVersionUpgrade` at its default, or set it for a replica',
    sources: { securityHub: ['RDS.13'], cdkNag: ['RDSAutomaticMinorVersionUpgradeEnabled'], prowler: ['rds_instance_minor_version_upgrade_enabled'] },
    judge: upgradesMinorVersions,
  },
  {
    id: 'RDS.InstanceMonitored',
    on: ON_INSTANCES,
    statement: 'enhanced monitoring is enabled on the DB instance',
    rationale: 'Metrics of the operating system show overload and unexpected processes',
    remedy: 'set `monitoringInterval`',
    sources: { securityHub: ['RDS.6'], cdkNag: ['RDSEnhancedMonitoringEnabled'] },
    judge: (instance) => mustBeAtLeast('MonitoringInterval', monitoringOf(instance), 1, 0),
  },
  {
    id: 'RDS.InstanceAdminNameCustom',
    on: ON_INSTANCES,
    statement: 'the administrator has a custom user name',
    rationale: 'A well-known name leaves an attacker only the password to guess',
    remedy: 'choose a user name other than the default of the engine, which replaces the instance',
    sources: { securityHub: ['RDS.25'] },
    judge: (instance) => restored(instance) ? undefined : alone(instance, () => adminNameIsCustom(instance)),
  },
  {
    id: 'RDS.PortNotDefault',
    on: ['AWS::RDS::DBCluster', ...ON_INSTANCES],
    statement: 'the database uses a port other than the default of its engine',
    rationale: 'Automated attacks try the default ports first',
    remedy: 'set `port`, which replaces an instance, but not a cluster',
    sources: { securityHub: ['RDS.23'], cdkNag: ['RDSNonDefaultPort'] },
    judge: (database) => {
      if (database.type === 'AWS::RDS::DBInstance' && isMember(database)) return undefined;
      return byEngine(database, (its) => {
        const usual = DEFAULT_PORTS.find(({ engine }) => engine.test(its))?.port;
        return usual === undefined ? undefined : portIsNot(database, usual);
      });
    },
  },
];

// A copy has the port of its source (Amazon RDS API Reference, CreateDBInstanceReadReplica, RestoreDBInstanceFromDBSnapshot and RestoreDBClusterFromSnapshot, Port).
function portIsNot(database: RenderedResource, usual: number): Outcome {
  const { Port } = database.properties;
  if (given(Port)) return mustNotBe('Port', Port, usual);
  return originOf(database) === undefined
    ? fails(`Port is not set (${usual}), must be another port`)
    : inherited(database, 'the port', (source) => portIsNot(source, usual));
}

// A replica has the setting of its source (Amazon RDS API Reference, CreateDBInstanceReadReplica, AutoMinorVersionUpgrade).
function upgradesMinorVersions(database: RenderedResource): Outcome {
  const { AutoMinorVersionUpgrade } = database.properties;
  return isReplica(database) && !given(AutoMinorVersionUpgrade)
    ? inherited(database, 'AutoMinorVersionUpgrade', upgradesMinorVersions)
    : mustNotBe('AutoMinorVersionUpgrade', AutoMinorVersionUpgrade, false);
}

function alone(instance: RenderedResource, judge: (properties: RenderedResource['properties']) => Outcome | undefined): Outcome | undefined {
  return isMember(instance) ? undefined : judge(instance.properties);
}

// An instance in a cluster has the subnets of the cluster.
function owner(instance: RenderedResource): RenderedResource {
  return instance.template.referenced(instance.properties.DBClusterIdentifier) ?? instance;
}

// MariaDB has it since 10.11 (Amazon RDS User Guide, Supported Regions and DB engines for IAM database authentication).
function supportsIamAuthentication(engine: string, version: Json): boolean {
  if (engine !== 'mariadb') return /mysql|postgres/.test(engine);
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(String(version)) ?? [];
  return major === undefined || Number(major) > 10 || Number(minor) >= 11;
}
