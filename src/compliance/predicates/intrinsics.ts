import { Json } from '../rendered';
import { anyValue, forName } from '../worlds/explore';
import { isDynamicReference, isIntrinsic } from '../worlds/intrinsics';

export { anyValue, forName };

/** Whether only CloudFormation resolves a value: an intrinsic function or a dynamic reference. */
export function isUnresolved(value: Json): boolean {
  return isIntrinsic(value) || isDynamicReference(value);
}

/** Whether a property is there. `Ref: AWS::NoValue` and an empty text count as omitted. Where a fact holds because a property is set, ask `isSet`. */
export function given(value: Json): boolean {
  return value !== undefined && value !== null && value !== '' && value?.Ref !== 'AWS::NoValue';
}

/** Whether a property is set, whatever its value is. Empty texts, lists and objects count as omitted; a value that only a deployment knows counts as set. */
export function isSet(value: Json): boolean {
  if (Array.isArray(value)) return value.some(isSet);
  return given(anyValue(value)) && !isEmpty(value);
}

/** Whether a value has no content. */
export function isEmpty(value: Json): boolean {
  if (Array.isArray(value)) return value.every(isEmpty);
  return value === '' || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** A list that may be omitted or a single item, without items that are omitted. */
export function listOf(value: Json): Json[] {
  return (Array.isArray(value) ? value : [value]).filter(given);
}

/** Whether a secret is literal text in the template. A reference to a secret, and a value that only a deployment gives, are not in it. */
export function isInClear(secret: Json): boolean {
  return typeof anyValue(secret) === 'string' && !/^\{\{resolve:(secretsmanager|ssm-secure):/.test(secret);
}

/** Whether a value is true. CloudFormation accepts booleans as text. */
export function isTrue(value: Json): boolean {
  return isSame(value, true);
}

/** Whether CloudFormation reads two values as the same. It accepts booleans and numbers as text, and a boolean also with capitals. */
export function isSame(value: Json, other: string | number | boolean): boolean {
  const [text, need] = [String(value), String(other)];
  return text === need || typeof other === 'boolean' && text.toLowerCase() === need;
}

/**
 * Whether a value can be one of these texts: it is one, or a deployment can make it one. A value of which the template shows enough to exclude all of them is
 * the same as any other value.
 */
export function mayBe(value: Json, ...texts: readonly string[]): boolean {
  if (!isUnresolved(value)) return texts.includes(String(value));
  const pattern = new RegExp(`^${partsOf(value).map((part) => part === undefined ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('')}$`, 's');
  const isPossible = texts.some((text) => pattern.test(text));
  if (!isPossible) anyValue(value);
  return isPossible;
}

/** Whether a value is one of these texts. A value that a deployment can make one of them is not, and stays unknown. */
export function isOneOf(value: Json, ...texts: readonly string[]): boolean {
  return mayBe(value, ...texts) && !isUnresolved(value);
}

// Literal parts of a text, and undefined for the parts that only a deployment knows.
function partsOf(value: Json): Array<string | undefined> {
  if (typeof value === 'string') return isDynamicReference(value) ? [undefined] : [value];
  const [separator, parts] = value?.['Fn::Join'] ?? [];
  if (typeof separator === 'string' && Array.isArray(parts)) {
    return parts.some(isDynamicReference) ? [undefined] : parts.flatMap((part, index) => [...index ? [separator] : [], ...partsOf(part)]);
  }
  const [template] = [value?.['Fn::Sub']].flat();
  if (typeof template !== 'string' || isDynamicReference(template)) return [undefined];
  return template.split(/\$\{[^}]*\}/).flatMap((text, index) => index ? [undefined, text] : [text]);
}

/** A value as findings print it. */
export function shown(value: Json): string {
  return given(value) ? JSON.stringify(value) : 'not set';
}
