import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { IngestPartitionKey } from './ingest-partition-key';

/** A new stream. */
export interface IngestStreamOptions {
  /**
   * Name of the stream: at most 128 letters, digits, periods, hyphens and underscores.
   * Changing it replaces the stream.
   * @default - a name that CloudFormation generates
   */
  readonly streamName?: string;
  /**
   * Number of shards, 1 to 100,000. Each accepts 1,000 records and 1 MiB per second (Kinesis Data Streams Developer Guide, Quotas and limits).
   * It excludes `onDemand`.
   * @default 1
   */
  readonly shardCount?: number;
  /**
   * Whether Kinesis manages the capacity, instead of a number of shards.
   * @default false
   */
  readonly onDemand?: boolean;
  /**
   * Retention of records, 24 to 8,760 whole hours (Kinesis API, IncreaseStreamRetentionPeriod).
   * @default Duration.hours(24)
   */
  readonly retentionPeriod?: Duration;
  /**
   * Maximum size of a record in KiB, 1,024 to 10,240 (Kinesis API, UpdateMaxRecordSize). API Gateway accepts requests of at most 10 MB.
   * @default 1024
   */
  readonly maxRecordSizeInKiB?: number;
  /**
   * Key that encrypts the records.
   * @default - the workload's key for data
   */
  readonly encryptionKey?: kms.IKey;
}

/** Requests that the API accepts. */
export interface IngestRequestOptions {
  /**
   * JSON schema (draft 4) of a record. It applies to each record of a batch, too.
   * @default - any object that has at least one field
   * @example
   * import * as apigateway from 'aws-cdk-lib/aws-apigateway';
   *
   * new KinesisIngestApi(this, 'Ingest', {
   *   webAcl: new WebAcl(this, 'WebAcl'),
   *   request: {
   *     schema: {
   *       type: apigateway.JsonSchemaType.OBJECT,
   *       required: ['orderId', 'amount'],
   *       properties: {
   *         orderId: { type: apigateway.JsonSchemaType.STRING, maxLength: 36 },
   *         amount: { type: apigateway.JsonSchemaType.INTEGER, minimum: 1 },
   *       },
   *     },
   *   },
   * });
   */
  readonly schema?: apigateway.JsonSchema;
  /**
   * Source of the partition key.
   * @default IngestPartitionKey.header('X-Partition-Key')
   */
  readonly partitionKey?: IngestPartitionKey;
  /**
   * Content types whose body is accepted unchanged and without validation, for example `application/octet-stream`.
   * @default - none: only JSON is accepted
   */
  readonly binaryMediaTypes?: string[];
  /**
   * Whether `<path>/batch` accepts up to 500 records per request (Kinesis API, PutRecords).
   * @default true
   */
  readonly batch?: boolean;
}

/** The REST API and its endpoint. */
export interface IngestEndpointOptions {
  /**
   * Name of the REST API.
   * @default - a name that is derived from the construct path
   */
  readonly restApiName?: string;
  /**
   * Name of the stage: at most 128 letters, digits, hyphens and underscores.
   * Changing it replaces the stage and its log group.
   * @default 'prod'
   */
  readonly stageName?: string;
  /**
   * Authorizer, instead of IAM. Its type must not be NONE.
   * @default - IAM authorization: callers need `execute-api:Invoke`
   */
  readonly authorizer?: apigateway.IAuthorizer;
  /**
   * TLS versions and ciphers, at least TLS 1.2.
   * @default SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09; TLS13_1_3_FIPS_2025_09 if a framework of the workload requires validated cryptography
   */
  readonly securityPolicy?: apigateway.SecurityPolicy;
  /**
   * Interface endpoints for `execute-api`. They make the API private: it accepts requests only through them.
   * @default - the API is public
   * @example
   * const endpoints = new InterfaceEndpoints(this, 'Endpoints', { vpc: network.vpc, services: [ec2.InterfaceVpcEndpointAwsService.APIGATEWAY] });
   * new KinesisIngestApi(this, 'Ingest', {
   *   webAcl: new WebAcl(this, 'WebAcl'),
   *   endpoint: { vpcEndpoints: [endpoints.endpoint(ec2.InterfaceVpcEndpointAwsService.APIGATEWAY)] },
   * });
   */
  readonly vpcEndpoints?: ec2.IVpcEndpoint[];
}

/** Limits of the traffic. */
export interface IngestTrafficOptions {
  /**
   * Requests per second of all clients, greater than 0.
   * @default 1000
   */
  readonly rateLimit?: number;
  /**
   * Concurrent requests of all clients, at least 1.
   * @default 1000
   */
  readonly burstLimit?: number;
  /**
   * Requests per day of a client, at least 1. It adds a usage plan with an API key, which requests need in addition to their authorization. The plan limits a client
   * to `rateLimit` and `burstLimit`.
   * @default - no usage plan
   */
  readonly dailyQuota?: number;
}

/** Logs of the API. */
export interface IngestLogOptions {
  /**
   * Retention of the access and execution logs.
   * @default - the retention that the workload's frameworks require
   */
  readonly retention?: logs.RetentionDays;
  /**
   * Key that encrypts both log groups.
   * @default - the workload's key for logs
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Reason to log full requests and responses, including personal data, in the execution log: at least 20 characters and 4 words. The template contains
   * the reason as metadata.
   * @default - bodies are not logged
   */
  readonly dataTraceReason?: string;
  /**
   * Whether the stack sets the role for the API Gateway logs of the account and Region. Set it in one stack per account and Region.
   * @default true
   */
  readonly accountRole?: boolean;
}
