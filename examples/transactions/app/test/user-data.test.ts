import { strict as assert } from 'assert';
import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { createServer, Server } from 'https';
import { after, before, test } from 'node:test';
import * as path from 'path';
import { AWS, Environment } from './environment';
import { ServerProcess } from '../../../../test/servers/server-process';

const APP = path.resolve(__dirname, '../../../../..');
const ROOT = path.resolve(APP, '../../..');
const BOOTSTRAP = path.join(APP, 'bootstrap');
const RUN = path.join(APP, 'test/root/run.sh');
const ARTIFACT = path.join(APP, 'transactions.tgz');
const AWS_CLI = process.env.AWS_CLI ?? '/usr/bin/aws';
const STEPS = readdirSync(BOOTSTRAP).length;

let servers: Environment;
let certificates: Server;
before(async () => {
  servers = await Environment.create();
  const { certificate, key } = servers.authority.issue('downloads', 'localhost');
  certificates = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (request, response) => {
    response.writeHead(request.url === '/bundle.pem' ? 200 : 404);
    response.end(request.url === '/bundle.pem' ? readFileSync(servers.authority.certificate) : 'no');
  });
  await new Promise<void>((resolve) => certificates.listen(0, '127.0.0.1', resolve));
  aws('s3', 'mb', 's3://artifacts');
  aws('s3', 'cp', ARTIFACT, 's3://artifacts/transactions.tgz');
});
after(async () => {
  certificates.close();
  await servers.remove();
});

function aws(...args: string[]) {
  execFileSync(AWS_CLI, args, { env: { ...process.env, ...AWS, AWS_ENDPOINT_URL: servers.moto.endpoint }, stdio: 'pipe' });
}

/** Runs the user data of AutoScalingService as root in a temporary root file system. */
async function boot(runs: number, changes: Record<string, string> = {}, fail = ''): Promise<string> {
  const { port } = certificates.address() as { port: number };
  const { DB_CA_FILE: _, ...database } = servers.variables;
  const variables: Record<string, string> = {
    ...AWS,
    ...database,
    AWS_ENDPOINT_URL: servers.moto.endpoint,
    DB_CA_BUNDLE_URL: `https://localhost:${port}/bundle.pem`,
    APP_ARTIFACT: 's3://artifacts/transactions.tgz',
    APP_ARTIFACT_SHA256: createHash('sha256').update(readFileSync(ARTIFACT)).digest('hex'),
    PORT: '18080',
    HEALTH_SECONDS: '30',
    ...changes,
  };
  const script = path.join(servers.folder, 'user-data.sh');
  const pairs = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  writeFileSync(script, execFileSync(path.join(ROOT, 'node_modules/.bin/tsx'), ['test/apps/user-data.ts', BOOTSTRAP, ...pairs], { cwd: ROOT }));
  const child = new ServerProcess('unshare', ['--mount', '--pid', '--fork', '--kill-child', 'bash', RUN, servers.folder, script, `${runs}`], {
    env: { PATH: `/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin:${path.dirname(AWS_CLI)}`, CURL_CA_BUNDLE: servers.authority.certificate, FAIL: fail },
  });
  await child.exited();
  return child.output;
}

const lines = (output: string, beginning: string) => output.split('\n').filter((line) => line.startsWith(beginning));

test('user data installs and starts the application, and a second run changes nothing', async () => {
  const output = await boot(2);
  assert.deepEqual(lines(output, 'run 1: exit').concat(lines(output, 'run 2: exit')), ['run 1: exit code 0', 'run 2: exit code 0'], output.slice(-3000));
  const [first] = lines(output, 'run 1: state');
  assert.equal(lines(output, 'run 2: state')[0], first!.replace('run 1', 'run 2'));
  assert.equal(lines(output, 'stub: cfn-signal').length, 2);
  for (const line of lines(output, 'stub: cfn-signal')) assert.match(line, /--exit-code 0 --reason bootstrap is done /);
  assert.deepEqual(lines(output, 'stub: shutdown'), []);
  assert.deepEqual(lines(output, 'left: '), []);
  assert.deepEqual(lines(output, 'stub: systemctl').slice(0, 3), [
    'stub: systemctl daemon-reload', 'stub: systemctl enable transactions.service', 'stub: systemctl restart transactions.service',
  ]);
  console.log([...lines(output, 'run'), ...lines(output, 'process')].join('\n'));
});

test('the application runs as a dedicated user without write access to its code, log and environment', async () => {
  const output = await boot(1);
  assert.match(lines(output, 'process: ')[0]!, /^process: transactions +\/usr\/bin\/node-24 \/opt\/transactions\/app\/index.js$/);
  assert.deepEqual(lines(output, 'run: '), [
    'run: /etc/service.env root 600',
    'run: /var/log/transactions root 750',
    'run: /var/log/transactions/app.log root 644',
    'run: /opt/transactions/app/index.js root 644',
    'run: /opt/transactions/rds-bundle.pem root 444',
  ]);
});

for (const [what, step, changes, fail] of [
  ['Node.js cannot be installed', 'command 1 of 6: # install Node.js', {}, 'dnf-nodejs'],
  ['the CA bundle is not available', 'command 2 of 6: # fetch the certificates of the database', { DB_CA_BUNDLE_URL: 'https://localhost:1/bundle.pem' }, ''],
  ['the CA bundle has a URL without TLS', 'command 2 of 6: # fetch the certificates of the database', { DB_CA_BUNDLE_URL: 'http://localhost:1/bundle.pem' }, ''],
  ['the artifact does not exist', 'command 3 of 6: # fetch the application', { APP_ARTIFACT: 's3://artifacts/other.tgz' }, ''],
  ['the artifact has another digest', 'command 3 of 6: # fetch the application', { APP_ARTIFACT_SHA256: '0'.repeat(64) }, ''],
  ['the database is unavailable', 'command 6 of 6: # wait until the application is healthy', { DB_PORT: '1', HEALTH_SECONDS: '4' }, ''],
] as const) {
  test(`when ${what}, the launch fails and names the step`, async () => {
    const output = await boot(1, changes, fail);
    const [signal = ''] = lines(output, 'stub: cfn-signal');
    console.log(signal.replace(/ --stack.*/, ''));
    assert.ok(signal.includes(`: ${step} --stack`), output.slice(-3000));
    assert.match(signal, /--exit-code [1-9]\d* --reason bootstrap failed with exit code [1-9]/);
    assert.deepEqual(lines(output, 'stub: shutdown'), ['stub: shutdown -h +2']);
    assert.ok(!lines(output, 'run 1: exit')[0]!.endsWith(' 0'));
  });
}

test('shellcheck accepts the bootstrap commands, the user data and the scripts of this test', () => {
  const commands = readdirSync(BOOTSTRAP).map((file) => path.join(BOOTSTRAP, file));
  const stubs = path.join(APP, 'test/root/stubs');
  const scripts = [...commands, path.join(servers.folder, 'user-data.sh'), RUN, ...readdirSync(stubs).map((file) => path.join(stubs, file))];
  assert.equal(commands.length, STEPS);
  execFileSync('shellcheck', ['--shell=bash', ...scripts], { stdio: 'pipe', encoding: 'utf-8' });
});
