import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BucketLifecycle, BucketObjectLock, Lifecycle } from '../../src';
import { logAccess } from '../../src/core/buckets/access-logs';
import { HardenedBucket, HardenedBucketProps } from '../../src/core/buckets/hardened-bucket';
import { refusal } from '../refusal';
import { findingsAtDefaults, templateOf, testStack } from '../support';

const ID = 'Bucket83908E77';

function templateWith(props: Partial<HardenedBucketProps> = {}, stack: Stack = testStack()): Template {
  new HardenedBucket(stack, 'Bucket', { encryption: s3.BucketEncryption.S3_MANAGED, ...props });
  return templateOf(stack);
}

const propertiesWith = (props: Partial<HardenedBucketProps>, stack?: Stack) => templateWith(props, stack).toJSON().Resources[ID].Properties;
const rulesWith = (lifecycle: BucketLifecycle) => propertiesWith({ lifecycle }).LifecycleConfiguration.Rules;
const statementsOf = (template: Template) => Object.values(template.findResources('AWS::S3::BucketPolicy'))[0].Properties.PolicyDocument.Statement;
const days = Duration.days;

test('has no public access, versioning, bucket owner enforced, events in EventBridge, and removes incomplete and noncurrent objects', () => {
  expect(propertiesWith({})).toEqual({
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] }, ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    LifecycleConfiguration: {
      Rules: [{ Id: 'Lifecycle', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, NoncurrentVersionExpiration: { NoncurrentDays: 90 } }],
    },
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    VersioningConfiguration: { Status: 'Enabled' },
  });
});

test('has its events in EventBridge with notifications of aws-cdk-lib too', () => {
  const stack = testStack();
  const bucket = new HardenedBucket(stack, 'Bucket', { encryption: s3.BucketEncryption.S3_MANAGED });
  bucket.addEventNotification(s3.EventType.OBJECT_CREATED, { bind: () => ({ arn: 'arn:a', type: s3.BucketNotificationDestinationType.QUEUE }) }, { prefix: 'in/' });
  const [notifications] = Object.values(templateOf(stack).findResources('Custom::S3BucketNotifications'));
  expect(notifications.Properties.NotificationConfiguration).toEqual({
    EventBridgeConfiguration: {},
    QueueConfigurations: [{ Events: ['s3:ObjectCreated:*'], Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'in/' }] } }, QueueArn: 'arn:a' }],
  });
});

test('a bucket with a KMS key uses an S3 Bucket Key', () => {
  expect(propertiesWith({ encryption: s3.BucketEncryption.KMS }).BucketEncryption.ServerSideEncryptionConfiguration[0]).toMatchObject({
    BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' },
  });
});

