import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BucketReplication } from '../core/buckets/bucket-options';
import { acknowledgeFindings } from '../core/parts/acknowledge-findings';
import { LeastPrivilegeRole } from '../core/parts/least-privilege-role';
import { refuse } from '../core/validation';
import { Workload } from '../core/workload/workload';

/** The copy of a bucket's objects in another bucket (S3 User Guide, Setting up permissions for live replication). */
export class Replication {
  public readonly role: LeastPrivilegeRole;
  public readonly rules: s3.ReplicationRule[];
  private readonly destination: s3.IBucket;
  private readonly destinationKey: kms.IKey;
  private readonly destinationRegion: string;

  constructor(private readonly scope: Construct, { destination, destinationRegion }: BucketReplication) {
    this.destination = destination;
    this.destinationRegion = destinationRegion ?? destination.env.region;
    this.requireAllowedRegion();
    this.requireVersioned();
    // S3 copies what is encrypted under one key only if it is told another for the copies.
    this.destinationKey = destination.encryptionKey
      ?? refuse(scope, `replication.destination '${destination.node.path}' has no encryptionKey, need a bucket that tells it: copies are encrypted under it`);
    this.role = new LeastPrivilegeRole(scope, 'ReplicationRole', { assumedBy: new iam.ServicePrincipal('s3.amazonaws.com') });
    this.rules = [{
      destination,
      priority: 0,
      kmsKey: this.destinationKey,
      sseKmsEncryptedObjects: true,
      deleteMarkerReplication: true,
    }];
  }

  /** Lets the role read the source and write the copies. */
  public allow(source: s3.IBucket, sourceKey: kms.IKey): void {
    this.allowActions(['s3:GetReplicationConfiguration', 's3:ListBucket'], source.bucketArn);
    this.allowActions([
      's3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging', 's3:GetObjectRetention', 's3:GetObjectLegalHold',
    ], source.arnForObjects('*'));
    this.allowActions(['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'], this.destination.arnForObjects('*'));
    this.allowActions(['kms:Decrypt'], sourceKey.keyArn, Stack.of(source).region);
    this.allowActions(['kms:Encrypt', 'kms:GenerateDataKey', 'kms:Decrypt'], this.destinationKey.keyArn, this.destinationRegion);
    const policy = this.role.node.findChild('Policy').node.defaultChild as CfnResource;
    acknowledgeFindings(policy, 'S3 copies whatever object the source holds: the wildcards stand for the objects of these two buckets, each with its exact ARN',
      ...[source, this.destination].map((bucket) => `AwsSolutions-IAM5[Resource::${wildcardId(policy, bucket)}]`));
  }

  private allowActions(actions: string[], resource: string, viaS3In?: string) {
    this.role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions,
      resources: [resource],
      ...(viaS3In && { conditions: { StringEquals: { 'kms:ViaService': `s3.${viaS3In}.amazonaws.com` } } }),
    }));
  }

  private requireAllowedRegion() {
    const { regions, name } = Workload.of(this.scope);
    if (!regions) return;
    const { path } = this.destination.node;
    if (Token.isUnresolved(this.destinationRegion)) {
      refuse(this.scope, `replication.destination '${path}' is in no particular Region, need destinationRegion, one of ${regions.join(', ')}`);
    }
    if (!regions.includes(this.destinationRegion)) {
      refuse(this.scope, `replication.destination '${path}' is in ${this.destinationRegion}, need one of ${regions.join(', ')}: `
        + `workload '${name}' keeps its data there`);
    }
  }

  // PutBucketReplication answers InvalidRequest (S3 User Guide, Requirements for replication).
  private requireVersioned() {
    const resource = this.destination.node.defaultChild;
    if (!(resource instanceof s3.CfnBucket)) return;
    const versioning = Stack.of(resource).resolve(resource.versioningConfiguration);
    if (versioning?.status !== 'Enabled') refuse(this.scope, `replication.destination '${this.destination.node.path}' is not versioned, need a versioned bucket`);
  }
}

/** How cdk-nag writes the ARN of a bucket's objects. */
function wildcardId(policy: CfnResource, bucket: s3.IBucket): string {
  const arn = policy.stack.resolve(bucket.arnForObjects('*'));
  if (typeof arn === 'string') return arn;
  return (arn['Fn::Join'][1] as any[]).map((part) => {
    if (typeof part === 'string') return part;
    return `<${part.Ref ?? part['Fn::GetAtt']?.join('.')}>`;
  }).join('');
}
