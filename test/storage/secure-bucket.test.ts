import { App, Duration, Lazy, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Lifecycle, LogBucket, LogDelivery, SecureBucket, SecureBucketProps, Workload, WorkloadProps } from '../../src';
import { LeastPrivilegeRole } from '../../src/core/parts/least-privilege-role';
import { allFindingsOf, EVERY_FRAMEWORK, findingsAtDefaults, templateOf, testStack } from '../support';

const BUCKET = 'DocumentsBucket089EA665';
const ARN = { 'Fn::GetAtt': [BUCKET, 'Arn'] };
const OBJECTS = { 'Fn::Join': ['', [ARN, '/*']] };
const KEY_ARN = { 'Fn::GetAtt': ['StorageKeyEEC2391F', 'Arn'] };

function templateWith(props: SecureBucketProps = {}, workload: Partial<WorkloadProps> = {}): Template {
  const stack = testStack(workload);
  new SecureBucket(stack, 'Documents', props);
  return templateOf(stack);
}

function bucketWith(props: SecureBucketProps = {}, workload: Partial<WorkloadProps> = {}): any {
  return templateWith(props, workload).toJSON().Resources[BUCKET];
}

function statementsOf(template: Template, bucket = BUCKET): any[] {
  const policies = template.findResources('AWS::S3::BucketPolicy', { Properties: { Bucket: { Ref: bucket } } });
  return Object.values(policies)[0].Properties.PolicyDocument.Statement;
}

function refusal(props: SecureBucketProps, workload: Partial<WorkloadProps> = {}) {
  return () => new SecureBucket(testStack(workload), 'Documents', props);
}

