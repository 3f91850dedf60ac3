import * as fs from 'fs';
import * as path from 'path';

const SCHEMA = JSON.parse(fs.readFileSync(path.resolve(__dirname, '../../../docs/evidence.schema.json'), 'utf-8'));
const ANNOTATIONS = ['$schema', '$id', '$defs', 'title', 'description', 'examples'];

/** Differences of evidence from its schema. A property that the schema does not list is one, which a reader of evidence accepts. */
export function schemaFaults(evidence: unknown): string[] {
  return faultsOf(evidence, SCHEMA, 'evidence');
}

function faultsOf(value: any, schema: any, at: string): string[] {
  const { $ref, type, const: only, enum: values, anyOf, oneOf, required = [], properties, additionalProperties, items, ...rest } = schema;
  const unread = Object.keys(rest).filter((keyword) => !ANNOTATIONS.includes(keyword));
  if (unread.length > 0) return [`${at}: the test does not read ${unread.join(', ')}`];
  const got = JSON.stringify(value)?.slice(0, 60);
  if ($ref) return faultsOf(value, SCHEMA.$defs[$ref.replace('#/$defs/', '')], at);
  if (only !== undefined) return value === only ? [] : [`${at} must be ${only}, got ${got}`];
  if (values) return values.includes(value) ? [] : [`${at} must be one of ${values.join(', ')}, got ${got}`];
  const parts = anyOf ?? oneOf;
  if (parts) return parts.some((part: any) => faultsOf(value, part, at).length === 0) ? [] : [`${at} has no form of the schema, got ${got}`];
  const actual = Array.isArray(value) ? 'array' : typeof value;
  if (actual !== type) return [`${at} must be of type ${type}, got ${got}`];
  if (items) return value.flatMap((item: any, index: number) => faultsOf(item, items, `${at}[${index}]`));
  if (type !== 'object') return [];
  return [
    ...required.filter((name: string) => value[name] === undefined).map((name: string) => `${at}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, child]) => {
      const part = properties?.[name] ?? additionalProperties;
      return part ? faultsOf(child, part, `${at}.${name}`) : [`${at}.${name} is not in the schema`];
    }),
  ];
}
