import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { allowKeyUse } from '../../core/keys/allow-key-use';
import { KeyUse } from '../../core/keys/key-use';
import { acknowledgeWildcards } from '../../core/parts/acknowledge-wildcards';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';
import { viaService } from '../../core/workload/partition';

/** The role with which Firehose writes below a prefix of a bucket (Amazon Data Firehose Developer Guide, Controlling access). */
export function deliveryRole(scope: Construct, bucket: s3.IBucket, prefix: string, errors: logs.ILogGroup): LeastPrivilegeRole {
  const { partition, region, account } = Stack.of(scope);
  const role = new LeastPrivilegeRole(scope, 'DeliveryRole', {
    description: 'Writes logs of a Firehose stream to a bucket',
    assumedBy: new iam.ServicePrincipal('firehose.amazonaws.com', {
      conditions: {
        StringEquals: { 'sts:ExternalId': account },
        StringEqualsIfExists: { 'aws:SourceAccount': account },
        ArnLikeIfExists: { 'aws:SourceArn': `arn:${partition}:firehose:${region}:${account}:deliverystream/*` },
      },
    }),
  });
  const objects = [prefix, `${prefix}-failed`].map((folder) => bucket.arnForObjects(`${folder}/*`));
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:AbortMultipartUpload', 's3:PutObject'], resources: objects }));
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], resources: [bucket.bucketArn],
  }));
  const { policyDependable } = role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['logs:PutLogEvents'], resources: [errors.logGroupArn] }));
  acknowledgeWildcards(policyDependable as Construct, 'Firehose names the objects that it writes below these prefixes', ...objects);
  if (bucket.encryptionKey) {
    allowKeyUse(bucket.encryptionKey, KeyUse.S3);
    role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [bucket.encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': viaService('s3', region) } },
    }));
  }
  return role;
}

/**
 * The role with which CloudWatch Logs writes to a stream (CloudWatch Logs User Guide, Log group-level subscription filters, Example 3: Subscription
 * filters with Amazon Data Firehose).
 */
export function subscriptionRole(scope: Construct, { deliveryStreamArn }: firehose.DeliveryStream): LeastPrivilegeRole {
  const { partition, region, account } = Stack.of(scope);
  const role = new LeastPrivilegeRole(scope, 'SubscriptionRole', {
    description: 'Writes log events of CloudWatch Logs to a Firehose stream',
    assumedBy: new iam.ServicePrincipal('logs.amazonaws.com', {
      conditions: { StringLike: { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:*` } },
    }),
  });
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'], resources: [deliveryStreamArn] }));
  return role;
}
