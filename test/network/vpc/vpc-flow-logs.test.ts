import { aws_ec2 as ec2, aws_kms as kms, aws_logs as logs, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Lifecycle, VpcFlowLogs, VpcFlowLogsProps } from '../../../src';
import { findingsAtDefaults, templateOf, testStack } from '../../support';

function imported(stack: Stack) {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-2a'] });
}

function flowLogs(stack: Stack, props: Partial<VpcFlowLogsProps> = {}) {
  const construct = new VpcFlowLogs(stack, 'FlowLogs', { vpc: imported(stack), ...props });
  return { construct, template: templateOf(stack) };
}

describe('VpcFlowLogs', () => {
  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('of an imported network have no finding in the %s lifecycle', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new VpcFlowLogs(stack, 'FlowLogs', { vpc: imported(stack) }))).toEqual([]);
  });

  test.each([[Lifecycle.EPHEMERAL, 'Delete'], [Lifecycle.PRODUCTION, 'Retain']])('of %s workloads: %s the log group', (lifecycle, policy) => {
    flowLogs(testStack({ lifecycle })).template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: policy });
  });

  test('may write to their log group alone, by a customer managed policy that is there before them', () => {
    const stack = testStack();
    const { template, construct } = flowLogs(stack);
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [{
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          Effect: 'Allow',
          Resource: stack.resolve(construct.logGroup!.logGroupArn),
        }],
      },
    });
    template.hasResource('AWS::EC2::FlowLog', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('RolePolicy')]),
      Properties: { ResourceId: 'vpc-1', ResourceType: 'VPC', TrafficType: 'ALL' },
    });
  });

  test('write to a bucket for this account only, with its key', () => {
    const stack = testStack();
    const bucket = new s3.Bucket(stack, 'Bucket', { encryptionKey: new kms.Key(stack, 'Key') });
    const { template, construct } = flowLogs(stack, { bucket, bucketPrefix: 'network' });
    expect(construct.logGroup).toBeUndefined();
    template.resourceCountIs('AWS::Logs::LogGroup', 0);
    template.resourceCountIs('AWS::IAM::Role', 0);
    template.hasResource('AWS::EC2::FlowLog', {
      DependsOn: [Match.stringLikeRegexp('BucketPolicy')],
      Properties: { LogDestinationType: 's3', LogDestination: stack.resolve(bucket.arnForObjects('network')) },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({
          Action: 's3:PutObject',
          Principal: { Service: 'delivery.logs.amazonaws.com' },
          Resource: stack.resolve(bucket.arnForObjects('network/AWSLogs/123456789012/*')),
          Condition: Match.objectLike({ StringEquals: Match.objectLike({ 'aws:SourceAccount': '123456789012' }) }),
        })]),
      },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: 'delivery.logs.amazonaws.com' } })]) },
    });
  });

  test('write to the whole of an imported bucket', () => {
    const stack = testStack();
    const { template } = flowLogs(stack, { bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'logs-of-the-organization') });
    template.hasResourceProperties('AWS::EC2::FlowLog', {
      LogDestination: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::logs-of-the-organization']] },
    });
    template.resourceCountIs('AWS::S3::BucketPolicy', 0);
  });

  const twice = 'bucket is given with logGroupName, retention or encryptionKey, need a bucket or a log group';
  test.each<[string, Partial<VpcFlowLogsProps>]>([
    ['a name', { logGroupName: 'flow' }],
    ['a retention', { retention: logs.RetentionDays.ONE_DAY }],
  ])('refuse a bucket with %s of a log group', (_, props) => {
    const stack = testStack();
    expect(() => flowLogs(stack, { bucket: new s3.Bucket(stack, 'Bucket'), ...props })).toThrow(twice);
  });

  test('refuse a bucket with the key of a log group', () => {
    const stack = testStack();
    expect(() => flowLogs(stack, { bucket: new s3.Bucket(stack, 'Bucket'), encryptionKey: new kms.Key(stack, 'Key') })).toThrow(twice);
  });

  test('refuse a prefix without a bucket', () => {
    expect(() => flowLogs(testStack(), { bucketPrefix: 'network' })).toThrow("bucketPrefix is 'network' without a bucket, need a bucket");
  });

  test('refuse a log group name that CloudWatch Logs refuses', () => {
    expect(() => flowLogs(testStack(), { logGroupName: 'flow logs' }))
      .toThrow("logGroupName is 'flow logs', need a log group name that matches [.A-Za-z0-9_/#-]+");
  });
});
