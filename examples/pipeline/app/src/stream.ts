import {
  GetRecordsCommand, GetShardIteratorCommand, KinesisClient, ListShardsCommand, ResourceNotFoundException, Shard as KinesisShard, ShardIteratorType,
} from '@aws-sdk/client-kinesis';
import { StreamRecord } from './event';
import { Shard } from './leases';

/** Result of a call. */
export interface Page {
  readonly records: readonly StreamRecord[];
  /** Iterator for the next call. Undefined at the end of a closed shard. */
  readonly next?: string;
  readonly millisBehind: number;
}

/** A Kinesis data stream. */
export class Stream {
  constructor(private readonly client: KinesisClient, private readonly name: string, private readonly batchSize: number) {}

  public async shards(): Promise<Shard[]> {
    const shards: KinesisShard[] = [];
    let token: string | undefined;
    do {
      const page = await this.client.send(new ListShardsCommand(token ? { NextToken: token } : { StreamName: this.name }));
      shards.push(...page.Shards ?? []);
      token = page.NextToken;
    } while (token);
    return shards.map(({ ShardId, ParentShardId, AdjacentParentShardId }) => ({
      id: ShardId!,
      parents: [ParentShardId, AdjacentParentShardId].filter((parent) => parent !== undefined),
    }));
  }

  /** Iterator after a record, or at the oldest record. */
  public async after(shardId: string, checkpoint: string | undefined): Promise<string> {
    const { ShardIterator: iterator } = await this.client.send(new GetShardIteratorCommand({
      StreamName: this.name,
      ShardId: shardId,
      ShardIteratorType: checkpoint ? ShardIteratorType.AFTER_SEQUENCE_NUMBER : ShardIteratorType.TRIM_HORIZON,
      StartingSequenceNumber: checkpoint,
    }));
    return iterator!;
  }

  public async read(iterator: string, abortSignal: AbortSignal): Promise<Page> {
    const page = await this.client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: this.batchSize }), { abortSignal });
    return {
      records: (page.Records ?? []).map(({ SequenceNumber, Data, ApproximateArrivalTimestamp }) => ({
        sequenceNumber: SequenceNumber!, data: Data!, arrivedAt: ApproximateArrivalTimestamp!,
      })),
      next: page.NextShardIterator,
      millisBehind: page.MillisBehindLatest ?? 0,
    };
  }

  /** Whether a shard has expired with all its records. */
  public async hasLost(shardId: string, error: unknown): Promise<boolean> {
    return error instanceof ResourceNotFoundException && !(await this.shards()).some(({ id }) => id === shardId);
  }
}
