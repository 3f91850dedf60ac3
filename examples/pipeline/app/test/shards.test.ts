import { strict as assert } from 'assert';
import { after, before, test } from 'node:test';
import { Environment, event } from './environment';
import { until } from '../../../../test/servers/server-process';

let servers: Environment;
before(async () => { servers = await Environment.create(); });
after(() => servers.remove());

const numbered = (stream: string, from: number, to: number) => Array.from({ length: to - from }, (_, index) => ({
  key: `key-${index % 10}`, data: event(`${stream}-${from + index}`, { key: index % 10, number: from + index }),
}));

/** Number of shards per task. */
const owners = async (stream: string) => (await servers.query<{ shards: number }>(
  'SELECT count(*)::int AS shards FROM pipeline.shard WHERE stream = $1 AND owner IS NOT NULL AND finished_at IS NULL GROUP BY owner ORDER BY 1', [stream],
)).map(({ shards }) => shards);

test('split and merged shards are complete before their child shards are read', async () => {
  const stream = 'resharded';
  await servers.kinesis.createStream(stream);
  await servers.kinesis.put(stream, numbered(stream, 0, 300));
  const [parent] = await servers.kinesis.openShards(stream);
  await servers.kinesis.split(stream, parent!);
  await servers.kinesis.put(stream, numbered(stream, 300, 600));
  const [left, right] = await servers.kinesis.openShards(stream);
  await servers.kinesis.merge(stream, left!, right!);
  await servers.kinesis.put(stream, numbered(stream, 600, 900));

  const processor = await servers.process(stream, { BATCH_SIZE: '50' });
  assert.deepEqual(await servers.settled(stream, 900), { events: 900, distinct: 900, setAside: 0 });
  const unordered = await servers.query(
    `SELECT key FROM (SELECT content->'data'->>'key' AS key, stored_at, lag(stored_at) OVER (PARTITION BY content->'data'->>'key' ORDER BY (content->'data'->>'number')::int) AS before
     FROM pipeline.event WHERE stream = $1) AS ordered WHERE stored_at < before`,
    [stream],
  );
  assert.deepEqual(unordered, []);
  await until(() => processor.says('shard finished').length === 3);
  assert.deepEqual(await owners(stream), [1]);
  await processor.stop();
});

test('a shard that is split during reading ends, and its child shards are read', async () => {
  const stream = 'split';
  await servers.kinesis.createStream(stream);
  const processor = await servers.process(stream);
  await servers.kinesis.put(stream, numbered(stream, 0, 100));
  await servers.settled(stream, 100);
  const [parent] = await servers.kinesis.openShards(stream);
  await servers.kinesis.split(stream, parent!);
  await servers.kinesis.put(stream, numbered(stream, 100, 200));
  assert.deepEqual(await servers.settled(stream, 200), { events: 200, distinct: 200, setAside: 0 });
  await processor.stop();
});

test('tasks distribute the shards evenly, and take over the shards of a killed task, and of a stopped task immediately', async () => {
  const stream = 'shared';
  await servers.kinesis.createStream(stream, 4);
  const first = await servers.process(stream);
  await until(async () => (await owners(stream)).join() === '4');
  const second = await servers.process(stream);
  await until(async () => (await owners(stream)).join() === '2,2');
  await first.kill();
  await until(async () => (await owners(stream)).join() === '4');
  await servers.kinesis.put(stream, numbered(stream, 0, 100));
  assert.deepEqual(await servers.settled(stream, 100), { events: 100, distinct: 100, setAside: 0 });

  const third = await servers.process(stream, { LEASE_SECONDS: '60' });
  await third.ready();
  assert.equal(await second.stop(), 0);
  assert.deepEqual(await owners(stream), []);
  await third.kill();
});
