/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- a template is JSON of any shape */
export type Json = any;

/** A value that only CloudFormation resolves: `Ref` or a function. */
export function isIntrinsic(value: Json): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}

/** The functions among the keys of an object that a macro replaces at deployment: they can add to the object and change it. */
export function macrosIn(value: Json): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const found = Object.entries<Json>(value).filter(([key]) => isMacro(key));
  return found.length ? Object.fromEntries(found) : undefined;
}

/** An object without the functions of `macrosIn`. */
export function withoutMacros(value: Json): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !isMacro(key)));
}

function isMacro(key: string): boolean {
  return key === 'Fn::Transform' || key.startsWith('Fn::ForEach::');
}

/** Whether a text has a dynamic reference: to a parameter of Systems Manager or to a secret. */
export function isDynamicReference(value: Json): boolean {
  return typeof value === 'string' && value.includes('{{resolve:');
}

/** Logical id and attribute of a `Ref`, of `Fn::GetAtt`, or of `Fn::Sub` with nothing else: `${Key.Arn}`. */
export function targetOf(value: Json): [id?: string, attribute?: string] {
  if (typeof value?.Ref === 'string') return [value.Ref];
  const [, reference] = typeof value?.['Fn::Sub'] === 'string' ? /^\$\{([^!}]+)\}$/.exec(value['Fn::Sub']) ?? [] : [];
  const target = value?.['Fn::GetAtt'] ?? reference;
  if (typeof target === 'string') {
    const [id, ...attribute] = target.split('.');
    return attribute.length ? [id, attribute.join('.')] : [id];
  }
  // The name of an attribute can be a reference to a parameter.
  return Array.isArray(target) ? [target[0], typeof target[1] === 'string' ? target[1] : undefined] : [];
}

/** Names that a text of `Fn::Sub` refers to, without attributes. `${!Literal}` is none. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(/\$\{([^!}.][^}.]*)/g)].map(([, name]) => name.trim());
}

/** Logical ids and attributes that a value refers to itself: `Ref`, `Fn::GetAtt`, or each variable in the text of `Fn::Sub`. */
export function referencesIn(value: Json): Array<[id: string, attribute?: string]> {
  const text = [value?.['Fn::Sub']].flat()[0];
  if (typeof text !== 'string') {
    const [id, attribute] = targetOf(value);
    return typeof id === 'string' ? [[id, attribute]] : [];
  }
  return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => {
    const [id, ...attribute] = name.trim().split('.');
    return attribute.length ? [id, attribute.join('.')] : [id];
  });
}
