import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { refuse } from '../../core/validation';

/** Refuses what is no whole number between two bounds. Tokens pass. */
export function requireWithin(scope: IConstruct, prop: string, value: number, least: number, most: number): void {
  if (!isLiteral(value) || !isLiteral(most) || (Number.isInteger(value) && value >= least && value <= most)) return;
  refuse(scope, `${prop} is ${value}, need a whole number of ${most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `${least} to ${most}`}`);
}

/** Refuses what is no percentage above 0. Tokens pass. */
export function requirePercent(scope: IConstruct, prop: string, value: number): void {
  if (isLiteral(value) && (value <= 0 || value > 100)) refuse(scope, `${prop} is ${value}, need more than 0 and at most 100`);
}

/** Whether a number is known at synth. */
export function isLiteral(value: number): boolean {
  return !Token.isUnresolved(value);
}

/** Refuses counts that are not least ≤ desired ≤ most. Tokens pass. */
export function requireCounts(scope: IConstruct, minCapacity: number, maxCapacity: number, desiredProp: string, desired: number): void {
  const counts = { minCapacity, maxCapacity, [desiredProp]: desired };
  Object.entries(counts).forEach(([prop, count]) => requireWithin(scope, prop, count, 0, Number.MAX_SAFE_INTEGER));
  if ([minCapacity, maxCapacity].every(isLiteral) && minCapacity > maxCapacity) {
    refuse(scope, `minCapacity is ${minCapacity}, need at most maxCapacity, which is ${maxCapacity}`);
  }
  if (Object.values(counts).every(isLiteral) && (desired < minCapacity || desired > maxCapacity)) {
    refuse(scope, `${desiredProp} is ${desired}, need ${minCapacity} to ${maxCapacity}, as minCapacity and maxCapacity say`);
  }
}
