import { Duration, Lazy, Names } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { FargateStreamScaling } from './fargate-method-options';
import { ServiceCalls } from './service-calls';
import { requireDuration, requireKnown, requirePositive, requireProps, requireSameRegion, requireSize } from '../../core/validation';
import { viaService } from '../../core/workload/partition';
import { requireNewId } from '../shared/capacity';

const SECONDS_PER_MINUTE = 60;
const FAR_BEHIND = 5;

/**
 * Allows a role to read a stream (Kinesis Data Streams Developer Guide, Controlling access: read access, enhanced fan-out read access). Records can be
 * decrypted only through Kinesis.
 */
export function consumeStream(reader: iam.IPrincipal, calls: ServiceCalls, stream: kinesis.IStream, consumer?: kinesis.IStreamConsumer): void {
  const { encryptionKey, streamArn, env: { region } } = stream;
  const allow = (actions: string[], resource: string, conditions?: { [operator: string]: unknown }) => {
    reader.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources: [resource], conditions }));
  };
  if (consumer) {
    allow(['kinesis:DescribeStreamSummary', 'kinesis:ListShards'], streamArn);
    allow(['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'], consumer.streamConsumerArn);
  } else {
    allow(['kinesis:DescribeStreamSummary', 'kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords'], streamArn);
  }
  if (encryptionKey) {
    allow(['kms:Decrypt'], encryptionKey.keyArn, { StringEquals: { 'kms:ViaService': viaService('kinesis', region) } });
  }
  calls.bySdk(ec2.InterfaceVpcEndpointAwsService.KINESIS_STREAMS);
}

/**
 * Scales a service on the incoming data of a stream and on the age of its records. Incoming data is divided among the tasks, so that a target can be
 * tracked. The age is not, so that steps only add tasks.
 */
export function scaleOnStream(
  service: ecs.FargateService, scaling: ecs.ScalableTaskCount, id: string, stream: kinesis.IStream, options: FargateStreamScaling,
): void {
  requireProps(service, 'FargateStreamScaling', options, 'scaling');
  const { iteratorAge = Duration.minutes(1), recordsPerTask, throughputPerTask, cooldown = Duration.minutes(5) } = options;
  requireKnown(service, 'scaling.iteratorAge', iteratorAge);
  requireDuration(service, 'scaling.iteratorAge', iteratorAge, { unit: 'milliseconds' });
  requirePositive(service, 'scaling.recordsPerTask', recordsPerTask);
  requireKnown(service, 'scaling.throughputPerTask', throughputPerTask);
  requireSize(service, 'scaling.throughputPerTask', throughputPerTask, { unit: 'KiB' });
  requireDuration(service, 'scaling.cooldown', cooldown, { unit: 'seconds', min: 0 });
  // CloudWatch User Guide, Using Amazon CloudWatch alarms: an alarm watches metrics of its own Region.
  requireSameRegion(service, 'stream', 'a stream', stream);
  requireNewId(scaling.node.findChild('Target'), 'scaling policy', id, `${id}Age`);

  const age = iteratorAge.toMilliseconds();
  scaling.scaleOnMetric(`${id}Age`, {
    metric: stream.metricGetRecordsIteratorAgeMilliseconds({ statistic: cloudwatch.Stats.MAXIMUM, period: Duration.minutes(1) }),
    scalingSteps: [{ lower: age, change: 1 }, { lower: FAR_BEHIND * age, change: 2 }],
    adjustmentType: appscaling.AdjustmentType.CHANGE_IN_CAPACITY,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    cooldown,
  });
  if (recordsPerTask !== undefined) trackPerTask(service, scaling, `${id}Records`, stream, 'IncomingRecords', recordsPerTask);
  if (throughputPerTask) trackPerTask(service, scaling, `${id}Bytes`, stream, 'IncomingBytes', throughputPerTask.toBytes());
}

/**
 * Tracks the amount per second and task. The stream's metric is the sum over its shards; the number of tasks is a metric of Container Insights. The L2
 * policy of aws-cdk-lib does not support expressions (Application Auto Scaling User Guide, Target tracking with metric math).
 */
function trackPerTask(
  { cluster, serviceName }: ecs.FargateService, scaling: ecs.ScalableTaskCount, id: string,
  stream: kinesis.IStream, metricName: string, targetValue: number,
): void {
  const metric = (namespace: string, name: string, dimensions: { [name: string]: string }) => ({
    namespace, metricName: name, dimensions: Object.entries(dimensions).map(([dimension, value]) => ({ name: dimension, value })),
  });
  const policy: appscaling.CfnScalingPolicy = new appscaling.CfnScalingPolicy(scaling, id, {
    policyName: Lazy.string({ produce: () => Names.uniqueId(policy) }),
    policyType: 'TargetTrackingScaling',
    scalingTargetId: (scaling.node.findChild('Target') as appscaling.ScalableTarget).scalableTargetId,
    targetTrackingScalingPolicyConfiguration: {
      targetValue,
      customizedMetricSpecification: {
        metrics: [
          { id: 'incoming', metricStat: { metric: metric('AWS/Kinesis', metricName, { StreamName: stream.streamName }), stat: cloudwatch.Stats.SUM }, returnData: false },
          {
            id: 'tasks',
            metricStat: {
              metric: metric('ECS/ContainerInsights', 'RunningTaskCount', { ClusterName: cluster.clusterName, ServiceName: serviceName }), stat: cloudwatch.Stats.AVERAGE,
            },
            returnData: false,
          },
          // An idle stream has no metric. FILL lets the service scale in then.
          { id: 'each', expression: `FILL(incoming, 0) / ${SECONDS_PER_MINUTE} / tasks`, label: `${metricName} a second and task` },
        ],
      },
    },
  });
}
