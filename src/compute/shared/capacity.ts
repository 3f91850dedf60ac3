import { IConstruct } from 'constructs';
import { isUnresolved, MAX_INTEGER, mustBe, refuse, requireArgument, requireInteger, requireKnown, requireString } from '../../core/validation';

/** Limits between which a service scales. */
export interface CapacityLimits {
  readonly minCapacity: number;
  readonly maxCapacity: number;
}

/** Limits that are set at certain times. */
interface ScheduledLimits extends Partial<CapacityLimits> {
  readonly desiredCapacity?: number;
}

/** Refuses limits that contradict each other. Tokens pass. */
export function requireCapacity(scope: IConstruct, { minCapacity, maxCapacity }: CapacityLimits): void {
  requireInteger(scope, 'scaling.minCapacity', minCapacity, { min: 0, max: MAX_INTEGER });
  requireInteger(scope, 'scaling.maxCapacity', maxCapacity, { min: 1, max: MAX_INTEGER });
  requireAtMost(scope, 'scaling.minCapacity', minCapacity, maxCapacity, 'maxCapacity');
}

/** Refuses a number outside the limits. Tokens pass. */
export function requireDesiredCapacity(scope: IConstruct, { minCapacity, maxCapacity }: CapacityLimits, desired: number): void {
  requireInteger(scope, 'scaling.desiredCapacity', desired, { min: 0, max: MAX_INTEGER });
  requireAtMost(scope, 'scaling.desiredCapacity', desired, maxCapacity, 'maxCapacity');
  if (areKnown(minCapacity, desired) && desired < minCapacity) mustBe(scope, 'scaling.desiredCapacity', `at least ${minCapacity} (minCapacity)`, desired);
}

/** Refuses a scheduled change of the limits that the service would refuse. Tokens pass. */
export function requireScheduledCapacity(scope: IConstruct, { minCapacity, maxCapacity, desiredCapacity }: ScheduledLimits): void {
  requireInteger(scope, 'schedule.minCapacity', minCapacity, { min: 0 });
  requireInteger(scope, 'schedule.maxCapacity', maxCapacity, { min: 0 });
  requireInteger(scope, 'schedule.desiredCapacity', desiredCapacity, { min: 0 });
  if (minCapacity !== undefined && maxCapacity !== undefined) requireAtMost(scope, 'schedule.minCapacity', minCapacity, maxCapacity, 'maxCapacity');
  if (desiredCapacity !== undefined && maxCapacity !== undefined) requireAtMost(scope, 'schedule.desiredCapacity', desiredCapacity, maxCapacity, 'maxCapacity');
  if (desiredCapacity !== undefined && minCapacity !== undefined && areKnown(minCapacity, desiredCapacity) && desiredCapacity < minCapacity) {
    mustBe(scope, 'schedule.desiredCapacity', `at least ${minCapacity} (minCapacity)`, desiredCapacity);
  }
  if (minCapacity === undefined && maxCapacity === undefined && desiredCapacity === undefined) refuse(scope, 'specify schedule.minCapacity or schedule.maxCapacity');
}

/** Refuses a period of a schedule that is empty. */
export function requirePeriod(scope: IConstruct, { startTime, endTime }: { readonly startTime?: Date; readonly endTime?: Date }): void {
  for (const [name, time] of Object.entries({ startTime, endTime })) {
    if (time && Number.isNaN(time.getTime())) mustBe(scope, `schedule.${name}`, 'a valid Date', 'Invalid Date');
  }
  if (startTime && endTime && endTime <= startTime) mustBe(scope, 'schedule.endTime', `later than startTime ${startTime.toISOString()}`, endTime.toISOString());
}

/** Refuses a target of a service whose number cannot change, which no policy could follow. Tokens pass. */
export function requireScalable(scope: IConstruct, { minCapacity, maxCapacity }: CapacityLimits, prop: string, target: unknown): void {
  if (target === undefined || !areKnown(minCapacity, maxCapacity) || minCapacity < maxCapacity) return;
  refuse(scope, `scaling.maxCapacity must be greater than minCapacity with scaling.${prop}, got ${minCapacity} for both`);
}

/** Refuses a target utilization that is not a percentage above 0. Tokens and `undefined` pass. */
export function requirePercent(scope: IConstruct, prop: string, value: number | undefined): void {
  if (value === undefined || isUnresolved(value)) return;
  if (!Number.isFinite(value) || value <= 0 || value > 100) mustBe(scope, prop, 'a number greater than 0 and at most 100', value);
}

/** Whether all numbers are known at synthesis. */
export function areKnown(...values: number[]): boolean {
  return !values.some(isUnresolved);
}

/** Requires the id of a policy or schedule. Ids of constructs cannot be tokens. */
export function requireId(scope: IConstruct, id: string): void {
  requireArgument(scope, 'id', 'string', id);
  requireKnown(scope, 'id', id);
  requireString(scope, 'id', id, { need: 'an id of at least one character' });
}

/** Refuses the id of a policy or schedule that the construct already has. */
export function requireNewId(parent: IConstruct, kind: string, id: string, childId = id): void {
  if (parent.node.tryFindChild(childId)) refuse(parent, `${kind} '${id}' already exists in this service`);
}

function requireAtMost(scope: IConstruct, prop: string, value: number, most: number, mostProp: string): void {
  if (areKnown(value, most) && value > most) mustBe(scope, prop, `at most ${most} (${mostProp})`, value);
}