test('denies HTTP and TLS before 1.2, and is retained with its policy', () => {
  const template = templateWith();
  expect(statementsOf(template).map(({ Effect, Principal, Action, Condition }: any) => ({ Effect, Principal, Action, Condition }))).toEqual([
    { Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    { Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:*', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
  ]);
  template.allResources('AWS::S3::Bucket', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  template.allResources('AWS::S3::BucketPolicy', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  template.resourceCountIs('AWS::Lambda::Function', 0);
});

test('is emptied in an ephemeral workload, by a function with these permissions only', () => {
  const template = templateWith({}, testStack({ lifecycle: Lifecycle.EPHEMERAL }));
  const arn = { 'Fn::GetAtt': [ID, 'Arn'] };
  const allowed = { Effect: 'Allow', Principal: { AWS: { 'Fn::GetAtt': ['CustomS3AutoDeleteObjectsCustomResourceProviderRole3B1BD092', 'Arn'] } } };
  expect(statementsOf(template).filter(({ Effect }: any) => Effect === 'Allow')).toEqual([
    { ...allowed, Action: ['s3:GetBucketTagging', 's3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:ListBucketVersions'], Resource: arn },
    { ...allowed, Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'], Resource: { 'Fn::Join': ['', [arn, '/*']] } },
  ]);
  template.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  template.hasResourceProperties('AWS::Lambda::Function', { LoggingConfig: { LogFormat: 'JSON' } });
});

describe('lifecycle', () => {
  test('has transitions and expirations', () => {
    expect(rulesWith({ infrequentAccessAfter: days(30), glacierAfter: days(60), expireAfter: days(61), expireNoncurrentAfter: days(1) })).toEqual([{
      Id: 'Lifecycle',
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 30 }, { StorageClass: 'GLACIER', TransitionInDays: 60 }],
      ExpirationInDays: 61,
    }]);
  });

  test.each<[BucketLifecycle, object]>([
    [{ infrequentAccessAfter: days(30) }, { Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 30 }] }],
    [{ glacierAfter: days(1) }, { Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 1 }] }],
    [{ expireAfter: days(1) }, { ExpirationInDays: 1 }],
    [{ infrequentAccessAfter: days(30), expireAfter: days(60) }, { Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 30 }], ExpirationInDays: 60 }],
    [{ glacierAfter: days(90), expireAfter: days(91) }, { Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 90 }], ExpirationInDays: 91 }],
    // Versions become noncurrent at any time, so their expiry has no order with the other steps.
    [{ glacierAfter: days(90), expireNoncurrentAfter: days(2) }, { Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 90 }], NoncurrentVersionExpiration: { NoncurrentDays: 2 } }],
  ])('%j is accepted', (lifecycle, rendered) => {
    expect(rulesWith(lifecycle)).toEqual([{
      Id: 'Lifecycle', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, NoncurrentVersionExpiration: { NoncurrentDays: 90 }, ...rendered,
    }]);
  });

  test.each<[BucketLifecycle, string]>([
    [{ infrequentAccessAfter: days(29) }, 'lifecycle.infrequentAccessAfter must be a whole number of days of at least 30, got 29 days'],
    [{ glacierAfter: days(0) }, 'lifecycle.glacierAfter must be a whole number of days of at least 1, got 0 days'],
    [{ expireAfter: days(0) }, 'lifecycle.expireAfter must be a whole number of days of at least 1, got 0 days'],
    [{ expireNoncurrentAfter: days(0) }, 'lifecycle.expireNoncurrentAfter must be a whole number of days of at least 1, got 0 days'],
    [{ expireAfter: Duration.hours(36) }, 'lifecycle.expireAfter must be a whole number of days of at least 1, got 1 day 12 hours'],
    [{ infrequentAccessAfter: days(30), glacierAfter: days(59) },
      'lifecycle.glacierAfter must be at least 60 days, 30 after lifecycle.infrequentAccessAfter, got 59 days'],
    [{ infrequentAccessAfter: days(30), expireAfter: days(59) },
      'lifecycle.expireAfter must be at least 60 days, 30 after lifecycle.infrequentAccessAfter, got 59 days'],
    [{ glacierAfter: days(90), expireAfter: days(90) }, 'lifecycle.expireAfter must be at least 91 days, 1 after lifecycle.glacierAfter, got 90 days'],
  ])('%j is refused', (lifecycle, message) => {
    expect(refusal(() => rulesWith(lifecycle))).toBe(message);
  });

  test('accepts a duration that is known at deployment', () => {
    const expireAfter = Duration.days(Lazy.number({ produce: () => 7 }));
    expect(rulesWith({ glacierAfter: days(30), expireAfter })[0].ExpirationInDays).toBe(7);
  });
});

describe('objectLock', () => {
  const lockWith = (objectLock: BucketObjectLock, lifecycle = Lifecycle.PRODUCTION) => propertiesWith({ objectLock }, testStack({ lifecycle }));

  test.each<[BucketObjectLock, object]>([
    [{ retention: days(1) }, { Days: 1, Mode: 'GOVERNANCE' }],
    [{ retention: days(365), mode: s3.ObjectLockMode.GOVERNANCE }, { Days: 365, Mode: 'GOVERNANCE' }],
    [{ retention: days(36_500), mode: s3.ObjectLockMode.COMPLIANCE }, { Days: 36_500, Mode: 'COMPLIANCE' }],
  ])('%j', (objectLock, DefaultRetention) => {
    const { ObjectLockEnabled, ObjectLockConfiguration } = lockWith(objectLock);
    expect(ObjectLockEnabled).toBe(true);
    expect(ObjectLockConfiguration).toEqual({ ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } });
  });

  test('is not applied in an ephemeral workload, without a finding', () => {
    expect(lockWith({ retention: days(365) }, Lifecycle.EPHEMERAL)).not.toHaveProperty('ObjectLockEnabled');
    expect(findingsAtDefaults(Lifecycle.EPHEMERAL, (stack) => new HardenedBucket(stack, 'Bucket', {
      encryption: s3.BucketEncryption.S3_MANAGED, objectLock: { retention: days(365) },
    })).filter(({ rule }) => rule === 'S3.BucketObjectLocked')).toEqual([]);
  });

  test.each([
    [days(0), 'objectLock.retention must be a whole number of days from 1 to 36500, got 0 days'],
    [days(36_501), 'objectLock.retention must be a whole number of days from 1 to 36500, got 36501 days'],
    [Duration.hours(25), 'objectLock.retention must be a whole number of days from 1 to 36500, got 1 day 1 hour'],
    [Duration.days(Lazy.number({ produce: () => 7 })), 'objectLock.retention must be known at synthesis, got a token'],
  ])('%s is refused', (retention, message) => {
    expect(refusal(() => lockWith({ retention }))).toBe(message);
    expect(refusal(() => lockWith({ retention }, Lifecycle.EPHEMERAL))).toBe(message);
  });
});

test('replication rules and their role replace the acknowledgement', () => {
  const stack = testStack();
  const destination = s3.Bucket.fromBucketArn(stack, 'Destination', 'arn:aws:s3:::copies');
  const { ReplicationConfiguration } = propertiesWith({ replicationRules: [{ destination }] }, stack);
  expect(ReplicationConfiguration.Rules.map(({ Destination }: any) => Destination.Bucket)).toEqual(['arn:aws:s3:::copies']);
  const rulesFor = (replicationRules?: s3.ReplicationRule[]) => {
    const bucket = new HardenedBucket(testStack(), 'Bucket', { encryption: s3.BucketEncryption.S3_MANAGED, replicationRules });
    return bucket.node.defaultChild!.node.metadata.flatMap(({ data }) => Object.keys(data ?? {})).filter((id) => id.includes('Replicat'));
  };
  expect(rulesFor([{ destination }])).toEqual([]);
  expect(rulesFor()).toEqual([
    'S3.BucketReplicated', 'NIST.800.53.R5-S3BucketReplicationEnabled', 'PCI.DSS.321-S3BucketReplicationEnabled', 'HIPAA.Security-S3BucketReplicationEnabled',
  ]);
});

describe('access logs', () => {
  const OPTIONS = { encryption: s3.BucketEncryption.S3_MANAGED };
  const make = (stack: Stack, id: string, bucketName?: string) => new HardenedBucket(new Construct(new Construct(stack, 'Storage'), id), 'Bucket', { ...OPTIONS, bucketName });
  const conditions = (stack: Stack) => Object.values(templateOf(stack).findResources('AWS::S3::BucketPolicy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Principal }: any) => Principal.Service === 'logging.s3.amazonaws.com').map(({ Condition }: any) => Condition);
  const ACCOUNT = { StringEquals: { 'aws:SourceAccount': '123456789012' } };

  test('are limited to the bucket, with the path of its construct in the stack as their prefix', () => {
    const stack = testStack();
    const source = make(stack, 'Documents');
    const target = new HardenedBucket(stack, 'Logs', OPTIONS);
    logAccess(source, target);
    expect(conditions(stack)).toEqual([{ ...ACCOUNT, ArnLike: { 'aws:SourceArn': stack.resolve(source.bucketArn) } }]);
    expect(stack.resolve((source.node.defaultChild as s3.CfnBucket).loggingConfiguration))
      .toEqual({ destinationBucketName: stack.resolve(target.bucketName), logFilePrefix: 'Storage/Documents/' });
  });

  test('have the given prefix', () => {
    const stack = testStack();
    const source = make(stack, 'Documents');
    logAccess(source, new HardenedBucket(stack, 'Logs', OPTIONS), 'access/documents');
    expect((source.node.defaultChild as s3.CfnBucket).loggingConfiguration).toMatchObject({ logFilePrefix: 'access/documents/' });
  });

  test('are limited to the account for a bucket without a name in another stack', () => {
    const stack = testStack();
    logAccess(make(new Stack(stack.node.root as App, 'Other', { env: { account: '123456789012', region: 'eu-west-2' } }), 'Documents'), new HardenedBucket(stack, 'Logs', OPTIONS));
    expect(conditions(stack)).toEqual([ACCOUNT]);
  });

  test('are limited to a bucket with a name by its name', () => {
    const stack = testStack();
    logAccess(make(stack, 'Documents', 'documents'), new HardenedBucket(stack, 'Logs', OPTIONS));
    expect(conditions(stack)).toEqual([{ ...ACCOUNT, ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::documents']] } } }]);
  });
});
