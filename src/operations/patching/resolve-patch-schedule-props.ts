import { Duration } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { PatchScheduleProps } from './patch-schedule-props';
import { refuse, requireDuration, requireTimeZone } from '../../core/validation';

/** Systems Manager API, RegisterTaskWithMaintenanceWindow. */
const RATES = {
  maxConcurrency: { pattern: /^([1-9][0-9]*|[1-9][0-9]?%|100%)$/, need: 'a number from 1, or 1% to 100%' },
  maxErrors: { pattern: /^(0|[1-9][0-9]*|[0-9]%|[1-9][0-9]%|100%)$/, need: 'a number, or 0% to 100%' },
};

/** Refuses what Systems Manager would refuse at deployment. */
export function requirePatchProps(scope: IConstruct, props: PatchScheduleProps): void {
  const { targetTags, schedule, operatingSystems, outputBucket, outputPrefix } = props;
  if (Object.keys(targetTags).length === 0) refuse(scope, 'targetTags is empty, need at least one tag: every instance of the account would be patched');
  // Systems Manager API, RegisterTargetWithMaintenanceWindow, Targets.
  const tags = Object.keys(targetTags).length;
  if (tags > 4) refuse(scope, `targetTags has ${tags} tags, need at most 4: a target has five, of which one is the patch group`);
  if (schedule !== undefined && !/^(cron|rate)\(.+\)$/.test(schedule)) refuse(scope, `schedule is '${schedule}', need cron(…) or rate(…)`);
  requireTimeZone(scope, 'timeZone', props.timeZone);
  requireHours(scope, props);
  for (const [prop, { pattern, need }] of Object.entries(RATES)) {
    const value = props[prop as keyof typeof RATES];
    if (value !== undefined && !pattern.test(value)) refuse(scope, `${prop} is '${value}', need ${need}`);
  }
  if (operatingSystems && (operatingSystems.length === 0 || new Set(operatingSystems).size < operatingSystems.length)) {
    refuse(scope, `operatingSystems is ${operatingSystems.join(', ') || 'empty'}, need each once, at least one`);
  }
  requireDuration(scope, 'approveAfter', props.approveAfter, { unit: 'days', min: 0, max: 360 });
  if (outputPrefix !== undefined && !outputBucket) refuse(scope, `outputPrefix is '${outputPrefix}' without an outputBucket, need both`);
  if (outputPrefix !== undefined && !/^[^/]+(\/[^/]+)*$/.test(outputPrefix)) refuse(scope, `outputPrefix is '${outputPrefix}', need one without a slash at either end`);
}

function requireHours(scope: IConstruct, { duration = Duration.hours(4), cutoff = Duration.hours(1) }: PatchScheduleProps) {
  const [open, last] = [duration, cutoff].map((time) => time.toHours({ integral: false }));
  if (!Number.isInteger(open) || open < 1 || open > 24) refuse(scope, `duration is ${duration.toHumanString()}, need 1 to 24 whole hours`);
  if (!Number.isInteger(last) || last >= open) refuse(scope, `cutoff is ${cutoff.toHumanString()}, need whole hours, fewer than the ${open} of duration`);
}
