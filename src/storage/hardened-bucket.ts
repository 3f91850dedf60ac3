import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { lifecycleRules } from './bucket-lifecycle';
import { BucketLifecycle, BucketObjectLock } from './bucket-options';
import { objectLockOf } from './object-lock';
import { accept } from '../core/acknowledge';
import { CdkProvider, hardenProvider } from '../core/harden-provider';
import { NameLimit } from '../core/name-limit';
import { requireName } from '../core/naming';
import { Workload } from '../core/workload';

/** What buckets of the library differ in. */
export interface HardenedBucketProps {
  readonly bucketName?: string;
  readonly encryption: s3.BucketEncryption;
  readonly encryptionKey?: s3.BucketProps['encryptionKey'];
  readonly lifecycle?: BucketLifecycle;
  readonly objectLock?: BucketObjectLock;
  readonly replicationRules?: s3.ReplicationRule[];
  readonly replicationRole?: iam.IRole;
}

// What the helper of aws-cdk-lib calls to empty a bucket; aws-cdk-lib itself would allow it s3:GetBucket*, s3:List* and s3:DeleteObject*.
const EMPTYING = {
  bucket: ['s3:GetBucketTagging', 's3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:ListBucket', 's3:ListBucketVersions'],
  objects: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
};

/** A bucket that is private, versioned, owned by its account alone and reached by TLS only; emptied on delete where nothing is retained. */
export class HardenedBucket extends s3.Bucket {
  constructor(scope: Construct, id: string, props: HardenedBucketProps) {
    const { retainsData, removalPolicy } = Workload.of(scope);
    requireName(scope, 'bucketName', props.bucketName, NameLimit.BUCKET);
    const { replicationRules, ...rest } = props;
    super(scope, id, {
      ...rest,
      bucketKeyEnabled: props.encryption === s3.BucketEncryption.KMS ? true : undefined,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      lifecycleRules: lifecycleRules(scope, props.lifecycle),
      ...objectLockOf(scope, props.objectLock),
      ...(replicationRules && { replicationRules }),
      removalPolicy,
      autoDeleteObjects: !retainsData || undefined,
    });
    if (removalPolicy === RemovalPolicy.DESTROY) hardenProvider(this, CdkProvider.AUTO_DELETE_OBJECTS);
    this.acceptFindings(props);
  }

  public override addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    if (!statement.actions.includes('s3:DeleteObject*')) return super.addToResourcePolicy(statement);
    const { effect, principals } = statement;
    super.addToResourcePolicy(new iam.PolicyStatement({ effect, principals, actions: EMPTYING.bucket, resources: [this.bucketArn] }));
    return super.addToResourcePolicy(new iam.PolicyStatement({ effect, principals, actions: EMPTYING.objects, resources: [this.arnForObjects('*')] }));
  }

  private acceptFindings({ objectLock, replicationRules }: HardenedBucketProps) {
    const bucket = this.node.defaultChild!;
    accept(bucket, 'events are for whoever reads the bucket, who declares them where they are needed', 'S3.BucketEventsSent');
    if (!objectLock) {
      accept(bucket, 'object lock cannot be undone; it is for records that a rule says to keep, by the objectLock prop', 'S3.BucketObjectLocked',
        'NIST.800.53.R5-S3BucketDefaultLockEnabled', 'HIPAA.Security-S3BucketDefaultLockEnabled', 'PCI.DSS.321-S3BucketDefaultLockEnabled');
    }
    if (!replicationRules) {
      accept(bucket, 'a copy in another Region is for data that has to survive one, where residency allows it, by the replication prop', 'S3.BucketReplicated',
        'NIST.800.53.R5-S3BucketReplicationEnabled', 'PCI.DSS.321-S3BucketReplicationEnabled', 'HIPAA.Security-S3BucketReplicationEnabled');
    }
  }
}

