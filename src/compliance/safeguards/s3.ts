import { isUnresolved as isToken } from '../../validation/refuse';
import { ResourceSafeguard } from '../model/safeguard';
import { anyValue, given, isSet, isUnresolved, listOf } from '../predicates/intrinsics';
import { receivesLogs, receivesLogsWithoutKms } from '../predicates/log-destination';
import { allOf, fails, HOLDS, mustBe, mustBeOneOf, mustBeSet, mustExist, mustNotBe, Outcome, unknown, unlessExempt } from '../predicates/outcome';
import { isNotPublic, allowances, attachedPolicies, deniesPlainHttpToBucket } from '../predicates/policy';
import { actionPattern } from '../predicates/text';
import { Json, pointers, RenderedResource } from '../rendered';

const ON_BUCKETS = ['AWS::S3::Bucket'];
// The parameter of S3.6, as published in 2026.
const FOREIGN_DENIED = ['s3:DeleteBucketPolicy', 's3:PutBucketAcl', 's3:PutBucketPolicy', 's3:PutEncryptionConfiguration', 's3:PutObjectAcl'];
const KMS = ['aws:kms', 'aws:kms:dsse'];
const BLOCKS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

/** Actions that only read, and actions that only write. Source: "Actions, resources, and condition keys for Amazon S3" (Service Authorization Reference). */
const READS = /^s3:(Get|List|Describe)/i;
const WRITES = /^s3:(Put|Delete|Create|Abort|Replicate|Restore|Update|Bypass)/i;

