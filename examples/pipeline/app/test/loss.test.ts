import { strict as assert } from 'assert';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'timers/promises';
import { Environment, event } from './environment';
import { Processor } from './processor';
import { until } from '../../../../test/servers/server-process';

const POISON = ['', '{', '[]', '{"id":1}', 'null'];

let servers: Environment;
before(async () => { servers = await Environment.create(); });
after(() => servers.remove());

test('10,000 records with 1 % invalid ones, two database outages and a killed task: 9,900 events, 100 set aside, 0 lost, 0 duplicates', async () => {
  const stream = 'headline';
  const id = (index: number) => `event-${index}`;
  const records = Array.from({ length: 10_000 }, (_, index) => ({
    key: `key-${index}`,
    data: index % 100 === 99 ? POISON[(index % 500 - 99) / 100]! : event(id(index), { index }),
  }));
  await servers.kinesis.createStream(stream, 4);
  const [first, second] = [await servers.process(stream, { BATCH_SIZE: '100' }), await servers.process(stream, { BATCH_SIZE: '100' })];
  await first.ready();
  await second.ready();

  const outage = async (dealtWith: number) => {
    await until(async () => (await servers.counts(stream)).events > dealtWith, 60, 20);
    await servers.database.kill();
    const interrupted = await servers.counts(stream).then(() => false, () => true);
    assert.ok(interrupted);
    await sleep(2000);
    await servers.database.start();
  };
  const killing = async (dealtWith: number) => {
    await until(async () => (await servers.counts(stream)).events > dealtWith, 60, 20);
    await first.kill();
  };
  await Promise.all([servers.kinesis.put(stream, records), outage(1500).then(() => killing(3500)).then(() => outage(5500))]);

  const { events, distinct, setAside } = await servers.settled(stream, 10_000);
  const [{ lost }] = await servers.query<{ lost: number }>(
    "SELECT count(*)::int AS lost FROM generate_series(0, 9999) AS i LEFT JOIN pipeline.event ON id = 'event-' || i WHERE id IS NULL AND i % 100 <> 99",
  ) as [{ lost: number }];
  const [{ double }] = await servers.query<{ double: number }>(
    'SELECT (count(*) - count(DISTINCT sequence_number))::int AS double FROM (SELECT sequence_number FROM pipeline.event UNION ALL SELECT sequence_number FROM pipeline.set_aside) AS all_of_them',
  ) as [{ double: number }];
  console.log(`${records.length} records, 2 database outages, 1 task killed: ${events} events, ${setAside} set aside, ${lost} lost, ${double + events - distinct} duplicates`);
  assert.deepEqual({ events, distinct, setAside, lost, double }, { events: 9900, distinct: 9900, setAside: 100, lost: 0, double: 0 });
  assert.ok(second.says('shard interrupted').length + second.says('leases not renewed').length >= 2, 'the outages affected the task');
  assert.equal(await second.stop(), 0);
});

for (const [what, strike] of [
  ['the database is killed', () => servers.database.kill().then(() => servers.database.start())],
  ['the task is killed', (processor: Processor) => processor.kill()],
] as const) {
  test(`when ${what} during a batch, its records are stored once`, async () => {
    const stream = what.replaceAll(' ', '-');
    await servers.kinesis.createStream(stream);
    const processor = await servers.process(stream);
    await processor.ready();
    await servers.slowDown(30);
    await servers.kinesis.put(stream, [...Array(50).keys()].map((index) => ({ key: 'k', data: index === 7 ? 'poison' : event(`${stream}-${index}`) })));
    await servers.midBatch();
    assert.deepEqual(await servers.counts(stream), { events: 0, distinct: 0, setAside: 0 });

    await strike(processor);
    await servers.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
    await servers.speedUp();
    const successor = await servers.process(stream);
    assert.deepEqual(await servers.settled(stream, 50), { events: 49, distinct: 49, setAside: 1 });
    assert.equal(await successor.stop(), 0);
    await processor.kill();
  });
}

test('a task that is frozen during a batch cannot store it after another task takes over the shard', async () => {
  const stream = 'frozen';
  await servers.kinesis.createStream(stream);
  const frozen = await servers.process(stream);
  await frozen.ready();
  await servers.slowDown(2);
  await servers.kinesis.put(stream, [...Array(20).keys()].map((index) => ({ key: 'k', data: event(`frozen-${index}`) })));
  await servers.midBatch();
  frozen.pause();

  const other = await servers.process(stream);
  await other.hasSaid('batch committed', 40);
  frozen.resume();
  await frozen.hasSaid('shard interrupted');
  assert.deepEqual(await servers.counts(stream), { events: 20, distinct: 20, setAside: 0 });
  assert.equal(frozen.says('batch committed').length, 0);
  await servers.speedUp();
  await Promise.all([frozen.stop(), other.stop()]);
});

test('a repeated event is stored once, and a different event with its id is set aside', async () => {
  const stream = 'again';
  await servers.kinesis.createStream(stream, 2);
  await servers.kinesis.put(stream, [
    { key: 'a', data: event('again-1', { amount: 1, name: 'x' }) },
    { key: 'a', data: event('again-1', { amount: 1, name: 'x' }) },
    { key: 'b', data: '{ "data": {"name": "x", "amount": 1.0}, "id": "again-1", "type": "application.received", "occurredAt": "2026-03-01T09:30:00Z" }' },
    { key: 'c', data: event('again-1', { amount: 2, name: 'x' }) },
    { key: 'a', data: event('again-2') },
  ]);
  const processor = await servers.process(stream);
  await until(() => processor.says('batch committed').reduce((sum, line) => sum + [line.stored, line.repeated, line.setAside].map(Number).reduce((a, b) => a + b), 0) === 5);
  const sum = (field: string) => processor.says('batch committed').map((line) => Number(line[field])).reduce((a, b) => a + b);
  assert.deepEqual([sum('stored'), sum('repeated'), sum('setAside')], [2, 2, 1]);
  const reasons = await servers.query('SELECT reason FROM pipeline.set_aside WHERE stream = $1', [stream]);
  assert.deepEqual(reasons, [{ reason: 'id-taken' }]);
  await processor.stop();
});
