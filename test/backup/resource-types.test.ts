import { App, CfnResource, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { BackupResourceType } from '../../src';
import { typeOf } from '../../src/backup/selection/resource-types';

const stack = new Stack(new App(), 'Stack');
const ofArn = (arn: string) => typeOf(stack, backup.BackupResource.fromArn(arn));
const { AURORA, RDS, DYNAMODB, EBS, EC2, EFS, S3 } = BackupResourceType;

// Service Authorization Reference: ARN formats of the resource types.
test.each<[string, BackupResourceType | undefined]>([
  ['arn:aws:rds:eu-west-2:123456789012:cluster:ledger', AURORA],
  ['arn:aws-us-gov:rds:us-gov-west-1:123456789012:db:ledger', RDS],
  ['arn:aws:rds:eu-west-2:123456789012:snapshot:ledger', undefined],
  ['arn:aws:dynamodb:eu-west-2:123456789012:table/ledger', DYNAMODB],
  ['arn:aws:ec2:eu-west-2:123456789012:volume/vol-1', EBS],
  ['arn:aws:ec2:eu-west-2:123456789012:instance/i-1', EC2],
  ['arn:aws:elasticfilesystem:eu-west-2:123456789012:file-system/fs-1', EFS],
  ['arn:aws:s3:::ledger', S3],
  ['arn:aws:fsx:eu-west-2:123456789012:file-system/fs-1', undefined],
])('%s', (arn, expected) => {
  expect(ofArn(arn)).toBe(expected);
  expect(ofArn(`x-${arn}`)).toBeUndefined();
});

test.each<[string, BackupResourceType | undefined]>([
  ['AWS::RDS::DBCluster', AURORA], ['AWS::RDS::DBInstance', RDS], ['AWS::DynamoDB::Table', DYNAMODB], ['AWS::DynamoDB::GlobalTable', DYNAMODB],
  ['AWS::EFS::FileSystem', EFS], ['AWS::S3::Bucket', S3], ['AWS::SNS::Topic', undefined],
])('the ARN of a resource %s', (type, expected) => {
  const resource = new CfnResource(stack, type.replace(/:/g, ''), { type });
  expect(ofArn(resource.getAtt('Arn').toString())).toBe(expected);
  // A part of an ARN refers to the resource, but the whole is the ARN of something else.
  expect(ofArn(`arn:aws:rds:eu-west-2:123456789012:cluster:${resource.getAtt('Name').toString()}`)).toBe(AURORA);
});

test('a tag has no resource type', () => {
  expect(typeOf(stack, backup.BackupResource.fromTag('backup', 'daily'))).toBeUndefined();
});