describe('SecureBucket at its defaults', () => {
  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('has no findings in %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new SecureBucket(stack, 'Documents'))).toEqual([]);
  });

  test('is private, versioned, owned by the account and tells its events', () => {
    expect(bucketWith().Properties).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
  });

  test('encrypts under the workload\'s key for buckets, with a bucket key, and takes no key of the customer\'s', () => {
    const template = templateWith();
    expect(template.toJSON().Resources[BUCKET].Properties.BucketEncryption).toEqual({
      ServerSideEncryptionConfiguration: [{
        BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
        BucketKeyEnabled: true,
        ServerSideEncryptionByDefault: { KMSMasterKeyID: KEY_ARN, SSEAlgorithm: 'aws:kms' },
      }],
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-2.amazonaws.com' } } })]) },
    });
  });

  test('removes abandoned uploads after 7 days and older versions after 90', () => {
    expect(bucketWith().Properties.LifecycleConfiguration.Rules).toEqual([{
      Id: 'Lifecycle',
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      NoncurrentVersionExpiration: { NoncurrentDays: 90 },
    }]);
  });

  test('denies plain HTTP, TLS below 1.2, and uploads under another key or algorithm; a service may ask for its own', () => {
    const denied = { Effect: 'Deny', Principal: { AWS: '*' } };
    const upload = (sid: string, header: string, unless: any) => ({
      ...denied,
      Sid: sid,
      Action: 's3:PutObject',
      Resource: OBJECTS,
      Condition: { StringNotEquals: { [header]: unless }, Null: { [header]: 'false' }, Bool: { 'aws:PrincipalIsAWSService': 'false' } },
    });
    expect(statementsOf(templateWith())).toEqual([
      { ...denied, Action: 's3:*', Resource: [ARN, OBJECTS], Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { ...denied, Action: 's3:*', Resource: [ARN, OBJECTS], Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
      upload('DenyOtherKeys', 's3:x-amz-server-side-encryption-aws-kms-key-id', KEY_ARN),
      upload('DenyOtherEncryption', 's3:x-amz-server-side-encryption', 'aws:kms'),
    ]);
  });

  test('logs requests to a LogBucket of its own, which takes them from this bucket alone and logs nothing itself', () => {
    const template = templateWith();
    const { LoggingConfiguration } = template.toJSON().Resources[BUCKET].Properties;
    expect(LoggingConfiguration).toEqual({ DestinationBucketName: { Ref: 'DocumentsAccessLogsBucket7DFB536B' }, LogFilePrefix: 'Documents/' });
    expect(statementsOf(template, 'DocumentsAccessLogsBucket7DFB536B')).toContainEqual({
      Effect: 'Allow',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['DocumentsAccessLogsBucket7DFB536B', 'Arn'] }, '/Documents/*']] },
      Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' }, ArnLike: { 'aws:SourceArn': ARN } },
    });
    expect(template.toJSON().Resources.DocumentsAccessLogsBucket7DFB536B.Properties.LoggingConfiguration).toBeUndefined();
  });

  test('is retained in production with its policy, and brings no function along', () => {
    const template = templateWith();
    expect(template.toJSON().Resources[BUCKET]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    template.allResources('AWS::S3::BucketPolicy', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    template.resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('is emptied when an ephemeral workload goes, by a function that may do just that', () => {
    const template = templateWith({}, { lifecycle: Lifecycle.EPHEMERAL });
    expect(template.toJSON().Resources[BUCKET]).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    template.allResources('AWS::S3::BucketPolicy', { DeletionPolicy: 'Delete' });
    const role = { AWS: { 'Fn::GetAtt': ['CustomS3AutoDeleteObjectsCustomResourceProviderRole3B1BD092', 'Arn'] } };
    expect(statementsOf(template).filter(({ Effect }) => Effect === 'Allow')).toEqual([
      {
        Effect: 'Allow',
        Principal: role,
        Action: ['s3:GetBucketTagging', 's3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:ListBucketVersions'],
        Resource: ARN,
      },
      { Effect: 'Allow', Principal: role, Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'], Resource: OBJECTS },
    ]);
    template.hasResource('Custom::S3AutoDeleteObjects', { Properties: { BucketName: { Ref: BUCKET } } });
  });

  test('works in a stack of no particular Region without a workload', () => {
    const stack = new Stack(new App(), 'Stack');
    new SecureBucket(stack, 'Documents');
    const template = templateOf(stack);
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
    template.resourceCountIs('AWS::KMS::Alias', 0);
  });

  test('names the prefix of its access logs after its path below the stack', () => {
    const app = new App();
    const stack = new Stack(new Stage(app, 'Stage'), 'Stack');
    const storage = new SecureBucket(new SecureBucket(stack, 'Outer'), 'Inner');
    expect((storage.bucket.node.defaultChild as s3.CfnBucket).loggingConfiguration).toMatchObject({ logFilePrefix: 'Outer/Inner/' });
  });
});

describe('the props of SecureBucket', () => {
  test('bucketName', () => {
    expect(bucketWith({ bucketName: 'ledger-documents-dev' }).Properties.BucketName).toBe('ledger-documents-dev');
    expect(refusal({ bucketName: 'Ledger' })).toThrow("bucketName is 'Ledger', need a bucket name that matches [a-z0-9][a-z0-9-]{1,61}[a-z0-9]");
    expect(refusal({ bucketName: 'l'.repeat(64) })).toThrow(`bucketName '${'l'.repeat(64)}' has 64 characters, need at most 63 for a bucket`);
  });

  test('encryptionKey is the key and the only one', () => {
    const stack = testStack();
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Imported', 'arn:aws:kms:eu-west-2:123456789012:key/1234abcd');
    const { encryptionKey: given } = new SecureBucket(stack, 'Documents', { encryptionKey });
    expect(given).toBe(encryptionKey);
    const template = templateOf(stack);
    template.resourceCountIs('AWS::KMS::Key', 0);
    expect(statementsOf(template)[2].Condition.StringNotEquals).toEqual({
      's3:x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:eu-west-2:123456789012:key/1234abcd',
    });
  });

  test('accessLogs and accessLogsPrefix take the logs elsewhere', () => {
    const stack = testStack();
    const logs = new LogBucket(stack, 'Logs').bucket;
    const { accessLogs } = new SecureBucket(stack, 'Documents', { accessLogs: logs, accessLogsPrefix: 'audit/documents' });
    expect(accessLogs).toBe(logs);
    const template = templateOf(stack);
    template.resourceCountIs('AWS::S3::Bucket', 2);
    template.hasResourceProperties('AWS::S3::Bucket', {
      LoggingConfiguration: { DestinationBucketName: { Ref: 'LogsBucket5C52C3D2' }, LogFilePrefix: 'audit/documents/' },
    });
  });

  test('accessLogs in another stack are limited to the account, as the two stacks cannot name each other', () => {
    const app = new App();
    const logs = new LogBucket(new Stack(app, 'Central'), 'Logs').bucket;
    const stack = new Stack(app, 'Stack');
    new SecureBucket(stack, 'Documents', { accessLogs: logs });
    expect(() => app.synth()).not.toThrow();
    Template.fromStack(Stack.of(logs)).hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: 'logging.s3.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        })]),
      },
    });
  });

  test.each(['Stack', 'Logs'])('accessLogs in stack %s are for this bucket alone by its name, where it was given one', (id) => {
    const stack = testStack();
    const app = stack.node.root as App;
    const owner = id === 'Stack' ? stack : new Stack(app, id, { env: { account: '123456789012', region: 'eu-west-2' } });
    const { bucket: logs } = new LogBucket(owner, 'Central');
    new SecureBucket(stack, 'Documents', { bucketName: 'ledger-documents', accessLogs: logs });
    const sources = statementsOf(templateOf(owner), owner.resolve((logs.node.defaultChild as any).logicalId))
      .filter(({ Principal }: any) => Principal.Service === 'logging.s3.amazonaws.com').map(({ Condition }: any) => Condition.ArnLike['aws:SourceArn']);
    expect(sources).toEqual([{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::ledger-documents']] }]);
  });

  test('accessLogs imported by name', () => {
    const stack = testStack();
    new SecureBucket(stack, 'Documents', { accessLogs: s3.Bucket.fromBucketName(stack, 'Imported', 'central-logs') });
    templateOf(stack).hasResourceProperties('AWS::S3::Bucket', { LoggingConfiguration: { DestinationBucketName: 'central-logs' } });
  });

  test('accessLogs under a KMS key or with object lock are refused', () => {
    const stack = testStack();
    const keyed = new SecureBucket(stack, 'Keyed').bucket;
    expect(() => new SecureBucket(stack, 'Documents', { accessLogs: keyed }))
      .toThrow("bucket 'Stack/Keyed/Bucket' is under a KMS key, need SSE-S3: LogDelivery.S3_ACCESS_LOGS delivers to nothing else");
    const locked = new LogBucket(stack, 'Locked', { objectLock: { retention: Duration.days(1) } }).bucket;
    expect(() => new SecureBucket(stack, 'Records', { accessLogs: locked }))
      .toThrow("bucket 'Stack/Locked/Bucket' has object lock, need one without: S3 delivers access logs to no other");
  });

  test('deliveries let services write, under the key of the bucket', () => {
    const template = templateWith({ deliveries: [LogDelivery.CLOUDTRAIL] });
    expect(statementsOf(template).map(({ Principal }) => Principal.Service)).toContain('cloudtrail.amazonaws.com');
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'AllowCloudTrail' })]) },
    });
    expect(refusal({ deliveries: [LogDelivery.LOAD_BALANCER] }))
      .toThrow("bucket 'Stack/Documents/Bucket' is under a KMS key, need SSE-S3: LogDelivery.LOAD_BALANCER delivers to nothing else");
  });
});

