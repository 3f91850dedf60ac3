import { Duration } from 'aws-cdk-lib';

/** How long a locked vault keeps what is in it. */
export interface VaultLockOptions {
  /**
   * Shortest retention of a recovery point that the vault takes, in days.
   * @default - what the workload's frameworks ask for, 7 days at least
   */
  readonly minRetention?: Duration;
  /**
   * Longest retention of a recovery point that the vault takes, in days.
   * @default - no limit
   */
  readonly maxRetention?: Duration;
}

/** Options of a lock that nobody can take off again. */
export interface ComplianceLockOptions extends VaultLockOptions {
  /**
   * How long the lock can still be changed; at least 3 days (AWS Backup Developer Guide, Vault Lock).
   * @default Duration.days(3)
   */
  readonly changeableFor?: Duration;
}

/** A lock on a vault: no recovery point in it can be deleted before its retention is over. */
export class VaultLock {
  /** No lock. */
  public static readonly NONE = new VaultLock({}, undefined, false);

  /** Only who may change vault locks can take it off. */
  public static governance(options: VaultLockOptions = {}): VaultLock {
    return new VaultLock(options, undefined, true);
  }

  /** Nobody can take it off once `changeableFor` is over, AWS included; the vault and what is in it stays until retention is over. */
  public static compliance(options: ComplianceLockOptions = {}): VaultLock {
    return new VaultLock(options, options.changeableFor ?? Duration.days(3), true);
  }

  private constructor(
    /** Shortest and longest retention. */
    public readonly options: VaultLockOptions,
    /** How long it can still be changed; undefined for a governance lock. */
    public readonly changeableFor: Duration | undefined,
    /** Whether there is one. */
    public readonly locked: boolean,
  ) {}
}
