import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuroraCapacity } from './aurora-capacity';
import { DatabaseCredentials } from '../credentials/database-credentials';
import {
  AuroraBackupOptions, AuroraProxyOptions, AuroraReaderScalingOptions, DatabaseLogOptions, DatabaseMaintenanceOptions, DatabaseMonitoringOptions,
  DatabaseNetworkOptions,
} from '../shared/database-options';

/** Properties of CompliantAurora. */
export interface CompliantAuroraProps {
  /** Network that the cluster lives in. */
  readonly vpc: ec2.IVpc;
  /**
   * Engine and version, Aurora MySQL or Aurora PostgreSQL, for example `rds.DatabaseClusterEngine.auroraMysql({ version })`.
   * @default - Aurora PostgreSQL 17.9
   */
  readonly engine?: rds.IClusterEngine;
  /**
   * Name of the first database.
   * @default - none is made
   */
  readonly databaseName?: string;
  /**
   * Identifier of the cluster; its log groups are named after it.
   * @default - a unique one
   */
  readonly clusterIdentifier?: string;
  /**
   * What the instances run on.
   * @default - serverless, 0.5 to 4 ACU
   */
  readonly capacity?: AuroraCapacity;
  /**
   * Readers beside the writer, 0 to 15; the first one takes over when the writer fails.
   * @default - 1 in production or with readerScaling, none otherwise
   */
  readonly readers?: number;
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
   * Further parameters of the cluster parameter group; they win over the construct's own.
   * @default - TLS forced, audit preset, connections and slow queries logged
   */
  readonly parameters?: { [name: string]: string };
  /**
   * Subnets, port, TLS.
   * @default - isolated subnets, the engine's port, TLS 1.2 at least
   */
  readonly network?: DatabaseNetworkOptions;
  /**
   * Backups, restore, deletion protection.
   * @default - as the workload's frameworks and lifecycle ask
   */
  readonly backup?: AuroraBackupOptions;
  /**
   * Logs and audit.
   * @default - the engine's logs, administration audited
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
  /**
   * Lets the number of readers follow their load.
   * @default - it is fixed
   */
  readonly readerScaling?: AuroraReaderScalingOptions;
  /**
   * Pools connections in a proxy, which clients then connect to.
   * @default - clients connect to the cluster
   */
  readonly proxy?: AuroraProxyOptions;
}
