import { IConstruct } from 'constructs';
import { isUnresolved, mustBe } from './refuse';

/** The accepted values of a string. */
export interface StringLimit {
  /** What it has to be, as the error message says it, for example `an organization id such as o-a1b2c3d4e5`. */
  readonly need: string;
  /** Matches the whole string, so that it needs no anchors. @default - any characters */
  readonly pattern?: RegExp;
  /** @default 1 */
  readonly minLength?: number;
  /** @default - no maximum */
  readonly maxLength?: number;
}

/** A text on one line, for example a name. */
export const LINE: StringLimit = { need: 'a line of 1 to 200 characters', pattern: /[^\p{Cc}]+/u, maxLength: 200 };

const WHOLE = new WeakMap<RegExp, RegExp>();

/** Requires a string within its limits. Tokens and `undefined` pass. */
export function requireString(scope: IConstruct | undefined, prop: string, value: string | undefined, limit: StringLimit): void {
  const { need, pattern, minLength = 1, maxLength = Infinity } = limit;
  // Arguments of static methods can be a token of another type in plain JavaScript.
  if (value === undefined || (isUnresolved(value) && !Array.isArray(value))) return;
  const fits = typeof value === 'string' && value.length >= minLength && value.length <= maxLength && (!pattern || wholeOf(pattern).test(value));
  if (!fits) mustBe(scope, prop, need, value);
}

/** A pattern for whole strings. */
function wholeOf(pattern: RegExp): RegExp {
  const known = WHOLE.get(pattern) ?? new RegExp(`^(?:${pattern.source})$`, pattern.flags);
  WHOLE.set(pattern, known);
  return known;
}

/**
 * Refuses a prefix below which AWS services do not deliver logs. They add `AWSLogs/` themselves; 512 characters leave room for the rest of the object
 * key, which has at most 1,024 bytes (S3 User Guide, Naming Amazon S3 objects). Tokens and `undefined` pass.
 */
export function requireLogPrefix(scope: IConstruct | undefined, prop: string, prefix: string | undefined, maxLength = 512): void {
  requireString(scope, prop, prefix, {
    need: `a prefix of at most ${maxLength} characters without a slash at either end and without AWSLogs`, pattern: /(?!\/)(?!.*AWSLogs)[^\p{Cc}]*[^/\p{Cc}]/u, maxLength,
  });
}

/** Requires a name of the IANA time zone database. Tokens and `undefined` pass. */
export function requireTimeZone(scope: IConstruct | undefined, prop: string, timeZone: string | undefined): void {
  if (timeZone === undefined || isUnresolved(timeZone)) return;
  const need = 'a name of the IANA time zone database such as America/New_York';
  let known: string;
  try {
    known = new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    mustBe(scope, prop, need, timeZone);
  }
  // JavaScript accepts offsets such as +01:00, and names in any case.
  const isOfOtherCase = known !== timeZone && known.toLowerCase() === timeZone.toLowerCase();
  if (/^[+-]/.test(timeZone) || isOfOtherCase) mustBe(scope, prop, need, timeZone);
}
