import { Json } from '../rendered';

/** Whether a value is left to CloudFormation to resolve. */
export function isUnresolved(value: Json): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}

/** A property that `Ref: AWS::NoValue` leaves out counts as left out. */
export function given(value: Json): boolean {
  return value !== undefined && value !== null && value?.Ref !== 'AWS::NoValue';
}

/** A list that may have been left out, or written as a single item. */
export function listOf(value: Json): Json[] {
  return given(value) ? [value].flat() : [];
}

/** CloudFormation takes booleans as text too. */
export function isTrue(value: Json): boolean {
  return String(value) === 'true';
}

/** A value as findings print it. */
export function shown(value: Json): string {
  return given(value) ? JSON.stringify(value) : 'not set';
}
