import { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { AGENT_NAMESPACE } from './cloudwatch-agent';
import { cpuUtilization } from './group-scaling';
import { RecommendedAlarm, recommendedAlarms } from '../../core/workload/registry';

/** Well above what scaling holds, so that it tells of a group which cannot scale any further. */
const UTILIZATION_PERCENT = 90;
const DISK_PERCENT = 85;

/** Declares the alarms of a group of instances. */
export function recommendGroupAlarms(construct: Construct, group: autoscaling.AutoScalingGroup): void {
  const metric = (namespace: string, metricName: string, statistic: string) => new cloudwatch.Metric({
    namespace, metricName, statistic, dimensionsMap: { AutoScalingGroupName: group.autoScalingGroupName }, period: Duration.minutes(1),
  });
  const add = (alarm: Omit<RecommendedAlarm, 'construct'>) => recommendedAlarms(construct).add({ construct, ...alarm });
  add({
    id: 'CpuHigh',
    description: `The instances use ${UTILIZATION_PERCENT} % of their CPU although the group scales: raise maxCapacity or take a larger type.`,
    metric: cpuUtilization(group),
    threshold: UTILIZATION_PERCENT,
    evaluationPeriods: 10,
  });
  add({
    id: 'MemoryHigh',
    description: `An instance uses ${UTILIZATION_PERCENT} % of its memory: look for a leak, or take a type with more.`,
    metric: metric(AGENT_NAMESPACE, 'mem_used_percent', 'Maximum'),
    threshold: UTILIZATION_PERCENT,
    evaluationPeriods: 10,
  });
  add({
    id: 'DiskHigh',
    description: `The root volume of an instance is ${DISK_PERCENT} % full: look for logs that do not rotate, or raise volume.sizeGiB.`,
    metric: metric(AGENT_NAMESPACE, 'disk_used_percent', 'Maximum'),
    threshold: DISK_PERCENT,
    evaluationPeriods: 10,
  });
  add({
    id: 'StatusCheckFailed',
    description: 'An instance fails its status checks: the group replaces it; look at the system log if it happens again.',
    metric: metric('AWS/EC2', 'StatusCheckFailed', 'Maximum'),
    threshold: 1,
  });
  add({
    id: 'InstancesMissing',
    description: 'Fewer instances are in service than are desired: look at the activities of the group and at the log of the bootstrap.',
    metric: new cloudwatch.MathExpression({
      label: 'Missing instances',
      expression: 'desired - inService',
      usingMetrics: {
        desired: metric('AWS/AutoScaling', 'GroupDesiredCapacity', 'Average'),
        inService: metric('AWS/AutoScaling', 'GroupInServiceInstances', 'Average'),
      },
      period: Duration.minutes(1),
    }),
    threshold: 1,
    evaluationPeriods: 15,
  });
}
