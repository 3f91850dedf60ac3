import { Duration, Size, SizeRoundingBehavior, Token, ValidationError } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';

const SHOWN_LENGTH = 60;
const LIST_TOKEN = /#\{Token\[[^\]]*\]\}/;

/**
 * Throws a validation error that names the construct.
 * @param message in lower case without a final period: `<prop> must be <need>, got <got>`
 */
export function refuse(scope: IConstruct, message: string): never {
  throw new ValidationError('InvalidProps' as never, message, scope);
}

/** Throws `<prop> must be <need>, got <got>`. */
export function mustBe(scope: IConstruct, prop: string, need: string, got: unknown): never {
  refuse(scope, `${prop} must be ${need}, got ${shown(got)}`);
}

/** Throws where more than one of several props is set. The message names them in the order given. */
export function requireAtMostOne(scope: IConstruct, props: { [name: string]: unknown }): void {
  const [first, second] = Object.keys(props).filter((name) => props[name] !== undefined);
  if (second) refuse(scope, `specify either ${first} or ${second}, not both`);
}

/** Throws where synthesis needs the value of a prop and the prop is a token. */
export function requireKnown(scope: IConstruct, prop: string, value: unknown): void {
  if (isUnresolved(value)) refuse(scope, `${prop} must be known at synthesis, got a token`);
}

/** Whether only a deployment resolves a value. */
export function isUnresolved(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (value instanceof Duration || value instanceof Size) return value.isUnresolved();
  // The only element of a list that is a token. `Token.isUnresolved` recognizes the list but not the element.
  if (typeof value === 'string' && LIST_TOKEN.test(value)) return true;
  // A stack has a method `resolve`, as tokens have.
  return !Construct.isConstruct(value) && Token.isUnresolved(value);
}

/** A value as error messages show it. */
export function shown(value: unknown): string {
  if (isUnresolved(value)) return 'a token';
  if (typeof value === 'string') return `'${value.length > SHOWN_LENGTH ? `${value.slice(0, SHOWN_LENGTH)}…` : value}'`;
  if (value instanceof Duration) return value.toHumanString();
  if (value instanceof Size) return `${value.toKibibytes({ rounding: SizeRoundingBehavior.NONE })} KiB`;
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (Construct.isConstruct(value)) return `'${value.node.path}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  const { name } = Object.getPrototypeOf(value)?.constructor ?? Object;
  if (name !== 'Object') return /^[AEIOU]/.test(name) ? `an ${name}` : `a ${name}`;
  return Object.keys(value).length ? `{ ${Object.keys(value).join(', ')} }` : '{}';
}
