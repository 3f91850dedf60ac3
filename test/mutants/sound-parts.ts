import { Json, Resource, Sound } from './template';

/** Sound templates of a service that follow the same page of AWS. */
export function sound(service: string, guidance: string, templates: Readonly<Record<string, Readonly<Record<string, Resource>>>>): Sound[] {
  return Object.entries(templates).map(([name, Resources]) => ({ service, name, guidance, template: { Resources } }));
}

export const r = (Type: string, Properties: Json = {}): Resource => ({ Type, Properties });
export const ref = (id: string) => ({ Ref: id });
export const att = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });
export const sub = (text: string) => ({ 'Fn::Sub': text });

const ROOT = { Effect: 'Allow', Principal: { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') }, Action: 'kms:*', Resource: '*' };

/** A customer managed key that services may use in this account. */
export function key(...services: string[]): Resource {
  const statements = services.map((service) => ({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
  }));
  return r('AWS::KMS::Key', { EnableKeyRotation: true, PendingWindowInDays: 30, KeyPolicy: { Version: '2012-10-17', Statement: [ROOT, ...statements] } });
}

export function policy(...Statement: Json[]): Json {
  return { Version: '2012-10-17', Statement };
}

export function allow(Action: Json, resource: Json, more: Json = {}): Json {
  return { Effect: 'Allow', Action, Resource: resource, ...more };
}

/** A role that a service of this account assumes, with one policy. */
export function role(service: Json, ...statements: Json[]): Resource {
  return r('AWS::IAM::Role', {
    AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }),
    ...statements.length && { Policies: [{ PolicyName: 'access', PolicyDocument: policy(...statements) }] },
  });
}

/** The denial of requests without TLS in a bucket policy. */
function tlsOnly(id: string): Json {
  return {
    Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [att(id), sub(`\${${id}.Arn}/*`)], Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

export function bucketPolicy(id: string, ...statements: Json[]): Resource {
  return r('AWS::S3::BucketPolicy', { Bucket: ref(id), PolicyDocument: policy(tlsOnly(id), ...statements) });
}

/** A bucket with a lifecycle and blocked public access. */
export function bucket(more: Json = {}): Resource {
  return {
    ...r('AWS::S3::Bucket', {
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules: [{ Id: 'old', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 90 } }] },
      ...more,
    }),
    DeletionPolicy: 'Retain',
  };
}

/** A bucket for logs that a service delivers, with its policy. */
export function logBucket(principal: string, id = 'LogBucket'): Record<string, Resource> {
  return {
    [id]: bucket(),
    [`${id}Policy`]: bucketPolicy(id, allow('s3:PutObject', sub(`\${${id}.Arn}/*`), {
      Principal: { Service: principal }, Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
    })),
  };
}

/** A VPC with two private subnets and flow logs. */
export function network(): Record<string, Resource> {
  return {
    Vpc: r('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true, EnableDnsSupport: true }),
    FlowLog: r('AWS::EC2::FlowLog', { ResourceId: ref('Vpc'), ResourceType: 'VPC', TrafficType: 'ALL', LogDestinationType: 'cloud-watch-logs', LogGroupName: 'flow', DeliverLogsPermissionArn: 'arn:aws:iam::123456789012:role/flow' }),
    DefaultGroup: r('Custom::VpcRestrictDefaultSG', { ServiceToken: 'arn:aws:lambda:eu-west-2:123456789012:function:restrict', DefaultSecurityGroupId: att('Vpc', 'DefaultSecurityGroup'), Account: '123456789012' }),
    SubnetA: r('AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24', AvailabilityZone: 'eu-west-2a' }),
    SubnetB: r('AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24', AvailabilityZone: 'eu-west-2b' }),
  };
}

/** A security group with outbound HTTPS inside the VPC and no inbound rule. */
export function group(more: Json = {}): Resource {
  return r('AWS::EC2::SecurityGroup', {
    GroupDescription: 'group', VpcId: 'vpc-12345678', SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16', Description: 'HTTPS in the VPC' }], ...more,
  });
}

export const SUBNETS = ['subnet-11111111', 'subnet-22222222', 'subnet-33333333'];
export const KEY_ARN = 'arn:aws:kms:eu-west-2:123456789012:key/11111111-2222-3333-4444-555555555555';