describe('lifecycle', () => {
  test('moves and expires objects', () => {
    const lifecycle = {
      infrequentAccessAfter: Duration.days(30),
      glacierAfter: Duration.days(60),
      expireAfter: Duration.days(61),
      expireNoncurrentAfter: Duration.days(1),
    };
    expect(bucketWith({ lifecycle }).Properties.LifecycleConfiguration.Rules).toEqual([{
      Id: 'Lifecycle',
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 30 }, { StorageClass: 'GLACIER', TransitionInDays: 60 }],
      ExpirationInDays: 61,
    }]);
  });

  test.each<[SecureBucketProps['lifecycle'], string]>([
    [{ infrequentAccessAfter: Duration.days(29) }, 'lifecycle.infrequentAccessAfter is 29 days, need at least 30'],
    [{ glacierAfter: Duration.days(0) }, 'lifecycle.glacierAfter is 0 days, need at least 1'],
    [{ expireAfter: Duration.days(0) }, 'lifecycle.expireAfter is 0 days, need at least 1'],
    [{ expireNoncurrentAfter: Duration.days(0) }, 'lifecycle.expireNoncurrentAfter is 0 days, need at least 1'],
    [{ expireAfter: Duration.hours(36) }, 'lifecycle.expireAfter is 1 day 12 hours, need whole days'],
    [
      { infrequentAccessAfter: Duration.days(30), glacierAfter: Duration.days(59) },
      'lifecycle.glacierAfter is 59 days, need at least 60: 30 after lifecycle.infrequentAccessAfter',
    ],
    [
      { infrequentAccessAfter: Duration.days(30), expireAfter: Duration.days(59) },
      'lifecycle.expireAfter is 59 days, need at least 60: 30 after lifecycle.infrequentAccessAfter',
    ],
    [
      { glacierAfter: Duration.days(90), expireAfter: Duration.days(90) },
      'lifecycle.expireAfter is 90 days, need at least 91: 1 after lifecycle.glacierAfter',
    ],
  ])('%j is refused', (lifecycle, message) => {
    expect(refusal({ lifecycle })).toThrow(message);
  });

  test('leaves a time that only a deployment resolves to S3', () => {
    const expireAfter = Duration.days(Lazy.number({ produce: () => 7 }));
    const { LifecycleConfiguration } = bucketWith({ lifecycle: { glacierAfter: Duration.days(30), expireAfter } }).Properties;
    expect(LifecycleConfiguration.Rules[0].ExpirationInDays).toBe(7);
  });
});

