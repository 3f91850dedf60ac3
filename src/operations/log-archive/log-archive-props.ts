import { Duration, Size } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** Properties of LogArchive. */
export interface LogArchiveProps {
  /** Bucket for the logs. Its lifecycle rules decide how long the logs are kept. */
  readonly bucket: s3.IBucket;
  /**
   * Prefix of the objects, without a slash at either end. With the parts that the construct adds, at most 1,024 characters (Amazon Data Firehose API,
   * ExtendedS3DestinationConfiguration). Records that cannot be delivered are below `<prefix>-failed`.
   * @default 'logs'
   */
  readonly prefix?: string;
  /**
   * Key of records in the Firehose stream.
   * @default - the workload's key for logs
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Time after which Firehose writes an object of any size, 0 to 900 seconds (Amazon Data Firehose API, BufferingHints).
   * @default Duration.seconds(300)
   */
  readonly bufferingInterval?: Duration;
  /**
   * Amount of logs after which Firehose writes an object, 1 to 128 MiB (Amazon Data Firehose API, BufferingHints).
   * @default Size.mebibytes(5)
   */
  readonly bufferingSize?: Size;
}

/** Options of the delivery of one log group. */
export interface LogShippingOptions {
  /**
   * Events to deliver: a pattern of at most 1,024 characters (CloudWatch Logs API, PutSubscriptionFilter).
   * @default - all events
   */
  readonly filterPattern?: logs.IFilterPattern;
  /**
   * Construct below which the subscription filter and its alarms are created, for example the service of the log group. Its stack then refers to the stack of the
   * archive. Set it if the stack of the log group refers to the stack of the archive already, for example to its VPC.
   * @default - the archive, whose stack then refers to the stack of the log group
   */
  readonly scope?: Construct;
}
