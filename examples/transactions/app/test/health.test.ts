import { strict as assert } from 'assert';
import { after, before, test } from 'node:test';
import { Environment } from './environment';
import { CertificateAuthority } from '../../../../test/servers/certificates';
import { until } from '../../../../test/servers/server-process';

let servers: Environment;
before(async () => {
  servers = await Environment.create();
  await servers.start();
});
after(() => servers.remove());

interface Condition {
  readonly what: string;
  readonly expected: string;
  readonly make: () => Promise<void> | void;
  readonly mend?: () => Promise<void> | void;
}

const restart = async (tls = true) => {
  await servers.database.stop();
  await servers.database.start(tls);
};
const show = (certificate: () => ReturnType<CertificateAuthority['issue']>) => async () => {
  servers.database.use(certificate());
  await restart();
};
const good = show(() => servers.authority.issue('database', 'localhost'));

const CONDITIONS: readonly Condition[] = [
  { what: 'is healthy', expected: '200', make: () => undefined },
  { what: 'is down', expected: '503 database-unreachable', make: () => servers.database.kill(), mend: () => servers.database.start() },
  { what: 'takes longer than 2 s', expected: '503 database-slow', make: () => { servers.proxy.milliseconds = 400; }, mend: () => { servers.proxy.milliseconds = 0; } },
  { what: 'accepts connections and does not respond', expected: '503 database-slow', make: () => servers.database.freeze(), mend: () => servers.database.thaw() },
  { what: 'refuses TLS', expected: '503 database-without-tls', make: () => restart(false), mend: () => restart() },
  {
    what: 'has an expired certificate',
    expected: '503 certificate-expired',
    make: show(() => servers.authority.issue('old', 'localhost', true)),
    mend: good,
  },
  {
    what: 'has a certificate for another host',
    expected: '503 certificate-of-another-host',
    make: show(() => servers.authority.issue('elsewhere', 'database.elsewhere.example')),
    mend: good,
  },
  {
    what: 'has a certificate of an unknown CA',
    expected: '503 certificate-of-unknown-authority',
    make: show(() => new CertificateAuthority(servers.folder, 'other').issue('database', 'localhost')),
    mend: good,
  },
  {
    what: 'refuses the credentials',
    expected: '503 credentials-refused',
    make: async () => { await servers.grant('app', 'Changed-behind-its-back-1'); },
    mend: async () => { await servers.grant('app', 'Apps-own-1'); },
  },
  {
    what: 'grants the user access to another database only',
    expected: '503 database-refused',
    make: async () => { await servers.query('RENAME USER app TO app_elsewhere'); await servers.query("CREATE USER app IDENTIFIED BY 'Apps-own-1'"); },
    mend: async () => { await servers.grant('app', 'Apps-own-1'); },
  },
];

for (const { what, expected, make, mend } of CONDITIONS) {
  test(`/health when the database ${what}: ${expected}`, async () => {
    await make();
    const [status, reason] = expected.split(' ');
    // The previous result can still be cached.
    await until(async () => (await servers.health()).status === Number(status), 15);
    const { status: got, text, milliseconds } = await servers.health();
    console.log(`${what.padEnd(45)} ${got} ${text}`);
    assert.deepEqual(JSON.parse(text), reason ? { status: 'unavailable', reason } : { status: 'ok' });
    assert.equal(`${got}`, status);
    assert.ok(milliseconds < 3000, `${milliseconds} ms`);
    await mend?.();
    await until(async () => (await servers.health()).status === 200, 15);
  });
}

test('/health/live answers while the database is down', async () => {
  await servers.database.kill();
  await until(async () => (await servers.health()).status === 503, 15);
  const { status, text } = await servers.health('/health/live');
  assert.deepEqual([status, text], [200, '{"status":"alive"}']);
  await servers.database.start();
  await until(async () => (await servers.health()).status === 200, 15);
});

test('/health reports an unreadable secret, and the log does not contain it', async () => {
  await servers.stop();
  await servers.start({ DB_PASSWORD_SECRET_ARN: servers.secretArn.replace('database', 'gone') });
  assert.equal((await servers.health()).text, JSON.stringify({ status: 'unavailable', reason: 'secret-unavailable' }));
  await servers.stop();
  await servers.putSecret('password=hunter2-hunter2');
  await servers.start();
  assert.equal((await servers.health()).text, JSON.stringify({ status: 'unavailable', reason: 'secret-unavailable' }));
  assert.ok(!servers.output.includes('hunter2'));
  await servers.putSecret(servers.secret('app', 'Apps-own-1'));
  await until(async () => (await servers.health()).status === 200, 15);
});

test('an unhealthy database is logged at the first failure and at the recovery only', async () => {
  await servers.database.kill();
  await until(async () => (await servers.health()).status === 503);
  for (let asked = 0; asked < 20; asked++) await servers.health();
  await servers.database.start();
  await until(async () => (await servers.health()).status === 200);
  const changes = () => servers.lines.filter(({ msg }) => msg === 'unhealthy' || msg === 'healthy again').slice(-2);
  await until(() => changes()[1]?.msg === 'healthy again');
  const lines = changes();
  assert.deepEqual(lines.map(({ level, msg, reason, code }) => ({ level, msg, reason, code })), [
    { level: 'error', msg: 'unhealthy', reason: 'database-unreachable', code: lines[0]?.code },
    { level: 'info', msg: 'healthy again', reason: undefined, code: undefined },
  ]);
});

for (const [what, variables, reason] of [
  ['an address instead of a host name', { DB_HOST: '127.0.0.1' }, 'DB_HOST: must be a host name, not an address'],
  ['no CA bundle', { DB_CA_FILE: '/nowhere.pem' }, 'DB_CA_FILE: cannot read /nowhere.pem'],
] as const) {
  test(`it does not start with ${what}`, async () => {
    await servers.stop();
    await assert.rejects(() => servers.start(variables as unknown as Record<string, string>));
    assert.equal(servers.lines.at(-1)?.reason, reason);
  });
}
