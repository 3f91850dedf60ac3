import { CfnResource, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { IConstruct } from 'constructs';
import { scannerText } from '../../core/parts/scanner-text';
import { BackupResourceType } from '../backup-resource-type';

/** Resource types by the beginning of an ARN. */
const BY_ARN: Array<[RegExp, BackupResourceType]> = [
  [/^arn:[^:]*:rds:[^:]*:[^:]*:cluster:/, BackupResourceType.AURORA],
  [/^arn:[^:]*:rds:[^:]*:[^:]*:db:/, BackupResourceType.RDS],
  [/^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\//, BackupResourceType.DYNAMODB],
  [/^arn:[^:]*:ec2:[^:]*:[^:]*:volume\//, BackupResourceType.EBS],
  [/^arn:[^:]*:ec2:[^:]*:[^:]*:instance\//, BackupResourceType.EC2],
  [/^arn:[^:]*:elasticfilesystem:[^:]*:[^:]*:file-system\//, BackupResourceType.EFS],
  [/^arn:[^:]*:s3:::/, BackupResourceType.S3],
];

const BY_CLOUDFORMATION: { [type: string]: BackupResourceType } = {
  'AWS::RDS::DBCluster': BackupResourceType.AURORA,
  'AWS::RDS::DBInstance': BackupResourceType.RDS,
  'AWS::DynamoDB::Table': BackupResourceType.DYNAMODB,
  'AWS::DynamoDB::GlobalTable': BackupResourceType.DYNAMODB,
  'AWS::EFS::FileSystem': BackupResourceType.EFS,
  'AWS::S3::Bucket': BackupResourceType.S3,
};

/** The type of a resource, by its ARN or by the CloudFormation resource that the ARN refers to. Undefined where neither shows it. */
export function typeOf(scope: IConstruct, { resource }: backup.BackupResource): BackupResourceType | undefined {
  if (resource === undefined) return undefined;
  const token = Tokenization.reverseString(resource).firstToken;
  if (Reference.isReference(token) && CfnResource.isCfnResource(token.target)) {
    const type = BY_CLOUDFORMATION[token.target.cfnResourceType];
    if (type && resource === token.toString()) return type;
  }
  const arn = scannerText(Stack.of(scope).resolve(resource)).replace(/<[^>]*>/g, '');
  return BY_ARN.find(([pattern]) => pattern.test(arn))?.[1];
}
