import { Duration, Size, SizeRoundingBehavior } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isUnresolved, mustBe, refuse } from './refuse';

/** The accepted values of a number, both ends included. */
export interface NumberRange {
  /** @default - no minimum */
  readonly min?: number;
  /** @default - that of 32 bits for an integer, otherwise no maximum */
  readonly max?: number;
}

/** The accepted values of a duration, both ends included. */
export interface DurationRange {
  /** Unit that the service counts in. A duration that is no whole number of it is refused. */
  readonly unit: 'milliseconds' | 'seconds' | 'minutes' | 'hours' | 'days';
  /** In the unit. @default 1 */
  readonly min?: number;
  /** In the unit. @default - that of 32 bits */
  readonly max?: number;
}

/** The accepted values of a size, both ends included. */
export interface SizeRange {
  /** Unit that the service counts in. A size that is no whole number of it is refused. */
  readonly unit: 'KiB' | 'MiB' | 'GiB';
  /** In the unit. @default 1 */
  readonly min?: number;
  /** In the unit. @default - that of 32 bits */
  readonly max?: number;
}

/** Largest value of a field of type Integer. References of AWS state a maximum of their own where a field has 64 bits. */
export const MAX_INTEGER = 2_147_483_647;
const MILLISECONDS = { milliseconds: 1, seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
const KIBIBYTES = { KiB: 1, MiB: 1_024, GiB: 1_048_576 };

/** Requires a whole number in a range, and of 32 bits in a range without a maximum. Tokens and `undefined` pass. */
export function requireInteger(scope: IConstruct | undefined, prop: string, value: number | undefined, range: NumberRange = {}): void {
  if (value === undefined || isUnresolved(value)) return;
  if (!Number.isInteger(value) || !isWithin(value, range)) mustBe(scope, prop, `an integer${rangeText(range)}`, value);
  if (range.max === undefined && value > MAX_INTEGER) mustBe(scope, prop, `at most ${MAX_INTEGER}`, value);
}

/** Requires a number in a range. Tokens and `undefined` pass. */
export function requireNumber(scope: IConstruct | undefined, prop: string, value: number | undefined, range: NumberRange = {}): void {
  if (value === undefined || isUnresolved(value)) return;
  if (!Number.isFinite(value) || !isWithin(value, range)) mustBe(scope, prop, `a number${rangeText(range)}`, value);
}

/** Requires a positive number. Tokens and `undefined` pass. */
export function requirePositive(scope: IConstruct | undefined, prop: string, value: number | undefined): void {
  if (value === undefined || isUnresolved(value)) return;
  if (!Number.isFinite(value) || value <= 0) mustBe(scope, prop, 'a number greater than 0', value);
}

/** Requires a whole number of a unit of time in a range, of 32 bits. `undefined` and tokens of that unit pass. Tokens of other units cannot be converted. */
export function requireDuration(scope: IConstruct | undefined, prop: string, value: Duration | undefined, range: DurationRange): void {
  if (value === undefined) return;
  if (isUnresolved(value)) {
    if (!range.unit.startsWith(value.unitLabel())) refuse(scope, `${prop} must be a token in ${range.unit}, got a token in ${value.unitLabel()}`);
    return;
  }
  requireWhole(scope, prop, value, value.toMilliseconds({ integral: false }) / MILLISECONDS[range.unit], range);
}

/** Requires a whole number of a unit of memory in a range, of 32 bits. `undefined` and tokens of that unit pass. Tokens of other units cannot be converted. */
export function requireSize(scope: IConstruct | undefined, prop: string, value: Size | undefined, range: SizeRange): void {
  if (value === undefined) return;
  if (isUnresolved(value)) return requireUnit(scope, prop, value, range.unit);
  requireWhole(scope, prop, value, value.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) / KIBIBYTES[range.unit], range);
}

function requireUnit(scope: IConstruct | undefined, prop: string, size: Size, unit: SizeRange['unit']): void {
  const convert = { KiB: () => size.toKibibytes(), MiB: () => size.toMebibytes(), GiB: () => size.toGibibytes() };
  try {
    convert[unit]();
  } catch {
    refuse(scope, `${prop} must be a token in ${unit}, got a token in another unit`);
  }
}

/** Days of a duration; undefined for one that only a deployment resolves. */
export function daysOf(duration: Duration | undefined): number | undefined {
  return duration === undefined || isUnresolved(duration) ? undefined : duration.toDays({ integral: false });
}

function requireWhole(scope: IConstruct | undefined, prop: string, value: unknown, count: number, { unit, min = 1, max }: DurationRange | SizeRange) {
  if (!Number.isInteger(count) || !isWithin(count, { min, max })) mustBe(scope, prop, `a whole number of ${unit}${rangeText({ min, max })}`, value);
  if (max === undefined && count > MAX_INTEGER) mustBe(scope, prop, `at most ${MAX_INTEGER} ${unit}`, value);
}

function isWithin(value: number, { min = -Infinity, max = Infinity }: NumberRange): boolean {
  return value >= min && value <= max;
}

function rangeText({ min, max }: NumberRange): string {
  if (min !== undefined && max !== undefined) return min === max ? ` equal to ${min}` : ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}
