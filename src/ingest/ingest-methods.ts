import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { kinesisAction, methodResponses } from './integrations';
import { batchSchema, inKeyOrder } from './models';
import { ResolvedIngestProps } from './resolve-ingest-props';
import { BATCH_RESPONSE, batchTemplate, binaryTemplate, RECORD_RESPONSE, recordTemplate } from './templates';
import { acknowledgeFindings } from '../core/parts/acknowledge-findings';

const JSON_TYPE = 'application/json';

/** The methods of an ingest API. */
export interface IngestMethods {
  /** Accepts one record. */
  readonly record: apigateway.Method;
  /** Accepts several records; undefined if batches are disabled. */
  readonly batch?: apigateway.Method;
}

/** Adds the methods that write records to a stream. */
export function addIngestMethods(api: apigateway.RestApi, streamArn: string, role: iam.IRole, props: ResolvedIngestProps): IngestMethods {
  const { path, endpoint: { authorizer }, traffic, request: { schema, partitionKey, binaryMediaTypes, batch } } = props;
  const validator = api.addRequestValidator('Validator', { validateRequestBody: true, validateRequestParameters: true });
  const post = (resource: apigateway.Resource, modelId: string, model: apigateway.JsonSchema, integration: apigateway.Integration) => {
    const method = resource.addMethod('POST', integration, {
      authorizationType: authorizer ? undefined : apigateway.AuthorizationType.IAM,
      authorizer,
      apiKeyRequired: traffic.dailyQuota === undefined ? undefined : true,
      requestValidator: validator,
      requestModels: { [JSON_TYPE]: api.addModel(modelId, { contentType: JSON_TYPE, schema: inKeyOrder(model) }) },
      requestParameters: partitionKey._requestParameter ? { [partitionKey._requestParameter]: false } : undefined,
      methodResponses: methodResponses(),
    });
    acknowledgeFindings(method.node.defaultChild!, 'Callers are authenticated by IAM or by the authorizer in the props', 'AwsSolutions-COG4');
    return method;
  };

  const resource = api.root.resourceForPath(path);
  const record = post(resource, 'RecordModel', schema, kinesisAction({
    action: 'PutRecord',
    role,
    requestTemplates: {
      [JSON_TYPE]: recordTemplate(streamArn, partitionKey),
      ...Object.fromEntries(binaryMediaTypes.map((type) => [type, binaryTemplate(streamArn, partitionKey)])),
    },
    responseTemplate: RECORD_RESPONSE,
  }));
  if (!batch) return { record };
  return {
    record,
    batch: post(resource.addResource('batch'), 'BatchModel', batchSchema(schema), kinesisAction({
      action: 'PutRecords', role, requestTemplates: { [JSON_TYPE]: batchTemplate(streamArn, partitionKey) }, responseTemplate: BATCH_RESPONSE,
    })),
  };
}
