import { ClientBase } from 'pg';
import { Event, isReject, judge, Reject, StreamRecord } from './event';
import { codeOf, isOfRecord } from './fault';

/** Source of records. */
export interface Origin {
  readonly stream: string;
  readonly shardId: string;
}

/** Numbers of records in a batch by result. */
export interface Outcome {
  readonly stored: number;
  /** Stored earlier with the same content. */
  readonly repeated: number;
  readonly setAside: number;
}

/** Stores each event once and sets the other records aside, in the transaction of the client. */
export async function store(client: ClientBase, origin: Origin, records: readonly StreamRecord[]): Promise<Outcome> {
  const judged = records.map(judge);
  const events = judged.filter((item): item is Event => !isReject(item));
  const inserted = await insert(client, origin, events);
  const rejects = [...judged.filter(isReject), ...inserted.rejects];
  await setAside(client, origin, rejects);
  return { stored: inserted.stored, repeated: events.length - inserted.stored - inserted.rejects.length, setAside: rejects.length };
}

interface Inserted {
  readonly stored: number;
  readonly rejects: Reject[];
}

/** Finds events that PostgreSQL refuses by bisection, because no other parser accepts exactly the JSON that PostgreSQL accepts. */
async function insert(client: ClientBase, origin: Origin, events: Event[]): Promise<Inserted> {
  const [first] = events;
  if (!first) return { stored: 0, rejects: [] };
  await client.query('SAVEPOINT events');
  try {
    const inserted = await insertAll(client, origin, events);
    await client.query('RELEASE SAVEPOINT events');
    return inserted;
  } catch (error) {
    if (!isOfRecord(error)) throw error;
    await client.query('ROLLBACK TO SAVEPOINT events');
    if (events.length === 1) return { stored: 0, rejects: [{ record: first.record, reason: 'refused-by-database', detail: codeOf(error) ?? '' }] };
    const middle = Math.floor(events.length / 2);
    const left = await insert(client, origin, events.slice(0, middle));
    const right = await insert(client, origin, events.slice(middle));
    return { stored: left.stored + right.stored, rejects: [...left.rejects, ...right.rejects] };
  }
}

async function insertAll(client: ClientBase, { stream, shardId }: Origin, events: Event[]): Promise<Inserted> {
  const { rows } = await client.query<{ sequenceNumber: string }>(
    `INSERT INTO pipeline.event (stream, shard_id, id, type, occurred_at, content, sequence_number, arrived_at)
     SELECT $1, $2, id, type, occurred_at, content::jsonb, sequence_number, arrived_at
     FROM unnest($3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::numeric[], $8::timestamptz[])
       AS new (id, type, occurred_at, content, sequence_number, arrived_at)
     ON CONFLICT (id) DO NOTHING RETURNING sequence_number AS "sequenceNumber"`,
    [
      stream, shardId, events.map(({ id }) => id), events.map(({ type }) => type), events.map(({ occurredAt }) => occurredAt),
      events.map(({ text }) => text), events.map(({ record }) => record.sequenceNumber), events.map(({ record }) => record.arrivedAt),
    ],
  );
  const stored = new Set(rows.map(({ sequenceNumber }) => sequenceNumber));
  const others = events.filter(({ record }) => !stored.has(record.sequenceNumber));
  return { stored: stored.size, rejects: await rejectOthersOfTheSameId(client, others) };
}

/** Repeated events are accepted. A different event with the same id is refused. */
async function rejectOthersOfTheSameId(client: ClientBase, events: Event[]): Promise<Reject[]> {
  if (events.length === 0) return [];
  const { rows } = await client.query<{ index: number }>(
    `SELECT (index - 1)::int AS index FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS new (id, content, index)
     JOIN pipeline.event AS old USING (id) WHERE old.content <> new.content::jsonb`,
    [events.map(({ id }) => id), events.map(({ text }) => text)],
  );
  return rows.map(({ index }) => ({ record: events[index]!.record, reason: 'id-taken', detail: '' }));
}

async function setAside(client: ClientBase, { stream, shardId }: Origin, rejects: Reject[]) {
  if (rejects.length === 0) return;
  await client.query(
    `INSERT INTO pipeline.set_aside (stream, shard_id, sequence_number, reason, detail, data, arrived_at)
     SELECT $1, $2, * FROM unnest($3::numeric[], $4::text[], $5::text[], $6::bytea[], $7::timestamptz[])
     ON CONFLICT DO NOTHING`,
    [
      stream, shardId, rejects.map(({ record }) => record.sequenceNumber), rejects.map(({ reason }) => reason), rejects.map(({ detail }) => detail),
      rejects.map(({ record }) => Buffer.from(record.data)), rejects.map(({ record }) => record.arrivedAt),
    ],
  );
}
