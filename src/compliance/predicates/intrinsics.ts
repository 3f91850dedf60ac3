import { Json } from '../rendered';

/** Whether only CloudFormation resolves a value. */
export function isUnresolved(value: Json): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}

/** Whether a property is set. `Ref: AWS::NoValue` counts as omitted. */
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

/** A value as findings print it. */
export function shown(value: Json): string {
  return given(value) ? JSON.stringify(value) : 'not set';
}
