import { given, listOf } from './intrinsics';
import { writtenText } from './text';
import { Json, RenderedResource } from '../rendered';
import { isLiteralAttribute } from '../worlds/expressions';
import { isIntrinsic, targetOf } from '../worlds/intrinsics';

const SECRET_ATTRIBUTE = /\$\{(\w+)\.(?:\w+\.)?(ClientSecret|SecretAccessKey)\}/;

/**
 * The values that a template has for a value, as they are written: each branch, item of a list and value of a mapping, and the default and the allowed values of a
 * parameter after the parameter itself. A function of which the template does not show the result is a value, too.
 */
export function writtenValues(resource: RenderedResource, value: Json): Json[] {
  if (!isIntrinsic(value)) return [value];
  const [[name, args]] = Object.entries<Json>(value);
  switch (name) {
    case 'Ref': return [value, ...givenTo(resource, value)];
    case 'Fn::If': return Array.isArray(args) ? args.slice(1).flatMap((branch) => writtenValues(resource, branch)) : [value];
    case 'Fn::FindInMap': return orItself(value, mapped(resource, listOf(args)).flatMap((each) => writtenValues(resource, each)));
    case 'Fn::Select': return orItself(value, Array.isArray(args?.[1]) ? args[1].flatMap((item) => writtenValues(resource, item)) : []);
    case 'Fn::Base64': return writtenValues(resource, args);
    case 'Fn::GetAtt': return attribute(resource, value);
    case 'Fn::Join': return [joined(resource, value)];
    case 'Fn::Sub': return substituted(resource, value);
    default: return [value];
  }
}

/** The values of a parameter that are in the template: its default and its allowed values. */
function givenTo(resource: RenderedResource, value: Json): Json[] {
  const { Default, AllowedValues } = (typeof value?.Ref === 'string' && resource.template.parameter(value.Ref)) || {};
  return [Default, ...listOf(AllowedValues)].filter(given);
}

/** A text that has the secret of a resource: of an app client of a user pool, or of an access key. */
export function secretAttributeIn(value: Json): string | undefined {
  const [, id, name] = SECRET_ATTRIBUTE.exec(writtenText(value).replace(/\{\{resolve:.*?\}\}/g, '')) ?? [];
  return name && `${name} of ${id}`;
}

function orItself(value: Json, found: Json[]): Json[] {
  return found.length ? found : [value];
}

// A key that is not a text has every row.
function mapped({ template }: RenderedResource, [map, first, second, more]: Json[]): Json[] {
  const rows = (table: Json, key: Json) => typeof key === 'string' ? [table?.[key]] : Object.values<Json>(table ?? {});
  const found = typeof map === 'string' ? rows(template.mapping(map), first).flatMap((row) => rows(row, second)) : [];
  return [...found, more?.DefaultValue].flat().filter(given);
}

// The value of a parameter of Systems Manager in the template is in the template.
function attribute({ template, logicalId }: RenderedResource, value: Json): Json[] {
  const [id, name] = targetOf(value);
  const target = template.referenced(value);
  if (!target || id === logicalId || !isLiteralAttribute(target.type, name)) return [value];
  return writtenValues(target, target.template.asWritten(target).Value);
}

/** A text without functions, or the value itself where a part has no literal text. */
function joined(resource: RenderedResource, value: Json): Json {
  const [separator, list] = Array.isArray(value['Fn::Join']) ? value['Fn::Join'] : [];
  if (typeof separator !== 'string' || !Array.isArray(list)) return value;
  const parts = list.map((part) => literalOf(resource, part));
  return parts.includes(undefined) ? value : parts.join(separator);
}

function substituted(resource: RenderedResource, value: Json): Json[] {
  const [template, variables = {}] = [value['Fn::Sub']].flat();
  if (typeof template !== 'string') return [value];
  const reference = (name: string) => name in variables ? variables[name] : name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name };
  const [, whole] = /^\$\{([^!}]+)\}$/.exec(template) ?? [];
  if (whole !== undefined) return writtenValues(resource, reference(whole.trim()));
  let isLiteral = true;
  const text = template.replace(/\$\{([^!}][^}]*)\}/g, (placeholder, name: string) => {
    const literal = literalOf(resource, reference(name.trim()));
    if (literal === undefined) isLiteral = false;
    return literal ?? placeholder;
  });
  return [isLiteral ? text : value];
}

function literalOf(resource: RenderedResource, part: Json): string | undefined {
  const literal = writtenValues(resource, part).find((each) => ['string', 'number', 'boolean'].includes(typeof each));
  return literal === undefined ? undefined : writtenText(literal);
}
