import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

// Tests the published package: packs it, installs the tarball with the lowest peer versions into a new app outside the repository,
// type-checks a program strictly, synthesizes it, and measures `require('cdk-regulated')`.

const ROOT = path.resolve(__dirname, '..', '..');
const MAX_TARBALL = 1.5e6;
const MAX_LOADING = 1.1;
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

try {
  const library = install();
  synthesize();
  load(library);
} finally {
  fs.rmSync(app, { recursive: true });
}

function install(): string {
  if (!fs.existsSync(path.join(ROOT, 'lib'))) run(ROOT, 'npm', 'run', 'compile');
  const [{ filename, size, files }] = JSON.parse(run(ROOT, 'npm', 'pack', '--json', '--silent', '--pack-destination', app));
  check(size <= MAX_TARBALL, `the tarball has ${size} bytes in ${files.length} files, need at most ${MAX_TARBALL}`);
  const strays = files.map((file: { path: string }) => file.path)
    .filter((file: string) => !/^(lib\/.+\.(js|d\.ts)|lib\/compliance\/[a-z\/]+\/[a-z0-9.-]+\.json|assets\/evidence-page\/(main\/index\.js|styles\/index\.css)|assets\/lambda\/[a-z-]+\.lambda\/(index\.js|[a-z-]+\.pem)|\.jsii|package\.json|LICENSE|README\.md|THIRD-PARTY-LICENSES\.txt|sbom\.cdx\.json|rosetta\/default\.ts-fixture|\.jsii\.tabl\.json\.gz)$/.test(file));
  check(strays.length === 0, `unexpected files in the tarball: ${strays.join(', ') || 'none'}`);
  const links = [...fs.readFileSync(path.join(ROOT, 'README.md'), 'utf-8').matchAll(/\]\(([^)#]+)/g)].map(([, link]) => link)
    .filter((link) => !link.startsWith('https://') && !files.some((file: { path: string }) => file.path === link));
  check(links.length === 0, `links of README.md to files that the tarball lacks: ${links.join(', ') || 'none'}`);
  const names = fs.readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf-8' })
    .filter((file) => !file.startsWith('evidence-page/'))
    .filter((file) => file.endsWith('.json') || file.endsWith('.ts') && (!file.startsWith('lambda/') || file.endsWith('.lambda.ts')));
  const page = ['assets/evidence-page/main/index.js', 'assets/evidence-page/styles/index.css'];
  const missing = [...page, ...names.map((name) => name.endsWith('.lambda.ts') ? `assets/${name.replace(/\.ts$/, '/index.js')}` : `lib/${name.replace(/\.ts$/, '.js')}`)]
    .filter((name) => !files.some((file: { path: string }) => file.path === name));
  check(missing.length === 0, `missing files in the tarball: ${missing.join(', ') || 'none'}`);

  fs.writeFileSync(path.join(app, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0', private: true }));
  const peers = ['aws-cdk-lib', 'constructs', 'typescript', '@types/node'].map((name) => `${name}@${devDependencies[name]}`);
  run(app, 'npm', 'install', '--silent', '--no-audit', '--no-fund', `./${filename}`, ...peers);
  return path.join(app, 'node_modules', 'cdk-regulated');
}

function synthesize() {
  fs.writeFileSync(path.join(app, 'app.ts'), PROGRAM);
  fs.writeFileSync(path.join(app, 'module.mjs'), MODULE_PROGRAM);
  run(app, 'node_modules/.bin/tsc', '--strict', '--target', 'es2022', '--module', 'node16', '--types', 'node', 'app.ts');
  run(app, 'node', 'app.js');
  run(app, 'node', 'module.mjs');
  const { Resources } = JSON.parse(fs.readFileSync(path.join(app, 'cdk.out', 'Ledger.template.json'), 'utf-8'));
  check(Object.keys(Resources).length > 20, `the new app synthesizes ${Object.keys(Resources).length} resources`);
  check(fs.existsSync(path.join(app, 'cdk.out', 'evidence')), 'the assembly contains the evidence');
}

function load(library: string) {
  const sources = fs.readdirSync(path.join(library, 'lib'), { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.js'))
    .map((file) => fs.readFileSync(path.join(library, 'lib', file), 'utf-8'));
  const used = new Set(sources.flatMap((source) => [...source.matchAll(/require\("(aws-cdk-lib[^"]*)"\)/g)].map(([, module]) => module)));
  const [ours, theirs] = [['cdk-regulated'], [...used]].map((modules) => median(Array.from({ length: 9 }, () => milliseconds(modules))));
  const ratio = ours / theirs;
  check(ratio <= MAX_LOADING, `require('cdk-regulated') takes ${ours.toFixed(1)} ms, the ${used.size} modules of aws-cdk-lib that it uses ${theirs.toFixed(1)} ms, ratio ${ratio.toFixed(2)}, need at most ${MAX_LOADING}`);
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
  return execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf-8', env: { ...process.env, CDK_OUTDIR: path.join(cwd, 'cdk.out') } });
}
