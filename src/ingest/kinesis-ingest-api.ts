import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { recommendIngestAlarms } from './ingest-alarms';
import { addIngestMethods } from './ingest-methods';
import { ingestStream, writerRole } from './ingest-stream';
import { addGatewayResponses } from './integrations';
import { KinesisIngestApiProps } from './kinesis-ingest-api-props';
import { ResolvedIngestProps, resolveIngestProps } from './resolve-ingest-props';
import { executionLogGroup, ingestRestApi, stageArn } from './rest-api';
import { grantTo } from '../core/parts/grant-to';
import { encryptedLogGroup } from '../core/parts/log-group';
import { associateWebAcl } from '../core/parts/web-acl-association';
import { requireArgument } from '../core/validation';

/**
 * A REST API that writes request bodies to a Kinesis data stream unchanged, through a direct integration without code.
 *
 * @example
 * const ingest = new KinesisIngestApi(this, 'Ingest', {
 *   webAcl: new WebAcl(this, 'WebAcl'),
 *   path: 'v1/events',
 *   request: { partitionKey: IngestPartitionKey.field('customer.id') },
 * });
 * ingest.grantIngest(service);
 */
export class KinesisIngestApi extends Construct {
  /** The REST API, for settings that this construct does not offer. */
  public readonly api: apigateway.RestApi;
  /** The stage. */
  public readonly stage: apigateway.Stage;
  /** The stream. */
  public readonly stream: kinesis.IStream;
  /** The role that allows the API to write to the stream, and nothing else. */
  public readonly role: iam.Role;
  /** Access log in JSON. */
  public readonly accessLogGroup: logs.LogGroup;
  /** Execution log of API Gateway. */
  public readonly executionLogGroup: logs.LogGroup;
  /** The method that accepts one record. */
  public readonly recordMethod: apigateway.Method;
  /** The method that accepts a batch; undefined if batches are disabled. */
  public readonly batchMethod?: apigateway.Method;
  /** The API key of the usage plan; undefined without `dailyQuota`. */
  public readonly apiKey?: apigateway.IApiKey;

  /** @throws ValidationError if a prop is outside the limits of AWS, or if props contradict each other */
  constructor(scope: Construct, id: string, props: KinesisIngestApiProps) {
    super(scope, id);
    const resolved = resolveIngestProps(this, props);
    const { retention, encryptionKey } = resolved.logs;
    this.stream = resolved.stream ?? ingestStream(this, resolved.streamOptions);
    this.role = writerRole(this, this.stream);
    this.accessLogGroup = encryptedLogGroup(this, 'AccessLogs', { retention, encryptionKey });
    this.api = ingestRestApi(this, this.accessLogGroup, resolved);
    this.stage = this.api.deploymentStage;
    this.executionLogGroup = executionLogGroup(this, this.api, resolved.logs);
    addGatewayResponses(this.api);
    const { record, batch } = addIngestMethods(this.api, this.stream.streamArn, this.role, resolved);
    this.recordMethod = record;
    this.batchMethod = batch;

    associateWebAcl(this.stage, stageArn(this.stage), resolved.webAcl);
    this.apiKey = this.usagePlan(resolved.traffic);
    recommendIngestAlarms(this, this.stage, this.stream);
  }

  /** URL that accepts one record. */
  public get url(): string {
    return this.api.urlForPath(this.recordMethod.resource.path);
  }

  /**
   * Grants a principal permission to send records and batches.
   * @throws ValidationError when the principal has no identity-based policy or is in another account
   * @example
   * const ingest = new KinesisIngestApi(this, 'Ingest', { webAcl: new WebAcl(this, 'WebAcl') });
   * ingest.grantIngest(iam.Role.fromRoleArn(this, 'Producer', 'arn:aws:iam::123456789012:role/producer'));
   */
  public grantIngest(grantee: iam.IGrantable): iam.Grant {
    requireArgument(this, 'grantee', 'IGrantable', grantee);
    const methods = [this.recordMethod, this.batchMethod].filter((method) => method !== undefined);
    return grantTo(this, grantee, { actions: ['execute-api:Invoke'], resourceArns: methods.map(({ methodArn }) => methodArn) });
  }

  private usagePlan({ dailyQuota, rateLimit, burstLimit }: ResolvedIngestProps['traffic']): apigateway.IApiKey | undefined {
    if (dailyQuota === undefined) return undefined;
    const key = this.api.addApiKey('ApiKey');
    this.api.addUsagePlan('UsagePlan', {
      apiStages: [{ api: this.api, stage: this.stage }],
      throttle: { rateLimit, burstLimit },
      quota: { limit: dailyQuota, period: apigateway.Period.DAY },
    }).addApiKey(key);
    return key;
  }
}
