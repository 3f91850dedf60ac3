import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BucketAccess, grantAccess } from './bucket-access';
import { Replication } from './replication';
import { logAccess } from '../core/buckets/access-logs';
import { BucketLifecycle, BucketObjectLock, BucketReplication } from '../core/buckets/bucket-options';
import { HardenedBucket } from '../core/buckets/hardened-bucket';
import { LogBucket } from '../core/buckets/log-bucket';
import { LogDelivery } from '../core/buckets/log-delivery';
import { keyFor } from '../core/keys/key-for';
import { KeyUse } from '../core/keys/key-use';
import { DataClass } from '../core/keys/workload-key';

/** Properties of SecureBucket. */
export interface SecureBucketProps {
  /**
   * Name of the bucket.
   * @default - CloudFormation names it
   */
  readonly bucketName?: string;
  /**
   * Key of its objects.
   * @default - the workload's key for buckets
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Bucket for its access logs: under SSE-S3, in the same account and Region.
   * @default - a `LogBucket` of its own
   */
  readonly accessLogs?: s3.IBucket;
  /**
   * Where in that bucket.
   * @default - the path of the construct below its stack
   */
  readonly accessLogsPrefix?: string;
  /**
   * How objects age.
   * @default - older versions are removed after 90 days, nothing else
   */
  readonly lifecycle?: BucketLifecycle;
  /**
   * For how long objects can neither be changed nor deleted.
   * @default - no lock
   */
  readonly objectLock?: BucketObjectLock;
  /**
   * A copy of every object in another bucket.
   * @default - none
   */
  readonly replication?: BucketReplication;
  /**
   * Services that deliver logs to it.
   * @default - none
   */
  readonly deliveries?: LogDelivery[];
}

const READ: BucketAccess = { objects: ['s3:GetObject'], key: ['kms:Decrypt'], lists: true };
// Parts of an upload are decrypted when they are put together.
const WRITE: BucketAccess = {
  objects: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], key: ['kms:GenerateDataKey', 'kms:Decrypt'],
};

/**
 * A bucket for regulated data: private, versioned, encrypted under a customer managed key and no other, TLS 1.2 at least, every request logged.
 */
export class SecureBucket extends Construct {
  /** The bucket, for everything this construct does not model. */
  public readonly bucket: s3.Bucket;
  /** Key of its objects. */
  public readonly encryptionKey: kms.IKey;
  /** Bucket of its access logs. */
  public readonly accessLogs: s3.IBucket;

  /** @throws ValidationError when a prop is malformed, or a copy would leave the workload's Regions */
  constructor(scope: Construct, id: string, props: SecureBucketProps = {}) {
    super(scope, id);
    this.encryptionKey = keyFor(this, props.encryptionKey, DataClass.STORAGE, KeyUse.S3);
    const replication = props.replication && new Replication(this, props.replication);
    this.bucket = new HardenedBucket(this, 'Bucket', {
      bucketName: props.bucketName,
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: this.encryptionKey,
      lifecycle: props.lifecycle,
      objectLock: props.objectLock,
      replicationRules: replication?.rules,
      replicationRole: replication?.role,
    });
    replication?.allow(this.bucket, this.encryptionKey);
    this.denyOtherKeys();

    this.accessLogs = props.accessLogs ?? new LogBucket(this, 'AccessLogs').bucket;
    logAccess(this.bucket, this.accessLogs, props.accessLogsPrefix);
    for (const delivery of props.deliveries ?? []) delivery._allow(this.bucket);
  }

  /**
   * Lets a principal read and list the newest versions of objects, and decrypt them. The grant of `bucket` itself would allow whole groups of actions,
   * `s3:GetObject*` for one.
   * @param grantee who
   * @param prefix how their keys begin
   * @throws ValidationError when the principal has no policy of its own
   */
  public grantRead(grantee: iam.IGrantable, prefix = ''): iam.Grant {
    return grantAccess(this.bucket, this.encryptionKey, grantee, READ, prefix);
  }

  /**
   * Lets a principal write objects, in one piece or in parts. What it writes over stays as an older version.
   * @param grantee who
   * @param prefix how their keys begin
   * @throws ValidationError when the principal has no policy of its own
   */
  public grantWrite(grantee: iam.IGrantable, prefix = ''): iam.Grant {
    return grantAccess(this.bucket, this.encryptionKey, grantee, WRITE, prefix);
  }

  // An upload that asks for nothing takes the bucket's key. Services ask for what they know: CloudTrail without a key of its own for AES256.
  private denyOtherKeys() {
    this.denyUploads('DenyOtherKeys', 's3:x-amz-server-side-encryption-aws-kms-key-id', this.encryptionKey.keyArn);
    this.denyUploads('DenyOtherEncryption', 's3:x-amz-server-side-encryption', 'aws:kms');
  }

  private denyUploads(sid: string, header: string, unless: string) {
    this.bucket.addToResourcePolicy(new iam.PolicyStatement({
      sid,
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [this.bucket.arnForObjects('*')],
      conditions: { StringNotEquals: { [header]: unless }, Null: { [header]: 'false' }, Bool: { 'aws:PrincipalIsAWSService': 'false' } },
    }));
  }
}
