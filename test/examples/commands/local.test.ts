import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { bundledCommand, Shell, waitFor } from './shell';

const PLATFORMS = 'loan, payment, pipeline, transactions, ec2-baseline';
const STOPPED = 'the local cloud is stopped and its stacks are deleted';
const LOCAL = bundledCommand();
let shell: Shell;

jest.setTimeout(120_000);

beforeEach(() => {
  shell = new Shell(LOCAL);
});

afterEach(() => shell.end());

test.each([
  [['deploy', 'loan', '-c', 'lifecycle=staging'], "context lifecycle must be one of production, ephemeral, got 'staging'"],
  [['deploy', 'loan', '-csuffix=A'], "context suffix must be 1 to 100 lower-case letters, digits and single hyphens between them, got 'A'"],
  [['deploy', 'loan', '-c', 'account=111122223333'], 'context key must not be account, which the command sets'],
  [['deploy', '--context=platforms=loan'], 'context key must not be platforms, which the command sets'],
  [['deploy', 'loan', '--profile', 'production'], "flag must be -c, --context or --no-rollback, got '--profile'"],
  [['deploy', 'loan', '-o', 'out'], "flag must be -c, --context or --no-rollback, got '--output'"],
  [['deploy', 'loan', 'loan'], `platform must be all or some of ${PLATFORMS}, each once, got 'loan'`],
  [['deploy', 'constructor'], `platform must be all or some of ${PLATFORMS}, each once, got 'constructor'`],
  [['deploy', 'all', 'loan'], 'specify either all or names of platforms, not both'],
  [['stop', 'loan'], "stop must have no arguments, got 'loan'"],
])('npm run local refuses %j in one line', async (words, message) => {
  expect(await shell.run(words)).toEqual({ code: 2, output: `${message}\n` });
  expect(fs.readdirSync(shell.parent)).toEqual([]);
});

test.each(['http', '', '0', '65536', '80 '])('LOCAL_CLOUD_PORT=%j is refused before anything else', async (port) => {
  expect(await shell.run(['lone'], { LOCAL_CLOUD_PORT: port })).toEqual({ code: 2, output: `LOCAL_CLOUD_PORT must be a port from 1 to 65535, got '${port}'\n` });
  expect(fs.readdirSync(shell.parent)).toEqual([]);
});

describe('folder of the local cloud', () => {
  const files = (folder: string) => fs.readdirSync(folder, { recursive: true }).map(String).sort();

  test('files of the user beside it stay', async () => {
    for (const name of ['venv', 's3', 'state', 'assemblies', 'bootstrapped', 'ministack-data', 'runtime']) {
      fs.mkdirSync(path.join(shell.parent, name));
      fs.writeFileSync(path.join(shell.parent, name, 'mine'), 'mine');
    }
    for (const name of ['cloud.json', 'cloud.log', 'fail-at']) fs.writeFileSync(path.join(shell.parent, name), 'mine');
    const before = files(shell.parent);
    for (const words of [['status'], ['start'], ['stop'], ['start'], ['stop']]) expect(await shell.run(words)).toMatchObject({ code: 0 });
    expect(files(shell.parent).filter((name) => name !== 'steps' && !name.startsWith('local-cloud'))).toEqual(before);
    expect(before.filter((name) => fs.statSync(path.join(shell.parent, name)).isFile()).map((name) => fs.readFileSync(path.join(shell.parent, name), 'utf-8')))
      .toEqual(Array(10).fill('mine'));
  });

  test('a folder of that name that the user made is refused and stays', async () => {
    fs.mkdirSync(path.join(shell.state, 'venv'), { recursive: true });
    fs.writeFileSync(path.join(shell.state, 'cloud.json'), '{ "pid": 1, "port": 1 }');
    const before = files(shell.parent);
    expect(await shell.run(['start'])).toEqual({
      code: 1, output: `LOCAL_CLOUD_STATE must be a folder whose subfolder local-cloud is missing, empty or made by this command, got '${shell.parent}'\n`,
    });
    expect(await shell.run(['status'])).toEqual({ code: 0, output: 'the local cloud is not running\n' });
    expect(await shell.run(['stop'])).toEqual({ code: 0, output: 'the local cloud is not running\n' });
    expect(files(shell.parent)).toEqual(before);
  });

  test.each([['', 'a folder'], [__filename, 'a folder'], [path.join(os.devNull, 'a'), 'a folder']])('LOCAL_CLOUD_STATE=%j is refused', async (folder, need) => {
    expect(await shell.run(['start'], { LOCAL_CLOUD_STATE: folder })).toEqual({ code: 1, output: `LOCAL_CLOUD_STATE must be ${need}, got '${folder}'\n` });
  });
});

