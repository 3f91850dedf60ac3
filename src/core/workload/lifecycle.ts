/**
 * Intended lifetime of a workload. It determines durability and cost only: retention on deletion, deletion protection,
 * number of zones, NAT gateways and readers. It never changes encryption, logging, exposure or TLS.
 */
export enum Lifecycle {
  /** Stateful resources are retained and protected from deletion. Settings that an account has once per Region are retained. */
  PRODUCTION = 'production',
  /** All resources are deleted with their stack. Settings that an account has once per Region are not made, or retained where another stack can make them again. */
  EPHEMERAL = 'ephemeral',
}
