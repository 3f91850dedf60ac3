import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { addGatewayResponses } from './gateway-responses';
import { recommendIngestAlarms } from './ingest-alarms';
import { IngestPartitionKey } from './ingest-partition-key';
import { kinesisAction, methodResponses } from './integrations';
import { KinesisIngestApiProps } from './kinesis-ingest-api-props';
import { ANY_RECORD, batchSchema } from './models';
import { requireValid } from './resolve-ingest-props';
import { executionLogGroup, restApiFor, stageArn } from './rest-api';
import { streamFor } from './stream';
import { BATCH_RESPONSE, batchTemplate, binaryTemplate, RECORD_RESPONSE, recordTemplate } from './templates';
import { keyFor } from '../core/keys/key-for';
import { KeyUse } from '../core/keys/key-use';
import { DataClass } from '../core/keys/workload-key';
import { acknowledgeFindings } from '../core/parts/acknowledge-findings';
import { LeastPrivilegeRole } from '../core/parts/least-privilege-role';
import { encryptedLogGroup } from '../core/parts/log-group';
import { associateWebAcl } from '../core/parts/web-acl-association';

const JSON_TYPE = 'application/json';

/** A REST API that puts what clients POST into a Kinesis data stream, byte for byte and with no code in between. */
export class KinesisIngestApi extends Construct {
  /** The API, for everything this construct does not model. */
  public readonly api: apigateway.RestApi;
  /** The stage. */
  public readonly stage: apigateway.Stage;
  /** The stream. */
  public readonly stream: kinesis.IStream;
  /** The role by which the API writes to the stream, and does nothing else. */
  public readonly role: iam.Role;
  /** Who called, and how it ended, in JSON. */
  public readonly accessLogGroup: logs.LogGroup;
  /** What API Gateway did with each request. */
  public readonly executionLogGroup: logs.LogGroup;
  /** The method that takes a record. */
  public readonly recordMethod: apigateway.Method;
  /** The method that takes many; undefined where there is no batch. */
  public readonly batchMethod?: apigateway.Method;
  /** The key of the usage plan; undefined where there is none. */
  public readonly apiKey?: apigateway.IApiKey;

  /** @throws ValidationError when a prop is malformed or contradicts another */
  constructor(scope: Construct, id: string, props: KinesisIngestApiProps) {
    super(scope, id);
    requireValid(this, props);
    const { request = {}, endpoint = {}, traffic = {}, logs: logging = {} } = props;
    this.stream = props.stream ?? streamFor(this, props.streamOptions ?? {});
    this.role = this.roleFor(this.stream);
    this.accessLogGroup = encryptedLogGroup(this, 'AccessLogs', { retention: logging.retention, encryptionKey: logging.encryptionKey });
    this.api = restApiFor(this, this.accessLogGroup, endpoint, traffic, logging, request.binaryMediaTypes);
    this.stage = this.api.deploymentStage;
    this.executionLogGroup = executionLogGroup(this, this.api, logging);
    addGatewayResponses(this.api);

    const key = request.partitionKey ?? IngestPartitionKey.header('X-Partition-Key');
    const schema = request.schema ?? ANY_RECORD;
    const { streamArn } = this.stream;
    const validator = this.api.addRequestValidator('Validator', { validateRequestBody: true, validateRequestParameters: true });
    const post = (resource: apigateway.Resource, modelId: string, model: apigateway.JsonSchema, integration: apigateway.Integration) => {
      const method = resource.addMethod('POST', integration, {
        authorizationType: endpoint.authorizer ? undefined : apigateway.AuthorizationType.IAM,
        authorizer: endpoint.authorizer,
        apiKeyRequired: traffic.dailyQuota === undefined ? undefined : true,
        requestValidator: validator,
        requestModels: { [JSON_TYPE]: this.api.addModel(modelId, { contentType: JSON_TYPE, schema: model }) },
        requestParameters: key._requestParameter ? { [key._requestParameter]: false } : undefined,
        methodResponses: methodResponses(),
      });
      acknowledgeFindings(method.node.defaultChild!, 'Callers are asked who they are: by IAM, or by the authorizer that the platform has chosen', 'AwsSolutions-COG4');
      return method;
    };

    const resource = this.api.root.resourceForPath(props.path ?? 'ingest');
    this.recordMethod = post(resource, 'RecordModel', schema, kinesisAction({
      action: 'PutRecord',
      role: this.role,
      requestTemplates: {
        [JSON_TYPE]: recordTemplate(streamArn, key),
        ...Object.fromEntries((request.binaryMediaTypes ?? []).map((type) => [type, binaryTemplate(streamArn, key)])),
      },
      responseTemplate: RECORD_RESPONSE,
    }));
    if (request.batch ?? true) {
      this.batchMethod = post(resource.addResource('batch'), 'BatchModel', batchSchema(schema), kinesisAction({
        action: 'PutRecords', role: this.role, requestTemplates: { [JSON_TYPE]: batchTemplate(streamArn, key) }, responseTemplate: BATCH_RESPONSE,
      }));
    }

    associateWebAcl(this.stage, stageArn(this.stage), props.webAcl);
    this.apiKey = this.usagePlan(traffic.dailyQuota);
    recommendIngestAlarms(this, this.stage, this.stream);
  }

  /** URL that takes a record. */
  public get url(): string {
    return this.api.urlForPath(this.recordMethod.resource.path);
  }

  /** Lets a principal send records, one by one and in batches. */
  public grantIngest(grantee: iam.IGrantable): iam.Grant {
    const methods = [this.recordMethod, this.batchMethod].filter((method) => method !== undefined);
    return iam.Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns: methods.map(({ methodArn }) => methodArn) });
  }

  private roleFor(stream: kinesis.IStream): iam.Role {
    const role = new LeastPrivilegeRole(this, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['kinesis:PutRecord', 'kinesis:PutRecords'], resources: [stream.streamArn] }));
    if (stream.encryptionKey) {
      const { keyArn } = keyFor(this, stream.encryptionKey, DataClass.DATA, KeyUse.via('kinesis'));
      role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['kms:GenerateDataKey'], resources: [keyArn] }));
    }
    return role;
  }

  private usagePlan(dailyQuota: number | undefined): apigateway.IApiKey | undefined {
    if (dailyQuota === undefined) return undefined;
    const key = this.api.addApiKey('ApiKey');
    this.api.addUsagePlan('UsagePlan', {
      apiStages: [{ api: this.api, stage: this.stage }],
      quota: { limit: dailyQuota, period: apigateway.Period.DAY },
    }).addApiKey(key);
    return key;
  }
}
