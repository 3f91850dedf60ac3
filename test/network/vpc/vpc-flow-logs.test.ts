import { aws_ec2 as ec2, aws_kms as kms, aws_logs as logs, aws_s3 as s3, Stack } from 'aws-cdk-lib';
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
  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('of an imported VPC have no findings in the %s lifecycle', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new VpcFlowLogs(stack, 'FlowLogs', { vpc: imported(stack) }))).toEqual([]);
  });

  test.each([[Lifecycle.EPHEMERAL, 'Delete'], [Lifecycle.PRODUCTION, 'RetainExceptOnCreate']])('of %s workloads have a log group with the deletion policy %s', (lifecycle, policy) => {
    flowLogs(testStack({ lifecycle })).template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: policy });
  });

  test('write to their log group only, with a customer managed policy that is attached before', () => {
    const stack = testStack();
    const { template, construct } = flowLogs(stack);
    const [[policyId, policy]] = Object.entries(template.findResources('AWS::IAM::ManagedPolicy'));
    const [[roleId, role]] = Object.entries(template.findResources('AWS::IAM::Role'));
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 1);
    template.resourceCountIs('AWS::IAM::Role', 1);
    expect(policy.Properties).toEqual({
      Description: '',
      Path: '/',
      Roles: [{ Ref: roleId }],
      PolicyDocument: {
        Statement: [{
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          Effect: 'Allow',
          Resource: stack.resolve(construct.logGroup!.logGroupArn),
        }],
        Version: '2012-10-17',
      },
    });
    expect(role.Properties.AssumeRolePolicyDocument).toEqual({
      Statement: [{
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ec2:eu-west-2:123456789012:vpc-flow-log/*']] } },
        },
      }],
      Version: '2012-10-17',
    });
    const [flowLog] = Object.values(template.findResources('AWS::EC2::FlowLog'));
    expect(flowLog.DependsOn).toContain(policyId);
    expect(flowLog.Properties).toEqual({
      ResourceId: 'vpc-1',
      ResourceType: 'VPC',
      TrafficType: 'ALL',
      LogDestinationType: 'cloud-watch-logs',
      LogGroupName: stack.resolve(construct.logGroup!.logGroupName),
      DeliverLogsPermissionArn: { 'Fn::GetAtt': [roleId, 'Arn'] },
      Tags: [{ Key: 'Name', Value: 'Stack/FlowLogs/FlowLog' }],
    });
  });

  test('write to a bucket for this account only, with its key', () => {
    const stack = testStack();
    const bucket = new s3.Bucket(stack, 'Bucket', { encryptionKey: new kms.Key(stack, 'Key') });
    const { template, construct } = flowLogs(stack, { bucket, bucketPrefix: 'network' });
    expect(construct.logGroup).toBeUndefined();
    template.resourceCountIs('AWS::Logs::LogGroup', 0);
    template.resourceCountIs('AWS::IAM::Role', 0);
    const [[policyId, policy]] = Object.entries(template.findResources('AWS::S3::BucketPolicy'));
    template.hasResource('AWS::EC2::FlowLog', {
      DependsOn: [policyId],
      Properties: { LogDestinationType: 's3', LogDestination: stack.resolve(bucket.arnForObjects('network')) },
    });
    const source = {
      StringEquals: { 'aws:SourceAccount': '123456789012' },
      ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-2:123456789012:*']] } },
    };
    const service = { Effect: 'Allow', Principal: { Service: 'delivery.logs.amazonaws.com' } };
    expect(policy.Properties.PolicyDocument.Statement).toEqual([
      {
        ...service,
        Action: 's3:PutObject',
        Resource: stack.resolve(bucket.arnForObjects('network/AWSLogs/123456789012/*')),
        Condition: { ...source, StringEquals: { ...source.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
      { ...service, Action: ['s3:GetBucketAcl', 's3:ListBucket'], Resource: stack.resolve(bucket.bucketArn), Condition: source },
    ]);
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));
    expect(key.Properties.KeyPolicy.Statement.filter(({ Principal }: any) => Principal.Service === 'delivery.logs.amazonaws.com')).toEqual([{
      ...service,
      Sid: 'AllowLogDelivery',
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:DescribeKey'],
      Resource: '*',
      Condition: source,
    }]);
  });

  test('write to the root of an imported bucket without a prefix', () => {
    const stack = testStack();
    const { template } = flowLogs(stack, { bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'logs-of-the-organization') });
    template.hasResourceProperties('AWS::EC2::FlowLog', {
      LogDestination: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::logs-of-the-organization']] },
    });
    template.resourceCountIs('AWS::S3::BucketPolicy', 0);
  });

  const bucket = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Bucket', 'logs-of-the-organization');
  const key = (stack: Stack) => kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-2:123456789012:key/1');
  const PREFIX = 'a prefix of at most 512 characters without a slash at either end and without AWSLogs';
  test.each<[string, (stack: Stack) => Partial<Record<keyof VpcFlowLogsProps, unknown>>]>([
    ['vpc must be an IVpc, got undefined', () => ({ vpc: undefined })],
    ['specify either bucket or logGroupName, not both', (stack) => ({ bucket: bucket(stack), logGroupName: 'flow' })],
    ['specify either bucket or retention, not both', (stack) => ({ bucket: bucket(stack), retention: logs.RetentionDays.ONE_DAY })],
    ['specify either bucket or encryptionKey, not both', (stack) => ({ bucket: bucket(stack), encryptionKey: key(stack) })],
    ['bucket must be an IBucket if bucketPrefix is set, got undefined', () => ({ bucketPrefix: 'network' })],
    ['bucket must be an IBucket, got null', () => ({ bucket: null })],
    [`bucketPrefix must be ${PREFIX}, got '/network'`, (stack) => ({ bucket: bucket(stack), bucketPrefix: '/network' })],
    [`bucketPrefix must be ${PREFIX}, got 'network/'`, (stack) => ({ bucket: bucket(stack), bucketPrefix: 'network/' })],
    [`bucketPrefix must be ${PREFIX}, got ''`, (stack) => ({ bucket: bucket(stack), bucketPrefix: '' })],
    [`bucketPrefix must be ${PREFIX}, got 'AWSLogs'`, (stack) => ({ bucket: bucket(stack), bucketPrefix: 'AWSLogs' })],
    ['retention must be a member of RetentionDays, got NaN', () => ({ retention: NaN })],
    ['logGroupName must be a log group name of A-Z a-z 0-9 . / # - _, got \'flow logs\'', () => ({ logGroupName: 'flow logs' })],
    ['encryptionKey must be an IKey, got \'key\'', () => ({ encryptionKey: 'key' })],
  ])('refuse: %s', (message, props) => {
    const stack = testStack();
    expect(() => flowLogs(stack, props(stack) as Partial<VpcFlowLogsProps>)).toThrow(new Error(message));
  });
});
