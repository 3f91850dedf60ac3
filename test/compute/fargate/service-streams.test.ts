import { App, Duration, Size, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import { FargateService, FargateStreamOptions, FargateStreamScaling } from '../../../src';
import { calledServices } from '../../../src/core/workload/registry';
import { allFindingsOf, EVERY_FRAMEWORK, templateOf, testStack } from '../../support';

const IMAGE = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29');
const STREAM_ARN = 'arn:aws:kinesis:eu-west-2:123456789012:stream/records';
const KEY_ARN = 'arn:aws:kms:eu-west-2:123456789012:key/1';

function serviceIn(stack: Stack): FargateService {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1', availabilityZones: ['eu-west-2a'], privateSubnetIds: ['subnet-1'], privateSubnetRouteTableIds: ['rtb-1'],
  });
  return new FargateService(stack, 'Service', { vpc, image: IMAGE });
}

function streamIn(stack: Stack, encrypted = true): kinesis.IStream {
  const encryptionKey = encrypted ? kms.Key.fromKeyArn(stack, 'Key', KEY_ARN) : undefined;
  return kinesis.Stream.fromStreamAttributes(stack, 'Stream', { streamArn: STREAM_ARN, encryptionKey });
}

function reading(options?: FargateStreamOptions, encrypted = true) {
  const stack = testStack({ frameworks: EVERY_FRAMEWORK });
  serviceIn(stack).consumeStream(streamIn(stack, encrypted), options);
  const template = templateOf(stack);
  const statements = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => id.includes('TaskRole'))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
  return { stack, template, statements };
}

describe('A service that reads a stream', () => {
  test('may read this one and decrypt its records by way of Kinesis, and nothing else', () => {
    expect(reading().statements).toEqual([
      {
        Effect: 'Allow',
        Resource: STREAM_ARN,
        Action: ['kinesis:DescribeStreamSummary', 'kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords'],
      },
      {
        Effect: 'Allow',
        Resource: KEY_ARN,
        Action: 'kms:Decrypt',
        Condition: { StringEquals: { 'kms:ViaService': 'kinesis.eu-west-2.amazonaws.com' } },
      },
    ]);
  });

  test('decrypts nothing of a stream without a key of its own', () => {
    expect(JSON.stringify(reading({}, false).statements)).not.toContain('kms:');
  });

  test('may subscribe as a registered consumer, and then pulls no records', () => {
    const stack = testStack();
    const stream = streamIn(stack, false);
    const streamConsumerArn = `${STREAM_ARN}/consumer/processor:1`;
    const consumer = kinesis.StreamConsumer.fromStreamConsumerArn(stack, 'Consumer', streamConsumerArn);
    serviceIn(stack).consumeStream(stream, { consumer });
    const statements = Object.entries(templateOf(stack).findResources('AWS::IAM::ManagedPolicy')).filter(([id]) => id.includes('TaskRole'))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
    expect(statements).toEqual([
      { Effect: 'Allow', Resource: STREAM_ARN, Action: ['kinesis:DescribeStreamSummary', 'kinesis:ListShards'] },
      { Effect: 'Allow', Resource: streamConsumerArn, Action: ['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'] },
    ]);
  });

  test('has the name of the stream in an environment variable, one for each stream', () => {
    const stack = testStack();
    const service = serviceIn(stack);
    const stream = streamIn(stack);
    service.consumeStream(stream);
    service.consumeStream(stream, { environmentVariable: 'RECORDS' });
    templateOf(stack).hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [Match.objectLike({ Environment: [{ Name: 'STREAM_NAME', Value: 'records' }, { Name: 'RECORDS', Value: 'records' }] })],
    });
    const other = kinesis.Stream.fromStreamArn(stack, 'Other', `${STREAM_ARN}-of-others`);
    expect(() => service.consumeStream(other)).toThrow("environment variable 'STREAM_NAME' already exists in this container");
  });

  test('calls Kinesis from its network', () => {
    const stack = testStack();
    const called: string[] = [];
    calledServices(stack).each(({ service }) => called.push(service.shortName));
    serviceIn(stack).consumeStream(streamIn(stack));
    expect(called).toEqual(['ecr.api', 'ecr.dkr', 'logs', 'kinesis-streams']);
  });
});

