import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { BucketLifecycle, BucketObjectLock, BucketReplication } from '../core/buckets/bucket-options';
import { LogDelivery } from '../core/buckets/log-delivery';

/** Properties of SecureBucket. */
export interface SecureBucketProps {
  /**
   * Name of the bucket.
   * Changing it replaces the bucket.
   * @default - CloudFormation generates a name
   */
  readonly bucketName?: string;
  /**
   * KMS key of the objects.
   * @default - the workload's key for buckets
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Bucket for access logs. It must use SSE-S3, have no object lock, and be in the same account and Region.
   * @default - a `LogBucket` that the construct makes
   */
  readonly accessLogs?: s3.IBucket;
  /**
   * Prefix of the access logs, without a slash at either end.
   * @default - the path of the construct in its stack
   */
  readonly accessLogsPrefix?: string;
  /**
   * Lifecycle of the objects.
   * @default - noncurrent versions are removed after 90 days
   */
  readonly lifecycle?: BucketLifecycle;
  /**
   * Period during which object versions cannot be changed or deleted.
   * Setting or removing it replaces the bucket.
   * @default - no object lock
   */
  readonly objectLock?: BucketObjectLock;
  /**
   * Replication of all objects to another bucket. With `objectLock`, the other bucket needs object lock too.
   * @default - no replication
   */
  readonly replication?: BucketReplication;
  /**
   * Services that deliver logs to the bucket.
   * @default - none
   */
  readonly deliveries?: LogDelivery[];
}

/** Objects that a grant covers. */
export interface ObjectGrantOptions {
  /**
   * Prefix of the object keys, at most 1,024 characters without `*` and `?`.
   * @default - all objects
   */
  readonly prefix?: string;
}
