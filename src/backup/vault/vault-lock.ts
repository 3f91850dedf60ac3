import { Duration } from 'aws-cdk-lib';

/** Retention that a locked vault enforces. */
export interface VaultLockOptions {
  /**
   * Minimum retention of a recovery point, 1 to 36,500 days. Jobs with a shorter retention fail.
   * @default - the backup retention of the workload's frameworks, at least 7 days
   */
  readonly minRetention?: Duration;
  /**
   * Maximum retention of a recovery point, up to 36,500 days and longer than `minRetention`. Jobs with a longer retention fail.
   * @default - no maximum
   */
  readonly maxRetention?: Duration;
}

/** Options of a lock in compliance mode. */
export interface ComplianceLockOptions extends VaultLockOptions {
  /**
   * Time in which the lock can still be changed or removed, 3 to 36,500 days (AWS Backup API, PutBackupVaultLockConfiguration).
   * @default Duration.days(3)
   */
  readonly changeableFor?: Duration;
}

/**
 * A lock on a vault: recovery points cannot be deleted before their retention ends.
 *
 * @example
 * // After 7 days, no user can shorten the retention or remove the lock.
 * const lock = VaultLock.compliance({ minRetention: Duration.days(35), changeableFor: Duration.days(7) });
 * const records = new BackupVault(this, 'Records', { lock });
 */
export class VaultLock {
  /** No lock. */
  public static readonly NONE = new VaultLock(false, {});

  /** Governance mode: principals with the permission to change vault locks can remove it. */
  public static governance(options: VaultLockOptions = {}): VaultLock {
    return new VaultLock(true, options);
  }

  /**
   * Compliance mode: after `changeableFor`, the lock cannot be changed or removed, not even by AWS. The vault and its recovery points remain until
   * their retention ends.
   */
  public static compliance(options: ComplianceLockOptions = {}): VaultLock {
    return new VaultLock(true, options, 'ComplianceLockOptions');
  }

  private constructor(
    /** @internal */
    public readonly _locked: boolean,
    /** @internal */
    public readonly _options: ComplianceLockOptions,
    /** @internal */
    public readonly _struct: string = 'VaultLockOptions',
  ) {}
}
