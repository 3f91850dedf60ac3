import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { PatchOperatingSystem } from './patch-operating-system';
import { PatchScheduleProps } from './patch-schedule-props';
import { isUnresolved, mustBe, refuse, requireDuration, requireProps, requireSchedule, requireString, requireTags, requireTimeZone } from '../../core/validation';

/** Tag by which Patch Manager finds the baseline of an instance (Systems Manager User Guide, Patch groups). */
export const PATCH_GROUP_TAG = 'PatchGroup';
/** A target has at most five tags, one of which is the patch group (Systems Manager API, RegisterTargetWithMaintenanceWindow, Targets). */
const MAX_TAGS = 4;
/** Systems Manager API, CreateMaintenanceWindow, and Systems Manager User Guide, Reference: Cron and rate expressions. The field for seconds is optional. */
const SCHEDULE = { need: 'cron(…) with 6 or 7 fields or a rate such as rate(7 days), of at most 256 characters', fields: [6, 7], rate: true, oneDayField: true };
const DURATION = { unit: 'hours', min: 1, max: 24 } as const;
const CUTOFF = { unit: 'hours', min: 0, max: 23 } as const;
/** Systems Manager API, RegisterTaskWithMaintenanceWindow. */
const MAX_CONCURRENCY = { need: 'a number from 1 or a percentage from 1% to 100%', pattern: /(?:[1-9][0-9]*|[1-9][0-9]?%|100%)/, maxLength: 7 };
const MAX_ERRORS = { need: 'a number from 0 or a percentage from 0% to 100%', pattern: /(?:0|[1-9][0-9]*|[1-9]?[0-9]%|100%)/, maxLength: 7 };
/** Systems Manager API, PatchRule. */
const APPROVAL = { unit: 'days', min: 0, max: 360 } as const;
/** Systems Manager API, MaintenanceWindowRunCommandParameters. */
const OUTPUT_PREFIX = { need: 'a prefix of at most 500 characters without a slash at either end', pattern: /[^/\p{Cc}]+(\/[^/\p{Cc}]+)*/u, maxLength: 500 };

export interface ResolvedPatchScheduleProps extends Required<Omit<PatchScheduleProps, 'outputBucket' | 'outputPrefix'>> {
  /** Undefined without an `outputBucket`. */
  readonly output?: { readonly bucket: s3.IBucket; readonly prefix: string };
}

export function resolvePatchScheduleProps(scope: IConstruct, props: PatchScheduleProps): ResolvedPatchScheduleProps {
  requireProps(scope, 'PatchScheduleProps', props);
  const {
    targetTags, outputBucket, outputPrefix, schedule = 'cron(0 2 ? * SUN *)', timeZone = 'Etc/UTC', duration = Duration.hours(4),
    cutoff = Duration.hours(1), maxConcurrency = '50%', maxErrors = '0', reboot = true, approveAfter = Duration.days(7),
    operatingSystems = [PatchOperatingSystem.AMAZON_LINUX_2023],
  } = props;
  requireTargetTags(scope, targetTags);
  requireSchedule(scope, 'schedule', schedule, SCHEDULE);
  requireTimeZone(scope, 'timeZone', timeZone);
  requireDuration(scope, 'duration', duration, DURATION);
  requireDuration(scope, 'cutoff', cutoff, CUTOFF);
  if (!isUnresolved(duration) && !isUnresolved(cutoff) && cutoff.toHours() >= duration.toHours()) {
    mustBe(scope, 'cutoff', `shorter than duration (${duration.toHumanString()})`, cutoff);
  }
  requireString(scope, 'maxConcurrency', maxConcurrency, MAX_CONCURRENCY);
  requireString(scope, 'maxErrors', maxErrors, MAX_ERRORS);
  requireDuration(scope, 'approveAfter', approveAfter, APPROVAL);
  if (outputPrefix !== undefined && !outputBucket) refuse(scope, 'specify outputBucket with outputPrefix');
  requireString(scope, 'outputPrefix', outputPrefix, OUTPUT_PREFIX);
  const output = outputBucket && { bucket: outputBucket, prefix: outputPrefix ?? 'patching' };
  return { targetTags, schedule, timeZone, duration, cutoff, maxConcurrency, maxErrors, reboot, approveAfter, operatingSystems, output };
}

// Without tags, all instances of the account would be patched.
function requireTargetTags(scope: IConstruct, targetTags: { [key: string]: string }) {
  const keys = Object.keys(targetTags);
  if (keys.length < 1 || keys.length > MAX_TAGS) mustBe(scope, 'targetTags', `a map of 1 to ${MAX_TAGS} tags`, targetTags);
  if (keys.includes(PATCH_GROUP_TAG)) mustBe(scope, 'targetTags', `a map without the key ${PATCH_GROUP_TAG}, which the schedule sets`, targetTags);
  requireTags(scope, 'targetTags', targetTags);
}
