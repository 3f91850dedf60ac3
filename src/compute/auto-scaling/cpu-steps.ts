import { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { CpuSteps } from './auto-scaling-options';
import { refuse } from '../../core/validation';
import { isLiteral, requirePercent } from '../shared/capacity';

const MINUTES = 3;

/**
 * An instance more, or one less, where CPU utilization stays at or beyond a threshold for three minutes. The step scaling of aws-cdk-lib's own
 * prints a deprecation of its own at every synth.
 */
export function scaleByCpuSteps(
  scope: Construct, group: autoscaling.AutoScalingGroup, metric: cloudwatch.Metric, steps: CpuSteps, warmup: Duration,
): void {
  const { scaleOutAtPercent, scaleInAtPercent } = steps;
  requirePercent(scope, 'scaleOutAtPercent', scaleOutAtPercent);
  requirePercent(scope, 'scaleInAtPercent', scaleInAtPercent);
  if ([scaleInAtPercent, scaleOutAtPercent].every(isLiteral) && scaleInAtPercent >= scaleOutAtPercent) {
    refuse(scope, `scaleInAtPercent is ${scaleInAtPercent}, need less than scaleOutAtPercent, which is ${scaleOutAtPercent}`);
  }
  const step = (id: string, change: number, threshold: number, bound: object, comparisonOperator: cloudwatch.ComparisonOperator) => {
    const policy = new autoscaling.CfnScalingPolicy(scope, `${id}Policy`, {
      autoScalingGroupName: group.autoScalingGroupName,
      policyType: 'StepScaling',
      adjustmentType: autoscaling.AdjustmentType.CHANGE_IN_CAPACITY,
      metricAggregationType: autoscaling.MetricAggregationType.AVERAGE,
      // Only what adds instances has to wait for them.
      estimatedInstanceWarmup: change > 0 ? warmup.toSeconds() : undefined,
      stepAdjustments: [{ ...bound, scalingAdjustment: change }],
    });
    new cloudwatch.Alarm(scope, `${id}Alarm`, {
      alarmDescription: `Scales by ${change} where the instances use ${comparisonOperator === AT_OR_ABOVE ? 'at least' : 'at most'} ${threshold} % of their CPU.`,
      metric,
      threshold,
      comparisonOperator,
      evaluationPeriods: MINUTES,
    }).addAlarmAction({ bind: () => ({ alarmActionArn: policy.ref }) });
  };
  step('ScaleOut', 1, scaleOutAtPercent, { metricIntervalLowerBound: 0 }, AT_OR_ABOVE);
  step('ScaleIn', -1, scaleInAtPercent, { metricIntervalUpperBound: 0 }, cloudwatch.ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD);
}

const AT_OR_ABOVE = cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;
