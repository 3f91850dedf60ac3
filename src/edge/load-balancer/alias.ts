import { Lazy, Token } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { AlbDomain } from './alb-domain';
import { refuse } from '../../core/validation';

/** A certificate for the name, validated by a record in its zone. */
export function certificateFor(scope: Construct, domain: AlbDomain | undefined): acm.ICertificate {
  if (!domain) refuse(scope, 'load balancer has neither a certificate nor a domain, need one of them: a certificate is issued for the domain');
  return new acm.Certificate(scope, 'Certificate', {
    domainName: undotted(domain.domainName),
    validation: acm.CertificateValidation.fromDns(domain.hostedZone),
  });
}

/** An alias record that follows the health of the targets. */
export function aliasFor(scope: Construct, loadBalancer: elbv2.ApplicationLoadBalancer, { domainName, hostedZone }: AlbDomain): route53.ARecord {
  requireInZone(scope, domainName, hostedZone);
  return new route53.ARecord(scope, 'AliasRecord', {
    zone: hostedZone,
    recordName: domainName,
    target: route53.RecordTarget.fromAlias(new LoadBalancerTarget(loadBalancer, { evaluateTargetHealth: true })),
  });
}

/** Asks from around the world whether the name answers. */
export function healthCheckFor(scope: Construct, domain: AlbDomain, defaultPath: () => string): route53.HealthCheck {
  return new route53.HealthCheck(scope, 'HealthCheck', {
    type: route53.HealthCheckType.HTTPS,
    fqdn: undotted(domain.domainName),
    port: 443,
    resourcePath: domain.healthCheckPath ?? Lazy.string({ produce: defaultPath }),
  });
}

/** Refuses a name that no record of the zone can have. */
export function requireInZone(scope: Construct, domainName: string, { zoneName }: route53.IHostedZone): void {
  if (!Token.isUnresolved(domainName) && !Token.isUnresolved(zoneName) && !`.${undotted(domainName)}`.endsWith(`.${undotted(zoneName)}`)) {
    refuse(scope, `domainName is '${domainName}', need a name in hosted zone '${zoneName}'`);
  }
}

/** The name without the dot at its end, which DNS takes and nothing else. */
export function undotted(name: string): string {
  return Token.isUnresolved(name) ? name : name.replace(/\.$/, '');
}
