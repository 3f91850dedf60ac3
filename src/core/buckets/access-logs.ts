import { Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { givenName } from './bucket-name';
import { LogDelivery } from './log-delivery';

/**
 * Delivers the access logs of a bucket to another, below the path of its construct unless told otherwise.
 * `serverAccessLogsBucket` of the L2 turns on ACLs at the log bucket unless the app has set a feature flag.
 */
export function logAccess(bucket: s3.Bucket, target: s3.IBucket, prefix: string = pathInStack(bucket)): void {
  LogDelivery.S3_ACCESS_LOGS._allow(target, prefix, sourceOf(bucket, target));
  const resource = bucket.node.defaultChild as s3.CfnBucket;
  resource.loggingConfiguration = { destinationBucketName: target.bucketName, logFilePrefix: `${prefix}/` };
}

// By the name that it was given, if it was: a policy that refers to the bucket makes whatever waits for the policy depend on the bucket and its key. The
// policy of a bucket in another stack cannot refer to this one at all, as this stack depends on that.
function sourceOf(bucket: s3.Bucket, target: s3.IBucket): string | undefined {
  const stack = Stack.of(bucket);
  const name = givenName(bucket);
  if (name !== undefined) return `arn:${stack.partition}:s3:::${name}`;
  return Stack.of(target) === stack ? bucket.bucketArn : undefined;
}

/** The path of the construct that the bucket is the `Bucket` of. */
function pathInStack(bucket: s3.Bucket): string {
  const { length } = Stack.of(bucket).node.scopes;
  return bucket.node.scopes.slice(length, -1).map(({ node }) => node.id).join('/');
}
