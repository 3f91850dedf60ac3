import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** Capacity range of Aurora Serverless v2. */
export interface AuroraServerlessOptions {
  /**
   * Minimum number of Aurora capacity units (ACU, about 2 GiB of memory each): 0 to 256, in steps of 0.5. A cluster with 0 pauses when idle
   * (Aurora User Guide, Performance and scaling for Aurora Serverless v2).
   * @default 0.5
   */
  readonly minAcu?: number;
  /**
   * Maximum number of ACU: 1 to 256, in steps of 0.5.
   * @default 4
   */
  readonly maxAcu?: number;
  /**
   * Idle time after which a cluster pauses, 5 minutes to 24 hours. Requires a `minAcu` of 0.
   * @default - 5 minutes if minAcu is 0
   */
  readonly autoPauseAfter?: Duration;
}

/**
 * Capacity of the instances of an Aurora cluster. It is the same for all of them.
 *
 * @example
 * new CompliantAurora(this, 'Ledger', {
 *   vpc: network.vpc,
 *   capacity: AuroraCapacity.provisioned(ec2.InstanceType.of(ec2.InstanceClass.R7G, ec2.InstanceSize.LARGE)),
 *   readers: 2,
 * });
 */
export class AuroraCapacity {
  /**
   * Aurora Serverless v2, which scales with the load.
   * @example
   * new CompliantAurora(this, 'Reports', {
   *   vpc: network.vpc,
   *   capacity: AuroraCapacity.serverless({ minAcu: 0, maxAcu: 8, autoPauseAfter: Duration.minutes(30) }),
   * });
   */
  public static serverless(options: AuroraServerlessOptions = {}): AuroraCapacity {
    return new AuroraCapacity(options, undefined);
  }

  /** Instances of a fixed size, for example `ec2.InstanceType.of(ec2.InstanceClass.R7G, ec2.InstanceSize.LARGE)`. */
  public static provisioned(instanceType: ec2.InstanceType): AuroraCapacity {
    return new AuroraCapacity(undefined, instanceType);
  }

  private constructor(
    /** @internal */
    public readonly _serverless: AuroraServerlessOptions | undefined,
    /** @internal */
    public readonly _instanceType: ec2.InstanceType | undefined,
  ) {}
}
