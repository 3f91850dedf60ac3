import { strict as assert } from 'assert';
import { writeFileSync } from 'fs';
import { after, before, test } from 'node:test';
import * as path from 'path';
import { Environment, event } from './environment';
import { CertificateAuthority } from '../../../../test/servers/certificates';
import { until } from '../../../../test/servers/server-process';

let servers: Environment;
before(async () => { servers = await Environment.create(); });
after(() => servers.remove());

test('SIGTERM completes the current batch, releases the shard and ends the process with exit code 0', async () => {
  const stream = 'graceful';
  await servers.kinesis.createStream(stream);
  const processor = await servers.process(stream);
  await processor.ready();
  await servers.slowDown(2);
  await servers.kinesis.put(stream, [{ key: 'k', data: event('graceful-1') }]);
  await servers.midBatch();
  assert.equal(await processor.stop(), 0);
  await servers.speedUp();
  assert.deepEqual(await servers.counts(stream), { events: 1, distinct: 1, setAside: 0 });
  assert.deepEqual(await servers.query('SELECT owner FROM pipeline.shard WHERE stream = $1', [stream]), [{ owner: null }]);
  assert.deepEqual(await servers.query('SELECT id FROM pipeline.worker WHERE stream = $1', [stream]), []);
  assert.equal(processor.says('stopped').length, 1);
});

test('a batch that exceeds the stop time is abandoned, and the next task stores it', async () => {
  const stream = 'abandoned';
  await servers.kinesis.createStream(stream);
  const processor = await servers.process(stream, { STOP_SECONDS: '1' });
  await processor.ready();
  await servers.slowDown(20);
  await servers.kinesis.put(stream, [{ key: 'k', data: event('abandoned-1') }]);
  await servers.midBatch();
  const started = Date.now();
  assert.equal(await processor.stop(), 0);
  assert.ok(Date.now() - started < 5000);
  assert.equal(processor.says('batches abandoned').length, 1);
  await servers.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
  await servers.speedUp();
  assert.deepEqual(await servers.counts(stream), { events: 0, distinct: 0, setAside: 0 });

  const successor = await servers.process(stream);
  assert.deepEqual(await servers.settled(stream, 1), { events: 1, distinct: 1, setAside: 0 });
  await successor.stop();
});

test('while the database is unavailable the task is live and not ready, and then it resumes', async () => {
  const stream = 'health';
  await servers.kinesis.createStream(stream);
  const processor = await servers.process(stream);
  await processor.ready();
  assert.deepEqual([await processor.status('live'), await processor.status('ready'), await processor.status('other')], [200, 200, 404]);
  await servers.database.kill();
  await servers.kinesis.put(stream, [{ key: 'k', data: event('health-1') }]);
  await until(async () => await processor.status('ready') === 503);
  assert.equal(await processor.status('live'), 200);
  await servers.database.start();
  await processor.ready();
  assert.equal((await servers.settled(stream, 1)).events, 1);
  await processor.stop();
});

test('log lines contain no record values', async () => {
  const stream = 'discreet';
  const marks = ['Jane-Roe', '4111111111111111', 'jane@example.com', 'discreet-id', 'discreet-key'];
  const data = { name: marks[0], card: marks[1], mail: marks[2] };
  await servers.kinesis.createStream(stream);
  await servers.kinesis.put(stream, [
    event(marks[3]!, data),
    event(marks[3]!, { ...data, other: true }),
    event(`${marks[3]} is no id`, data),
    event(marks[3]!, data).replace('application.received', marks[2]!),
    event('discreet-2', { ...data, text: '\0' }),
    event('discreet-3', data).replace('2026', '0000'),
    `${event('discreet-4', data)} ${marks[0]}`,
    event('discreet-5', data).replace('"name"', `"${marks[2]}"`),
  ].map((record) => ({ key: marks[4]!, data: record })));
  const processor = await servers.process(stream, { LOG_LEVEL: 'debug' });
  await servers.settled(stream, 8);
  await servers.database.kill();
  await processor.hasSaid('leases not renewed');
  await servers.database.start();
  await processor.ready();
  await processor.stop();
  for (const mark of marks) assert.ok(!processor.output.includes(mark), `${mark} is in the log`);
  assert.deepEqual(processor.lines.filter((line) => !('level' in line || '_aws' in line)), []);
  const metrics = processor.lines.find((line) => '_aws' in line)!;
  assert.deepEqual(
    [metrics.EventsStored, metrics.EventsRepeated, metrics.RecordsSetAside, metrics.MillisBehindLatest, metrics.service], [2, 0, 6, 0, 'data-processor'],
  );
});

