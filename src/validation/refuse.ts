import { Duration, Size, SizeRoundingBehavior, Token, UnscopedValidationError, ValidationError } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';

const SHOWN_LENGTH = 60;
/** Characters without a glyph, which would break or reorder the line of an error. */
const INVISIBLE = /[\p{Cc}\u200b\u2028-\u202e\u2066-\u2069\ufeff]/gu;
const ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const LIST_TOKEN = /#\{Token\[[^\]]*\]\}/;
const ERROR = 'InvalidProps' as never;

/**
 * Throws a validation error that names the construct, where there is one.
 * @param message in lower case without a final period: `<prop> must be <need>, got <got>`
 */
export function refuse(scope: IConstruct | undefined, message: string): never {
  // What a user passes as scope can be anything.
  const error = Construct.isConstruct(scope) ? new ValidationError(ERROR, message, scope) : new UnscopedValidationError(ERROR, message);
  // Other languages get the error of a method as this text, which has the name of the error before the message by default.
  throw Object.defineProperty(error, 'toString', { value: () => message });
}

/** Throws `<prop> must be <need>, got <got>`. */
export function mustBe(scope: IConstruct | undefined, prop: string, need: string, got: unknown): never {
  refuse(scope, `${prop} must be ${need}, got ${shown(got)}`);
}

/** Throws where more than one of several props is set. The message names them in the order given. */
export function requireAtMostOne(scope: IConstruct | undefined, props: { [name: string]: unknown }): void {
  const [first, second] = Object.keys(props).filter((name) => props[name] !== undefined);
  if (second) refuse(scope, `specify either ${first} or ${second}, not both`);
}

/** Throws where synthesis needs the value of a prop and the prop is a token. */
export function requireKnown(scope: IConstruct | undefined, prop: string, value: unknown): void {
  if (isUnresolved(value)) refuse(scope, `${prop} must be known at synthesis, got a token`);
}

/** Whether only a deployment resolves a value. */
export function isUnresolved(value: unknown): boolean {
  if (isDuration(value) || isSize(value)) return value.isUnresolved();
  // The only element of a list that is a token. `Token.isUnresolved` recognizes the list but not the element.
  if (typeof value === 'string' && LIST_TOKEN.test(value)) return true;
  // A stack has a method `resolve`, as tokens have.
  return !Construct.isConstruct(value) && Token.isUnresolved(value);
}

/** A value as error messages show it. */
export function shown(value: unknown): string {
  if (isUnresolved(value)) return 'a token';
  if (typeof value === 'string') return `'${visible(value.slice(0, SHOWN_LENGTH))}${value.length > SHOWN_LENGTH ? '…' : ''}'`;
  // A duration of NaN has no text.
  if (isDuration(value)) return value.toHumanString() || `${value.toMilliseconds({ integral: false })} ms`;
  if (isSize(value)) return `${value.toKibibytes({ rounding: SizeRoundingBehavior.NONE })} KiB`;
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (Construct.isConstruct(value)) return `'${value.node.path}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  const { name } = Object.getPrototypeOf(value)?.constructor ?? Object;
  if (name !== 'Object') return /^[AEIOU]/.test(name) ? `an ${name}` : `a ${name}`;
  return Object.keys(value).length ? `{ ${Object.keys(value).join(', ')} }` : '{}';
}

function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Whether an object is a literal. One of another realm, for example of a sandbox for tests, has another `Object.prototype`. */
export function isLiteral(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype !== null && Object.getPrototypeOf(prototype) === null;
}

// By their methods, not by `instanceof`: an app can have more than one copy of aws-cdk-lib.
function isDuration(value: unknown): value is Duration {
  return hasMethods(value, 'isUnresolved', 'toMilliseconds');
}

function isSize(value: unknown): value is Size {
  return hasMethods(value, 'isUnresolved', 'toKibibytes');
}

function hasMethods(value: unknown, ...names: string[]): boolean {
  return typeof value === 'object' && value !== null && names.every((name) => typeof (value as any)[name] === 'function');
}
