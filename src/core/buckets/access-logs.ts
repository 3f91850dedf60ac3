import { Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { requireSameRegion } from '../validation';
import { givenName } from './bucket-name';
import { LogDelivery } from './log-delivery';

/** Refuses a bucket of another Region, to which S3 does not deliver access logs (S3 User Guide, Enabling Amazon S3 server access logging). */
export function requireLogTarget(scope: IConstruct, prop: string, target: s3.IBucket | undefined): void {
  requireSameRegion(scope, prop, 'a bucket', target);
}

/**
 * Delivers the access logs of a bucket to another bucket. The default prefix is the path of the construct.
 * `serverAccessLogsBucket` of the L2 enables ACLs on the log bucket unless a feature flag is set.
 */
export function logAccess(bucket: s3.Bucket, target: s3.IBucket, prefix: string = pathInStack(bucket)): void {
  LogDelivery.S3_ACCESS_LOGS._allow(target, prefix, sourceOf(bucket, target));
  const resource = bucket.node.defaultChild as s3.CfnBucket;
  resource.loggingConfiguration = { destinationBucketName: target.bucketName, logFilePrefix: `${prefix}/` };
}

// Uses the physical name where there is one: a policy that refers to the bucket makes all dependents of the policy depend on the bucket and its key. The
// policy of a bucket in another stack cannot refer to this bucket, because this stack depends on the other.
function sourceOf(bucket: s3.Bucket, target: s3.IBucket): string | undefined {
  const stack = Stack.of(bucket);
  const name = givenName(bucket);
  if (name !== undefined) return `arn:${stack.partition}:s3:::${name}`;
  return Stack.of(target) === stack ? bucket.bucketArn : undefined;
}

/** The path, within the stack, of the construct that contains the bucket. */
function pathInStack(bucket: s3.Bucket): string {
  const { length } = Stack.of(bucket).node.scopes;
  return bucket.node.scopes.slice(length, -1).map(({ node }) => node.id).join('/');
}
