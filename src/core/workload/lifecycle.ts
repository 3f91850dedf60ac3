/**
 * Intended lifetime of a workload. It determines durability and cost only: retention on deletion, deletion protection,
 * number of zones, NAT gateways and readers. It never changes encryption, logging, exposure or TLS.
 */
export enum Lifecycle {
  /** Stateful resources are retained and protected from deletion. */
  PRODUCTION = 'production',
  /** All resources are deleted with their stack. */
  EPHEMERAL = 'ephemeral',
}
