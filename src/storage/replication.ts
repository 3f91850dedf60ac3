import { CfnResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ReplicationTarget } from './resolve-secure-bucket-props';
import { acknowledgeWildcards } from '../core/parts/acknowledge-wildcards';
import { LeastPrivilegeRole } from '../core/parts/least-privilege-role';
import { viaService } from '../core/workload/partition';

/** Replication of a bucket to another bucket (S3 User Guide, Setting up permissions for live replication). */
export class Replication {
  public readonly role: LeastPrivilegeRole;
  public readonly rules: s3.ReplicationRule[];

  constructor(scope: Construct, private readonly target: ReplicationTarget) {
    this.role = new LeastPrivilegeRole(scope, 'ReplicationRole', { assumedBy: new iam.ServicePrincipal('s3.amazonaws.com') });
    this.rules = [{
      destination: target.destination,
      priority: 0,
      kmsKey: target.destinationKey,
      sseKmsEncryptedObjects: true,
      deleteMarkerReplication: true,
    }];
  }

  /** Allows the role to read the source and to write the replicas. */
  public allow(source: s3.IBucket, sourceKey: kms.IKey): void {
    const { destination, destinationKey, destinationRegion } = this.target;
    this.allowActions(['s3:GetReplicationConfiguration', 's3:ListBucket'], source.bucketArn);
    this.allowActions([
      's3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging', 's3:GetObjectRetention', 's3:GetObjectLegalHold',
    ], source.arnForObjects('*'));
    this.allowActions(['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'], destination.arnForObjects('*'));
    this.allowActions(['kms:Decrypt'], sourceKey.keyArn, Stack.of(source).region);
    this.allowActions(['kms:Encrypt', 'kms:GenerateDataKey', 'kms:Decrypt'], destinationKey.keyArn, destinationRegion);
    acknowledgeWildcards(this.role.node.findChild('Policy').node.defaultChild as CfnResource,
      'Replication applies to all objects of the source bucket; the wildcards match the objects of these two buckets only',
      source.arnForObjects('*'), destination.arnForObjects('*'));
  }

  private allowActions(actions: string[], resource: string, viaS3In?: string) {
    this.role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions,
      resources: [resource],
      ...(viaS3In && { conditions: { StringEquals: { 'kms:ViaService': viaService('s3', viaS3In) } } }),
    }));
  }
}
