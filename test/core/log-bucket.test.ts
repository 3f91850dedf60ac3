import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { DataClass, Lifecycle, LogBucket, LogBucketProps, LogDelivery, WorkloadKey } from '../../src';
import { acknowledgedBelow, allFindingsOf, EVERY_FRAMEWORK, findingsAtDefaults, templateOf, testStack } from '../support';

const BUCKET = 'LogsBucket5C52C3D2';

function templateWith(props: LogBucketProps = {}) {
  const stack = testStack();
  new LogBucket(stack, 'Logs', props);
  return templateOf(stack);
}

describe('LogBucket', () => {
  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('has no findings at its defaults in %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new LogBucket(stack, 'Logs'))).toEqual([]);
  });

  test('uses SSE-S3, transitions logs to Glacier after 90 days, and has no access logs', () => {
    const template = templateWith();
    const { Properties } = template.toJSON().Resources[BUCKET];
    expect(Properties.BucketEncryption).toEqual({
      ServerSideEncryptionConfiguration: [{
        BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] }, ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
      }],
    });
    expect(Properties.LifecycleConfiguration.Rules[0].Transitions).toEqual([{ StorageClass: 'GLACIER', TransitionInDays: 90 }]);
    expect(Properties.LoggingConfiguration).toBeUndefined();
    template.resourceCountIs('AWS::KMS::Key', 0);
  });

  test('allows only the services of its deliveries', () => {
    const services = (props: LogBucketProps) => Object.values(templateWith(props).findResources('AWS::S3::BucketPolicy'))[0].Properties.PolicyDocument
      .Statement.map(({ Principal }: any) => Principal.Service).filter(Boolean);
    expect(services({})).toEqual([]);
    expect(services({ deliveries: [LogDelivery.LOAD_BALANCER] })).toEqual(['logdelivery.elasticloadbalancing.amazonaws.com']);
  });

  test('has the given name and lifecycle', () => {
    templateWith({ bucketName: 'ledger-logs', lifecycle: { expireAfter: Duration.days(400) } }).hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'ledger-logs',
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 400, Transitions: Match.absent() })] },
    });
    expect(() => templateWith({ bucketName: 'a' })).toThrow(new Error("bucketName must be a bucket name of at least 3 characters a-z 0-9 and inner -, got 'a'"));
  });

  test('with a key, object lock and access logs has no findings for audit logs', () => {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    const accessLogs = new LogBucket(stack, 'Access').bucket;
    new LogBucket(stack, 'Logs', {
      encryptionKey: WorkloadKey.of(stack, DataClass.STORAGE).key,
      accessLogs,
      objectLock: { retention: Duration.days(365) },
      deliveries: [LogDelivery.CLOUDTRAIL, LogDelivery.VPC_FLOW_LOGS],
    });
    const template = templateOf(stack);
    expect(template.toJSON().Resources[BUCKET].Properties).toMatchObject({
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] },
      LoggingConfiguration: { DestinationBucketName: { Ref: 'AccessBucket4D77A106' }, LogFilePrefix: 'Logs/' },
      ObjectLockEnabled: true,
    });
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));
    expect(key.Properties.KeyPolicy.Statement.map(({ Sid }: any) => Sid)).toEqual([
      'AccountAdministration', 'AllowVias3', 'AllowVias3Grants', 'AllowCloudTrail', 'AllowCloudTrailSetup', 'AllowLogDelivery',
    ]);
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
  });

  test('refuses a delivery that does not support its key', () => {
    const stack = testStack();
    expect(() => new LogBucket(stack, 'Logs', {
      encryptionKey: WorkloadKey.of(stack, DataClass.STORAGE).key,
      deliveries: [LogDelivery.S3_ACCESS_LOGS],
    })).toThrow(new Error("bucket 'Stack/Logs/Bucket' must use SSE-S3 for LogDelivery.S3_ACCESS_LOGS, got a KMS key"));
  });
});

describe('findings that the bucket acknowledges', () => {
  const ACCESS = [
    'AwsSolutions-S1', 'HIPAA.Security-S3BucketLoggingEnabled', 'NIST.800.53.R5-S3BucketLoggingEnabled', 'PCI.DSS.321-S3BucketLoggingEnabled', 'S3.BucketAccessLogged',
  ];
  const KEY = ['HIPAA.Security-S3DefaultEncryptionKMS', 'NIST.800.53.R5-S3DefaultEncryptionKMS', 'PCI.DSS.321-S3DefaultEncryptionKMS', 'S3.BucketEncryptedWithKms'];
  const LOCK = ['S3.BucketObjectLocked'];
  const REPLICATION = [
    'HIPAA.Security-S3BucketReplicationEnabled', 'NIST.800.53.R5-S3BucketReplicationEnabled', 'PCI.DSS.321-S3BucketReplicationEnabled', 'S3.BucketReplicated',
  ];
  const objectLock = { retention: Duration.days(365) };

  test.each<[string, (stack: Stack) => LogBucketProps, Lifecycle, string[]]>([
    ['at its defaults', () => ({}), Lifecycle.PRODUCTION, [...ACCESS, ...KEY, ...LOCK]],
    ['with access logs', (stack) => ({ accessLogs: new LogBucket(stack, 'Access').bucket }), Lifecycle.PRODUCTION, [...KEY, ...LOCK]],
    ['with a key', (stack) => ({ encryptionKey: WorkloadKey.of(stack, DataClass.STORAGE).key }), Lifecycle.PRODUCTION, [...ACCESS, ...LOCK]],
    ['with object lock', () => ({ objectLock }), Lifecycle.PRODUCTION, [...ACCESS, ...KEY]],
    ['with object lock, ephemeral', () => ({ objectLock }), Lifecycle.EPHEMERAL, [...ACCESS, ...KEY, ...LOCK]],
  ])('%s', (_, props, lifecycle, expected) => {
    const stack = testStack({ lifecycle });
    expect(acknowledgedBelow(new LogBucket(stack, 'Logs', props(stack)))['Bucket/Resource']).toEqual([...expected, ...REPLICATION].sort());
  });
});
