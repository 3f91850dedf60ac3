import { Duration, Token } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { AuroraCapacity } from './aurora-capacity';
import { DatabaseCredentials } from './database-credentials';
import { AuroraBackupOptions, AuroraProxyOptions, AuroraReaderScalingOptions, DatabaseMonitoringOptions } from './database-options';
import { refuse } from '../core/errors';

const MAX_READERS = 15;
const RESERVED_NAMES = ['rdsadmin', 'rdsrepladmin', 'rdsproxyadmin', 'rds_superuser'];

/** Refuses engines that the construct cannot force TLS and auditing on. */
export function requireEngine(scope: Construct, engine: rds.IClusterEngine): void {
  if (engine.engineType !== 'aurora-mysql' && engine.engineType !== 'aurora-postgresql') {
    refuse(scope, `engine is ${engine.engineType}, need aurora-mysql or aurora-postgresql`);
  }
  if (!engine.engineVersion?.fullVersion) {
    refuse(scope, `engine ${engine.engineType} has no version, need one, for example rds.DatabaseClusterEngine.auroraPostgres({ version })`);
  }
}

/** Refuses a capacity that Aurora refuses, or that never pauses though it was asked to. */
export function requireCapacity(
  scope: Construct,
  { minAcu, maxAcu, autoPauseAfter }: AuroraCapacity,
  engine: rds.IClusterEngine,
  parameterGroup: rds.IParameterGroup,
  proxy: AuroraProxyOptions | undefined,
): void {
  if (minAcu === undefined || maxAcu === undefined) return;
  requireAcu(scope, 'minAcu', minAcu, 0);
  requireAcu(scope, 'maxAcu', maxAcu, 1);
  if (minAcu > maxAcu) refuse(scope, `minAcu ${minAcu} is more than maxAcu ${maxAcu}, need at most maxAcu`);
  if (minAcu > 0) {
    if (autoPauseAfter) refuse(scope, `autoPauseAfter is set with minAcu ${minAcu}, need minAcu 0: only such a cluster pauses`);
    return;
  }
  if (!engine.bindToCluster(scope, { parameterGroup }).features?.serverlessV2AutoPauseSupported) {
    refuse(scope, `minAcu is 0 on ${engine.engineType} ${engine.engineVersion!.fullVersion}, need a version with auto-pause: `
      + 'Aurora MySQL 3.08 or newer, Aurora PostgreSQL 13.15, 14.12, 15.7, 16.3 or newer');
  }
  if (proxy) refuse(scope, 'minAcu is 0 with a proxy, need at least 0.5: a proxy holds connections open, so the cluster would never pause');
  const seconds = autoPauseAfter!.toSeconds();
  if (seconds < 300 || seconds > 86_400) refuse(scope, `autoPauseAfter is ${seconds} seconds, need 300 to 86400`);
}

/** Refuses reader counts that Aurora refuses. */
export function requireReaders(scope: Construct, readers: number, scaling: AuroraReaderScalingOptions | undefined): void {
  if (!Number.isInteger(readers) || readers < 0 || readers > MAX_READERS) {
    refuse(scope, `readers is ${readers}, need a whole number from 0 to ${MAX_READERS}`);
  }
  if (!scaling) return;
  const { maxReaders, targetCpuPercent, targetConnections } = scaling;
  if (readers === 0) refuse(scope, 'readerScaling has no reader to follow, got readers 0, need at least 1');
  if (!Number.isInteger(maxReaders) || maxReaders < readers || maxReaders > MAX_READERS) {
    refuse(scope, `readerScaling.maxReaders is ${maxReaders}, need a whole number from readers (${readers}) to ${MAX_READERS}`);
  }
  if (targetCpuPercent !== undefined && (targetCpuPercent <= 0 || targetCpuPercent > 100)) {
    refuse(scope, `readerScaling.targetCpuPercent is ${targetCpuPercent}, need more than 0 and at most 100`);
  }
  if (targetConnections !== undefined && targetConnections <= 0) {
    refuse(scope, `readerScaling.targetConnections is ${targetConnections}, need more than 0`);
  }
}

