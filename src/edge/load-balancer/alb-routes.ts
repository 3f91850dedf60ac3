import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { ReplaceableAction } from './listeners';
import { ResolvedAlb } from './resolve-alb-props';
import { LAST, ResolvedRoute, ResolvedRule, resolveRoute, resolveRule } from './resolve-route';
import { RouteOptions, RouteRule } from './route-options';
import { forwardTo, ruleFor, targetGroupFor } from './target-group';
import { IHttpTarget } from '../../core/contracts/http-target';
import { refuse } from '../../core/validation';

/** Routes of the HTTPS listener of a load balancer. */
export class AlbRoutes {
  public readonly targetGroups: elbv2.ApplicationTargetGroup[] = [];
  private defaultTarget?: IHttpTarget;

  constructor(
    private readonly scope: Construct,
    private readonly loadBalancer: elbv2.ApplicationLoadBalancer,
    private readonly listener: elbv2.ApplicationListener,
    private readonly defaultAction: ReplaceableAction,
    private readonly props: ResolvedAlb,
  ) {}

  /** Health check path of the target of the default route. */
  public get healthCheckPath(): string {
    return this.defaultTarget?.healthCheckPath ?? '/';
  }

  /** Adds the default route. */
  public routeTo(target: IHttpTarget, options: RouteOptions): elbv2.ApplicationTargetGroup {
    const { scope, props: { cloudFront } } = this;
    if (this.defaultTarget) refuse(scope, 'default route already exists in this load balancer');
    const route = resolveRoute(scope, target, options);
    this.defaultTarget = target;
    // The default action is for requests without the secret header.
    if (cloudFront?.secret) return this.addRule('', { ...route, priority: LAST, conditions: [cloudFront.secret._condition] });
    const targetGroup = this.addTargetGroup('TargetGroup', route);
    this.defaultAction.replace(forwardTo(targetGroup, route), this.listener);
    return targetGroup;
  }

  /** Adds a route with conditions. */
  public routeWhen(id: string, target: IHttpTarget, rule: RouteRule): elbv2.ApplicationTargetGroup {
    return this.addRule(id, resolveRule(this.scope, id, this.listener, target, rule, this.props.cloudFront?.secret));
  }

  private addRule(id: string, rule: ResolvedRule): elbv2.ApplicationTargetGroup {
    const targetGroup = this.addTargetGroup(`${id}TargetGroup`, rule);
    const listenerRule = ruleFor(this.scope, `${id}Rule`, this.listener, targetGroup, rule);
    this.props.cloudFront?.secret?._addRule(listenerRule);
    return targetGroup;
  }

  private addTargetGroup(id: string, route: ResolvedRoute): elbv2.ApplicationTargetGroup {
    const targetGroup = targetGroupFor(this.scope, id, this.props.vpc, this.loadBalancer.loadBalancerFullName, route);
    this.targetGroups.push(targetGroup);
    return targetGroup;
  }
}
