import { App, Aws, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { DataClass, LogDelivery, WorkloadKey } from '../../src';
import { templateOf, testStack } from '../support';

/** The statements of the only bucket policy. */
function statements(template: Template): any[] {
  const [policy] = Object.values(template.findResources('AWS::S3::BucketPolicy'));
  return policy.Properties.PolicyDocument.Statement;
}

/** The statements that a delivery adds to a bucket in a stack of eu-west-2, account 123456789012. */
function allowed(delivery: LogDelivery, prefix?: string, sourceArn?: string, props: s3.BucketProps = {}): any[] {
  const stack = testStack();
  delivery._allow(new s3.Bucket(stack, 'Bucket', props), prefix, sourceArn);
  return statements(templateOf(stack));
}

const BUCKET_ARN = { 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] };
const objects = (path: string) => ({ 'Fn::Join': ['', [BUCKET_ARN, `/${path}`]] });
const arn = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:${rest}`]] });

describe('LogDelivery', () => {
  test('LOAD_BALANCER writes below the account, limited to its load balancers where the service sends a source', () => {
    expect(allowed(LogDelivery.LOAD_BALANCER, 'alb')).toEqual([{
      Effect: 'Allow',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: objects('alb/AWSLogs/123456789012/*'),
      Condition: {
        StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' },
        ArnLikeIfExists: { 'aws:SourceArn': arn('elasticloadbalancing:eu-west-2:123456789012:loadbalancer/*') },
      },
    }]);
  });

  test('LOAD_BALANCER supports a stack without a Region', () => {
    const stack = new Stack(new App(), 'Stack');
    LogDelivery.LOAD_BALANCER._allow(new s3.Bucket(stack, 'Bucket'));
    expect(statements(templateOf(stack))[0].Resource).toEqual({
      'Fn::Join': ['', [BUCKET_ARN, '/AWSLogs/', { Ref: 'AWS::AccountId' }, '/*']],
    });
  });

  test('CLOUDTRAIL writes for trails of the account and reads the ACL of the bucket', () => {
    const source = { 'aws:SourceArn': arn('cloudtrail:eu-west-2:123456789012:trail/*') };
    expect(allowed(LogDelivery.CLOUDTRAIL)).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: objects('AWSLogs/123456789012/*'),
        Condition: {
          StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' },
          StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' },
          ArnLike: source,
        },
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:GetBucketAcl',
        Resource: BUCKET_ARN,
        Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' }, ArnLike: source },
      },
    ]);
  });

  test('CONFIG writes to its folder for the account and Region, and lists the bucket', () => {
    const conditions = {
      StringEquals: { 'aws:SourceAccount': '123456789012' },
      ArnLike: { 'aws:SourceArn': arn('config:eu-west-2:123456789012:*') },
    };
    const config = { Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' } };
    expect(allowed(LogDelivery.CONFIG, 'audit')).toEqual([
      {
        ...config,
        Action: 's3:PutObject',
        Resource: objects('audit/AWSLogs/123456789012/Config/*'),
        Condition: { ...conditions, StringEquals: { ...conditions.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
      { ...config, Action: ['s3:GetBucketAcl', 's3:ListBucket'], Resource: BUCKET_ARN, Condition: conditions },
    ]);
  });

  test.each([
    [LogDelivery.VPC_FLOW_LOGS, {}],
    [LogDelivery.WAF, { bucketName: 'aws-waf-logs-ledger' }],
  ])('VPC_FLOW_LOGS and WAF write through CloudWatch Logs', (delivery, props) => {
    const conditions = {
      StringEquals: { 'aws:SourceAccount': '123456789012' },
      ArnLike: { 'aws:SourceArn': arn('logs:eu-west-2:123456789012:*') },
    };
    const logs = { Effect: 'Allow', Principal: { Service: 'delivery.logs.amazonaws.com' } };
    expect(allowed(delivery, undefined, undefined, props)).toEqual([
      {
        ...logs,
        Action: 's3:PutObject',
        Resource: objects('AWSLogs/123456789012/*'),
        Condition: { ...conditions, StringEquals: { ...conditions.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
      { ...logs, Action: ['s3:GetBucketAcl', 's3:ListBucket'], Resource: BUCKET_ARN, Condition: conditions },
    ]);
  });

  test('CLOUDFRONT writes from us-east-1 to a bucket in any Region, without access to the bucket itself', () => {
    expect(allowed(LogDelivery.CLOUDFRONT, 'cdn')).toEqual([{
      Effect: 'Allow',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: objects('cdn/AWSLogs/123456789012/*'),
      Condition: {
        StringEquals: { 'aws:SourceAccount': '123456789012', 's3:x-amz-acl': 'bucket-owner-full-control' },
        ArnLike: { 'aws:SourceArn': arn('logs:us-east-1:123456789012:delivery-source:*') },
      },
    }]);
  });

  test('S3_ACCESS_LOGS writes for buckets of the account, limited by the source account', () => {
    expect(allowed(LogDelivery.S3_ACCESS_LOGS, 'access')).toEqual([{
      Effect: 'Allow',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: objects('access/*'),
      Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
    }]);
  });

  test('a given source is the only one', () => {
    const [write] = allowed(LogDelivery.S3_ACCESS_LOGS, undefined, 'arn:aws:s3:::documents');
    expect(write.Resource).toEqual(objects('*'));
    expect(write.Condition).toEqual({ StringEquals: { 'aws:SourceAccount': '123456789012' }, ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::documents' } });
  });

  test('adds statements once per bucket, service, prefix and source', () => {
    const stack = testStack();
    const bucket = new s3.Bucket(stack, 'Bucket', { bucketName: 'aws-waf-logs-ledger' });
    LogDelivery.LOAD_BALANCER._allow(bucket, 'alb');
    LogDelivery.LOAD_BALANCER._allow(bucket, 'alb');
    LogDelivery.LOAD_BALANCER._allow(bucket, 'nlb');
    LogDelivery.LOAD_BALANCER._allow(bucket, 'alb', 'arn:aws:elasticloadbalancing:eu-west-2:123456789012:loadbalancer/app/a/1');
    LogDelivery.VPC_FLOW_LOGS._allow(bucket);
    LogDelivery.WAF._allow(bucket);
    LogDelivery.CLOUDTRAIL._allow(bucket);
    LogDelivery.CONFIG._allow(bucket);
    LogDelivery.CLOUDFRONT._allow(bucket);
    LogDelivery.LOAD_BALANCER._allow(new s3.Bucket(stack, 'Other'), 'alb');
    const policies = Object.values(templateOf(stack).findResources('AWS::S3::BucketPolicy')).map(({ Properties }) => Properties.PolicyDocument.Statement);
    expect(policies.map((policy) => policy.length)).toEqual([3 + 2 + 2 + 2 + 1, 1]);
  });

  test('does not change the policy of an imported bucket', () => {
    const stack = testStack();
    LogDelivery.LOAD_BALANCER._allow(s3.Bucket.fromBucketName(stack, 'Imported', 'central-logs'), 'alb');
    templateOf(stack).resourceCountIs('AWS::S3::BucketPolicy', 0);
  });

  test('lists the services that deliver to a bucket with a key', () => {
    const services = ['LOAD_BALANCER', 'CLOUDTRAIL', 'CONFIG', 'VPC_FLOW_LOGS', 'WAF', 'CLOUDFRONT', 'S3_ACCESS_LOGS'] as const;
    expect(services.filter((service) => LogDelivery[service].supportsEncryptionKey)).toEqual(['CLOUDTRAIL', 'CONFIG', 'VPC_FLOW_LOGS', 'WAF', 'CLOUDFRONT']);
  });

  test('permits the service to use the key of the bucket, for the account only', () => {
    const stack = testStack();
    const encryptionKey = WorkloadKey.of(stack, DataClass.STORAGE).key;
    const bucket = new s3.Bucket(stack, 'Bucket', { encryptionKey, bucketName: 'aws-waf-logs-ledger' });
    [LogDelivery.CLOUDTRAIL, LogDelivery.CONFIG, LogDelivery.VPC_FLOW_LOGS, LogDelivery.WAF].forEach((delivery) => delivery._allow(bucket));
    const [key] = Object.values(templateOf(stack).findResources('AWS::KMS::Key'));
    expect(key.Properties.KeyPolicy.Statement.slice(1)).toEqual([
      {
        Sid: 'AllowCloudTrail',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'kms:GenerateDataKey',
        Resource: '*',
        Condition: {
          ArnLike: {
            'aws:SourceArn': arn('cloudtrail:*:123456789012:trail/*'), 'kms:EncryptionContext:aws:cloudtrail:arn': arn('cloudtrail:*:123456789012:trail/*'),
          },
        },
      },
      {
        Sid: 'AllowCloudTrailSetup',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:DescribeKey'],
        Resource: '*',
        Condition: { ArnLike: { 'aws:SourceArn': arn('cloudtrail:*:123456789012:trail/*') } },
      },
      {
        Sid: 'AllowConfig',
        Effect: 'Allow',
        Principal: { Service: 'config.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
      },
      {
        Sid: 'AllowLogDelivery',
        Effect: 'Allow',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: [
          'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext',
          'kms:DescribeKey',
        ],
        Resource: '*',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnLike: { 'aws:SourceArn': arn('logs:eu-west-2:123456789012:*') },
        },
      },
    ]);
  });

  test.each(['', '/', '/alb', 'alb/', 'alb/AWSLogs', 'AWSLogs/alb'])('refuses the prefix %p', (prefix) => {
    expect(() => allowed(LogDelivery.LOAD_BALANCER, prefix))
      .toThrow(new Error(`prefix must be a prefix of at most 512 characters without a slash at either end and without AWSLogs, got '${prefix}'`));
  });

  test('accepts a prefix of 512 characters and refuses one of 513', () => {
    expect(allowed(LogDelivery.LOAD_BALANCER, 'x'.repeat(512))).toBeDefined();
    expect(() => allowed(LogDelivery.LOAD_BALANCER, 'x'.repeat(513)))
      .toThrow(new Error(`prefix must be a prefix of at most 512 characters without a slash at either end and without AWSLogs, got '${'x'.repeat(60)}…'`));
  });

  test('accepts a token as the prefix', () => {
    expect(() => allowed(LogDelivery.LOAD_BALANCER, `${Aws.STACK_NAME}/`)).not.toThrow();
  });

  test.each(['LOAD_BALANCER', 'S3_ACCESS_LOGS'] as const)('refuses to deliver %s to a bucket with a KMS key', (service) => {
    expect(() => allowed(LogDelivery[service], 'logs', undefined, { encryption: s3.BucketEncryption.KMS }))
      .toThrow(`bucket 'Stack/Bucket' must use SSE-S3 for LogDelivery.${service}, got a KMS key`);
  });

  test('an organization trail writes below the organization, with the same conditions', () => {
    const [write, ...rest] = allowed(LogDelivery.cloudTrailOfOrganization('o-a1b2c3d4e5'), 'trail');
    expect(write).toEqual({ ...allowed(LogDelivery.CLOUDTRAIL)[0], Resource: objects('trail/AWSLogs/o-a1b2c3d4e5/*') });
    expect(rest).toEqual([]);
    expect(LogDelivery.cloudTrailOfOrganization('o-a1b2c3d4e5').supportsEncryptionKey).toBe(true);
  });

  test.each(['', 'o-', 'o-a1b2c3d4e', `o-${'a'.repeat(33)}`, 'o-A1B2C3D4E5', 'xo-a1b2c3d4e5'])('refuses the organization id %p', (id) => {
    expect(() => allowed(LogDelivery.cloudTrailOfOrganization(id)))
      .toThrow(new Error(`organizationId must be an organization id such as o-a1b2c3d4e5, got '${id}'`));
  });

  test.each(['o-a1b2c3d4e5', `o-${'a'.repeat(32)}`, Aws.STACK_NAME])('accepts the organization id %p', (id) => {
    expect(allowed(LogDelivery.cloudTrailOfOrganization(id))).toHaveLength(1);
  });

  test('refuses AWS Config in a bucket with a default retention', () => {
    const locked = { objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(1)) };
    expect(() => allowed(LogDelivery.CONFIG, undefined, undefined, locked))
      .toThrow("bucket 'Stack/Bucket' must not have object lock with a default retention: AWS Config does not deliver to it");
  });

  test('refuses S3 access logs, but not a trail, in a bucket with object lock', () => {
    expect(() => allowed(LogDelivery.S3_ACCESS_LOGS, undefined, undefined, { objectLockEnabled: true }))
      .toThrow("bucket 'Stack/Bucket' must not have object lock: S3 does not deliver access logs to it");
    expect(() => allowed(LogDelivery.CLOUDTRAIL, undefined, undefined, { objectLockEnabled: true })).not.toThrow();
  });

  test('refuses WAF logs in a bucket without the required prefix of its name', () => {
    const stack = testStack();
    expect(() => LogDelivery.WAF._allow(new s3.Bucket(stack, 'Bucket'))).toThrow("name of bucket 'Stack/Bucket' must start with aws-waf-logs-, got no name");
    expect(() => LogDelivery.WAF._allow(new s3.Bucket(stack, 'Named', { bucketName: 'x-aws-waf-logs-x' })))
      .toThrow("name of bucket 'Stack/Named' must start with aws-waf-logs-, got 'x-aws-waf-logs-x'");
    expect(() => LogDelivery.WAF._allow(s3.Bucket.fromBucketName(stack, 'Imported', 'central')))
      .toThrow("name of bucket 'Stack/Imported' must start with aws-waf-logs-, got 'central'");
    expect(() => LogDelivery.WAF._allow(s3.Bucket.fromBucketName(stack, 'Fitting', 'aws-waf-logs-central'))).not.toThrow();
    expect(() => LogDelivery.WAF._allow(new s3.Bucket(stack, 'Later', { bucketName: Aws.STACK_NAME }))).not.toThrow();
  });
});
