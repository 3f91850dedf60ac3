import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';

/** Lowest TLS version that a database accepts. */
export enum DatabaseTlsVersion {
  /** TLS 1.2 and 1.3. */
  TLS_1_2 = 'TLSv1.2',
  /** TLS 1.3 alone. */
  TLS_1_3 = 'TLSv1.3',
}

/** What the database writes to its audit log. */
export enum DatabaseAudit {
  /** Connections, and statements that change the schema, users or permissions. */
  ADMINISTRATION = 'administration',
  /** Every statement beside them, the values in its text included: the log is then as sensitive as the data. */
  ALL_STATEMENTS = 'all-statements',
  /** Nothing. */
  NONE = 'none',
}

/** Where a database lives and how it is reached. */
export interface DatabaseNetworkOptions {
  /**
   * Subnets, in at least two zones.
   * @default - the isolated subnets, the private ones where there are none
   */
  readonly subnets?: ec2.SubnetSelection;
  /**
   * Security groups in place of the construct's own.
   * @default - one without any egress rule
   */
  readonly securityGroups?: ec2.ISecurityGroup[];
  /**
   * Port, 1150 to 65535 (RDS API, CreateDBCluster).
   * @default - 3306 for MySQL, 5432 for PostgreSQL
   */
  readonly port?: number;
  /**
   * Lowest TLS version. Connections without TLS are rejected in any case.
   * @default DatabaseTlsVersion.TLS_1_2
   */
  readonly minimumTls?: DatabaseTlsVersion;
  /**
   * Authority that signs the server certificate.
   * @default rds.CaCertificate.RDS_CA_RSA2048_G1
   */
  readonly caCertificate?: rds.CaCertificate;
}

/** Logs that a database sends to CloudWatch Logs. */
export interface DatabaseLogOptions {
  /**
   * Log types, as the engine names them.
   * @default - MySQL: audit, error, general, slowquery; PostgreSQL: postgresql, on an instance of Amazon RDS upgrade too
   */
  readonly exports?: string[];
  /**
   * How long they are kept.
   * @default - what the workload's frameworks ask for, a year where none does
   */
  readonly retention?: logs.RetentionDays;
  /**
   * What the audit log holds.
   * @default DatabaseAudit.ADMINISTRATION
   */
  readonly audit?: DatabaseAudit;
}

/** How closely a database is watched. */
export interface DatabaseMonitoringOptions {
  /**
   * Seconds between two metrics of the operating system: 0 (off), 1, 5, 10, 15, 30 or 60.
   * @default Duration.seconds(60)
   */
  readonly enhancedInterval?: Duration;
  /**
   * Mode of CloudWatch Database Insights.
   * @default rds.DatabaseInsightsMode.STANDARD
   */
  readonly insights?: rds.DatabaseInsightsMode;
  /**
   * How long Performance Insights keeps its data; the advanced mode needs 15 months.
   * @default - 7 days, 15 months in the advanced mode
   */
  readonly insightsRetention?: rds.PerformanceInsightRetention;
}

/** When a database is maintained. */
export interface DatabaseMaintenanceOptions {
  /**
   * Weekly window in UTC, at least 30 minutes, for example `Sun:04:00-Sun:05:00`.
   * @default - Amazon RDS picks one
   */
  readonly window?: string;
  /**
   * Whether minor engine versions are installed in the window.
   * @default true
   */
  readonly autoMinorVersionUpgrade?: boolean;
}

/** How a database is protected from loss. */
export interface DatabaseBackupOptions {
  /**
   * Days that automated backups are kept, 1 to 35: the span of point-in-time recovery.
   * @default - what the workload's frameworks ask for, 7 days at least
   */
  readonly retention?: Duration;
  /**
   * Daily window in UTC, at least 30 minutes, for example `02:00-03:00`.
   * @default - Amazon RDS picks one
   */
  readonly preferredWindow?: string;
  /**
   * Whether the database refuses to be deleted.
   * @default - in production
   */
  readonly deletionProtection?: boolean;
  /**
   * Snapshot that the database is restored from, by name or ARN. It stays set: a change replaces the database.
   * @default - an empty database
   */
  readonly snapshotIdentifier?: string;
}

/** How a cluster is protected from loss. */
export interface AuroraBackupOptions extends DatabaseBackupOptions {
  /**
   * How far the cluster can be rewound in place, up to 72 hours. Aurora MySQL only, not offered in every Region, and set when the
   * cluster is made (Aurora User Guide, Backtracking an Aurora DB cluster).
   * @default - none: point-in-time recovery makes a new cluster instead
   */
  readonly backtrackWindow?: Duration;
}

/** How many readers follow the load. Set at least one target. */
export interface AuroraReaderScalingOptions {
  /** Readers at the most, up to 15. The cluster's `readers` are the least. */
  readonly maxReaders: number;
  /**
   * Average CPU of the readers to hold, in percent.
   * @default - 60 where no other target is set
   */
  readonly targetCpuPercent?: number;
  /**
   * Average connections of a reader to hold.
   * @default - connections do not count
   */
  readonly targetConnections?: number;
}

/** A proxy that pools connections. It takes TLS and IAM authentication only, and signs in to the cluster with IAM too. */
export interface AuroraProxyOptions {
  /**
   * Name of the proxy.
   * @default - a unique name
   */
  readonly proxyName?: string;
  /**
   * Share of the cluster's connections that it may open, in percent.
   * @default 100
   */
  readonly maxConnectionsPercent?: number;
  /**
   * How long a client waits for a connection, up to an hour.
   * @default Duration.minutes(2)
   */
  readonly borrowTimeout?: Duration;
  /**
   * How long a client connection may idle.
   * @default Duration.minutes(30)
   */
  readonly idleClientTimeout?: Duration;
}
