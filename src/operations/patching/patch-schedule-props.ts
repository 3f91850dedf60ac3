import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { PatchOperatingSystem } from './patch-operating-system';

/** Properties of PatchSchedule. */
export interface PatchScheduleProps {
  /** Instances that are patched: those that have all of these tags and were included, so that two schedules with the same tags do not patch each other's. */
  readonly targetTags: { [key: string]: string };
  /**
   * When, as a cron or rate expression of Systems Manager.
   * @default 'cron(0 2 ? * SUN *)', Sundays at 2 o'clock
   */
  readonly schedule?: string;
  /**
   * Time zone of the schedule, by its name in the IANA time zone database.
   * @default 'Etc/UTC'
   */
  readonly timeZone?: string;
  /**
   * How long the window is open, 1 to 24 whole hours.
   * @default Duration.hours(4)
   */
  readonly duration?: Duration;
  /**
   * Time before its end in which no patching begins, in whole hours, less than the duration.
   * @default Duration.hours(1)
   */
  readonly cutoff?: Duration;
  /**
   * Instances that are patched at once, as a number or in percent.
   * @default '50%'
   */
  readonly maxConcurrency?: string;
  /**
   * Instances on which it may fail before no further one is begun, as a number or in percent.
   * @default '0'
   */
  readonly maxErrors?: string;
  /**
   * Whether an instance is started again where a patch asks for it. Without, such a patch does not count as installed.
   * @default true
   */
  readonly reboot?: boolean;
  /**
   * Operating systems of the instances, each with a patch baseline.
   * @default [PatchOperatingSystem.AMAZON_LINUX_2023]
   */
  readonly operatingSystems?: PatchOperatingSystem[];
  /**
   * Age at which a patch is approved, 0 to 360 whole days.
   * @default Duration.days(7)
   */
  readonly approveAfter?: Duration;
  /**
   * Bucket for the output of each run on each instance. The instances write it: `include` lets them.
   * @default - the end of the output alone, in Systems Manager
   */
  readonly outputBucket?: s3.IBucket;
  /**
   * Where in that bucket, without a slash at either end.
   * @default 'patching'
   */
  readonly outputPrefix?: string;
}
