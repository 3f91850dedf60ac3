import { listOf } from './intrinsics';
import { Json } from '../rendered';

/**
 * A value as text. Parts that resolve at deployment are placeholders: `${LogicalId}`, `${LogicalId.Attribute}` or `${AWS-AccountId}` (ARNs are split at
 * colons), and `${?}` for dynamic references and other functions. Variables of IAM, such as `${aws:PrincipalAccount}`, stay as they are.
 */
export function textOf(value: Json): string {
  return writtenText(value).replace(/\{\{resolve:.*?\}\}/g, '${?}');
}

/** As `textOf`, with dynamic references as they are written. */
export function writtenText(value: Json): string {
  if (value === null || typeof value !== 'object') return String(value ?? '');
  if (typeof value.Ref === 'string') return placeholder(value.Ref);
  const attribute = value['Fn::GetAtt'];
  if (attribute) return placeholder(listOf(attribute).map(textOf).join('.'));
  const joined = value['Fn::Join'];
  if (Array.isArray(joined)) return listOf(joined[1]).map(writtenText).join(textOf(joined[0]));
  const [template, values = {}] = listOf(value['Fn::Sub']);
  if (typeof template === 'string') {
    return template.replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
      if (literal) return name.includes(':') ? `\${${name}}` : '${?}';
      return name in values ? writtenText(values[name]) : placeholder(name);
    });
  }
  return '${?}';
}

function placeholder(name: string): string {
  return `\${${name.replace('::', '-')}}`;
}

/** Whether a value is a text: literal, or with references in it. */
export function isTextOrFunction(value: Json): boolean {
  return typeof value === 'string' || value !== null && typeof value === 'object' && (value['Fn::Join'] !== undefined || value['Fn::Sub'] !== undefined);
}

/** The JSON in a text, with references instead of the placeholders for them; undefined if it is none. Other values are returned as they are. */
export function jsonOf(value: Json): Json {
  if (value?.['Fn::ToJsonString'] !== undefined) return value['Fn::ToJsonString'];
  if (!isTextOrFunction(value)) return value;
  const isFunction = typeof value !== 'string';
  try {
    return JSON.parse(writtenText(value), (_key, part) => (
      isFunction && typeof part === 'string' && part.includes('${') ? { 'Fn::Sub': part.replace(/\$\{AWS-/g, '${AWS::') } : part));
  } catch {
    return undefined;
  }
}

/** Whether a text has parts that resolve at deployment. */
export function hasPlaceholder(text: string): boolean {
  return text.includes('${');
}

/** Whether a value is a function, or an object that a function such as `Fn::Transform` adds to. Its content is not known. */
export function hasFunction(value: Json): boolean {
  return value !== null && typeof value === 'object' && Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}

/** A function of a text that keeps its results, for names of properties and actions, which are few and come again. */
export function remembered<T>(compute: (text: string) => T): (text: string) => T {
  const results = new Map<string, T>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known;
    const result = compute(text);
    results.set(text, result);
    return result;
  };
}

/** The pattern of an action of a policy, in which `*` and `?` are wildcards. Actions ignore case. */
export const actionPattern = remembered((action) => (
  new RegExp(`^${action.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'i')));
