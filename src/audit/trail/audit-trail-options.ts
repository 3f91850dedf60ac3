import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { BucketLifecycle } from '../../core/buckets/bucket-options';

/** The bucket that a trail makes for its log files. */
export interface TrailStorageOptions {
  /**
   * Name of the bucket.
   * @default - CloudFormation names it
   */
  readonly bucketName?: string;
  /**
   * Bucket for its access logs: under SSE-S3, in the same account and Region.
   * @default - a `LogBucket` of its own
   */
  readonly accessLogs?: s3.IBucket;
  /**
   * How log files age.
   * @default - to S3 Glacier Flexible Retrieval after 90 days
   */
  readonly lifecycle?: BucketLifecycle;
  /**
   * For how long nobody can change or delete a log file, unless allowed to bypass governance retention, in whole days. An ephemeral workload locks nothing.
   * @default - as long as the workload's frameworks ask for logs, a year where none does
   */
  readonly lock?: Duration;
}

/** What a trail records beside the management events of all Regions. */
export interface TrailEventOptions {
  /**
   * Whether reads and writes of objects in S3 are recorded. CloudTrail charges for each.
   * @default true
   */
  readonly objects?: boolean;
  /**
   * Buckets whose objects those are.
   * @default - all of the account, except the one of the trail: it would record its own deliveries
   */
  readonly objectsOf?: s3.IBucket[];
  /**
   * Whether invocations of Lambda functions are recorded. CloudTrail charges for each.
   * @default false
   */
  readonly functions?: boolean;
  /**
   * Whether CloudTrail Insights points out unusual rates of calls and of errors. CloudTrail charges for what it analyses.
   * @default true
   */
  readonly insights?: boolean;
}

/** The log group that a trail writes to, and what is watched there. */
export interface TrailLogOptions {
  /**
   * Name of the log group.
   * @default - CloudFormation names it
   */
  readonly logGroupName?: string;
  /**
   * How long events are kept there.
   * @default - what the workload's frameworks ask for, a year where none does
   */
  readonly retention?: logs.RetentionDays;
  /**
   * Key of the log group.
   * @default - the workload's key for logs
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Whether the metric filters of the CIS AWS Foundations Benchmark are made, and their alarms recommended to `WorkloadMonitoring`.
   * @default true
   */
  readonly alarms?: boolean;
}
