import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { AlbWithWafProps } from './alb-with-waf-props';
import { aliasFor, certificateFor, healthCheckFor } from './alias';
import { CloudFrontAccess } from './cloudfront-access';
import { isInternal, isPublic, requireExposure, securityGroupFor, subnetsFor } from './ingress';
import { fallbackFor, httpsListener, redirectListener } from './listeners';
import { deliverLogs, loadBalancerFor, recommendLoadBalancerAlarms } from './load-balancer';
import { ReplaceableAction } from './replaceable-action';
import { RouteOptions, RouteRule } from './route-options';
import { withSecret } from './secret-route';
import { addRule, forwardTo, recommendTargetAlarms, targetGroupFor } from './target-group';
import { IHttpTarget } from '../../core/contracts/http-target';
import { associateWebAcl } from '../../core/parts/web-acl-association';
import { refuse } from '../../core/validation';
import { RateLimitKey } from '../web-acl/rate-limit-key';
import { WebAcl } from '../web-acl/web-acl';

/** The last place among the rules of a listener (Elastic Load Balancing API, CreateRule). */
const LAST = 50_000;

/**
 * An application load balancer that speaks HTTPS only, behind a web application firewall, with access and connection logs.
 */
export class AlbWithWaf extends Construct implements ec2.IConnectable {
  /** The load balancer, for everything this construct does not model. */
  public readonly loadBalancer: elbv2.ApplicationLoadBalancer;
  /** The HTTPS listener on port 443. */
  public readonly listener: elbv2.ApplicationListener;
  /** The listener on port 80, which redirects; CloudFront asks by HTTPS at once and has none. */
  public readonly redirectListener?: elbv2.ApplicationListener;
  /** Name that its certificate is for, where there is a domain. */
  public readonly domainName?: string;
  /** How CloudFront reaches it, where only CloudFront does. */
  public readonly cloudFront?: CloudFrontAccess;
  /** Certificate that it presents. */
  public readonly certificate: acm.ICertificate;
  /** The firewall. */
  public readonly webAcl: wafv2.IWebACLRef;
  /** The security group. */
  public readonly securityGroup: ec2.SecurityGroup;
  /** Who may connect to it, and to whom it connects. */
  public readonly connections: ec2.Connections;
  /** The alias record, where there is a domain. */
  public readonly aliasRecord?: route53.ARecord;
  /** The health check of Route 53, where there is a domain and the internet may connect. */
  public readonly healthCheck?: route53.HealthCheck;
  private readonly vpc: ec2.IVpc;
  private readonly defaultAction: ReplaceableAction;
  private readonly groups: elbv2.ApplicationTargetGroup[] = [];
  private defaultTarget?: IHttpTarget;

  constructor(scope: Construct, id: string, props: AlbWithWafProps) {
    super(scope, id);
    const { exposure = {}, tls = {}, attributes = {}, domain } = props;
    requireExposure(this, exposure, props.fallback);
    this.vpc = props.vpc;
    this.cloudFront = exposure.cloudFront;
    this.domainName = domain?.domainName;
    this.securityGroup = securityGroupFor(this, props.vpc, exposure);
    this.loadBalancer = loadBalancerFor(this, {
      vpc: props.vpc,
      vpcSubnets: subnetsFor(this, props.vpc, exposure),
      internetFacing: !isInternal(exposure),
      securityGroup: this.securityGroup,
      loadBalancerName: props.loadBalancerName,
    }, attributes);
    this.connections = this.loadBalancer.connections;
    deliverLogs(this.loadBalancer, props.accessLogs, props.accessLogsPrefix ?? 'alb');
    if (!this.cloudFront) this.redirectListener = redirectListener(this, this.loadBalancer);

    this.defaultAction = new ReplaceableAction(props.fallback ?? fallbackFor(exposure));
    this.certificate = props.certificate ?? certificateFor(this, domain);
    this.listener = httpsListener(this, this.loadBalancer, this.certificate, tls, this.defaultAction);

    this.webAcl = props.webAcl ?? new WebAcl(this, 'WebAcl', this.cloudFront && { rateLimitKey: RateLimitKey.FORWARDED_ADDRESS });
    associateWebAcl(this.loadBalancer, this.loadBalancer.loadBalancerArn, this.webAcl);
    recommendLoadBalancerAlarms(this, this.loadBalancer);
    if (domain) {
      this.aliasRecord = aliasFor(this, this.loadBalancer, domain);
      if (isPublic(exposure)) this.healthCheck = healthCheckFor(this, domain, () => this.defaultTarget?.healthCheckPath ?? '/');
    }
  }

  /** Name in DNS that AWS gave it. */
  public get dnsName(): string {
    return this.loadBalancer.loadBalancerDnsName;
  }

  /** Target groups of its routes. */
  public get targetGroups(): elbv2.ApplicationTargetGroup[] {
    return [...this.groups];
  }

  /**
   * Sends requests that no other route takes to a target, and opens the security groups of both for it.
   * @throws ValidationError when there is such a target already
   */
  public routeTo(target: IHttpTarget, options: RouteOptions = {}): elbv2.ApplicationTargetGroup {
    if (this.defaultTarget) refuse(this, 'load balancer has a default target already, need routeWhen for further ones');
    this.defaultTarget = target;
    // The default action is for requests without the secret.
    if (this.cloudFront?.secret) return this.added(this.rule('', target, { ...options, conditions: [], priority: LAST }));
    const targetGroup = targetGroupFor(this, 'TargetGroup', this.vpc, target, options);
    this.defaultAction.replace(forwardTo(targetGroup, options), this.listener);
    return this.added(targetGroup);
  }

  /**
   * Sends requests that meet conditions to a target, and opens the security groups of both for it.
   * @param id of the route, for example `Api`
   * @param target that answers them
   * @param rule conditions and priority
   * @throws ValidationError when the rule is out of what Elastic Load Balancing takes
   */
  public routeWhen(id: string, target: IHttpTarget, rule: RouteRule): elbv2.ApplicationTargetGroup {
    if (this.cloudFront?.secret && rule.priority === LAST) refuse(this, `priority of route '${id}' is ${LAST}, need a lower one: that is the place of routeTo`);
    return this.added(this.rule(id, target, rule));
  }

  private rule(id: string, target: IHttpTarget, rule: RouteRule): elbv2.ApplicationTargetGroup {
    const targetGroup = addRule(this, id, this.vpc, this.listener, target, withSecret(this, id, rule, this.cloudFront));
    this.cloudFront?.secret?._comparedBy(this.node.findChild(`${id}Rule`) as elbv2.ApplicationListenerRule);
    return targetGroup;
  }

  private added(targetGroup: elbv2.ApplicationTargetGroup): elbv2.ApplicationTargetGroup {
    this.groups.push(targetGroup);
    recommendTargetAlarms(targetGroup, this.loadBalancer.loadBalancerFullName);
    return targetGroup;
  }
}
