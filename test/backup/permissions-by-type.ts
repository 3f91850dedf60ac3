/** Permissions of the roles of a plan: actions by resource and condition. */
export interface ExpectedPermissions {
  /** On all resources of the type in the plan's Region, eu-west-2. */
  readonly backup: Record<string, string>;
  /** In eu-west-1, the destination Region of copies. */
  readonly copy: Record<string, string>;
  readonly restore: Record<string, string>;
  readonly recoveryPoints: string | undefined;
}

/* eslint-disable no-template-curly-in-string */

/** The permissions that the published policies give for each resource type, limited to the account 123456789012 and the Region. */
export const PERMISSIONS_BY_TYPE: Record<string, ExpectedPermissions> = {
  Aurora: {
    backup: {
      'arn:aws:rds:eu-west-2:123456789012:cluster:*':
        'rds:CreateDBClusterSnapshot rds:ModifyDBCluster rds:ListTagsForResource rds:AddTagsToResource rds:DescribeDBClusters '
        + 'rds:DescribeDBClusterSnapshots',
      'arn:aws:rds:eu-west-2:123456789012:cluster-snapshot:awsbackup:*':
        'rds:CreateDBClusterSnapshot rds:CopyDBClusterSnapshot rds:DeleteDBClusterSnapshot rds:ModifyDBClusterSnapshotAttribute '
        + 'rds:ListTagsForResource rds:AddTagsToResource',
      'arn:aws:rds:eu-west-2:123456789012:cluster-auto-backup:*': 'rds:DeleteDBClusterAutomatedBackup rds:DescribeDBClusterAutomatedBackups',
      'arn:aws:rds:eu-west-2:123456789012:cluster-snapshot:*': 'rds:DescribeDBClusters rds:DescribeDBClusterSnapshots',
      'arn:aws:kms:eu-west-2:123456789012:key/*': 'kms:DescribeKey',
      'arn:aws:kms:eu-west-2:123456789012:key/* if {"Bool":{"kms:GrantIsForAWSResource":"true"}}': 'kms:CreateGrant',
    },
    copy: {
      'arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:awsbackup:*': 'rds:CopyDBClusterSnapshot rds:ListTagsForResource rds:AddTagsToResource',
      'arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:*': 'rds:DescribeDBClusterSnapshots',
    },
    restore: {
      'arn:aws:rds:eu-west-2:123456789012:cluster:*':
        'rds:RestoreDBClusterFromSnapshot rds:RestoreDBClusterToPointInTime rds:AddTagsToResource rds:ListTagsForResource '
        + 'rds:DescribeDBClusters rds:DescribeDBClusterSnapshots',
      'arn:aws:rds:eu-west-2:123456789012:cluster-snapshot:*':
        'rds:RestoreDBClusterFromSnapshot rds:RestoreDBClusterToPointInTime rds:AddTagsToResource rds:ListTagsForResource '
        + 'rds:DescribeDBClusters rds:DescribeDBClusterSnapshots',
      'arn:aws:rds:eu-west-2:123456789012:cluster-auto-backup:*':
        'rds:RestoreDBClusterFromSnapshot rds:RestoreDBClusterToPointInTime rds:AddTagsToResource rds:ListTagsForResource',
      'arn:aws:rds:eu-west-2:123456789012:subgrp:*':
        'rds:RestoreDBClusterFromSnapshot rds:RestoreDBClusterToPointInTime rds:AddTagsToResource rds:ListTagsForResource',
      'arn:aws:rds:eu-west-2:123456789012:pg:*':
        'rds:RestoreDBClusterFromSnapshot rds:RestoreDBClusterToPointInTime rds:AddTagsToResource rds:ListTagsForResource',
      'arn:aws:rds:eu-west-2:123456789012:cluster-pg:*':
        'rds:RestoreDBClusterFromSnapshot rds:RestoreDBClusterToPointInTime rds:AddTagsToResource rds:ListTagsForResource',
      'arn:aws:rds:eu-west-2:123456789012:og:*':
        'rds:RestoreDBClusterFromSnapshot rds:RestoreDBClusterToPointInTime rds:AddTagsToResource rds:ListTagsForResource',
      '*': 'ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs ec2:DescribeAvailabilityZones ec2:DescribeAccountAttributes',
    },
    recoveryPoints: 'arn:aws:rds:eu-west-2:123456789012:cluster-snapshot:awsbackup:*',
  },
  RDS: {
    backup: {
      'arn:aws:rds:eu-west-2:123456789012:db:*':
        'rds:CreateDBSnapshot rds:ModifyDBInstance rds:ListTagsForResource rds:AddTagsToResource rds:DescribeDBInstances '
        + 'rds:DescribeDBSnapshots',
      'arn:aws:rds:eu-west-2:123456789012:snapshot:awsbackup:*':
        'rds:CreateDBSnapshot rds:CopyDBSnapshot rds:DeleteDBSnapshot rds:ModifyDBSnapshotAttribute rds:ListTagsForResource '
        + 'rds:AddTagsToResource',
      'arn:aws:rds:eu-west-2:123456789012:auto-backup:*': 'rds:DeleteDBInstanceAutomatedBackup',
      'arn:aws:rds:eu-west-2:123456789012:snapshot:*': 'rds:DescribeDBInstances rds:DescribeDBSnapshots',
      'arn:aws:kms:eu-west-2:123456789012:key/*': 'kms:DescribeKey',
      'arn:aws:kms:eu-west-2:123456789012:key/* if {"Bool":{"kms:GrantIsForAWSResource":"true"}}': 'kms:CreateGrant',
    },
    copy: {
      'arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:*': 'rds:CopyDBSnapshot rds:ListTagsForResource rds:AddTagsToResource',
      'arn:aws:rds:eu-west-1:123456789012:snapshot:*': 'rds:DescribeDBSnapshots',
    },
    restore: {
      'arn:aws:rds:eu-west-2:123456789012:db:*':
        'rds:RestoreDBInstanceFromDBSnapshot rds:RestoreDBInstanceToPointInTime rds:AddTagsToResource rds:ListTagsForResource '
        + 'rds:DescribeDBInstances rds:DescribeDBSnapshots',
      'arn:aws:rds:eu-west-2:123456789012:snapshot:*':
        'rds:RestoreDBInstanceFromDBSnapshot rds:RestoreDBInstanceToPointInTime rds:AddTagsToResource rds:ListTagsForResource '
        + 'rds:DescribeDBInstances rds:DescribeDBSnapshots',
      'arn:aws:rds:eu-west-2:123456789012:auto-backup:*':
        'rds:RestoreDBInstanceFromDBSnapshot rds:RestoreDBInstanceToPointInTime rds:AddTagsToResource rds:ListTagsForResource',
      'arn:aws:rds:eu-west-2:123456789012:subgrp:*':
        'rds:RestoreDBInstanceFromDBSnapshot rds:RestoreDBInstanceToPointInTime rds:AddTagsToResource rds:ListTagsForResource',
      'arn:aws:rds:eu-west-2:123456789012:pg:*':
        'rds:RestoreDBInstanceFromDBSnapshot rds:RestoreDBInstanceToPointInTime rds:AddTagsToResource rds:ListTagsForResource',
      'arn:aws:rds:eu-west-2:123456789012:cluster-pg:*':
        'rds:RestoreDBInstanceFromDBSnapshot rds:RestoreDBInstanceToPointInTime rds:AddTagsToResource rds:ListTagsForResource',
      'arn:aws:rds:eu-west-2:123456789012:og:*':
        'rds:RestoreDBInstanceFromDBSnapshot rds:RestoreDBInstanceToPointInTime rds:AddTagsToResource rds:ListTagsForResource',
      '*': 'ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs ec2:DescribeAvailabilityZones ec2:DescribeAccountAttributes',
    },
    recoveryPoints: 'arn:aws:rds:eu-west-2:123456789012:snapshot:awsbackup:*',
  },
  DynamoDB: {
    backup: {
      'arn:aws:dynamodb:eu-west-2:123456789012:table/*':
        'dynamodb:DescribeTable dynamodb:CreateBackup dynamodb:StartAwsBackupJob dynamodb:ListTagsOfResource',
      'arn:aws:dynamodb:eu-west-2:123456789012:table/*/backup/*': 'dynamodb:DescribeBackup dynamodb:DeleteBackup',
      'arn:aws:kms:eu-west-2:123456789012:key/*': 'kms:DescribeKey',
      'arn:aws:kms:eu-west-2:123456789012:key/* if {"Bool":{"kms:GrantIsForAWSResource":"true"}}': 'kms:CreateGrant',
      'arn:aws:kms:eu-west-2:123456789012:key/* if {"StringEquals":{"kms:ViaService":"dynamodb.eu-west-2.amazonaws.com"}}':
        'kms:Decrypt kms:GenerateDataKey',
    },
    copy: {},
    restore: {
      'arn:aws:dynamodb:eu-west-2:123456789012:table/awsbackup-restore-test-*':
        'dynamodb:Scan dynamodb:Query dynamodb:UpdateItem dynamodb:PutItem dynamodb:GetItem dynamodb:DeleteItem dynamodb:BatchWriteItem '
        + 'dynamodb:DescribeTable dynamodb:RestoreTableFromAwsBackup',
      'arn:aws:dynamodb:eu-west-2:123456789012:table/*/backup/*': 'dynamodb:RestoreTableFromBackup',
    },
    recoveryPoints: 'arn:aws:dynamodb:eu-west-2:123456789012:table/*/backup/*',
  },
  EBS: {
    backup: {
      'arn:aws:ec2:eu-west-2:123456789012:volume/*': 'ec2:CreateSnapshot',
      'arn:aws:ec2:eu-west-2::snapshot/*': 'ec2:CreateSnapshot ec2:CreateTags ec2:DeleteSnapshot ec2:CopySnapshot',
      'arn:aws:ec2:eu-west-2::snapshot/* if {"Null":{"aws:ResourceTag/aws:backup:source-resource":"false"}}': 'ec2:ModifySnapshotTier',
      '*': 'ec2:DescribeVolumes ec2:DescribeSnapshots ec2:DescribeTags ec2:DescribeSnapshotTierStatus',
      'arn:aws:kms:eu-west-2:123456789012:key/*': 'kms:DescribeKey',
      'arn:aws:kms:eu-west-2:123456789012:key/* if {"Bool":{"kms:GrantIsForAWSResource":"true"}}': 'kms:CreateGrant',
      'arn:aws:kms:eu-west-2:123456789012:key/* if {"StringEquals":{"kms:ViaService":"ec2.eu-west-2.amazonaws.com"},"ForAnyValue:StringEquals":{"kms:EncryptionContextKeys":"aws:ebs:id"}}':
        'kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptTo kms:ReEncryptFrom',
    },
    copy: {
      'arn:aws:ec2:eu-west-1::snapshot/*': 'ec2:CopySnapshot ec2:CreateTags',
      '*': 'ec2:DescribeSnapshots',
    },
    restore: {
      'arn:aws:ec2:eu-west-2::snapshot/*': 'ec2:CreateVolume',
      'arn:aws:ec2:eu-west-2:123456789012:volume/*': 'ec2:CreateVolume',
      'arn:aws:ec2:eu-west-2:123456789012:volume/* if {"StringEquals":{"ec2:CreateAction":"CreateVolume"}}': 'ec2:CreateTags',
      '*': 'ec2:DescribeSnapshots ec2:DescribeVolumes ec2:DescribeAvailabilityZones',
    },
    recoveryPoints: 'arn:aws:ec2:eu-west-2::snapshot/*',
  },
  EC2: {
    backup: {
      'arn:aws:ec2:eu-west-2:123456789012:instance/*': 'ec2:CreateImage',
      'arn:aws:ec2:eu-west-2::snapshot/*': 'ec2:CreateSnapshot ec2:CreateTags ec2:DeleteSnapshot ec2:CopySnapshot ec2:CreateImage',
      'arn:aws:ec2:eu-west-2::snapshot/* if {"Null":{"aws:ResourceTag/aws:backup:source-resource":"false"}}': 'ec2:ModifySnapshotTier',
      '*':
        'ec2:DescribeVolumes ec2:DescribeSnapshots ec2:DescribeTags ec2:DescribeSnapshotTierStatus ec2:DescribeImages ec2:DescribeInstances '
        + 'ec2:DescribeInstanceAttribute ec2:DescribeInstanceCreditSpecifications ec2:DescribeNetworkInterfaces ec2:DescribeElasticGpus '
        + 'ec2:DescribeSpotInstanceRequests',
      'arn:aws:ec2:eu-west-2:123456789012:volume/*': 'ec2:CreateSnapshot',
      'arn:aws:ec2:eu-west-2::image/*': 'ec2:CreateImage ec2:CreateTags ec2:DeregisterImage',
      'arn:aws:kms:eu-west-2:123456789012:key/*': 'kms:DescribeKey',
      'arn:aws:kms:eu-west-2:123456789012:key/* if {"Bool":{"kms:GrantIsForAWSResource":"true"}}': 'kms:CreateGrant',
      'arn:aws:kms:eu-west-2:123456789012:key/* if {"StringEquals":{"kms:ViaService":"ec2.eu-west-2.amazonaws.com"},"ForAnyValue:StringEquals":{"kms:EncryptionContextKeys":"aws:ebs:id"}}':
        'kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptTo kms:ReEncryptFrom',
    },
    copy: {
      'arn:aws:ec2:eu-west-1::snapshot/*': 'ec2:CopySnapshot ec2:CreateTags ec2:CopyImage',
      '*': 'ec2:DescribeSnapshots ec2:DescribeImages',
      'arn:aws:ec2:eu-west-1::image/*': 'ec2:CopyImage ec2:CreateTags',
    },
    restore: {
      'arn:aws:ec2:eu-west-2::image/*': 'ec2:RunInstances',
      'arn:aws:ec2:eu-west-2::snapshot/*': 'ec2:RunInstances',
      'arn:aws:ec2:eu-west-2:123456789012:instance/*': 'ec2:RunInstances',
      'arn:aws:ec2:eu-west-2:123456789012:volume/*': 'ec2:RunInstances',
      'arn:aws:ec2:eu-west-2:123456789012:network-interface/*': 'ec2:RunInstances',
      'arn:aws:ec2:eu-west-2:123456789012:subnet/*': 'ec2:RunInstances',
      'arn:aws:ec2:eu-west-2:123456789012:security-group/*': 'ec2:RunInstances',
      'arn:aws:ec2:eu-west-2:123456789012:key-pair/*': 'ec2:RunInstances',
      'arn:aws:ec2:eu-west-2:123456789012:instance/* if {"StringEquals":{"ec2:CreateAction":"RunInstances"}}': 'ec2:CreateTags',
      'arn:aws:ec2:eu-west-2:123456789012:volume/* if {"StringEquals":{"ec2:CreateAction":"RunInstances"}}': 'ec2:CreateTags',
      'arn:aws:ec2:eu-west-2::snapshot/* if {"ForAllValues:StringEquals":{"aws:TagKeys":["aws:backup:source-resource"]}}': 'ec2:CreateTags',
      'arn:aws:ec2:eu-west-2:123456789012:instance/* if {"ForAllValues:StringEquals":{"aws:TagKeys":["aws:backup:source-resource"]}}':
        'ec2:CreateTags',
      '*':
        'ec2:DescribeImages ec2:DescribeInstances ec2:DescribeSnapshots ec2:DescribeVolumes ec2:DescribeSecurityGroups ec2:DescribeSubnets '
        + 'ec2:DescribeVpcs ec2:DescribeAvailabilityZones ec2:DescribeAccountAttributes',
    },
    recoveryPoints: 'arn:aws:ec2:eu-west-2::image/*',
  },
  EFS: {
    backup: {
      'arn:aws:elasticfilesystem:eu-west-2:123456789012:file-system/*': 'elasticfilesystem:Backup elasticfilesystem:DescribeTags',
      'arn:aws:kms:eu-west-2:123456789012:key/*': 'kms:DescribeKey',
      'arn:aws:kms:eu-west-2:123456789012:key/* if {"Bool":{"kms:GrantIsForAWSResource":"true"}}': 'kms:CreateGrant',
    },
    copy: {},
    restore: {
      'arn:aws:elasticfilesystem:eu-west-2:123456789012:file-system/*':
        'elasticfilesystem:Restore elasticfilesystem:CreateFileSystem elasticfilesystem:DescribeFileSystems elasticfilesystem:TagResource',
    },
    recoveryPoints: undefined,
  },
  S3: {
    backup: {
      'arn:aws:s3:::*':
        's3:GetBucketTagging s3:GetInventoryConfiguration s3:ListBucketVersions s3:ListBucket s3:GetBucketVersioning s3:GetBucketLocation '
        + 's3:GetBucketAcl s3:PutInventoryConfiguration s3:GetBucketNotification s3:PutBucketNotification',
      'arn:aws:s3:::* if {"StringEquals":{"aws:PrincipalAccount":"${aws:ResourceAccount}"}}': 's3:ListTagsForResource',
      'arn:aws:s3:::*/*': 's3:GetObjectAcl s3:GetObject s3:GetObjectVersionTagging s3:GetObjectVersionAcl s3:GetObjectTagging s3:GetObjectVersion',
      'arn:aws:events:eu-west-2:123456789012:rule/AwsBackupManagedRule*':
        'events:DeleteRule events:PutTargets events:DescribeRule events:EnableRule events:PutRule events:RemoveTargets '
        + 'events:ListTargetsByRule events:DisableRule',
      '*': 'cloudwatch:GetMetricData events:ListRules s3:ListAllMyBuckets',
      'arn:aws:backup:eu-west-2:123456789012:recovery-point:*': 'backup:TagResource',
      'arn:aws:kms:eu-west-2:123456789012:key/*': 'kms:DescribeKey',
      'arn:aws:kms:eu-west-2:123456789012:key/* if {"Bool":{"kms:GrantIsForAWSResource":"true"}}': 'kms:CreateGrant',
      'arn:aws:kms:eu-west-2:123456789012:key/* if {"StringEquals":{"kms:ViaService":"s3.eu-west-2.amazonaws.com"}}': 'kms:Decrypt',
    },
    copy: {},
    restore: {
      'arn:aws:s3:::awsbackup-restore-test-*':
        's3:CreateBucket s3:ListBucketVersions s3:ListBucket s3:GetBucketVersioning s3:GetBucketLocation s3:PutBucketVersioning '
        + 's3:PutBucketOwnershipControls s3:GetBucketOwnershipControls',
      'arn:aws:s3:::awsbackup-restore-test-*/*':
        's3:GetObject s3:GetObjectVersion s3:DeleteObject s3:PutObjectVersionAcl s3:GetObjectVersionAcl s3:GetObjectTagging '
        + 's3:PutObjectTagging s3:GetObjectAcl s3:PutObjectAcl s3:ListMultipartUploadParts s3:PutObject',
    },
    recoveryPoints: undefined,
  },
};
