import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuroraCapacity } from './aurora-capacity';
import { AuroraBackupOptions, AuroraProxyOptions, AuroraReaderScalingOptions } from './aurora-options';
import { DatabaseCredentials } from '../credentials/database-credentials';
import { DatabaseLogOptions, DatabaseMaintenanceOptions, DatabaseMonitoringOptions, DatabaseNetworkOptions } from '../shared/database-options';

/** Properties of CompliantAurora. */
export interface CompliantAuroraProps {
  /** VPC of the cluster. */
  readonly vpc: ec2.IVpc;
  /**
   * Engine and version, Aurora MySQL or Aurora PostgreSQL, for example `rds.DatabaseClusterEngine.auroraMysql({ version })`. A newer version upgrades the
   * cluster in place, with an outage. Changing between MySQL and PostgreSQL replaces the cluster, which needs another `clusterIdentifier` then.
   * @default - Aurora PostgreSQL 17.9
   * @example
   * new CompliantAurora(this, 'Loans', {
   *   vpc: network.vpc,
   *   engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_10_4 }),
   * });
   */
  readonly engine?: rds.IClusterEngine;
  /**
   * Name of the first database: letters, digits and underscores, starting with a letter. At most 64 characters in MySQL and 63 in PostgreSQL.
   * Changing it replaces the cluster, which needs another `clusterIdentifier` then.
   * @default - no database is created
   */
  readonly databaseName?: string;
  /**
   * Identifier of the cluster, also in the names of its log groups: 1 to 63 letters, digits and single hyphens, starting with a letter.
   * Changing it replaces the cluster and its log groups.
   * @default - a unique identifier
   */
  readonly clusterIdentifier?: string;
  /**
   * Capacity of the instances.
   * @default - serverless, 0.5 to 4 ACU
   */
  readonly capacity?: AuroraCapacity;
  /**
   * Number of readers in addition to the writer, 0 to 15. The first reader replaces a failed writer. Must be known at synthesis.
   * @default - 1 in production or with readerScaling, otherwise 0
   */
  readonly readers?: number;
  /**
   * Credentials of the administrator.
   * @default - DatabaseCredentials.managed()
   */
  readonly credentials?: DatabaseCredentials;
  /**
   * Key of storage, snapshots, Performance Insights and the administrator's secret.
   * Changing it replaces the cluster, which needs another `clusterIdentifier` then.
   * @default - the workload's data key
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Whether database users can sign in with IAM authentication.
   * @default true
   */
  readonly iamAuthentication?: boolean;
  /**
   * Additional parameters of the cluster parameter group. They override the construct's parameters.
   * @default - TLS required, audit enabled, connections and slow queries logged
   * @example
   * new CompliantAurora(this, 'Ledger', {
   *   vpc: network.vpc,
   *   parameters: { log_min_duration_statement: '500', idle_in_transaction_session_timeout: '60000' },
   * });
   */
  readonly parameters?: { [name: string]: string };
  /**
   * Subnets, security groups, port and TLS.
   * @default - isolated subnets, the engine's port, at least TLS 1.2
   */
  readonly network?: DatabaseNetworkOptions;
  /**
   * Backups, restore and deletion protection.
   * @default - what the workload's frameworks and lifecycle require
   */
  readonly backup?: AuroraBackupOptions;
  /**
   * Logs and audit.
   * @default - the engine's logs, administration audited
   */
  readonly logs?: DatabaseLogOptions;
  /**
   * Enhanced Monitoring and Database Insights.
   * @default - both enabled
   */
  readonly monitoring?: DatabaseMonitoringOptions;
  /**
   * Maintenance window and minor version upgrades.
   * @default - minor versions are installed in a window chosen by Amazon RDS
   */
  readonly maintenance?: DatabaseMaintenanceOptions;
  /**
   * Scales the number of readers with their load.
   * @default - a fixed number of readers
   */
  readonly readerScaling?: AuroraReaderScalingOptions;
  /**
   * Pools connections in a proxy, to which clients then connect.
   * @default - clients connect to the cluster
   */
  readonly proxy?: AuroraProxyOptions;
}
