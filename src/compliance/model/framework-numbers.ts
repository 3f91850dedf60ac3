import { FrameworkNumbers } from './control';

/** The strictest of several frameworks' numbers; a number that none of them sets stays undefined. */
export function strictest(all: readonly FrameworkNumbers[]): FrameworkNumbers {
  const pick = (choose: (...values: number[]) => number, number: (numbers: FrameworkNumbers) => number | undefined) => {
    const set = all.map(number).filter((value): value is number => value !== undefined);
    return set.length ? choose(...set) : undefined;
  };
  return {
    logRetentionDays: pick(Math.max, (numbers) => numbers.logRetentionDays),
    backupRetentionDays: pick(Math.max, (numbers) => numbers.backupRetentionDays),
    credentialRotationDays: pick(Math.min, (numbers) => numbers.credentialRotationDays),
  };
}