describe('two shells', () => {
  test('that start at once share one local cloud, which is installed once', async () => {
    const [first, second] = await Promise.all([shell.run(['start']), shell.run(['start'])]);
    expect([first.code, second.code]).toEqual([0, 0]);
    const runs = `the local cloud runs at http://127.0.0.1:${shell.record.port}\nno stacks are deployed\n`;
    expect(first.output.endsWith(runs) && second.output.endsWith(runs)).toBe(true);
    expect(`${first.output}${second.output}`.match(/process \d+ starts the local cloud, waiting for it/g)).toHaveLength(1);
    expect(shell.steps().sort()).toEqual(['cloud', 'npm', 'pip', 'venv']);
    expect(shell.processes()).toHaveLength(1);
  });

  test('the second deploys the same platform after the first', async () => {
    await shell.installed();
    const first = shell.start(['deploy', 'loan', ...shell.sleeper]);
    await shell.app();
    const second = shell.start(['deploy', 'loan', ...shell.sleeper]);
    await second.until(`  loan-dev  process ${first.child.pid} works on it, waiting\n`);
    fs.rmSync(path.join(shell.folder, 'app.json'));
    first.child.kill('SIGINT');
    await shell.app();
    second.child.kill('SIGINT');
    expect(await second.ended).toMatchObject({ code: 130, output: expect.stringMatching(/\ninterrupted\n$/) });
    expect(await first.ended).toMatchObject({ code: 130, output: expect.stringMatching(/\ninterrupted\n$/) });
  });

  test('another port than that of the running local cloud is refused', async () => {
    await shell.run(['start']);
    const { port } = shell.record;
    expect(await shell.run(['start'], { LOCAL_CLOUD_PORT: '1234' })).toEqual({
      code: 1, output: `LOCAL_CLOUD_PORT must be ${port}, the port of the running local cloud, got '1234'\n`,
    });
  });

  test.each(['venv', 'pip', 'npm', 'cloud'])('stop ends a start at the step %s in the other', async (step) => {
    const starting = shell.start(['start'], { LOCAL_CLOUD_HANGS: step });
    await shell.step(step);
    expect(await shell.run(['stop'])).toEqual({ code: 0, output: `process ${starting.child.pid} starts the local cloud, interrupting it\n${STOPPED}\n` });
    expect(await starting.ended).toMatchObject({ code: 130, output: expect.stringContaining('\ninterrupted') });
    expect(shell.processes()).toEqual([]);
    expect(await shell.run(['start'])).toMatchObject({ code: 0 });
  });

  test('stop ends a deployment in the other', async () => {
    await shell.installed();
    const deploying = shell.start(['deploy', 'loan', ...shell.sleeper]);
    await shell.app();
    expect(await shell.run(['stop'])).toEqual({ code: 0, output: `${STOPPED}\n` });
    expect(await deploying.ended).toMatchObject({ code: 1, output: expect.stringMatching(/\nthe local cloud was stopped by another command\n$/) });
    expect(shell.processes()).toEqual([]);
  });
});

