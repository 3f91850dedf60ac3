import { CfnResource } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { foreignPolicies, propertiesOf, refersTo, referrersOf, statementsWith } from './references';

/** Resources that refer to a bucket, and whose service uses it with the permissions of a role of the account or not at all. */
const BY_ROLES = new Set([
  'AWS::Athena::WorkGroup', 'AWS::Backup::BackupSelection', 'AWS::Batch::JobDefinition', 'AWS::CloudFormation::CustomResource', 'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard', 'AWS::CodeBuild::Project', 'AWS::CodePipeline::Pipeline', 'AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate', 'AWS::EC2::VPCEndpoint',
  'AWS::ECS::TaskDefinition', 'AWS::Events::Rule', 'AWS::Glue::Crawler', 'AWS::Glue::Database', 'AWS::Glue::Job', 'AWS::Glue::Table', 'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::KMS::Key', 'AWS::KinesisFirehose::DeliveryStream', 'AWS::Lambda::Function', 'AWS::Lambda::Permission',
  'AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy', 'AWS::SSM::Parameter', 'AWS::SecretsManager::Secret', 'AWS::StepFunctions::StateMachine',
]);
/** Resources whose service delivers logs and never writes the policy of the bucket. */
const NO_POLICY_WRITERS = new Set([
  'AWS::CloudFront::Distribution', 'AWS::CloudFront::StreamingDistribution', 'AWS::ElasticLoadBalancing::LoadBalancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::S3::Bucket',
]);
const PUBLIC_ACLS = ['PublicRead', 'PublicReadWrite'];

/** The L1 of a bucket. */
export function resourceOf(bucket: s3.Bucket): s3.CfnBucket {
  return bucket.node.defaultChild as s3.CfnBucket;
}

/** Policies of the bucket that are not the one of the L2. */
export function foreignPoliciesOf(bucket: s3.Bucket): CfnResource[] {
  return foreignPolicies(resourceOf(bucket), 'AWS::S3::BucketPolicy', 'Bucket', bucket.policy, nameOf(bucket));
}

/** Statements of the policy of a bucket. */
export function statementsOfBucket(bucket: s3.Bucket): any[] {
  return statementsWith(bucket, bucket.policy?.document, foreignPoliciesOf(bucket));
}

/** Whether a bucket has an ACL or is a web site. */
export function isPublished(bucket: s3.Bucket): boolean {
  const { AccessControl: acl, WebsiteConfiguration: website } = propertiesOf(resourceOf(bucket));
  return acl !== undefined || website !== undefined;
}

const HTTPS_POLICIES = ['https-only', 'redirect-to-https'];

/** Whether a statement permits something to everyone. */
export function permitsEveryone({ Effect: effect, Principal: principal }: any): boolean {
  return effect !== 'Deny' && (principal === '*' || [principal?.AWS].flat().includes('*'));
}

/**
 * Whether clients can use a bucket over HTTP. Web site endpoints serve HTTP only, and CloudFront sends requests to a bucket with the protocol of the viewer
 * (Amazon CloudFront Developer Guide, Require HTTPS for communication between CloudFront and your Amazon S3 origin).
 */
export function servesPlainHttp(bucket: s3.Bucket): boolean {
  const resource = resourceOf(bucket);
  const { AccessControl: acl, WebsiteConfiguration: website } = propertiesOf(resource);
  return website !== undefined || PUBLIC_ACLS.includes(acl) || statementsOfBucket(bucket).some(permitsEveryone)
    || referrersOfBucket(bucket).some((each) => isOriginOverHttp(resource, each));
}

function isOriginOverHttp(bucket: s3.CfnBucket, distribution: CfnResource): boolean {
  if (!cloudfront.CfnDistribution.isCfnDistribution(distribution)) return false;
  const { DistributionConfig: config } = propertiesOf(distribution);
  const ids: unknown[] = [config.DefaultCacheBehavior, ...config.CacheBehaviors ?? []]
    .filter(({ ViewerProtocolPolicy: policy }) => !HTTPS_POLICIES.includes(policy)).map(({ TargetOriginId: id }) => id);
  const members: unknown[] = (config.OriginGroups?.Items ?? [])
    .filter(({ Id: id }: any) => ids.includes(id)).flatMap(({ Members: { Items: items } }: any) => items.map(({ OriginId: id }: any) => id));
  return config.Origins.some((origin: any) => [...ids, ...members].includes(origin.Id) && refersTo(bucket, distribution, origin));
}

/**
 * Whether services other than by a role use a bucket, for example to deliver logs or to replicate objects. Services that deliver logs need permissions for a key
 * or do not support one. S3 replicates objects with SSE-KMS only where the rule selects them
 * (Amazon S3 User Guide, Replicating encrypted objects).
 */
export function isUsedByServices(bucket: s3.Bucket): boolean {
  const resource = resourceOf(bucket);
  return propertiesOf(resource).ReplicationConfiguration !== undefined || otherUsers(bucket).length > 0;
}

/**
 * Whether a service can have added statements to the policy of a bucket that the template does not have. A policy in the template would remove them
 * (Amazon CloudWatch Logs User Guide, Logs sent to Amazon S3).
 */
export function isPolicyWritten(bucket: s3.Bucket): boolean {
  const admitsService = statementsOfBucket(bucket).some(({ Effect: effect, Principal: principal }) => effect !== 'Deny' && principal?.Service !== undefined);
  return !admitsService && otherUsers(bucket).some(({ cfnResourceType: type }) => !NO_POLICY_WRITERS.has(type));
}

/** Whether S3 delivers the access logs of a bucket to it. */
export function isLogDestination(bucket: s3.Bucket): boolean {
  return referrersOfBucket(bucket).some((source) => s3.CfnBucket.isCfnBucket(source)
    && refersTo(resourceOf(bucket), source, [source.loggingConfiguration, propertiesOf(source).LoggingConfiguration]));
}

function referrersOfBucket(bucket: s3.Bucket): CfnResource[] {
  return referrersOf(resourceOf(bucket), nameOf(bucket));
}

function nameOf(bucket: s3.Bucket): string | undefined {
  const { BucketName: name } = propertiesOf(resourceOf(bucket));
  return typeof name === 'string' ? name : undefined;
}

function otherUsers(bucket: s3.Bucket): CfnResource[] {
  return referrersOfBucket(bucket).filter(({ cfnResourceType: type }) => !BY_ROLES.has(type) && !type.startsWith('Custom::'));
}
