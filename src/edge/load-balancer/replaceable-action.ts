import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';

/** A default action that may be decided on later; a listener warns when its default action is set twice. */
export class ReplaceableAction extends elbv2.ListenerAction {
  constructor(private action: elbv2.ListenerAction) {
    super({ type: 'replaceable' });
  }

  /** Renders what was decided on last. */
  public override renderActions(): elbv2.CfnListener.ActionProperty[] {
    return this.action.renderActions();
  }

  /** Binds what it begins with. */
  public override bind(scope: Construct, listener: elbv2.IApplicationListener): void {
    this.action.bind(scope, listener);
  }

  /** Decides on another action. */
  public replace(action: elbv2.ListenerAction, listener: elbv2.ApplicationListener): void {
    this.action = action;
    action.bind(listener, listener);
  }
}
