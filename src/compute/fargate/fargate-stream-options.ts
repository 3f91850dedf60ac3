import { Duration, Size } from 'aws-cdk-lib';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';

/** How a service reads a data stream. */
export interface FargateStreamOptions {
  /**
   * Environment variable that names the stream.
   * @default 'STREAM_NAME'
   */
  readonly environmentVariable?: string;
  /**
   * Registered consumer of the stream by which it reads at a throughput of its own (enhanced fan-out).
   * @default - it shares the throughput of the shards with other readers
   */
  readonly consumer?: kinesis.IStreamConsumer;
}

/** How the number of tasks follows a data stream. A task more than the stream has shards is of use only to a consumer that shares shards out. */
export interface FargateStreamScaling {
  /**
   * How far the slowest shard may fall behind before a task is added; two are added where it is five times as far behind. Tasks are taken away
   * by the other targets, for an age says nothing of how many are needed.
   * @default Duration.minutes(1)
   */
  readonly iteratorAge?: Duration;
  /**
   * Records a second that come in for each task, to hold.
   * @default - records are not counted
   */
  readonly recordsPerTask?: number;
  /**
   * Data a second that comes in for each task, to hold.
   * @default - data is not measured
   */
  readonly throughputPerTask?: Size;
  /**
   * Time after a task was added for its age before the next one.
   * @default Duration.minutes(5)
   */
  readonly cooldown?: Duration;
}
