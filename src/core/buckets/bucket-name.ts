import * as s3 from 'aws-cdk-lib/aws-s3';
import { isUnresolved } from '../validation';

/** The physical name of a bucket, usable without a reference to the bucket; undefined where CloudFormation generates it. */
export function givenName(bucket: s3.IBucket): string | undefined {
  const resource = bucket.node.defaultChild;
  // The L2 has a token where no name is set.
  if (resource instanceof s3.CfnBucket) return resource.stack.resolve(resource.bucketName) === undefined ? undefined : resource.bucketName;
  return isUnresolved(bucket.bucketName) ? undefined : bucket.bucketName;
}
