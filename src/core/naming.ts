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

/** Cuts a name to a length; what is cut stays distinct through a hash of the whole. */
export function cut(name: string, maxLength: number): string {
  if (name.length <= maxLength) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH);
  return `${name.slice(0, maxLength - HASH_LENGTH - 1).replace(/-+$/, '')}-${hash}`;
}
