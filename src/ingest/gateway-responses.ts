import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { errorBody, MESSAGES, RETRY_AFTER } from './templates';

/** Answers that API Gateway gives by itself. By default they tell ARNs of callers and what the schema asks for. */
export function addGatewayResponses(api: apigateway.RestApi): void {
  const answer = (id: string, type: apigateway.ResponseType, message: string, responseHeaders?: Record<string, string>) => {
    api.addGatewayResponse(id, { type, responseHeaders, templates: { 'application/json': errorBody(message) } });
  };
  answer('Default4xx', apigateway.ResponseType.DEFAULT_4XX, MESSAGES.refused);
  answer('Default5xx', apigateway.ResponseType.DEFAULT_5XX, MESSAGES.failed);
  answer('BadRequestBody', apigateway.ResponseType.BAD_REQUEST_BODY, MESSAGES.malformed);
  answer('RequestTooLarge', apigateway.ResponseType.REQUEST_TOO_LARGE, MESSAGES.tooLarge);
  answer('UnsupportedMediaType', apigateway.ResponseType.UNSUPPORTED_MEDIA_TYPE, MESSAGES.mediaType);
  answer('Throttled', apigateway.ResponseType.THROTTLED, MESSAGES.throttled, { 'Retry-After': `'${RETRY_AFTER}'` });
}
