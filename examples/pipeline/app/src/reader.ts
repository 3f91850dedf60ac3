import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Logger } from 'pino';
import { Database } from './database';
import { Lease, Leases } from './leases';
import { pause } from './pause';
import { store } from './store';
import { Stream } from './stream';

/** Dependencies of a reader. */
export interface ReaderParts {
  readonly stream: Stream;
  readonly streamName: string;
  readonly database: Database;
  readonly leases: Leases;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly pollMilliseconds: number;
}

/** Interval between two calls for a shard. The limit is five per second (Kinesis API, GetRecords). */
const MIN_PAUSE_MILLISECONDS = 200;

/**
 * Reads a shard until it ends or the signal aborts. Any failure ends the reading. The next reader starts at the committed checkpoint, so partial
 * work on a batch has no effect.
 * @returns whether the shard is complete
 */
export async function readShard(parts: ReaderParts, lease: Lease, signal: AbortSignal): Promise<boolean> {
  const { stream, pollMilliseconds } = parts;
  let iterator: string | undefined = await stream.after(lease.shardId, lease.checkpoint);
  while (!signal.aborted) {
    const { records, next, millisBehind } = await stream.read(iterator, signal);
    const last = records.at(-1);
    if (last) lease = await storeBatch(parts, lease, records, last.sequenceNumber, millisBehind);
    iterator = next;
    if (!iterator) return true;
    await pause(millisBehind > 0 ? MIN_PAUSE_MILLISECONDS : pollMilliseconds, signal);
  }
  return false;
}

type Records = Parameters<typeof store>[2];

/** One transaction commits the events, the records set aside and the checkpoint. */
async function storeBatch(parts: ReaderParts, lease: Lease, records: Records, last: string, millisBehind: number): Promise<Lease> {
  const { database, leases, metrics, log, streamName } = parts;
  const { shardId } = lease;
  const [advanced, outcome] = await database.transaction(async (client) => {
    const stored = await store(client, { stream: streamName, shardId }, records);
    return [await leases.advance(client, lease, last), stored] as const;
  });
  log.info({ shardId, checkpoint: last, ...outcome, millisBehind }, 'batch committed');
  metrics.addMetric('EventsStored', MetricUnit.Count, outcome.stored);
  metrics.addMetric('EventsRepeated', MetricUnit.Count, outcome.repeated);
  metrics.addMetric('RecordsSetAside', MetricUnit.Count, outcome.setAside);
  metrics.addMetric('MillisBehindLatest', MetricUnit.Milliseconds, millisBehind);
  metrics.publishStoredMetrics();
  return advanced;
}
