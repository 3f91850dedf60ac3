import { Annotations, Duration, Names } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import {
  DatabaseAudit, DatabaseBackupOptions, DatabaseLogOptions, DatabaseMaintenanceOptions, DatabaseMonitoringOptions, DatabaseNetworkOptions,
  DatabaseTlsVersion,
} from './database-options';
import { databaseParameters } from './database-parameters';
import { requireNoReservedWord } from './reserved-words';
import { requireWindows } from './windows';
import { isUnresolved, mustBe, requireDuration, requireInteger, requireKnown, requireString, requireSubnets } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';
import { DatabaseCredentials } from '../credentials/database-credentials';
import { ResolvedCredentials, resolveCredentials } from '../credentials/resolve-credentials';

/** Props that a cluster and an instance share. */
interface DatabaseProps {
  readonly vpc: ec2.IVpc;
  readonly databaseName?: string;
  readonly credentials?: DatabaseCredentials;
  readonly encryptionKey?: kms.IKey;
  readonly iamAuthentication?: boolean;
  readonly parameters?: { [name: string]: string };
  readonly network?: DatabaseNetworkOptions;
  readonly backup?: DatabaseBackupOptions;
  readonly logs?: DatabaseLogOptions;
  readonly monitoring?: DatabaseMonitoringOptions;
  readonly maintenance?: DatabaseMaintenanceOptions;
}

/** Differences between a cluster and an instance. */
interface DatabaseKind<E extends rds.IEngine> {
  readonly engine: E;
  readonly identifierProp: string;
  readonly identifier?: string;
  /** Log types that the engine can export. */
  readonly logTypes: string[];
  readonly defaultLogTypes: string[];
  /** Prefix of the log group names, before the identifier. */
  readonly logsOf: '/aws/rds/cluster' | '/aws/rds/instance';
}

/** Enhanced Monitoring and Database Insights. */
export interface ResolvedMonitoring {
  /** Undefined if Enhanced Monitoring is off. */
  readonly interval?: Duration;
  readonly insights: rds.DatabaseInsightsMode;
  readonly insightsRetention: rds.PerformanceInsightRetention;
}

/** Checked props and their defaults, for a cluster or an instance. */
export interface ResolvedDatabaseProps<E extends rds.IEngine = rds.IEngine> {
  readonly engine: E;
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SubnetSelection;
  /** Availability Zones of the subnets; empty if they are not known. */
  readonly availabilityZones: string[];
  /** Undefined for the construct's own security group. */
  readonly securityGroups?: ec2.ISecurityGroup[];
  readonly port: number;
  readonly caCertificate: rds.CaCertificate;
  readonly databaseName?: string;
  /** In lower case, as Amazon RDS stores it. */
  readonly identifier: string;
  readonly encryptionKey?: kms.IKey;
  readonly iamAuthentication: boolean;
  readonly credentials: ResolvedCredentials;
  /** Parameters of the construct and of the user. */
  readonly parameters: { [name: string]: string };
  readonly logTypes: string[];
  readonly logRetention?: logs.RetentionDays;
  /** Prefix of the log group names, before the identifier. */
  readonly logsOf: string;
  readonly monitoring: ResolvedMonitoring;
  readonly maintenanceWindow?: string;
  readonly autoMinorVersionUpgrade: boolean;
  readonly backupRetention: Duration;
  readonly backupWindow?: string;
  readonly snapshotIdentifier?: string;
  readonly deletionProtection: boolean;
  /** Whether deletion protection is off because the workload is ephemeral, not because a prop says so. */
  readonly isUnprotectedByLifecycle: boolean;
}

/** RDS API, CreateDBSnapshot, DBSnapshotIdentifier: 255 characters, in an ARN after at most 100. */
const SNAPSHOT = { need: 'the name of a snapshot of at most 255 characters, or its ARN', pattern: /(?:arn:[A-Za-z0-9:-]{1,100}:)?[A-Za-z][A-Za-z0-9:-]{0,254}/ };
/** RDS API, CreateDBCluster, MonitoringInterval. */
const MONITORING_SECONDS = [0, 1, 5, 10, 15, 30, 60];
/**
 * Databases that every server has (MySQL Reference Manual, The mysql System Schema and its neighbors; PostgreSQL documentation, Template Databases;
 * RDS User Guide, Understanding PostgreSQL roles and permissions).
 */
