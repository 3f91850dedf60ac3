import { strict as assert } from 'assert';
import { after, before, test } from 'node:test';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Environment, event } from './environment';
import { MotoServer } from '../../../../test/servers/moto-server';
import { until } from '../../../../test/servers/server-process';

let servers: Environment;
let moto: MotoServer;
let secrets: SecretsManagerClient;
before(async () => {
  [servers, moto] = await Promise.all([Environment.create(), MotoServer.create()]);
  secrets = new SecretsManagerClient({ endpoint: moto.endpoint, region: 'eu-central-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
});
after(() => Promise.all([servers.remove(), moto.remove()]));

const value = (username: string, password: string) => JSON.stringify({ username, password, engine: 'postgres' });
const create = async (name: string, text: string) => (await secrets.send(new CreateSecretCommand({ Name: name, SecretString: text }))).ARN!;
const put = (arn: string, text: string) => secrets.send(new PutSecretValueCommand({ SecretId: arn, SecretString: text }));
/** Ends the connections of a user, as a failover does. */
const cutOff = (user: string) => servers.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [user]);

test('a rotated password and a rotated user are used without a new task', async () => {
  const stream = 'rotated';
  await servers.kinesis.createStream(stream);
  await servers.query("CREATE ROLE app LOGIN PASSWORD 'pw-1-aaaa'");
  await servers.query('GRANT CREATE ON DATABASE postgres TO app');
  const arn = await create(stream, value('app', 'pw-1-aaaa'));
  const processor = await servers.process(stream, {
    DATABASE_SECRET_ARN: arn, DATABASE_USER: '', DATABASE_PASSWORD: '', AWS_ENDPOINT_URL_SECRETS_MANAGER: moto.endpoint,
  });
  await processor.ready();
  await servers.kinesis.put(stream, [{ key: 'k', data: event('rotated-1') }]);
  await servers.settled(stream, 1);

  // The database changes before the secret, as in a rotation. In between, the old password is refused.
  await servers.query("ALTER ROLE app PASSWORD 'pw-2-bbbb'");
  await cutOff('app');
  await servers.kinesis.put(stream, [{ key: 'k', data: event('rotated-2') }]);
  await until(() => processor.lines.some(({ code }) => code === '28P01'));
  await put(arn, value('app', 'pw-2-bbbb'));
  await servers.settled(stream, 2);

  await servers.query("CREATE ROLE app_clone LOGIN PASSWORD 'pw-3-cccc' IN ROLE app");
  await put(arn, value('app_clone', 'pw-3-cccc'));
  await servers.query("ALTER ROLE app PASSWORD 'pw-4-dddd'");
  await cutOff('app');
  await servers.kinesis.put(stream, [{ key: 'k', data: event('rotated-3') }]);
  assert.deepEqual(await servers.settled(stream, 3), { events: 3, distinct: 3, setAside: 0 });
  assert.equal(await processor.stop(), 0);
  for (const password of ['pw-1-aaaa', 'pw-2-bbbb', 'pw-3-cccc']) assert.ok(!processor.output.includes(password));
});

test('an invalid secret is reported without its content', async () => {
  const stream = 'broken';
  await servers.kinesis.createStream(stream);
  const arn = await create(stream, 'password=hunter2');
  const processor = await servers.process(stream, { DATABASE_SECRET_ARN: arn, AWS_ENDPOINT_URL_SECRETS_MANAGER: moto.endpoint });
  await processor.hasSaid('leases not renewed');
  assert.equal(processor.says('leases not renewed')[0]?.reason, 'the secret is not a JSON object with username and password');
  assert.ok(!processor.output.includes('hunter2'));
  await processor.kill();
});
