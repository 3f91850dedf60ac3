import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { HandWrittenStack, ResourceProvider } from './stack';

export function bucket(stack: HandWrittenStack, id: string, lifecycleRule: s3.LifecycleRule, props: Partial<s3.BucketProps> = {}): s3.Bucket {
  const made = new s3.Bucket(stack, id, {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    encryption: s3.BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(7), noncurrentVersionExpiration: Duration.days(90), ...lifecycleRule }],
    removalPolicy: RemovalPolicy.DESTROY,
    autoDeleteObjects: true,
    ...props,
  });
  stack.harden(ResourceProvider.AUTO_DELETE_OBJECTS);
  return made;
}

/** @param ifExists whether a request that names no source is let in too */
export function allowDelivery(to: s3.Bucket, service: string, path: string, sourceArn: string, ifExists = ''): void {
  to.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(service)],
    actions: ['s3:PutObject'],
    resources: [to.arnForObjects(path)],
    conditions: { [`StringEquals${ifExists}`]: { 'aws:SourceAccount': to.stack.account }, [`ArnLike${ifExists}`]: { 'aws:SourceArn': sourceArn } },
  }));
}

export function allowLoadBalancerLogs(to: s3.Bucket, ifExists = ''): void {
  const { partition, region, account } = to.stack;
  allowDelivery(to, 'logdelivery.elasticloadbalancing.amazonaws.com', `alb/AWSLogs/${account}/*`,
    `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/*`, ifExists);
}
