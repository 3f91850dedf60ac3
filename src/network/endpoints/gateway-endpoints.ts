import { Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';

/** Actions of workloads on objects, without administrative actions on buckets (Service Authorization Reference, Amazon S3). */
const S3_ACTIONS = [
  's3:GetObject', 's3:GetObjectVersion', 's3:GetObjectAttributes', 's3:GetObjectVersionAttributes', 's3:GetObjectTagging', 's3:GetObjectVersionTagging',
  's3:GetObjectRetention', 's3:GetObjectLegalHold', 's3:PutObject', 's3:PutObjectTagging', 's3:PutObjectVersionTagging', 's3:PutObjectRetention',
  's3:PutObjectLegalHold', 's3:DeleteObject', 's3:DeleteObjectVersion', 's3:DeleteObjectTagging', 's3:RestoreObject', 's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts', 's3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads', 's3:GetBucketLocation', 's3:GetBucketVersioning',
  's3:GetEncryptionConfiguration',
];

/** Actions of workloads on items and streams (Service Authorization Reference, Amazon DynamoDB). */
const DYNAMODB_ACTIONS = [
  'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem',
  'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:UpdateItem', 'dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLSelect',
  'dynamodb:PartiQLUpdate', 'dynamodb:DescribeTable', 'dynamodb:DescribeTimeToLive', 'dynamodb:DescribeStream', 'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
];

/** A gateway endpoint for Amazon S3 in the route tables of the subnets. */
export function s3Endpoint(scope: Construct, id: string, vpc: ec2.IVpc, subnets: ec2.SubnetSelection[]): ec2.GatewayVpcEndpoint {
  const objects = Stack.of(scope).formatArn({ service: 's3', region: '', account: '', resource: '*' });
  return gatewayEndpoint(scope, id, { vpc, subnets, service: ec2.GatewayVpcEndpointAwsService.S3 }, [
    ownData(scope, S3_ACTIONS, objects), ...dataOfAws(scope),
  ]);
}

/** A gateway endpoint for Amazon DynamoDB in the route tables of the subnets. */
export function dynamoDbEndpoint(scope: Construct, id: string, vpc: ec2.IVpc, subnets: ec2.SubnetSelection[]): ec2.GatewayVpcEndpoint {
  const tables = Stack.of(scope).formatArn({ service: 'dynamodb', resource: 'table', resourceName: '*' });
  return gatewayEndpoint(scope, id, { vpc, subnets, service: ec2.GatewayVpcEndpointAwsService.DYNAMODB }, [ownData(scope, DYNAMODB_ACTIONS, tables)]);
}

function gatewayEndpoint(scope: Construct, id: string, props: ec2.GatewayVpcEndpointProps, policy: iam.PolicyStatement[]) {
  const endpoint = new ec2.GatewayVpcEndpoint(scope, id, props);
  policy.forEach((statement) => endpoint.addToPolicy(statement));
  return endpoint;
}

/** Principals of this account can access data of this account only, which excludes credentials and buckets of other accounts. */
function ownData(scope: IConstruct, actions: string[], resource: string): iam.PolicyStatement {
  const { account } = Stack.of(scope);
  return new iam.PolicyStatement({
    sid: 'OwnPrincipalsToOwnData',
    principals: [new iam.AnyPrincipal()],
    actions,
    resources: [resource],
    conditions: { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } },
  });
}

/**
 * Access to buckets that AWS owns, without credentials of this account: layers of ECR images, Amazon Linux packages, the Systems Manager, CloudWatch and
 * CodeDeploy agents, and responses of custom resources (aws-samples/data-perimeter-policy-examples, service_owned_resources.md; Amazon ECR User Guide,
 * Minimum Amazon S3 bucket permissions).
 */
function dataOfAws(scope: IConstruct): iam.PolicyStatement[] {
  const { partition, region } = Stack.of(scope);
  const allow = (sid: string, action: string, buckets: string[]) => new iam.PolicyStatement({
    sid,
    principals: [new iam.AnyPrincipal()],
    actions: [action],
    resources: buckets.map((bucket) => `arn:${partition}:s3:::${bucket}/*`),
  });
  return [
    allow('ImagesAndPackagesOfAws', 's3:GetObject', [
      `prod-${region}-starport-layer-bucket`,
      `amazonlinux-2-repos-${region}`, `al2023-repos-${region}-de612dc2`, `al2023-${region}`,
      `aws-ssm-${region}`, `amazon-ssm-${region}`, `amazon-ssm-packages-${region}`, `aws-ssm-document-attachments-${region}`,
      `aws-ssm-distributor-file-${region}`, `patch-baseline-snapshot-${region}`, `${region}-birdwatcher-prod`,
      `amazoncloudwatch-agent-${region}`, 'amazoncloudwatch-agent', `aws-codedeploy-${region}`,
    ]),
    allow('ResponsesToCloudFormation', 's3:PutObject', [
      `cloudformation-custom-resource-response-${Fn.join('', Fn.split('-', region))}`, `cloudformation-waitcondition-${region}`,
    ]),
  ];
}
