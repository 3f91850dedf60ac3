import { Fault } from '../template';

const SERVICE = 'Amazon S3';
const IN = 's3-data-bucket';

export const S3: Fault[] = [
  { service: SERVICE, name: 'public policies allowed', in: IN, edit: { at: ['Bucket', 'Properties', 'PublicAccessBlockConfiguration', 'BlockPublicPolicy'], value: false } },
  { service: SERVICE, name: 'AWS owned encryption', in: IN, edit: { at: ['Bucket', 'Properties', 'BucketEncryption', 'ServerSideEncryptionConfiguration', 0, 'ServerSideEncryptionByDefault'], value: { SSEAlgorithm: 'AES256' } } },
  { service: SERVICE, name: 'versioning suspended', in: IN, edit: { at: ['Bucket', 'Properties', 'VersioningConfiguration', 'Status'], value: 'Suspended' } },
  { service: SERVICE, name: 'public read ACL', in: IN, edit: { at: ['Bucket', 'Properties', 'AccessControl'], value: 'PublicRead' } },
  { service: SERVICE, name: 'policy that denies plain HTTP removed', in: IN, edit: { drop: 'BucketPolicy' } },
  { service: SERVICE, name: 'policy admits every principal with a condition that anybody meets', in: IN, edit: { at: ['BucketPolicy', 'Properties', 'PolicyDocument', 'Statement', 1], value: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' }, Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } } } },
];
