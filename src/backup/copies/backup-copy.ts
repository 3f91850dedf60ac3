import { Duration } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';

/** How long a copy is kept. */
export interface BackupCopyOptions {
  /**
   * How long the copy is kept, in days.
   * @default - as long as the recovery point that it was made of
   */
  readonly deleteAfter?: Duration;
  /**
   * Age at which the copy moves to cold storage, in days.
   * @default - never
   */
  readonly moveToColdStorageAfter?: Duration;
}

/** Options of a copy in another Region. */
export interface RegionalBackupCopyOptions extends BackupCopyOptions {
  /**
   * Name of the vault in the other Region.
   * @default - derived from its path
   */
  readonly backupVaultName?: string;
}

/** A copy of each recovery point in another vault. */
export class BackupCopy {
  /**
   * In another Region of the workload, for the loss of this one: in a `BackupVault` under a key of that Region, both of which the plan makes in
   * a stack of the workload there. All plans of the workload in the same stage share them.
   */
  public static toRegion(region: string, options: RegionalBackupCopyOptions = {}): BackupCopy {
    return new BackupCopy(options, region, undefined);
  }

  /** In a vault of yours, of another Region or account for example. */
  public static toVault(vault: backup.IBackupVault, options: BackupCopyOptions = {}): BackupCopy {
    return new BackupCopy(options, undefined, vault);
  }

  private constructor(
    /** What it was given. */
    public readonly options: RegionalBackupCopyOptions,
    /** Region in which the plan makes the vault; undefined for a vault of yours. */
    public readonly region: string | undefined,
    /** The vault of yours. */
    public readonly vault: backup.IBackupVault | undefined,
  ) {}
}
