import { IConstruct } from 'constructs';
import { isUnresolved, mustBe, refuse } from './refuse';
import { ENUMS, MEMBERS, STRUCTS } from './shapes';

const LISTED_MEMBERS = 6;
/** Values of deprecated members of `ec2.SubnetType`. */
const DEPRECATED = /^Deprecated_/;
const SHAPE = /^(?<item>.*)(?<collection>\[0?\+?\]|\{\})$/;

/**
 * Holds props, nested structs included, to the types that the public API declares: JavaScript does not check them, and other languages check less than
 * TypeScript. Refuses `null`, NaN and infinite numbers, unknown enum members, and lists that are empty or have duplicates. Tokens pass.
 * @param struct name of the props interface
 * @param prop that has the struct, for error messages; nothing for the props of the construct itself
 */
export function requireProps(scope: IConstruct, struct: string, props: object | undefined, prop = ''): void {
  const shapes = STRUCTS[struct];
  if (!shapes) throw new Error(`no shape of ${struct}: run npx projen`);
  if (typeof props !== 'object' || props === null || Array.isArray(props)) mustBe(scope, prop || 'props', withArticle(struct), props);
  for (const [name, shape] of Object.entries(shapes)) {
    const value = (props as any)[name];
    const path = prop ? `${prop}.${name}` : name;
    if (shape.endsWith('?')) {
      if (value !== undefined) requireShape(scope, path, shape.slice(0, -1), value);
    } else {
      requireShape(scope, path, shape, value);
    }
  }
}

/**
 * Holds an argument of a method to its declared type, as `requireProps` does with props.
 * @param type `string`, `number`, `boolean`, or the name of a class, an interface or a struct of the library
 */
export function requireArgument(scope: IConstruct, name: string, type: string, value: unknown): void {
  requireShape(scope, name, type, value);
}

function requireShape(scope: IConstruct, prop: string, shape: string, value: unknown): void {
  if (isUnresolved(value)) return;
  const { item, collection } = SHAPE.exec(shape)?.groups ?? {};
  if (collection === '{}') return requireMap(scope, prop, item, value);
  if (collection !== undefined) return requireList(scope, prop, item, collection, value);
  if (shape in STRUCTS) return requireProps(scope, shape, value as object, prop);
  if (shape in ENUMS) return requireMember(scope, prop, shape, ENUMS[shape](), value);
  const fault = faultOf(shape, value);
  if (fault) mustBe(scope, prop, fault, value);
}

function requireList(scope: IConstruct, prop: string, item: string, collection: string, value: unknown): void {
  if (!Array.isArray(value)) mustBe(scope, prop, 'a list', value);
  if (value.length === 0 && !collection.includes('0')) refuse(scope, `${prop} must not be empty`);
  value.forEach((each, index) => requireShape(scope, `${prop}[${index}]`, item, each));
  const repeated = collection.includes('+') ? undefined : value.find((each, index) => value.indexOf(each) !== index);
  if (repeated !== undefined) mustBe(scope, prop, 'a list without duplicates', value);
}

function requireMap(scope: IConstruct, prop: string, item: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) mustBe(scope, prop, 'a map', value);
  for (const [key, each] of Object.entries(value)) requireShape(scope, `${prop}.${key}`, item, each);
}

/** Refuses what is no member of an enum. Tokens pass. */
export function requireMember(scope: IConstruct, prop: string, name: string, values: Record<string, string | number>, value: unknown): void {
  if (isUnresolved(value)) return;
  // Enums of numbers have each member under its number too.
  const members = Object.entries(values).filter(([member]) => !/^\d+$/.test(member));
  if (members.some(([, member]) => member === value)) return;
  const listed = members.filter(([, member]) => !DEPRECATED.test(`${member}`)).map(([member]) => `${name}.${member}`);
  mustBe(scope, prop, listed.length > LISTED_MEMBERS ? `a member of ${name}` : list(listed), value);
}

/** What a value must be instead; undefined where it is of the type. */
function faultOf(type: string, value: unknown): string | undefined {
  switch (type) {
    case 'unknown': return undefined;
    case 'any': return value === null || value === undefined ? 'a value' : undefined;
    case 'string': return typeof value === 'string' ? undefined : 'a string';
    case 'boolean': return typeof value === 'boolean' ? undefined : 'true or false';
    case 'number': return Number.isFinite(value) ? undefined : 'a finite number';
    case 'object': return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'an object';
    default: return isInstance(type, value) ? undefined : withArticle(type);
  }
}

// By its members, not by `instanceof`: an app can have more than one copy of aws-cdk-lib, factories return literals, and objects of other languages are proxies.
function isInstance(type: string, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const members = MEMBERS[type] ?? [];
  return members.length ? members.every((member) => member in value) : Object.getPrototypeOf(value) !== Object.prototype;
}

/** A type as error messages show it. The module of a struct of aws-cdk-lib comes first in its name. */
function withArticle(name: string): string {
  const type = name.replace(/^aws-[a-z0-9-]+\./, '');
  return `${/^[AEIOU]/.test(type) ? 'an' : 'a'} ${type}`;
}

function list(names: string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
