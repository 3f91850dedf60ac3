import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** Something that answers HTTP behind a load balancer, for example a `FargateService`. */
export interface IHttpTarget extends elbv2.IApplicationLoadBalancerTarget, ec2.IConnectable {
  /** Port that it listens on. */
  readonly port: number;
  /** Path that answers 200 when it is healthy. */
  readonly healthCheckPath: string;
}
