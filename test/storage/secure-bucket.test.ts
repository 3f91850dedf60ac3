import { App, CfnElement, Duration, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3n from 'aws-cdk-lib/aws-s3-notifications';
import * as sqs from 'aws-cdk-lib/aws-sqs';
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

  test('has no public access, versioning, bucket owner enforced, and events in EventBridge', () => {
    expect(bucketWith().Properties).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
  });

  test.each<[string, (bucket: s3.Bucket, queue: s3.IBucketNotificationDestination) => void]>([
    ['addEventNotification', (bucket, queue) => bucket.addEventNotification(s3.EventType.OBJECT_REMOVED, queue)],
    ['addObjectCreatedNotification', (bucket, queue) => bucket.addObjectCreatedNotification(queue, { prefix: 'in/' })],
  ])('keeps events in EventBridge with %s', (_method, notify) => {
    const stack = testStack();
    const { bucket } = new SecureBucket(stack, 'Records');
    notify(bucket, new s3n.SqsDestination(new sqs.Queue(stack, 'Queue')));
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::S3::Bucket', { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } });
    const [{ Properties }] = Object.values(template.findResources('Custom::S3BucketNotifications')) as any[];
    expect(Object.keys(Properties.NotificationConfiguration).sort()).toEqual(['EventBridgeConfiguration', 'QueueConfigurations']);
    expect(Properties.NotificationConfiguration.EventBridgeConfiguration).toEqual({});
  });

  test('encrypts with the workload\'s key for buckets, with an S3 Bucket Key, and blocks SSE-C', () => {
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

  test('removes incomplete multipart uploads after 7 days and noncurrent versions after 90 days', () => {
    expect(bucketWith().Properties.LifecycleConfiguration.Rules).toEqual([{
      Id: 'Lifecycle',
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      NoncurrentVersionExpiration: { NoncurrentDays: 90 },
    }]);
  });

  test('denies HTTP, TLS before 1.2, and uploads with another key or algorithm except by AWS services', () => {
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

  test('delivers access logs to its own LogBucket, whose policy allows this bucket only', () => {
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

  test('is retained in production with its policy, without a function', () => {
    const template = templateWith();
    expect(template.toJSON().Resources[BUCKET]).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    template.allResources('AWS::S3::BucketPolicy', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    template.resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('is emptied on deletion of an ephemeral workload, by a function with these permissions only', () => {
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

  test('works in a stack without a Region and without a workload', () => {
    const stack = new Stack(new App(), 'Stack');
    new SecureBucket(stack, 'Documents');
    const template = templateOf(stack);
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'RetainExceptOnCreate' });
    template.resourceCountIs('AWS::KMS::Alias', 0);
  });

  test('uses its path in the stack as the prefix of access logs', () => {
    const app = new App();
    const stack = new Stack(new Stage(app, 'Stage'), 'Stack');
    const storage = new SecureBucket(new SecureBucket(stack, 'Outer'), 'Inner');
    expect((storage.bucket.node.defaultChild as s3.CfnBucket).loggingConfiguration).toMatchObject({ logFilePrefix: 'Outer/Inner/' });
  });
});

describe('the props of SecureBucket', () => {
  test('bucketName', () => {
    expect(bucketWith({ bucketName: 'ledger-documents-dev' }).Properties.BucketName).toBe('ledger-documents-dev');
    for (const bucketName of ['abc', 'l'.repeat(63)]) expect(bucketWith({ bucketName }).Properties.BucketName).toBe(bucketName);
  });

  test('encryptionKey is the only key', () => {
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

  test('accessLogs and accessLogsPrefix set the destination of access logs', () => {
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

  test('accessLogs in another stack are limited to the account, because stacks cannot refer to each other', () => {
    const app = new App();
    const logs = new LogBucket(new Stack(app, 'Central'), 'Logs').bucket;
    const stack = new Stack(app, 'Stack');
    new SecureBucket(stack, 'Documents', { accessLogs: logs });
    const statements = statementsOf(Template.fromStack(Stack.of(logs)), 'LogsBucket5C52C3D2');
    expect(statements.filter(({ Principal }) => Principal.Service)).toEqual([{
      Effect: 'Allow',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['LogsBucket5C52C3D2', 'Arn'] }, '/Documents/*']] },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    }]);
  });

  test.each(['Stack', 'Logs'])('accessLogs in stack %s are limited to this bucket if it has a name', (id) => {
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

  test('a key is symmetric, and buckets for access logs are in the Region', () => {
    const keyed = (keySpec: kms.KeySpec, keyUsage: kms.KeyUsage) => {
      const stack = testStack();
      return () => new SecureBucket(stack, 'Documents', { encryptionKey: new kms.Key(stack, 'Key', { keySpec, keyUsage }) });
    };
    expect(keyed(kms.KeySpec.SYMMETRIC_DEFAULT, kms.KeyUsage.ENCRYPT_DECRYPT)).not.toThrow();
    expect(keyed(kms.KeySpec.RSA_2048, kms.KeyUsage.ENCRYPT_DECRYPT)).toThrow(new Error("encryptionKey must be a symmetric encryption key, got 'Stack/Key' of type RSA_2048"));
    expect(keyed(kms.KeySpec.HMAC_256, kms.KeyUsage.GENERATE_VERIFY_MAC)).toThrow(new Error("encryptionKey must be a symmetric encryption key, got 'Stack/Key' of type HMAC_256"));
    const stack = testStack();
    const accessLogs = s3.Bucket.fromBucketAttributes(stack, 'Elsewhere', { bucketName: 'elsewhere', region: 'us-east-1' });
    for (const make of [() => new SecureBucket(stack, 'A', { accessLogs }), () => new LogBucket(stack, 'B', { accessLogs })]) {
      expect(make).toThrow(new Error("accessLogs must be a bucket in eu-west-2, got 'Stack/Elsewhere' in us-east-1"));
    }
  });

  test('accessLogs under a KMS key or with object lock are refused', () => {
    const stack = testStack();
    const keyed = new SecureBucket(stack, 'Keyed').bucket;
    expect(() => new SecureBucket(stack, 'Documents', { accessLogs: keyed }))
      .toThrow("bucket 'Stack/Keyed/Bucket' must use SSE-S3 for LogDelivery.S3_ACCESS_LOGS, got a KMS key");
    const locked = new LogBucket(stack, 'Locked', { objectLock: { retention: Duration.days(1) } }).bucket;
    expect(() => new SecureBucket(stack, 'Records', { accessLogs: locked }))
      .toThrow("bucket 'Stack/Locked/Bucket' must not have object lock: S3 does not deliver access logs to it");
  });

  test('deliveries allow services to write with the key of the bucket', () => {
    const template = templateWith({ deliveries: [LogDelivery.CLOUDTRAIL] });
    expect(statementsOf(template).map(({ Principal }) => Principal.Service).filter(Boolean)).toEqual(['cloudtrail.amazonaws.com', 'cloudtrail.amazonaws.com']);
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));
    expect(key.Properties.KeyPolicy.Statement.map(({ Sid }: any) => Sid)).toEqual([
      'AccountAdministration', 'AllowVias3', 'AllowVias3Grants', 'AllowCloudTrail', 'AllowCloudTrailSetup',
    ]);
    expect(refusal({ deliveries: [LogDelivery.LOAD_BALANCER] }))
      .toThrow("bucket 'Stack/Documents/Bucket' must use SSE-S3 for LogDelivery.LOAD_BALANCER, got a KMS key");
  });
});

describe('lifecycle', () => {
  test('has transitions and expirations', () => {
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
});

describe('objectLock', () => {
  test('uses governance mode by default, or compliance mode', () => {
    expect(bucketWith({ objectLock: { retention: Duration.days(365) } }).Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Days: 365, Mode: 'GOVERNANCE' } } },
    });
    expect(bucketWith({ objectLock: { retention: Duration.days(36_500), mode: s3.ObjectLockMode.COMPLIANCE } }).Properties)
      .toMatchObject({ ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 36_500, Mode: 'COMPLIANCE' } } } });
  });

  test('is not applied in an ephemeral workload, because its buckets are emptied', () => {
    const stack = testStack({ lifecycle: Lifecycle.EPHEMERAL, frameworks: EVERY_FRAMEWORK });
    new SecureBucket(stack, 'Documents', { objectLock: { retention: Duration.days(365) } });
    expect(templateOf(stack).toJSON().Resources[BUCKET].Properties).not.toHaveProperty('ObjectLockEnabled');
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
  });
});

test('a refused prop leaves no resource', () => {
  const stack = testStack();
  const destination = s3.Bucket.fromBucketAttributes(stack, 'Replica', { bucketName: 'replica', region: 'eu-west-1', encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/1') });
  const refused: Array<[SecureBucketProps, string]> = [
    [{ lifecycle: { expireAfter: Duration.hours(1) } }, 'lifecycle.expireAfter must be a whole number of days of at least 1, got 1 hour'],
    [{ objectLock: { retention: Duration.days(0) } }, 'objectLock.retention must be a whole number of days from 1 to 36500, got 0 days'],
  ];
  for (const [props, message] of refused) {
    expect(() => new SecureBucket(stack, Object.keys(props)[0], { replication: { destination }, ...props })).toThrow(new Error(message));
  }
  expect(stack.node.findAll().filter((each) => CfnElement.isCfnElement(each))).toEqual([]);
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

  test('replicates all objects with the key of the destination, by a role with no other permissions', () => {
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
    template.hasResource('AWS::IAM::Role', {
      Properties: { AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' } }] } },
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

  const inRegion = (region: string | undefined, destinationRegion?: string) => {
    const stack = testStack({ regions: ['eu-west-2', 'eu-west-3'] });
    new SecureBucket(stack, 'Documents', { replication: { destination: imported(stack, { region }), destinationRegion } });
    const [policy] = Object.values(templateOf(stack).findResources('AWS::IAM::ManagedPolicy'));
    return policy.Properties.PolicyDocument.Statement[4].Condition.StringEquals['kms:ViaService'];
  };

  test('accepts the Regions of the workload', () => {
    expect(inRegion('eu-west-2')).toBe('s3.eu-west-2.amazonaws.com');
    expect(inRegion('eu-west-3')).toBe('s3.eu-west-3.amazonaws.com');
    expect(inRegion('eu-west-1', 'eu-west-2')).toBe('s3.eu-west-2.amazonaws.com');
  });

  test('accepts the AWS European Sovereign Cloud', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eusc-de-east-1' } });
    const destination = imported(stack, { region: 'eusc-de-east-1' });
    expect(() => new SecureBucket(stack, 'Documents', { replication: { destination, destinationRegion: 'eusc-de-east-1' } })).not.toThrow();
  });

  test('refuses other Regions', () => {
    expect(() => inRegion('eu-west-1'))
      .toThrow(new Error("replication.destinationRegion must be one of the Regions of the workload, eu-west-2, eu-west-3, got 'eu-west-1'"));
    expect(() => inRegion('eu-west-2', 'eu-west-1'))
      .toThrow(new Error("replication.destinationRegion must be one of the Regions of the workload, eu-west-2, eu-west-3, got 'eu-west-1'"));
    for (const region of ['Ireland', 'eu-west', 'eu-west-1a', '']) {
      expect(() => inRegion('eu-west-2', region)).toThrow(new Error(`replication.destinationRegion must be a Region such as eu-west-1, got '${region}'`));
    }
  });

  test('refuses a Region in another partition', () => {
    const stack = testStack();
    expect(() => new SecureBucket(stack, 'Documents', { replication: { destination: imported(stack, { region: 'us-gov-west-1' }) } }))
      .toThrow(new Error("replication.destinationRegion must be a Region in partition aws, got 'us-gov-west-1'"));
    const other = testStack();
    expect(() => new SecureBucket(other, 'Documents', { replication: { destination: imported(other, { region: 'eu-west-3' }), destinationRegion: 'us-gov-west-1' } }))
      .toThrow(new Error("replication.destinationRegion must be a Region in partition aws, got 'us-gov-west-1'"));
  });

  test('to a bucket without a known Region needs destinationRegion if the workload limits Regions', () => {
    const stack = new Stack(new App(), 'Stack');
    Workload.on(stack, { name: 'ledger', regions: ['eu-west-2', 'eu-west-1'] });
    expect(() => new SecureBucket(stack, 'Documents', { replication: { destination: imported(stack, { region: undefined }) } }))
      .toThrow(new Error('replication.destinationRegion must be known at synthesis, got a token'));
  });

  test('needs a destination with versioning and a key', () => {
    const stack = testStack();
    expect(() => new SecureBucket(stack, 'Documents', { replication: { destination: imported(stack, { encryptionKey: undefined }) } }))
      .toThrow(new Error("replication.destination must be a bucket with an encryptionKey, got 'Stack/Copies'"));
    expect(() => new SecureBucket(stack, 'Records', { replication: { destination: new s3.Bucket(stack, 'Plain') } }))
      .toThrow(new Error("replication.destination must be a bucket with versioning, got 'Stack/Plain' without it"));
    const suspended = new s3.Bucket(stack, 'Suspended');
    (suspended.node.defaultChild as s3.CfnBucket).versioningConfiguration = { status: 'Suspended' };
    expect(() => new SecureBucket(stack, 'Files', { replication: { destination: suspended } }))
      .toThrow(new Error("replication.destination must be a bucket with versioning, got 'Stack/Suspended' without it"));
  });

  test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('needs a destination with object lock for a locked bucket, in %s', (lifecycle) => {
    const stack = testStack({ lifecycle });
    const objectLock = { retention: Duration.days(30) };
    const replicated = (id: string, destination: s3.IBucket) => new SecureBucket(stack, id, { objectLock, replication: { destination } });
    const unlocked = new SecureBucket(stack, 'Unlocked').bucket;
    if (lifecycle === Lifecycle.PRODUCTION) {
      expect(() => replicated('Refused', unlocked))
        .toThrow(new Error("replication.destination must be a bucket with object lock, got 'Stack/Unlocked/Bucket' without it"));
    } else {
      replicated('Ephemeral', unlocked);
    }
    replicated('Locked', new SecureBucket(stack, 'Target', { objectLock }).bucket);
    replicated('Imported', imported(stack));
    const template = templateOf(stack);
    const rules = Object.values(template.findResources('AWS::S3::Bucket')).filter(({ Properties }) => Properties.ReplicationConfiguration);
    expect(rules).toHaveLength(lifecycle === Lifecycle.PRODUCTION ? 2 : 3);
  });
});

describe('SecureBucket refuses', () => {
  const PREFIX = 'a prefix of at most 512 characters without a slash at either end and without AWSLogs';
  const NAME = 'a bucket name of at least 3 characters a-z 0-9 and inner -';
  test.each<[string, unknown]>([
    ...['Ledger', 'a.b', 'ab', '-ab', 'ab-'].map((bucketName): [string, unknown] => [`bucketName must be ${NAME}, got '${bucketName}'`, { bucketName }]),
    ['bucketName must be at most 63 characters for a bucket, got 64', { bucketName: 'l'.repeat(64) }],
    ["bucketName must be a bucket name that does not begin with xn--, sthree- or amzn-s3-demo-, or end with -s3alias, --ol-s3, --x-s3 or --table-s3, which AWS reserves, got 'xn--a'",
      { bucketName: 'xn--a' }],
    [`accessLogsPrefix must be ${PREFIX}, got '/logs'`, { accessLogsPrefix: '/logs' }],
    [`accessLogsPrefix must be ${PREFIX}, got 'logs\\n'`, { accessLogsPrefix: 'logs\n' }],
    [`accessLogsPrefix must be ${PREFIX}, got '\\tlogs'`, { accessLogsPrefix: '\tlogs' }],
    [`accessLogsPrefix must be ${PREFIX}, got ''`, { accessLogsPrefix: '' }],
    ['accessLogs must be an IBucket, got null', { accessLogs: null }],
    ['encryptionKey must be an IKey, got {}', { encryptionKey: {} }],
    ['lifecycle must be a BucketLifecycle, got 30', { lifecycle: 30 }],
    ['lifecycle.expireAfter must be a Duration, got 30', { lifecycle: { expireAfter: 30 } }],
    ['objectLock.retention must be a Duration, got undefined', { objectLock: {} }],
    ["objectLock.mode must be ObjectLockMode.GOVERNANCE or ObjectLockMode.COMPLIANCE, got 'LEGAL'", { objectLock: { retention: Duration.days(1), mode: 'LEGAL' } }],
    ['replication.destination must be an IBucket, got undefined', { replication: {} }],
    ['deliveries must not be empty', { deliveries: [] }],
    ['deliveries must be a list without duplicates, got [a LogDelivery, a LogDelivery]', { deliveries: [LogDelivery.CLOUDTRAIL, LogDelivery.CLOUDTRAIL] }],
    ['deliveries[0] must be a LogDelivery such as LogDelivery.CLOUDFRONT, LogDelivery.CLOUDTRAIL, LogDelivery.CONFIG, LogDelivery.LOAD_BALANCER, LogDelivery.S3_ACCESS_LOGS or LogDelivery.VPC_FLOW_LOGS, got undefined', { deliveries: [undefined] }],
  ])('%s', (message, props) => {
    const stack = testStack();
    expect(() => new SecureBucket(stack, 'Documents', props as SecureBucketProps)).toThrow(new Error(message));
    expect(stack.node.findChild('Documents').node.children).toEqual([]);
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

  test('read access by action, with list and key permissions', () => {
    expect(granted((bucket, role) => bucket.grantRead(role))).toEqual([
      { Effect: 'Allow', Action: 's3:GetObject', Resource: OBJECTS },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: ARN },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY_ARN, Condition: viaS3 },
    ]);
  });

  test('write access by action, with multipart uploads', () => {
    expect(granted((bucket, role) => bucket.grantWrite(role))).toEqual([
      { Effect: 'Allow', Action: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], Resource: OBJECTS },
      { Effect: 'Allow', Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: KEY_ARN, Condition: viaS3 },
    ]);
  });

  test('below a prefix only', () => {
    const [objects, list] = granted((bucket, role) => bucket.grantRead(role, { prefix: 'public/' }));
    expect(objects.Resource).toEqual({ 'Fn::Join': ['', [ARN, '/public/*']] });
    expect(list.Condition).toEqual({ StringLike: { 's3:prefix': 'public/*' } });
  });

  test.each<[string, (bucket: SecureBucket, role: iam.Role) => void]>([
    ['grantee must be an IGrantable, got null', (bucket) => bucket.grantWrite(null as never)],
    ['grantee must be an IGrantable, got {}', (bucket) => bucket.grantRead({} as never)],
    ["options.prefix must be a prefix of at most 1024 characters without * and ?, got '*'", (bucket, role) => bucket.grantRead(role, { prefix: '*' })],
    ["options.prefix must be a prefix of at most 1024 characters without * and ?, got 'a?'", (bucket, role) => bucket.grantWrite(role, { prefix: 'a?' })],
    [`options.prefix must be a prefix of at most 1024 characters without * and ?, got '${'x'.repeat(60)}…'`, (bucket, role) => bucket.grantRead(role, { prefix: 'x'.repeat(1025) })],
    ['options.prefix must be a string, got null', (bucket, role) => bucket.grantRead(role, { prefix: null as never })],
  ])('refuse: %s', (message, grant) => {
    const stack = testStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
    expect(() => grant(new SecureBucket(stack, 'Documents'), role)).toThrow(new Error(message));
  });

  test('accept a prefix of 1,024 characters', () => {
    const [objects] = granted((bucket, role) => bucket.grantRead(role, { prefix: 'x'.repeat(1024) }));
    expect(objects.Resource).toEqual({ 'Fn::Join': ['', [ARN, `/${'x'.repeat(1024)}*`]] });
  });

  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('with no findings in %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => {
      const bucket = new SecureBucket(stack, 'Documents');
      const role = new LeastPrivilegeRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
      bucket.grantRead(role);
      bucket.grantWrite(role, { prefix: 'uploads/' });
    })).toEqual([]);
  });
});
