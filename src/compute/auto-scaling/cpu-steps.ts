import { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { CpuSteps } from './auto-scaling-options';

const MINUTES = 3;
const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_OR_EQUAL_TO_THRESHOLD } = cloudwatch.ComparisonOperator;

/**
 * Adds or removes one instance when CPU utilization stays at or beyond a threshold for three minutes. The step scaling of aws-cdk-lib is not used because
 * it prints a deprecation warning at every synthesis.
 */
export function scaleByCpuSteps(
  scope: Construct, group: autoscaling.AutoScalingGroup, metric: cloudwatch.Metric, steps: CpuSteps, warmup: Duration,
): void {
  const { scaleOutAtPercent, scaleInAtPercent } = steps;
  const step = (id: string, change: number, threshold: number, bound: object, comparisonOperator: cloudwatch.ComparisonOperator) => {
    const policy = new autoscaling.CfnScalingPolicy(scope, `${id}Policy`, {
      autoScalingGroupName: group.autoScalingGroupName,
      policyType: 'StepScaling',
      adjustmentType: autoscaling.AdjustmentType.CHANGE_IN_CAPACITY,
      metricAggregationType: autoscaling.MetricAggregationType.AVERAGE,
      // Only a scale-out waits for instances.
      estimatedInstanceWarmup: change > 0 ? warmup.toSeconds() : undefined,
      stepAdjustments: [{ ...bound, scalingAdjustment: change }],
    });
    new cloudwatch.Alarm(scope, `${id}Alarm`, {
      alarmDescription: `${change > 0 ? 'Adds' : 'Removes'} one instance at a CPU utilization of ${threshold} % or ${change > 0 ? 'more' : 'less'}.`,
      metric,
      threshold,
      comparisonOperator,
      evaluationPeriods: MINUTES,
    }).addAlarmAction({ bind: () => ({ alarmActionArn: policy.ref }) });
  };
  step('ScaleOut', 1, scaleOutAtPercent, { metricIntervalLowerBound: 0 }, GREATER_THAN_OR_EQUAL_TO_THRESHOLD);
  step('ScaleIn', -1, scaleInAtPercent, { metricIntervalUpperBound: 0 }, LESS_THAN_OR_EQUAL_TO_THRESHOLD);
}
