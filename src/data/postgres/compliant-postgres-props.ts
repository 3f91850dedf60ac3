import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { PostgresBackupOptions, PostgresStorageOptions } from './postgres-options';
import { DatabaseCredentials } from '../credentials/database-credentials';
import { DatabaseLogOptions, DatabaseMaintenanceOptions, DatabaseMonitoringOptions, DatabaseNetworkOptions } from '../shared/database-options';

/** Properties of CompliantPostgres. */
export interface CompliantPostgresProps {
  /** VPC of the instance. */
  readonly vpc: ec2.IVpc;
  /**
   * Version of PostgreSQL, 12 or newer. A newer major version upgrades the database in place, with an outage; a major version cannot be lowered.
   * @default rds.PostgresEngineVersion.VER_16_13
   */
  readonly engineVersion?: rds.PostgresEngineVersion;
  /**
   * Instance class, without its `db.` prefix.
   * @default - t4g.medium in production, otherwise t4g.micro
   */
  readonly instanceType?: ec2.InstanceType;
  /**
   * Name of the first database: 1 to 63 letters, digits and underscores, starting with a letter.
   * Changing it replaces the instance, which needs another `instanceIdentifier` then.
   * @default - only `postgres`
   */
  readonly databaseName?: string;
  /**
   * Identifier of the instance, also in the names of its log groups: 1 to 63 letters, digits and single hyphens, starting with a letter.
   * Changing it replaces the instance and its log groups.
   * @default - a unique identifier
   */
  readonly instanceIdentifier?: string;
  /**
   * Whether a standby in another Availability Zone replaces a failed instance.
   * @default - true in production
   */
  readonly multiAz?: boolean;
  /**
   * Number of read replicas, 0 to 15 (RDS User Guide, Working with DB instance read replicas). They require credentials that are generated or in an
   * existing secret: Amazon RDS does not create a replica of an instance whose password it manages. Must be known at synthesis.
   * @default 0
   */
  readonly readReplicas?: number;
  /**
   * Credentials of the administrator.
   * @default - DatabaseCredentials.managed()
   */
  readonly credentials?: DatabaseCredentials;
  /**
   * Key of storage, snapshots, Performance Insights and the administrator's secret.
   * Changing it replaces the instance, which needs another `instanceIdentifier` then.
   * @default - the workload's data key
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Whether database users can sign in with IAM authentication.
   * @default true
   */
  readonly iamAuthentication?: boolean;
  /**
   * Additional parameters of the parameter group. They override the construct's parameters.
   * @default - TLS required, audit enabled, connections logged
   * @example
   * new CompliantPostgres(this, 'Events', {
   *   vpc: network.vpc,
   *   parameters: { log_min_duration_statement: '500', idle_in_transaction_session_timeout: '60000' },
   * });
   */
  readonly parameters?: { [name: string]: string };
  /**
   * Size and performance of the storage.
   * @default - 20 GiB of gp3 that grow to 100 GiB
   */
  readonly storage?: PostgresStorageOptions;
  /**
   * Subnets, security groups, port and TLS.
   * @default - isolated subnets, port 5432, at least TLS 1.2
   */
  readonly network?: DatabaseNetworkOptions;
  /**
   * Backups, restore and deletion protection.
   * @default - what the workload's frameworks and lifecycle require
   */
  readonly backup?: PostgresBackupOptions;
  /**
   * Logs and audit.
   * @default - postgresql and upgrade, administration audited
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
}
