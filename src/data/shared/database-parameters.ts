import * as rds from 'aws-cdk-lib/aws-rds';
import { IConstruct } from 'constructs';
import { DatabaseAudit, DatabaseTlsVersion } from './database-options';
import { mustBe } from '../../core/validation';

/** First Aurora MySQL version with TLS 1.3 (Aurora User Guide, TLS versions for Aurora MySQL). */
const MYSQL_TLS_1_3 = [3, 4];

/** Events of Advanced Auditing (Aurora User Guide, Using Advanced Auditing with an Amazon Aurora MySQL DB cluster). */
const MYSQL_AUDIT_EVENTS: Record<DatabaseAudit, string | undefined> = {
  [DatabaseAudit.ADMINISTRATION]: 'CONNECT,QUERY_DCL,QUERY_DDL',
  [DatabaseAudit.ALL_STATEMENTS]: 'CONNECT,QUERY',
  [DatabaseAudit.NONE]: undefined,
};

/** Classes of pgAudit (Aurora User Guide, Reference for the pgAudit extension). */
const POSTGRES_AUDIT_CLASSES: Record<DatabaseAudit, string | undefined> = {
  [DatabaseAudit.ADMINISTRATION]: 'ddl,role',
  [DatabaseAudit.ALL_STATEMENTS]: 'all',
  [DatabaseAudit.NONE]: undefined,
};

/** Parameters that require TLS and write the audit log. Refuses a TLS version that the engine does not have. */
export function databaseParameters(
  scope: IConstruct, engine: rds.IEngine, minimumTls: DatabaseTlsVersion, audit: DatabaseAudit,
): { [name: string]: string } {
  return engine.engineFamily === 'MYSQL' ? mysqlParameters(scope, engine, minimumTls, audit) : postgresParameters(minimumTls, audit);
}

function mysqlParameters(
  scope: IConstruct, engine: rds.IEngine, minimumTls: DatabaseTlsVersion, audit: DatabaseAudit,
): { [name: string]: string } {
  const offered = mysqlOffersTls13(engine) ? [DatabaseTlsVersion.TLS_1_2, DatabaseTlsVersion.TLS_1_3] : [DatabaseTlsVersion.TLS_1_2];
  const accepted = offered.slice(offered.indexOf(minimumTls));
  if (!offered.includes(minimumTls)) {
    mustBe(scope, 'network.minimumTls', `DatabaseTlsVersion.TLS_1_2 before Aurora MySQL 3.04, for ${engine.engineVersion!.fullVersion}`, minimumTls);
  }
  const events = MYSQL_AUDIT_EVENTS[audit];
  return {
    require_secure_transport: 'ON',
    tls_version: accepted.join(','),
    slow_query_log: '1',
    server_audit_logging: events ? '1' : '0',
    ...(events && { server_audit_events: events }),
  };
}

function postgresParameters(minimumTls: DatabaseTlsVersion, audit: DatabaseAudit): { [name: string]: string } {
  const classes = POSTGRES_AUDIT_CLASSES[audit];
  return {
    'rds.force_ssl': '1',
    'ssl_min_protocol_version': minimumTls,
    'log_connections': '1',
    'log_disconnections': '1',
    'shared_preload_libraries': classes ? 'pg_stat_statements,pgaudit' : 'pg_stat_statements',
    ...(classes && { 'pgaudit.log': classes, 'pgaudit.role': 'rds_pgaudit' }),
  };
}

function mysqlOffersTls13(engine: rds.IEngine): boolean {
  const [major, minor] = /mysql_aurora\.(\d+)\.(\d+)/.exec(engine.engineVersion!.fullVersion!)?.slice(1).map(Number) ?? [0, 0];
  return major > MYSQL_TLS_1_3[0] || (major === MYSQL_TLS_1_3[0] && minor >= MYSQL_TLS_1_3[1]);
}
