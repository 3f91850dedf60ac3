import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { acknowledgeWildcards } from '../../core/parts/acknowledge-wildcards';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';

/** The role that Firehose delivers with, below one prefix of one bucket (Amazon Data Firehose Developer Guide, Controlling access). */
export function deliveryRole(scope: Construct, bucket: s3.IBucket, prefix: string, errors: logs.ILogGroup): LeastPrivilegeRole {
  const { partition, region, account } = Stack.of(scope);
  const role = new LeastPrivilegeRole(scope, 'DeliveryRole', {
    description: 'Lets Firehose write logs to a bucket',
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
  acknowledgeWildcards(policyDependable as Construct, 'Firehose names an object for each time that it writes, below these prefixes', ...objects);
  if (bucket.encryptionKey) {
    keyFor(scope, bucket.encryptionKey, DataClass.STORAGE, KeyUse.S3);
    role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [bucket.encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
    }));
  }
  return role;
}
