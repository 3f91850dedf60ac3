import { Duration } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ListenerAuthentication } from './listener-authentication';

/** How requests are forwarded to a target. */
export interface RouteOptions {
  /**
   * Protocol between the load balancer and the target. With HTTPS the connection is encrypted; the load balancer does not verify the certificate of
   * the target.
   * @default ApplicationProtocol.HTTP
   */
  readonly protocol?: elbv2.ApplicationProtocol;
  /**
   * Authentication that the load balancer performs before it forwards a request.
   * @default - none
   */
  readonly authentication?: ListenerAuthentication;
  /**
   * Time between two health checks, 5 to 300 seconds.
   * @default Duration.seconds(30)
   */
  readonly healthCheckInterval?: Duration;
  /**
   * Failed health checks in a row after which a target is unhealthy, 2 to 10. An Auto Scaling group replaces an instance then: for instances that reboot,
   * for example after patching, the checks must take longer than a reboot.
   * @default 2
   */
  readonly unhealthyThreshold?: number;
  /**
   * Time in which a deregistering target can finish its requests, 0 to 3600 seconds.
   * @default Duration.seconds(60), the default idle timeout of a connection
   */
  readonly deregistrationDelay?: Duration;
  /**
   * Time for which requests of a client are sent to the same target, by a cookie of the load balancer, 1 to 604800 seconds.
   * @default - no stickiness
   */
  readonly stickiness?: Duration;
  /**
   * Time in which a new target reaches its full share of requests, 30 to 900 seconds.
   * @default - disabled
   */
  readonly slowStart?: Duration;
}

/** Requests that a route matches, and how they are forwarded. */
export interface RouteRule extends RouteOptions {
  /** Conditions that a request must all meet: host, path, header, and so on. At most 5 values in total; at most 2 with a CloudFront secret header. */
  readonly conditions: elbv2.ListenerCondition[];
  /** Priority, 1 to 50,000, unique in the listener. The rule with the lowest value is evaluated first. */
  readonly priority: number;
}
