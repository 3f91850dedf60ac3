import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** Lifecycle of objects. Incomplete multipart uploads are removed after 7 days. */
export interface BucketLifecycle {
  /**
   * Age at which objects transition to S3 Standard-IA, at least 30 days (S3 User Guide, Transitioning objects using Amazon S3 Lifecycle).
   * They remain there for at least 30 days.
   * @default - no transition
   */
  readonly infrequentAccessAfter?: Duration;
  /**
   * Age at which objects transition to S3 Glacier Flexible Retrieval, at least 1 day.
   * @default - no transition
   */
  readonly glacierAfter?: Duration;
  /**
   * Age at which objects expire, at least 1 day.
   * @default - no expiration
   */
  readonly expireAfter?: Duration;
  /**
   * Age at which noncurrent versions are removed, at least 1 day, counted from when they became noncurrent.
   * @default - 90 days
   */
  readonly expireNoncurrentAfter?: Duration;
}

/**
 * Period during which object versions cannot be changed or deleted. It cannot be disabled on a bucket. It is not applied in an ephemeral workload,
 * because the buckets are emptied when their stacks are deleted.
 *
 * @example
 * new SecureBucket(this, 'Records', {
 *   objectLock: { retention: Duration.days(365), mode: s3.ObjectLockMode.COMPLIANCE },
 * });
 */
export interface BucketObjectLock {
  /** Retention of each version, 1 to 36,500 days (S3 User Guide, Object Lock considerations). */
  readonly retention: Duration;
  /**
   * Governance mode permits principals with `s3:BypassGovernanceRetention` to remove the lock. Compliance mode denies it to all principals.
   * @default ObjectLockMode.GOVERNANCE
   */
  readonly mode?: s3.ObjectLockMode;
}

/**
 * Replication of all objects to another bucket.
 *
 * @example
 * const copies = s3.Bucket.fromBucketAttributes(this, 'Copies', {
 *   bucketArn: 'arn:aws:s3:::ledger-copies',
 *   region: 'eu-west-1',
 *   encryptionKey: kms.Key.fromKeyArn(this, 'CopiesKey', 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'),
 * });
 * new SecureBucket(this, 'Ledger', { replication: { destination: copies } });
 */
export interface BucketReplication {
  /** Destination bucket, with versioning, a known encryption key, and in a Region that the workload allows. */
  readonly destination: s3.IBucket;
  /**
   * Region of the destination, for an imported bucket.
   * @default - the Region of the stack of the destination
   */
  readonly destinationRegion?: string;
}
