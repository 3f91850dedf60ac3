import { IConstruct } from 'constructs';
import { isUnresolved, mustBe, refuse, requireKnown } from './refuse';

/** The accepted lengths of a list. */
export interface ListLimit {
  /** @default 1 */
  readonly min?: number;
  /** @default - no maximum */
  readonly max?: number;
}

/** Refuses a list that is empty, too long, or has the same value twice. Tokens and `undefined` pass. */
export function requireList(scope: IConstruct | undefined, prop: string, list: readonly unknown[] | undefined, limit: ListLimit = {}): void {
  const { min = 1, max = Infinity } = limit;
  if (list === undefined || isUnresolved(list)) return;
  if (list.length === 0 && min > 0) refuse(scope, `${prop} must not be empty`);
  if (list.length < min || list.length > max) {
    mustBe(scope, prop, `a list of ${max === Infinity ? `at least ${min}` : max === min ? min : `${min} to ${max}`}`, list);
  }
  if (new Set(list).size < list.length) mustBe(scope, prop, 'a list without duplicates', list);
}

/**
 * Refuses a key that is none of those that exist.
 * @param need what the key must be, for the message, which lists the keys
 */
export function requireKey(scope: IConstruct | undefined, argument: string, need: string, keys: readonly string[], key: string): void {
  requireKnown(scope, argument, key);
  if (!keys.includes(key)) mustBe(scope, argument, `${need} (${keys.join(', ') || 'none'})`, key);
}

/**
 * The entry of a map under a key. A missing key is `undefined` in TypeScript, and a null reference in other languages, which fails elsewhere.
 * @param need what the key must be, for the message, which lists the keys
 */
export function requireEntry<T>(scope: IConstruct | undefined, argument: string, need: string, entries: Readonly<Record<string, T>>, key: string): T {
  requireKey(scope, argument, need, Object.keys(entries), key);
  return entries[key];
}
