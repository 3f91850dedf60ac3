import { Duration, Token } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { DatabaseMonitoringOptions } from './database-options';
import { refuse } from '../../core/validation';
import { DatabaseCredentials } from '../credentials/database-credentials';

/** Names that Amazon RDS keeps to itself. */
export const RESERVED_NAMES = ['rdsadmin', 'rdsrepladmin', 'rdsproxyadmin', 'rds_superuser'];

/** Refuses names that Amazon RDS refuses (RDS API, CreateDBCluster and CreateDBInstance). */
export function requireNames(scope: Construct, databaseName: string | undefined, credentials: DatabaseCredentials, engine: rds.IEngine): void {
  const longest = engine.engineFamily === 'MYSQL' ? 64 : 63;
  if (known(databaseName) && (!/^[A-Za-z]\w*$/.test(databaseName) || databaseName.length > longest)) {
    refuse(scope, `databaseName is '${databaseName}', need 1 to ${longest} letters, digits and underscores, a letter first`);
  }
  const { username } = credentials;
  if (!known(username)) return;
  const longestUser = engine.engineType === 'postgres' ? 63 : 16;
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(username) || username.length > longestUser) {
    refuse(scope, `credentials have the username '${username}', need 1 to ${longestUser} letters and digits, a letter first`);
  }
  if (RESERVED_NAMES.includes(username.toLowerCase())) refuse(scope, `credentials have the username '${username}', which Amazon RDS keeps to itself`);
}

/** Refuses credentials that a restored database cannot take: the administrator's name is in the snapshot. */
export function requireRestorable(scope: Construct, credentials: DatabaseCredentials, snapshotIdentifier: string | undefined): void {
  if (snapshotIdentifier === undefined) return;
  if (credentials.isManaged && credentials.username !== undefined) {
    refuse(scope, `credentials have the username '${credentials.username}' with backup.snapshotIdentifier, need none: the administrator is the one in the snapshot`);
  }
  if (!credentials.isManaged && credentials.username === undefined) {
    refuse(scope, 'generated credentials have no username with backup.snapshotIdentifier, need the name of the administrator in the snapshot');
  }
}

/** Refuses days that Amazon RDS does not keep automated backups for (RDS API, CreateDBCluster and CreateDBInstance). */
export function requireRetention(scope: Construct, prop: string, retention: Duration): void {
  const days = retention.toDays();
  if (days < 1 || days > 35) refuse(scope, `${prop} is ${days} days, need 1 to 35`);
}

/** Refuses an advanced mode that does not keep its data for as long as it must. */
export function requireInsights(scope: Construct, { insights, insightsRetention: retention }: DatabaseMonitoringOptions = {}): void {
  if (insights === rds.DatabaseInsightsMode.ADVANCED && retention !== undefined && retention !== rds.PerformanceInsightRetention.MONTHS_15) {
    refuse(scope, `monitoring.insightsRetention is ${retention} days in the advanced mode, need 465`);
  }
}

function known(name: string | undefined): name is string {
  return name !== undefined && !Token.isUnresolved(name);
}
