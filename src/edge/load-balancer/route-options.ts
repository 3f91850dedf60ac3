import { Duration } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ListenerAuthentication } from './listener-authentication';

/** How requests are handed to a target. */
export interface RouteOptions {
  /**
   * Between the load balancer and the target. HTTPS encrypts this way, too; the load balancer does not verify the target's certificate.
   * @default ApplicationProtocol.HTTP
   */
  readonly protocol?: elbv2.ApplicationProtocol;
  /**
   * Who may ask.
   * @default - anyone
   */
  readonly authentication?: ListenerAuthentication;
  /**
   * Time between two health checks, 5 to 300 seconds.
   * @default Duration.seconds(30)
   */
  readonly healthCheckInterval?: Duration;
  /**
   * How long a target that is taken away may finish its requests, up to an hour.
   * @default Duration.seconds(60), as long as a connection may idle
   */
  readonly deregistrationDelay?: Duration;
  /**
   * How long requests of one client go to the same target, by a cookie of the load balancer.
   * @default - no stickiness
   */
  readonly stickiness?: Duration;
  /**
   * Time over which a new target gets its full share of requests, 30 to 900 seconds.
   * @default - at once
   */
  readonly slowStart?: Duration;
}

/** Which requests go to a target, and how. */
export interface RouteRule extends RouteOptions {
  /** What all must hold of a request: host, path, header, …; at least one. */
  readonly conditions: elbv2.ListenerCondition[];
  /** Place among the rules of the listener, 1 to 50,000; the lowest is asked first. */
  readonly priority: number;
}
