import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { errorBody, MESSAGES, REFUSED_RESPONSE, RETRY_AFTER } from './templates';

/** Status codes that a client may get from an integration. */
const STATUS_CODES = ['200', '207', '400', '413', '500', '503'];
const JSON_TYPE = 'application/json';

export interface KinesisActionOptions {
  readonly action: 'PutRecord' | 'PutRecords';
  readonly role: iam.IRole;
  /** By content type. What has none here is answered by 415. */
  readonly requestTemplates: Record<string, string>;
  readonly responseTemplate: string;
}

/** Calls an action of Kinesis, and says no more of what it answered than clients need. */
export function kinesisAction({ action, role, requestTemplates, responseTemplate }: KinesisActionOptions): apigateway.AwsIntegration {
  // Text stays text, binary bodies become base64 (API Gateway Developer Guide, Content type conversions).
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

/** What a method declares of its answers. */
export function methodResponses(): apigateway.MethodResponse[] {
  return STATUS_CODES.map((statusCode) => ({
    statusCode,
    responseParameters: ['207', '503'].includes(statusCode) ? { 'method.response.header.Retry-After': true } : undefined,
  }));
}
