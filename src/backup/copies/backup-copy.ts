import { Duration } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';

/** Lifecycle of a copy. */
export interface BackupCopyOptions {
  /**
   * Retention of the copy, 1 to 36,500 days.
   * @default - the retention of the source recovery point
   */
  readonly deleteAfter?: Duration;
  /**
   * Age at which the copy moves to cold storage, in days. It is kept there for at least 90 days.
   * @default - never
   */
  readonly moveToColdStorageAfter?: Duration;
}

/** Options of a copy in another Region. */
export interface RegionalBackupCopyOptions extends BackupCopyOptions {
  /**
   * Name of the vault in the other Region.
   * Changing it replaces the vault.
   * @default - derived from its path
   */
  readonly backupVaultName?: string;
}

/**
 * A copy of each recovery point in another vault.
 *
 * @example
 * const copy = BackupCopy.toRegion('eu-west-1', { deleteAfter: Duration.days(90) });
 * new BackupPlan(this, 'Backup', { rules: [BackupRule.daily({ copies: [copy] })] });
 */
export class BackupCopy {
  /**
   * Copies to another Region of the workload. The plan makes a `BackupVault` and its key in a stack of the workload in that Region. All plans of the
   * workload in the same stage share them.
   */
  public static toRegion(region: string, options: RegionalBackupCopyOptions = {}): BackupCopy {
    return new BackupCopy('RegionalBackupCopyOptions', options, region, undefined);
  }

  /**
   * Copies to an existing vault, in the same or another Region or account.
   * @example
   * declare const vault: backup.IBackupVault;
   * new BackupPlan(this, 'Backup', { rules: [BackupRule.daily({ copies: [BackupCopy.toVault(vault)] })] });
   */
  public static toVault(vault: backup.IBackupVault, options: BackupCopyOptions = {}): BackupCopy {
    return new BackupCopy('BackupCopyOptions', options, undefined, vault);
  }

  private constructor(
    /** @internal */
    public readonly _struct: string,
    /** @internal */
    public readonly _options: RegionalBackupCopyOptions,
    /** @internal */
    public readonly _region: string | undefined,
    /** @internal */
    public readonly _vault: backup.IBackupVault | undefined,
  ) {}
}
