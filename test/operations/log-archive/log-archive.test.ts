import { App, Duration, Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  FargateService, Lifecycle, LogArchive, LogArchiveProps, LogBucket, SecureVpc, Workload, WorkloadKey, WorkloadKeyReplica, WorkloadMonitoring,
} from '../../../src';
import { encryptedLogGroup } from '../../../src/core/parts/log-group';
import { recommendedAlarms, RecommendedAlarm } from '../../../src/core/workload/registry';
import { findingsAtDefaults, templateOf, testStack } from '../../support';

function archiveIn(stack: Stack, props: Partial<LogArchiveProps> = {}): LogArchive {
  return new LogArchive(stack, 'Archive', { bucket: props.bucket ?? new LogBucket(stack, 'Logs').bucket, ...props });
}

function shippingIn(stack: Stack, props: Partial<LogArchiveProps> = {}, pattern?: logs.IFilterPattern): LogArchive {
  const archive = archiveIn(stack, props);
  archive.ship('App', encryptedLogGroup(stack, 'AppLogs'), { filterPattern: pattern });
  return archive;
}

function templateWith(props: Partial<LogArchiveProps> = {}): Template {
  const stack = testStack();
  shippingIn(stack, props);
  return templateOf(stack);
}

const one = (template: Template, type: string, id = /./): any => {
  const resources = Object.entries(template.findResources(type)).filter(([name]) => id.test(name));
  expect(resources).toHaveLength(1);
  return resources[0][1];
};

const arnOf = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, rest]] });

const statementsOf = (template: Template, id: RegExp) => one(template, 'AWS::IAM::ManagedPolicy', id).Properties.PolicyDocument.Statement;