describe('objectLock', () => {
  test('locks by governance, and by compliance where asked', () => {
    expect(bucketWith({ objectLock: { retention: Duration.days(365) } }).Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Days: 365, Mode: 'GOVERNANCE' } } },
    });
    expect(bucketWith({ objectLock: { retention: Duration.days(36_500), mode: s3.ObjectLockMode.COMPLIANCE } }).Properties)
      .toMatchObject({ ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 36_500, Mode: 'COMPLIANCE' } } } });
  });

  test('locks nothing in an ephemeral workload, whose buckets have to be emptied', () => {
    const stack = testStack({ lifecycle: Lifecycle.EPHEMERAL, frameworks: EVERY_FRAMEWORK });
    new SecureBucket(stack, 'Documents', { objectLock: { retention: Duration.days(365) } });
    expect(templateOf(stack).toJSON().Resources[BUCKET].Properties).not.toHaveProperty('ObjectLockEnabled');
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
  });

  test.each([
    [Duration.days(0), 'objectLock.retention is 0 days, need 1 to 36500'],
    [Duration.days(36_501), 'objectLock.retention is 36501 days, need 1 to 36500'],
    [Duration.hours(25), 'objectLock.retention is 1 day 1 hour, need whole days'],
  ])('%s is refused', (retention, message) => {
    expect(refusal({ objectLock: { retention } })).toThrow(message);
    expect(refusal({ objectLock: { retention } }, { lifecycle: Lifecycle.EPHEMERAL })).toThrow(message);
  });
});

