import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { DatabaseBackupOptions } from '../shared/database-options';

/** Storage options of an instance: General Purpose SSD (gp3) with storage autoscaling. */
export interface PostgresStorageOptions {
  /**
   * Initial size in GiB, 20 to 65,536 (RDS API, CreateDBInstance, AllocatedStorage). Must be known at synthesis.
   * @default 20
   */
  readonly allocatedGib?: number;
  /**
   * Maximum size in GiB, at least 10 percent more than allocatedGib. The same value as allocatedGib disables autoscaling
   * (RDS User Guide, Managing capacity automatically with Amazon RDS storage autoscaling).
   * @default - five times allocatedGib, at most 65,536
   */
  readonly maxAllocatedGib?: number;
  /**
   * I/O operations per second, 12,000 to 64,000. Requires at least 400 GiB (RDS User Guide, Amazon RDS DB instance storage, gp3 storage).
   * @default - 3,000; 12,000 from 400 GiB
   */
  readonly iops?: number;
  /**
   * Throughput in MiB per second, 500 to 4,000, at most a quarter of iops. Requires at least 400 GiB.
   * @default - 125; 500 from 400 GiB
   */
  readonly throughput?: number;
}

/**
 * Replication of automated backups to another Region. The instance can be restored there to any second of the retention period.
 *
 * @example
 * const encryptionKey = kms.Key.fromKeyArn(this, 'KeyInIreland', 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab');
 * new CompliantPostgres(this, 'Events', {
 *   vpc: network.vpc,
 *   backup: { replication: { region: 'eu-west-1', encryptionKey, retention: Duration.days(14) } },
 * });
 */
export interface PostgresBackupReplicationOptions {
  /** Destination Region: another one of the same partition, and one of the workload's Regions if the workload declares them. */
  readonly region: string;
  /** Key in the destination Region that encrypts the backups. The policy of a key in the app allows the use automatically. */
  readonly encryptionKey: kms.IKey;
  /**
   * Retention in the destination Region, 1 to 35 days.
   * @default - the retention of the instance
   */
  readonly retention?: Duration;
}

/** Backup options of an instance. */
export interface PostgresBackupOptions extends DatabaseBackupOptions {
  /**
   * Replicates the automated backups to another Region.
   * @default - no replication
   */
  readonly replication?: PostgresBackupReplicationOptions;
}
