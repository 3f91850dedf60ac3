import { Json } from '../../src/compliance/rendered';

/** Properties that have all others of their type. */
const REQUIRED: Record<string, string> = { 'AWS::CloudFront::Distribution': 'DistributionConfig', 'AWS::CloudFront::VpcOrigin': 'VpcOriginEndpointConfig' };

/** A template with one change. */
export interface Variant {
  readonly change: string;
  readonly template: Json;
}

type Path = readonly string[];

const CONDITIONS = { Open: { 'Fn::Equals': [{ Ref: 'Switch' }, 'on'] } };
const SWITCH = { Switch: { Type: 'String' } };
/** Values that the template does not know. */
const UNKNOWN_VALUES: Record<string, Json> = {
  'a parameter': { Ref: 'Given' },
  'an import': { 'Fn::ImportValue': 'given' },
  'a dynamic reference': '{{resolve:ssm:given}}',
  'an output of another stack': { 'Fn::GetStackOutput': { StackName: 'other', OutputName: 'given' } },
  'a part of a parameter': { 'Fn::Select': [0, { 'Fn::Split': [',', { Ref: 'Given' }] }] },
};

/** The template, in which each value is behind `Fn::If` in turn, in both branches. One of the branches has the template as it was. */
export function behindIf(template: Json): Variant[] {
  return valuesOf(template).flatMap((path) => {
    const value = at(template, path);
    return [[value, { Ref: 'AWS::NoValue' }], [{ Ref: 'AWS::NoValue' }, value]].map((branches, index) => variant(
      `Fn::If around ${path.join('.')} (${index})`, withConditions(replaced(template, path, { 'Fn::If': ['Open', ...branches] }))));
  });
}

/** The template, in which each literal is the default, or one of the allowed values, of a parameter. */
export function behindParameter(template: Json): Variant[] {
  return valuesOf(template).filter((path) => typeof at(template, path) !== 'object').flatMap((path) => {
    const value = String(at(template, path));
    return [{ Default: value }, { AllowedValues: ['another', value] }].map((declared) => variant(
      `${Object.keys(declared)[0]} for ${path.join('.')}`,
      { ...replaced(template, path, { Ref: 'Given' }), Parameters: { Given: { Type: 'String', ...declared } } }));
  });
}

/**
 * The template, in which each value is known only to a deployment. A deployment cannot give a reference to a resource of the template; an empty value is one
 * that a required property never has.
 */
export function unknownValues(template: Json): Variant[] {
  const isValue = (text: string) => !/"(Ref|Fn::\w+)"/.test(text) && !['""', '[]', '{}'].includes(text);
  const paths = valuesOf(template).filter((path) => isValue(JSON.stringify(at(template, path))));
  return paths.flatMap((path) => Object.entries(UNKNOWN_VALUES).map(([name, value]) => variant(
    `${name} for ${path.join('.')}`, { ...replaced(template, path, value), Parameters: { Given: { Type: 'String' } } })));
}

/** The template, in which each resource exists only under a condition. */
export function underCondition(template: Json, ids: readonly string[] = Object.keys(template.Resources)): Variant[] {
  return ids.map((id) => variant(`Condition on ${id}`, withConditions(replaced(template, ['Resources', id, 'Condition'], 'Open'))));
}

/** The template without one of its resources other than the resource under test. */
export function withoutOne(template: Json): Array<Variant & { readonly id: string }> {
  return Object.keys(template.Resources).filter((id) => id !== 'It').map((id) => {
    const { [id]: _, ...Resources } = template.Resources;
    return { id, ...variant(`without ${id}`, { ...template, Resources }) };
  });
}

/** The template, in which each value is taken out, and is empty. */
export function emptied(template: Json): Array<{ readonly without: Json; readonly variants: Variant[] }> {
  return valuesOf(template).map((path) => {
    const value = at(template, path);
    const empty = Array.isArray(value) ? [] : value !== null && typeof value === 'object' && !isFunction(value) ? {} : '';
    return {
      without: isItem(path) ? removed(template, path) : replaced(template, path, undefined),
      // An object of a list may be one without settings.
      variants: [null, ...isEqual(value, empty) || isItem(path) && typeof empty === 'object' ? [] : [empty]].map((one) => variant(`${JSON.stringify(one)} for ${path.join('.')}`, replaced(template, path, one))),
    };
  });
}

/** The template, from which each value, and all properties of each resource, are left out. */
export function leftOut(template: Json): Json[] {
  const isRequired = ([, id, , property, ...rest]: Path) => {
    const required = REQUIRED[template.Resources[id].Type];
    return required !== undefined && rest.length === 0 && [undefined, required].includes(property);
  };
  const paths = [...Object.keys(template.Resources).map((id) => ['Resources', id, 'Properties']), ...valuesOf(template)];
  return paths.filter((path) => !isRequired(path)).map((path) => removed(template, path));
}

/** The template, in which each value, and all properties of each resource, are replaced by a value of another type. */
export function mistyped(template: Json): Variant[] {
  const all = Object.keys(template.Resources).map((id) => ['Resources', id, 'Properties']);
  return [...all, ...valuesOf(template)].flatMap((path) => [{}, [], '', 0, true, [null], 'x', { Ref: 'Given' }].map((value) => variant(
    `${JSON.stringify(value)} for ${path.join('.')}`, { ...replaced(template, path, value), Parameters: { Given: { Type: 'String' } } })));
}

function variant(change: string, template: Json): Variant {
  return { change, template };
}

function withConditions(template: Json): Json {
  return { ...template, Conditions: CONDITIONS, Parameters: SWITCH };
}

// Paths of all values in the properties of resources. The arguments of an intrinsic function are none.
function valuesOf({ Resources }: Json): Path[] {
  const below = (value: Json, path: Path): Path[] => {
    const parts = value === null || typeof value !== 'object' || isFunction(value) ? [] : Object.entries(value);
    return parts.filter(([, part]) => part !== undefined).flatMap(([key, part]) => [[...path, key], ...below(part, [...path, key])]);
  };
  return Object.entries<Json>(Resources).flatMap(([id, { Properties }]) => below(Properties, ['Resources', id, 'Properties']));
}

function isItem(path: Path): boolean {
  return /^\d+$/.test(path[path.length - 1]);
}

function isEqual(one: Json, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isFunction(value: Json): boolean {
  return value !== null && typeof value === 'object' && /^(Ref|Fn::)/.test(Object.keys(value)[0] ?? '');
}

function at(value: Json, path: Path): Json {
  return path.reduce((part, key) => part[key], value);
}

function replaced(value: Json, [key, ...rest]: Path, by: Json): Json {
  if (key === undefined) return by;
  const part = replaced(value[key], rest, by);
  return Array.isArray(value) ? value.map((item, index) => index === Number(key) ? part : item) : { ...value, [key]: part };
}

function removed(value: Json, [key, ...rest]: Path): Json {
  if (rest.length > 0) return replaced(value, [key], removed(value[key], rest));
  if (Array.isArray(value)) return value.filter((_, index) => index !== Number(key));
  const { [key]: _, ...others } = value;
  return others;
}
