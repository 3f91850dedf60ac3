import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';

/** Lowest TLS version that a database accepts. */
export enum DatabaseTlsVersion {
  /** TLS 1.2 and 1.3. */
  TLS_1_2 = 'TLSv1.2',
  /** TLS 1.3 only. */
  TLS_1_3 = 'TLSv1.3',
}

/** Content of the audit log of a database. */
export enum DatabaseAudit {
  /** Connections, and statements that change the schema, users or permissions. */
  ADMINISTRATION = 'administration',
  /** Connections and every statement, including the values in its text. The log is then as sensitive as the data. */
  ALL_STATEMENTS = 'all-statements',
  /** Nothing. */
  NONE = 'none',
}

/** Network and TLS options of a database. */
export interface DatabaseNetworkOptions {
  /**
   * Subnets in at least two Availability Zones.
   * Changing them replaces a proxy, which needs another `proxy.proxyName` then.
   * @default - the isolated subnets, or the private subnets with a warning if there are none
   */
  readonly subnets?: ec2.SubnetSelection;
  /**
   * Security groups, instead of the construct's own.
   * @default - one security group without egress rules
   */
  readonly securityGroups?: ec2.ISecurityGroup[];
  /**
   * Port, 1150 to 65535 (RDS API, CreateDBCluster, Port).
   * Changing it replaces the instance of `CompliantPostgres`, which needs another `instanceIdentifier` then.
   * @default - 3306 for MySQL, 5432 for PostgreSQL
   */
  readonly port?: number;
  /**
   * Lowest TLS version. Connections without TLS are always rejected.
   * @default DatabaseTlsVersion.TLS_1_2
   */
  readonly minimumTls?: DatabaseTlsVersion;
  /**
   * Certificate authority of the server certificate.
   * @default rds.CaCertificate.RDS_CA_RSA2048_G1
   */
  readonly caCertificate?: rds.CaCertificate;
}

/** Logs that a database exports to CloudWatch Logs. */
export interface DatabaseLogOptions {
  /**
   * Log types of the engine. An empty list exports none, which is reported as a finding.
   * @default - MySQL: audit, error, general, slowquery; PostgreSQL: postgresql, and upgrade on an instance of Amazon RDS
   * @allowsEmpty
   */
  readonly exports?: string[];
  /**
   * Retention of the log groups.
   * @default - what the workload's frameworks require, or one year
   */
  readonly retention?: logs.RetentionDays;
  /**
   * Content of the audit log.
   * @default DatabaseAudit.ADMINISTRATION
   */
  readonly audit?: DatabaseAudit;
}

/** Monitoring options of a database. */
export interface DatabaseMonitoringOptions {
  /**
   * Interval of Enhanced Monitoring: 0 (off), 1, 5, 10, 15, 30 or 60 seconds (RDS API, CreateDBCluster, MonitoringInterval).
   * @default Duration.seconds(60)
   */
  readonly enhancedInterval?: Duration;
  /**
   * Mode of CloudWatch Database Insights.
   * @default rds.DatabaseInsightsMode.STANDARD
   */
  readonly insights?: rds.DatabaseInsightsMode;
  /**
   * Retention of Performance Insights data. The advanced mode requires 15 months.
   * @default - 7 days, 15 months in the advanced mode
   */
  readonly insightsRetention?: rds.PerformanceInsightRetention;
}

/** Maintenance options of a database. */
export interface DatabaseMaintenanceOptions {
  /**
   * Weekly window in UTC, at least 30 minutes and less than 24 hours, for example `Sun:04:00-Sun:05:00`.
   * @default - chosen by Amazon RDS
   */
  readonly window?: string;
  /**
   * Whether Amazon RDS installs minor engine versions in the window.
   * @default true
   */
  readonly autoMinorVersionUpgrade?: boolean;
}

/**
 * Backup options of a database.
 *
 * @example
 * new CompliantAurora(this, 'Restored', {
 *   vpc: network.vpc,
 *   backup: {
 *     snapshotIdentifier: 'arn:aws:rds:eu-west-2:123456789012:cluster-snapshot:ledger-2026-01-31',
 *     retention: Duration.days(35),
 *     preferredWindow: '02:00-03:00',
 *   },
 * });
 */
export interface DatabaseBackupOptions {
  /**
   * Retention of automated backups, 1 to 35 days. Point-in-time recovery covers this period.
   * @default - what the workload's frameworks require, at least 7 days
   */
  readonly retention?: Duration;
  /**
   * Daily window in UTC, at least 30 minutes, for example `02:00-03:00`. It must not overlap `maintenance.window`.
   * @default - chosen by Amazon RDS
   */
  readonly preferredWindow?: string;
  /**
   * Whether deletion of the database is denied.
   * @default - true in production
   */
  readonly deletionProtection?: boolean;
  /**
   * Name or ARN of a snapshot to restore. Keep it after the restore: a change replaces the database.
   * Setting it replaces the database by a restored one, which needs another identifier then.
   *
   * A restored cluster is encrypted with the key of the construct. A restored instance has the encryption of the snapshot, which no template can set or show, so that
   * the check reports `RDS.InstanceEncrypted`. (CloudFormation Template Reference, AWS::RDS::DBCluster and AWS::RDS::DBInstance, StorageEncrypted.)
   * @default - an empty database
   */
  readonly snapshotIdentifier?: string;
}
