import { Duration, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { RouteOptions, RouteRule } from './route-options';
import { IHttpTarget } from '../../core/contracts/http-target';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { refuse } from '../../core/validation';
import { recommendedAlarms } from '../../core/workload/registry';

/** A target group of one target, checked at the target's own path. */
export function targetGroupFor(
  scope: Construct, id: string, vpc: ec2.IVpc, target: IHttpTarget, options: RouteOptions,
): elbv2.ApplicationTargetGroup {
  requireSeconds(scope, 'healthCheckInterval', options.healthCheckInterval, 5, 300);
  requireSeconds(scope, 'deregistrationDelay', options.deregistrationDelay, 0, 3600);
  requireSeconds(scope, 'slowStart', options.slowStart, 30, 900);
  const protocol = options.protocol ?? elbv2.ApplicationProtocol.HTTP;
  const interval = options.healthCheckInterval ?? Duration.seconds(30);
  // It has to be shorter than the interval.
  const timeout = Duration.seconds(Math.min(5, interval.toSeconds() - 1));
  const targetGroup = new elbv2.ApplicationTargetGroup(scope, id, {
    vpc,
    port: target.port,
    protocol,
    targets: [target],
    crossZoneEnabled: true,
    deregistrationDelay: options.deregistrationDelay ?? Duration.seconds(60),
    stickinessCookieDuration: options.stickiness,
    slowStart: options.slowStart,
    healthCheck: {
      path: target.healthCheckPath,
      protocol: protocol === elbv2.ApplicationProtocol.HTTPS ? elbv2.Protocol.HTTPS : elbv2.Protocol.HTTP,
      interval,
      timeout,
      healthyHttpCodes: '200',
    },
  });
  if (protocol === elbv2.ApplicationProtocol.HTTP) {
    acknowledgeFindings(targetGroup.node.defaultChild!, 'TLS ends at the load balancer, which reaches the target inside the VPC by a security group rule of its own',
      'ELB.TargetsEncrypted', 'ELB.HealthChecksEncrypted');
  }
  return targetGroup;
}

/** Forwards, to those who have proved who they are where the route asks for it. */
export function forwardTo(targetGroup: elbv2.IApplicationTargetGroup, { authentication }: RouteOptions): elbv2.ListenerAction {
  const forward = elbv2.ListenerAction.forward([targetGroup]);
  return authentication ? authentication._before(forward) : forward;
}

/** A rule of a listener, and the target group that it forwards to. */
export function addRule(
  scope: Construct, id: string, vpc: ec2.IVpc, listener: elbv2.IApplicationListener, target: IHttpTarget, rule: RouteRule,
): elbv2.ApplicationTargetGroup {
  const { conditions, priority } = rule;
  if (conditions.length === 0) refuse(scope, `route '${id}' has no condition, need at least one`);
  // Elastic Load Balancing API, CreateRule.
  if (!Token.isUnresolved(priority) && (!Number.isInteger(priority) || priority < 1 || priority > 50_000)) {
    refuse(scope, `priority of route '${id}' is ${priority}, need a whole number from 1 to 50000`);
  }
  const targetGroup = targetGroupFor(scope, `${id}TargetGroup`, vpc, target, rule);
  new elbv2.ApplicationListenerRule(scope, `${id}Rule`, { listener, priority, conditions, action: forwardTo(targetGroup, rule) });
  return targetGroup;
}

/**
 * Alarms on a target group.
 * @param loadBalancer the load balancer's part of its ARN, `app/name/id`
 */
export function recommendTargetAlarms(targetGroup: elbv2.ApplicationTargetGroup, loadBalancer: string): void {
  const metric = (metricName: string, statistic: string) => new cloudwatch.Metric({
    namespace: 'AWS/ApplicationELB',
    metricName,
    dimensionsMap: { TargetGroup: targetGroup.targetGroupFullName, LoadBalancer: loadBalancer },
    statistic,
    period: Duration.minutes(1),
  });
  const alarms = recommendedAlarms(targetGroup);
  alarms.add({
    construct: targetGroup,
    id: 'UnhealthyHosts',
    description: 'At least one target fails its health checks',
    metric: metric('UnHealthyHostCount', cloudwatch.Stats.MAXIMUM),
    threshold: 1,
  });
  alarms.add({
    construct: targetGroup,
    id: 'Target5xxHigh',
    description: 'Targets answer with server errors',
    metric: metric('HTTPCode_Target_5XX_Count', cloudwatch.Stats.SUM),
    threshold: 5,
  });
  alarms.add({
    construct: targetGroup,
    id: 'TargetResponseTimeHigh',
    description: 'One request in twenty waits longer than a second for its target',
    metric: metric('TargetResponseTime', 'p95'),
    threshold: 1,
    evaluationPeriods: 5,
  });
}

/** Refuses a duration out of what the service takes. */
export function requireSeconds(scope: Construct, prop: string, duration: Duration | undefined, min: number, max: number): void {
  if (duration === undefined || duration.isUnresolved()) return;
  const seconds = duration.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds < min || seconds > max) {
    refuse(scope, `${prop} is ${seconds} seconds, need a whole number of seconds from ${min} to ${max}`);
  }
}
