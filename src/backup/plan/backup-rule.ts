import { Duration, TimeZone } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { BackupCopy } from '../copies/backup-copy';

/** What holds for every backup that a rule makes. */
export interface BackupRuleOptions {
  /**
   * Hour at which it starts, 0–23.
   * @default 5
   */
  readonly hour?: number;
  /**
   * Time zone of the hour.
   * @default TimeZone.ETC_UTC
   */
  readonly timeZone?: TimeZone;
  /**
   * Time within which a job must have started; at least one hour.
   * @default Duration.hours(8)
   */
  readonly startWindow?: Duration;
  /**
   * Time within which a job that has started must be complete.
   * @default Duration.days(7)
   */
  readonly completionWindow?: Duration;
  /**
   * How long a recovery point is kept, in days.
   * @default - by the kind of rule
   */
  readonly deleteAfter?: Duration;
  /**
   * Age at which a recovery point moves to cold storage, in days. It stays there for 90 days at least.
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
   * Day of the week on which it runs.
   * @default DayOfWeek.SUNDAY
   */
  readonly weekDay?: DayOfWeek;
}

/** Options of a monthly rule. */
export interface MonthlyBackupOptions extends BackupRuleOptions {
  /**
   * Day of the month on which it runs, 1–28.
   * @default 1
   */
  readonly day?: number;
}

/** A day of the week. */
export enum DayOfWeek {
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

/** When a plan backs up, and how long it keeps what it made. */
export class BackupRule {
  /**
   * Every few hours.
   * @param interval in whole hours that a day can be divided by: 1, 2, 3, 4, 6, 8 or 12
   */
  public static hourly(interval: Duration, options: BackupRuleOptions = {}): BackupRule {
    const hours = interval.toHours({ integral: false });
    return new BackupRule('Hourly', events.Schedule.cron({ hour: `0/${hours}`, minute: '0' }), interval, options, undefined);
  }

  /** Every day; kept as long as AWS Config's rule backup-plan-min-frequency-and-min-retention-check asks, 35 days, unless told otherwise. */
  public static daily(options: BackupRuleOptions = {}): BackupRule {
    return new BackupRule('Daily', cron(options), Duration.days(1), options, undefined);
  }

  /** Every week; kept for 90 days unless told otherwise. */
  public static weekly(options: WeeklyBackupOptions = {}): BackupRule {
    const schedule = cron(options, { weekDay: options.weekDay ?? DayOfWeek.SUNDAY });
    return new BackupRule('Weekly', schedule, Duration.days(7), options, Duration.days(90));
  }

  /** Every month; kept for a year unless told otherwise. */
  public static monthly(options: MonthlyBackupOptions = {}): BackupRule {
    return new BackupRule('Monthly', cron(options, { day: String(options.day ?? 1) }), Duration.days(31), options, Duration.days(365));
  }

  /**
   * Continuous backup, from which a resource is restored to any point in time. It is kept for 35 days at the most.
   * AWS Backup then sets the retention of an Aurora cluster's or RDS instance's own automated backups.
   */
  public static continuous(options: BackupRuleOptions = {}): BackupRule {
    return new BackupRule('Continuous', cron(options), POINT_IN_TIME_LAG, options, Duration.days(35));
  }

  private constructor(
    /** Name of the rule in its plan. */
    public readonly name: string,
    /** When it runs. */
    public readonly schedule: events.Schedule,
    /** Longest time between two points to restore to. */
    public readonly interval: Duration,
    /** What it was given. */
    public readonly options: MonthlyBackupOptions,
    /** How long it keeps a recovery point when it was not told; undefined for what the plan takes. */
    public readonly defaultRetention: Duration | undefined,
  ) {}

  /** Whether it restores to any point in time. */
  public get pointInTime(): boolean {
    return this.interval === POINT_IN_TIME_LAG;
  }
}

/** How far the latest restorable time of a continuous backup lags behind: S3 needs longest (AWS Backup Developer Guide, Amazon S3 backups). */
const POINT_IN_TIME_LAG = Duration.minutes(15);

function cron({ hour = 5 }: BackupRuleOptions, on: events.CronOptions = {}): events.Schedule {
  return events.Schedule.cron({ ...on, hour: String(hour), minute: '0' });
}
