/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- a template is JSON of any shape */
export type Json = any;

/** A CloudFormation template. */
export interface Template {
  readonly Parameters?: Record<string, Json>;
  readonly Mappings?: Record<string, Json>;
  readonly Conditions?: Record<string, Json>;
  readonly Resources: Record<string, Resource>;
  readonly Outputs?: Record<string, Json>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Json;
  readonly [attribute: string]: Json;
}

/** Marks a value that a fault removes. */
export const ABSENT = Symbol('absent');

/** A template that a strict reviewer accepts. */
export interface Sound {
  /** Service, by AWS's own name. */
  readonly service: string;
  readonly name: string;
  /** AWS page whose guidance the template follows. */
  readonly guidance: string;
  readonly template: Template;
}

/** One change of a sound template that a reviewer refuses. */
export interface Fault {
  readonly service: string;
  readonly name: string;
  /** Name of a sound template or of a platform, or a template of the table itself. */
  readonly in: string | Template;
  readonly edit: Edit;
  /** Why the check does not find it. */
  readonly slipsThrough?: string;
}

/** A value is replaced or removed, a resource is removed, or a resource is added. A resource is named by its logical ID, or by its type: the first of the type. */
export type Edit =
  | { readonly at: readonly (string | number)[]; readonly value: Json | typeof ABSENT }
  | { readonly drop: string }
  | { readonly add: Readonly<Record<string, Resource>> };

/** How a fault is written in the template: as it is, or such that only a deployment shows it. */
export const WAYS = ['plain', 'Fn::If', 'Fn::If, other branch', 'Ref with default', 'Ref', 'Fn::ImportValue', 'Fn::GetAtt of a module', 'Fn::Select', 'Fn::Select, fixed', 'Fn::FindInMap', 'capitals', 'Condition'] as const;
export type Way = typeof WAYS[number];

const CONDITION = 'FaultCondition';
const PARAMETER = 'FaultParameter';
const STAGE = 'FaultStage';
const MAP = 'FaultMap';
const MODULE = 'FaultModule';

/** A change of a value. The path is written as in `Properties.Statement[0].Action`; `Properties.` is omitted. */
export function change(service: string, name: string, where: Fault['in'], resource: string, path: string, value: Json | typeof ABSENT): Fault {
  const steps = `Properties.${path}`.split(/[.[\]]+/).filter((step) => step !== '').map((step) => /^\d+$/.test(step) ? Number(step) : step);
  return { service, name, in: where, edit: { at: [resource, ...steps], value } };
}

/** The removal of a resource. */
export function removal(service: string, name: string, where: Fault['in'], resource: string): Fault {
  return { service, name, in: where, edit: { drop: resource } };
}

/** An additional resource. */
export function addition(service: string, name: string, where: Fault['in'], type: string, properties: Json): Fault {
  return { service, name, in: where, edit: { add: { Fault: { Type: type, Properties: properties } } } };
}

/** A row of a table: what is wrong, logical ID or type, path and value; without a path the resource is removed. */
export type Row = readonly [name: string, resource: string, path?: string, value?: Json, slipsThrough?: string];

/** Faults of one template, or of a sound template or a platform by its name. */
export function faultsIn(service: string, template: Fault['in'], rows: readonly Row[]): Fault[] {
  return rows.map(([name, resource, path, value, slipsThrough]) => ({
    ...path === undefined ? removal(service, name, template, resource) : change(service, name, template, resource, path, value), slipsThrough,
  }));
}

/** Resources that must not be added. */
export function additionsTo(
  service: string, template: Fault['in'], rows: ReadonlyArray<readonly [name: string, type: string, properties: Json]>,
): Fault[] {
  return rows.map(([name, type, properties]) => addition(service, name, template, type, properties));
}

