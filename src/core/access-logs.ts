import { Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LogDelivery } from './log-delivery';

/**
 * Delivers the access logs of a bucket to another, below the path of its construct unless told otherwise.
 * `serverAccessLogsBucket` of the L2 turns on ACLs at the log bucket unless the app has set a feature flag.
 */
export function logAccess(bucket: s3.Bucket, target: s3.IBucket, prefix: string = pathInStack(bucket)): void {
  // The policy of a bucket in another stack cannot name this one, as this stack depends on that.
  const isBeside = Stack.of(target) === Stack.of(bucket);
  LogDelivery.S3_ACCESS_LOGS.allow(target, prefix, isBeside ? bucket.bucketArn : undefined);
  const resource = bucket.node.defaultChild as s3.CfnBucket;
  resource.loggingConfiguration = { destinationBucketName: target.bucketName, logFilePrefix: `${prefix}/` };
}

/** The path of the construct that the bucket is the `Bucket` of. */
function pathInStack(bucket: s3.Bucket): string {
  const { length } = Stack.of(bucket).node.scopes;
  return bucket.node.scopes.slice(length, -1).map(({ node }) => node.id).join('/');
}
