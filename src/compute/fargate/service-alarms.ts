import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { recommendedAlarms } from '../../core/workload/registry';

/** Well above what scaling holds, so that it tells of a service which cannot scale any further. */
const UTILIZATION_PERCENT = 90;

/** Declares the alarms of a service. */
export function recommendServiceAlarms(construct: Construct, service: ecs.FargateService): void {
  const alarms = recommendedAlarms(construct);
  alarms.add({
    construct,
    id: 'CpuHigh',
    description: `The tasks use ${UTILIZATION_PERCENT} % of their CPU although the service scales: raise maxCapacity or the size of a task.`,
    metric: service.metricCpuUtilization(),
    threshold: UTILIZATION_PERCENT,
  });
  alarms.add({
    construct,
    id: 'MemoryHigh',
    description: `The tasks use ${UTILIZATION_PERCENT} % of their memory although the service scales: look for a leak, or raise the memory of a task.`,
    metric: service.metricMemoryUtilization(),
    threshold: UTILIZATION_PERCENT,
  });
  alarms.add({
    construct,
    id: 'TasksMissing',
    description: 'Fewer tasks run than are desired: look at the events of the service and at the reasons why tasks stopped.',
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
    statistic: 'Average',
    period: Duration.minutes(5),
  });
}
