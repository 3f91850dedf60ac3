/** Price of a unit. */
export interface UnitPrice {
  /** USD per hour or month, as the item of the price table in the library. Of other items, storage is per month; instances, load balancers and streams are per hour. */
  readonly usd: number;
  /** Where the price is published, or the agreement that sets it. */
  readonly source: string;
}

/**
 * Prices for the estimate of the monthly cost in the evidence, instead of the table in the library. An item without a price in this table keeps the price
 * of the library.
 */
export interface IPriceTable {
  /** Day or month of the prices: `2026-09`. */
  readonly publishedOn: string;
  /**
   * Price of an item in a Region.
   * @param item id of an item, for example `nat-gateway`, `ec2:t3.large` or `rds:aurora:db.r7g.large`
   * @param region id of the Region, for example `eu-west-2`
   */
  priceOf(item: string, region: string): UnitPrice | undefined;
}

/** Use of a workload that no template shows, for the estimate of its monthly cost. Each amount is per month and Region, unless stated otherwise. */
export interface MonthlyUsage {
  /**
   * Mean capacity of Aurora Serverless v2 above the minimum, in ACU.
   * @default 0.25
   */
  readonly acuAboveMinimum?: number;
  /**
   * Load balancer capacity units per load balancer.
   * @default 1
   */
  readonly loadBalancerCapacityUnits?: number;
  /**
   * Logs ingested by CloudWatch Logs, in GiB.
   * @default 10
   */
  readonly logGib?: number;
  /**
   * Stored data per Aurora cluster, in GiB.
   * @default 10
   */
  readonly databaseGib?: number;
  /**
   * Backups per backup vault, in GiB.
   * @default 10
   */
  readonly backupGib?: number;
  /**
   * Custom metrics that the application and its agents publish, per instance of Amazon EC2.
   * @default 2 - memory and disk
   */
  readonly metricsPerInstance?: number;
  /**
   * Requests to APIs and web ACLs, and records of streams, in millions.
   * @default 1
   */
  readonly millionRequests?: number;
  /**
   * Data events of AWS CloudTrail, in millions.
   * @default 1
   */
  readonly millionDataEvents?: number;
  /**
   * Changes of resources that AWS Config records.
   * @default 1000
   */
  readonly configurationItems?: number;
  /**
   * Rule evaluations of AWS Config.
   * @default 10000
   */
  readonly configEvaluations?: number;
}
