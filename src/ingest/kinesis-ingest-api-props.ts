import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { IngestEndpointOptions, IngestLogOptions, IngestRequestOptions, IngestStreamOptions, IngestTrafficOptions } from './ingest-options';

/** Properties of KinesisIngestApi. */
export interface KinesisIngestApiProps {
  /** Firewall of the API, of the Region's scope. */
  readonly webAcl: wafv2.IWebACLRef;
  /**
   * Stream that takes the records, in the API's Region.
   * @default - one of its own
   */
  readonly stream?: kinesis.IStream;
  /**
   * How its own stream is made.
   * @default - one shard that keeps records for 24 hours
   */
  readonly streamOptions?: IngestStreamOptions;
  /**
   * Path that takes a record by POST; `<path>/batch` takes many.
   * @default 'ingest'
   */
  readonly path?: string;
  /**
   * What it takes.
   * @default - JSON objects, with the partition key in a header
   */
  readonly request?: IngestRequestOptions;
  /**
   * How clients reach it.
   * @default - on the internet, by principals that IAM allows
   */
  readonly endpoint?: IngestEndpointOptions;
  /**
   * How much it takes.
   * @default - 1,000 requests a second
   */
  readonly traffic?: IngestTrafficOptions;
  /**
   * What it logs.
   * @default - requests and what became of them, without bodies
   */
  readonly logs?: IngestLogOptions;
}
