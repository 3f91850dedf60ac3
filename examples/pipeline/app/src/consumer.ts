import { faultOf } from './fault';
import { Lease } from './leases';
import { pause } from './pause';
import { ReaderParts, readShard } from './reader';
import { makeTables } from './schema';

const RETRY_MILLISECONDS = 1000;
/** Longer than any wait in an iteration. */
const ALIVE_MILLISECONDS = 120_000;

interface Reading {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Holds leases and reads their shards. Retries failures without a limit. */
export class Consumer {
  private readonly readings = new Map<string, Reading>();
  private stopping = false;
  private wake = new AbortController();
  private renewedAt = 0;
  private turnedAt = Date.now();
  private loop?: Promise<void>;

  constructor(private readonly parts: ReaderParts, private readonly leaseMilliseconds: number) {}

  public start(): void {
    this.loop = this.run();
  }

  /** Whether the database responded within the duration of a lease. */
  public get isReady(): boolean {
    return Date.now() - this.renewedAt < this.leaseMilliseconds;
  }

  /** Whether the consumer makes progress. An unavailable database does not require a new task. */
  public get isAlive(): boolean {
    return Date.now() - this.turnedAt < ALIVE_MILLISECONDS;
  }

  /** Completes the current batches and releases the shards. */
  public async stop(): Promise<void> {
    this.stopping = true;
    this.wake.abort();
    await this.loop;
    await Promise.all([...this.readings.values()].map(({ ended }) => ended));
    await this.parts.leases.leave();
  }

  private async run() {
    while (!this.stopping) {
      this.wake = new AbortController();
      const held = await this.turn().catch((error) => this.parts.log.error(faultOf(error), 'leases not renewed'));
      this.turnedAt = Date.now();
      await pause(held ? this.leaseMilliseconds / 3 : RETRY_MILLISECONDS, this.wake.signal);
    }
    for (const { abort } of this.readings.values()) abort.abort();
  }

  private async turn(): Promise<Lease[]> {
    const { database, stream, leases, log } = this.parts;
    if (!this.renewedAt) await makeTables(database);
    const held = await leases.renew();
    this.renewedAt = Date.now();
    const ids = new Set(held.map(({ shardId }) => shardId));
    for (const [shardId, { abort }] of this.readings) if (!ids.has(shardId)) abort.abort();
    for (const lease of held) if (!this.readings.has(lease.shardId)) this.read(lease);
    // Leases are renewed even if the stream is unavailable.
    const news = await stream.shards().then((shards) => leases.register(shards)).catch((error) => log.warn(faultOf(error), 'shards unknown'));
    if (news) this.wake.abort();
    return held;
  }

  private read(lease: Lease) {
    const { shardId } = lease;
    const abort = new AbortController();
    const ended = this.readToEnd(lease, abort.signal).finally(() => this.readings.delete(shardId));
    this.readings.set(shardId, { abort, ended });
  }

  private async readToEnd(lease: Lease, signal: AbortSignal) {
    const { leases, stream, log } = this.parts;
    const { shardId } = lease;
    log.info({ shardId, checkpoint: lease.checkpoint }, 'shard taken');
    try {
      if (await readShard(this.parts, lease, signal)) {
        await leases.finish(shardId);
        log.info({ shardId }, 'shard finished');
        this.wake.abort();
      }
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ shardId, ...faultOf(error) }, 'shard interrupted');
      await pause(RETRY_MILLISECONDS, signal);
      if (await stream.hasLost(shardId, error).catch(() => false)) {
        log.error({ shardId }, 'shard gone before it was read to its end');
        await leases.finish(shardId).catch(() => undefined);
      }
      this.wake.abort();
    }
  }
}
