import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { isLiteral } from '../core/validation';

const { OBJECT, ARRAY, STRING } = apigateway.JsonSchemaType;

/** Maximum number of records in a batch (Kinesis API, PutRecords). */
const MAX_RECORDS = 500;
/** Maximum length of a partition key (Kinesis API, PutRecord). */
const MAX_KEY_LENGTH = 256;

/** Any object with a field. API Gateway validates an empty body as an empty object. */
export const ANY_RECORD: apigateway.JsonSchema = { type: OBJECT, minProperties: 1 };

/** A batch of records. Definitions move to the top level, where references resolve. */
export function batchSchema({ schema: version, definitions, ...record }: apigateway.JsonSchema): apigateway.JsonSchema {
  return {
    schema: version,
    definitions,
    type: OBJECT,
    required: ['records'],
    additionalProperties: false,
    properties: {
      records: {
        type: ARRAY,
        minItems: 1,
        maxItems: MAX_RECORDS,
        items: {
          type: OBJECT,
          required: ['data'],
          additionalProperties: false,
          properties: { data: record, partitionKey: { type: STRING, minLength: 1, maxLength: MAX_KEY_LENGTH } },
        },
      },
    },
  };
}

/** A schema with its keys in alphabetical order. Maps of Go have no order, and a model with another order is another template. */
export function inKeyOrder(schema: apigateway.JsonSchema): apigateway.JsonSchema {
  return ordered(schema) as apigateway.JsonSchema;
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  // Tokens are instances of classes.
  if (typeof value !== 'object' || value === null || !isLiteral(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => one < other ? -1 : 1).map(([key, item]) => [key, ordered(item)]));
}
