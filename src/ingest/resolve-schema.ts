import { JsonSchema, JsonSchemaType, JsonSchemaVersion } from 'aws-cdk-lib/aws-apigateway';
import { IConstruct } from 'constructs';
import { isUnresolved, mustBe, refuse, requireInteger, requireList, requireMember, requirePositive, requireProps } from '../core/validation';

/** Maximum size of a model (API Gateway API, CreateModel). */
const MAX_BYTES = 400_000;
/** Keywords of later drafts than 4, which is that of API Gateway. */
const LATER = ['contains', 'propertyNames'] as const;
const COUNTS = ['minItems', 'maxItems', 'minLength', 'maxLength', 'minProperties', 'maxProperties'] as const;
const RANGES = [['minItems', 'maxItems'], ['minLength', 'maxLength'], ['minProperties', 'maxProperties'], ['minimum', 'maximum']] as const;
/** Keywords whose value is a schema, a list of schemas, or a map of schemas. */
const SINGLE = ['not', 'items', 'additionalItems', 'additionalProperties'] as const;
const LISTS = ['allOf', 'anyOf', 'oneOf'] as const;
const MAPS = ['properties', 'patternProperties', 'definitions', 'dependencies'] as const;
const DEFINITION = /^#\/definitions\/([^/]+)/;

/**
 * Refuses a schema that is not of draft 4 (JSON Schema Validation: interactive and non interactive validation, draft 4) or too large for a model. Tokens pass.
 * @param isNested whether the schema becomes a part of another one, in which only references to definitions resolve
 */
export function requireSchema(scope: IConstruct, prop: string, schema: JsonSchema, isNested: boolean): void {
  const definitions = Object.keys(schema.definitions ?? {});
  requireNested(scope, prop, schema, (at, ref) => {
    if (isUnresolved(ref) || !ref.startsWith('#')) return;
    const name = DEFINITION.exec(ref)?.[1];
    const isDefined = name === undefined ? !isNested : definitions.includes(name);
    if (!isDefined) mustBe(scope, `${at}.ref`, definitions.length ? definitions.map((each) => `#/definitions/${each}`).join(' or ') : `a reference to one of ${prop}.definitions`, ref);
  });
  const bytes = Buffer.byteLength(JSON.stringify(schema));
  if (bytes > MAX_BYTES) refuse(scope, `${prop} must be at most ${MAX_BYTES} bytes of JSON, got ${bytes}`);
}

function requireNested(scope: IConstruct, prop: string, schema: JsonSchema, requireReference: (at: string, ref: string) => void): void {
  requireKeywords(scope, prop, schema);
  if (schema.ref !== undefined) requireReference(prop, schema.ref);
  for (const [at, nested] of nestedIn(schema)) {
    requireProps(scope, 'aws-apigateway.JsonSchema', nested, `${prop}.${at}`);
    requireNested(scope, `${prop}.${at}`, nested, requireReference);
  }
}

function requireKeywords(scope: IConstruct, prop: string, schema: JsonSchema): void {
  const later = LATER.find((keyword) => schema[keyword] !== undefined);
  if (later) refuse(scope, `${prop}.${later} must not be set: API Gateway validates with JSON schema draft 4`);
  const { schema: version = JsonSchemaVersion.DRAFT4, type, required, multipleOf, pattern, patternProperties = {} } = schema;
  if (version !== JsonSchemaVersion.DRAFT4) mustBe(scope, `${prop}.schema`, 'JsonSchemaVersion.DRAFT4', version);
  for (const each of Array.isArray(type) ? type : [type]) if (each !== undefined) requireMember(scope, `${prop}.type`, 'JsonSchemaType', JsonSchemaType, each);
  for (const keyword of COUNTS) requireInteger(scope, `${prop}.${keyword}`, schema[keyword], { min: 0 });
  for (const [least, most] of RANGES) requireRange(scope, prop, least, schema[least], most, schema[most]);
  requirePositive(scope, `${prop}.multipleOf`, multipleOf);
  requireList(scope, `${prop}.required`, required);
  for (const each of Object.keys(patternProperties)) requireRegularExpression(scope, `${prop}.patternProperties`, each);
  if (pattern !== undefined) requireRegularExpression(scope, `${prop}.pattern`, pattern);
}

function requireRange(scope: IConstruct, prop: string, least: string, min: number | undefined, most: string, max: number | undefined): void {
  if (min === undefined || max === undefined || isUnresolved(min) || isUnresolved(max) || min <= max) return;
  mustBe(scope, `${prop}.${most}`, `at least ${least} (${min})`, max);
}

function requireRegularExpression(scope: IConstruct, prop: string, pattern: string): void {
  if (isUnresolved(pattern)) return;
  try {
    new RegExp(pattern);
  } catch {
    mustBe(scope, prop, 'a regular expression of ECMA 262', pattern);
  }
}

/** Schemas in a schema, with their keywords. */
function nestedIn(schema: JsonSchema): [at: string, nested: JsonSchema][] {
  const found: [string, unknown][] = [
    ...SINGLE.flatMap((keyword): [string, unknown][] => {
      const value: unknown = schema[keyword];
      return Array.isArray(value) ? value.map((each, index) => [`${keyword}[${index}]`, each]) : [[keyword, value]];
    }),
    ...LISTS.flatMap((keyword) => (schema[keyword] ?? []).map((each, index): [string, unknown] => [`${keyword}[${index}]`, each])),
    ...MAPS.flatMap((keyword) => Object.entries(schema[keyword] ?? {}).map(([name, each]): [string, unknown] => [`${keyword}.${name}`, each])),
  ];
  // Other values of `additionalItems` and `additionalProperties` are booleans, and of `dependencies` lists of names.
  return found.filter(([, each]) => typeof each === 'object' && each !== null && !Array.isArray(each) && !isUnresolved(each)) as [string, JsonSchema][];
}
