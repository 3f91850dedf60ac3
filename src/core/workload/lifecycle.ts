/**
 * How long a workload is meant to live. It decides durability and cost only: what is retained on delete, deletion protection,
 * the number of zones, NAT gateways and readers. It never touches encryption, logging, exposure or TLS.
 */
export enum Lifecycle {
  /** Kept: stateful resources are retained and protected from deletion. */
  PRODUCTION = 'production',
  /** Thrown away: everything goes with the stack. */
  EPHEMERAL = 'ephemeral',
}
