import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { lifecycleRules } from './bucket-lifecycle';
import { BucketLifecycle, BucketObjectLock } from './bucket-options';
import { acknowledgeFindings } from '../parts/acknowledge-findings';
import { CdkProvider, hardenProvider } from '../parts/harden-provider';
import { requireDuration, requireKnown } from '../validation';
import { NameLimit } from '../workload/name-limit';
import { requireName } from '../workload/naming';
import { Workload } from '../workload/workload';

/** Props in which the buckets of the library differ. */
export interface HardenedBucketProps {
  readonly bucketName?: string;
  readonly encryption: s3.BucketEncryption;
  readonly encryptionKey?: s3.BucketProps['encryptionKey'];
  readonly lifecycle?: BucketLifecycle;
  readonly objectLock?: BucketObjectLock;
  readonly replicationRules?: s3.ReplicationRule[];
  readonly replicationRole?: iam.IRole;
}

/** S3 User Guide, Object Lock considerations: 100 years. */
const MAX_LOCK_DAYS = 36_500;

/** Actions of the helper of aws-cdk-lib that empties a bucket (its source, auto-delete-objects-handler). */
const EMPTYING = {
  bucket: ['s3:GetBucketTagging', 's3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:ListBucketVersions'],
  objects: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
};

/** A bucket policy that permits these actions instead of the wildcards of aws-cdk-lib: s3:GetBucket*, s3:List* and s3:DeleteObject*. */
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

/** A bucket without public access, with versioning, bucket owner enforced and TLS only. In an ephemeral workload it is emptied on deletion. */
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
    if (!retainsData) hardenProvider(this, CdkProvider.AUTO_DELETE_OBJECTS);
    // `eventBridgeEnabled` of the L2 adds a function for a setting that CloudFormation supports.
    (this.node.defaultChild as s3.CfnBucket).notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    this.acceptFindings(props, retainsData);
  }

  /** The helper of aws-cdk-lib replaces the whole notification configuration of the bucket, which would disable the events to Amazon EventBridge. */
  public override addEventNotification(
    event: s3.EventType, destination: s3.IBucketNotificationDestination, ...filters: s3.NotificationKeyFilter[]
  ): void {
    this.enableEventBridgeNotification();
    super.addEventNotification(event, destination, ...filters);
  }

  protected override maybeAutoCreatePolicy(): void {
    this.policy ??= new s3.BucketPolicy(this, 'Policy', {
      bucket: this,
      document: new NarrowedPolicy(this),
      // A retained bucket keeps its policy.
      removalPolicy: Workload.of(this).removalPolicy,
    });
  }

  private acceptFindings({ objectLock, replicationRules }: HardenedBucketProps, retainsData: boolean) {
    const bucket = this.node.defaultChild!;
    if (!objectLock) {
      acknowledgeFindings(bucket, 'Object lock is permanent. It is available for records with a mandatory retention through the objectLock prop.', 'S3.BucketObjectLocked');
    } else if (!retainsData) {
      acknowledgeFindings(bucket, 'The workload is ephemeral: its buckets are emptied when its stacks are deleted.', 'S3.BucketObjectLocked');
    }
    if (!replicationRules) {
      acknowledgeFindings(bucket, 'Replication to another Region is available through the replication prop, where data residency permits it.', 'S3.BucketReplicated',
        'NIST.800.53.R5-S3BucketReplicationEnabled', 'PCI.DSS.321-S3BucketReplicationEnabled', 'HIPAA.Security-S3BucketReplicationEnabled');
    }
  }
}

/** Refuses a retention that S3 does not accept. */
export function requireObjectLock(scope: Construct, { retention }: BucketObjectLock): void {
  // aws-cdk-lib compares the value with the minimum of S3.
  requireKnown(scope, 'objectLock.retention', retention);
  requireDuration(scope, 'objectLock.retention', retention, { unit: 'days', max: MAX_LOCK_DAYS });
}

/** The props of object lock. An ephemeral workload has none, because a locked bucket cannot be emptied. */
function objectLockOf(scope: Construct, lock: BucketObjectLock | undefined): Pick<s3.BucketProps, 'objectLockEnabled' | 'objectLockDefaultRetention'> {
  if (!lock) return {};
  requireObjectLock(scope, lock);
  const { retention, mode = s3.ObjectLockMode.GOVERNANCE } = lock;
  if (!Workload.of(scope).retainsData) return {};
  return {
    objectLockEnabled: true,
    objectLockDefaultRetention: mode === s3.ObjectLockMode.COMPLIANCE
      ? s3.ObjectLockRetention.compliance(retention)
      : s3.ObjectLockRetention.governance(retention),
  };
}