/** The template with a fault written in a way, or undefined if the fault cannot be written so. */
export function withFault(template: Template, named: Edit, way: Way): Template | undefined {
  const copy = structuredClone(template);
  const edit = resolved(template, named);
  if ('drop' in edit) {
    const dropped = copy.Resources[edit.drop];
    if (!dropped) throw new Error(`the template has no resource '${edit.drop}'`);
    if (way === 'Condition') {
      return conditional({ ...copy, Resources: { ...copy.Resources, [edit.drop]: { ...dropped, Condition: CONDITION } } });
    }
    if (way !== 'plain') return undefined;
    delete (copy.Resources as Json)[edit.drop];
    return copy;
  }
  if ('add' in edit) {
    const added = structuredClone(edit.add);
    if (way === 'plain') return { ...copy, Resources: { ...copy.Resources, ...added } };
    if (way !== 'Condition') return undefined;
    return conditional({
      ...copy,
      Resources: {
        ...copy.Resources,
        ...Object.fromEntries(Object.entries(added).map(([id, resource]) => [id, { ...resource, Condition: CONDITION }])),
      },
    });
  }
  const [id, ...path] = edit.at;
  if (!copy.Resources[id]) throw new Error(`the template has no resource '${id}'`);
  const right = valueAt(copy.Resources[id], path);
  const wrong = edit.value === ABSENT ? { Ref: 'AWS::NoValue' } : edit.value;
  const alternative = right === undefined ? { Ref: 'AWS::NoValue' } : right;
  switch (way) {
    case 'plain':
      setAt(copy.Resources[id], path, edit.value);
      return copy;
    case 'Fn::If':
      if (path[0] !== 'Properties') return undefined;
      setAt(copy.Resources[id], path, { 'Fn::If': [CONDITION, wrong, alternative] });
      return conditional(copy);
    case 'Fn::If, other branch':
      if (path[0] !== 'Properties') return undefined;
      setAt(copy.Resources[id], path, { 'Fn::If': [CONDITION, alternative, wrong] });
      return conditional(copy);
    case 'Ref with default':
    case 'Ref': {
      if (path[0] !== 'Properties') return undefined;
      const list = Array.isArray(edit.value) && edit.value.length > 0 && edit.value.every((item) => typeof item === 'string');
      if (!list && !isScalar(edit.value)) return undefined;
      setAt(copy.Resources[id], path, { Ref: PARAMETER });
      return {
        ...copy,
        Parameters: {
          ...copy.Parameters,
          [PARAMETER]: {
            Type: list ? 'CommaDelimitedList' : 'String',
            ...(way !== 'Ref' && { Default: list ? edit.value.join(',') : String(edit.value) }),
          },
        },
      };
    }
    case 'Fn::ImportValue':
      if (path[0] !== 'Properties' || !isScalar(edit.value)) return undefined;
      setAt(copy.Resources[id], path, { 'Fn::ImportValue': 'another-stack-value' });
      return copy;
    case 'Fn::GetAtt of a module':
      if (path[0] !== 'Properties' || !isScalar(edit.value)) return undefined;
      setAt(copy.Resources[id], path, { 'Fn::GetAtt': [MODULE, 'Value'] });
      return { ...copy, Resources: { ...copy.Resources, [MODULE]: { Type: 'Acme::Values::Own::MODULE' } } };
    case 'Fn::Select':
      if (path[0] !== 'Properties' || !isScalar(edit.value)) return undefined;
      setAt(copy.Resources[id], path, { 'Fn::Select': [{ Ref: PARAMETER }, isScalar(right) ? [right, wrong] : [wrong]] });
      return { ...copy, Parameters: { ...copy.Parameters, [PARAMETER]: { Type: 'Number' } } };
    case 'Fn::Select, fixed':
      if (path[0] !== 'Properties' || !isScalar(edit.value)) return undefined;
      setAt(copy.Resources[id], path, { 'Fn::Select': [0, [wrong]] });
      return copy;
    // CloudFormation accepts a boolean as text, also with capitals.
    case 'capitals':
      if (path[0] !== 'Properties' || typeof edit.value !== 'boolean') return undefined;
      setAt(copy.Resources[id], path, edit.value ? 'True' : 'False');
      return copy;
    case 'Fn::FindInMap':
      if (path[0] !== 'Properties' || !isScalar(edit.value)) return undefined;
      setAt(copy.Resources[id], path, { 'Fn::FindInMap': [MAP, { Ref: PARAMETER }, 'value'] });
      return {
        ...copy,
        Parameters: { ...copy.Parameters, [PARAMETER]: { Type: 'String' } },
        Mappings: { ...copy.Mappings, [MAP]: { dev: { value: wrong }, ...isScalar(right) && { prod: { value: right } } } },
      };
    case 'Condition':
      (copy.Resources as Json)[id] = { ...copy.Resources[id], Condition: CONDITION };
      setAt(copy.Resources[id], path, edit.value);
      return conditional(copy);
  }
}

function isScalar(value: Json): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function resolved(template: Template, edit: Edit): Edit {
  if ('at' in edit) return { ...edit, at: [idOf(template, String(edit.at[0])), ...edit.at.slice(1)] };
  return 'drop' in edit ? { drop: idOf(template, edit.drop) } : edit;
}

function idOf({ Resources }: Template, name: string): string {
  if (!name.includes('::')) return name;
  const found = Object.keys(Resources).find((id) => Resources[id].Type === name);
  if (found === undefined) throw new Error(`the template has no resource of type '${name}'`);
  return found;
}

function conditional(template: Template): Template {
  return {
    ...template,
    Parameters: { ...template.Parameters, [STAGE]: { Type: 'String' } },
    Conditions: { ...template.Conditions, [CONDITION]: { 'Fn::Equals': [{ Ref: STAGE }, 'a'] } },
  };
}

function valueAt(value: Json, path: readonly (string | number)[]): Json {
  return path.reduce((part, key) => part?.[key], value);
}

function setAt(resource: Json, path: readonly (string | number)[], value: Json) {
  let part = resource;
  for (const [index, key] of path.slice(0, -1).entries()) {
    part[key] ??= typeof path[index + 1] === 'number' ? [] : {};
    part = part[key];
  }
  const last = path.at(-1)!;
  if (value !== ABSENT) part[last] = value;
  else if (Array.isArray(part)) part.splice(Number(last), 1);
  else delete part[last];
}
