import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ObjectGrantOptions } from './secure-bucket-props';
import { acknowledgeWildcards } from '../core/parts/acknowledge-wildcards';
import { grantTo } from '../core/parts/grant-to';
import { requireString } from '../core/validation';
import { viaService } from '../core/workload/partition';

/** Actions of one kind of access. */
export interface BucketAccess {
  /** Actions on the objects. */
  readonly objects: readonly string[];
  /** Actions on the key. */
  readonly key: readonly string[];
  /** Whether the objects can be listed. */
  readonly lists?: boolean;
}

/** Read access (S3 User Guide, Required permissions for Amazon S3 API operations). */
export const READ: BucketAccess = { objects: ['s3:GetObject'], key: ['kms:Decrypt'], lists: true };
/** Write access. Completing a multipart upload decrypts its parts (S3 User Guide, Uploading a large file to Amazon S3 with encryption by using an AWS KMS key). */
export const WRITE: BucketAccess = {
  objects: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], key: ['kms:GenerateDataKey', 'kms:Decrypt'],
};

/** Grants access to the objects below a prefix. */
export function grantAccess(bucket: s3.IBucket, key: kms.IKey, grantee: iam.IGrantable, access: BucketAccess, { prefix = '' }: ObjectGrantOptions): iam.Grant {
  // S3 User Guide, Naming Amazon S3 objects. An asterisk or question mark would be a wildcard in the policy.
  requireString(bucket, 'options.prefix', prefix, { need: 'a prefix of at most 1024 characters without * and ?', pattern: /[^*?]*/, minLength: 0, maxLength: 1_024 });
  const objects = bucket.arnForObjects(`${prefix}*`);
  const grant = (actions: readonly string[], arn: string, conditions?: Record<string, Record<string, unknown>>) =>
    grantTo(bucket, grantee, { actions: [...actions], resourceArns: [arn], conditions });
  const grants = [grant(access.objects, objects)];
  if (access.lists) grants.push(grant(['s3:ListBucket'], bucket.bucketArn, prefix ? { StringLike: { 's3:prefix': `${prefix}*` } } : undefined));
  const { policyDependable } = grantee.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: [...access.key],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': viaService('s3', Stack.of(bucket).region) } },
  }));
  if (policyDependable instanceof Construct) {
    acknowledgeWildcards(policyDependable, 'Object keys are not known at deployment; the wildcard is limited to the prefix of this bucket', objects);
  }
  return grants.reduce((all, one) => all.combine(one));
}
