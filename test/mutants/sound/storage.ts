import { allow, att, bucket, bucketPolicy, key, logBucket, policy, r, ref, role, sound, sub } from '../sound-parts';

const S3 = 'Amazon S3';
const S3_GUIDE = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html';
const LOGGED = { LoggingConfiguration: { DestinationBucketName: 'central-access-logs', LogFilePrefix: 'data/' } };
const DENY = { Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };

export const STORAGE = [
  ...sound(S3, S3_GUIDE, {
    's3-server-side-defaults': {
      Bucket: r('AWS::S3::Bucket', { ...LOGGED, LifecycleConfiguration: { Rules: [{ Id: 'x', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }] } }),
      Policy: bucketPolicy('Bucket'),
    },
    's3-tls-in-two-statements': {
      Bucket: bucket(LOGGED),
      Policy: r('AWS::S3::BucketPolicy', { Bucket: ref('Bucket'), PolicyDocument: policy({ ...DENY, Resource: att('Bucket') }, { ...DENY, Resource: sub('${Bucket.Arn}/*') }) }),
    },
    's3-tls-if-exists': {
      Bucket: bucket(LOGGED),
      Policy: r('AWS::S3::BucketPolicy', { Bucket: ref('Bucket'), PolicyDocument: policy({ ...DENY, Condition: { BoolIfExists: { 'aws:SecureTransport': 'false' } }, Resource: sub('${Bucket.Arn}*') }) }),
    },
    's3-policy-by-name': {
      Bucket: bucket({ ...LOGGED, BucketName: 'acme-records' }),
      Policy: r('AWS::S3::BucketPolicy', { Bucket: 'acme-records', PolicyDocument: policy({ ...DENY, Resource: ['arn:aws:s3:::acme-records', 'arn:aws:s3:::acme-records/*'] }) }),
    },
    's3-tls-1.2-only': {
      Bucket: bucket(LOGGED),
      Policy: bucketPolicy('Bucket', { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [att('Bucket'), sub('${Bucket.Arn}/*')], Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
    },
    's3-organization-reads': {
      Bucket: bucket(LOGGED),
      Policy: bucketPolicy('Bucket', allow('s3:GetObject', sub('${Bucket.Arn}/*'), { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } } })),
    },
    's3-vpc-endpoint-only': {
      Bucket: bucket(LOGGED),
      Policy: bucketPolicy('Bucket', { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [att('Bucket'), sub('${Bucket.Arn}/*')], Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } } }),
    },
    's3-object-lock': {
      Bucket: bucket({ ...LOGGED, ObjectLockEnabled: true, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } } } }),
      Policy: bucketPolicy('Bucket'),
    },
    's3-access-point': { Point: r('AWS::S3::AccessPoint', { Bucket: 'acme-records', VpcConfiguration: { VpcId: 'vpc-1' } }) },
    's3-express-directory': { Directory: r('AWS::S3Express::DirectoryBucket', { DataRedundancy: 'SingleAvailabilityZone', LocationName: 'euw2-az1', LifecycleConfiguration: { Rules: [{ Id: 'x', Status: 'Enabled', ExpirationInDays: 30 }] } }) },
    's3-replication': {
      Source: bucket({ ...LOGGED, ReplicationConfiguration: { Role: att('Role'), Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::acme-copy' } }] } }),
      Policy: bucketPolicy('Source'),
      Role: role('s3.amazonaws.com', allow(['s3:GetReplicationConfiguration', 's3:ListBucket'], att('Source')), allow(['s3:ReplicateObject', 's3:ReplicateDelete'], 'arn:aws:s3:::acme-copy/*')),
    },
    's3-server-access-logs': { ...logBucket('logging.s3.amazonaws.com'), Data: bucket({ LoggingConfiguration: { DestinationBucketName: ref('LogBucket') } }), DataPolicy: bucketPolicy('Data') },
    's3-load-balancer-logs': {
      ...logBucket('logdelivery.elasticloadbalancing.amazonaws.com'),
      Balancer: r('AWS::ElasticLoadBalancingV2::LoadBalancer', {
        Subnets: ['subnet-1', 'subnet-2'],
        SecurityGroups: ['sg-1'],
        LoadBalancerAttributes: [
          { Key: 'access_logs.s3.enabled', Value: 'true' }, { Key: 'access_logs.s3.bucket', Value: ref('LogBucket') }, { Key: 'deletion_protection.enabled', Value: 'true' },
          { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' }, { Key: 'routing.http.desync_mitigation_mode', Value: 'defensive' },
        ],
      }),
    },
    's3-flow-logs': { ...logBucket('delivery.logs.amazonaws.com') },
    's3-config-logs': { ...logBucket('config.amazonaws.com') },
    's3-static-site-behind-cloudfront': {
      Bucket: bucket(LOGGED),
      Policy: bucketPolicy('Bucket', allow('s3:GetObject', sub('${Bucket.Arn}/*'), {
        Principal: { Service: 'cloudfront.amazonaws.com' }, Condition: { StringEquals: { 'AWS:SourceArn': 'arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE' } },
      })),
    },
  }),
  ...sound('AWS KMS', 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html', {
    'kms-key': { Key: key() },
    'kms-key-for-logs': {
      Key: r('AWS::KMS::Key', {
        EnableKeyRotation: true,
        KeyPolicy: policy(
          { Effect: 'Allow', Principal: { AWS: sub('arn:aws:iam::${AWS::AccountId}:root') }, Action: 'kms:*', Resource: '*' },
          { Effect: 'Allow', Principal: { Service: sub('logs.${AWS::Region}.amazonaws.com') }, Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'], Resource: '*', Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': sub('arn:aws:logs:${AWS::Region}:${AWS::AccountId}:*') } } },
        ),
      }),
    },
    'kms-key-of-two-accounts': {
      Key: r('AWS::KMS::Key', {
        EnableKeyRotation: true,
        KeyPolicy: policy(
          { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'kms:*', Resource: '*' },
          { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::210987654321:role/reader' }, Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: '*' },
        ),
      }),
    },
  }),
  ...sound('Amazon EFS', 'https://docs.aws.amazon.com/efs/latest/ug/security-considerations.html', {
    'efs-own-backup': { FileSystem: r('AWS::EFS::FileSystem', { Encrypted: true, BackupPolicy: { Status: 'ENABLED' } }) },
    'efs-backup-by-tag': {
      FileSystem: r('AWS::EFS::FileSystem', { Encrypted: true, FileSystemTags: [{ Key: 'backup', Value: 'daily' }] }),
      Plan: r('AWS::Backup::BackupPlan', { BackupPlan: { BackupPlanName: 'p', BackupPlanRule: [{ RuleName: 'daily', TargetBackupVault: 'v' }] } }),
      Selection: r('AWS::Backup::BackupSelection', { BackupPlanId: ref('Plan'), BackupSelection: { SelectionName: 's', IamRoleArn: 'arn:aws:iam::123456789012:role/backup', Resources: ['*'], Conditions: { StringEquals: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'daily' }] } } }),
    },
    'efs-access-point': {
      FileSystem: r('AWS::EFS::FileSystem', {
        Encrypted: true,
        BackupPolicy: { Status: 'ENABLED' },
        FileSystemPolicy: policy(allow(['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'], '*', { Principal: { AWS: '*' }, Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } } })),
      }),
      Point: r('AWS::EFS::AccessPoint', { FileSystemId: ref('FileSystem'), RootDirectory: { Path: '/data', CreationInfo: { OwnerUid: '1000', OwnerGid: '1000', Permissions: '750' } }, PosixUser: { Uid: '1000', Gid: '1000' } }),
      Mount: r('AWS::EFS::MountTarget', { FileSystemId: ref('FileSystem'), SubnetId: 'subnet-1', SecurityGroups: ['sg-1'] }),
    },
  }),
  ...sound('AWS Backup', 'https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html', {
    'backup-vault': {
      Vault: r('AWS::Backup::BackupVault', { BackupVaultName: 'v', EncryptionKeyArn: att('Key'), LockConfiguration: { MinRetentionDays: 30, ChangeableForDays: 3 } }),
      Key: key('backup.amazonaws.com'),
    },
    'backup-vault-denies-deletion': {
      Vault: r('AWS::Backup::BackupVault', { BackupVaultName: 'v', EncryptionKeyArn: att('Key'), AccessPolicy: policy({ Effect: 'Deny', Principal: '*', Action: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'], Resource: '*' }) }),
      Key: key('backup.amazonaws.com'),
    },
  }),
  ...sound('Amazon FSx', 'https://docs.aws.amazon.com/fsx/latest/WindowsGuide/high-availability-multiAZ.html', {
    'fsx-windows': { FileSystem: r('AWS::FSx::FileSystem', { FileSystemType: 'WINDOWS', SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'], WindowsConfiguration: { DeploymentType: 'MULTI_AZ_1', PreferredSubnetId: 'subnet-1', ThroughputCapacity: 32, AutomaticBackupRetentionDays: 30, CopyTagsToBackups: true, ActiveDirectoryId: 'd-1' } }) },
    'fsx-lustre-scratch': { FileSystem: r('AWS::FSx::FileSystem', { FileSystemType: 'LUSTRE', SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'], StorageCapacity: 1200, LustreConfiguration: { DeploymentType: 'SCRATCH_2' } }) },
    'fsx-openzfs': { FileSystem: r('AWS::FSx::FileSystem', { FileSystemType: 'OPENZFS', SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'], OpenZFSConfiguration: { DeploymentType: 'MULTI_AZ_1', AutomaticBackupRetentionDays: 30, CopyTagsToBackups: true, CopyTagsToVolumes: true } }) },
    'fsx-ontap': { FileSystem: r('AWS::FSx::FileSystem', { FileSystemType: 'ONTAP', SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'], OntapConfiguration: { DeploymentType: 'MULTI_AZ_2', AutomaticBackupRetentionDays: 30 } }) },
  }),
  ...sound('Amazon EBS', 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html', {
    'ebs-volume': { Volume: r('AWS::EC2::Volume', { AvailabilityZone: 'eu-west-2a', Size: 100, VolumeType: 'gp3', Encrypted: true }) },
    'ebs-snapshots-blocked': { Block: r('AWS::EC2::SnapshotBlockPublicAccess', { State: 'block-all-sharing' }) },
  }),
];