describe('an interrupted command', () => {
  test.each(['venv', 'pip', 'npm', 'cloud'])('says so and leaves no processes at the step %s', async (step) => {
    const starting = shell.start(['deploy', 'loan'], { LOCAL_CLOUD_HANGS: step });
    await shell.step(step);
    starting.child.kill('SIGINT');
    const { code, output } = await starting.ended;
    expect(code).toBe(130);
    expect(output).toMatch(step === 'cloud' ? new RegExp(`\ninterrupted: ${STOPPED}\n$`) : /\ninterrupted\n$/);
    expect(output).not.toMatch(/cannot|failed/);
    expect(shell.processes()).toEqual([]);
    expect(await shell.run(['start'])).toMatchObject({ code: 0 });
  });

  test('stops the local cloud that it started', async () => {
    await shell.installed();
    const { child, ended } = shell.start(['deploy', 'loan', ...shell.sleeper]);
    await shell.app();
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 130, output: expect.stringMatching(new RegExp(`\ninterrupted: ${STOPPED}\n$`)) });
    expect(shell.processes()).toEqual([]);
  });

  test.each(['deploy', 'update', 'bootstrap'])('does not stop the local cloud that ran before: %s', async (command) => {
    await shell.run(['start']);
    const { pid } = shell.record;
    const { child, ended } = shell.start([command, 'loan', ...shell.sleeper]);
    await shell.app();
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, output: expect.stringMatching(/\ninterrupted\n$/) });
    expect(shell.record.pid).toBe(pid);
    expect(shell.processes()).toHaveLength(1);
  });

  test('does not stop the local cloud that another command uses', async () => {
    await shell.installed();
    const first = shell.start(['deploy', 'loan', ...shell.sleeper]);
    await first.until('deploy loan-dev\n');
    const second = shell.start(['deploy', 'payment', ...shell.sleeper]);
    await second.until('deploy payment-dev\n');
    first.child.kill('SIGINT');
    expect(await first.ended).toMatchObject({ code: 130, output: expect.stringMatching(/\ninterrupted\n$/) });
    expect(await shell.run(['status'])).toEqual({ code: 0, output: `the local cloud runs at http://127.0.0.1:${shell.record.port}\nno stacks are deployed\n` });
  });
});

test('a command that is killed leaves no CDK CLI and no app', async () => {
  await shell.run(['start']);
  const { child, ended } = shell.start(['deploy', 'loan', ...shell.sleeper]);
  await shell.app();
  child.kill('SIGKILL');
  await ended;
  // The local cloud stays.
  await waitFor(() => shell.processes().length === 1);
  expect(shell.processes()[0]).toContain(' -m cloud ');
});

describe('a local cloud that dies', () => {
  test('ends a deployment at once', async () => {
    await shell.installed();
    const { ended } = shell.start(['deploy', 'loan', ...shell.sleeper]);
    await shell.app();
    const killed = Date.now();
    process.kill(shell.record.pid, 'SIGKILL');
    const log = path.join(shell.state, 'cloud.log');
    expect(await ended).toMatchObject({ code: 1, output: expect.stringMatching(`\nthe local cloud ended, its stacks are lost, last lines of ${log}:\n`) });
    expect(Date.now() - killed).toBeLessThan(10_000);
    expect(shell.processes()).toEqual([]);
    expect(await shell.run(['status'])).toEqual({ code: 0, output: 'the local cloud is not running\n' });
    expect(await shell.run(['start'])).toMatchObject({ code: 0 });
  });

  test('with the command that starts it does not prevent the next start', async () => {
    await shell.installed();
    const { child, ended } = shell.start(['start'], { LOCAL_CLOUD_HANGS: 'cloud' });
    await shell.step('cloud');
    child.kill('SIGKILL');
    await ended;
    expect(shell.processes()).toHaveLength(1);
    // The next command ends the process that does not answer, in the place of the one that was killed.
    expect(await shell.run(['stop'])).toEqual({ code: 0, output: `${STOPPED}\n` });
    expect(shell.processes()).toEqual([]);
    expect(await shell.run(['start'])).toMatchObject({ code: 0 });
  });

  test('does not lead to a signal to another process with its number', async () => {
    await shell.run(['start']);
    const { port } = shell.record;
    await shell.run(['stop']);
    const other = shell.start(['deploy', 'loan', ...shell.sleeper]);
    await shell.app();
    const app = await shell.app();
    fs.writeFileSync(path.join(shell.state, 'cloud.json'), JSON.stringify({ pid: app.pid, port }));
    expect(await shell.run(['stop'])).toEqual({ code: 0, output: 'the local cloud is not running\n' });
    expect(shell.processes().some((command) => command.includes('app.js'))).toBe(true);
    other.child.kill('SIGINT');
    await other.ended;
  });
});

