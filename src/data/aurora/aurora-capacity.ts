import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** Range of Aurora Serverless v2. */
export interface AuroraServerlessOptions {
  /**
   * Aurora capacity units (ACU, about 2 GiB of memory each) at the least, in steps of 0.5 from 0 to 256; 0 pauses an idle cluster
   * (Aurora User Guide, Performance and scaling for Aurora Serverless v2).
   * @default 0.5
   */
  readonly minAcu?: number;
  /**
   * ACU at the most, in steps of 0.5 from 1 to 256.
   * @default 4
   */
  readonly maxAcu?: number;
  /**
   * Idle time after which a cluster with a minimum of 0 ACU pauses, 5 minutes to 24 hours.
   * @default - 5 minutes where minAcu is 0, never otherwise
   */
  readonly autoPauseAfter?: Duration;
}

/** What the instances of an Aurora cluster run on: all of them on the same. */
export class AuroraCapacity {
  /** Aurora Serverless v2, which grows and shrinks with the load. */
  public static serverless(options: AuroraServerlessOptions = {}): AuroraCapacity {
    const minAcu = options.minAcu ?? 0.5;
    const autoPauseAfter = options.autoPauseAfter ?? (minAcu === 0 ? Duration.minutes(5) : undefined);
    return new AuroraCapacity(undefined, minAcu, options.maxAcu ?? 4, autoPauseAfter);
  }

  /** Instances of a fixed size, for example `ec2.InstanceType.of(ec2.InstanceClass.R7G, ec2.InstanceSize.LARGE)`. */
  public static provisioned(instanceType: ec2.InstanceType): AuroraCapacity {
    return new AuroraCapacity(instanceType);
  }

  private constructor(
    /** Instance type; undefined for serverless. */
    public readonly instanceType?: ec2.InstanceType,
    /** ACU at the least; undefined for provisioned instances. */
    public readonly minAcu?: number,
    /** ACU at the most; undefined for provisioned instances. */
    public readonly maxAcu?: number,
    /** Idle time after which it pauses; undefined where it never does. */
    public readonly autoPauseAfter?: Duration,
  ) {}
}
