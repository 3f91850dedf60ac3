import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { recommendedAlarms } from '../../core/workload/registry';

/** Above the scaling targets, so that the alarm indicates a service that cannot scale out further. */
const UTILIZATION_PERCENT = 90;

/** Recommends the alarms of a service. */
export function recommendServiceAlarms(construct: Construct, service: ecs.FargateService): void {
  const alarms = recommendedAlarms(construct);
  alarms.add({
    construct,
    id: 'CpuHigh',
    description: `CPU utilization of the tasks is ${UTILIZATION_PERCENT} % or more despite scaling: raise maxCapacity or the task size.`,
    metric: service.metricCpuUtilization(),
    threshold: UTILIZATION_PERCENT,
  });
  alarms.add({
    construct,
    id: 'MemoryHigh',
    description: `Memory utilization of the tasks is ${UTILIZATION_PERCENT} % or more despite scaling: look for a memory leak, or raise the memory of the task.`,
    metric: service.metricMemoryUtilization(),
    threshold: UTILIZATION_PERCENT,
  });
  alarms.add({
    construct,
    id: 'TasksMissing',
    description: 'Fewer tasks run than desired: check the service events and the reasons for stopped tasks.',
    metric: new cloudwatch.MathExpression({
      label: 'Missing tasks',
      expression: 'desired - running',
      usingMetrics: { desired: insight(service, 'DesiredTaskCount'), running: insight(service, 'RunningTaskCount') },
      period: Duration.minutes(5),
    }),
    threshold: 1,
  });
}

/** A metric of Container Insights (CloudWatch User Guide, Amazon ECS Container Insights metrics). */
function insight({ cluster, serviceName }: ecs.FargateService, metricName: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'ECS/ContainerInsights',
    metricName,
    dimensionsMap: { ClusterName: cluster.clusterName, ServiceName: serviceName },
    statistic: cloudwatch.Stats.AVERAGE,
    period: Duration.minutes(5),
  });
}
