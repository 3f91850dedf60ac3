import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { AlbRoutes } from './alb-routes';
import { AlbWithWafProps } from './alb-with-waf-props';
import { aliasFor, healthCheckFor } from './dns';
import { httpsListener, redirectListener, ReplaceableAction } from './listeners';
import { albOf, albSecurityGroup, recommendLoadBalancerAlarms, webAclFor } from './load-balancer';
import { ResolvedAlb, resolveAlbProps } from './resolve-alb-props';
import { RouteOptions, RouteRule } from './route-options';
import { IHttpTarget } from '../../core/contracts/http-target';
import { validatedCertificate } from '../shared/validated-certificate';

/**
 * An Application Load Balancer that serves HTTPS only, protected by a web ACL, with access and connection logs.
 *
 * @example
 * const edge = new AlbWithWaf(this, 'Edge', { vpc: network.vpc, certificate, accessLogs: bucket });
 * edge.routeTo(service);
 */
export class AlbWithWaf extends Construct implements ec2.IConnectable {
  /** The load balancer, for everything this construct does not model. */
  public readonly loadBalancer: elbv2.ApplicationLoadBalancer;
  /** The HTTPS listener on port 443. */
  public readonly listener: elbv2.ApplicationListener;
  /** The listener on port 80, which redirects to HTTPS. Undefined behind CloudFront, which connects by HTTPS only. */
  public readonly redirectListener?: elbv2.ApplicationListener;
  /** Domain name, if there is one. */
  public readonly domainName?: string;
  /** Default certificate of the HTTPS listener. */
  public readonly certificate: acm.ICertificate;
  /** The web ACL. */
  public readonly webAcl: wafv2.IWebACLRef;
  /** The security group. */
  public readonly securityGroup: ec2.SecurityGroup;
  /** Network connections of the load balancer. */
  public readonly connections: ec2.Connections;
  /** The alias record, if there is a domain name. */
  public readonly aliasRecord?: route53.ARecord;
  /** The Route 53 health check, if there is a domain name and the load balancer is public. */
  public readonly healthCheck?: route53.HealthCheck;
  /** @internal */
  public readonly _cloudFront: ResolvedAlb['cloudFront'];
  private readonly routes: AlbRoutes;

  /** @throws ValidationError if a prop is not valid */
  constructor(scope: Construct, id: string, props: AlbWithWafProps) {
    super(scope, id);
    const resolved = resolveAlbProps(this, props);
    const { cloudFront, domain } = resolved;
    this._cloudFront = cloudFront;
    this.domainName = domain?.domainName;

    this.securityGroup = albSecurityGroup(this, resolved);
    this.loadBalancer = albOf(this, resolved, this.securityGroup);
    this.connections = this.loadBalancer.connections;
    if (!cloudFront) this.redirectListener = redirectListener(this, this.loadBalancer);
    this.certificate = resolved.certificate ?? validatedCertificate(this, domain!);
    const defaultAction = new ReplaceableAction(resolved.fallback);
    this.listener = httpsListener(this, this.loadBalancer, this.certificate, defaultAction, resolved);
    this.routes = new AlbRoutes(this, this.loadBalancer, this.listener, defaultAction, resolved);
    this.webAcl = webAclFor(this, this.loadBalancer, resolved);
    if (domain) this.aliasRecord = aliasFor(this, this.loadBalancer, domain);
    if (domain && resolved.isPublic) this.healthCheck = healthCheckFor(this, domain, () => this.routes.healthCheckPath);
    recommendLoadBalancerAlarms(this, this.loadBalancer);
  }

  /** DNS name that AWS assigns to the load balancer. */
  public get dnsName(): string {
    return this.loadBalancer.loadBalancerDnsName;
  }

  /** Target groups of the routes. */
  public get targetGroups(): elbv2.ApplicationTargetGroup[] {
    return [...this.routes.targetGroups];
  }

  /**
   * Forwards requests that no other route matches to a target, and opens the security groups of both for the port of the target.
   * @param target target of the requests
   * @param options protocol, authentication, health checks and timeouts
   * @throws ValidationError if an argument is not valid, or there is a default route
   * @example
   * const edge = new AlbWithWaf(this, 'Edge', { vpc: network.vpc, certificate, accessLogs: bucket });
   * const targetGroup = edge.routeTo(service, { deregistrationDelay: Duration.minutes(2), slowStart: Duration.seconds(60) });
   * service.scaleOnRequests(targetGroup, 1000);
   */
  public routeTo(target: IHttpTarget, options: RouteOptions = {}): elbv2.ApplicationTargetGroup {
    return this.routes.routeTo(target, options);
  }

  /**
   * Forwards requests that meet conditions to a target, and opens the security groups of both for the port of the target.
   * @param id id of the route, for example `Api`
   * @param target target of the requests
   * @param rule conditions, priority and options
   * @throws ValidationError if an argument is not valid or the priority is taken
   * @example
   * const edge = new AlbWithWaf(this, 'Edge', { vpc: network.vpc, certificate, accessLogs: bucket });
   * edge.routeWhen('Api', service, {
   *   priority: 10,
   *   conditions: [elbv2.ListenerCondition.hostHeaders(['api.example.com']), elbv2.ListenerCondition.pathPatterns(['/v1/*'])],
   * });
   */
  public routeWhen(id: string, target: IHttpTarget, rule: RouteRule): elbv2.ApplicationTargetGroup {
    return this.routes.routeWhen(id, target, rule);
  }
}
