import { Duration, Lazy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';

const ERRORS_A_MINUTE = 10;

/**
 * An alarm on what a service answers behind a target group. It refers to the load balancer alone, so that the service can wait for it.
 */
function deploymentAlarm(scope: Construct, id: string, targetGroup: elbv2.ApplicationTargetGroup): cloudwatch.Alarm {
  const { firstLoadBalancerFullName, targetGroupFullName } = lateNames(targetGroup);
  const alarm = new cloudwatch.Alarm(scope, id, {
    alarmDescription: `Rolls a deployment back that answers more than ${ERRORS_A_MINUTE} requests a minute with a server error.`,
    metric: new cloudwatch.Metric({
      namespace: 'AWS/ApplicationELB',
      metricName: 'HTTPCode_Target_5XX_Count',
      dimensionsMap: { LoadBalancer: firstLoadBalancerFullName, TargetGroup: targetGroupFullName },
      statistic: 'Sum',
      period: Duration.minutes(1),
    }),
    threshold: ERRORS_A_MINUTE,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  acknowledgeFindings(alarm.node.defaultChild!, 'its action is the roll-back of a deployment; people are notified by the alarms of the load balancer',
    'CloudWatch.AlarmHasActions', 'NIST.800.53.R5-CloudWatchAlarmAction', 'HIPAA.Security-CloudWatchAlarmAction');
  return alarm;
}

/** The alarms that roll deployments of a service back, those included that are added later: aws-cdk-lib keeps the first ones only. */
export class DeploymentAlarms {
  private readonly alarmNames: string[] = [];
  private targetGroups = 0;

  constructor(private readonly scope: Construct, private readonly service: ecs.FargateService, private readonly onErrors: boolean) {}

  /** Rolls back on an alarm. */
  public add({ alarmName }: cloudwatch.IAlarm): void {
    if (this.alarmNames.push(alarmName) > 1) return;
    const resource = this.service.node.findChild('Service') as ecs.CfnService;
    resource.deploymentConfiguration = {
      ...resource.deploymentConfiguration,
      alarms: { alarmNames: Lazy.list({ produce: () => this.alarmNames }), enable: true, rollback: true },
    };
  }

  /** Rolls back on what the service answers behind a target group. An imported one does not know the load balancer that the metric names. */
  public watch(targetGroup: elbv2.IApplicationTargetGroup): void {
    this.targetGroups += 1;
    if (!this.onErrors || !(targetGroup instanceof elbv2.ApplicationTargetGroup)) return;
    this.add(deploymentAlarm(this.scope, `DeploymentErrors${this.targetGroups > 1 ? this.targetGroups : ''}`, targetGroup));
  }
}

/** A target group learns of its load balancer only after its targets. */
function lateNames(targetGroup: elbv2.ApplicationTargetGroup) {
  return {
    firstLoadBalancerFullName: Lazy.string({ produce: () => targetGroup.firstLoadBalancerFullName }),
    targetGroupFullName: Lazy.string({ produce: () => targetGroup.targetGroupFullName }),
  };
}
