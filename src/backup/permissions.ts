import { Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { BackupResourceType } from './backup-resource-type';
import { regionOf, VAULT_FACTS } from './vault/vault-facts';

/** Permissions of a role. Wildcards among the resources have a reason. */
export interface Permission {
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: { [operator: string]: { [key: string]: string | string[] } };
  readonly why?: string;
}

/** Location of resources. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Permissions that AWS Backup needs for a resource type. */
export interface TypePermissions {
  /** ARN pattern of all resources of the type. */
  readonly any: (stack: Stack) => string;
  /** On a resource, or on all resources of the type. */
  readonly each: (arn: string) => Permission[];
  /** On snapshots, and to list resources. */
  readonly shared: (stack: Stack) => Permission[];
  /** Service that uses the resource's key, as `kms:ViaService` names it. */
  readonly service: string;
  /** On the resource's key, in addition to grants for the service. */
  readonly keyActions?: string[];
  /** Further conditions of `keyActions`. */
  readonly keyConditions?: Permission['conditions'];
  /** On the resource's key, to restore. @default - RESTORE_KEY_ACTIONS */
  readonly restoreKeyActions?: string[];
  /** ARN pattern of recovery points that the service of the resource makes (AWS Backup Developer Guide, Access control, Resource ARNs). */
  readonly recoveryPoints?: (place: Place) => string;
  /**
   * In the destination Region of copies. Undefined where AWS Backup itself stores, encrypts and copies recovery points
   * (AWS Backup Developer Guide, Encryption for backups).
   */
  readonly copy?: (to: Place) => Permission[];
  /** To restore a recovery point as a test. The service-linked role of AWS Backup deletes the restored resource. */
  readonly restore: (stack: Stack) => Permission[];
}

const SNAPSHOTS = 'AWS Backup names the snapshots that it makes: only their prefix is known at synthesis';
const LISTS = 'describe actions that list resources of a type cannot be limited to a name';
const NO_RESOURCE = 'these actions do not support resource-level permissions';
const INSIDE = 'all contents of the resource are backed up, and their names are not known at synthesis';
const VAULT_KEY = 'the key of an imported vault is unknown, and the policy of the key decides who may use it';
const RESTORED = 'AWS Backup names the resources that it restores as a test, with the prefix awsbackup-restore-test-';

/** On the key of a volume (AWS Managed Policy Reference, AWSBackupServiceRolePolicyForBackup v29). */
const EBS_KEY_ACTIONS = ['kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptTo', 'kms:ReEncryptFrom'];
const EBS_KEY_CONDITIONS = { 'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'aws:ebs:id' } };

/** On the key of a restored resource (AWS Managed Policy Reference, AWSBackupServiceRolePolicyForRestores v25). */
const RESTORE_KEY_ACTIONS = [
  'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo',
];

/**
 * AWSBackupServiceRolePolicyForBackup v29, AWSBackupServiceRolePolicyForRestores v25, AWSBackupServiceRolePolicyForS3Backup v5 and
 * AWSBackupServiceRolePolicyForS3Restore v2 (AWS Managed Policy Reference), limited to the resource type, account, Region and resources.
 */
const BY_TYPE = new Map<BackupResourceType, TypePermissions>([
  [BackupResourceType.AURORA, rds('cluster', 'cluster-snapshot', 'cluster-auto-backup', 'DBCluster', 'DBCluster')],
  [BackupResourceType.RDS, rds('db', 'snapshot', 'auto-backup', 'DB', 'DBInstance')],
  [BackupResourceType.DYNAMODB, {
    any: (stack) => arn(stack, 'dynamodb', 'table/*'),
    each: (table) => [
      { actions: ['dynamodb:DescribeTable', 'dynamodb:CreateBackup', 'dynamodb:StartAwsBackupJob', 'dynamodb:ListTagsOfResource'], resources: [table] },
      { actions: ['dynamodb:DescribeBackup', 'dynamodb:DeleteBackup'], resources: [`${table}/backup/*`], why: SNAPSHOTS },
    ],
    shared: () => [],
    service: 'dynamodb',
    keyActions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    recoveryPoints: (place) => arn(place, 'dynamodb', 'table/*/backup/*'),
    restore: (stack) => [{
      actions: [
        'dynamodb:Scan', 'dynamodb:Query', 'dynamodb:UpdateItem', 'dynamodb:PutItem', 'dynamodb:GetItem', 'dynamodb:DeleteItem',
        'dynamodb:BatchWriteItem', 'dynamodb:DescribeTable', 'dynamodb:RestoreTableFromAwsBackup',
      ],
      resources: [arn(stack, 'dynamodb', 'table/awsbackup-restore-test-*')],
      why: RESTORED,
    }, {
      actions: ['dynamodb:RestoreTableFromBackup'], resources: [arn(stack, 'dynamodb', 'table/*/backup/*')], why: SNAPSHOTS,
    }],
  }],
  [BackupResourceType.EBS, {
    any: (stack) => arn(stack, 'ec2', 'volume/*'),
    each: (volume) => [{ actions: ['ec2:CreateSnapshot'], resources: [volume] }],
    shared: ebsSnapshots,
    service: 'ec2',
    keyActions: EBS_KEY_ACTIONS,
    keyConditions: EBS_KEY_CONDITIONS,
    recoveryPoints: snapshots,
    copy: ebsCopies,
    restore: (stack): Permission[] => [
      { actions: ['ec2:CreateVolume'], resources: [snapshots(stack), arn(stack, 'ec2', 'volume/*')], why: RESTORED },
      { actions: ['ec2:CreateTags'], resources: [arn(stack, 'ec2', 'volume/*')], conditions: { StringEquals: { 'ec2:CreateAction': 'CreateVolume' } }, why: RESTORED },
      { actions: ['ec2:DescribeSnapshots', 'ec2:DescribeVolumes', 'ec2:DescribeAvailabilityZones'], resources: ['*'], why: NO_RESOURCE },
    ],
  }],
  [BackupResourceType.EC2, {
    any: (stack) => arn(stack, 'ec2', 'instance/*'),
    each: (instance) => [{ actions: ['ec2:CreateImage'], resources: [instance] }],
    shared: (stack) => [
      ...ebsSnapshots(stack),
      { actions: ['ec2:CreateSnapshot'], resources: [arn(stack, 'ec2', 'volume/*')], why: INSIDE },
      { actions: ['ec2:CreateImage', 'ec2:CreateTags', 'ec2:DeregisterImage'], resources: [images(stack)], why: SNAPSHOTS },
      { actions: ['ec2:CreateImage'], resources: [snapshots(stack)], why: SNAPSHOTS },
      {
        actions: [
          'ec2:DescribeImages', 'ec2:DescribeInstances', 'ec2:DescribeInstanceAttribute', 'ec2:DescribeInstanceCreditSpecifications',
          'ec2:DescribeNetworkInterfaces', 'ec2:DescribeElasticGpus', 'ec2:DescribeSpotInstanceRequests',
        ],
        resources: ['*'],
        why: NO_RESOURCE,
      },
    ],
    service: 'ec2',
    keyActions: EBS_KEY_ACTIONS,
    keyConditions: EBS_KEY_CONDITIONS,
    recoveryPoints: images,
    copy: (to) => [
      ...ebsCopies(to),
      { actions: ['ec2:CopyImage', 'ec2:CreateTags'], resources: [images(to), snapshots(to)], why: SNAPSHOTS },
      { actions: ['ec2:DescribeImages'], resources: ['*'], why: NO_RESOURCE },
    ],
    restore: (stack): Permission[] => [
      {
        actions: ['ec2:RunInstances'],
        resources: [
          images(stack), snapshots(stack),
          ...['instance', 'volume', 'network-interface', 'subnet', 'security-group', 'key-pair'].map((kind) => arn(stack, 'ec2', `${kind}/*`)),
        ],
        why: RESTORED,
      },
      {
        actions: ['ec2:CreateTags'],
        resources: [arn(stack, 'ec2', 'instance/*'), arn(stack, 'ec2', 'volume/*')],
        conditions: { StringEquals: { 'ec2:CreateAction': 'RunInstances' } },
        why: RESTORED,
      },
      {
        actions: ['ec2:CreateTags'],
        resources: [snapshots(stack), arn(stack, 'ec2', 'instance/*')],
        conditions: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['aws:backup:source-resource'] } },
        why: RESTORED,
      },
      {
        actions: [
          'ec2:DescribeImages', 'ec2:DescribeInstances', 'ec2:DescribeSnapshots', 'ec2:DescribeVolumes', 'ec2:DescribeSecurityGroups',
          'ec2:DescribeSubnets', 'ec2:DescribeVpcs', 'ec2:DescribeAvailabilityZones', 'ec2:DescribeAccountAttributes',
        ],
        resources: ['*'],
        why: NO_RESOURCE,
      },
    ],
  }],
  [BackupResourceType.EFS, {
    any: (stack) => arn(stack, 'elasticfilesystem', 'file-system/*'),
    each: (fileSystem) => [{ actions: ['elasticfilesystem:Backup', 'elasticfilesystem:DescribeTags'], resources: [fileSystem] }],
    shared: () => [],
    service: 'elasticfilesystem',
    restore: (stack) => [{
      actions: [
        'elasticfilesystem:Restore', 'elasticfilesystem:CreateFileSystem', 'elasticfilesystem:DescribeFileSystems', 'elasticfilesystem:TagResource',
      ],
      resources: [arn(stack, 'elasticfilesystem', 'file-system/*')],
      why: RESTORED,
    }],
  }],
  [BackupResourceType.S3, {
    any: ({ partition }) => `arn:${partition}:s3:::*`,
    each: (bucket): Permission[] => [
      {
        actions: [
          's3:GetBucketTagging', 's3:GetInventoryConfiguration', 's3:ListBucketVersions', 's3:ListBucket', 's3:GetBucketVersioning',
          's3:GetBucketLocation', 's3:GetBucketAcl', 's3:PutInventoryConfiguration', 's3:GetBucketNotification', 's3:PutBucketNotification',
        ],
        resources: [bucket],
      },
      // The ARN of a bucket does not name its account.
      { actions: ['s3:ListTagsForResource'], resources: [bucket], conditions: { StringEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' } } },
      {
        actions: [
          's3:GetObjectAcl', 's3:GetObject', 's3:GetObjectVersionTagging', 's3:GetObjectVersionAcl', 's3:GetObjectTagging', 's3:GetObjectVersion',
        ],
        resources: [`${bucket}/*`],
        why: INSIDE,
      },
    ],
    shared: (stack) => [
      {
        actions: [
          'events:DeleteRule', 'events:PutTargets', 'events:DescribeRule', 'events:EnableRule', 'events:PutRule', 'events:RemoveTargets',
          'events:ListTargetsByRule', 'events:DisableRule',
        ],
        resources: [arn(stack, 'events', 'rule/AwsBackupManagedRule*')],
        why: 'AWS Backup names the rules that report changed objects: only their prefix is known at synthesis',
      },
      { actions: ['cloudwatch:GetMetricData', 'events:ListRules', 's3:ListAllMyBuckets'], resources: ['*'], why: NO_RESOURCE },
      { actions: ['backup:TagResource'], resources: [arn(stack, 'backup', 'recovery-point:*')], why: SNAPSHOTS },
    ],
    service: 's3',
    keyActions: ['kms:Decrypt'],
    restoreKeyActions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    restore: ({ partition }) => [
      {
        actions: [
          's3:CreateBucket', 's3:ListBucketVersions', 's3:ListBucket', 's3:GetBucketVersioning', 's3:GetBucketLocation', 's3:PutBucketVersioning',
          's3:PutBucketOwnershipControls', 's3:GetBucketOwnershipControls',
        ],
        resources: [`arn:${partition}:s3:::awsbackup-restore-test-*`],
        why: RESTORED,
      },
      {
        actions: [
          's3:GetObject', 's3:GetObjectVersion', 's3:DeleteObject', 's3:PutObjectVersionAcl', 's3:GetObjectVersionAcl', 's3:GetObjectTagging',
          's3:PutObjectTagging', 's3:GetObjectAcl', 's3:PutObjectAcl', 's3:ListMultipartUploadParts', 's3:PutObject',
        ],
        resources: [`arn:${partition}:s3:::awsbackup-restore-test-*/*`],
        why: RESTORED,
      },
    ],
  }],
]);

/** All resource types. */
export const RESOURCE_TYPES = [...BY_TYPE.keys()];

/** Permissions that AWS Backup needs for a resource type. */
export function permissionsFor(type: BackupResourceType): TypePermissions {
  return BY_TYPE.get(type)!;
}

/** Actions on the key of a resource that is restored. */
export function restoreKeyActions(type: BackupResourceType): string[] {
  return permissionsFor(type).restoreKeyActions ?? RESTORE_KEY_ACTIONS;
}

/** Permissions for all resource types, to write to the vault. */
export function vaultPermissions(vault: backup.IBackupVault): Permission[] {
  return [
    { actions: ['tag:GetResources'], resources: ['*'], why: NO_RESOURCE },
    { actions: ['backup:DescribeBackupVault'], resources: [vault.backupVaultArn] },
    ...grantsOn(vault),
  ];
}

/** Permissions for all resource types, to copy to a vault. */
export function copyVaultPermissions(vault: backup.IBackupVault): Permission[] {
  return [
    { actions: ['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'], resources: [vault.backupVaultArn] },
    ...grantsOn(vault),
  ];
}

function grantsOn(vault: backup.IBackupVault): Permission[] {
  const facts = VAULT_FACTS.get(vault);
  return facts ? keyGrants(facts.keyArn) : keyGrants(`arn:${Stack.of(vault).partition}:kms:${regionOf(vault)}:${vault.env.account}:key/*`, VAULT_KEY);
}

/** Permissions to grant the service of an encrypted resource the use of the resource's key. */
export function keyGrants(keyArn: string, why?: string): Permission[] {
  return [
    { actions: ['kms:DescribeKey'], resources: [keyArn], why },
    { actions: ['kms:CreateGrant'], resources: [keyArn], conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } }, why },
  ];
}

