import { Duration, Names } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { FargateStreamScaling } from './fargate-stream-options';
import { requirePositive } from '../shared/target-props';

const SECONDS_A_MINUTE = 60;
const FAR_BEHIND = 5;

/**
 * Scales a service on what comes into a stream and on how far it is behind. What comes in divides among the tasks, so that a target can be held;
 * an age does not, so that it only adds tasks, in steps.
 */
export function scaleOnStream(
  service: ecs.FargateService, scaling: ecs.ScalableTaskCount, id: string, stream: kinesis.IStream, options: FargateStreamScaling,
): void {
  const { iteratorAge = Duration.minutes(1), recordsPerTask, throughputPerTask, cooldown = Duration.minutes(5) } = options;
  const bytesPerTask = throughputPerTask?.toBytes();
  requirePositive(service, 'recordsPerTask', recordsPerTask);
  requirePositive(service, 'throughputPerTask', bytesPerTask, ' bytes');
  const age = iteratorAge.toMilliseconds();
  requirePositive(service, 'iteratorAge', age, ' ms');

  scaling.scaleOnMetric(`${id}Age`, {
    metric: stream.metricGetRecordsIteratorAgeMilliseconds({ statistic: cloudwatch.Stats.MAXIMUM, period: Duration.minutes(1) }),
    scalingSteps: [{ lower: age, change: 1 }, { lower: FAR_BEHIND * age, change: 2 }],
    adjustmentType: appscaling.AdjustmentType.CHANGE_IN_CAPACITY,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    cooldown,
  });
  if (recordsPerTask !== undefined) holdPerTask(service, scaling, `${id}Records`, stream, 'IncomingRecords', recordsPerTask);
  if (bytesPerTask !== undefined) holdPerTask(service, scaling, `${id}Bytes`, stream, 'IncomingBytes', bytesPerTask);
}

/**
 * Holds what a second brings for each task. The stream's metric is the sum over its shards; that of the tasks is one of Container Insights.
 * aws-cdk-lib's own policy takes no expression (Application Auto Scaling User Guide, Target tracking with metric math).
 */
function holdPerTask(
  { cluster, serviceName }: ecs.FargateService, scaling: ecs.ScalableTaskCount, id: string,
  stream: kinesis.IStream, metricName: string, targetValue: number,
): void {
  const metric = (namespace: string, name: string, dimensions: { [name: string]: string }) => ({
    namespace, metricName: name, dimensions: Object.entries(dimensions).map(([dimension, value]) => ({ name: dimension, value })),
  });
  new appscaling.CfnScalingPolicy(scaling, id, {
    policyName: `${Names.uniqueId(scaling)}${id}`,
    policyType: 'TargetTrackingScaling',
    scalingTargetId: (scaling.node.findChild('Target') as appscaling.ScalableTarget).scalableTargetId,
    targetTrackingScalingPolicyConfiguration: {
      targetValue,
      customizedMetricSpecification: {
        metrics: [
          { id: 'incoming', metricStat: { metric: metric('AWS/Kinesis', metricName, { StreamName: stream.streamName }), stat: 'Sum' }, returnData: false },
          {
            id: 'tasks',
            metricStat: {
              metric: metric('ECS/ContainerInsights', 'RunningTaskCount', { ClusterName: cluster.clusterName, ServiceName: serviceName }), stat: 'Average',
            },
            returnData: false,
          },
          // A stream that nothing comes into has no metric: then tasks are taken away, too.
          { id: 'each', expression: `FILL(incoming, 0) / ${SECONDS_A_MINUTE} / tasks`, label: `${metricName} a second and task` },
        ],
      },
    },
  });
}
