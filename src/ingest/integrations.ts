import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { errorBody, MESSAGES, REFUSED_RESPONSE, RETRY_AFTER } from './templates';

/** Status codes of the integration that clients receive. */
const STATUS_CODES = ['200', '207', '400', '413', '500', '503'];
const JSON_TYPE = 'application/json';

export interface KinesisActionOptions {
  readonly action: 'PutRecord' | 'PutRecords';
  readonly role: iam.IRole;
  /** Templates by content type. Other content types are answered with 415. */
  readonly requestTemplates: Record<string, string>;
  readonly responseTemplate: string;
}

/** Calls an action of Kinesis, and returns only the part of its response that clients need. */
export function kinesisAction({ action, role, requestTemplates, responseTemplate }: KinesisActionOptions): apigateway.AwsIntegration {
  // Text stays text; binary bodies are converted to base64 (API Gateway Developer Guide, Content type conversions).
  const contentHandling = apigateway.ContentHandling.CONVERT_TO_TEXT;
  const answer = (statusCode: string, template: string) => ({ statusCode, contentHandling, responseTemplates: { [JSON_TYPE]: template } });
  return new apigateway.AwsIntegration({
    service: 'kinesis',
    action,
    options: {
      credentialsRole: role,
      contentHandling,
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-amz-json-1.1'" },
      requestTemplates,
      integrationResponses: [
        answer('200', responseTemplate),
        { ...answer('413', errorBody(MESSAGES.tooLarge)), selectionPattern: '413' },
        { ...answer('500', REFUSED_RESPONSE), selectionPattern: '4(?!13)\\d{2}' },
        {
          ...answer('503', errorBody(MESSAGES.busy)),
          selectionPattern: '5\\d{2}',
          responseParameters: { 'method.response.header.Retry-After': `'${RETRY_AFTER}'` },
        },
      ],
    },
  });
}

/** The responses that a method declares. */
export function methodResponses(): apigateway.MethodResponse[] {
  return STATUS_CODES.map((statusCode) => ({
    statusCode,
    responseParameters: ['207', '503'].includes(statusCode) ? { 'method.response.header.Retry-After': true } : undefined,
  }));
}

/** Responses that API Gateway generates. Its defaults disclose ARNs of callers and the schema. */
export function addGatewayResponses(api: apigateway.RestApi): void {
  const answer = (id: string, type: apigateway.ResponseType, message: string, responseHeaders?: Record<string, string>) => {
    api.addGatewayResponse(id, { type, responseHeaders, templates: { [JSON_TYPE]: errorBody(message) } });
  };
  answer('Default4xx', apigateway.ResponseType.DEFAULT_4XX, MESSAGES.refused);
  answer('Default5xx', apigateway.ResponseType.DEFAULT_5XX, MESSAGES.failed);
  answer('BadRequestBody', apigateway.ResponseType.BAD_REQUEST_BODY, MESSAGES.malformed);
  answer('RequestTooLarge', apigateway.ResponseType.REQUEST_TOO_LARGE, MESSAGES.tooLarge);
  answer('UnsupportedMediaType', apigateway.ResponseType.UNSUPPORTED_MEDIA_TYPE, MESSAGES.mediaType);
  answer('Throttled', apigateway.ResponseType.THROTTLED, MESSAGES.throttled, { 'Retry-After': `'${RETRY_AFTER}'` });
}