describe('a log archive at its defaults', () => {
  test.each(Object.values(Lifecycle))('has no findings in lifecycle %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => shippingIn(stack))).toEqual([]);
  });

  test('writes compressed objects by the hour, a line for each record, and keeps apart what it could not deliver', () => {
    const { Properties } = one(templateWith(), 'AWS::KinesisFirehose::DeliveryStream');
    expect(Properties).toMatchObject({
      DeliveryStreamType: 'DirectPut',
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN: { 'Fn::GetAtt': [expect.stringMatching(/^LogsKey/), 'Arn'] } },
      ExtendedS3DestinationConfiguration: {
        BucketARN: { 'Fn::GetAtt': [expect.stringMatching(/^Logs/), 'Arn'] },
        Prefix: 'logs/!{timestamp:yyyy/MM/dd/HH}/',
        ErrorOutputPrefix: 'logs-failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/',
        CompressionFormat: 'GZIP',
        BufferingHints: { IntervalInSeconds: 300, SizeInMBs: 5 },
        CloudWatchLoggingOptions: { Enabled: true, LogGroupName: { Ref: expect.stringMatching(/ErrorLogGroup/) } },
        ProcessingConfiguration: {
          Enabled: true,
          Processors: [
            { Type: 'Decompression', Parameters: [{ ParameterName: 'CompressionFormat', ParameterValue: 'GZIP' }] },
            { Type: 'AppendDelimiterToRecord', Parameters: [{ ParameterName: 'Delimiter', ParameterValue: '\\n' }] },
          ],
        },
      },
    });
    expect(Properties.ExtendedS3DestinationConfiguration.EncryptionConfiguration).toBeUndefined();
  });

  test('subscribes a log group to all of its events', () => {
    const { Properties, DependsOn } = one(templateWith(), 'AWS::Logs::SubscriptionFilter');
    expect(Properties).toEqual({
      LogGroupName: { Ref: expect.stringMatching(/^AppLogs/) },
      FilterPattern: '',
      DestinationArn: { 'Fn::GetAtt': [expect.stringMatching(/^ArchiveStream/), 'Arn'] },
      RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^ArchiveSubscriptionRole/), 'Arn'] },
    });
    expect(DependsOn).toEqual([expect.stringMatching(/^ArchiveSubscriptionRolePolicy/)]);
  });

  test('lets Firehose write below its prefixes, to nothing else, and only for this account', () => {
    const template = templateWith();
    expect(one(template, 'AWS::IAM::Role', /DeliveryRole/).Properties.AssumeRolePolicyDocument.Statement).toEqual([{
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'firehose.amazonaws.com' },
      Condition: {
        StringEquals: { 'sts:ExternalId': '123456789012' },
        StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' },
        ArnLikeIfExists: { 'aws:SourceArn': arnOf(':firehose:eu-west-2:123456789012:deliverystream/*') },
      },
    }]);
    const bucket = { 'Fn::GetAtt': [expect.stringMatching(/^Logs/), 'Arn'] };
    expect(statementsOf(template, /DeliveryRole/)).toEqual([
      { Effect: 'Allow', Action: ['s3:AbortMultipartUpload', 's3:PutObject'], Resource: ['/logs/*', '/logs-failed/*'].map((path) => ({ 'Fn::Join': ['', [bucket, path]] })) },
      { Effect: 'Allow', Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], Resource: bucket },
      { Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: { 'Fn::GetAtt': [expect.stringMatching(/ErrorLogGroup/), 'Arn'] } },
    ]);
    expect(one(template, 'AWS::KinesisFirehose::DeliveryStream').DependsOn).toEqual([expect.stringMatching(/^ArchiveDeliveryRolePolicy/)]);
  });

  test('lets CloudWatch Logs hand over to this stream alone, for this account', () => {
    const template = templateWith();
    expect(one(template, 'AWS::IAM::Role', /SubscriptionRole/).Properties.AssumeRolePolicyDocument.Statement).toEqual([{
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'logs.amazonaws.com' },
      Condition: { StringLike: { 'aws:SourceArn': arnOf(':logs:eu-west-2:123456789012:*') } },
    }]);
    expect(statementsOf(template, /SubscriptionRole/)).toEqual([{
      Effect: 'Allow', Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'], Resource: { 'Fn::GetAtt': [expect.stringMatching(/^ArchiveStream/), 'Arn'] },
    }]);
  });

  test('recommends alarms on what is late, refused, slowed down, or given up', () => {
    const stack = testStack();
    shippingIn(stack);
    const alarms: RecommendedAlarm[] = [];
    recommendedAlarms(stack).each((alarm) => alarms.push(alarm));
    expect(alarms.map(({ id, threshold, comparisonOperator, metric }) => (
      [id, (metric as cloudwatch.Metric).metricName, (metric as cloudwatch.Metric).statistic, threshold, comparisonOperator]))).toEqual([
      ['DeliveryLate', 'DeliveryToS3.DataFreshness', 'Maximum', 900, undefined],
      ['DeliveryFailed', 'DeliveryToS3.Success', 'Average', 1, 'LessThanThreshold'],
      ['RecordsThrottled', 'ThrottledRecords', 'Sum', 1, undefined],
      ['AppDeliveryErrors', 'DeliveryErrors', 'Sum', 1, undefined],
      ['AppDeliveryThrottled', 'DeliveryThrottling', 'Sum', 1, undefined],
    ]);
    const metrics = alarms.map(({ metric }) => stack.resolve((({ namespace, period, dimensions }) => (
      { namespace, seconds: period.toSeconds(), dimensions }))(metric as cloudwatch.Metric)));
    const stream = { namespace: 'AWS/Firehose', seconds: 300, dimensions: { DeliveryStreamName: { Ref: expect.stringMatching(/^ArchiveStream/) } } };
    const filter = {
      namespace: 'AWS/Logs',
      seconds: 300,
      dimensions: {
        LogGroupName: { Ref: expect.stringMatching(/^AppLogs/) }, DestinationType: 'Firehose', FilterName: { Ref: expect.stringMatching(/^ArchiveApp/) },
      },
    };
    expect(metrics).toEqual([stream, stream, stream, filter, filter]);
  });

  describe.each(['mx-central-1', 'ap-southeast-6', 'eusc-de-east-1'])('in %s, whose Firehose addresses aws-cdk-lib does not know', (region) => {
    const archivesIn = () => {
      const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region } });
      const { bucket } = new LogBucket(stack, 'Logs');
      return { stack, archives: ['One', 'Two'].map((id) => new LogArchive(stack, id, { bucket, prefix: id })) };
    };

    test('has a stream, and no mapping', () => {
      const { stack } = archivesIn();
      const template = templateOf(stack);
      template.resourceCountIs('AWS::KinesisFirehose::DeliveryStream', 2);
      expect(template.toJSON().Mappings).toBeUndefined();
    });

    test('refuses a security group rule for the stream', () => {
      const { stack, archives } = archivesIn();
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['a'] });
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
      group.connections.allowFrom(archives[1].deliveryStream, ec2.Port.HTTPS);
      expect(() => templateOf(stack)).toThrow(`deliveryStream.connections must be in a Region whose Firehose addresses aws-cdk-lib knows, got ${region}`);
    });
  });

  test('synthesizes in a stack without a Region and without a workload', () => {
    const stack = new Stack(new App(), 'Stack');
    shippingIn(stack);
    templateOf(stack).resourceCountIs('AWS::KinesisFirehose::DeliveryStream', 1);
  });
});

