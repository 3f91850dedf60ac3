import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { grantAccess, READ, WRITE } from './bucket-access';
import { Replication } from './replication';
import { resolveSecureBucketProps } from './resolve-secure-bucket-props';
import { ObjectGrantOptions, SecureBucketProps } from './secure-bucket-props';
import { logAccess } from '../core/buckets/access-logs';
import { HardenedBucket } from '../core/buckets/hardened-bucket';
import { LogBucket } from '../core/buckets/log-bucket';
import { keyFor } from '../core/keys/key-for';
import { KeyUse } from '../core/keys/key-use';
import { DataClass } from '../core/keys/workload-key';
import { requireArguments } from '../core/validation';

/**
 * A bucket for regulated data: no public access, versioning, encryption with one customer managed key, TLS 1.2 or later, and access logs.
 *
 * @example
 * const documents = new SecureBucket(this, 'Documents', {
 *   lifecycle: { glacierAfter: Duration.days(90), expireAfter: Duration.days(2555) },
 * });
 * documents.grantRead(service);
 */
export class SecureBucket extends Construct {
  /** The bucket, for settings that this construct does not have. */
  public readonly bucket: s3.Bucket;
  /** KMS key of the objects. */
  public readonly encryptionKey: kms.IKey;
  /** Bucket for access logs. */
  public readonly accessLogs: s3.IBucket;

  /** @throws ValidationError if a prop is not valid, or if replication would leave the Regions of the workload */
  constructor(scope: Construct, id: string, props: SecureBucketProps = {}) {
    super(scope, id);
    const resolved = resolveSecureBucketProps(this, props);

    this.encryptionKey = keyFor(this, resolved.encryptionKey, DataClass.STORAGE, KeyUse.S3);
    const replication = resolved.replication && new Replication(this, resolved.replication);
    this.bucket = new HardenedBucket(this, 'Bucket', {
      bucketName: resolved.bucketName,
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: this.encryptionKey,
      lifecycle: resolved.lifecycle,
      objectLock: resolved.objectLock,
      replicationRules: replication?.rules,
      replicationRole: replication?.role,
    });
    replication?.allow(this.bucket, this.encryptionKey);
    this.denyOtherKeys();

    this.accessLogs = resolved.accessLogs ?? new LogBucket(this, 'AccessLogs').bucket;
    logAccess(this.bucket, this.accessLogs, resolved.accessLogsPrefix);
    for (const delivery of resolved.deliveries ?? []) delivery._allow(this.bucket);
  }

  /**
   * Grants a principal permissions to read and list current object versions, and to decrypt them. `grantRead` of `bucket` would grant wildcard actions such
   * as `s3:GetObject*`.
   * @param grantee principal with a policy in this app
   * @throws ValidationError if the principal has no policy in this app
   */
  public grantRead(grantee: iam.IGrantable, options: ObjectGrantOptions = {}): iam.Grant {
    requireArguments(this, 'SecureBucket.grantRead', { grantee, options });
    return grantAccess(this.bucket, this.encryptionKey, grantee, READ, options);
  }

  /**
   * Grants a principal permissions to write objects, multipart uploads included. Overwritten objects remain as noncurrent versions.
   * @param grantee principal with a policy in this app
   * @throws ValidationError if the principal has no policy in this app
   * @example
   * const documents = new SecureBucket(this, 'Documents');
   * documents.grantWrite(service, { prefix: 'uploads/' });
   */
  public grantWrite(grantee: iam.IGrantable, options: ObjectGrantOptions = {}): iam.Grant {
    requireArguments(this, 'SecureBucket.grantWrite', { grantee, options });
    return grantAccess(this.bucket, this.encryptionKey, grantee, WRITE, options);
  }

  // Uploads without encryption headers use the key of the bucket. AWS services set the headers that they support, for example AES256 for CloudTrail.
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
