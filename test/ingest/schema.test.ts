import { Fn, Stack, Token } from 'aws-cdk-lib';
import { JsonSchema, JsonSchemaType, JsonSchemaVersion, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { make } from './support';
import { inKeyOrder } from '../../src/ingest/models';
import { requireSchema } from '../../src/ingest/resolve-schema';
import { refusal } from '../refusal';
import { testStack } from '../support';

const { OBJECT, STRING } = JsonSchemaType;
const scope = new Construct(new Stack(), 'Api');
const check = (schema: JsonSchema, isNested = true) => refusal(() => requireSchema(scope, 'request.schema', schema, isNested));

test.each<[string, JsonSchema]>([
  ['request.schema.minLength must be an integer of at least 0, got -1', { minLength: -1 }],
  ['request.schema.maxItems must be an integer of at least 0, got 1.5', { maxItems: 1.5 }],
  ['request.schema.maxProperties must be at least minProperties (2), got 1', { minProperties: 2, maxProperties: 1 }],
  ['request.schema.maxItems must be at least minItems (1), got 0', { minItems: 1, maxItems: 0 }],
  ['request.schema.maxLength must be at least minLength (4), got 3', { minLength: 4, maxLength: 3 }],
  ['request.schema.maximum must be at least minimum (0.5), got 0', { minimum: 0.5, maximum: 0 }],
  ['request.schema.multipleOf must be a number greater than 0, got 0', { multipleOf: 0 }],
  ["request.schema.pattern must be a regular expression of ECMA 262, got '('", { pattern: '(' }],
  ["request.schema.patternProperties must be a regular expression of ECMA 262, got '['", { patternProperties: { '[': {} } }],
  ["request.schema.required must be a list without duplicates, got ['a', 'a']", { required: ['a', 'a'] }],
  ["request.schema.type must be a member of JsonSchemaType, got 'text'", { type: 'text' as never }],
  ["request.schema.type must be a member of JsonSchemaType, got 'text'", { type: [STRING, 'text' as never] }],
  ["request.schema.schema must be JsonSchemaVersion.DRAFT4, got 'http://json-schema.org/draft-07/schema#'", { schema: JsonSchemaVersion.DRAFT7 }],
  ['request.schema.contains must not be set: API Gateway validates with JSON schema draft 4', { contains: {} }],
  ['request.schema.propertyNames must not be set: API Gateway validates with JSON schema draft 4', { propertyNames: {} }],
  ["request.schema.ref must be a reference to one of request.schema.definitions, got '#'", { ref: '#' }],
  ["request.schema.properties.a.ref must be #/definitions/b or #/definitions/c, got '#/definitions/d'",
    { definitions: { b: {}, c: {} }, properties: { a: { ref: '#/definitions/d' } } }],
  ['request.schema must be at most 400000 bytes of JSON, got 400001', { title: 'ü'.repeat(199_994) + 'a' }],
])('%s', (message, schema) => expect(check(schema)).toBe(message));

test('keys are in alphabetical order at every level, and null and tokens are kept', () => {
  const token = Token.asAny({ Ref: 'Values' });
  expect(JSON.stringify(inKeyOrder({ title: 'a', enum: [null, { b: 1, a: null }], default: null, properties: { b: { type: STRING, id: 'b' }, a: {} } })))
    .toBe('{"default":null,"enum":[null,{"a":null,"b":1}],"properties":{"a":{},"b":{"id":"b","type":"string"}},"title":"a"}');
  expect(inKeyOrder({ enum: token as never }).enum).toBe(token);
});

test.each<[string, (nested: JsonSchema) => JsonSchema]>([
  ['not', (not) => ({ not })],
  ['items', (items) => ({ items })],
  ['items[1]', (each) => ({ items: [{}, each] })],
  ['additionalItems', (additionalItems) => ({ additionalItems })],
  ['additionalProperties', (additionalProperties) => ({ additionalProperties })],
  ['allOf[0]', (each) => ({ allOf: [each] })],
  ['anyOf[0]', (each) => ({ anyOf: [each] })],
  ['oneOf[0]', (each) => ({ oneOf: [each] })],
  ['properties.a', (a) => ({ properties: { a } })],
  ['patternProperties.a', (a) => ({ patternProperties: { a } })],
  ['definitions.a', (a) => ({ definitions: { a } })],
  ['dependencies.a', (a) => ({ dependencies: { a } })],
])('a schema in %s is checked, with its own types', (place, around) => {
  expect(check(around({ properties: { b: { minLength: -1 } } }))).toBe(`request.schema.${place}.properties.b.minLength must be an integer of at least 0, got -1`);
  expect(check(around({ title: 1 as never }))).toBe(`request.schema.${place}.title must be a string, got 1`);
  expect(check(around({ title: 'text' }))).toBeUndefined();
});

test.each<[string, JsonSchema]>([
  ['limits of 0 and equal limits', { minItems: 0, maxItems: 0, minLength: 1, maxLength: 1, minProperties: 0, minimum: -1, maximum: -1, multipleOf: 0.01 }],
  ['the whole of draft 4', {
    schema: JsonSchemaVersion.DRAFT4, type: [OBJECT, STRING], required: ['a'], pattern: '^a$', additionalProperties: false, additionalItems: true, dependencies: { a: ['b'] },
  }],
  ['references to definitions, to parts of them and to other models', {
    definitions: { a: { properties: { b: {} } } },
    anyOf: [{ ref: '#/definitions/a' }, { ref: '#/definitions/a/properties/b' }, { ref: 'https://apigateway.amazonaws.com/restapis/a1b2c3/models/Other' }],
  }],
  ['values that only a deployment knows', {
    ref: Fn.importValue('Model'), pattern: `(${Fn.importValue('Pattern')}`, patternProperties: { [`[${Fn.importValue('Names')}`]: {} }, minLength: Token.asNumber({ Ref: 'Least' }), maxLength: 1, not: Token.asAny({ Ref: 'Schema' }) as never,
  }],
  ['400,000 bytes', { title: 'ü'.repeat(199_994) }],
])('%s are accepted', (_what, schema) => expect(check(schema)).toBeUndefined());

test('a reference to another part of the schema resolves where there are no batches', () => {
  const schema = { properties: { a: {}, b: { ref: '#/properties/a' } } };
  expect(check(schema, false)).toBeUndefined();
  expect(check(schema)).toBe("request.schema.properties.b.ref must be a reference to one of request.schema.definitions, got '#/properties/a'");
});

test('an ingest API checks its schema before anything is made', () => {
  const made = (batch: boolean) => {
    const stack = testStack();
    const message = refusal(() => make({ request: { schema: { ref: '#' }, batch } }, stack));
    return [message, stack.node.findAll().some((node) => node instanceof RestApi)];
  };
  expect(made(true)).toEqual(["request.schema.ref must be a reference to one of request.schema.definitions, got '#'", false]);
  expect(made(false)).toEqual([undefined, true]);
});
