import * as apigateway from 'aws-cdk-lib/aws-apigateway';

const { OBJECT, STRING } = apigateway.JsonSchemaType;

/** JSON schema of an event. The application rejects events for further reasons, which it records. */
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
