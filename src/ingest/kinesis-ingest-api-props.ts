import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { IngestEndpointOptions, IngestLogOptions, IngestRequestOptions, IngestStreamOptions, IngestTrafficOptions } from './ingest-options';

/** Properties of KinesisIngestApi. */
export interface KinesisIngestApiProps {
  /** Web ACL with scope REGIONAL. */
  readonly webAcl: wafv2.IWebACLRef;
  /**
   * Existing stream in the Region of the API. It excludes `streamOptions`.
   * @default - a new stream
   */
  readonly stream?: kinesis.IStream;
  /**
   * Options of the new stream.
   * @default - one shard, and a retention of 24 hours
   */
  readonly streamOptions?: IngestStreamOptions;
  /**
   * Path that accepts one record by POST; `<path>/batch` accepts several. Letters, digits, periods, hyphens and underscores, with slashes in between.
   * @default 'ingest'
   */
  readonly path?: string;
  /**
   * Requests that the API accepts.
   * @default - JSON objects, with the partition key in a header
   */
  readonly request?: IngestRequestOptions;
  /**
   * The REST API and its endpoint.
   * @default - a public Regional API with IAM authorization
   */
  readonly endpoint?: IngestEndpointOptions;
  /**
   * Limits of the traffic.
   * @default - 1,000 requests per second
   */
  readonly traffic?: IngestTrafficOptions;
  /**
   * Logs of the API.
   * @default - access and execution logs without bodies
   */
  readonly logs?: IngestLogOptions;
}
