import { Fn, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';

/** What a workload does to objects, and nothing of what an administrator does to buckets (Service Authorization Reference, Amazon S3). */
const S3_ACTIONS = [
  's3:GetObject', 's3:GetObjectVersion', 's3:GetObjectAttributes', 's3:GetObjectVersionAttributes', 's3:GetObjectTagging', 's3:GetObjectVersionTagging',
  's3:GetObjectRetention', 's3:GetObjectLegalHold', 's3:PutObject', 's3:PutObjectTagging', 's3:PutObjectVersionTagging', 's3:PutObjectRetention',
  's3:PutObjectLegalHold', 's3:DeleteObject', 's3:DeleteObjectVersion', 's3:DeleteObjectTagging', 's3:RestoreObject', 's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts', 's3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads', 's3:GetBucketLocation', 's3:GetBucketVersioning',
  's3:GetEncryptionConfiguration',
];

/** What a workload does to items and streams (Service Authorization Reference, Amazon DynamoDB). */
const DYNAMODB_ACTIONS = [
  'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem',
  'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:UpdateItem', 'dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLSelect',
  'dynamodb:PartiQLUpdate', 'dynamodb:DescribeTable', 'dynamodb:DescribeTimeToLive', 'dynamodb:ListTables', 'dynamodb:DescribeStream',
  'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams',
];

/** Data of this account for its own principals: neither a foreign credential nor a foreign bucket is reached from the network. */
function ownData(scope: IConstruct, actions: string[]): iam.PolicyStatement {
  const { account } = Stack.of(scope);
  return new iam.PolicyStatement({
    sid: 'OwnPrincipalsToOwnData',
    principals: [new iam.AnyPrincipal()],
    actions,
    resources: ['*'],
    conditions: { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } },
  });
}

/**
 * Policy of an S3 gateway endpoint. What AWS keeps in buckets of its own, and serves without a credential of this account, stays
 * reachable: layers of ECR images, packages of Amazon Linux, the Systems Manager and CloudWatch agents, responses of custom resources
 * (aws-samples/data-perimeter-policy-examples, service_owned_resources.md; Amazon ECR User Guide, Minimum Amazon S3 bucket permissions).
 */
export function s3EndpointPolicy(scope: IConstruct): iam.PolicyStatement[] {
  const { partition, region } = Stack.of(scope);
  const objectsOf = (bucket: string) => `arn:${partition}:s3:::${bucket}/*`;
  return [
    ownData(scope, S3_ACTIONS),
    new iam.PolicyStatement({
      sid: 'ImagesAndPackagesOfAws',
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:GetObject'],
      resources: [
        `prod-${region}-starport-layer-bucket`,
        `amazonlinux-2-repos-${region}`, `al2023-repos-${region}-de612dc2`, `al2023-${region}`,
        `amazon-ssm-${region}`, `amazon-ssm-packages-${region}`, `aws-ssm-${region}`, `aws-ssm-document-attachments-${region}`,
        `aws-ssm-distributor-file-${region}`, `patch-baseline-snapshot-${region}`, `${region}-birdwatcher-prod`,
        `amazoncloudwatch-agent-${region}`, 'amazoncloudwatch-agent', `aws-codedeploy-${region}`,
      ].map(objectsOf),
    }),
    new iam.PolicyStatement({
      sid: 'ResponsesToCloudFormation',
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [
        `cloudformation-custom-resource-response-${Fn.join('', Fn.split('-', region))}`, `cloudformation-waitcondition-${region}`,
      ].map(objectsOf),
    }),
  ];
}

/** Policy of a DynamoDB gateway endpoint. */
export function dynamoDbEndpointPolicy(scope: IConstruct): iam.PolicyStatement[] {
  return [ownData(scope, DYNAMODB_ACTIONS)];
}