function rds(kind: string, snapshot: string, automatedBackup: string, snapshotNoun: string, noun: string): TypePermissions {
  return {
    any: (stack) => arn(stack, 'rds', `${kind}:*`),
    each: (resource) => [{
      actions: [`rds:Create${snapshotNoun}Snapshot`, `rds:Modify${noun}`, 'rds:ListTagsForResource', 'rds:AddTagsToResource'],
      resources: [resource],
    }],
    shared: (stack) => [
      {
        actions: [
          `rds:Create${snapshotNoun}Snapshot`, `rds:Copy${snapshotNoun}Snapshot`, `rds:Delete${snapshotNoun}Snapshot`,
          `rds:Modify${snapshotNoun}SnapshotAttribute`, 'rds:ListTagsForResource', 'rds:AddTagsToResource',
        ],
        resources: [arn(stack, 'rds', `${snapshot}:awsbackup:*`)],
        why: SNAPSHOTS,
      },
      {
        actions: [`rds:Delete${noun}AutomatedBackup`, ...noun === 'DBCluster' ? ['rds:DescribeDBClusterAutomatedBackups'] : []],
        resources: [arn(stack, 'rds', `${automatedBackup}:*`)],
        why: SNAPSHOTS,
      },
      {
        actions: [`rds:Describe${noun}s`, `rds:Describe${snapshotNoun}Snapshots`],
        resources: [arn(stack, 'rds', `${kind}:*`), arn(stack, 'rds', `${snapshot}:*`)],
        why: LISTS,
      },
    ],
    service: 'rds',
    recoveryPoints: (place) => arn(place, 'rds', `${snapshot}:awsbackup:*`),
    copy: (to) => [
      {
        actions: [`rds:Copy${snapshotNoun}Snapshot`, 'rds:ListTagsForResource', 'rds:AddTagsToResource'],
        resources: [arn(to, 'rds', `${snapshot}:awsbackup:*`)],
        why: SNAPSHOTS,
      },
      { actions: [`rds:Describe${snapshotNoun}Snapshots`], resources: [arn(to, 'rds', `${snapshot}:*`)], why: LISTS },
    ],
    restore: (stack): Permission[] => [
      {
        actions: [
          `rds:Restore${noun}From${noun === 'DBInstance' ? 'DB' : ''}Snapshot`, `rds:Restore${noun}ToPointInTime`, 'rds:AddTagsToResource',
          'rds:ListTagsForResource',
        ],
        resources: [
          arn(stack, 'rds', `${kind}:*`),
          ...[snapshot, automatedBackup, 'subgrp', 'pg', 'cluster-pg', 'og'].map((part) => arn(stack, 'rds', `${part}:*`)),
        ],
        why: RESTORED,
      },
      {
        actions: [`rds:Describe${noun}s`, `rds:Describe${snapshotNoun}Snapshots`],
        resources: [arn(stack, 'rds', `${kind}:*`), arn(stack, 'rds', `${snapshot}:*`)],
        why: LISTS,
      },
      {
        actions: ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs', 'ec2:DescribeAvailabilityZones', 'ec2:DescribeAccountAttributes'],
        resources: ['*'],
        why: NO_RESOURCE,
      },
    ],
  };
}

