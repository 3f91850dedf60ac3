import { Token } from 'aws-cdk-lib';
import { NamedArguments, Subject } from './subjects';
import { Api, ApiType, ApiValue } from '../../scripts/public-api';

/** A place in the arguments of a call that has a declared type. */
export interface Site {
  /** Names and indexes from the parameter to the value. */
  readonly path: (string | number)[];
  /** Path without indexes and keys, the same in every variant. */
  readonly key: string;
  /** Names of which an error message must contain one: of the prop, of the struct that it takes, and of the props of that. */
  readonly names: string[];
  readonly type: ApiType;
  readonly optional: boolean;
  /** Whether the variant sets it. */
  readonly isSet: boolean;
  /** Where it is documented, for example `SecureBucketProps.bucketName`. */
  readonly place: string;
  readonly doc: string;
}

/** Every parameter, prop, and first item of a list or map in the arguments of a variant. */
export function sitesOf(api: Api, { name, parameters }: Pick<Subject, 'name' | 'parameters'>, args: NamedArguments): Site[] {
  return parameters.flatMap((parameter) => visit(api, parameter, args, [], '', name));
}

function visit(api: Api, declared: ApiValue, parent: any, above: (string | number)[], keyAbove: string, owner: string): Site[] {
  const path = [...above, declared.name];
  const key = keyAbove ? `${keyAbove}.${declared.name}` : declared.name;
  const value = parent[declared.name];
  const { name, type, optional, doc } = declared;
  const site: Site = { path, key, names: namesOf(api, name, type), type, optional, isSet: value !== undefined, place: `${declared.owner ?? owner}.${name}`, doc };
  return [site, ...value === undefined ? [] : inside(api, type, value, site)];
}

function inside(api: Api, type: ApiType, value: any, { path, key, place, doc, names: [prop] }: Site): Site[] {
  if (Token.isUnresolved(value)) return [];
  if (type.kind === 'struct') return api.structs.get(type.name)!.props.flatMap((each) => visit(api, each, value, path, key, type.name));
  if (type.kind !== 'list' && type.kind !== 'map') return [];
  // Structs in a list can set different props.
  const entries = Object.entries(value).slice(0, type.item!.kind === 'struct' ? undefined : 1).map(([index]) => type.kind === 'list' ? Number(index) : index);
  return entries.flatMap((index) => {
    const site: Site = { path: [...path, index], key: `${key}[]`, names: namesOf(api, prop, type.item!), type: type.item!, optional: false, isSet: true, place, doc };
    return [site, ...inside(api, type.item!, value[index], site)];
  });
}

function namesOf(api: Api, prop: string, type: ApiType): string[] {
  return type.kind === 'struct' ? [prop, type.name, ...api.structs.get(type.name)!.props.map(({ name }) => name)] : [prop];
}

/** The value at a path. */
export function valueAt(args: NamedArguments, path: (string | number)[]): any {
  return path.reduce((value: any, name) => value?.[name], args);
}

/** Arguments with another value at a path. */
export function withValue(args: any, [name, ...rest]: (string | number)[], value: unknown): any {
  const copy = Array.isArray(args) ? [...args] : { ...args };
  copy[name] = rest.length ? withValue(args[name], rest, value) : value;
  return copy;
}