const OWN_DATABASES: Record<string, string[]> = {
  MYSQL: ['information_schema', 'innodb', 'mysql', 'performance_schema', 'sys'],
  POSTGRESQL: ['rdsadmin', 'template0', 'template1'],
};
/** RDS API, CreateDBCluster, Port. */
const PORTS = { min: 1150, max: 65_535 };

/** Default port of an engine and of its proxies (RDS API, CreateDBCluster, Port). */
export function defaultPort(engine: rds.IEngine): number {
  return engine.engineFamily === 'MYSQL' ? 3306 : 5432;
}

/** Refuses a retention that Amazon RDS refuses for automated backups (RDS API, CreateDBCluster and CreateDBInstance, BackupRetentionPeriod). */
export function requireRetention(scope: Construct, prop: string, retention: Duration | undefined): void {
  requireDuration(scope, prop, retention, { unit: 'days', max: 35 });
}

/** Applies the defaults and refuses what Amazon RDS refuses. */
export function resolveDatabaseProps<E extends rds.IEngine>(scope: Construct, props: DatabaseProps, kind: DatabaseKind<E>): ResolvedDatabaseProps<E> {
  const { vpc, databaseName, network = {}, backup = {}, maintenance = {} } = props;
  const { engine, identifierProp, identifier, logsOf } = kind;
  const { retainsData, backupRetention } = Workload.of(scope);
  const maxLength = engine.engineFamily === 'MYSQL' ? 64 : 63;
  requireName(scope, identifierProp, identifier, NameLimit.DATABASE);
  requireString(scope, 'databaseName', databaseName, {
    need: `1 to ${maxLength} letters, digits and underscores, starting with a letter`, pattern: /[A-Za-z]\w*/, maxLength,
  });
  if (databaseName !== undefined && !isUnresolved(databaseName) && OWN_DATABASES[engine.engineFamily!]?.includes(databaseName.toLowerCase())) {
    mustBe(scope, 'databaseName', `a name other than those of the engine's own databases: ${OWN_DATABASES[engine.engineFamily!].join(', ')}`, databaseName);
  }
  requireNoReservedWord(scope, 'databaseName', databaseName, engine);
  requireParameterNames(scope, props.parameters);
  requireInteger(scope, 'network.port', network.port, PORTS);
  requireString(scope, 'backup.snapshotIdentifier', backup.snapshotIdentifier, SNAPSHOT);
  requireRetention(scope, 'backup.retention', backup.retention);
  requireWindows(scope, backup.preferredWindow, maintenance.window);
  const minimumTls = network.minimumTls ?? DatabaseTlsVersion.TLS_1_2;
  const audit = props.logs?.audit ?? DatabaseAudit.ADMINISTRATION;
  requireKnown(scope, 'network.minimumTls', minimumTls);
  requireKnown(scope, 'logs.audit', audit);
  return {
    engine,
    vpc,
    ...resolveSubnets(scope, vpc, network.subnets),
    securityGroups: network.securityGroups,
    port: network.port ?? defaultPort(engine),
    caCertificate: network.caCertificate ?? rds.CaCertificate.RDS_CA_RSA2048_G1,
    databaseName,
    identifier: stored(identifier ?? Names.uniqueResourceName(scope, { maxLength: NameLimit.DATABASE.maxLength, separator: '-' })),
    encryptionKey: props.encryptionKey,
    iamAuthentication: props.iamAuthentication ?? true,
    credentials: resolveCredentials(scope, props.credentials ?? DatabaseCredentials.managed(), vpc, engine, backup.snapshotIdentifier),
    parameters: { ...databaseParameters(scope, engine, minimumTls, audit), ...props.parameters },
    logTypes: resolveLogTypes(scope, props.logs?.exports, kind),
    logRetention: props.logs?.retention,
    logsOf,
    monitoring: resolveMonitoring(scope, props.monitoring),
    maintenanceWindow: maintenance.window,
    autoMinorVersionUpgrade: maintenance.autoMinorVersionUpgrade ?? true,
    backupRetention: backup.retention ?? backupRetention,
    backupWindow: backup.preferredWindow,
    snapshotIdentifier: backup.snapshotIdentifier,
    deletionProtection: backup.deletionProtection ?? retainsData,
    isUnprotectedByLifecycle: backup.deletionProtection === undefined && !retainsData,
  };
}

