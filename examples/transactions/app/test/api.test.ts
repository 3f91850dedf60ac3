import { strict as assert } from 'assert';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'timers/promises';
import { Environment, transaction } from './environment';
import { until } from '../../../../test/servers/server-process';

let servers: Environment;
before(async () => {
  servers = await Environment.create();
  await servers.start();
});
after(() => servers.remove());

const rows = async (like: string) => (await servers.query<{ rows: number }>(`SELECT count(*) AS \`rows\` FROM transactions.transactions WHERE idempotency_key LIKE '${like}'`))[0]!.rows;

test('an unknown transaction is not found, even before the table exists', async () => {
  assert.deepEqual(await servers.get('/transactions/00000000-0000-0000-0000-000000000000'), { status: 404, body: { error: 'not-found' } });
});

test('a transaction is stored once per key and can be read', async () => {
  const made = await servers.post('key-00000001', transaction());
  assert.equal(made.status, 201);
  const { id, createdAt, ...fields } = made.body;
  assert.deepEqual(fields, { account: 'DE-0001', amount: '10.5000', currency: 'EUR', reference: 'invoice 7' });
  assert.deepEqual(await servers.post('key-00000001', transaction()), { status: 200, body: made.body });
  assert.deepEqual(await servers.get(`/transactions/${id}`), { status: 200, body: made.body });
  assert.ok(Math.abs(Date.parse(String(createdAt)) - Date.now()) < 60_000);
  assert.equal(await rows('key-00000001'), 1);
});

test('twenty concurrent requests with one key store one transaction', async () => {
  const answers = await Promise.all([...Array(20)].map(() => servers.post('key-parallel', transaction())));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(19).fill(200), 201]);
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
});

test('a key of another transaction is refused', async () => {
  await servers.post('key-conflict', transaction());
  assert.deepEqual(await servers.post('key-conflict', transaction({ amount: '10.51' })), { status: 409, body: { error: 'idempotency-key-taken' } });
});

for (const [what, key, body, status, answer] of [
  ['without a key', '', transaction(), 400, { error: 'idempotency-key' }],
  ['with an invalid key', 'a b', transaction(), 400, { error: 'idempotency-key' }],
  ['with a number as its amount', 'key-refused', transaction({ amount: 10.5 }), 400, { error: 'invalid', fields: ['amount'] }],
  ['with a negative amount', 'key-refused', transaction({ amount: '-1' }), 400, { error: 'invalid', fields: ['amount'] }],
  ['with five decimals', 'key-refused', transaction({ amount: '1.00001' }), 400, { error: 'invalid', fields: ['amount'] }],
  ['with an invalid currency', 'key-refused', transaction({ currency: 'euro' }), 400, { error: 'invalid', fields: ['currency'] }],
  ['with an unknown field', 'key-refused', transaction({ admin: true }), 400, { error: 'invalid', fields: [] }],
  ['with a card number in its reference', 'key-refused', transaction({ reference: 'paid by 4111 1111 1111 1111' }), 400, { error: 'card-number' }],
  ['with a card number as its account', 'key-refused', transaction({ account: '5555-5555-5555-4444' }), 400, { error: 'card-number' }],
  ['with a card number as its key', '378282246310005', transaction(), 400, { error: 'card-number' }],
  ['that is not JSON', 'key-refused', '{', 400, { error: 'malformed' }],
  ['that is empty', 'key-refused', '', 400, { error: 'malformed' }],
  ['that is null', 'key-refused', 'null', 400, { error: 'invalid', fields: [] }],
  ['with a __proto__ field', 'key-refused', '{"__proto__":{"a":1}}', 400, { error: 'malformed' }],
  ['that is larger than 16 KiB', 'key-refused', transaction({ reference: 'x'.repeat(20_000) }), 413, { error: 'too-large' }],
] as const) {
  test(`a transaction ${what} is refused`, async () => {
    assert.deepEqual(await servers.post(key, body), { status, body: answer });
    assert.equal(await rows('key-refused'), 0);
  });
}

test('quotes, SQL and Unicode in a reference are stored unchanged', async () => {
  const reference = "O'Neil'); DROP TABLE transactions; -- \\ \" 日本 👩‍👩‍👧 \n $1 ?";
  const { body } = await servers.post('key-verbatim', transaction({ reference }));
  assert.equal(body.reference, reference);
});

test('unknown paths return 404 without details', async () => {
  assert.deepEqual(await servers.get('/transactions/4111111111111111'), { status: 404, body: { error: 'not-found' } });
  assert.deepEqual(await servers.get("/transactions/'%20OR%201=1"), { status: 404, body: { error: 'not-found' } });
  assert.deepEqual(await servers.get('/../etc/passwd'), { status: 404, body: { error: 'not-found' } });
});

