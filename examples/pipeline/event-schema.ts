import * as apigateway from 'aws-cdk-lib/aws-apigateway';

const { OBJECT, STRING } = apigateway.JsonSchemaType;

/** What the application takes for an event, as far as JSON schema says it; the rest it sets aside with its reason. */
export const EVENT: apigateway.JsonSchema = {
  type: OBJECT,
  required: ['id', 'type', 'occurredAt', 'data'],
  properties: {
    id: { type: STRING, pattern: '^[A-Za-z0-9_.:-]{1,128}$' },
    type: { type: STRING, pattern: '^[a-z][a-z0-9.-]{0,63}$' },
    occurredAt: { type: STRING, minLength: 1 },
    data: { type: OBJECT },
  },
};
