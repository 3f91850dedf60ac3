import { Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { BackupResourceType } from './backup-resource-type';
import { regionOf, VAULT_FACTS } from './vault/vault-facts';

/** What a role may do. A wildcard among the resources comes with the reason for it. */
export interface Permission {
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: { [operator: string]: { [key: string]: string } };
  readonly why?: string;
}

/** Where resources are. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** What AWS Backup needs for a kind of resource. */
export interface TypePermissions {
  /** All resources of the kind. */
  readonly any: (stack: Stack) => string;
  /** For one resource, or for all of them. */
  readonly each: (arn: string) => Permission[];
  /** Beside the resources: their snapshots and what lists them. */
  readonly shared: (stack: Stack) => Permission[];
  /** First part of the host name of the service that calls the resource's key. */
  readonly service: string;
  /** On the resource's key, beside grants for the service. */
  readonly keyActions?: string[];
  /** Its recovery points, where its own service makes them (AWS Backup Developer Guide, Access control, Resource ARNs). */
  readonly recoveryPoints?: (place: Place) => string;
  /**
   * To copy recovery points to another Region, there. Undefined where AWS Backup itself holds, encrypts and copies them
   * (AWS Backup Developer Guide, Encryption for backups).
   */
  readonly copy?: (to: Place) => Permission[];
  /** To restore one as a test. The role of AWS that cleans up deletes it again. */
  readonly restore: (stack: Stack) => Permission[];
}

const SNAPSHOTS = 'AWS Backup names the snapshots that it makes itself, so that only their prefix is known';
const LISTS = 'the calls that list resources of a kind take no name of one';
const NO_RESOURCE = 'these calls have no resource that a policy could name';
const INSIDE = 'everything in the resource is backed up, under names that only it knows';
const VAULT_KEY = 'a vault does not tell its key, and the key decides by its own policy who may use it';
const RESTORED = 'AWS Backup picks the name of a resource that it restores to test it, behind the prefix awsbackup-restore-test-';

/**
 * Taken from AWSBackupServiceRolePolicyForBackup v29, AWSBackupServiceRolePolicyForRestores v25, AWSBackupServiceRolePolicyForS3Backup v5 and
 * AWSBackupServiceRolePolicyForS3Restore v2 (AWS Managed Policy Reference), cut to the kind, the account, the Region and the resources.
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
    keyActions: ['kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptTo', 'kms:ReEncryptFrom'],
    recoveryPoints: snapshots,
    copy: ebsCopies,
    restore: (stack) => [
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
    keyActions: ['kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptTo', 'kms:ReEncryptFrom'],
    recoveryPoints: images,
    copy: (to) => [
      ...ebsCopies(to),
      { actions: ['ec2:CopyImage', 'ec2:CreateTags'], resources: [images(to), snapshots(to)], why: SNAPSHOTS },
      { actions: ['ec2:DescribeImages'], resources: ['*'], why: NO_RESOURCE },
    ],
    restore: (stack) => [
      {
        actions: ['ec2:RunInstances', 'ec2:CreateTags'],
        resources: [
          images(stack), snapshots(stack),
          ...['instance', 'volume', 'network-interface', 'subnet', 'security-group', 'key-pair'].map((kind) => arn(stack, 'ec2', `${kind}/*`)),
        ],
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
    each: (bucket) => [
      {
        actions: [
          's3:GetBucketTagging', 's3:GetInventoryConfiguration', 's3:ListBucketVersions', 's3:ListBucket', 's3:GetBucketVersioning',
          's3:GetBucketLocation', 's3:GetBucketAcl', 's3:PutInventoryConfiguration', 's3:GetBucketNotification', 's3:PutBucketNotification',
          's3:ListTagsForResource',
        ],
        resources: [bucket],
      },
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
        why: 'AWS Backup names the rules that tell it of changed objects, so that only their prefix is known',
      },
      { actions: ['cloudwatch:GetMetricData', 'events:ListRules', 's3:ListAllMyBuckets'], resources: ['*'], why: NO_RESOURCE },
      { actions: ['backup:TagResource'], resources: [arn(stack, 'backup', 'recovery-point:*')], why: SNAPSHOTS },
    ],
    service: 's3',
    keyActions: ['kms:Decrypt'],
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

/** What AWS Backup needs for a kind of resource. */
export function permissionsFor(type: BackupResourceType): TypePermissions {
  return BY_TYPE.get(type)!;
}

/** What it needs whatever the kind, to write to the vault. */
export function vaultPermissions(vault: backup.IBackupVault): Permission[] {
  return [
    { actions: ['tag:GetResources'], resources: ['*'], why: NO_RESOURCE },
    { actions: ['backup:DescribeBackupVault'], resources: [vault.backupVaultArn] },
    ...grantsOn(vault),
  ];
}

/** What it needs whatever the kind, to copy to a vault. */
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

/** To let the service that holds an encrypted resource use the resource's key. */
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
        actions: [`rds:Delete${noun}AutomatedBackup`, `rds:Describe${noun}AutomatedBackups`],
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
    restore: (stack) => [
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
