import { Duration, Lazy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { refuse, requireSameRegion } from '../../core/validation';

const ERRORS_PER_MINUTE = 10;

/** An alarm on server errors behind a target group. It refers only to the load balancer, so that the service can depend on it. */
function deploymentAlarm(scope: Construct, id: string, targetGroup: elbv2.ApplicationTargetGroup): cloudwatch.Alarm {
  const alarm = new cloudwatch.Alarm(scope, id, {
    alarmDescription: `Rolls a deployment back at more than ${ERRORS_PER_MINUTE} server errors per minute.`,
    metric: new cloudwatch.Metric({
      namespace: 'AWS/ApplicationELB',
      metricName: 'HTTPCode_Target_5XX_Count',
      // A target group is attached to its load balancer only after its targets.
      dimensionsMap: {
        LoadBalancer: Lazy.string({ produce: () => targetGroup.firstLoadBalancerFullName }),
        TargetGroup: Lazy.string({ produce: () => targetGroup.targetGroupFullName }),
      },
      statistic: cloudwatch.Stats.SUM,
      period: Duration.minutes(1),
    }),
    threshold: ERRORS_PER_MINUTE,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  acknowledgeFindings(alarm.node.defaultChild!, 'this alarm triggers deployment rollback; the alarms of the load balancer send notifications',
    'CloudWatch.AlarmHasActions', 'NIST.800.53.R5-CloudWatchAlarmAction', 'HIPAA.Security-CloudWatchAlarmAction');
  return alarm;
}

/** Alarms that roll back deployments of a service. aws-cdk-lib does not add alarms to those set at first; this class does. */
export class DeploymentAlarms {
  private readonly alarmNames: string[] = [];
  private targetGroups = 0;

  constructor(private readonly scope: Construct, private readonly service: ecs.FargateService, private readonly onErrors: boolean) {}

  /** Adds an alarm. */
  public add(alarm: cloudwatch.IAlarm): void {
    const { alarmName, node } = alarm;
    requireSameRegion(this.scope, 'alarm', 'an alarm', alarm);
    if (this.alarmNames.includes(alarmName)) refuse(this.scope, `alarm '${node.path}' already exists in this service`);
    if (this.alarmNames.push(alarmName) > 1) return;
    const resource = this.service.node.findChild('Service') as ecs.CfnService;
    resource.deploymentConfiguration = {
      ...resource.deploymentConfiguration,
      alarms: { alarmNames: Lazy.list({ produce: () => this.alarmNames }), enable: true, rollback: true },
    };
  }

  /** Adds an alarm on server errors behind a target group. The load balancer of an imported target group is not known. */
  public watch(targetGroup: elbv2.IApplicationTargetGroup): void {
    this.targetGroups += 1;
    if (!this.onErrors || !(targetGroup instanceof elbv2.ApplicationTargetGroup)) return;
    this.add(deploymentAlarm(this.scope, `DeploymentErrors${this.targetGroups > 1 ? this.targetGroups : ''}`, targetGroup));
  }
}
