import { Lazy } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { AlbDomain } from './alb-with-waf-props';
import { undotted } from '../shared/validation';

/** An alias record that evaluates the health of the targets. */
export function aliasFor(scope: Construct, loadBalancer: elbv2.ApplicationLoadBalancer, { domainName, hostedZone }: AlbDomain): route53.ARecord {
  return new route53.ARecord(scope, 'AliasRecord', {
    zone: hostedZone,
    recordName: domainName,
    target: route53.RecordTarget.fromAlias(new LoadBalancerTarget(loadBalancer, { evaluateTargetHealth: true })),
  });
}

/** A Route 53 health check of the domain name from the internet. */
export function healthCheckFor(scope: Construct, { domainName, healthCheckPath }: AlbDomain, defaultPath: () => string): route53.HealthCheck {
  return new route53.HealthCheck(scope, 'HealthCheck', {
    type: route53.HealthCheckType.HTTPS,
    fqdn: undotted(domainName),
    port: 443,
    resourcePath: healthCheckPath ?? Lazy.string({ produce: defaultPath }),
  });
}
