import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { PLATFORM_NAMES } from '../../examples/platform-names';

// Tests the published package: packs it, installs the tarball with the lowest peer versions into a new app outside the repository,
// type-checks a program strictly, synthesizes it, runs the command, makes an app with it, and measures `require('cdk-regulated')`.

const ROOT = path.resolve(__dirname, '..', '..');
const MAX_TARBALL = 1.5e6;
const MAX_LOADING = 1.1;
/** Seconds from an empty folder to a synthesis, with the installation. */
const MAX_START = 120;
const BUCKET = { AWSTemplateFormatVersion: '2010-09-09', Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };
const { devDependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8'));
const app = fs.mkdtempSync(path.join(os.tmpdir(), 'package-'));

const PROGRAM = `
import { App, Stack } from 'aws-cdk-lib';
import { Framework, Lifecycle, SecureVpc, SecureVpcProps, Workload } from 'cdk-regulated';

const app = new App();
const stack = new Stack(app, 'Ledger', { env: { account: '123456789012', region: 'eu-west-2' } });
Workload.on(stack, { name: 'ledger', suffix: 'dev', lifecycle: Lifecycle.EPHEMERAL, frameworks: [Framework.PCI_DSS_4_0_1] });
const props: SecureVpcProps = { cidr: '10.20.0.0/16', maxAzs: 2 };
new SecureVpc(stack, 'Network', props);
// @ts-expect-error a prop of another type
export const wrong = () => new SecureVpc(stack, 'Other', { maxAzs: 'two' });
app.synth();
`;

const MODULE_PROGRAM = `
import { SecureVpc } from 'cdk-regulated';
if (typeof SecureVpc !== 'function') throw new Error('an ES module must import constructs by name');
`;

/** Prints the loading time of modules in milliseconds, measured in a new process. */
const LOADING = `
const started = process.hrtime.bigint();
for (const module of process.argv.slice(1)) require(module);
console.log(Number(process.hrtime.bigint() - started) / 1e6);
`;

/** Prints the modules of judges and evidence that are loaded before the synthesis of an app, and how many are loaded after it. */
const JUDGING = `
const { App, Stack } = require('aws-cdk-lib');
const { Lifecycle, SecureBucket, SecureVpc, Workload } = require('cdk-regulated');
const app = new App({ outdir: 'cdk.judging' });
const stack = new Stack(app, 'Judging');
Workload.on(stack, { name: 'judging', lifecycle: Lifecycle.EPHEMERAL });
new SecureVpc(stack, 'Vpc');
new SecureBucket(stack, 'Documents');
const judging = () => Object.keys(require.cache).filter((file) => /cdk-regulated.lib.compliance.(safeguards.(?!topics)|report.examination|evidence.(?!options))/.test(file));
const before = judging();
app.synth();
console.log(JSON.stringify([before, judging().length]));
`;

try {
  const tarball = pack();
  const library = install(tarball);
  synthesize();
  useCommand();
  start(tarball);
  load(library);
  judge();
} finally {
  fs.rmSync(app, { recursive: true });
}

function pack(): string {
  if (!fs.existsSync(path.join(ROOT, 'lib'))) run(ROOT, 'npm', 'run', 'compile');
  const [{ filename, size, files }] = JSON.parse(run(ROOT, 'npm', 'pack', '--json', '--silent', '--pack-destination', app));
  check(size <= MAX_TARBALL, `the tarball has ${size} bytes in ${files.length} files, need at most ${MAX_TARBALL}`);
  const strays = files.map((file: { path: string }) => file.path)
    .filter((file: string) => !/^(lib\/.+\.(js|d\.ts)|lib\/compliance\/[a-z\/]+\/[a-z0-9.-]+\.json|assets\/init\/[a-z0-9-]+\.json|assets\/evidence-page\/(main\/index\.js|styles\/index\.css)|assets\/lambda\/[a-z-]+\.lambda\/(index\.js|[a-z-]+\.pem)|\.jsii|package\.json|LICENSE|README\.md|docs\/evidence\.schema\.json|THIRD-PARTY-LICENSES\.txt|sbom\.cdx\.json|rosetta\/(default|first)\.ts-fixture|\.jsii\.tabl\.json\.gz)$/.test(file));
  check(strays.length === 0, `unexpected files in the tarball: ${strays.join(', ') || 'none'}`);
  const links = [...fs.readFileSync(path.join(ROOT, 'README.md'), 'utf-8').matchAll(/\]\(([^)#]+)/g)].map(([, link]) => link)
    .filter((link) => !link.startsWith('https://') && !files.some((file: { path: string }) => file.path === link));
  check(links.length === 0, `links of README.md to files that the tarball lacks: ${links.join(', ') || 'none'}`);
  const names = fs.readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf-8' })
    .filter((file) => !file.startsWith('evidence-page/') && file !== 'tsconfig.json')
    .filter((file) => file.endsWith('.json') || file.endsWith('.ts') && (!file.startsWith('lambda/') || file.endsWith('.lambda.ts')));
  const init = PLATFORM_NAMES.map((name) => `assets/init/${name}.json`);
  const page = ['assets/evidence-page/main/index.js', 'assets/evidence-page/styles/index.css'];
  const missing = [...init, ...page, 'docs/evidence.schema.json', ...names.map((name) => name.endsWith('.lambda.ts') ? `assets/${name.replace(/\.ts$/, '/index.js')}` : `lib/${name.replace(/\.ts$/, '.js')}`)]
    .filter((name) => !files.some((file: { path: string }) => file.path === name));
  check(missing.length === 0, `missing files in the tarball: ${missing.join(', ') || 'none'}`);
  return path.join(app, filename);
}

function install(tarball: string): string {
  fs.writeFileSync(path.join(app, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0', private: true }));
  const peers = ['aws-cdk-lib', 'constructs', 'typescript', '@types/node'].map((name) => `${name}@${devDependencies[name]}`);
  run(app, 'npm', 'install', '--silent', '--no-audit', '--no-fund', tarball, ...peers);
  return path.join(app, 'node_modules', 'cdk-regulated');
}

function synthesize() {
  fs.writeFileSync(path.join(app, 'app.ts'), PROGRAM);
  fs.writeFileSync(path.join(app, 'module.mjs'), MODULE_PROGRAM);
  run(app, 'node_modules/.bin/tsc', '--strict', '--target', 'es2022', '--module', 'node16', '--types', 'node', 'app.ts');
  execFileSync('node', ['app.js'], { cwd: app, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, CDK_OUTDIR: path.join(app, 'cdk.out') } });
  run(app, 'node', 'module.mjs');
  const { Resources } = JSON.parse(fs.readFileSync(path.join(app, 'cdk.out', 'Ledger.template.json'), 'utf-8'));
  check(Object.keys(Resources).length > 20, `the new app synthesizes ${Object.keys(Resources).length} resources`);
  check(fs.existsSync(path.join(app, 'cdk.out', 'evidence')), 'the assembly contains the evidence');
}

/** The command as npm installs it. */
function useCommand() {
  const bin = path.join(app, 'node_modules', '.bin', 'cdk-regulated');
  const call = (...args: string[]) => spawnSync(bin, args, { cwd: app, encoding: 'utf-8' });
  fs.writeFileSync(path.join(app, 'bucket.json'), JSON.stringify(BUCKET, undefined, 2));
  fs.writeFileSync(path.join(app, 'bucket.yaml'), 'Resources:\n  Bucket:\n    Type: !Ref Type\n');
  const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8'));
  check(call('--version').stdout === `${version}\n`, 'cdk-regulated --version prints the version of the package');
  const judged = call('check', 'bucket.json', '--format', 'json', '--framework', 'pci-dss-4.0.1');
  const { findings } = JSON.parse(judged.stdout);
  check(judged.status === 1 && findings.some(({ safeguard, line }: any) => safeguard === 'S3.BucketTlsOnly' && line === 4), `cdk-regulated check finds ${findings.length} faults in a template, exit code 1`);
  const malformed = call('check', 'bucket.yaml');
  check(malformed.status === 2 && malformed.stderr === 'bucket.yaml:2: Resources.Bucket.Type must be a string\n', 'cdk-regulated check refuses a malformed template in YAML with its line, exit code 2');
  const synthesized = call('check', 'cdk.out', '--framework', 'pci-dss-4.0.1', '--evidence', 'evidence');
  check(synthesized.status === 0 && fs.existsSync(path.join(app, 'evidence', 'app', 'evidence.json')), 'cdk-regulated check has no finding in the cloud assembly of the app, and writes evidence');
  const listed = call('list', 'frameworks').stdout.trim().split('\n').length;
  check(listed >= 5, `cdk-regulated list has ${listed} frameworks`);
  check(/^S3\.BucketTlsOnly \(\w+\): .*\n[\s\S]*AWS::S3::Bucket/.test(call('explain', 'S3.BucketTlsOnly').stdout), 'cdk-regulated explain describes a safeguard');
  check(call('explain', 'S3.Nothing').status === 2, 'cdk-regulated explain refuses an unknown safeguard, exit code 2');
}

/** Apps of `cdk-regulated init`, with the newest peers: the first as its user makes it, the others with the packages that it installed. */
function start(tarball: string) {
  const [first, ...others] = PLATFORM_NAMES.map((name) => ({ name, folder: path.join(app, 'apps', name) }));
  const made = ({ name, folder }: typeof first) => {
    fs.mkdirSync(folder, { recursive: true });
    run(folder, path.join(app, 'node_modules', '.bin', 'cdk-regulated'), 'init', name);
  };
  const started = performance.now();
  made(first);
  const manifest = JSON.parse(fs.readFileSync(path.join(first.folder, 'package.json'), 'utf-8'));
  // What is not published yet.
  manifest.dependencies['cdk-regulated'] = `file:${tarball}`;
  fs.writeFileSync(path.join(first.folder, 'package.json'), JSON.stringify(manifest));
  run(first.folder, 'npm', 'install', '--silent', '--no-audit', '--no-fund');
  run(first.folder, 'node_modules/.bin/cdk', 'synth', '--quiet');
  const seconds = (performance.now() - started) / 1000;
  const { summary } = JSON.parse(fs.readFileSync(path.join(first.folder, 'cdk.out', `assembly-${first.name}-dev`, 'evidence', `${first.name}-dev`, 'evidence.json'), 'utf-8'));
  // Other processes slow these down: the limit is that of an idle machine.
  const limit = MAX_START * Math.max(1, os.loadavg()[0] / os.cpus().length);
  check(seconds <= limit, `cdk-regulated init ${first.name}, npm install and cdk synth take ${seconds.toFixed(0)} s, need at most ${limit.toFixed(0)}`);
  check(summary.findings === 0, `the app has ${summary.findings} findings in ${summary.resources} resources, need none`);

  for (const other of others) {
    made(other);
    fs.symlinkSync(path.join(first.folder, 'node_modules'), path.join(other.folder, 'node_modules'));
  }
  fs.writeFileSync(path.join(app, 'apps', 'tsconfig.json'), JSON.stringify({
    extends: './loan/tsconfig.json', include: PLATFORM_NAMES.flatMap((name) => [`${name}/bin`, `${name}/lib/*.ts`, `${name}/test`]), compilerOptions: { types: ['node'], typeRoots: ['./loan/node_modules/@types'] },
  }));
  run(path.join(app, 'apps'), path.join(first.folder, 'node_modules/.bin/tsc'), '-p', '.');
  check(true, `the apps of ${PLATFORM_NAMES.join(', ')} compile`);
  // The platforms are those of the examples, whose tests run elsewhere. One of them reads files of its app.
  const tests = ['loan', 'transactions'].map((name) => path.join(app, 'apps', name, 'test', `${name}.test.ts`));
  const results = run(first.folder, 'node', '--import', 'tsx', '--test', '--test-reporter=tap', ...tests);
  check(results.includes('# pass 4\n# fail 0\n'), 'the tests of two of them pass: no findings in either lifecycle');
}

function load(library: string) {
  const sources = fs.readdirSync(path.join(library, 'lib'), { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.js'))
    .map((file) => fs.readFileSync(path.join(library, 'lib', file), 'utf-8'));
  const used = new Set(sources.flatMap((source) => [...source.matchAll(/require\("(aws-cdk-lib[^"]*)"\)/g)].map(([, module]) => module)));
  const [ours, theirs] = [['cdk-regulated'], [...used]].map((modules) => median(Array.from({ length: 9 }, () => milliseconds(modules))));
  const ratio = ours / theirs;
  check(ratio <= MAX_LOADING, `require('cdk-regulated') takes ${ours.toFixed(1)} ms, the ${used.size} modules of aws-cdk-lib that it uses ${theirs.toFixed(1)} ms, ratio ${ratio.toFixed(2)}, need at most ${MAX_LOADING}`);
}

function judge() {
  const [before, after]: [string[], number] = JSON.parse(run(app, 'node', '-e', JUDGING));
  check(before.length === 0, `constructs load ${before.length} modules of judges and evidence before the synthesis, need 0${before.map((file) => `\n  ${file}`).join('')}`);
  check(after > 0, `the synthesis loads ${after} of them`);
}

function milliseconds(modules: string[]): number {
  return Number(run(app, 'node', '-e', LOADING, ...modules));
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function check(holds: boolean, fact: string) {
  console.log(fact);
  if (!holds) throw new Error(fact);
}

function run(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf-8' });
}
