import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { DatabaseBackupOptions } from '../shared/database-options';

/** Storage of an instance: General Purpose SSD (gp3), which grows by itself. */
export interface PostgresStorageOptions {
  /**
   * GiB at first, 20 to 65,536 (RDS API, CreateDBInstance, AllocatedStorage).
   * @default 20
   */
  readonly allocatedGib?: number;
  /**
   * GiB that it grows to at the most, at least a tenth more than allocatedGib; the same as allocatedGib keeps it from growing
   * (RDS User Guide, Managing capacity automatically with Amazon RDS storage autoscaling).
   * @default - five times allocatedGib, at most 65,536
   */
  readonly maxAllocatedGib?: number;
  /**
   * I/O operations a second, 12,000 to 64,000; only from 400 GiB on (RDS User Guide, Amazon RDS DB instance storage, gp3 storage).
   * @default - 3,000; 12,000 from 400 GiB on
   */
  readonly iops?: number;
  /**
   * MiB a second, 500 to 4,000, at most a quarter of iops; only from 400 GiB on.
   * @default - 125; 500 from 400 GiB on
   */
  readonly throughput?: number;
}

/** Automated backups that are replicated to another Region, where the instance can be restored to any second. */
export interface PostgresBackupReplicationOptions {
  /** Region that they are replicated to: one of the workload's where those are declared. */
  readonly region: string;
  /** Key of that Region, which encrypts them there. A key of the app allows the use by itself. */
  readonly encryptionKey: kms.IKey;
  /**
   * Days that they are kept there, 1 to 35.
   * @default - as the instance's own
   */
  readonly retention?: Duration;
}

/** How an instance is protected from loss. */
export interface PostgresBackupOptions extends DatabaseBackupOptions {
  /**
   * Replicates the automated backups to another Region.
   * @default - they stay in the Region
   */
  readonly replication?: PostgresBackupReplicationOptions;
}