describe('Scaling on a stream', () => {
  function scaled(scaling?: FargateStreamScaling) {
    const stack = testStack({ frameworks: EVERY_FRAMEWORK });
    serviceIn(stack).scaleOnStream('Records', streamIn(stack), scaling);
    return { stack, template: templateOf(stack) };
  }

  test('has no findings', () => {
    const { stack } = scaled({ recordsPerTask: 500, throughputPerTask: Size.kibibytes(500) });
    expect(allFindingsOf(stack.node.root as App)).toEqual([]);
  });

  test('adds tasks in steps by how far the slowest shard is behind, and takes none away', () => {
    const { template } = scaled();
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Kinesis',
      MetricName: 'GetRecords.IteratorAgeMilliseconds',
      Dimensions: [{ Name: 'StreamName', Value: 'records' }],
      Statistic: 'Maximum',
      Period: 60,
      Threshold: 60_000,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
    const steps = Object.values(template.findResources('AWS::ApplicationAutoScaling::ScalingPolicy', { Properties: { PolicyType: 'StepScaling' } }));
    expect(steps.map(({ Properties }) => Properties.StepScalingPolicyConfiguration)).toEqual([{
      AdjustmentType: 'ChangeInCapacity',
      Cooldown: 300,
      MetricAggregationType: 'Maximum',
      StepAdjustments: [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 240_000, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 240_000, ScalingAdjustment: 2 },
      ],
    }]);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 1);
    template.resourceCountIs('AWS::ApplicationAutoScaling::ScalingPolicy', 3);
  });

  test('takes another age and cooldown', () => {
    const { template } = scaled({ iteratorAge: Duration.minutes(10), cooldown: Duration.minutes(2) });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold: 600_000 });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      StepScalingPolicyConfiguration: Match.objectLike({
        Cooldown: 120,
        StepAdjustments: Match.arrayWith([Match.objectLike({ MetricIntervalLowerBound: 2_400_000 })]),
      }),
    });
  });

  test.each([
    ['IncomingRecords', { recordsPerTask: 500 }, 500],
    ['IncomingBytes', { throughputPerTask: Size.kibibytes(512) }, 524_288],
  ])('holds %s a second for each running task', (metricName, scaling, targetValue) => {
    const { template } = scaled(scaling);
    template.resourceCountIs('AWS::ApplicationAutoScaling::ScalingPolicy', 4);
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      PolicyType: 'TargetTrackingScaling',
      ScalingTargetId: { Ref: Match.stringLikeRegexp('Target') },
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: targetValue,
        CustomizedMetricSpecification: {
          Metrics: [
            {
              Id: 'incoming',
              ReturnData: false,
              MetricStat: { Stat: 'Sum', Metric: { Namespace: 'AWS/Kinesis', MetricName: metricName, Dimensions: [{ Name: 'StreamName', Value: 'records' }] } },
            },
            {
              Id: 'tasks',
              ReturnData: false,
              MetricStat: {
                Stat: 'Average',
                Metric: {
                  Namespace: 'ECS/ContainerInsights',
                  MetricName: 'RunningTaskCount',
                  Dimensions: [{ Name: 'ClusterName', Value: { Ref: Match.anyValue() } }, { Name: 'ServiceName', Value: { 'Fn::GetAtt': Match.anyValue() } }],
                },
              },
            },
            { Id: 'each', Expression: 'FILL(incoming, 0) / 60 / tasks', Label: `${metricName} a second and task` },
          ],
        },
      },
    });
  });

  test.each<[string, FargateStreamScaling]>([
    ['scaling.recordsPerTask must be a number greater than 0, got 0', { recordsPerTask: 0 }],
    ['scaling.throughputPerTask must be a whole number of KiB of at least 1, got 0 KiB', { throughputPerTask: Size.bytes(0) }],
    ['scaling.iteratorAge must be a whole number of milliseconds of at least 1, got 0 seconds', { iteratorAge: Duration.seconds(0) }],
  ])('refuses where %s', (message, scaling) => {
    expect(() => scaled(scaling)).toThrow(new Error(message));
  });
});

test.each([
  ['long ids', ['a'.repeat(255)]],
  ['ids with line breaks and other characters', ['a\nb', 'ab', 'Zahlungs-Dienst ü']],
])('policies with %s have different names of letters and digits, at most 256 characters', (_kind, ids) => {
  const stack = testStack();
  const service = serviceIn(stack);
  const stream = streamIn(stack);
  for (const id of ids) service.scaleOnStream(id, stream, { recordsPerTask: 1, throughputPerTask: Size.mebibytes(1) });
  const policies = templateOf(stack).findResources('AWS::ApplicationAutoScaling::ScalingPolicy', { Properties: { PolicyType: 'TargetTrackingScaling' } });
  const names = Object.values(policies).map(({ Properties }) => Properties.PolicyName);
  expect(names.filter((name) => !/^[A-Za-z0-9]{1,256}$/.test(name))).toEqual([]);
  // The service has a policy each for CPU and memory.
  expect(new Set(names).size).toBe(2 + 2 * ids.length);
});
