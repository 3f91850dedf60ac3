import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { ResolvedRoute, ResolvedRule } from './resolve-route';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { recommendedAlarms } from '../../core/workload/registry';

/**
 * A target group with one target and its alarms.
 * @param loadBalancer the part of the ARN of the load balancer in metrics, `app/name/id`
 */
export function targetGroupFor(
  scope: Construct, id: string, vpc: ec2.IVpc, loadBalancer: string, route: ResolvedRoute,
): elbv2.ApplicationTargetGroup {
  const { target, protocol, interval } = route;
  const targetGroup = new elbv2.ApplicationTargetGroup(scope, id, {
    vpc,
    port: target.port,
    protocol,
    targets: [target],
    crossZoneEnabled: true,
    deregistrationDelay: route.deregistrationDelay,
    healthCheck: {
      path: target.healthCheckPath,
      protocol: protocol === elbv2.ApplicationProtocol.HTTPS ? elbv2.Protocol.HTTPS : elbv2.Protocol.HTTP,
      interval,
      // Shorter than the interval.
      timeout: Duration.seconds(Math.min(5, interval.toSeconds() - 1)),
      unhealthyThresholdCount: route.unhealthyThreshold,
      healthyHttpCodes: '200',
    },
  });
  setDurations(targetGroup, route);
  if (protocol === elbv2.ApplicationProtocol.HTTP) {
    acknowledgeFindings(targetGroup.node.defaultChild!, 'TLS ends at the load balancer, which connects to the target inside the VPC by a security group rule of its own',
      'ELB.TargetsEncrypted', 'ELB.HealthChecksEncrypted');
  }
  recommendTargetAlarms(targetGroup, loadBalancer);
  return targetGroup;
}

// By attribute: the props of the L2 refuse tokens.
function setDurations(targetGroup: elbv2.ApplicationTargetGroup, { stickiness, slowStart }: ResolvedRoute) {
  if (stickiness) {
    targetGroup.setAttribute('stickiness.enabled', 'true');
    targetGroup.setAttribute('stickiness.type', 'lb_cookie');
    targetGroup.setAttribute('stickiness.lb_cookie.duration_seconds', stickiness.toSeconds().toString());
  }
  if (slowStart) targetGroup.setAttribute('slow_start.duration_seconds', slowStart.toSeconds().toString());
}

/** Forwards to a target group, after the authentication of the route, if it has one. */
export function forwardTo(targetGroup: elbv2.IApplicationTargetGroup, { authentication }: ResolvedRoute): elbv2.ListenerAction {
  const forward = elbv2.ListenerAction.forward([targetGroup]);
  return authentication ? authentication._before(forward) : forward;
}

/** A listener rule that forwards to a target group. */
export function ruleFor(
  scope: Construct, id: string, listener: elbv2.IApplicationListener, targetGroup: elbv2.IApplicationTargetGroup, rule: ResolvedRule,
): elbv2.ApplicationListenerRule {
  const { priority, conditions } = rule;
  return new elbv2.ApplicationListenerRule(scope, id, { listener, priority, conditions, action: forwardTo(targetGroup, rule) });
}

function recommendTargetAlarms(targetGroup: elbv2.ApplicationTargetGroup, loadBalancer: string): void {
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
    description: 'At least one target fails its health check',
    metric: metric('UnHealthyHostCount', cloudwatch.Stats.MAXIMUM),
    threshold: 1,
  });
  alarms.add({
    construct: targetGroup,
    id: 'Target5xxHigh',
    description: 'Targets return 5xx errors',
    metric: metric('HTTPCode_Target_5XX_Count', cloudwatch.Stats.SUM),
    threshold: 5,
  });
  alarms.add({
    construct: targetGroup,
    id: 'TargetResponseTimeHigh',
    description: 'At least 5 % of requests wait 1 second or longer for the response of the target',
    metric: metric('TargetResponseTime', 'p95'),
    threshold: 1,
    evaluationPeriods: 5,
  });
}
