import { createHash } from 'crypto';
import { IConstruct } from 'constructs';
import { isUnresolved, mustBe, refuse } from '../validation';
import { NameLimit } from './name-limit';

const HASH_LENGTH = 8;

/** Refuses a physical name that the service rejects. Tokens and `undefined` pass. */
export function requireName(scope: IConstruct, prop: string, name: string | undefined, limit: NameLimit): void {
  if (name === undefined || isUnresolved(name)) return;
  const { maxLength, characters, pattern, reserved, reservedPattern } = limit;
  const resource = `${/^[aeiou]/i.test(limit.resource) ? 'an' : 'a'} ${limit.resource}`;
  if (name.length > maxLength) refuse(scope, `${prop} must be at most ${maxLength} characters for ${resource}, got ${name.length}`);
  if (!new RegExp(`^${pattern}$`).test(name)) mustBe(scope, prop, `${resource} name of ${characters}`, name);
  if (reservedPattern !== undefined && new RegExp(reservedPattern).test(name)) {
    mustBe(scope, prop, `${resource} name that does not ${reserved}, which AWS reserves`, name);
  }
}

/**
 * Cuts a name to a length. A cut name gets a hash of the whole name, so that names remain distinct, and keeps the suffix of the environment.
 */
export function cut(name: string, maxLength: number, suffix?: string): string {
  if (name.length <= maxLength) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH);
  const end = suffix && name.endsWith(`-${suffix}`) && suffix.length < maxLength / 2 ? `${hash}-${suffix}` : hash;
  return `${name.slice(0, maxLength - end.length - 1).replace(/-+$/, '')}-${end}`;
}
