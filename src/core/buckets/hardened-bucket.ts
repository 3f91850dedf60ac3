import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { lifecycleRules } from './bucket-lifecycle';
import { BucketLifecycle, BucketObjectLock } from './bucket-options';
import { objectLockOf } from './object-lock';
import { acknowledgeFindings } from '../parts/acknowledge-findings';
import { CdkProvider, hardenProvider } from '../parts/harden-provider';
import { NameLimit } from '../workload/name-limit';
import { requireName } from '../workload/naming';
import { Workload } from '../workload/workload';

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

/** What the helper of aws-cdk-lib calls to empty a bucket (its source, auto-delete-objects-handler). */
const EMPTYING = {
  bucket: ['s3:GetBucketTagging', 's3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:ListBucketVersions'],
  objects: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
};

/** A bucket policy in which that helper may do what it calls, where aws-cdk-lib allows it s3:GetBucket*, s3:List* and s3:DeleteObject*. */
class NarrowedPolicy extends iam.PolicyDocument {
  constructor(private readonly bucket: s3.IBucket) {
    super();
  }

  public override addStatements(...statements: iam.PolicyStatement[]): void {
    super.addStatements(...statements.flatMap((statement) => {
      if (!statement.actions.includes('s3:DeleteObject*')) return [statement];
      const { principals } = statement;
      return [
        new iam.PolicyStatement({ principals, actions: EMPTYING.bucket, resources: [this.bucket.bucketArn] }),
        new iam.PolicyStatement({ principals, actions: EMPTYING.objects, resources: [this.bucket.arnForObjects('*')] }),
      ];
    }));
  }
}

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
      blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C],
      versioned: true,
      lifecycleRules: lifecycleRules(scope, props.lifecycle),
      ...objectLockOf(scope, props.objectLock),
      ...(replicationRules && { replicationRules }),
      removalPolicy,
      autoDeleteObjects: !retainsData || undefined,
    });
    if (removalPolicy === RemovalPolicy.DESTROY) hardenProvider(this, CdkProvider.AUTO_DELETE_OBJECTS);
    // `eventBridgeEnabled` of the L2 brings a function along that sets what CloudFormation can set by itself.
    (this.node.defaultChild as s3.CfnBucket).notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    this.acceptFindings(props, retainsData);
  }

  protected override maybeAutoCreatePolicy(): void {
    this.policy ??= new s3.BucketPolicy(this, 'Policy', {
      bucket: this,
      document: new NarrowedPolicy(this),
      // A bucket that is retained keeps its rules.
      removalPolicy: Workload.of(this).removalPolicy,
    });
  }

  private acceptFindings({ objectLock, replicationRules }: HardenedBucketProps, retainsData: boolean) {
    const bucket = this.node.defaultChild!;
    if (!objectLock) {
      acknowledgeFindings(bucket, 'Object lock cannot be undone; it is for records that a rule says to keep, by the objectLock prop', 'S3.BucketObjectLocked');
    } else if (!retainsData) {
      acknowledgeFindings(bucket, 'The workload is ephemeral, so its buckets have to be emptied when its stacks go', 'S3.BucketObjectLocked');
    }
    if (!replicationRules) {
      acknowledgeFindings(bucket, 'A copy in another Region is for data that has to survive one, where residency allows it, by the replication prop', 'S3.BucketReplicated',
        'NIST.800.53.R5-S3BucketReplicationEnabled', 'PCI.DSS.321-S3BucketReplicationEnabled', 'HIPAA.Security-S3BucketReplicationEnabled');
    }
  }
}