test.each(['', '{"pid":', '{}', '{"pid":"1","port":2}'])('the record %j names the way out', async (text) => {
  await shell.installed();
  fs.writeFileSync(path.join(shell.state, 'cloud.json'), text);
  const message = `${path.join(shell.state, 'cloud.json')} must name the process and the port of the local cloud, got '${text}': run \`npm run local -- stop\`, which `
    + `deletes it, and end the process \`python -m cloud ${shell.state}\` if it still runs\n`;
  for (const words of [['status'], ['start'], ['destroy', 'loan']]) expect(await shell.run(words)).toEqual({ code: 1, output: message });
  expect(await shell.run(['stop'])).toEqual({ code: 0, output: 'the local cloud is not running\n' });
  expect(await shell.run(['start'])).toMatchObject({ code: 0 });
});

test.each([
  ['its Python is gone', (python: string) => fs.rmSync(python)],
  ['its Python is a dangling link', (python: string) => {
    fs.rmSync(python);
    fs.symlinkSync('/nowhere/python3', python);
  }],
  ['its packages are gone', (python: string) => fs.writeFileSync(python, '#!/bin/sh\nexit 1\n')],
])('a virtual environment is made again where %s', async (_, damage) => {
  await shell.installed();
  damage(path.join(shell.state, 'venv', 'bin', 'python'));
  expect(await shell.run(['start'])).toMatchObject({ code: 0, output: expect.stringMatching(/^installing the emulators again\nthe local cloud runs at /) });
  expect(shell.steps().sort()).toEqual(['cloud', 'pip', 'venv']);
});

test('a closed pipe ends the command quietly', async () => {
  await shell.run(['start']);
  const { child, ended } = shell.start(['status']);
  child.stdout.destroy();
  expect(await ended).toEqual({ code: 0, output: '' });
});

const AWAY = {
  HTTP_PROXY: 'http://proxy.example.com:3128',
  https_proxy: 'http://proxy.example.com:3128',
  ALL_PROXY: 'socks://proxy.example.com',
  no_proxy: 'example.com',
  AWS_PROFILE: 'production',
  AWS_SESSION_TOKEN: 'token',
  AWS_USE_FIPS_ENDPOINT: 'true',
  AWS_USE_DUALSTACK_ENDPOINT: 'true',
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
  AWS_ENDPOINT_URL_CLOUDFORMATION: 'https://cloudformation.eu-west-2.amazonaws.com',
  AWS_CONFIG_FILE: '/home/me/.aws/config',
  AWS_CA_BUNDLE: '/home/me/ca.pem',
  CDK_PROFILE: 'production',
  SERVICES: 's3',
  PERSIST_STATE: '1',
  USE_SSL: '1',
  PYTHONHOME: '/nowhere',
};

test('commands and the cloud inherit nothing that leads away from this machine', async () => {
  await shell.installed();
  const { child, ended } = shell.start(['deploy', 'loan', ...shell.sleeper], AWAY);
  const { environment } = await shell.app();
  const { port } = shell.record;
  const cloud: Record<string, string> = JSON.parse(fs.readFileSync(path.join(shell.state, 'environment.json'), 'utf-8'));
  const named = (variables: Record<string, string>) => Object.fromEntries(Object.entries(variables)
    .filter(([name]) => /^AWS_|^(HTTPS?|ALL|NO)_PROXY$|^CDK_(PROFILE|DISABLE|NOTICES)|^(SERVICES|PERSIST_STATE|USE_SSL|PYTHONHOME)$/i.test(name)));
  const offline = {
    NO_PROXY: '*',
    no_proxy: '*',
    AWS_CONFIG_FILE: os.devNull,
    AWS_SHARED_CREDENTIALS_FILE: os.devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: 'true',
    CDK_NOTICES: 'false',
  };
  expect(named(cloud)).toEqual(offline);
  const { SERVICES, PERSIST_STATE, USE_SSL, PYTHONHOME, ...aws } = named(environment);
  expect(aws).toEqual({
    ...offline,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: '000000000000',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  expect(environment.HOME).toBe(path.join(shell.state, 'home'));
  child.kill('SIGINT');
  await ended;
});