/** Safeguards of Amazon S3. */
export const S3: ResourceSafeguard[] = [
  {
    id: 'S3.BucketEncrypted',
    on: ON_BUCKETS,
    statement: 'default encryption is enabled',
    rationale: 'Encryption protects objects if the storage is accessed outside the service',
    remedy: 'set `encryption`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html',
    sources: { prowler: ['s3_bucket_default_encryption'] },
    // S3 encrypts every new object since 2023 (Amazon S3 User Guide, Setting default server-side encryption behavior). Only a wrong algorithm is left.
    judge: ({ properties }) => given(algorithmOf(properties)) ? mustBeOneOf('BucketEncryption SSEAlgorithm', algorithmOf(properties), ['AES256', ...KMS]) : HOLDS,
  },
  {
    id: 'S3.BucketEncryptedWithKms',
    on: ON_BUCKETS,
    statement: 'default encryption uses AWS KMS',
    rationale: 'A key policy is a second permission that an attacker needs to read objects, and each use of the key is logged',
    remedy: 'set `encryption` to `KMS` with an `encryptionKey`',
    sources: { securityHub: ['S3.17'], cdkNag: ['S3DefaultEncryptionKMS'], prowler: ['s3_bucket_kms_encryption'] },
    judge: (bucket) => unlessExempt(
      'BucketEncryption SSEAlgorithm', algorithmOf(bucket.properties), (name, value) => mustBeOneOf(name, value, KMS), () => receivesLogsWithoutKms(bucket)),
  },
  {
    id: 'S3.BucketPublicAccessBlocked',
    on: ON_BUCKETS,
    statement: 'the bucket blocks public access',
    rationale: 'The block overrides any policy or ACL that would publish objects',
    remedy: 'set `blockPublicAccess` to `BLOCK_ALL`',
    sources: {
      securityHub: ['S3.8'], cdkNag: ['S3BucketLevelPublicAccessProhibited'], prowler: ['s3_bucket_public_access'],
    },
    judge: ({ properties }) => blocksPublicAccess(properties.PublicAccessBlockConfiguration),
  },
  {
    id: 'S3.BucketNoPublicRead',
    on: ON_BUCKETS,
    statement: 'the bucket does not allow public read access',
    rationale: 'Everyone on the internet could read the objects',
    remedy: 'block public access, and remove public statements from the bucket policy and ACL',
    always: true,
    sources: { securityHub: ['S3.2'], cdkNag: ['S3BucketPublicReadProhibited'] },
    judge: (bucket) => allOf(
      mustNotBe('AccessControl', bucket.properties.AccessControl, 'PublicRead', 'PublicReadWrite', 'AuthenticatedRead'),
      isNotPublic(policiesOf(bucket), 'a bucket policy', (action) => !WRITES.test(action)),
    ),
  },
  {
    id: 'S3.BucketNoPublicWrite',
    on: ON_BUCKETS,
    statement: 'the bucket does not allow public write access',
    rationale: 'Everyone on the internet could store, replace or delete objects',
    remedy: 'block public access, and remove public statements from the bucket policy and ACL',
    sources: { securityHub: ['S3.3'], cdkNag: ['S3BucketPublicWriteProhibited'], prowler: ['s3_bucket_public_write_acl'] },
    judge: (bucket) => allOf(
      mustNotBe('AccessControl', bucket.properties.AccessControl, 'PublicReadWrite'),
      isNotPublic(policiesOf(bucket), 'a bucket policy', (action) => !READS.test(action)),
    ),
  },
  {
    id: 'S3.BucketTlsOnly',
    on: ON_BUCKETS,
    statement: 'the bucket policy denies requests without TLS',
    rationale: 'Without TLS, objects and signatures of requests cross the network in plain text',
    remedy: 'set `enforceSSL`',
    sources: { securityHub: ['S3.5'], cdkNag: ['S3BucketSSLRequestsOnly'], prowler: ['s3_bucket_secure_transport_policy'] },
    judge: (bucket) => mustExist(
      policiesOf(bucket).some(deniesPlainHttpToBucket),
      'no bucket policy denies s3:* on it and its objects to all principals where aws:SecureTransport is false',
    ),
  },
  {
    id: 'S3.BucketVersioned',
    on: ON_BUCKETS,
    statement: 'versioning is enabled',
    rationale: 'Earlier versions restore objects that were overwritten, deleted or encrypted by an attacker',
    remedy: 'set `versioned`',
    sources: { securityHub: ['S3.14'], cdkNag: ['S3BucketVersioningEnabled'], prowler: ['s3_bucket_object_versioning'] },
    judge: ({ properties }) => mustBe('VersioningConfiguration.Status', properties.VersioningConfiguration?.Status, 'Enabled'),
  },
  {
    id: 'S3.BucketAccessLogged',
    on: ON_BUCKETS,
    statement: 'access logging is enabled on the bucket',
    rationale: 'Access logs show who read and changed which object',
    remedy: 'set `serverAccessLogsBucket`',
    sources: { securityHub: ['S3.9'], cdkNag: ['S3BucketLoggingEnabled'], prowler: ['s3_bucket_server_access_logging_enabled'] },
    // The delivery of access logs would be logged as well. CloudTrail.BucketAccessLogged asks for the logs of a trail.
    judge: (bucket) => unlessExempt('LoggingConfiguration', bucket.properties.LoggingConfiguration, mustBeSet, () => receivesLogs(bucket)),
  },
  {
    id: 'S3.BucketAclsOff',
    on: ON_BUCKETS,
    statement: 'ACLs are disabled',
    rationale: 'ACLs grant access to single objects, which policies and reviews do not show',
    remedy: 'set `objectOwnership` to `BUCKET_OWNER_ENFORCED` and omit `accessControl`',
    sources: { securityHub: ['S3.12'], prowler: ['s3_bucket_acl_prohibited'] },
    // By default, S3 creates buckets with ACLs disabled.
    judge: ({ properties }) => allOf(
      mustNotBe(
        'ObjectOwnership', listOf(properties.OwnershipControls?.Rules)[0]?.ObjectOwnership, 'ObjectWriter', 'BucketOwnerPreferred'),
      mustNotBe('AccessControl', properties.AccessControl, ...ACLS),
    ),
  },
  {
    id: 'S3.BucketLifecycle',
    on: ON_BUCKETS,
    statement: 'the bucket has a lifecycle rule',
    rationale: 'Data that is kept longer than needed is data that can be stolen',
    remedy: 'add a lifecycle rule',
    sources: { securityHub: ['S3.10', 'S3.13'], prowler: ['s3_bucket_lifecycle_enabled'] },
    judge: ({ properties }) => mustExist(
      listOf(properties.LifecycleConfiguration?.Rules).some(({ Status }) => Status === 'Enabled'), 'LifecycleConfiguration has no enabled rule'),
  },
  {
    id: 'S3.BucketObjectLocked',
    on: ON_BUCKETS,
    statement: 'Object Lock is enabled',
    rationale: 'Locked objects cannot be deleted or overwritten, even with administrator permissions',
    remedy: 'set `objectLockEnabled`, which replaces the bucket',
    sources: { securityHub: ['S3.15'], cdkNag: ['S3BucketDefaultLockEnabled'], prowler: ['s3_bucket_object_lock'] },
    judge: ({ properties }) => mustBe('ObjectLockEnabled', properties.ObjectLockEnabled, true),
  },
  {
    id: 'S3.BucketReplicated',
    on: ON_BUCKETS,
    statement: 'objects are replicated to another Region',
    rationale: 'A copy in another Region survives the loss of a Region',
    remedy: 'add a replication rule',
    sources: { securityHub: ['S3.7'], cdkNag: ['S3BucketReplicationEnabled'] },
    judge: ({ properties }) => mustExist(
      listOf(properties.ReplicationConfiguration?.Rules).some(({ Status }) => Status === 'Enabled'), 'ReplicationConfiguration has no enabled rule'),
  },
  {
    id: 'S3.BucketEventsSent',
    on: ON_BUCKETS,
    statement: 'event notifications are enabled',
    rationale: 'Events show unexpected changes of objects at once',
    remedy: 'send the events of the bucket to EventBridge, a topic, a queue or a function',
    sources: { securityHub: ['S3.11'], prowler: ['s3_bucket_event_notifications_enabled'] },
    judge: (bucket) => mustExist(
      isSet(bucket.properties.NotificationConfiguration) || pointers(bucket, 'Custom::S3BucketNotifications', 'BucketName').length,
      'NotificationConfiguration is not set',
    ),
  },
  {
    id: 'S3.AccessPointPublicAccessBlocked',
    on: ['AWS::S3::AccessPoint'],
    statement: 'the access point blocks public access',
    rationale: 'A public access point publishes the objects of its bucket',
    remedy: 'omit `publicAccessBlockConfiguration`, or set all four of its properties',
    sources: { securityHub: ['S3.19'], prowler: ['s3_access_point_public_access_block'] },
    judge: ({ properties }) => leavesPublicAccessBlocked(properties),
  },
  {
    id: 'S3.MultiRegionAccessPointPublicAccessBlocked',
    on: ['AWS::S3::MultiRegionAccessPoint'],
    statement: 'the Multi-Region Access Point blocks public access',
    rationale: 'A public access point publishes the objects of its buckets',
    remedy: 'omit `publicAccessBlockConfiguration`, or set all four of its properties, which replaces the access point',
    sources: { securityHub: ['S3.24'] },
    judge: ({ properties }) => leavesPublicAccessBlocked(properties),
  },
  {
    id: 'S3.DirectoryBucketLifecycle',
    on: ['AWS::S3Express::DirectoryBucket'],
    statement: 'the directory bucket has a lifecycle rule',
    rationale: 'Data that is kept longer than needed is data that can be stolen',
    remedy: 'add a lifecycle rule',
    sources: { securityHub: ['S3.25'] },
    judge: ({ properties }) => mustExist(
      listOf(properties.LifecycleConfiguration?.Rules).some(({ Status }) => Status === 'Enabled'), 'LifecycleConfiguration has no enabled rule'),
  },
  {
    id: 'S3.BucketForeignAccountsRestricted',
    on: ON_BUCKETS,
    statement: 'the bucket policy allows other accounts no change of policies, ACLs and encryption',
    rationale: 'Another account with these permissions can publish the bucket, or lock its owner out',
    remedy: 'remove the actions from the statement for the other account',
    sources: { securityHub: ['S3.6'], prowler: ['s3_bucket_cross_account_access'] },
    judge: (bucket) => {
      const { account } = bucket.template.stack;
      const outcomes = policiesOf(bucket).flatMap(allowances).flatMap(({ Principal, Action }) => {
        const actions = FOREIGN_DENIED.filter((denied) => listOf(Action).some((action) => typeof action === 'string' && actionPattern(action).test(denied)));
        const others = listOf(Principal?.AWS).filter((principal) => !isOwnAccount(principal, account));
        return actions.length === 0 ? [] : others.map((principal) => isUnresolved(principal) || isToken(account)
          ? unknown('a principal of the bucket policy', principal)
          : fails(`a bucket policy allows ${actions.join(', ')} to ${principal}`));
      });
      return allOf(...outcomes);
    },
  },
];

