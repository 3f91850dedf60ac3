/** A statement of an AWS managed policy. All of them allow. */
export interface PublishedStatement {
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: { [operator: string]: { [key: string]: string | string[] } };
}

const VIA = (...services: string[]) => ({ StringLike: { 'kms:ViaService': services.map((service) => `${service}.*.amazonaws.com`) } });
const MADE_BY_BACKUP = { Null: { 'aws:ResourceTag/aws:backup:source-resource': 'false' } };
const OWN_ACCOUNT = { StringEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' } };
const FOR_AWS_RESOURCE = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };
const SNAPSHOT = 'arn:aws:ec2:*::snapshot/*';
const TABLE = 'arn:aws:dynamodb:*:*:table/*';

/**
 * AWSBackupServiceRolePolicyForBackup v29 of 2026-02-12 (AWS Managed Policy Reference), statements of Aurora, RDS, DynamoDB, EBS, EC2 and EFS, and those
 * of all resource types. It has further statements of Storage Gateway, FSx, Redshift, Timestream, SAP HANA, VMware, CloudFormation, DSQL and EKS.
 */
export const FOR_BACKUP: PublishedStatement[] = [
  { actions: ['dynamodb:DescribeTable', 'dynamodb:CreateBackup'], resources: [TABLE] },
  { actions: ['dynamodb:DescribeBackup', 'dynamodb:DeleteBackup'], resources: [`${TABLE}/backup/*`] },
  { actions: ['dynamodb:StartAwsBackupJob', 'dynamodb:ListTagsOfResource'], resources: [TABLE] },
  {
    actions: [
      'rds:AddTagsToResource', 'rds:ListTagsForResource', 'rds:DescribeDBSnapshots', 'rds:CreateDBSnapshot', 'rds:CopyDBSnapshot', 'rds:DescribeDBInstances',
      'rds:CreateDBClusterSnapshot', 'rds:DescribeDBClusters', 'rds:DescribeDBClusterSnapshots', 'rds:CopyDBClusterSnapshot',
      'rds:DescribeDBClusterAutomatedBackups',
    ],
    resources: ['*'],
  },
  { actions: ['rds:DeleteDBInstanceAutomatedBackup'], resources: ['arn:aws:rds:*:*:auto-backup:*'] },
  { actions: ['rds:ModifyDBCluster'], resources: ['arn:aws:rds:*:*:cluster:*'] },
  { actions: ['rds:DeleteDBClusterAutomatedBackup'], resources: ['arn:aws:rds:*:*:cluster-auto-backup:*'] },
  { actions: ['rds:ModifyDBInstance'], resources: ['arn:aws:rds:*:*:db:*'] },
  { actions: ['rds:DeleteDBSnapshot', 'rds:ModifyDBSnapshotAttribute'], resources: ['arn:aws:rds:*:*:snapshot:awsbackup:*'] },
  { actions: ['rds:DeleteDBClusterSnapshot', 'rds:ModifyDBClusterSnapshotAttribute'], resources: ['arn:aws:rds:*:*:cluster-snapshot:awsbackup:*'] },
  { actions: ['ec2:CopySnapshot'], resources: [SNAPSHOT] },
  { actions: ['ec2:CopyImage'], resources: ['*'] },
  { actions: ['ec2:CreateTags', 'ec2:DeleteSnapshot'], resources: [SNAPSHOT] },
  {
    actions: [
      'ec2:CreateImage', 'ec2:DeregisterImage', 'ec2:DescribeSnapshots', 'ec2:DescribeTags', 'ec2:DescribeImages', 'ec2:DescribeInstances',
      'ec2:DescribeInstanceAttribute', 'ec2:DescribeInstanceCreditSpecifications', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeElasticGpus',
      'ec2:DescribeSpotInstanceRequests', 'ec2:DescribeSnapshotTierStatus',
    ],
    resources: ['*'],
  },
  { actions: ['ec2:CreateTags'], resources: ['arn:aws:ec2:*:*:image/*'] },
  { actions: ['ec2:ModifySnapshotAttribute', 'ec2:ModifyImageAttribute'], resources: ['*'], conditions: MADE_BY_BACKUP },
  { actions: ['ec2:ModifySnapshotTier'], resources: [SNAPSHOT], conditions: MADE_BY_BACKUP },
  { actions: ['ec2:CreateSnapshot', 'ec2:DeleteSnapshot', 'ec2:DescribeVolumes', 'ec2:DescribeSnapshots'], resources: ['*'] },
  { actions: ['elasticfilesystem:Backup', 'elasticfilesystem:DescribeTags'], resources: ['arn:aws:elasticfilesystem:*:*:file-system/*'] },
  { actions: ['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'], resources: ['arn:aws:backup:*:*:backup-vault:*'] },
  { actions: ['backup:CopyFromBackupVault'], resources: ['*'] },
  { actions: ['backup:TagResource'], resources: ['arn:aws:backup:*:*:recovery-point:*'], conditions: OWN_ACCOUNT },
  { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: ['*'], conditions: VIA('dynamodb') },
  { actions: ['kms:DescribeKey'], resources: ['*'] },
  { actions: ['kms:CreateGrant'], resources: ['*'], conditions: FOR_AWS_RESOURCE },
  {
    actions: ['kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptTo', 'kms:ReEncryptFrom'],
    resources: ['arn:aws:kms:*:*:key/*'],
    conditions: { ...VIA('ec2'), 'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'aws:ebs:id' } },
  },
  { actions: ['tag:GetResources'], resources: ['*'] },
  { actions: ['ssm:CancelCommand', 'ssm:GetCommandInvocation'], resources: ['*'] },
  { actions: ['ssm:SendCommand'], resources: ['arn:aws:ssm:*:*:document/AWSEC2-CreateVssSnapshot', 'arn:aws:ec2:*:*:instance/*'] },
];

/** AWSBackupServiceRolePolicyForS3Backup v5 of 2026-08-24 (AWS Managed Policy Reference). */
export const FOR_S3_BACKUP: PublishedStatement[] = [
  { actions: ['cloudwatch:GetMetricData', 'events:ListRules', 's3:ListAllMyBuckets'], resources: ['*'] },
  {
    actions: [
      'events:DeleteRule', 'events:PutTargets', 'events:DescribeRule', 'events:EnableRule', 'events:PutRule', 'events:RemoveTargets',
      'events:ListTargetsByRule', 'events:DisableRule',
    ],
    resources: ['arn:aws:events:*:*:rule/AwsBackupManagedRule*'],
  },
  { actions: ['kms:Decrypt', 'kms:DescribeKey'], resources: ['*'], conditions: VIA('s3') },
  {
    actions: [
      's3:GetBucketTagging', 's3:GetInventoryConfiguration', 's3:ListBucketVersions', 's3:ListBucket', 's3:GetBucketVersioning', 's3:GetBucketLocation',
      's3:GetBucketAcl', 's3:PutInventoryConfiguration', 's3:GetBucketNotification', 's3:PutBucketNotification',
    ],
    resources: ['arn:aws:s3:::*'],
  },
  {
    actions: [
      's3:GetObjectAcl', 's3:GetObject', 's3:GetObjectVersionTagging', 's3:GetObjectVersionAcl', 's3:GetObjectTagging', 's3:GetObjectVersion',
    ],
    resources: ['arn:aws:s3:::*/*'],
  },
  { actions: ['s3:ListTagsForResource'], resources: ['arn:aws:s3:::*'], conditions: OWN_ACCOUNT },
  { actions: ['backup:TagResource'], resources: ['arn:aws:backup:*:*:recovery-point:*'], conditions: OWN_ACCOUNT },
];

/**
 * AWSBackupServiceRolePolicyForRestores v25 of 2025-11-10 (AWS Managed Policy Reference), statements of Aurora, RDS, DynamoDB, EBS, EC2 and EFS, and those
 * of all resource types. IAM does not distinguish upper and lower case in actions.
 */
export const FOR_RESTORES: PublishedStatement[] = [
  {
    actions: [
      'dynamodb:Scan', 'dynamodb:Query', 'dynamodb:UpdateItem', 'dynamodb:PutItem', 'dynamodb:GetItem', 'dynamodb:DeleteItem',
      'dynamodb:BatchWriteItem', 'dynamodb:DescribeTable',
    ],
    resources: [TABLE],
  },
  { actions: ['dynamodb:RestoreTableFromBackup'], resources: [`${TABLE}/backup/*`] },
  { actions: ['dynamodb:RestoreTableFromAwsBackup'], resources: [TABLE] },
  { actions: ['ec2:CreateVolume', 'ec2:DeleteVolume'], resources: [SNAPSHOT, 'arn:aws:ec2:*:*:volume/*'] },
  {
    actions: [
      'ec2:DescribeImages', 'ec2:DescribeInstances', 'ec2:DescribeSnapshots', 'ec2:DescribeVolumes', 'ec2:DescribeAccountAttributes',
      'ec2:DescribeAddresses', 'ec2:DescribeAvailabilityZones', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs',
      'ec2:DescribeInternetGateways', 'ec2:DescribeSnapshotTierStatus', 'ec2:DescribeRouteTables',
    ],
    resources: ['*'],
  },
  {
    actions: [
      'rds:DescribeDBInstances', 'rds:DescribeDBSnapshots', 'rds:ListTagsForResource', 'rds:RestoreDBInstanceFromDBSnapshot', 'rds:DeleteDBInstance',
      'rds:AddTagsToResource', 'rds:DescribeDBClusters', 'rds:RestoreDBClusterFromSnapshot', 'rds:DeleteDBCluster', 'rds:RestoreDBInstanceToPointInTime',
      'rds:DescribeDBClusterSnapshots', 'rds:RestoreDBClusterToPointInTime', 'rds:CreateTenantDatabase', 'rds:DeleteTenantDatabase',
    ],
    resources: ['*'],
  },
  { actions: ['rds:CreateDBInstance'], resources: ['arn:aws:rds:*:*:db:*'] },
  {
    actions: [
      'elasticfilesystem:Restore', 'elasticfilesystem:CreateFilesystem', 'elasticfilesystem:DescribeFilesystems', 'elasticfilesystem:DeleteFilesystem',
      'elasticfilesystem:TagResource',
    ],
    resources: ['arn:aws:elasticfilesystem:*:*:file-system/*'],
  },
  { actions: ['kms:DescribeKey'], resources: ['*'] },
  {
    actions: [
      'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptTo', 'kms:ReEncryptFrom', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:DescribeKey',
    ],
    resources: ['*'],
    conditions: VIA('dynamodb', 'ec2', 'elasticfilesystem', 'rds', 'redshift', 'dsql', 'redshift-serverless'),
  },
  { actions: ['kms:CreateGrant'], resources: ['*'], conditions: FOR_AWS_RESOURCE },
  { actions: ['ebs:CompleteSnapshot', 'ebs:StartSnapshot', 'ebs:PutSnapshotBlock'], resources: [SNAPSHOT] },
  { actions: ['ec2:DeleteSnapshot', 'ec2:DeleteTags', 'ec2:RestoreSnapshotTier'], resources: [SNAPSHOT], conditions: MADE_BY_BACKUP },
  {
    actions: ['ec2:CreateTags'],
    resources: [SNAPSHOT, 'arn:aws:ec2:*:*:instance/*'],
    conditions: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['aws:backup:source-resource'] } },
  },
  { actions: ['ec2:RunInstances'], resources: ['*'] },
  { actions: ['ec2:TerminateInstances'], resources: ['arn:aws:ec2:*:*:instance/*'] },
  {
    actions: ['ec2:CreateTags'],
    resources: ['arn:aws:ec2:*:*:instance/*', 'arn:aws:ec2:*:*:volume/*'],
    conditions: { StringLike: { 'ec2:CreateAction': ['RunInstances', 'CreateVolume'] } },
  },
  {
    actions: ['backup:StartRestoreJob', 'backup:ListRestoreJobs', 'backup:ListRecoveryPointsByBackupVault', 'backup:DescribeRestoreJob'],
    resources: ['*'],
  },
];

/** AWSBackupServiceRolePolicyForS3Restore v2 of 2023-02-07 (AWS Managed Policy Reference). */
export const FOR_S3_RESTORE: PublishedStatement[] = [
  {
    actions: [
      's3:CreateBucket', 's3:ListBucketVersions', 's3:ListBucket', 's3:GetBucketVersioning', 's3:GetBucketLocation', 's3:PutBucketVersioning',
      's3:PutBucketOwnershipControls', 's3:GetBucketOwnershipControls',
    ],
    resources: ['arn:aws:s3:::*'],
  },
  {
    actions: [
      's3:GetObject', 's3:GetObjectVersion', 's3:DeleteObject', 's3:PutObjectVersionAcl', 's3:GetObjectVersionAcl', 's3:GetObjectTagging',
      's3:PutObjectTagging', 's3:GetObjectAcl', 's3:PutObjectAcl', 's3:ListMultipartUploadParts', 's3:PutObject',
    ],
    resources: ['arn:aws:s3:::*/*'],
  },
  { actions: ['kms:DescribeKey', 'kms:GenerateDataKey', 'kms:Decrypt'], resources: ['*'], conditions: VIA('s3') },
];
