import { given, isTrue, isUnresolved, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { AtRest } from '../model';

/** How the properties of a type show encryption at rest. */
export interface EncryptionRule {
  /** Property that switches encryption on, or `<property>=<value>|<value>`. Omitted if the service always encrypts. */
  readonly on?: string;
  /** What it is if that property is not set. @default not encrypted */
  readonly unset?: 'not determined';
  /** Property of the key. Lists on the path are followed. */
  readonly key?: string;
  /** What encrypts if the property of the key is not set. */
  readonly byDefault: AtRest['by'];
  /** Documentation of the default, or what the template lacks. */
  readonly source: string;
}

/** Encryption at rest of a resource. `keyOf` is the component of a key, or its ARN. */
export function atRestOf(resource: RenderedResource, properties: Json, rule: EncryptionRule, keyOf: (value: Json) => string): AtRest {
  const off = rule.on ? switchedOff(properties, rule.on, rule.unset) : undefined;
  if (off) return off;
  const [key] = rule.key ? at(properties, rule.key) : [];
  if (!given(key)) return algorithm(resource, properties) ?? { by: rule.byDefault, shownBy: rule.source };
  const text = textOf(key);
  return /(^|\/)alias\/aws\//.test(text) || /^alias\/aws/.test(text)
    ? { by: 'aws managed key', shownBy: `${rule.key} is ${text}` }
    : { by: 'customer managed key', key: keyOf(key), shownBy: rule.key! };
}

// Every item of a list on the path has to switch encryption on.
function switchedOff(properties: Json, on: string, unset: EncryptionRule['unset']): AtRest | undefined {
  const [path, texts] = on.split('=');
  const names = path.split('.');
  const values = at(properties, names.slice(0, -1).join('.')).map((parent) => parent?.[names[names.length - 1]]);
  const isOn = (value: Json) => texts ? texts.split('|').includes(String(value)) : isTrue(value);
  if (values.some((value) => given(value) && isUnresolved(value))) return { by: 'not determined', shownBy: `${path} resolves only at deployment` };
  const wrong = values.find((value) => given(value) && !isOn(value));
  if (given(wrong)) return { by: 'not encrypted', shownBy: `${path} is ${wrong}` };
  return values.length === 0 || values.some((value) => !given(value)) ? { by: unset ?? 'not encrypted', shownBy: `${path} is not set` } : undefined;
}

// Bucket encryption with `aws:kms` and without a key uses the key aws/s3; a queue can switch SSE-SQS off.
function algorithm({ type }: RenderedResource, properties: Json): AtRest | undefined {
  if (type === 'AWS::S3::Bucket') {
    const [name] = at(properties, 'BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault.SSEAlgorithm');
    if (name === 'aws:kms' || name === 'aws:kms:dsse') return { by: 'aws managed key', shownBy: `SSEAlgorithm is ${name}, without a key` };
    return name === 'AES256' ? { by: 'aws owned key', shownBy: 'SSEAlgorithm is AES256' } : undefined;
  }
  if (type === 'AWS::DynamoDB::Table' && isTrue(properties.SSESpecification?.SSEEnabled)) return { by: 'aws managed key', shownBy: 'SSEEnabled is true, without a key' };
  if (type === 'AWS::ECR::Repository' && properties.EncryptionConfiguration?.EncryptionType === 'KMS') {
    return { by: 'aws managed key', shownBy: 'EncryptionType is KMS, without a key' };
  }
  if (type === 'AWS::SQS::Queue' && given(properties.SqsManagedSseEnabled) && !isTrue(properties.SqsManagedSseEnabled)) {
    return { by: 'not encrypted', shownBy: `SqsManagedSseEnabled is ${textOf(properties.SqsManagedSseEnabled)}` };
  }
  return undefined;
}

/** The values at a path of properties. Lists on the path are followed. */
export function at(properties: Json, path: string): Json[] {
  return path.split('.').filter(Boolean).reduce<Json[]>((values, name) => values.flatMap((value) => listOf(value?.[name])), [properties]);
}