function ebsSnapshots(stack: Stack): Permission[] {
  return [
    { actions: ['ec2:CreateSnapshot', 'ec2:CreateTags', 'ec2:DeleteSnapshot', 'ec2:CopySnapshot'], resources: [snapshots(stack)], why: SNAPSHOTS },
    {
      actions: ['ec2:ModifySnapshotTier'],
      resources: [snapshots(stack)],
      conditions: { Null: { 'aws:ResourceTag/aws:backup:source-resource': 'false' } },
      why: SNAPSHOTS,
    },
    {
      actions: ['ec2:DescribeVolumes', 'ec2:DescribeSnapshots', 'ec2:DescribeTags', 'ec2:DescribeSnapshotTierStatus'],
      resources: ['*'],
      why: NO_RESOURCE,
    },
  ];
}

function ebsCopies(to: Place): Permission[] {
  return [
    { actions: ['ec2:CopySnapshot', 'ec2:CreateTags'], resources: [snapshots(to)], why: SNAPSHOTS },
    { actions: ['ec2:DescribeSnapshots'], resources: ['*'], why: NO_RESOURCE },
  ];
}

function snapshots({ partition, region }: Place): string {
  return `arn:${partition}:ec2:${region}::snapshot/*`;
}

function images({ partition, region }: Place): string {
  return `arn:${partition}:ec2:${region}::image/*`;
}

function arn({ partition, region, account }: Place, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
