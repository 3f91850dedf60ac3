import { IEnvironmentAware } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { mostSimilar } from './most-similar';
import { isLiteral, isUnresolved, mustBe, refuse, requireKnown } from './refuse';
import { requireSameRegion } from './regions';
import { CONSTANTS, ENUMS, MEMBERS, PARAMETERS, STRUCTS } from './shapes';
import { requireSameStage } from './stages';

const LISTED_MEMBERS = 6;
/** Share and number of the characters in which a misspelled prop differs from the prop that is meant, at most. */
const MOST_MISSPELLED = { share: 0.2, characters: 2 };
/** Types whose resources refer to resources of their own Region only (AWS Fault Isolation Boundaries, Regional services). */
const REGIONAL = [
  'ApplicationTargetGroup', 'IApplicationListener', 'IApplicationTargetGroup', 'ICluster', 'ISecurityGroup', 'ISubnet', 'ITrustStoreRef', 'IVpc', 'IVpcEndpoint',
];
/** Which tokens a value can be: none, any, or, by default, one instead of a value but not of an object with methods. */
type Tokens = 'none' | 'any' | undefined;

/** Types of JSON, for example of a component of a request that AWS WAF inspects. */
const JSON_TYPES = ['any', 'unknown'];
/** Values of deprecated members of `ec2.SubnetType`. */
const DEPRECATED = /^Deprecated_/;
const SHAPE = /(?<type>.+?)(?<known>!?)(?<optional>\??)$/;
/** Items of lists that can be a token as a whole. */
const OF_LIST_TOKENS = ['string', 'any', 'unknown'];
const COLLECTION = /(?<item>.*)(?<collection>\[0?\+?\]|\{\})/;

/**
 * Holds props, nested structs included, to the types that the public API declares: JavaScript does not check them, and other languages check less than
 * TypeScript. Refuses `null`, NaN and infinite numbers, unknown enum members, lists that are empty or have duplicates, and misspelled props. Tokens of the type pass,
 * except where the docstring has the tag `@knownAtSynthesis`. Other unknown props pass, because structs of an app can extend those of the library.
 * @param scope construct that takes the props; undefined for a class that is no construct
 * @param struct name of the props interface
 * @param prop that has the struct, for error messages; nothing for the props of the construct itself
 */
export function requireProps(scope: IConstruct | undefined, struct: string, props: object | undefined, prop = ''): void {
  const shapes = STRUCTS[struct];
  if (!shapes) throw new Error(`no shape of ${struct}: run npx projen`);
  requireKnown(scope, prop || 'props', props);
  if (typeof props !== 'object' || props === null || Array.isArray(props) || isOfOtherClass(props, shapes)) mustBe(scope, prop || 'props', withArticle(struct), props);
  if (isOfTemplate(struct)) requireNoOthers(scope, struct, shapes, props, prop);
  else requireSpelling(scope, struct, shapes, props, prop || 'props');
  requireAll(scope, shapes, props, prop ? `${prop}.` : '', isOfTemplate(struct) ? 'any' : undefined);
}

/**
 * Props that are held to their types, as a copy: a list, map or struct that the app changes later has no effect on what was checked.
 * @param scope construct that takes the props
 */
export function ownProps<T extends object>(scope: IConstruct | undefined, struct: string, props: T, prop = ''): T {
  requireProps(scope, struct, props, prop);
  return copyOf(struct, props);
}

/** A copy of the lists, maps, structs and JSON in a value of a type. Instances and values of other types are those of the original. */
export function copyOf<T>(shape: string, value: T, copies = new Map<unknown, unknown>()): T {
  if (typeof value !== 'object' || value === null || isUnresolved(value)) return value;
  // A list with an item twice has its copy twice, and is refused.
  if (copies.has(value)) return copies.get(value) as T;
  const { item, collection } = COLLECTION.exec(shape)?.groups ?? {};
  const isList = collection !== undefined && collection !== '{}';
  // A copy of an instance would be a literal, without what it inherits.
  if (!Array.isArray(value) && !isLiteral(value)) return value;
  const isJson = JSON_TYPES.includes(shape);
  if (!isJson && (isList !== Array.isArray(value) || (collection === undefined && !(shape in STRUCTS)))) return value;
  const shapeOf = (name: string) => isJson ? shape : item ?? SHAPE.exec(STRUCTS[shape][name] ?? '')?.groups!.type ?? '';
  const copy: object = Array.isArray(value) ? new Array(value.length) : {};
  // Before its entries, which can have the value itself.
  copies.set(value, copy);
  for (const [name, each] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    Object.defineProperty(copy, name, { value: copyOf(shapeOf(`${name}`), each, copies), enumerable: true, writable: true, configurable: true });
  }
  return copy as T;
}