/** Refuses backup settings that Aurora refuses (RDS API, CreateDBCluster). */
export function requireBackup(scope: Construct, backup: AuroraBackupOptions, retention: Duration, engine: rds.IClusterEngine): void {
  const retentionDays = retention.toDays();
  if (retentionDays < 1 || retentionDays > 35) {
    refuse(scope, `backup.retention is ${retentionDays} days, need 1 to 35`);
  }
  if (!backup.backtrackWindow) return;
  const hours = backup.backtrackWindow.toHours({ integral: false });
  if (engine.engineFamily !== 'MYSQL') refuse(scope, `backup.backtrackWindow is set on ${engine.engineType}, need Aurora MySQL: no other engine rewinds`);
  if (hours > 72) refuse(scope, `backup.backtrackWindow is ${hours} hours, need at most 72`);
}

/** Refuses names that Aurora refuses (RDS API, CreateDBCluster and CreateDBInstance). */
export function requireNames(scope: Construct, databaseName: string | undefined, credentials: DatabaseCredentials, engine: rds.IClusterEngine): void {
  const longest = engine.engineFamily === 'MYSQL' ? 64 : 63;
  if (known(databaseName) && (!/^[A-Za-z]\w*$/.test(databaseName) || databaseName.length > longest)) {
    refuse(scope, `databaseName is '${databaseName}', need 1 to ${longest} letters, digits and underscores, a letter first`);
  }
  const { username } = credentials;
  if (!known(username)) return;
  if (!/^[A-Za-z][A-Za-z0-9]{0,15}$/.test(username)) {
    refuse(scope, `credentials have the username '${username}', need 1 to 16 letters and digits, a letter first`);
  }
  if (RESERVED_NAMES.includes(username.toLowerCase())) refuse(scope, `credentials have the username '${username}', which Amazon RDS keeps to itself`);
}

/** Refuses credentials that a restored cluster cannot take: the administrator's name is in the snapshot. */
export function requireRestorable(scope: Construct, credentials: DatabaseCredentials, snapshotIdentifier: string | undefined): void {
  if (snapshotIdentifier === undefined) return;
  if (credentials.isManaged && credentials.username !== undefined) {
    refuse(scope, `credentials have the username '${credentials.username}' with backup.snapshotIdentifier, need none: the administrator is the one in the snapshot`);
  }
  if (!credentials.isManaged && credentials.username === undefined) {
    refuse(scope, 'generated credentials have no username with backup.snapshotIdentifier, need the name of the administrator in the snapshot');
  }
}

/** Refuses a proxy that could not sign in. */
export function requireProxy(scope: Construct, proxy: AuroraProxyOptions | undefined, iamAuthentication: boolean): void {
  if (proxy && !iamAuthentication) refuse(scope, 'proxy is set with iamAuthentication false, need true: the proxy signs in with IAM');
  const { maxConnectionsPercent: percent } = proxy ?? {};
  if (percent !== undefined && (percent < 1 || percent > 100)) refuse(scope, `proxy.maxConnectionsPercent is ${percent}, need 1 to 100`);
}

/** Refuses an advanced mode that does not keep its data for as long as it must. */
export function requireInsights(scope: Construct, { insights, insightsRetention: retention }: DatabaseMonitoringOptions = {}): void {
  if (insights === rds.DatabaseInsightsMode.ADVANCED && retention !== undefined && retention !== rds.PerformanceInsightRetention.MONTHS_15) {
    refuse(scope, `monitoring.insightsRetention is ${retention} days in the advanced mode, need 465`);
  }
}

function requireAcu(scope: Construct, prop: string, acu: number, least: number) {
  if (acu < least || acu > 256) refuse(scope, `${prop} is ${acu}, need ${least} to 256`);
  if (!Number.isInteger(acu * 2)) refuse(scope, `${prop} is ${acu}, need a multiple of 0.5`);
}

function known(name: string | undefined): name is string {
  return name !== undefined && !Token.isUnresolved(name);
}
