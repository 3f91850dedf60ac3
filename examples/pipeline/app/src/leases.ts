import { ClientBase } from 'pg';
import { Database } from './database';

/** A shard of the stream. */
export interface Shard {
  readonly id: string;
  /** Shards that were split or merged into this shard. */
  readonly parents: readonly string[];
}

/** A shard with an exclusive lease of this worker. */
export interface Lease {
  readonly shardId: string;
  /** Sequence number of the last processed record. */
  readonly checkpoint?: string;
}

/** Another worker has the lease or a later checkpoint. */
export class LeaseLost extends Error {
  public override readonly name = 'LeaseLost';
}

/**
 * Leases and checkpoints of shards. They are in the same database as the events, so one transaction commits both. Times use the clock of the
 * database, which all workers share.
 */
export class Leases {
  constructor(
    private readonly database: Database,
    private readonly stream: string,
    private readonly worker: string,
    private readonly seconds: number,
  ) {}

  /**
   * Adds shards.
   * @returns the number of new shards
   */
  public async register(shards: readonly Shard[]): Promise<number> {
    return this.database.transaction(async (client) => {
      const { rows } = await client.query<{ id: string }>('SELECT shard_id AS id FROM pipeline.shard WHERE stream = $1', [this.stream]);
      const known = new Set(rows.map(({ id }) => id));
      const news = shards.filter(({ id }) => !known.has(id));
      for (const { id, parents } of news) {
        await client.query('INSERT INTO pipeline.shard (stream, shard_id, parents) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [this.stream, id, parents]);
      }
      return news.length;
    });
  }

  /** Renews leases, releases and acquires shards for an even distribution among the live workers, and returns the current leases. */
  public async renew(): Promise<Lease[]> {
    return this.database.transaction(async (client) => {
      await this.announce(client);
      const share = await this.fairShare(client);
      const held = await this.held(client);
      if (held.length > share) {
        await this.giveUp(client, held.slice(share).map(({ shardId }) => shardId));
        return held.slice(0, share);
      }
      return [...held, ...await this.take(client, share - held.length)];
    });
  }

  /**
   * Writes the checkpoint of a shard in the transaction that stores its records.
   * @throws LeaseLost, which rolls the transaction back
   */
  public async advance(client: ClientBase, { shardId, checkpoint }: Lease, to: string): Promise<Lease> {
    const { rowCount } = await client.query(
      `UPDATE pipeline.shard SET checkpoint = $5, leased_until = ${this.expiry}
       WHERE stream = $1 AND shard_id = $2 AND owner = $3 AND checkpoint IS NOT DISTINCT FROM $4::numeric`,
      [this.stream, shardId, this.worker, checkpoint, to],
    );
    if (rowCount !== 1) throw new LeaseLost();
    return { shardId, checkpoint: to };
  }

  /** Marks a shard as complete, so that its child shards can be read. */
  public async finish(shardId: string): Promise<void> {
    await this.database.transaction((client) => client.query(
      'UPDATE pipeline.shard SET finished_at = now(), owner = NULL WHERE stream = $1 AND shard_id = $2 AND owner = $3',
      [this.stream, shardId, this.worker],
    ));
  }

  /** Releases all leases immediately. */
  public async leave(): Promise<void> {
    await this.database.transaction(async (client) => {
      await client.query('UPDATE pipeline.shard SET owner = NULL WHERE stream = $1 AND owner = $2', [this.stream, this.worker]);
      await client.query('DELETE FROM pipeline.worker WHERE stream = $1 AND id = $2', [this.stream, this.worker]);
    });
  }

  private async announce(client: ClientBase) {
    await client.query('DELETE FROM pipeline.worker WHERE stream = $1 AND alive_until < clock_timestamp() AND id <> $2', [this.stream, this.worker]);
    await client.query(
      `INSERT INTO pipeline.worker (stream, id, alive_until) VALUES ($1, $2, ${this.expiry})
       ON CONFLICT (stream, id) DO UPDATE SET alive_until = excluded.alive_until`,
      [this.stream, this.worker],
    );
  }

  private async fairShare(client: ClientBase): Promise<number> {
    const { rows } = await client.query<{ share: number }>(
      `SELECT ceil((SELECT count(*) FROM pipeline.shard s WHERE ${READABLE}) / greatest(count(*), 1)::numeric)::int AS share
       FROM pipeline.worker WHERE stream = $1`,
      [this.stream],
    );
    return rows[0]?.share ?? 0;
  }

  private async held(client: ClientBase): Promise<Lease[]> {
    const { rows } = await client.query<Lease>(
      `UPDATE pipeline.shard SET leased_until = ${this.expiry} WHERE stream = $1 AND owner = $2 AND finished_at IS NULL
       RETURNING shard_id AS "shardId", checkpoint`,
      [this.stream, this.worker],
    );
    return rows.sort((a, b) => a.shardId.localeCompare(b.shardId));
  }

  private async giveUp(client: ClientBase, shardIds: string[]) {
    await client.query('UPDATE pipeline.shard SET owner = NULL WHERE stream = $1 AND owner = $2 AND shard_id = ANY($3)', [this.stream, this.worker, shardIds]);
  }

  private async take(client: ClientBase, count: number): Promise<Lease[]> {
    if (count === 0) return [];
    const { rows } = await client.query<Lease>(
      `UPDATE pipeline.shard SET owner = $2, leased_until = ${this.expiry}
       WHERE stream = $1 AND shard_id IN (
         SELECT s.shard_id FROM pipeline.shard s WHERE ${READABLE} AND (s.owner IS NULL OR s.leased_until < clock_timestamp())
         ORDER BY s.shard_id LIMIT $3 FOR UPDATE OF s SKIP LOCKED)
       RETURNING shard_id AS "shardId", checkpoint`,
      [this.stream, this.worker, count],
    );
    return rows;
  }

  private get expiry(): string {
    return `clock_timestamp() + interval '${this.seconds} seconds'`;
  }
}

/** Unfinished shards of stream $1 without an unfinished parent, so that records with the same key keep their order. */
const READABLE = `s.stream = $1 AND s.finished_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM pipeline.shard p WHERE p.stream = s.stream AND p.shard_id = ANY (s.parents) AND p.finished_at IS NULL)`;
