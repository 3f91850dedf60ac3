import { Fn } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { resolveRule } from './resolve-route';
import { RouteRule } from './route-options';
import { ruleFor, targetGroupFor } from './target-group';
import { IHttpTarget } from '../../core/contracts/http-target';
import { requireProps } from '../../core/validation';

/** Properties of ListenerRoutes. */
export interface ListenerRoutesProps {
  /** VPC of the targets. */
  readonly vpc: ec2.IVpc;
  /** HTTPS listener that the rules are added to. */
  readonly listener: elbv2.IApplicationListener;
}

/**
 * Routes of an existing listener, for example one that several stacks share.
 *
 * @example
 * const listener = elbv2.ApplicationListener.fromApplicationListenerAttributes(this, 'Shared', {
 *   listenerArn: 'arn:aws:elasticloadbalancing:eu-west-2:123456789012:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2',
 *   securityGroup: ec2.SecurityGroup.fromSecurityGroupId(this, 'SharedSecurityGroup', 'sg-0123456789abcdef0'),
 * });
 * const routes = new ListenerRoutes(this, 'Routes', { vpc: network.vpc, listener });
 * routes.routeWhen('Api', service, { priority: 20, conditions: [elbv2.ListenerCondition.hostHeaders(['api.example.com'])] });
 */
export class ListenerRoutes extends Construct {
  /** The listener. */
  public readonly listener: elbv2.IApplicationListener;
  private readonly vpc: ec2.IVpc;

  /** @throws ValidationError if a prop is not valid */
  constructor(scope: Construct, id: string, props: ListenerRoutesProps) {
    super(scope, id);
    requireProps(this, 'ListenerRoutesProps', props);
    this.listener = props.listener;
    this.vpc = props.vpc;
  }

  /**
   * Forwards requests that meet conditions to a target, and opens the security groups of both for the port of the target.
   * @param id id of the route, for example `Api`
   * @param target target of the requests
   * @param rule conditions, priority and options
   * @throws ValidationError if an argument is not valid or the priority is taken
   */
  public routeWhen(id: string, target: IHttpTarget, rule: RouteRule): elbv2.ApplicationTargetGroup {
    const resolved = resolveRule(this, id, this.listener, target, rule);
    const targetGroup = targetGroupFor(this, `${id}TargetGroup`, this.vpc, loadBalancerOf(this.listener), resolved);
    ruleFor(this, `${id}Rule`, openedByTargets(this.listener), targetGroup, resolved);
    return targetGroup;
  }
}

// An imported listener of aws-cdk-lib opens the security groups from its own side, so that its stack would depend on the stack of the target.
function openedByTargets(listener: elbv2.IApplicationListener): elbv2.IApplicationListener {
  return Object.create(listener, {
    registerConnectable: {
      value: ({ connections }: ec2.IConnectable, port: ec2.Port) => connections.allowFrom(listener, port, 'Load balancer to target'),
    },
  }) as elbv2.IApplicationListener;
}

// arn:partition:elasticloadbalancing:region:account:listener/app/name/id/listener
function loadBalancerOf({ listenerArn }: elbv2.IApplicationListener): string {
  const parts = Fn.split('/', listenerArn);
  return [1, 2, 3].map((index) => Fn.select(index, parts)).join('/');
}
