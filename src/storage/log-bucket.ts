import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BucketLifecycle, BucketObjectLock } from './bucket-options';
import { HardenedBucket } from './hardened-bucket';
import { accept } from '../core/acknowledge';
import { LogDelivery } from '../core/log-delivery';

const GLACIER_AFTER = Duration.days(90);

/** Properties of LogBucket. */
export interface LogBucketProps {
  /**
   * Name of the bucket.
   * @default - CloudFormation names it
   */
  readonly bucketName?: string;
  /**
   * Services that deliver to the whole bucket. Constructs that are given the bucket allow themselves.
   * @default - none
   */
  readonly deliveries?: LogDelivery[];
  /**
   * Customer managed key. Load balancers and S3 itself deliver to buckets without one only.
   * @default - keys that S3 manages (SSE-S3), which every service can deliver under
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * How logs age.
   * @default - to S3 Glacier Flexible Retrieval after 90 days
   */
  readonly lifecycle?: BucketLifecycle;
  /**
   * For how long logs can neither be changed nor deleted. S3 access logs are not delivered to a bucket that has it.
   * @default - no lock
   */
  readonly objectLock?: BucketObjectLock;
}

/** A bucket that services of AWS deliver logs to: private, versioned, TLS only. It does not log requests to itself. */
export class LogBucket extends Construct {
  /** The bucket, for everything this construct does not model. */
  public readonly bucket: s3.Bucket;

  /** @throws ValidationError when a service cannot deliver to such a bucket, or a prop is malformed */
  constructor(scope: Construct, id: string, props: LogBucketProps = {}) {
    super(scope, id);
    this.bucket = new HardenedBucket(this, 'Bucket', {
      bucketName: props.bucketName,
      encryption: props.encryptionKey ? s3.BucketEncryption.KMS : s3.BucketEncryption.S3_MANAGED,
      encryptionKey: props.encryptionKey,
      lifecycle: props.lifecycle ?? { glacierAfter: GLACIER_AFTER },
      objectLock: props.objectLock,
    });
    for (const delivery of props.deliveries ?? []) delivery.allow(this.bucket);

    const resource = this.bucket.node.defaultChild!;
    accept(resource, 'it is where logs go: logging its own requests there would make each entry another request', 'S3.BucketAccessLogged',
      'AwsSolutions-S1', 'NIST.800.53.R5-S3BucketLoggingEnabled', 'PCI.DSS.321-S3BucketLoggingEnabled', 'HIPAA.Security-S3BucketLoggingEnabled');
    if (!props.encryptionKey) {
      accept(resource, 'load balancers and S3 deliver logs under SSE-S3 only; objects are encrypted with AES-256 under keys that S3 manages',
        'S3.BucketEncryptedWithKms', 'NIST.800.53.R5-S3DefaultEncryptionKMS', 'PCI.DSS.321-S3DefaultEncryptionKMS', 'HIPAA.Security-S3DefaultEncryptionKMS');
    }
  }
}
