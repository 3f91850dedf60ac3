import { Duration } from 'aws-cdk-lib';
import { DatabaseBackupOptions } from '../shared/database-options';

/** Backup options of an Aurora cluster. */
export interface AuroraBackupOptions extends DatabaseBackupOptions {
  /**
   * How far the cluster can be rewound in place, 1 second to 72 hours. Only for Aurora MySQL, not in every Region, and only when the cluster is created
   * Refused in Regions without backtracking (Aurora User Guide, Backtracking an Aurora DB cluster; RDS API, CreateDBCluster, BacktrackWindow).
   * @default - no backtracking; point-in-time recovery creates a new cluster instead
   */
  readonly backtrackWindow?: Duration;
}

/**
 * Auto scaling options of the readers. Readers that scaling adds are not resources of the stack: delete them before the cluster.
 *
 * @example
 * new CompliantAurora(this, 'Ledger', { vpc: network.vpc, readers: 1, readerScaling: { maxReaders: 4, targetConnections: 200 } });
 */
export interface AuroraReaderScalingOptions {
  /** Maximum number of readers: more than the cluster's `readers`, which is the minimum, and at most 15. */
  readonly maxReaders: number;
  /**
   * Target for the average CPU utilization of the readers, 1 to 100 percent.
   * @default - 60 if targetConnections is not set
   */
  readonly targetCpuPercent?: number;
  /**
   * Target for the average number of connections per reader, greater than 0.
   * @default - scaling does not depend on connections
   */
  readonly targetConnections?: number;
}

/**
 * Options of a proxy that pools connections. The proxy requires TLS and IAM authentication, and signs in to the cluster with IAM authentication too.
 *
 * @example
 * const pooled = new CompliantAurora(this, 'Ledger', { vpc: network.vpc, proxy: { maxConnectionsPercent: 80 } });
 * // The service gets the endpoint of the proxy.
 * pooled.allowConnectionsFrom(service);
 */
export interface AuroraProxyOptions {
  /**
   * Name of the proxy: 1 to 63 letters, digits and single hyphens, starting with a letter.
   * @default - a unique name
   */
  readonly proxyName?: string;
  /**
   * Maximum share of the cluster's connections, 1 to 100 percent.
   * @default 100
   */
  readonly maxConnectionsPercent?: number;
  /**
   * Maximum time that a client waits for a connection, 0 to 300 seconds (RDS API, ConnectionPoolConfiguration, ConnectionBorrowTimeout).
   * @default Duration.minutes(2)
   */
  readonly borrowTimeout?: Duration;
  /**
   * Time after which the proxy closes an idle client connection, 1 second to 24 hours. AWS publishes no maximum; RDS Proxy closes each client connection after
   * 24 hours (Aurora User Guide, RDS Proxy connection considerations).
   * @default Duration.minutes(30)
   */
  readonly idleClientTimeout?: Duration;
}