for (const [what, environment] of [
  ['an untrusted CA', async () => ({ DATABASE_CA_FILE: new CertificateAuthority(servers.folder, 'other').certificate })],
  ['a certificate for another host', async () => {
    servers.database.use(servers.authority.issue('elsewhere', 'database.elsewhere.example'));
    return {};
  }],
  ['an expired certificate', async () => {
    servers.database.use(servers.authority.issue('old', 'localhost', true));
    return {};
  }],
  ['an IP address that is not in its certificate', async () => ({ DATABASE_HOST: '127.0.0.1' })],
] as const) {
  test(`no data is written to a database with ${what}`, async () => {
    const stream = `tls-${what.replace(/\W+/g, '-')}`;
    await servers.kinesis.createStream(stream);
    await servers.kinesis.put(stream, [{ key: 'k', data: event(stream) }]);
    const changes = await environment();
    await servers.database.stop();
    await servers.database.start();
    const processor = await servers.process(stream, changes);
    await until(() => processor.says('leases not renewed').length >= 3);
    assert.equal(await processor.status('ready'), 503);
    assert.equal(await processor.stop(), 0);
    const codes = new Set(processor.says('leases not renewed').map(({ code }) => code));
    console.log(`${what}: ${[...codes].join()}`);

    servers.database.use(servers.authority.issue('database', 'localhost'));
    await servers.database.stop();
    await servers.database.start();
    assert.deepEqual(await servers.counts(stream), { events: 0, distinct: 0, setAside: 0 });
    assert.deepEqual(await servers.query('SELECT 1 FROM pipeline.worker WHERE stream = $1', [stream]), []);
    assert.deepEqual([...codes], [{
      'an untrusted CA': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'a certificate for another host': 'ERR_TLS_CERT_ALTNAME_INVALID',
      'an expired certificate': 'CERT_HAS_EXPIRED',
      'an IP address that is not in its certificate': 'ERR_TLS_CERT_ALTNAME_INVALID',
    }[what]]);
  });
}

test('no data is written to a database without TLS', async () => {
  const stream = 'plain';
  await servers.kinesis.createStream(stream);
  await servers.database.allowPlain(true);
  const processor = await servers.process(stream);
  await until(() => processor.says('leases not renewed').length >= 3);
  assert.equal(await processor.stop(), 0);
  await servers.database.allowPlain(false);
  assert.deepEqual(await servers.query('SELECT 1 FROM pipeline.worker WHERE stream = $1', [stream]), []);
});

for (const [what, changes, reason] of [
  ['without a stream', { STREAM_NAME: '' }, /^STREAM_NAME: /],
  ['without credentials', { DATABASE_PASSWORD: '' }, /^DATABASE_SECRET_ARN: must be set, or DATABASE_USER and DATABASE_PASSWORD$/],
  ['with an invalid port', { DATABASE_PORT: 'postgres' }, /^DATABASE_PORT: /],
  ['without the CA bundle', { DATABASE_CA_FILE: '/nowhere.pem' }, /^DATABASE_CA_FILE: cannot read \/nowhere.pem$/],
] as const) {
  test(`a task ${what} reports it and ends`, async () => {
    const processor = await servers.process('any', changes as Record<string, string>);
    assert.equal(await processor.exited(), 1);
    const [line] = processor.says('uncaught');
    assert.match(String(line?.reason), reason);
    assert.ok(!processor.output.includes('Not-a-secret'));
  });
}

test('an invalid CA bundle prevents connections', async () => {
  const file = path.join(servers.folder, 'empty.pem');
  writeFileSync(file, '');
  await servers.kinesis.createStream('empty-ca');
  const processor = await servers.process('empty-ca', { DATABASE_CA_FILE: file });
  const ended = await Promise.race([processor.exited(), until(() => processor.says('leases not renewed').length >= 2).then(() => 'refused')]);
  assert.ok(ended === 1 || ended === 'refused');
  await processor.kill();
  assert.deepEqual(await servers.query('SELECT 1 FROM pipeline.worker WHERE stream = $1', ['empty-ca']), []);
});
