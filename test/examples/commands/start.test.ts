import { ChildProcess, spawn } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { commandOf } from '../../../examples/local/process-of';

const ROOT = path.join(__dirname, '../../..');
const USAGE = 2;

/** Writes a cloud assembly with the evidence of one platform beside that of an earlier run, and the environment of the app. */
const APP = `
const fs = require('fs');
const path = require('path');
const out = process.env.CDK_OUTDIR;
const folder = path.join(out, 'assembly-loan-dev', 'evidence', 'loan-dev');
fs.mkdirSync(folder, { recursive: true });
const earlier = path.join(folder, '..', 'removed', 'evidence.json');
fs.mkdirSync(path.dirname(earlier));
fs.writeFileSync(earlier, '{}');
fs.utimesSync(earlier, 1, 1);
fs.writeFileSync(path.join(folder, '..', 'note.md'), '');
fs.writeFileSync(path.join(out, 'environment.json'), JSON.stringify(process.env));
const manifest = (artifacts) => JSON.stringify({ version: '36.0.0', artifacts });
fs.writeFileSync(path.join(out, 'manifest.json'), manifest({
  'assembly-loan-dev': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-loan-dev' } },
}));
fs.writeFileSync(path.join(out, 'assembly-loan-dev', 'manifest.json'), manifest({
  stack: { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties: { templateFile: 'template.json' } },
}));
fs.writeFileSync(path.join(out, 'assembly-loan-dev', 'template.json'), '{}');
fs.writeFileSync(path.join(folder, 'evidence.json'), JSON.stringify({
  name: 'loan-dev', summary: { resources: 3, findings: FINDINGS }, outcomes: [], cost: { monthly: 12.4 }, inventory: { components: [{ region: 'eu-west-2' }] },
  frameworks: [{ title: 'House', controls: [{ status: 'fails' }, { status: 'satisfied' }] }],
}));
`;

/** Writes every address outside of this machine that a Node.js process looks up or connects to into a file, and refuses it. */
const RECORDER = `
const fs = require('fs');
const net = require('net');
const dns = require('dns');
const record = (host) => {
  if (/^(localhost|127\\..*|::1)$/.test(host)) return;
  fs.appendFileSync(process.env.RECORD, host + '\\n');
  throw new Error('outside');
};
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  if (options && options.host) record(options.host);
  return connect.apply(this, args);
};
const { lookup } = dns;
dns.lookup = (host, ...rest) => { record(host); return lookup(host, ...rest); };
`;

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'start-'));
});

function file(name: string, text: string): string {
  fs.writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

function start(flags: string[], variables: NodeJS.ProcessEnv = {}): Started {
  // In CI, the CDK CLI sends neither notices nor telemetry.
  const { CI, ...env } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', 'examples/start.ts', ...flags], {
    cwd: ROOT, env: { ...env, ...variables }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) child[stream]!.on('data', (data) => { said[stream] += data; });
  return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, ...said }))) };
}

const app = (findings: number) => ['-o', path.join(folder, 'out'), '-a', `${process.execPath} ${file('app.js', APP.replace('FINDINGS', String(findings)))}`];

test.each([
  [['-c', 'lifecycle=staging'], "context lifecycle must be one of production, ephemeral, got 'staging'"],
  [['-csuffix=A'], "context suffix must be 1 to 100 lower-case letters, digits and single hyphens between them, got 'A'"],
  [['--context=platforms=loan,loan'], "context platforms must be some of loan, payment, pipeline, transactions, ec2-baseline, each once, got 'loan,loan'"],
  [['-o'], '-o must have a value, got none'],
])('npm start refuses %j in one line', async (flags, message) => {
  expect(await start(flags).ended).toEqual({ code: USAGE, stdout: '', stderr: `${message}\n` });
}, 60_000);

test('the app refuses a setting in one line where the CDK CLI runs it', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'examples/app.ts'], {
    cwd: ROOT, env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ lifecycle: 'staging' }) }, stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (data) => { stderr += data; });
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
  expect(stderr).toBe("context lifecycle must be one of production, ephemeral, got 'staging'\n");
}, 60_000);

test('npm start connects to no other machine, whatever it inherits', async () => {
  const record = path.join(folder, 'record');
  const { code, stdout, stderr } = await start(app(1), {
    NODE_OPTIONS: `--require ${file('recorder.js', RECORDER)}`,
    RECORD: record,
    HOME: folder,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_PROFILE: 'production',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL_STS: 'https://sts.example.com',
    HTTPS_PROXY: 'http://proxy.example.com:3128',
    https_proxy: 'http://proxy.example.com:3128',
    CDK_OUTPUT: path.join(folder, 'elsewhere'),
    CDK_VALIDATION: 'false',
  }).ended;
  expect(fs.existsSync(record) ? fs.readFileSync(record, 'utf-8') : '').toBe('');
  expect(stderr).toBe('');
  expect(stdout.split('\n').slice(-14)).toEqual([
    expect.stringMatching(/done in \d+ s$/),
    '',
    'platform  proven  failing  deviating  by design  left to you  unjudged  expires  USD/mo',
    'loan-dev       1        1          0          0            0         0     none      12',
    '  eu-west-2; ephemeral; 3 resources; House',
    `  ${path.join(folder, 'out', 'assembly-loan-dev', 'evidence', 'loan-dev', 'index.html')}`,
    '',
    'Counts are controls. Proven: in whole or in part by the templates. Deviating: findings that you',
    'acknowledge. By design: deviations of constructs of the library. Left to you: shown by no template.',
    'Unjudged: no resource shows it. Expires: the next acknowledgement. Others are attested, inherited',
    'from AWS or not applicable.',
    '',
    '1 finding. See the report above.',
    '',
  ]);
  expect(code).toBe(1);
  const inherited: Record<string, string> = JSON.parse(fs.readFileSync(path.join(folder, 'out', 'environment.json'), 'utf-8'));
  const names = Object.keys(inherited).filter((name) => /^AWS_|_PROXY$|^CDK_(OUTPUT|VALIDATION|DISABLE|NOTICES)/i.test(name)).sort();
  expect(Object.fromEntries(names.map((name) => [name, inherited[name]]))).toEqual({
    AWS_CONFIG_FILE: os.devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SHARED_CREDENTIALS_FILE: os.devNull,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: 'true',
    CDK_NOTICES: 'false',
    NO_PROXY: '*',
    no_proxy: '*',
  });
}, 60_000);

test('npm start ends quietly where its output is closed', async () => {
  const { child, ended } = start(app(0));
  child.stdout!.once('data', () => child.stdout!.destroy());
  expect(await ended).toEqual({ code: 0, stdout: `Synthesizing the platforms into ${path.join(folder, 'out')}, with validation:\n`, stderr: '' });
}, 60_000);

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends npm start with the app', async (signal) => {
  const pid = path.join(folder, 'pid');
  const sleeper = file('sleeper.js', `require('fs').writeFileSync(${JSON.stringify(pid)}, String(process.pid)); setTimeout(() => {}, 100_000);`);
  const { child, ended } = start(['-o', path.join(folder, 'out'), '-a', `${process.execPath} ${sleeper}`]);
  while (!fs.existsSync(pid) || fs.readFileSync(pid, 'utf-8') === '') await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill(signal);
  expect(await ended).toMatchObject({ code: 130, stderr: 'interrupted\n' });
  expect(commandOf(Number(fs.readFileSync(pid, 'utf-8')))).toBeUndefined();
}, 60_000);
