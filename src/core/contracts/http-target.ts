import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** An HTTP target of a load balancer, for example a `FargateService`. */
export interface IHttpTarget extends elbv2.IApplicationLoadBalancerTarget, ec2.IConnectable {
  /** Port on which it listens. */
  readonly port: number;
  /** Path that returns status 200 when the target is healthy. */
  readonly healthCheckPath: string;
}