const ACLS = ['PublicRead', 'PublicReadWrite', 'AuthenticatedRead', 'LogDeliveryWrite', 'BucketOwnerRead', 'BucketOwnerFullControl', 'AwsExecRead'];

function algorithmOf({ BucketEncryption }: Json): Json {
  return listOf(BucketEncryption?.ServerSideEncryptionConfiguration)[0]?.ServerSideEncryptionByDefault?.SSEAlgorithm;
}

// S3 blocks public access to new buckets since 2023 (Amazon S3 User Guide, Blocking public access to your Amazon S3 storage). A setting that a given block omits is off.
function blocksPublicAccess(block: Json): Outcome {
  return !given(block) ? HOLDS : allOf(...BLOCKS.map((name) => mustBe(`PublicAccessBlockConfiguration.${name}`, block?.[name], true)));
}

// By default, S3 creates access points with all four enabled.
function leavesPublicAccessBlocked({ PublicAccessBlockConfiguration: block }: Json): Outcome {
  return allOf(...BLOCKS.map((name) => mustNotBe(`PublicAccessBlockConfiguration.${name}`, block?.[name], false)));
}

function policiesOf(bucket: RenderedResource): Json[] {
  return attachedPolicies(bucket, 'AWS::S3::BucketPolicy', 'Bucket');
}

// A principal of the account of the stack, or of a resource in the templates. A canonical id of CloudFront is no account.
function isOwnAccount(principal: Json, account: string): boolean {
  if (isUnresolved(principal)) {
    const text = JSON.stringify(anyValue(principal));
    return text.includes('Fn::GetAtt') || text.includes('AWS::AccountId') || text.includes(`:${account}:`);
  }
  const [, id] = /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(String(principal)) ?? [];
  return principal !== '*' && (id === undefined || id === account);
}
