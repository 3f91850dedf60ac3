/*
 * Compares the library with the same resources written by hand, and its check with cdk-nag, as ratios of medians: ratios depend little on the machine. The ways take
 * turns, so that a busy moment affects all of them. The benchmark runs as plain JavaScript, as the package does: source maps would slow down every stack trace.
 */
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import { stringify } from 'yaml';
import { LoanPlatform } from '../examples/loan/loan-platform';
import { PaymentPlatform } from '../examples/payment/payment-platform';
import { PipelinePlatform } from '../examples/pipeline/pipeline-platform';
import { Lifecycle } from '../src';
import { HandWrittenLoan } from './hand-written/loan';
import { HandWrittenPayment } from './hand-written/payment';
import { HandWrittenPipeline } from './hand-written/pipeline';

const ROUNDS = 7;
const WARM_UP = 3;
const ROUNDS_OF_MANY = 3;
const MANY = 9;
const ROUNDS_OF_LOADING = 9;
const TOLERANCE = 0.03;
const TEMPLATES = 200;
const MAX_SECONDS = 20;

const { context } = JSON.parse(fs.readFileSync('cdk.json', 'utf-8'));
process.env.CDK_VALIDATION = 'false';

type Build = (app: App, suffix: string) => void;

/** A platform that uses the library, and the same resources written by hand. */
interface Pair {
  readonly name: string;
  readonly library: Build;
  readonly byHand: Build;
}

const PAIRS: readonly Pair[] = [
  {
    name: 'loan',
    library: (app, suffix) => new LoanPlatform(app, `loan-${suffix}`, { lifecycle: Lifecycle.EPHEMERAL, suffix }),
    byHand: (app, suffix) => new HandWrittenLoan(app, `loan-${suffix}`, suffix),
  },
  {
    name: 'payment',
    library: (app, suffix) => new PaymentPlatform(app, `payment-${suffix}`, { lifecycle: Lifecycle.EPHEMERAL, suffix }),
    byHand: (app, suffix) => new HandWrittenPayment(app, `payment-${suffix}`, suffix),
  },
  {
    name: 'pipeline',
    library: (app, suffix) => new PipelinePlatform(app, `pipeline-${suffix}`, { lifecycle: Lifecycle.EPHEMERAL, suffix }),
    byHand: (app, suffix) => new HandWrittenPipeline(app, `pipeline-${suffix}`, suffix),
  },
];

// Replaces the check that the workload adds to its app.
const withoutChecks = (build: Build): Build => (app, suffix) => {
  if (suffix === 'first') Object.defineProperty(app, Symbol.for('cdk-regulated.ComplianceChecks'), { value: { add: () => {}, users: [], subjects: [] } });
  build(app, suffix);
};

const withCdkNag = (build: Build): Build => (app, suffix) => {
  if (suffix === 'first') Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new NIST80053R5Checks(app), new PCIDSS321Checks(app));
  withoutChecks(build)(app, suffix);
};

/** The check with the model of the evidence, as it judges, and without the files for people and machines. cdk-nag writes no such files. */
const withoutFiles = (build: Build): Build => (app, suffix) => {
  build(app, suffix);
  const { subjects }: { subjects: Array<{ evidence: object }> } = (app as any)[Symbol.for('cdk-regulated.ComplianceChecks')];
  for (const subject of subjects) subject.evidence = { ...subject.evidence, files: new Set() };
};

/** CPU time of a synthesis, which depends less on what else runs than the time on the clock. */
function milliseconds(build: Build, suffixes: readonly string[] = ['first']): number {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  // Each timing starts without garbage of the previous one.
  globalThis.gc!();
  const started = process.cpuUsage();
  const app = new App({ context, outdir });
  for (const suffix of suffixes) build(app, suffix);
  app.synth();
  const { user, system } = process.cpuUsage(started);
  fs.rmSync(outdir, { recursive: true });
  return (user + system) / 1000;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Medians of several ways that take turns. */
function compare(rounds: number, ways: Record<string, () => number>): Record<string, number> {
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, way] of Object.entries(ways)) times[name].push(way());
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

function report(what: string, limit: number, numerator: number, denominator: number) {
  const ratio = numerator / denominator;
  console.log(`${what.padEnd(72)} ${ratio.toFixed(2)} (at most ${limit.toFixed(2)})  ${numerator.toFixed(1)} / ${denominator.toFixed(1)} ms${ratio > limit ? '  MISSED' : ''}`);
}

/** Throws where the two sides do not make the same resources, or their templates differ in more than 3 % of the values. */
function requireSameResources({ name, library, byHand }: Pair) {
  const [ours, theirs] = [library, byHand].map((build) => {
    const app = new App({ context });
    build(app, 'first');
    const resources = app.synth().getNestedAssembly(`assembly-${name}-first`).stacks.flatMap(({ template }) => Object.values<any>(template.Resources));
    const counts: Record<string, number> = {};
    for (const { Type } of resources) counts[Type] = (counts[Type] ?? 0) + 1;
    return { counts, resources: resources.length, values: leaves(resources) };
  });
  const types = new Set([...Object.keys(ours.counts), ...Object.keys(theirs.counts)]);
  const different = [...types].filter((type) => ours.counts[type] !== theirs.counts[type]);
  if (different.length > 0) {
    throw new Error(`library and hand-written ${name} platform differ: ${different.map((type) => `${type} ${ours.counts[type] ?? 0}/${theirs.counts[type] ?? 0}`).join(', ')}`);
  }
  console.log(`${name}: ${ours.resources} resources on both sides, ${ours.values} and ${theirs.values} values in their templates`);
  if (Math.abs(ours.values / theirs.values - 1) > TOLERANCE) throw new Error(`the templates differ by more than ${TOLERANCE * 100} %`);
}

