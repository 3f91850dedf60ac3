import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** How objects age. Uploads that are never completed are removed after 7 days in any case. */
export interface BucketLifecycle {
  /**
   * Age at which objects move to S3 Standard-IA, 30 days at least (S3 User Guide, Transitioning objects using Amazon S3 Lifecycle).
   * They stay there for 30 days at least.
   * @default - never
   */
  readonly infrequentAccessAfter?: Duration;
  /**
   * Age at which objects move to S3 Glacier Flexible Retrieval.
   * @default - never
   */
  readonly glacierAfter?: Duration;
  /**
   * Age at which objects expire.
   * @default - never
   */
  readonly expireAfter?: Duration;
  /**
   * Time after which an older version is removed, counted from when it was replaced.
   * @default - 90 days
   */
  readonly expireNoncurrentAfter?: Duration;
}

/**
 * For how long objects can neither be changed nor deleted. Once a bucket has it, it has it for good. An ephemeral workload locks nothing: its
 * buckets have to be emptied when its stacks go.
 */
export interface BucketObjectLock {
  /** Time that a version is locked for, in whole days, 36,500 at the most (S3 User Guide, Object Lock considerations). */
  readonly retention: Duration;
  /**
   * Whether principals with `s3:BypassGovernanceRetention` may lift the lock; in compliance mode nobody can.
   * @default ObjectLockMode.GOVERNANCE
   */
  readonly mode?: s3.ObjectLockMode;
}

/** A copy of every object in another bucket. */
export interface BucketReplication {
  /** Bucket that takes the copies: versioned, under a key that it tells, and in a Region that the workload's data may be in. */
  readonly destination: s3.IBucket;
  /**
   * Region of the destination, where it cannot be told from the bucket itself.
   * @default - the Region of the destination's stack
   */
  readonly destinationRegion?: string;
}
