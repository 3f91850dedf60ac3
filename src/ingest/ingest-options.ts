import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { IngestPartitionKey } from './ingest-partition-key';

/** The stream that a KinesisIngestApi makes. */
export interface IngestStreamOptions {
  /**
   * Name of the stream.
   * @default - made by CloudFormation
   */
  readonly streamName?: string;
  /**
   * Shards, each for 1,000 records and 1 MiB a second (Kinesis Data Streams Developer Guide, Quotas and limits).
   * @default 1
   */
  readonly shardCount?: number;
  /**
   * Whether Kinesis sizes the stream by itself, in place of a number of shards.
   * @default false
   */
  readonly onDemand?: boolean;
  /**
   * How long records are kept, 24 to 8,760 hours (Kinesis API, IncreaseStreamRetentionPeriod).
   * @default Duration.hours(24)
   */
  readonly retentionPeriod?: Duration;
  /**
   * Size of a record at the most, 1,024 to 10,240 KiB (Kinesis API, UpdateMaxRecordSize). API Gateway takes no more than 10 MB of a request.
   * @default 1024
   */
  readonly maxRecordSizeInKiB?: number;
  /**
   * Key of the records.
   * @default - the workload's key for data
   */
  readonly encryptionKey?: kms.IKey;
}

/** What a KinesisIngestApi takes. */
export interface IngestRequestOptions {
  /**
   * What a record has to look like: JSON schema, draft 4. It holds for the records of a batch as well.
   * @default - any object that has at least one field
   */
  readonly schema?: apigateway.JsonSchema;
  /**
   * Where partition keys are taken from.
   * @default IngestPartitionKey.header('X-Partition-Key')
   */
  readonly partitionKey?: IngestPartitionKey;
  /**
   * Content types of which the body is taken as it is, byte for byte and without validation, for example `application/octet-stream`.
   * @default - none, JSON only
   */
  readonly binaryMediaTypes?: string[];
  /**
   * Whether there is `/batch` below the path, which takes up to 500 records at once (Kinesis API, PutRecords).
   * @default true
   */
  readonly batch?: boolean;
}

/** How clients reach a KinesisIngestApi. */
export interface IngestEndpointOptions {
  /**
   * Name of the API.
   * @default - made of its path in the tree
   */
  readonly restApiName?: string;
  /**
   * Name of the stage.
   * @default 'prod'
   */
  readonly stageName?: string;
  /**
   * Who may call: an authorizer in place of IAM.
   * @default - principals that IAM allows `execute-api:Invoke`
   */
  readonly authorizer?: apigateway.IAuthorizer;
  /**
   * TLS versions and ciphers, TLS 1.2 at the least.
   * @default SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09; TLS13_1_3_FIPS_2025_09 where the workload's frameworks ask for validated cryptography
   */
  readonly securityPolicy?: apigateway.SecurityPolicy;
  /**
   * Interface endpoints for `execute-api`: the API is private, and they are the only way to it.
   * @default - the API is on the internet
   */
  readonly vpcEndpoints?: ec2.IVpcEndpoint[];
}

/** How much a KinesisIngestApi takes. */
export interface IngestTrafficOptions {
  /**
   * Requests a second, over all clients.
   * @default 1000
   */
  readonly rateLimit?: number;
  /**
   * Requests at once, over all clients.
   * @default 1000
   */
  readonly burstLimit?: number;
  /**
   * Requests a day of a client: makes a usage plan with an API key, which requests then carry beside their authorization.
   * @default - no usage plan
   */
  readonly dailyQuota?: number;
}

/** What a KinesisIngestApi logs. */
export interface IngestLogOptions {
  /**
   * Time that access and execution logs are kept.
   * @default - what the frameworks ask for
   */
  readonly retention?: logs.RetentionDays;
  /**
   * Key of both log groups.
   * @default - the workload's key for logs
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Writes whole requests and answers to the execution log, personal data included, for the reason that is given. The reason is kept in the template.
   * @default - not written
   */
  readonly dataTraceReason?: string;
  /**
   * Whether the stack sets the role by which API Gateway writes the logs of the account and Region. One stack of them should.
   * @default true
   */
  readonly accountRole?: boolean;
}