/**
 * Holds the arguments of a public method to their declared types, as `requireProps` does with props.
 * @param scope construct that has the method, or first argument of a static method
 * @param method for example `FargateService.addSecret`
 * @param args the arguments by the names of the parameters, with `scope` if the method has that parameter
 */
export function requireArguments(scope: IConstruct | undefined, method: string, args: Record<string, unknown>): void {
  const shapes = PARAMETERS[method];
  if (!shapes) throw new Error(`no shape of ${method}: run npx projen`);
  requireAll(scope, shapes, args, '');
}

/**
 * Holds a value that has no prop or parameter of its own to a type, for example what a factory without a scope took.
 * @param type `string`, `number`, `boolean`, or the name of a class, an interface or a struct of the library
 */
export function requireArgument(scope: IConstruct | undefined, name: string, type: string, value: unknown): void {
  requireShape(scope, name, type, value);
}

function requireAll(scope: IConstruct | undefined, shapes: Record<string, string>, values: object, above: string, tokens?: Tokens): void {
  for (const [name, shape] of Object.entries(shapes)) {
    const value = (values as any)[name];
    const { type, known, optional } = SHAPE.exec(shape)!.groups!;
    // Constructs spread props, which leaves out what an object inherits, for example from the getters of a class.
    if (value !== undefined && !Object.hasOwn(values, name)) refuse(scope, `${above}${name} must be a property of the object itself, got one that it inherits`);
    // Errors name the props of a construct without `props`.
    if (name === 'props' && type in STRUCTS) requireProps(scope, type, value === undefined && optional ? {} : value);
    else if (value !== undefined || !optional) requireShape(scope, above + name, type, value, known ? 'none' : tokens);
  }
}

function requireShape(scope: IConstruct | undefined, prop: string, shape: string, value: unknown, tokens?: Tokens): void {
  if (tokens === 'none') requireKnown(scope, prop, value);
  const { item, collection } = COLLECTION.exec(shape)?.groups ?? {};
  if (isUnresolved(value) && (tokens === 'any' || (collection === undefined && isOfTemplate(shape)))) return;
  if (collection === '{}') return requireMap(scope, prop, item, value, tokens);
  if (collection !== undefined) return requireItems(scope, prop, item, collection, value, tokens);
  if (shape in STRUCTS) return requireProps(scope, shape, value as object, prop);
  if (shape in ENUMS) return requireMember(scope, prop, shape, ENUMS[shape](), value);
  const fault = faultOf(shape, value);
  if (fault) mustBe(scope, prop, fault, value);
  if (!scope) return;
  requireSameStage(scope, prop, withArticle(shape), value);
  if (REGIONAL.includes(shape)) requireSameRegion(scope, prop, withArticle(shape), value as IConstruct & IEnvironmentAware);
}

// aws-cdk-lib leaves unknown properties of an L1 out of the template, for example those in the upper case of CloudFormation.
function requireNoOthers(scope: IConstruct | undefined, struct: string, shapes: Record<string, string>, props: object, prop: string): void {
  const other = Object.entries(props).find(([name, value]) => value !== undefined && !Object.hasOwn(shapes, name));
  if (other) refuse(scope, `${prop} must have properties of ${withArticle(struct)} only, got '${other[0]}'`);
}

// Without a type, a misspelled prop has no effect: the default applies.
function requireSpelling(scope: IConstruct | undefined, struct: string, shapes: Record<string, string>, props: object, prop: string): void {
  const isSet = (name: string) => Object.hasOwn(props, name) && (props as any)[name] !== undefined;
  for (const name of Object.keys(props)) {
    if (Object.hasOwn(shapes, name) || !isSet(name)) continue;
    const missing = Object.keys(shapes).filter((shape) => !isSet(shape));
    const meant = mostSimilar(name, missing, Math.min(name.length * MOST_MISSPELLED.share, MOST_MISSPELLED.characters));
    if (meant !== undefined) refuse(scope, `${prop} must have properties of ${withArticle(struct)} only, got '${name}', the most similar is '${meant}'`);
  }
}

/** Whether an object is an instance without any prop of a struct, for example a `Map` or a `Duration`. */
function isOfOtherClass(value: object, shapes: Record<string, string>): boolean {
  if ((Object.getPrototypeOf(value)?.constructor ?? Object).name === 'Object') return false;
  return Object.keys(shapes).every((name) => (value as any)[name] === undefined);
}

