import { Fn } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { RouteRule } from './route-options';
import { addRule, recommendTargetAlarms } from './target-group';
import { IHttpTarget } from '../../core/contracts/http-target';

/** Properties of ListenerRoutes. */
export interface ListenerRoutesProps {
  /** Network that the targets are in. */
  readonly vpc: ec2.IVpc;
  /** HTTPS listener that gets the rules. */
  readonly listener: elbv2.IApplicationListener;
}

/** Routes of a listener that is there already, for example one that several stacks share. */
export class ListenerRoutes extends Construct {
  /** The listener. */
  public readonly listener: elbv2.IApplicationListener;
  private readonly vpc: ec2.IVpc;

  constructor(scope: Construct, id: string, props: ListenerRoutesProps) {
    super(scope, id);
    this.listener = props.listener;
    this.vpc = props.vpc;
  }

  /**
   * Sends requests that meet conditions to a target.
   * @param id of the route, for example `Api`
   * @param target that answers them
   * @param rule conditions and priority
   * @throws ValidationError when the rule is out of what Elastic Load Balancing takes
   */
  public routeWhen(id: string, target: IHttpTarget, rule: RouteRule): elbv2.ApplicationTargetGroup {
    const targetGroup = addRule(this, id, this.vpc, this.listener, target, rule);
    recommendTargetAlarms(targetGroup, loadBalancerOf(this.listener));
    return targetGroup;
  }
}

// arn:partition:elasticloadbalancing:region:account:listener/app/name/id/listener
function loadBalancerOf({ listenerArn }: elbv2.IApplicationListener): string {
  const parts = Fn.split('/', listenerArn);
  return [1, 2, 3].map((index) => Fn.select(index, parts)).join('/');
}
