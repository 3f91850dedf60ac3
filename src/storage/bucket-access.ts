import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../core/parts/acknowledge-wildcards';
import { refuse } from '../core/validation';

/**
 * What a use of a bucket's objects takes, action by action (Amazon S3 User Guide, Required permissions for Amazon S3 API operations; Uploading a large
 * file to Amazon S3 with encryption by using an AWS KMS key).
 */
export interface BucketAccess {
  /** Actions on the objects. */
  readonly objects: readonly string[];
  /** Actions on the key. */
  readonly key: readonly string[];
  /** Whether the objects are listed. */
  readonly lists?: boolean;
}

/** Gives a principal exactly that, on the objects below a prefix. */
export function grantAccess(bucket: s3.IBucket, key: kms.IKey, grantee: iam.IGrantable, access: BucketAccess, prefix: string): iam.Grant {
  const objects = bucket.arnForObjects(`${prefix}*`);
  const grant = (actions: readonly string[], arn: string, conditions?: Record<string, Record<string, unknown>>) =>
    iam.Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [arn], conditions });
  const grants = [grant(access.objects, objects)];
  if (access.lists) grants.push(grant(['s3:ListBucket'], bucket.bucketArn, prefix ? { StringLike: { 's3:prefix': `${prefix}*` } } : undefined));
  const { statementAdded, policyDependable } = grantee.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: [...access.key],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(bucket).region}.amazonaws.com` } },
  }));
  if (!statementAdded) refuse(bucket, `the principal that is to use '${bucket.node.path}' has no policy of its own, need a role, user or group of this app`);
  if (policyDependable instanceof Construct) {
    acknowledgeWildcards(policyDependable, 'objects are named when they are written, below this prefix', objects);
  }
  return grants.reduce((all, one) => all.combine(one));
}