function leaves(value: unknown): number {
  return value !== null && typeof value === 'object' ? Object.values(value).reduce((sum: number, child) => sum + leaves(child), 0) : 1;
}

function compareSynthesis(pair: Pair) {
  const { name, library, byHand } = pair;
  requireSameResources(pair);
  compare(WARM_UP, { library: () => milliseconds(library), byHand: () => milliseconds(byHand) });
  const one = compare(ROUNDS, {
    library: () => milliseconds(library),
    withoutChecks: () => milliseconds(withoutChecks(library)),
    withCdkNag: () => milliseconds(withCdkNag(library)),
    byHand: () => milliseconds(byHand),
  });
  report(`synth of the ${name} platform, without checks, against hand-written`, 1.10, one.withoutChecks, one.byHand);
  report(`synth of the ${name} platform, with checks and evidence`, 1.40, one.library, one.byHand);
  report(`checks and evidence of the ${name} platform against three cdk-nag packs`, 1.00, one.library - one.withoutChecks, one.withCdkNag - one.withoutChecks);

  const suffixes = ['first', ...Array.from({ length: MANY - 1 }, (_, i) => `n${i}`)];
  const many = compare(ROUNDS_OF_MANY, {
    library: () => milliseconds(library, suffixes),
    withoutFiles: () => milliseconds(withoutFiles(library), suffixes),
    withoutChecks: () => milliseconds(withoutChecks(library), suffixes),
    withCdkNag: () => milliseconds(withCdkNag(library), suffixes),
    byHand: () => milliseconds(byHand, suffixes),
  });
  const marginal = (all: number, single: number) => (all - single) / (MANY - 1);
  report(`one more of ${MANY} ${name} workloads, without checks`, 1.10, marginal(many.withoutChecks, one.withoutChecks), marginal(many.byHand, one.byHand));
  report(`one more of ${MANY} ${name} workloads, with checks and evidence`, 1.40, marginal(many.library, one.library), marginal(many.byHand, one.byHand));
  report(`checks alone of ${MANY} ${name} workloads against three cdk-nag packs`, 1.00,
    many.withoutFiles - many.withoutChecks, many.withCdkNag - many.withoutChecks);
  report(`checks and evidence of ${MANY} ${name} workloads against three cdk-nag packs`, 1.00,
    many.library - many.withoutChecks, many.withCdkNag - many.withoutChecks);
}

PAIRS.forEach(compareSynthesis);

/** Milliseconds that a new process needs to load modules, without its start. */
function loading(script: string): number {
  return Number(execFileSync(process.execPath, ['-e', `const started = performance.now(); ${script}; console.log(performance.now() - started)`], {
    encoding: 'utf-8',
  }));
}
if (fs.existsSync('lib/index.js')) {
  const modules = [...new Set(sources('src').flatMap((file) => [...fs.readFileSync(file, 'utf-8')
    .matchAll(/from '(aws-cdk-lib[^']*)'/g)].map(([, module]) => module)))];
  const load = compare(ROUNDS_OF_LOADING, {
    library: () => loading("require('./lib')"),
    awsCdkLib: () => loading(modules.map((module) => `require('${module}')`).join(';')),
  });
  report("require('cdk-regulated') against the aws-cdk-lib modules it uses", 1.10, load.library, load.awsCdkLib);
  timeCommand();
} else {
  console.log("require('cdk-regulated') and the command: not measured, run `npm run compile` first");
}

/** The command about 200 templates: those of the platforms, every other one in YAML. */
function timeCommand() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const app = new App({ context });
  for (const { library } of PAIRS) library(app, 'first');
  const templates = app.synth().nestedAssemblies.flatMap(({ nestedAssembly }) => nestedAssembly.stacks.map(({ template }) => template));
  for (let file = 0; file < TEMPLATES; file++) {
    const template = templates[file % templates.length];
    const isYaml = file % 2 === 1;
    fs.writeFileSync(path.join(folder, `${file}.${isYaml ? 'yaml' : 'json'}`), isYaml ? stringify(template, { version: '1.1' }) : JSON.stringify(template, undefined, 1));
  }
  const started = performance.now();
  const summary = execFileSync(process.execPath, ['lib/cli/main.js', 'check', folder, '--fail-on', 'never', '--resources-only'], { encoding: 'utf-8', stdio: 'pipe', maxBuffer: 1e9 });
  const seconds = (performance.now() - started) / 1000;
  fs.rmSync(folder, { recursive: true });
  console.log(`${`cdk-regulated check of ${TEMPLATES} templates`.padEnd(72)} ${seconds.toFixed(1)} s (at most ${MAX_SECONDS})${seconds > MAX_SECONDS ? '  MISSED' : ''}: ${summary.trim().split('\n').pop()}`);
}

function sources(folder: string): string[] {
  return fs.readdirSync(folder, { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.ts')).map((file) => path.join(folder, file));
}