test('a rotated password and a rotated user are used without a restart', async () => {
  await servers.query("SET PASSWORD FOR app = PASSWORD('Apps-own-2')");
  await servers.cutOff('app');
  assert.deepEqual((await servers.post('key-rotation-1', transaction())).body, { error: 'credentials-refused' });
  await servers.putSecret(servers.secret('app', 'Apps-own-2'));
  assert.equal((await servers.post('key-rotation-1', transaction())).status, 201);
  await until(async () => (await servers.health()).status === 200);

  await servers.grant('app_clone', 'Clones-own-1');
  await servers.putSecret(servers.secret('app_clone', 'Clones-own-1'));
  await servers.query("SET PASSWORD FOR app = PASSWORD('Apps-own-3')");
  await servers.cutOff('app');
  assert.equal((await servers.post('key-rotation-2', transaction())).status, 201);
  await until(async () => (await servers.health()).status === 200);
  for (const password of ['Apps-own', 'Clones-own']) assert.ok(!servers.output.includes(password));
});

test('a request in progress completes when the password changes', async () => {
  await servers.grant('app', 'Apps-own-4');
  await servers.putSecret(servers.secret('app', 'Apps-own-4'));
  const lock = await servers.connect();
  await lock.query('LOCK TABLES transactions.transactions WRITE');
  const waits = (user: string) => until(async () => (await servers.query(
    `SELECT 1 FROM information_schema.processlist WHERE user = '${user}' AND state LIKE 'Waiting for table%'`)).length === 1);
  const first = servers.post('key-rotation-3', transaction());
  await waits('app_clone');
  await servers.query("SET PASSWORD FOR app_clone = PASSWORD('Clones-own-2')");
  await servers.cutOff('app_clone', "command = 'Sleep'");
  // Finds that the password changed, because it needs another connection.
  const second = servers.post('key-rotation-4', transaction());
  await waits('app');
  await lock.end();
  assert.deepEqual([(await first).status, (await second).status], [201, 201]);
  await until(async () => (await servers.query("SELECT 1 FROM information_schema.processlist WHERE user = 'app_clone'")).length === 0);
});

test('failover under load: every repeated request is stored once', async () => {
  const clients = 8;
  const each = 60;
  let refused = 0;
  const repeat = async (key: string): Promise<void> => {
    for (let tries = 0; tries < 100; tries++) {
      const { status } = await servers.post(key, transaction({ reference: key }));
      if (status === 201 || status === 200) return;
      assert.equal(status, 503);
      refused++;
      await sleep(100);
    }
    assert.fail(`${key} was not stored`);
  };
  const load = [...Array(clients).keys()].map(async (client) => {
    for (let index = 0; index < each; index++) await repeat(`failover-${client}-${index}`);
  });
  for (const seconds of [1, 4]) {
    await sleep(500);
    await servers.database.kill();
    await sleep(seconds * 1000);
    await servers.database.start();
  }
  await Promise.all(load);
  const made = await rows('failover-%');
  console.log(`${clients * each} requests, 2 failovers: ${made} transactions, ${refused} repeated after status 503`);
  assert.equal(made, clients * each);
  await until(async () => (await servers.health()).status === 200);
});

test('a connection to a former writer is replaced with one to the new writer', async () => {
  await servers.query('SET GLOBAL read_only = ON');
  // Users with this privilege are exempt from read_only.
  const late = servers.post('key-read-only', transaction());
  await sleep(500);
  await servers.query('SET GLOBAL read_only = OFF');
  assert.equal((await late).status, 201);
});

test('log lines are JSON and contain no card numbers', async () => {
  const number = '4242424242424242';
  await servers.post(number, transaction());
  await servers.post('key-log', transaction({ reference: number }));
  await servers.post('key-log', `{"a":"${number}"`);
  await servers.get(`/transactions/${number}?card=${number}`);
  await servers.get(`/${number}`);
  await fetch(`http://127.0.0.1:${servers.port}/transactions/x`, { headers: { 'x-amzn-trace-id': `Root=1-${number}`, 'user-agent': number } });
  await until(() => servers.output.includes('Root=1-************4242'));
  assert.ok(!servers.output.includes(number));
  assert.ok(!servers.output.includes('invoice 7'));
  const levels = new Set(servers.lines.map(({ level, _aws: metrics }) => metrics ? 'metrics' : level));
  assert.deepEqual([...levels].sort(), ['error', 'info', 'metrics']);
});

test('metrics are in the embedded metric format', () => {
  const sum = (name: string) => servers.lines.filter((line) => '_aws' in line && name in line).reduce((total, line) => total + Number(line[name]), 0);
  assert.ok(sum('TransactionsCreated') >= 480);
  assert.ok(sum('TransactionsRepeated') >= 20);
  assert.equal(sum('TransactionsRefused'), 1);
  assert.ok(sum('TransactionErrors') >= 1);
  assert.ok(sum('RequestDuration') > 0);
});

test('SIGTERM completes the current request', async () => {
  servers.proxy.milliseconds = 300;
  const late = servers.post('key-late', transaction());
  await sleep(100);
  const started = Date.now();
  assert.equal(await servers.stop(), 0);
  assert.ok(Date.now() - started < 10_000);
  assert.equal((await late).status, 201);
});
