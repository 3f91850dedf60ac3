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
  /** Path of the objects that each have a key. @default - the path of the key without its last property */
  readonly items?: string;
  /** What encrypts if the property of the key is not set. */
  readonly byDefault: AtRest['by'];
  /** Documentation of the default, or what the template lacks. */
  readonly source: string;
  /** Properties of the snapshot, backup or database whose encryption the resource takes over. */
  readonly inherits?: readonly string[];
  /** Properties of a snapshot whose key the resource takes over, whatever its own property of the key says. */
  readonly inheritsKey?: readonly string[];
  /** Whether a restored resource with a key is encrypted with it, although the property that switches encryption on is not set. */
  readonly keyEncrypts?: boolean;
}

/** A key that a property names. */
export interface NamedKey {
  /** Component of the key, or its ARN. */
  readonly name: string;
  /** Whether it is a KMS key of the templates. */
  readonly isInTemplates: boolean;
}

const open = (shownBy: string): AtRest => ({ by: 'not determined', shownBy });
const atDeployment = (path: string) => open(`${path} resolves only at deployment`);

/** Encryption at rest of a resource. */
export function atRestOf(resource: RenderedResource, properties: Json, rule: EncryptionRule, keyOf: (value: Json) => NamedKey): AtRest {
  const [key] = rule.key ? at(properties, rule.key) : [];
  const isSet = (name: string) => given(properties[name]);
  // Without the property that switches encryption on, a restored resource is encrypted if its source is, whatever its key.
  const isDecidedBySource = !given(key) || (rule.on !== undefined && !isSet(rule.on) && !rule.keyEncrypts);
  const restored = rule.inherits?.find(isSet);
  const source = rule.inheritsKey?.find(isSet) ?? (isDecidedBySource ? restored : undefined);
  if (source !== undefined) return open(`${source} is set, which can decide the encryption`);
  const off = rule.on && !(restored !== undefined && rule.keyEncrypts && !isSet(rule.on)) ? switchedOff(properties, rule.on, rule.unset) : undefined;
  if (off) return off;
  if (!given(key)) {
    if (rule.key && isOpenAbove(properties, rule.key)) return atDeployment(rule.key);
    return algorithm(resource, properties) ?? { by: rule.byDefault, shownBy: rule.source };
  }
  const text = textOf(key);
  if (/(^|\/)alias\/aws/.test(text) || /:alias\/aws/.test(text)) return { by: 'aws managed key', shownBy: `${rule.key} is ${text}` };
  // Items of a list can have other keys, or none.
  const others = rule.key ? keysOf(properties, rule.key, rule.items).filter((other) => textOf(other) !== text) : [];
  if (others.some((other) => !given(other) || /(^|[:/])alias\/aws/.test(textOf(other)))) return open(`${rule.key} is not that of a customer managed key for every item`);
  const { name, isInTemplates } = keyOf(key);
  // A value that shows no id or alias can be the alias of an AWS managed key.
  if (!isInTemplates && isUnresolved(key) && !/(^|[:/])(key\/.|alias\/[^$])/.test(text)) return atDeployment(rule.key!);
  return { by: 'customer managed key', key: name, shownBy: others.length > 0 ? `${rule.key}, of which other items name other keys` : rule.key! };
}

// The key of each item. An item without one is in the list, too.
function keysOf(properties: Json, path: string, items = path.split('.').slice(0, -1).join('.')): Json[] {
  return at(properties, items).map((item) => at(item, path.slice(items === '' ? 0 : items.length + 1))[0]);
}

// Whether an object on a path resolves only at deployment, so that its properties are not known.
function isOpenAbove(properties: Json, path: string): boolean {
  const names = path.split('.');
  return names.some((_, depth) => depth > 0 && at(properties, names.slice(0, depth).join('.')).some(isUnresolved));
}

// Every item of a list on the path has to switch encryption on.
function switchedOff(properties: Json, on: string, unset: EncryptionRule['unset']): AtRest | undefined {
  const [path, texts] = on.split('=');
  const names = path.split('.');
  if (isOpenAbove(properties, path)) return atDeployment(path);
  const values = at(properties, names.slice(0, -1).join('.')).map((parent) => parent?.[names[names.length - 1]]);
  const isOn = (value: Json) => texts ? texts.split('|').includes(String(value)) : isTrue(value);
  if (values.some((value) => given(value) && isUnresolved(value))) return atDeployment(path);
  const wrong = values.find((value) => given(value) && !isOn(value));
  if (given(wrong)) return { by: 'not encrypted', shownBy: `${path} is ${wrong}` };
  return values.length === 0 || values.some((value) => !given(value)) ? { by: unset ?? 'not encrypted', shownBy: `${path} is not set` } : undefined;
}

/** Property that selects the encryption of a type without a key, and what its values mean. */
const ALGORITHMS: Readonly<Record<string, readonly [path: string, meanings: Readonly<Record<string, AtRest['by']>>]>> = {
  // `aws:kms` without a key uses the key aws/s3.
  'AWS::S3::Bucket': ['BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault.SSEAlgorithm',
    { 'aws:kms': 'aws managed key', 'aws:kms:dsse': 'aws managed key', 'AES256': 'aws owned key' }],
  'AWS::DynamoDB::Table': ['SSESpecification.SSEEnabled', { true: 'aws managed key' }],
  'AWS::DynamoDB::GlobalTable': ['SSESpecification.SSEEnabled', { true: 'aws managed key' }],
  'AWS::ECR::Repository': ['EncryptionConfiguration.EncryptionType', { KMS: 'aws managed key', KMS_DSSE: 'aws managed key' }],
  // A queue can switch SSE-SQS off.
  'AWS::SQS::Queue': ['SqsManagedSseEnabled', { false: 'not encrypted' }],
};

function algorithm({ type }: RenderedResource, properties: Json): AtRest | undefined {
  if (!(type in ALGORITHMS)) return undefined;
  const [path, meanings] = ALGORITHMS[type];
  const [value] = at(properties, path);
  if (isUnresolved(value) || isOpenAbove(properties, path)) return atDeployment(path);
  const by = meanings[String(value)];
  const name = path.split('.').pop();
  return by && { by, shownBy: by === 'aws managed key' ? `${name} is ${value}, without a key` : `${name} is ${value}` };
}

/** The values at a path of properties. Lists on the path are followed. */
export function at(properties: Json, path: string): Json[] {
  return path.split('.').filter(Boolean).reduce<Json[]>((values, name) => values.flatMap((value) => listOf(value?.[name])), [properties]);
}
