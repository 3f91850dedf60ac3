import { Duration, Size } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { FargateContainer } from './fargate-options';

/** A sidecar container, with the defaults of the service's own container. */
export interface FargateSidecar {
  /** Image to run, preferably by digest. */
  readonly image: ecs.ContainerImage;
  /** Memory limit in MiB. It reduces the memory of the service's own container. */
  readonly memoryLimitMiB: number;
  /**
   * Whether the task stops when the sidecar stops. Otherwise only the sidecar is restarted, unless it ended with exit code 0.
   * @default true
   */
  readonly essential?: boolean;
  /**
   * Environment variables that are not secrets.
   * @default - none
   */
  readonly environment?: { [name: string]: string };
  /**
   * Secrets, passed by reference.
   * @default - none
   */
  readonly secrets?: { [name: string]: ecs.Secret };
  /**
   * Container settings.
   * @default - a non-root user and a read-only root file system
   */
  readonly container?: FargateContainer;
}

/** How a service reads a data stream. */
export interface FargateStreamOptions {
  /**
   * Environment variable that holds the name of the stream.
   * @default 'STREAM_NAME'
   */
  readonly environmentVariable?: string;
  /**
   * Registered consumer of the stream, for reading with dedicated throughput (enhanced fan-out).
   * @default - the service shares the throughput of the shards with other readers
   */
  readonly consumer?: kinesis.IStreamConsumer;
}

/**
 * How the number of tasks follows a data stream. More tasks than shards are useful only if the consumer library distributes the records of a shard.
 */
export interface FargateStreamScaling {
  /**
   * Age of the oldest unread record at which one task is added, 1 millisecond or more. At five times this age, two tasks are added. The age never
   * removes tasks.
   * @default Duration.minutes(1)
   */
  readonly iteratorAge?: Duration;
  /**
   * Target of incoming records per second and task.
   * @default - no target
   */
  readonly recordsPerTask?: number;
  /**
   * Target of incoming data per second and task, in whole KiB.
   * @default - no target
   */
  readonly throughputPerTask?: Size;
  /**
   * Time after a scale-out for age before the next one, in whole seconds.
   * @default Duration.minutes(5)
   */
  readonly cooldown?: Duration;
}
