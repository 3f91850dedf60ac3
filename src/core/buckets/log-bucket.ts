import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { logAccess } from './access-logs';
import { BucketLifecycle, BucketObjectLock } from './bucket-options';
import { HardenedBucket } from './hardened-bucket';
import { LogDelivery } from './log-delivery';
import { keyFor } from '../keys/key-for';
import { KeyUse } from '../keys/key-use';
import { DataClass } from '../keys/workload-key';
import { acknowledgeFindings } from '../parts/acknowledge-findings';

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
   * Bucket for its own access logs, another than this one: a bucket of audit logs needs it.
   * @default - none
   */
  readonly accessLogs?: s3.IBucket;
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
    const { encryptionKey, accessLogs } = props;
    this.bucket = new HardenedBucket(this, 'Bucket', {
      bucketName: props.bucketName,
      encryption: encryptionKey ? s3.BucketEncryption.KMS : s3.BucketEncryption.S3_MANAGED,
      encryptionKey: encryptionKey && keyFor(this, encryptionKey, DataClass.STORAGE, KeyUse.S3),
      lifecycle: props.lifecycle ?? { glacierAfter: GLACIER_AFTER },
      objectLock: props.objectLock,
    });
    for (const delivery of props.deliveries ?? []) delivery._allow(this.bucket);

    const resource = this.bucket.node.defaultChild!;
    if (accessLogs) {
      logAccess(this.bucket, accessLogs);
    } else {
      acknowledgeFindings(resource, 'It is where logs go: logging its own requests there would make each entry another request', 'S3.BucketAccessLogged',
        'AwsSolutions-S1', 'NIST.800.53.R5-S3BucketLoggingEnabled', 'PCI.DSS.321-S3BucketLoggingEnabled', 'HIPAA.Security-S3BucketLoggingEnabled');
    }
    if (!encryptionKey) {
      acknowledgeFindings(resource, 'Load balancers and S3 deliver logs under SSE-S3 only; objects are encrypted with AES-256 under keys that S3 manages',
        'S3.BucketEncryptedWithKms', 'NIST.800.53.R5-S3DefaultEncryptionKMS', 'PCI.DSS.321-S3DefaultEncryptionKMS', 'HIPAA.Security-S3DefaultEncryptionKMS');
    }
  }
}
