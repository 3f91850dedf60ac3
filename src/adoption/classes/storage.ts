import { Duration } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { logAccess } from '../../core/buckets/access-logs';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { backedUpResources } from '../../core/workload/registry';
import {
  foreignPoliciesOf, isLogDestination, isPolicyWritten, isPublished, isUsedByServices, permitsEveryone, resourceOf, servesPlainHttp,
  statementsOfBucket,
} from '../buckets';
import { keyOf, keyOfAccount } from '../keys';
import { logBucketOf } from '../logs';
import { admitsOthers, deniesPlainHttp, isOpen, isSet } from '../references';
import { hardened, HardenedClass } from '../step';

const REPLACES = 'CloudFormation replaces the resource when its encryption changes';
const PUBLIC_PROPS = ['publicReadAccess', 'accessControl', 'websiteIndexDocument', 'websiteErrorDocument', 'websiteRedirect'] as const;
const UPLOADS: s3.LifecycleRule = { abortIncompleteMultipartUploadAfter: Duration.days(7) };
const UPLOADS_AND_VERSIONS: s3.LifecycleRule = { ...UPLOADS, noncurrentVersionExpiration: Duration.days(90) };

/** Hardened defaults of buckets, file systems, volumes and repositories. */
export const STORAGE: HardenedClass[] = [
  hardened<s3.BucketProps, s3.Bucket>(s3.Bucket, [
    {
      props: ['blockPublicAccess', ...PUBLIC_PROPS],
      safeguards: ['S3.BucketPublicAccessBlocked', 'S3.BucketNoPublicRead', 'S3.BucketNoPublicWrite'],
      finish: (bucket) => {
        if (isPublished(bucket) || statementsOfBucket(bucket).some(permitsEveryone)) return;
        const resource = resourceOf(bucket);
        if (isSet(resource, 'PublicAccessBlockConfiguration')) return;
        resource.publicAccessBlockConfiguration = {
          blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true,
        };
      },
    },
    {
      props: ['encryption', 'encryptionKey'],
      safeguards: ['S3.BucketEncryptedWithKms', 'S3.BucketEncrypted'],
      finish: (bucket, context, { bucketKeyEnabled }) => {
        const resource = resourceOf(bucket);
        if (isSet(resource, 'BucketEncryption')) return;
        // Services and other accounts need permissions for a key.
        const others = isPublished(bucket) || isUsedByServices(bucket)
          || statementsOfBucket(bucket).some((statement) => admitsOthers(bucket, statement));
        const useKms = !others && context.requires(['S3.BucketEncryptedWithKms']);
        resource.bucketEncryption = {
          serverSideEncryptionConfiguration: [useKms
            ? {
              bucketKeyEnabled: bucketKeyEnabled ?? true,
              serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyOfAccount(context, DataClass.STORAGE, 's3').keyArn },
            }
            : { serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
        };
      },
    },
    {
      props: ['enforceSSL'],
      safeguards: ['S3.BucketTlsOnly'],
      finish: (bucket) => {
        if (foreignPoliciesOf(bucket).length > 0 || statementsOfBucket(bucket).some(deniesPlainHttp)) return;
        if (servesPlainHttp(bucket) || isPolicyWritten(bucket)) return;
        bucket.addToResourcePolicy(new iam.PolicyStatement({
          effect: iam.Effect.DENY,
          principals: [new iam.AnyPrincipal()],
          actions: ['s3:*'],
          resources: [bucket.bucketArn, bucket.arnForObjects('*')],
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        }));
      },
    },
    {
      props: ['versioned'],
      safeguards: ['S3.BucketVersioned'],
      fill: () => ({ versioned: true }),
      amend: (bucket) => { resourceOf(bucket).versioningConfiguration ??= { status: 'Enabled' }; },
    },
    {
      // Current objects never expire. Noncurrent versions expire only where the bucket has none yet and the hardening enables versioning.
      props: ['lifecycleRules'],
      safeguards: ['S3.BucketLifecycle'],
      fill: (context, { versioned }) => ({
        lifecycleRules: [context.options.newApp && versioned === undefined && context.requires(['S3.BucketVersioned']) ? UPLOADS_AND_VERSIONS : UPLOADS],
      }),
      amend: (bucket) => { if (isOpen(bucket, resourceOf(bucket).lifecycleConfiguration)) bucket.addLifecycleRule(UPLOADS); },
    },
    {
      props: ['serverAccessLogsBucket', 'serverAccessLogsPrefix'],
      safeguards: ['S3.BucketAccessLogged'],
      finish: (bucket, context) => {
        if (isSet(resourceOf(bucket), 'LoggingConfiguration') || isLogDestination(bucket)) return;
        logAccess(bucket, logBucketOf(context).bucket, bucket.node.scopes.slice(context.stack.node.scopes.length).map(({ node }) => node.id).join('/'));
      },
    },
    {
      // The L2 has a function for the setting, which replaces the whole configuration.
      props: ['eventBridgeEnabled'],
      safeguards: ['S3.BucketEventsSent'],
      finish: (bucket) => {
        if (bucket.node.tryFindChild('Notifications') || isSet(resourceOf(bucket), 'NotificationConfiguration')) return;
        resourceOf(bucket).notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
      },
    },
  ]),
  hardened<efs.FileSystemProps, efs.FileSystem>(efs.FileSystem, [
    {
      props: ['encrypted', 'kmsKey'],
      safeguards: ['EFS.FileSystemEncrypted'],
      newOnly: REPLACES,
      fill: (context) => ({ encrypted: true, kmsKey: keyOf(context, DataClass.STORAGE, KeyUse.via('elasticfilesystem')) }),
    },
    { props: ['enableAutomaticBackups'], safeguards: ['EFS.FileSystemBackedUp'], fill: () => ({ enableAutomaticBackups: true }) },
    {
      props: [],
      safeguards: ['EFS.FileSystemInBackupPlan'],
      finish: (fileSystem) => backedUpResources(fileSystem).add({
        construct: fileSystem, resource: backup.BackupResource.fromEfsFileSystem(fileSystem),
      }),
    },
  ]),
  hardened<ec2.VolumeProps, ec2.Volume>(ec2.Volume, [
    { props: ['encrypted', 'encryptionKey'], safeguards: ['EC2.VolumeEncrypted'], newOnly: REPLACES, fill: () => ({ encrypted: true }) },
  ]),
  hardened<ecr.RepositoryProps, ecr.Repository>(ecr.Repository, [
    { props: ['imageScanOnPush'], safeguards: ['ECR.RepositoryScanned'], fill: () => ({ imageScanOnPush: true }), amend: scan },
    {
      props: ['imageTagMutability', 'imageTagMutabilityExclusionFilters'],
      safeguards: ['ECR.RepositoryTagsImmutable'],
      newOnly: 'pipelines can push the same tag again',
      fill: () => ({ imageTagMutability: ecr.TagMutability.IMMUTABLE }),
    },
    {
      props: ['encryption', 'encryptionKey'],
      safeguards: ['ECR.RepositoryEncryptedWithCustomerKey'],
      newOnly: REPLACES,
      fill: (context) => ({ encryption: ecr.RepositoryEncryption.KMS, encryptionKey: keyOf(context, DataClass.STORAGE, KeyUse.via('ecr')) }),
    },
  ]),
];

function scan(repository: ecr.Repository) {
  (repository.node.defaultChild as ecr.CfnRepository).imageScanningConfiguration ??= { scanOnPush: true };
}