// A struct of an L1, such as a statement of a web ACL, can be a token, and so can its props.
function isOfTemplate(struct: string): boolean {
  return struct.includes('.Cfn');
}

function requireItems(scope: IConstruct | undefined, prop: string, item: string, collection: string, value: unknown, tokens: Tokens): void {
  // `Token.asList` is a list of strings.
  if (!OF_LIST_TOKENS.includes(item)) requireKnown(scope, prop, value);
  if (!Array.isArray(value)) mustBe(scope, prop, 'a list', value);
  if (isUnresolved(value)) return;
  if (value.length === 0 && !collection.includes('0')) refuse(scope, `${prop} must not be empty`);
  // `forEach` of a list leaves out its holes.
  Array.from(value).forEach((each, index) => requireShape(scope, `${prop}[${index}]`, item, each, tokens));
  const repeated = collection.includes('+') ? undefined : value.find((each, index) => value.indexOf(each) !== index);
  if (repeated !== undefined) mustBe(scope, prop, 'a list without duplicates', value);
}

function requireMap(scope: IConstruct | undefined, prop: string, item: string, value: unknown, tokens: Tokens): void {
  requireKnown(scope, prop, value);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isEmptyInstance(value)) mustBe(scope, prop, 'a map', value);
  // An assignment to this key is none to a property.
  if (Object.hasOwn(value, '__proto__')) mustBe(scope, prop, 'a map without the key __proto__', value);
  for (const [key, each] of Object.entries(value)) requireShape(scope, `${prop}.${key}`, item, each, tokens);
}

// A `Map` has no entries for `Object.entries`, and would count as empty.
function isEmptyInstance(value: object): boolean {
  return Object.keys(value).length === 0 && Object.getPrototypeOf(value) !== null && !isLiteral(value);
}

/** Requires a member of an enum. Tokens of a number pass as members of an enum of numbers. */
export function requireMember(
  scope: IConstruct | undefined, prop: string, name: string, values: Record<string, string | number>, value: unknown,
): void {
  // Enums of numbers have each member under its number too.
  const members = Object.entries(values).filter(([member]) => Number.isNaN(Number(member)));
  if (isUnresolved(value)) {
    // The type of a token is not that of an enum of strings. Constructs compare its members at synthesis.
    if (typeof members[0][1] === 'string') requireKnown(scope, prop, value);
    if (typeof value !== 'number') mustBe(scope, prop, 'a number', value);
    return;
  }
  if (members.some(([, member]) => member === value)) return;
  const listed = members.filter(([, member]) => !DEPRECATED.test(`${member}`)).map(([member]) => `${name}.${member}`);
  mustBe(scope, prop, listed.length > LISTED_MEMBERS ? `a member of ${name}` : list(listed), value);
}

/** What a value must be instead; undefined where it is of the type. */
function faultOf(type: string, value: unknown): string | undefined {
  switch (type) {
    case 'unknown': return undefined;
    case 'any': return value === null || value === undefined ? 'a value' : undefined;
    case 'id': return typeof value === 'string' && value !== '' ? undefined : 'a string of at least 1 character';
    case 'string': return typeof value === 'string' ? undefined : 'a string';
    case 'boolean': return typeof value === 'boolean' ? undefined : 'true or false';
    case 'number': return Number.isFinite(value) ? undefined : 'a finite number';
    case 'object': return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'an object';
    default: return isInstance(type, value) ? undefined : withArticle(type) + suchAs(type);
  }
}

// By its members, not by `instanceof`: an app can have more than one copy of aws-cdk-lib, factories return literals, and objects of other languages are proxies.
function isInstance(type: string, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (type === 'IConstruct' || type === 'Construct') return Construct.isConstruct(value);
  const members = MEMBERS[type];
  // A class without members is recognized by what its objects are not.
  if (members.length > 0) return members.every((member) => member in value);
  return Object.getPrototypeOf(value) !== null && !isLiteral(value) && !isUnresolved(value);
}

/** A type as error messages show it. The module of a struct of aws-cdk-lib comes first in its name. */
function withArticle(name: string): string {
  const type = name.slice(name.indexOf('.') + 1);
  return `${/^[AEIOU]/.test(type) ? 'an' : 'a'} ${type}`;
}

// A static member that a class does not have is undefined in JavaScript.
function suchAs(type: string): string {
  const names = (CONSTANTS[type] ?? []).map((name) => `${type}.${name}`);
  return names.length ? ` such as ${list(names.slice(0, LISTED_MEMBERS))}` : '';
}

function list(names: string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
