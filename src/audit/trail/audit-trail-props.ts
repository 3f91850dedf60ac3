import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { BucketLifecycle } from '../../core/buckets/bucket-options';

/** Properties of AuditTrail. */
export interface AuditTrailProps {
  /**
   * Name of the trail. With a name, the bucket policy allows this trail only.
   * Changing it replaces the trail.
   * @default - CloudFormation generates a name, and the bucket policy allows all trails of the account in the Region
   */
  readonly trailName?: string;
  /**
   * Bucket for log files and digest files. It must log its own requests. The construct adds statements to the policies of the bucket and of its key.
   * @default - a bucket as in `storage`
   */
  readonly bucket?: s3.IBucket;
  /**
   * Prefix of the log files in the bucket, at most 200 characters without a slash at either end.
   * @default 'cloudtrail'
   */
  readonly prefix?: string;
  /**
   * Settings of the bucket that the construct makes. Not with `bucket`.
   * @default - encrypted with the key of the trail, object lock in production workloads, transition to S3 Glacier after 90 days
   */
  readonly storage?: TrailStorageOptions;
  /**
   * KMS key of log files and digest files.
   * @default - the key of `bucket`, otherwise the workload's key for buckets
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Events in addition to management events.
   * @default - reads and writes of S3 objects, and CloudTrail Insights
   */
  readonly events?: TrailEventOptions;
  /**
   * Log group of the trail, and metric filters for alarms.
   * @default - an encrypted log group with the metric filters of the CIS AWS Foundations Benchmark
   */
  readonly logs?: TrailLogOptions;
  /**
   * ID of the organization for an organization trail, for example `o-a1b2c3d4e5`. The stack must be in the management account.
   * @default - a trail of the account
   */
  readonly organizationId?: string;
}

/** Settings of the bucket that AuditTrail makes. */
export interface TrailStorageOptions {
  /**
   * Name of the bucket.
   * Changing it replaces the bucket.
   * @default - CloudFormation generates a name
   */
  readonly bucketName?: string;
  /**
   * Bucket for access logs. It must use SSE-S3 and be in the same account and Region.
   * @default - a `LogBucket` that the construct makes
   */
  readonly accessLogs?: s3.IBucket;
  /**
   * Lifecycle of log files.
   * @default - transition to S3 Glacier Flexible Retrieval after 90 days
   */
  readonly lifecycle?: BucketLifecycle;
  /**
   * Retention period of the object lock in governance mode, in whole days from 1 to 36,500. Buckets of ephemeral workloads have no object lock.
   * @default - the log retention that the frameworks of the workload require, otherwise 365 days
   */
  readonly lock?: Duration;
}

/** Events that a trail records in addition to the management events of all Regions. */
export interface TrailEventOptions {
  /**
   * Whether the trail records reads and writes of S3 objects. CloudTrail charges for each event.
   * @default true
   */
  readonly objects?: boolean;
  /**
   * Buckets whose objects are recorded, at most 495.
   * @default - all buckets of the account except the bucket of the trail and the bucket with its access logs, because the trail would record its own deliveries
   */
  readonly objectsOf?: s3.IBucket[];
  /**
   * Whether the trail records invocations of Lambda functions. CloudTrail charges for each event.
   * @default false
   */
  readonly functions?: boolean;
  /**
   * Whether CloudTrail Insights reports unusual rates of API calls and errors. CloudTrail charges for analyzed events.
   * @default true
   */
  readonly insights?: boolean;
}

/** Log group of a trail, and its metric filters. */
export interface TrailLogOptions {
  /**
   * Name of the log group.
   * Changing it replaces the log group.
   * @default - CloudFormation generates a name
   */
  readonly logGroupName?: string;
  /**
   * Retention of the log group.
   * @default - the log retention that the frameworks of the workload require, otherwise one year
   */
  readonly retention?: logs.RetentionDays;
  /**
   * KMS key of the log group.
   * @default - the workload's key for logs
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Whether the log group has the metric filters of the CIS AWS Foundations Benchmark, with recommended alarms for `WorkloadMonitoring`.
   * @default true
   */
  readonly alarms?: boolean;
}
