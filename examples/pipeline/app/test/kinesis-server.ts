import * as path from 'path';
import {
  CreateStreamCommand, DescribeStreamSummaryCommand, KinesisClient, ListShardsCommand, MergeShardsCommand, PutRecordsCommand, SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { freePort, ServerProcess, until } from '../../../../test/servers/server-process';

/** Maximum per request (Kinesis API, PutRecords). */
const MAX_RECORDS = 500;

/** A record to put. */
export interface Put {
  readonly key: string;
  readonly data: Uint8Array | string;
}

/** kinesis-local on the loopback address. Closed shards keep their records and end, as in Kinesis. */
export class KinesisServer {
  public static async create(): Promise<KinesisServer> {
    const [port, tlsPort] = [await freePort(), await freePort()];
    const program = require.resolve('kinesis-local');
    const child = new ServerProcess('node', ['--require', path.join(__dirname, 'loopback.js'), program], {
      cwd: path.dirname(program),
      env: {
        PATH: process.env.PATH,
        KINESIS_MOCK_PLAIN_PORT: `${port}`,
        KINESIS_MOCK_TLS_PORT: `${tlsPort}`,
        CREATE_STREAM_DURATION: '10ms',
        SPLIT_SHARD_DURATION: '10ms',
        MERGE_SHARDS_DURATION: '10ms',
        LOG_LEVEL: 'ERROR',
      },
    });
    const server = new KinesisServer(`http://127.0.0.1:${port}`, child);
    await child.until(async () => (await fetch(`${server.endpoint}/healthcheck`)).ok);
    return server;
  }

  private readonly client: KinesisClient;

  private constructor(public readonly endpoint: string, private readonly child: ServerProcess) {
    this.client = new KinesisClient({
      endpoint, region: 'eu-central-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, requestHandler: new NodeHttpHandler(),
    });
  }

  public async createStream(name: string, shards = 1): Promise<void> {
    await this.client.send(new CreateStreamCommand({ StreamName: name, ShardCount: shards }));
    await this.active(name);
  }

  /** Puts records in order and returns their sequence numbers. */
  public async put(stream: string, puts: readonly Put[]): Promise<string[]> {
    const sequenceNumbers: string[] = [];
    for (let start = 0; start < puts.length; start += MAX_RECORDS) {
      const { FailedRecordCount: failed, Records: taken = [] } = await this.client.send(new PutRecordsCommand({
        StreamName: stream,
        Records: puts.slice(start, start + MAX_RECORDS).map(({ key, data }) => ({ PartitionKey: key, Data: Buffer.from(data) })),
      }));
      if (failed) throw new Error(`${failed} records failed`);
      sequenceNumbers.push(...taken.map(({ SequenceNumber }) => SequenceNumber!));
    }
    return sequenceNumbers;
  }

  public async openShards(stream: string): Promise<string[]> {
    const { Shards = [] } = await this.client.send(new ListShardsCommand({ StreamName: stream }));
    return Shards.filter(({ SequenceNumberRange }) => !SequenceNumberRange?.EndingSequenceNumber).map(({ ShardId }) => ShardId!);
  }

  /** Splits a shard with the full hash key range in the middle. */
  public async split(stream: string, shardId: string): Promise<void> {
    await this.client.send(new SplitShardCommand({ StreamName: stream, ShardToSplit: shardId, NewStartingHashKey: `${2n ** 127n}` }));
    await this.active(stream);
  }

  public async merge(stream: string, shardId: string, adjacent: string): Promise<void> {
    await this.client.send(new MergeShardsCommand({ StreamName: stream, ShardToMerge: shardId, AdjacentShardToMerge: adjacent }));
    await this.active(stream);
  }

  public async remove(): Promise<void> {
    await this.child.end('SIGKILL');
  }

  private async active(name: string) {
    await until(async () => {
      const { StreamDescriptionSummary: summary } = await this.client.send(new DescribeStreamSummaryCommand({ StreamName: name }));
      return summary?.StreamStatus === 'ACTIVE';
    });
  }
}
