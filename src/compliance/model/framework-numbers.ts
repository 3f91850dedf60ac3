import { Duration } from 'aws-cdk-lib';
import { FrameworkNumbers } from './control';
import { requireDuration } from '../../validation/numbers';
import { requireArgument } from '../../validation/props';
import { mustBe, requireKnown } from '../../validation/refuse';

interface Range {
  readonly most: number;
  /** Which of two values is stricter. */
  readonly stricter: (...days: number[]) => number;
}

const RANGES: Record<keyof FrameworkNumbers, Range> = {
  logRetention: { most: 36_500, stricter: Math.max },
  backupRetention: { most: 35, stricter: Math.max },
  credentialRotation: { most: 1_000, stricter: Math.min },
};
const NAMES = Object.keys(RANGES) as Array<keyof FrameworkNumbers>;

/** The strictest numbers of several frameworks. A number that none of them sets is omitted. */
export function strictest(all: readonly FrameworkNumbers[]): FrameworkNumbers {
  return Object.fromEntries(NAMES.flatMap((name) => {
    const days = all.flatMap(({ [name]: number }) => number ? [number.toDays()] : []);
    return days.length ? [[name, Duration.days(RANGES[name].stricter(...days))]] : [];
  }));
}

/**
 * The numbers of a framework, checked.
 * @throws UnscopedValidationError if a number is not in whole days or out of range
 */
export function requireNumbers(numbers: FrameworkNumbers): FrameworkNumbers {
  return Object.fromEntries(NAMES.flatMap((name) => {
    const number = numbers[name] ?? undefined;
    if (number === undefined) return [];
    requireDays(`numbers.${name}`, number, RANGES[name].most);
    return [[name, number]];
  }));
}

/**
 * Refuses numbers that are less strict than those of a framework.
 * @throws UnscopedValidationError if a number is not in whole days, out of range or less strict
 */
export function requireStricter(base: FrameworkNumbers, numbers: FrameworkNumbers): void {
  const own = requireNumbers(numbers);
  for (const name of NAMES) {
    const [least, given] = [base[name]?.toDays(), own[name]?.toDays()];
    const { stricter } = RANGES[name];
    if (least === undefined || given === undefined || stricter(least, given) === given) continue;
    mustBe(undefined, `numbers.${name}`, `${stricter === Math.max ? 'at least' : 'at most'} ${least} days`, own[name]);
  }
}

function requireDays(prop: string, duration: Duration, most: number): void {
  requireArgument(undefined, prop, 'Duration', duration);
  requireKnown(undefined, prop, duration);
  requireDuration(undefined, prop, duration, { unit: 'days', max: most });
}
