import { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { AGENT_NAMESPACE } from './cloudwatch-agent';
import { cpuUtilization } from './group-scaling';
import { RecommendedAlarm, recommendedAlarms } from '../../core/workload/registry';

/** Above the scaling target, so that the alarm indicates a group that cannot scale out further. */
const UTILIZATION_PERCENT = 90;
const DISK_PERCENT = 85;

/** Recommends the alarms of an Auto Scaling group. */
export function recommendGroupAlarms(construct: Construct, group: autoscaling.AutoScalingGroup): void {
  const metric = (namespace: string, metricName: string, statistic: string) => new cloudwatch.Metric({
    namespace, metricName, statistic, dimensionsMap: { AutoScalingGroupName: group.autoScalingGroupName }, period: Duration.minutes(1),
  });
  const add = (alarm: Omit<RecommendedAlarm, 'construct'>) => recommendedAlarms(construct).add({ construct, ...alarm });
  add({
    id: 'CpuHigh',
    description: `CPU utilization of the instances is ${UTILIZATION_PERCENT} % or more despite scaling: raise maxCapacity or use a larger instance type.`,
    metric: cpuUtilization(group),
    threshold: UTILIZATION_PERCENT,
    evaluationPeriods: 10,
  });
  add({
    id: 'MemoryHigh',
    description: `Memory utilization of an instance is ${UTILIZATION_PERCENT} % or more: look for a memory leak, or use an instance type with more memory.`,
    metric: metric(AGENT_NAMESPACE, 'mem_used_percent', cloudwatch.Stats.MAXIMUM),
    threshold: UTILIZATION_PERCENT,
    evaluationPeriods: 10,
  });
  add({
    id: 'DiskHigh',
    description: `The root volume of an instance is ${DISK_PERCENT} % full or more: check for logs that are not rotated, or raise volume.sizeGiB.`,
    metric: metric(AGENT_NAMESPACE, 'disk_used_percent', cloudwatch.Stats.MAXIMUM),
    threshold: DISK_PERCENT,
    evaluationPeriods: 10,
  });
  add({
    id: 'StatusCheckFailed',
    description: 'An instance fails its status checks. The group replaces it. If it happens again, check the system log.',
    metric: metric('AWS/EC2', 'StatusCheckFailed', cloudwatch.Stats.MAXIMUM),
    threshold: 1,
  });
  add({
    id: 'InstancesMissing',
    description: 'Fewer instances are in service than desired: check the activity history of the group and the bootstrap log.',
    metric: new cloudwatch.MathExpression({
      label: 'Missing instances',
      expression: 'desired - inService',
      usingMetrics: {
        desired: metric('AWS/AutoScaling', 'GroupDesiredCapacity', cloudwatch.Stats.AVERAGE),
        inService: metric('AWS/AutoScaling', 'GroupInServiceInstances', cloudwatch.Stats.AVERAGE),
      },
      period: Duration.minutes(1),
    }),
    threshold: 1,
    evaluationPeriods: 15,
  });
}