// The parameters of an engine are not known here, but their characters are.
function requireParameterNames(scope: Construct, parameters: { [name: string]: string } = {}) {
  for (const name of Object.keys(parameters)) {
    requireString(scope, 'a name in parameters', name, { need: 'letters, digits, underscores, hyphens and dots, starting with a letter', pattern: /[A-Za-z][\w.-]*/ });
  }
}

// Amazon RDS needs two subnets in different zones (RDS API, CreateDBSubnetGroup).
function resolveSubnets(scope: Construct, vpc: ec2.IVpc, given: ec2.SubnetSelection | undefined) {
  const fallback = { subnets: vpc.isolatedSubnets.length ? vpc.isolatedSubnets : vpc.privateSubnets };
  const subnets = requireSubnets(scope, 'network.subnets', vpc, given, { zones: 2, kind: 'private', fallback });
  if (!given && vpc.isolatedSubnets.length === 0 && !vpc.selectSubnets(subnets).isPendingLookup) {
    Annotations.of(scope).addWarningV2('cdk-regulated:noIsolatedSubnets',
      `vpc '${vpc.node.path}' has no isolated subnets: the database is in its private subnets, which can have a route to the internet. `
      + 'Set network.subnets to confirm them, or add isolated subnets');
  }
  return { subnets, availabilityZones: zonesOf(vpc.selectSubnets(subnets)) };
}

// aws-cdk-lib throws for a subnet that was imported by its id alone.
function zonesOf(selected: ec2.SelectedSubnets): string[] {
  try {
    return [...new Set(selected.availabilityZones)];
  } catch {
    return [];
  }
}

function resolveLogTypes(scope: Construct, given: string[] | undefined, { engine, logTypes, defaultLogTypes }: DatabaseKind<rds.IEngine>): string[] {
  [given, ...given ?? []].forEach((each) => requireKnown(scope, 'logs.exports', each));
  const unknown = given?.find((type) => !logTypes.includes(type));
  if (unknown !== undefined) mustBe(scope, 'logs.exports', `log types of ${engine.engineType}: ${[...logTypes].sort().join(', ')}`, unknown);
  return given ?? defaultLogTypes;
}

function resolveMonitoring(scope: Construct, options: DatabaseMonitoringOptions = {}): ResolvedMonitoring {
  const { enhancedInterval = Duration.seconds(60), insights = rds.DatabaseInsightsMode.STANDARD } = options;
  const isAdvanced = insights === rds.DatabaseInsightsMode.ADVANCED;
  const { MONTHS_15, DEFAULT } = rds.PerformanceInsightRetention;
  const insightsRetention = options.insightsRetention ?? (isAdvanced ? MONTHS_15 : DEFAULT);
  requireKnown(scope, 'monitoring.enhancedInterval', enhancedInterval);
  requireKnown(scope, 'monitoring.insights', insights);
  if (!MONITORING_SECONDS.includes(enhancedInterval.toSeconds({ integral: false }))) {
    mustBe(scope, 'monitoring.enhancedInterval', `one of ${MONITORING_SECONDS.join(', ')} seconds`, enhancedInterval);
  }
  // aws-cdk-lib compares it.
  if (isAdvanced) requireKnown(scope, 'monitoring.insightsRetention', insightsRetention);
  if (isAdvanced && insightsRetention !== MONTHS_15) {
    mustBe(scope, 'monitoring.insightsRetention', 'PerformanceInsightRetention.MONTHS_15 with DatabaseInsightsMode.ADVANCED', insightsRetention);
  }
  return { interval: enhancedInterval.toSeconds() > 0 ? enhancedInterval : undefined, insights, insightsRetention };
}

// Amazon RDS stores identifiers in lower case and names the log groups after what it stores.
function stored(identifier: string): string {
  return isUnresolved(identifier) ? identifier : identifier.toLowerCase();
}
