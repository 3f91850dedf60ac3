import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BucketReplication } from './bucket-options';
import { refuse } from '../core/errors';
import { LeastPrivilegeRole } from '../core/least-privilege-role';
import { Workload } from '../core/workload';

/** The copy of a bucket's objects in another bucket (S3 User Guide, Setting up permissions for live replication). */
export class Replication {
  public readonly role: iam.IRole;
  public readonly rules: s3.ReplicationRule[];

  constructor(scope: Construct, private readonly replication: BucketReplication) {
    this.requireAllowedRegion(scope);
    const { destination } = replication;
    this.role = new LeastPrivilegeRole(scope, 'ReplicationRole', { assumedBy: new iam.ServicePrincipal('s3.amazonaws.com') });
    this.rules = [{
      destination,
      priority: 0,
      kmsKey: destination.encryptionKey,
      sseKmsEncryptedObjects: true,
      deleteMarkerReplication: true,
    }];
  }

  /** Lets the role read the source and write the copies. */
  public allow(source: s3.IBucket, sourceKey: kms.IKey): void {
    const { destination } = this.replication;
    const statements: Array<[string[], string]> = [
      [['s3:GetReplicationConfiguration', 's3:ListBucket'], source.bucketArn],
      [['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'], source.arnForObjects('*')],
      [['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'], destination.arnForObjects('*')],
      [['kms:Decrypt'], sourceKey.keyArn],
      ...(destination.encryptionKey ? [[['kms:Encrypt'], destination.encryptionKey.keyArn] as [string[], string]] : []),
    ];
    for (const [actions, resource] of statements) this.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources: [resource] }));
  }

  private requireAllowedRegion(scope: Construct) {
    const { regions, name } = Workload.of(scope);
    if (!regions) return;
    const { destination, destinationRegion } = this.replication;
    const region = destinationRegion ?? destination.env.region ?? Stack.of(destination).region;
    if (Token.isUnresolved(region)) {
      refuse(scope, `replication.destination '${destination.node.path}' is in no particular Region, need destinationRegion, one of ${regions.join(', ')}`);
    }
    if (!regions.includes(region)) {
      refuse(scope, `replication.destination '${destination.node.path}' is in ${region}, need one of ${regions.join(', ')}: workload '${name}' keeps its data there`);
    }
  }
}
