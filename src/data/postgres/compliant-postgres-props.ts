import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { PostgresBackupOptions, PostgresStorageOptions } from './postgres-options';
import { DatabaseCredentials } from '../credentials/database-credentials';
import { DatabaseLogOptions, DatabaseMaintenanceOptions, DatabaseMonitoringOptions, DatabaseNetworkOptions } from '../shared/database-options';

/** Properties of CompliantPostgres. */
export interface CompliantPostgresProps {
  /** Network that the instance lives in. */
  readonly vpc: ec2.IVpc;
  /**
   * Version of PostgreSQL, 12 or newer.
   * @default rds.PostgresEngineVersion.VER_16_13
   */
  readonly engineVersion?: rds.PostgresEngineVersion;
  /**
   * Instance class, without its `db.` prefix.
   * @default - t4g.medium in production, t4g.micro otherwise
   */
  readonly instanceType?: ec2.InstanceType;
  /**
   * Name of the first database.
   * @default - none but `postgres`
   */
  readonly databaseName?: string;
  /**
   * Identifier of the instance; its log groups are named after it.
   * @default - a unique one
   */
  readonly instanceIdentifier?: string;
  /**
   * Whether a standby in another zone takes over when the instance fails.
   * @default - in production
   */
  readonly multiAz?: boolean;
  /**
   * Read replicas, 0 to 15 (RDS User Guide, Working with DB instance read replicas). They need generated credentials: Amazon RDS makes no replica of an
   * instance whose password it manages.
   * @default 0
   */
  readonly readReplicas?: number;
  /**
   * How the administrator signs in.
   * @default - DatabaseCredentials.managed()
   */
  readonly credentials?: DatabaseCredentials;
  /**
   * Key of storage, snapshots, Performance Insights and the administrator's secret.
   * @default - the workload's data key
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Whether database users may sign in with IAM authentication.
   * @default true
   */
  readonly iamAuthentication?: boolean;
  /**
   * Further parameters of the parameter group; they win over the construct's own.
   * @default - TLS forced, audit preset, connections logged
   */
  readonly parameters?: { [name: string]: string };
  /**
   * Size and speed of the storage.
   * @default - 20 GiB of gp3 that grow to 100
   */
  readonly storage?: PostgresStorageOptions;
  /**
   * Subnets, port, TLS.
   * @default - isolated subnets, port 5432, TLS 1.2 at least
   */
  readonly network?: DatabaseNetworkOptions;
  /**
   * Backups, restore, deletion protection.
   * @default - as the workload's frameworks and lifecycle ask
   */
  readonly backup?: PostgresBackupOptions;
  /**
   * Logs and audit.
   * @default - postgresql and upgrade, administration audited
   */
  readonly logs?: DatabaseLogOptions;
  /**
   * Enhanced Monitoring and Database Insights.
   * @default - both on
   */
  readonly monitoring?: DatabaseMonitoringOptions;
  /**
   * Maintenance window and minor upgrades.
   * @default - minor versions are installed in a window that Amazon RDS picks
   */
  readonly maintenance?: DatabaseMaintenanceOptions;
}
