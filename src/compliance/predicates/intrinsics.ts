import { Json } from '../rendered';
import { anyValue } from '../worlds/explore';
import { isDynamicReference, isIntrinsic } from '../worlds/intrinsics';

export { anyValue };

/** Whether only CloudFormation resolves a value: an intrinsic function or a dynamic reference. */
export function isUnresolved(value: Json): boolean {
  return isIntrinsic(value) || isDynamicReference(value);
}

/**
 * Whether a property is set. `Ref: AWS::NoValue` counts as omitted. Where it decides alone that a fact holds, whatever the value is, read it through
 * `anyValue`.
 */
export function given(value: Json): boolean {
  return value !== undefined && value !== null && value?.Ref !== 'AWS::NoValue';
}

/** A list that may be omitted or a single item. */
export function listOf(value: Json): Json[] {
  return given(value) ? [value].flat() : [];
}

/** Whether a value is true. CloudFormation accepts booleans as text. */
export function isTrue(value: Json): boolean {
  return String(value) === 'true';
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
