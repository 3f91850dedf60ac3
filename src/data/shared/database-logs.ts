import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { DatabaseAudit, DatabaseLogOptions } from './database-options';
import { encryptedLogGroup } from '../../core/parts/log-group';
import { refuse } from '../../core/validation';

/** Options of the logs, with log types and audit filled in. */
export interface LogChoices extends DatabaseLogOptions {
  /** Log types, as the engine names them. */
  readonly exports: string[];
  /** What the audit log holds. */
  readonly audit: DatabaseAudit;
}

/** Refuses log types that the engine does not export. */
export function requireLogExports(scope: Construct, engineType: string, offered: string[], exports: string[]): void {
  const unknown = exports.filter((type) => !offered.includes(type));
  if (unknown.length) refuse(scope, `logs.exports has ${unknown.join(', ')}, need log types of ${engineType}: ${[...offered].sort().join(', ')}`);
}

/**
 * The log groups that a database will write to. They are made before it, because Amazon RDS makes the ones that it does not find:
 * without encryption or retention.
 */
export function databaseLogGroups(scope: Construct, prefix: string, { exports, retention }: LogChoices): { [type: string]: logs.LogGroup } {
  return Object.fromEntries(exports.map((type) => [type, encryptedLogGroup(scope, `Log-${type}`, {
    logGroupName: `${prefix}/${type}`,
    retention,
  })]));
}
