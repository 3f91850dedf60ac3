import { createHash } from 'crypto';
import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { refuse } from './errors';
import { NameLimit } from './name-limit';

const HASH_LENGTH = 8;

/** Refuses a name that the service would refuse at deployment. Tokens and names left out pass. */
export function requireName(scope: IConstruct, prop: string, name: string | undefined, limit: NameLimit): void {
  if (name === undefined || Token.isUnresolved(name)) return;
  if (name.length > limit.maxLength) {
    refuse(scope, `${prop} '${name}' has ${name.length} characters, need at most ${limit.maxLength} for a ${limit.resource}`);
  }
  if (!new RegExp(`^${limit.pattern}$`).test(name)) {
    refuse(scope, `${prop} is '${name}', need a ${limit.resource} name that matches ${limit.pattern}`);
  }
  if (limit.reserved !== undefined && new RegExp(limit.reserved).test(name)) {
    refuse(scope, `${prop} is '${name}', need a ${limit.resource} name that does not match ${limit.reserved}, which AWS keeps for itself`);
  }
}

/**
 * Cuts a name to a length. What is cut stays distinct through a hash of the whole, and keeps the suffix that it ends with: that is
 * what tells environments apart.
 */
export function cut(name: string, maxLength: number, suffix?: string): string {
  if (name.length <= maxLength) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH);
  const end = suffix && name.endsWith(`-${suffix}`) && suffix.length < maxLength / 2 ? `${hash}-${suffix}` : hash;
  return `${name.slice(0, maxLength - end.length - 1).replace(/-+$/, '')}-${end}`;
}
