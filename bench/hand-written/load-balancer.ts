import { CfnParameter, Duration } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { firewall, FirewallOptions } from './firewall';
import { securityGroup } from './network';
import { HandWrittenStack } from './stack';

export interface LoadBalancerOptions {
  readonly vpc: ec2.Vpc;
  readonly description: string;
  readonly logBucket: s3.Bucket;
  readonly service: ecs.FargateService;
  readonly firewall: FirewallOptions;
}

/** Open to the internet by HTTPS, in front of a service that is rolled back when it answers with errors. */
export function loadBalancer(stack: HandWrittenStack, options: LoadBalancerOptions): elbv2.ApplicationLoadBalancer {
  const { vpc, description, logBucket, service } = options;
  const group = securityGroup(stack, 'EdgeSecurityGroup', vpc, description);
  for (const port of [80, 443]) group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(port), 'Internet');
  const alb = new elbv2.ApplicationLoadBalancer(stack, 'LoadBalancer', {
    vpc,
    loadBalancerName: stack.named('alb'),
    internetFacing: true,
    securityGroup: group,
    dropInvalidHeaderFields: true,
    desyncMitigationMode: elbv2.DesyncMitigationMode.STRICTEST,
    deletionProtection: false,
    http2Enabled: true,
  });
  for (const kind of ['access_logs', 'connection_logs']) {
    alb.setAttribute(`${kind}.s3.enabled`, 'true');
    alb.setAttribute(`${kind}.s3.bucket`, logBucket.bucketName);
    alb.setAttribute(`${kind}.s3.prefix`, 'alb');
  }
  alb.addRedirect({ open: false });
  const listener = alb.addListener('Https', {
    port: 443,
    open: false,
    certificates: [acm.Certificate.fromCertificateArn(stack, 'Certificate', new CfnParameter(stack, 'CertificateArn').valueAsString)],
    sslPolicy: elbv2.SslPolicy.TLS13_RES,
  });
  listener.setAttribute('routing.http.response.server.enabled', 'false');
  listener.setAttribute('routing.http.response.strict_transport_security.header_value', 'max-age=31536000');
  const targetGroup = listener.addTargets('Service', {
    port: 8080,
    protocol: elbv2.ApplicationProtocol.HTTP,
    targets: [service],
    healthCheck: { path: '/', interval: Duration.seconds(30), timeout: Duration.seconds(5), healthyThresholdCount: 2, unhealthyThresholdCount: 3, healthyHttpCodes: '200' },
    deregistrationDelay: Duration.seconds(30),
  });
  firewall(stack, alb.loadBalancerArn, options.firewall);
  const errors = () => targetGroup.metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT);
  const deployment = stack.alarm('DeploymentErrors', errors(), 10);
  service.enableDeploymentAlarms([deployment.alarmName], { behavior: ecs.AlarmBehavior.ROLLBACK_ON_ALARM });
  stack.alarm('Unhealthy', targetGroup.metrics.unhealthyHostCount(), 1);
  stack.alarm('Target5xx', errors(), 10);
  stack.alarm('ResponseTime', targetGroup.metrics.targetResponseTime(), 2);
  stack.alarm('Elb5xx', alb.metrics.httpCodeElb(elbv2.HttpCodeElb.ELB_5XX_COUNT), 10);
  stack.alarm('Rejected', alb.metrics.rejectedConnectionCount(), 1);
  return alb;
}
