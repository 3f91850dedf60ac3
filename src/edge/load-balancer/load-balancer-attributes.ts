import { Duration } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** How the load balancer handles connections and headers (Elastic Load Balancing User Guide, Load balancer attributes). */
export interface LoadBalancerAttributes {
  /**
   * How long a connection may idle, 1 to 4000 seconds.
   * @default Duration.seconds(60)
   */
  readonly idleTimeout?: Duration;
  /**
   * How long a client's connection is kept open, 60 to 604800 seconds.
   * @default Duration.hours(1)
   */
  readonly clientKeepAlive?: Duration;
  /**
   * What becomes of the `X-Forwarded-For` header that a client sends.
   * @default XffHeaderProcessingMode.APPEND
   */
  readonly xffHeaderProcessingMode?: elbv2.XffHeaderProcessingMode;
  /**
   * Adds the client's port to `X-Forwarded-For`.
   * @default false
   */
  readonly preserveXffClientPort?: boolean;
  /**
   * Hands on the `Host` header as it came.
   * @default false
   */
  readonly preserveHostHeader?: boolean;
  /**
   * Tells targets the TLS version and cipher in headers.
   * @default false
   */
  readonly tlsHeaders?: boolean;
  /**
   * What is done with requests that a proxy and a target may read differently.
   * @default DesyncMitigationMode.STRICTEST
   */
  readonly desyncMitigationMode?: elbv2.DesyncMitigationMode;
  /**
   * Drops headers with invalid names.
   * @default true
   */
  readonly dropInvalidHeaderFields?: boolean;
  /**
   * Lets requests through while the firewall cannot be reached.
   * @default false
   */
  readonly wafFailOpen?: boolean;
}
