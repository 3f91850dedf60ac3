import { given, isTrue, isUnresolved, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { AtRest } from '../model';

/** How the properties of a type show encryption at rest. */
export interface EncryptionRule {
  /** Property that switches encryption on, or `<property>=<value>|<value>`. Omitted if the service always encrypts. */
  readonly on?: string;
  /** Property of the key. Lists on the path are followed. */
  readonly key?: string;
  /** What encrypts if the property of the key is not set. */
  readonly byDefault: AtRest['by'];
  /** Documentation of the default, or what the template lacks. */
  readonly source: string;
}

/** Encryption at rest of a resource. `keyOf` is the component of a key, or its ARN. */
export function atRestOf(resource: RenderedResource, properties: Json, rule: EncryptionRule, keyOf: (value: Json) => string): AtRest {
  if (rule.on) {
    const [path, values] = rule.on.split('=');
    const found = at(properties, path);
    const on = found.filter((value) => !isUnresolved(value) && (values ? values.split('|').includes(String(value)) : isTrue(value)));
    if (found.some(isUnresolved)) return { by: 'not determined', shownBy: `${path} resolves only at deployment` };
    if (on.length === 0 || on.length < found.length) {
      return { by: 'not encrypted', shownBy: found.length ? `${path} is ${found.map(String).join(', ')}` : `${path} is not set` };
    }
  }
  const [key] = rule.key ? at(properties, rule.key) : [];
  if (!given(key)) return algorithm(resource, properties) ?? { by: rule.byDefault, shownBy: rule.source };
  const text = textOf(key);
  return /(^|\/)alias\/aws\//.test(text) || /^alias\/aws/.test(text)
    ? { by: 'aws managed key', shownBy: `${rule.key} is ${text}` }
    : { by: 'customer managed key', key: keyOf(key), shownBy: rule.key! };
}

// Bucket encryption with `aws:kms` and without a key uses the key aws/s3; a queue can switch SSE-SQS off.
function algorithm({ type }: RenderedResource, properties: Json): AtRest | undefined {
  if (type === 'AWS::S3::Bucket') {
    const [name] = at(properties, 'BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault.SSEAlgorithm');
    if (name === 'aws:kms' || name === 'aws:kms:dsse') return { by: 'aws managed key', shownBy: `SSEAlgorithm is ${name}, without a key` };
    return name === 'AES256' ? { by: 'aws owned key', shownBy: 'SSEAlgorithm is AES256' } : undefined;
  }
  if (type === 'AWS::SQS::Queue' && given(properties.SqsManagedSseEnabled) && !isTrue(properties.SqsManagedSseEnabled)) {
    return { by: 'not encrypted', shownBy: `SqsManagedSseEnabled is ${textOf(properties.SqsManagedSseEnabled)}` };
  }
  return undefined;
}

/** The values at a path of properties. Lists on the path are followed. */
export function at(properties: Json, path: string): Json[] {
  return path.split('.').reduce<Json[]>((values, name) => values.flatMap((value) => listOf(value?.[name])), [properties]);
}
