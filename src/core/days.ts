import { Duration } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { refuse } from './errors';

/** A duration in whole days; undefined for one that only a deployment resolves. */
export function daysOf(scope: IConstruct, prop: string, duration: Duration): number | undefined {
  if (duration.isUnresolved()) return undefined;
  const days = duration.toDays({ integral: false });
  if (!Number.isInteger(days)) refuse(scope, `${prop} is ${duration.toHumanString()}, need whole days`);
  return days;
}

/** Refuses a duration that is no whole number of days between two bounds. Tokens and durations left out pass. */
export function requireDays(scope: IConstruct, prop: string, duration: Duration | undefined, least: number, most: number): void {
  const days = duration && daysOf(scope, prop, duration);
  if (days !== undefined && (days < least || days > most)) refuse(scope, `${prop} is ${days} days, need ${least} to ${most}`);
}
