import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { AlbDomain } from './alb-domain';
import { AlbExposure } from './alb-exposure';
import { AlbTls } from './alb-tls';
import { aliasFor, certificateFor, healthCheckFor } from './alias';
import { isPublic, securityGroupFor, subnetsFor } from './ingress';
import { httpsListener, redirectListener } from './listeners';
import { deliverLogs, loadBalancerFor, recommendLoadBalancerAlarms } from './load-balancer';
import { LoadBalancerAttributes } from './load-balancer-attributes';
import { ReplaceableAction } from './replaceable-action';
import { RouteOptions, RouteRule } from './route-options';
import { addRule, forwardTo, recommendTargetAlarms, targetGroupFor } from './target-group';
import { WebAcl } from './web-acl';
import { refuse } from '../core/errors';
import { IHttpTarget } from '../core/http-target';
import { associateWebAcl } from '../core/web-acl-association';

/** Properties of AlbWithWaf. */
export interface AlbWithWafProps {
  /** Network that it is in. */
  readonly vpc: ec2.IVpc;
  /**
   * Certificate that it presents, in its own Region.
   * @default - one for the domain, which AWS Certificate Manager issues and renews; it needs `domain`
   */
  readonly certificate?: acm.ICertificate;
  /** Bucket for access and connection logs, with S3 managed keys: load balancers deliver to no other. */
  readonly accessLogs: s3.IBucket;
  /**
   * Where in the bucket.
   * @default 'alb'
   */
  readonly accessLogsPrefix?: string;
  /**
   * Name of the load balancer.
   * @default - made by CloudFormation
   */
  readonly loadBalancerName?: string;
  /**
   * Who reaches it.
   * @default - anyone on the internet
   */
  readonly exposure?: AlbExposure;
  /**
   * How it speaks TLS.
   * @default - TLS 1.3 and 1.2 with the policy that AWS recommends
   */
  readonly tls?: AlbTls;
  /**
   * Firewall, a `WebAcl` or one that is there already.
   * @default - a `WebAcl` of its own
   */
  readonly webAcl?: wafv2.IWebACLRef;
  /**
   * Its name in DNS: an alias record, and a health check where the internet may connect.
   * @default - none
   */
  readonly domain?: AlbDomain;
  /**
   * What a request gets that no route takes.
   * @default - 404
   */
  readonly fallback?: elbv2.ListenerAction;
  /**
   * How it handles connections and headers.
   * @default - strict
   */
  readonly attributes?: LoadBalancerAttributes;
}

/**
 * An application load balancer that speaks HTTPS only, behind a web application firewall, with access and connection logs.
 */
export class AlbWithWaf extends Construct implements ec2.IConnectable {
  /** The load balancer, for everything this construct does not model. */
  public readonly loadBalancer: elbv2.ApplicationLoadBalancer;
  /** The HTTPS listener on port 443. */
  public readonly listener: elbv2.ApplicationListener;
  /** The listener on port 80, which redirects. */
  public readonly redirectListener: elbv2.ApplicationListener;
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
    this.vpc = props.vpc;
    this.securityGroup = securityGroupFor(this, props.vpc, exposure);
    this.loadBalancer = loadBalancerFor(this, {
      vpc: props.vpc,
      vpcSubnets: subnetsFor(this, props.vpc, exposure),
      internetFacing: !exposure.internal,
      securityGroup: this.securityGroup,
      loadBalancerName: props.loadBalancerName,
    }, attributes);
    this.connections = this.loadBalancer.connections;
    deliverLogs(this.loadBalancer, props.accessLogs, props.accessLogsPrefix ?? 'alb');
    this.redirectListener = redirectListener(this, this.loadBalancer);

    this.defaultAction = new ReplaceableAction(props.fallback ?? elbv2.ListenerAction.fixedResponse(404, {
      contentType: 'text/plain', messageBody: 'Not found',
    }));
    this.certificate = props.certificate ?? certificateFor(this, domain);
    this.listener = httpsListener(this, this.loadBalancer, this.certificate, tls, this.defaultAction);

    this.webAcl = props.webAcl ?? new WebAcl(this, 'WebAcl');
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
    return this.added(addRule(this, id, this.vpc, this.listener, target, rule));
  }

  private added(targetGroup: elbv2.ApplicationTargetGroup): elbv2.ApplicationTargetGroup {
    this.groups.push(targetGroup);
    recommendTargetAlarms(targetGroup, this.loadBalancer.loadBalancerFullName);
    return targetGroup;
  }
}
