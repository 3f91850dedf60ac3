import { ResourceSafeguard } from '../model/safeguard';
import { lacksBacktrack } from '../predicates/backtrack';
import { coveredByBackup } from '../predicates/backup';
import { isSet } from '../predicates/intrinsics';
import { HOLDS, mustBe, mustBeAtLeast, mustNotBe } from '../predicates/outcome';
import { adminNameIsCustom, AURORA_MYSQL, AURORA_POSTGRES, byEngine, coversZones, exportsLogs, parameterIs, restored, storageEncrypted } from '../predicates/rds';
import { pointers } from '../rendered';

const ON_CLUSTERS = ['AWS::RDS::DBCluster'];

/** Safeguards of Amazon RDS and Aurora DB clusters. */
export const RDS_CLUSTERS: ResourceSafeguard[] = [
  {
    id: 'RDS.ClusterEncrypted',
    on: ON_CLUSTERS,
    statement: 'DB cluster storage is encrypted',
    rationale: 'Encryption protects data, logs and snapshots if the storage is accessed outside the service',
    remedy: 'set `storageEncrypted`, which replaces the cluster; a restored cluster also requires a key',
    sources: { securityHub: ['RDS.27'], cdkNag: ['RDSStorageEncrypted'], prowler: ['rds_cluster_storage_encrypted'] },
    judge: storageEncrypted,
  },
  {
    id: 'RDS.ClusterIamAuthenticated',
    on: ON_CLUSTERS,
    statement: 'IAM database authentication is enabled on the DB cluster',
    rationale: 'IAM authentication tokens expire after 15 minutes, and replace a password that can leak',
    remedy: 'set `iamAuthentication`',
    sources: { securityHub: ['RDS.12'], cdkNag: ['AuroraMySQLPostgresIAMAuth'], prowler: ['rds_cluster_iam_authentication_enabled'] },
    judge: ({ properties }) => mustBe('EnableIAMDatabaseAuthentication', properties.EnableIAMDatabaseAuthentication, true),
  },
  {
    id: 'RDS.ClusterTlsForced',
    on: ON_CLUSTERS,
    statement: 'the DB cluster requires TLS',
    rationale: 'Without TLS, queries, results and passwords cross the network in plain text',
    remedy: 'use a cluster parameter group with `require_secure_transport` ON (MySQL) or `rds.force_ssl` 1 (PostgreSQL)',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.SSL.html',
    sources: {},
    always: true,
    judge: (cluster) => byEngine(cluster, (engine) => {
      if (/mysql/.test(engine)) return parameterIs(cluster, 'DBClusterParameterGroupName', 'require_secure_transport', ['ON', '1']);
      return /postgres/.test(engine) ? parameterIs(cluster, 'DBClusterParameterGroupName', 'rds.force_ssl', ['1']) : undefined;
    }),
  },
  {
    id: 'RDS.ClusterLogsExported',
    on: ON_CLUSTERS,
    statement: 'all DB cluster logs go to CloudWatch Logs',
    rationale: 'Logs on the instances are rotated and lost with them',
    remedy: 'set `cloudwatchLogsExports` to all logs of the engine',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_LogAccess.html',
    sources: { cdkNag: ['RDSLoggingEnabled'], prowler: ['rds_cluster_integration_cloudwatch_logs'] },
    judge: (cluster) => byEngine(cluster, (engine) => exportsLogs(cluster, AURORA_MYSQL.test(engine)
      ? ['audit', 'error', 'general', 'slowquery']
      : AURORA_POSTGRES.test(engine) ? ['postgresql'] : undefined)),
  },
  {
    id: 'RDS.AuroraMysqlAuditExported',
    on: ON_CLUSTERS,
    statement: 'audit logs of the Aurora MySQL cluster go to CloudWatch Logs',
    rationale: 'Audit logs show who connected and which statements ran',
    remedy: 'add `audit` to `cloudwatchLogsExports`',
    sources: { securityHub: ['RDS.34'], cdkNag: ['AuroraMySQLLogging'] },
    judge: (cluster) => byEngine(cluster, (engine) => AURORA_MYSQL.test(engine) ? exportsLogs(cluster, ['audit']) : undefined),
  },
  {
    id: 'RDS.AuroraMysqlAudited',
    on: ON_CLUSTERS,
    statement: 'the Aurora MySQL cluster has audit logging enabled',
    rationale: 'The cluster exports no audit events before the parameter enables auditing',
    remedy: 'set `server_audit_logging` to 1 in the cluster parameter group',
    sources: { securityHub: ['RDS.45'] },
    judge: (cluster) => byEngine(cluster, (engine) => (
      AURORA_MYSQL.test(engine) ? parameterIs(cluster, 'DBClusterParameterGroupName', 'server_audit_logging', ['1', 'ON']) : undefined)),
  },
  {
    id: 'RDS.AuroraPostgresLogExported',
    on: ON_CLUSTERS,
    statement: 'logs of the Aurora PostgreSQL cluster go to CloudWatch Logs',
    rationale: 'The logs show connections, errors and statements',
    remedy: 'add `postgresql` to `cloudwatchLogsExports`',
    sources: { securityHub: ['RDS.37'] },
    judge: (cluster) => byEngine(cluster, (engine) => AURORA_POSTGRES.test(engine) ? exportsLogs(cluster, ['postgresql']) : undefined),
  },
  {
    id: 'RDS.ClusterBackupRetained',
    on: ON_CLUSTERS,
    statement: 'automated backups of the DB cluster are retained for the required period',
    rationale: 'Short retention loses the state from before an error or attack that is detected late',
    remedy: 'increase `backup.retention`',
    sources: { securityHub: ['RDS.50'] },
    judge: ({ properties }, { numbers }) => mustBeAtLeast('BackupRetentionPeriod', properties.BackupRetentionPeriod, numbers.backupRetention?.toDays() ?? 1, 1),
  },
  {
    id: 'RDS.ClusterInBackupPlan',
    on: ON_CLUSTERS,
    statement: 'a backup plan covers the DB cluster',
    rationale: 'A backup plan keeps copies apart from the database, and for longer',
    remedy: 'select the cluster, or one of its tags, in a backup plan',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html',
    sources: { prowler: ['rds_cluster_protected_by_backup_plan'] },
    judge: (cluster) => coveredByBackup(cluster),
  },
  {
    id: 'RDS.ClusterBacktracked',
    on: ON_CLUSTERS,
    statement: 'backtracking is enabled on the Aurora MySQL cluster',
    rationale: 'Backtracking undoes a wrong change within minutes, without a restore',
    remedy: 'set `backtrackWindow`',
    sources: { securityHub: ['RDS.14'], cdkNag: ['AuroraMySQLBacktrack'] },
    judge: (cluster) => lacksBacktrack(cluster.template.stack.region)
      ? undefined
      : byEngine(cluster, (engine) => AURORA_MYSQL.test(engine) ? mustBeAtLeast('BacktrackWindow', cluster.properties.BacktrackWindow, 1, 0) : undefined),
  },
  {
    id: 'RDS.ClusterDeletionProtected',
    on: ON_CLUSTERS,
    statement: 'deletion protection is enabled on the DB cluster',
    rationale: 'Deletion protection stops an accidental or malicious deletion of the data',
    remedy: 'set `deletionProtection`',
    sources: { securityHub: ['RDS.7'], cdkNag: ['RDSInstanceDeletionProtectionEnabled'] },
    judge: ({ properties }) => mustBe('DeletionProtection', properties.DeletionProtection, true),
  },
  ...[
    { id: 'RDS.ClusterTagsCopied', engine: /^aurora/, control: 'RDS.16', name: 'Aurora' },
    { id: 'RDS.PostgresClusterTagsCopied', engine: /^postgres$/, control: 'RDS.47', name: 'PostgreSQL' },
    { id: 'RDS.MysqlClusterTagsCopied', engine: /^mysql$/, control: 'RDS.48', name: 'MySQL' },
  ].map(({ id, engine, control, name }): ResourceSafeguard => ({
    id,
    on: ON_CLUSTERS,
    statement: `snapshots get the tags of the ${name} cluster`,
    rationale: 'Untagged snapshots escape the inventory and the access rules that use tags',
    remedy: 'set `copyTagsToSnapshot`',
    sources: { securityHub: [control] },
    judge: (cluster) => byEngine(cluster, (its) => engine.test(its) ? mustBe('CopyTagsToSnapshot', cluster.properties.CopyTagsToSnapshot, true) : undefined),
  })),
  {
    id: 'RDS.ClusterMultiAz',
    on: ON_CLUSTERS,
    statement: 'the DB cluster covers more than one Availability Zone',
    rationale: 'A cluster with one instance is unavailable when its Availability Zone fails',
    remedy: 'add a reader',
    sources: { securityHub: ['RDS.15'] },
    // A Multi-AZ DB cluster other than Aurora has no instances in a template.
    judge: (cluster) => isSet(cluster.properties.DBClusterInstanceClass) ? HOLDS : coversZones(pointers(cluster, 'AWS::RDS::DBInstance', 'DBClusterIdentifier')),
  },
  {
    id: 'RDS.ClusterMinorVersionsUpgraded',
    on: ON_CLUSTERS,
    statement: 'automatic minor version upgrade is enabled on the DB cluster',
    rationale: 'Minor versions include security patches',
    remedy: 'keep `autoMinorVersionUpgrade` at its default',
    sources: { securityHub: ['RDS.35'] },
    judge: ({ properties }) => mustNotBe('AutoMinorVersionUpgrade', properties.AutoMinorVersionUpgrade, false),
  },
  {
    id: 'RDS.ClusterAdminNameCustom',
    on: ON_CLUSTERS,
    statement: 'the administrator has a custom user name',
    rationale: 'A well-known name leaves an attacker only the password to guess',
    remedy: 'choose a user name other than the default of the engine, which replaces the cluster',
    sources: { securityHub: ['RDS.24'] },
    judge: (cluster) => restored(cluster) ? undefined : adminNameIsCustom(cluster),
  },
];
