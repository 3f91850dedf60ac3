import { Duration, TimeZone } from 'aws-cdk-lib';
import { BackupCopy } from '../copies/backup-copy';

/** Options that all kinds of rules have. */
export interface BackupRuleOptions {
  /**
   * Hour of the day at which the rule runs, 0 to 23. Hourly rules have none.
   * @default 5
   */
  readonly hour?: number;
  /**
   * Time zone of the hour.
   * @default TimeZone.ETC_UTC
   */
  readonly timeZone?: TimeZone;
  /**
   * Time in which a job must start, at least 60 minutes (AWS Backup API, BackupRuleInput).
   * @default Duration.hours(8)
   */
  readonly startWindow?: Duration;
  /**
   * Time in which a job must complete. It counts from the schedule and must be longer than `startWindow` (AWS Backup API, StartBackupJob).
   * @default Duration.days(7)
   */
  readonly completionWindow?: Duration;
  /**
   * Retention of a recovery point, 1 to 36,500 days.
   * @default - depends on the kind of rule
   */
  readonly deleteAfter?: Duration;
  /**
   * Age at which a recovery point moves to cold storage, in days. It is kept there for at least 90 days.
   * @default - never
   */
  readonly moveToColdStorageAfter?: Duration;
  /**
   * Copies in other Regions or vaults.
   * @default - none
   */
  readonly copies?: BackupCopy[];
}

/** Options of a weekly rule. */
export interface WeeklyBackupOptions extends BackupRuleOptions {
  /**
   * Day of the week on which the rule runs.
   * @default BackupDayOfWeek.SUNDAY
   */
  readonly weekDay?: BackupDayOfWeek;
}

/** Options of a monthly rule. */
export interface MonthlyBackupOptions extends BackupRuleOptions {
  /**
   * Day of the month on which the rule runs, 1 to 28.
   * @default 1
   */
  readonly day?: number;
}

/** Day of the week on which a rule runs. */
export enum BackupDayOfWeek {
  /** Monday. */
  MONDAY = 'MON',
  /** Tuesday. */
  TUESDAY = 'TUE',
  /** Wednesday. */
  WEDNESDAY = 'WED',
  /** Thursday. */
  THURSDAY = 'THU',
  /** Friday. */
  FRIDAY = 'FRI',
  /** Saturday. */
  SATURDAY = 'SAT',
  /** Sunday. */
  SUNDAY = 'SUN',
}

/**
 * Schedule of a backup plan, and the lifecycle of its recovery points.
 *
 * @example
 * new BackupPlan(this, 'Backup', {
 *   rules: [
 *     BackupRule.continuous(),
 *     BackupRule.daily({ hour: 2, startWindow: Duration.hours(2) }),
 *     BackupRule.weekly({ weekDay: BackupDayOfWeek.FRIDAY }),
 *     BackupRule.monthly({ deleteAfter: Duration.days(7 * 365), moveToColdStorageAfter: Duration.days(30) }),
 *   ],
 * });
 */
export class BackupRule {
  /**
   * Runs every few hours.
   * @param interval 1, 2, 3, 4, 6, 8 or 12 hours
   */
  public static hourly(interval: Duration, options: BackupRuleOptions = {}): BackupRule {
    return new BackupRule('Hourly', 'BackupRuleOptions', options, interval);
  }

  /** Runs every day. Default retention: 35 days, as AWS Config's rule backup-plan-min-frequency-and-min-retention-check requires. */
  public static daily(options: BackupRuleOptions = {}): BackupRule {
    return new BackupRule('Daily', 'BackupRuleOptions', options);
  }

  /** Runs every week. Default retention: 90 days. */
  public static weekly(options: WeeklyBackupOptions = {}): BackupRule {
    return new BackupRule('Weekly', 'WeeklyBackupOptions', options);
  }

  /** Runs every month. Default retention: 365 days. */
  public static monthly(options: MonthlyBackupOptions = {}): BackupRule {
    return new BackupRule('Monthly', 'MonthlyBackupOptions', options);
  }

  /**
   * Continuous backup, for restores to any point in time. Maximum and default retention: 35 days.
   * AWS Backup then manages the retention of the automated backups of Aurora clusters and RDS instances.
   */
  public static continuous(options: BackupRuleOptions = {}): BackupRule {
    return new BackupRule('Continuous', 'BackupRuleOptions', options);
  }

  private constructor(
    /** @internal */
    public readonly _name: 'Hourly' | 'Daily' | 'Weekly' | 'Monthly' | 'Continuous',
    /** @internal */
    public readonly _struct: string,
    /** @internal */
    public readonly _options: WeeklyBackupOptions & MonthlyBackupOptions,
    /** @internal */
    public readonly _interval?: Duration,
  ) {}
}