describe('a log archive', () => {
  test('uses the configured options', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Own');
    const archive = archiveIn(stack, { prefix: 'app/web', bufferingInterval: Duration.seconds(60), bufferingSize: Size.mebibytes(64), encryptionKey });
    archive.ship('Errors', encryptedLogGroup(stack, 'AppLogs'), { filterPattern: logs.FilterPattern.anyTerm('ERROR') });
    const template = templateOf(stack);
    expect(one(template, 'AWS::KinesisFirehose::DeliveryStream').Properties).toMatchObject({
      DeliveryStreamEncryptionConfigurationInput: { KeyARN: { 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'Arn'] } },
      ExtendedS3DestinationConfiguration: { Prefix: 'app/web/!{timestamp:yyyy/MM/dd/HH}/', BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 64 } },
    });
    expect(one(template, 'AWS::Logs::SubscriptionFilter').Properties.FilterPattern).toBe('"ERROR"');
  });

  test('encrypts with the key of the bucket where it has one, by way of S3', () => {
    const stack = testStack();
    const { bucket } = new LogBucket(stack, 'Keyed', { encryptionKey: new kms.Key(stack, 'Key') });
    shippingIn(stack, { bucket });
    const template = templateOf(stack);
    expect(one(template, 'AWS::KinesisFirehose::DeliveryStream').Properties.ExtendedS3DestinationConfiguration.EncryptionConfiguration)
      .toEqual({ KMSEncryptionConfig: { AWSKMSKeyARN: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] } } });
    expect(statementsOf(template, /DeliveryRole/)).toContainEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
      Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-2.amazonaws.com' } },
    });
  });
});

describe('an archive in the stack of the VPC, and a service in another stack', () => {
  function shipped(scopeOf?: (service: FargateService) => Construct) {
    const foundation = testStack();
    const app = foundation.node.root as App;
    Workload.on(app, { name: 'shop', evidence: { files: [] } });
    const stack = new Stack(app, 'Services', { env: foundation.env });
    const { vpc } = new SecureVpc(foundation, 'Network');
    const archive = archiveIn(foundation);
    const service = new FargateService(stack, 'Service', { vpc, image: ecs.ContainerImage.fromRegistry('123456789012.dkr.ecr.eu-west-2.amazonaws.com/shop:1') });
    archive.ship('App', service.logGroup, { scope: scopeOf?.(service) });
    return { foundation, stack };
  }

  test('refer to each other by default', () => {
    const { foundation } = shipped();
    expect(() => templateOf(foundation)).toThrow("'Stack' depends on 'Services'");
  });

  test('refer to the archive only, with the scope of the service', () => {
    const { foundation, stack } = shipped((service) => service);
    new WorkloadMonitoring(stack, 'Monitoring');
    templateOf(foundation).resourceCountIs('AWS::Logs::SubscriptionFilter', 0);
    const template = templateOf(stack);
    expect(Object.keys(template.findResources('AWS::Logs::SubscriptionFilter'))).toEqual(['ServiceArchiveApp4FD64CF2']);
    expect(stack.node.findChild('Service').node.findChild('ArchiveApp').node.findChild('Alarms').node.children.map(({ node }) => node.id))
      .toEqual(['AppDeliveryErrors', 'AppDeliveryThrottled']);
    expect([stack.dependencies, foundation.dependencies]).toEqual([[foundation], []]);
  });
});

test('a key of another stack has no statement for the role, so that the stacks depend on each other in one direction', () => {
  const stack = testStack();
  const keys = new Stack(stack.node.root as App, 'Keys', { env: { account: '123456789012', region: 'eu-west-2' } });
  Workload.on(keys, { name: 'keys' });
  const { key } = new WorkloadKeyReplica(keys, 'Replica', { primary: primaryIn(stack.node.root as App) });
  const archive = archiveIn(stack, { encryptionKey: key });
  templateOf(stack).hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
    DeliveryStreamEncryptionConfigurationInput: { KeyARN: stack.resolve(key.keyArn), KeyType: 'CUSTOMER_MANAGED_CMK' },
  });
  expect([Stack.of(archive).dependencies, keys.dependencies.filter((each) => each === stack)]).toEqual([[keys], []]);
});

function primaryIn(app: App): WorkloadKey {
  const home = new Stack(app, 'Home', { env: { account: '123456789012', region: 'eu-west-1' } });
  Workload.on(home, { name: 'home' });
  return new WorkloadKey(home, 'Primary', { multiRegion: true });
}
