import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { PatchOperatingSystem } from './patch-operating-system';

/** Properties of PatchSchedule. */
export interface PatchScheduleProps {
  /**
   * Tags of the instances that are patched, 1 to 4. An instance must have all of them and must be included with `include`, so that schedules with the
   * same tags do not patch each other's instances.
   */
  readonly targetTags: { [key: string]: string };
  /**
   * Schedule of the maintenance window, as a cron or rate expression of Systems Manager.
   * @default 'cron(0 2 ? * SUN *)', Sundays at 02:00
   * @example
   * // The second Tuesday of each month.
   * new PatchSchedule(this, 'Patching', { targetTags: { environment: 'production' }, schedule: 'cron(0 2 ? * TUE#2 *)' });
   */
  readonly schedule?: string;
  /**
   * Time zone of the schedule, a name of the IANA time zone database.
   * @default 'Etc/UTC'
   */
  readonly timeZone?: string;
  /**
   * Duration of the maintenance window, 1 to 24 hours.
   * @default Duration.hours(4)
   */
  readonly duration?: Duration;
  /**
   * Time before the end of the window in which no patching starts, 0 to 23 hours and less than `duration`.
   * @default Duration.hours(1)
   */
  readonly cutoff?: Duration;
  /**
   * Number or percentage of instances that are patched at the same time.
   * @default '50%'
   */
  readonly maxConcurrency?: string;
  /**
   * Number or percentage of instances on which patching may fail before it stops.
   * @default '0'
   */
  readonly maxErrors?: string;
  /**
   * Whether an instance reboots when a patch requires it. Without a reboot, such a patch counts as missing.
   * @default true
   */
  readonly reboot?: boolean;
  /**
   * Operating systems of the instances. Each gets a patch baseline.
   * @default [PatchOperatingSystem.AMAZON_LINUX_2023]
   */
  readonly operatingSystems?: PatchOperatingSystem[];
  /**
   * Age at which a patch is approved, 0 to 360 days.
   * @default Duration.days(7)
   */
  readonly approveAfter?: Duration;
  /**
   * Bucket for the output of each run on each instance. Instances write it with permissions that `include` grants.
   * @default - none. Systems Manager shows the last part of the output
   */
  readonly outputBucket?: s3.IBucket;
  /**
   * Prefix of the output, without a slash at either end, at most 500 characters. Requires `outputBucket`.
   * @default 'patching'
   */
  readonly outputPrefix?: string;
}
