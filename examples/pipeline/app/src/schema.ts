import { ClientBase } from 'pg';
import { Database } from './database';

// Tasks start at the same time. The lock lets only one of them create the tables.
const LOCK = 'SELECT pg_advisory_xact_lock(hashtext(\'pipeline\'))';

const TABLES = `
CREATE SCHEMA IF NOT EXISTS pipeline;

CREATE TABLE IF NOT EXISTS pipeline.event (
  id text PRIMARY KEY,
  type text NOT NULL,
  occurred_at timestamptz NOT NULL,
  content jsonb NOT NULL,
  stream text NOT NULL,
  shard_id text NOT NULL,
  sequence_number numeric NOT NULL,
  arrived_at timestamptz NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS pipeline.set_aside (
  stream text NOT NULL,
  shard_id text NOT NULL,
  sequence_number numeric NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  data bytea NOT NULL,
  arrived_at timestamptz NOT NULL,
  set_aside_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (stream, shard_id, sequence_number)
);

CREATE TABLE IF NOT EXISTS pipeline.shard (
  stream text NOT NULL,
  shard_id text NOT NULL,
  parents text[] NOT NULL,
  checkpoint numeric,
  finished_at timestamptz,
  owner text,
  leased_until timestamptz,
  PRIMARY KEY (stream, shard_id)
);

CREATE TABLE IF NOT EXISTS pipeline.worker (
  stream text NOT NULL,
  id text NOT NULL,
  alive_until timestamptz NOT NULL,
  PRIMARY KEY (stream, id)
);
`;

/** Creates missing tables. If all tables exist, the user needs no permission to create them. */
export async function makeTables(database: Database): Promise<void> {
  await database.transaction(async (client) => {
    if (await exist(client)) return;
    await client.query(LOCK);
    await client.query(TABLES);
  });
}

async function exist(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>('SELECT to_regclass(\'pipeline.worker\') IS NOT NULL AS exists');
  return rows[0]?.exists ?? false;
}