describe('replication', () => {
  const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd';

  function imported(stack: Stack, attributes: Partial<s3.BucketAttributes> = {}): s3.IBucket {
    return s3.Bucket.fromBucketAttributes(stack, 'Copies', {
      bucketArn: 'arn:aws:s3:::copies',
      region: 'eu-west-1',
      encryptionKey: kms.Key.fromKeyArn(stack, 'CopyKey', KEY),
      ...attributes,
    });
  }

  test('copies every object under the key of the destination, with a role that may do nothing else', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    new SecureBucket(stack, 'Documents', { replication: { destination: imported(stack) } });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::S3::Bucket', {
      ReplicationConfiguration: {
        Role: { 'Fn::GetAtt': ['DocumentsReplicationRole16099BB9', 'Arn'] },
        Rules: [{
          Status: 'Enabled',
          Priority: 0,
          Filter: { Prefix: '' },
          DeleteMarkerReplication: { Status: 'Enabled' },
          SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } },
          Destination: { Bucket: 'arn:aws:s3:::copies', EncryptionConfiguration: { ReplicaKmsKeyID: KEY } },
        }],
      },
    });
    const via = (region: string) => ({ StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } });
    const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    expect(policy.Properties.PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'], Resource: ARN },
      {
        Effect: 'Allow',
        Action: [
          's3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging', 's3:GetObjectRetention', 's3:GetObjectLegalHold',
        ],
        Resource: OBJECTS,
      },
      { Effect: 'Allow', Action: ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'], Resource: 'arn:aws:s3:::copies/*' },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY_ARN, Condition: via('eu-west-2') },
      { Effect: 'Allow', Action: ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:Decrypt'], Resource: KEY, Condition: via('eu-west-1') },
    ]);
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
  });

  test('to a SecureBucket beside it', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK, regions: ['eu-west-2'] });
    const destination = new SecureBucket(stack, 'Copies').bucket;
    new SecureBucket(stack, 'Documents', { replication: { destination } });
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
  });

  test('stays in the Regions of the workload', () => {
    const stack = testStack({ regions: ['eu-west-2'] });
    const destination = imported(stack);
    expect(() => new SecureBucket(stack, 'Documents', { replication: { destination } })).toThrow(
      "replication.destination 'Stack/Copies' is in eu-west-1, need one of eu-west-2: workload 'ledger' keeps its data there");
    expect(() => new SecureBucket(stack, 'Records', { replication: { destination, destinationRegion: 'eu-west-2' } })).not.toThrow();
  });

  test('to a bucket in no particular Region needs to be told which where Regions are limited', () => {
    const stack = new Stack(new App(), 'Stack');
    Workload.on(stack, { name: 'ledger', regions: ['eu-west-2', 'eu-west-1'] });
    const destination = imported(stack, { region: undefined });
    expect(() => new SecureBucket(stack, 'Documents', { replication: { destination } })).toThrow(
      "replication.destination 'Stack/Copies' is in no particular Region, need destinationRegion, one of eu-west-2, eu-west-1");
  });

  test('needs a versioned destination that tells its key', () => {
    const stack = testStack();
    expect(() => new SecureBucket(stack, 'Documents', { replication: { destination: imported(stack, { encryptionKey: undefined }) } })).toThrow(
      "replication.destination 'Stack/Copies' has no encryptionKey, need a bucket that tells it: copies are encrypted under it");
    expect(() => new SecureBucket(stack, 'Records', { replication: { destination: new s3.Bucket(stack, 'Plain') } })).toThrow(
      "replication.destination 'Stack/Plain' is not versioned, need a versioned bucket");
  });
});

describe('SecureBucket grants', () => {
  const viaS3 = { StringEquals: { 'kms:ViaService': 's3.eu-west-2.amazonaws.com' } };

  function granted(grant: (bucket: SecureBucket, grantee: iam.IGrantable) => iam.Grant): any[] {
    const stack = testStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
    grant(new SecureBucket(stack, 'Documents'), role).assertSuccess();
    const [policy] = Object.values(templateOf(stack).findResources('AWS::IAM::Policy', { Properties: { Roles: [stack.resolve(role.roleName)] } }));
    return policy.Properties.PolicyDocument.Statement;
  }

  test('reading by action, the list and the key with it', () => {
    expect(granted((bucket, role) => bucket.grantRead(role))).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: OBJECTS },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: ARN },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY_ARN, Condition: viaS3 },
    ]);
  });

  test('writing by action, in parts too', () => {
    expect(granted((bucket, role) => bucket.grantWrite(role))).toEqual([
      { Effect: 'Allow', Action: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], Resource: OBJECTS },
      { Effect: 'Allow', Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: KEY_ARN, Condition: viaS3 },
    ]);
  });

  test('below a prefix and nowhere else', () => {
    const [objects, list] = granted((bucket, role) => bucket.grantRead(role, 'public/'));
    expect(objects.Resource).toEqual({ 'Fn::Join': ['', [ARN, '/public/*']] });
    expect(list.Condition).toEqual({ StringLike: { 's3:prefix': 'public/*' } });
  });

  test('to nobody who has no policy', () => {
    const bucket = new SecureBucket(testStack(), 'Documents');
    expect(() => bucket.grantRead(new iam.ArnPrincipal('arn:aws:iam::111122223333:role/Reader')))
      .toThrow("the principal that is to use 'Stack/Documents/Bucket' has no policy of its own, need a role, user or group of this app");
  });

  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('with no findings in %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => {
      const bucket = new SecureBucket(stack, 'Documents');
      const role = new LeastPrivilegeRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
      bucket.grantRead(role);
      bucket.grantWrite(role, 'uploads/');
    })).toEqual([]);
  });
});
