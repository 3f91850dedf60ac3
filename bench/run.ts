/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports */
/*
 * Compares the library with the same resources written by hand, and its check with cdk-nag, as ratios of medians: ratios depend little on the machine. Each way
 * runs in a process of its own, so that the garbage and the compiled code of one do not count for another.
 */
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Validations } from 'aws-cdk-lib/core';
import type { Lifecycle } from '../src';

const ROUNDS = 5;
const WARM_UP = 3;
const ROUNDS_OF_MANY = 3;
const ROUNDS_OF_PROCESSES = 3;
const MANY = 5;
const ROUNDS_OF_LOADING = 5;
const TOLERANCE = 0.03;
const TEMPLATES = 200;
const MAX_SECONDS = 20;
const EPHEMERAL = 'ephemeral' as Lifecycle;

const { context } = JSON.parse(fs.readFileSync('cdk.json', 'utf-8'));
process.env.CDK_VALIDATION = 'false';

type Build = (app: App, suffix: string) => void;

/** A platform that uses the library, and the same resources written by hand. */
interface Pair {
  readonly name: string;
  readonly library: Build;
  readonly byHand: Build;
}

// A process loads what its way uses.
const PAIRS: readonly Pair[] = [
  {
    name: 'loan',
    library: (app, suffix) => new (require('../examples/loan/loan-platform') as typeof import('../examples/loan/loan-platform')).LoanPlatform(app, `loan-${suffix}`, { lifecycle: EPHEMERAL, suffix }),
    byHand: (app, suffix) => new (require('./hand-written/loan') as typeof import('./hand-written/loan')).HandWrittenLoan(app, `loan-${suffix}`, suffix),
  },
  {
    name: 'payment',
    library: (app, suffix) => new (require('../examples/payment/payment-platform') as typeof import('../examples/payment/payment-platform')).PaymentPlatform(app, `payment-${suffix}`, { lifecycle: EPHEMERAL, suffix }),
    byHand: (app, suffix) => new (require('./hand-written/payment') as typeof import('./hand-written/payment')).HandWrittenPayment(app, `payment-${suffix}`, suffix),
  },
  {
    name: 'pipeline',
    library: (app, suffix) => new (require('../examples/pipeline/pipeline-platform') as typeof import('../examples/pipeline/pipeline-platform')).PipelinePlatform(app, `pipeline-${suffix}`, { lifecycle: EPHEMERAL, suffix }),
    byHand: (app, suffix) => new (require('./hand-written/pipeline') as typeof import('./hand-written/pipeline')).HandWrittenPipeline(app, `pipeline-${suffix}`, suffix),
  },
];

// Replaces the check that the workload adds to its app.
const withoutChecks = (build: Build): Build => (app, suffix) => {
  if (suffix === 'first') Object.defineProperty(app, Symbol.for('cdk-regulated.ComplianceChecks'), { value: { add: () => {}, users: [], subjects: [] } });
  build(app, suffix);
};

const withCdkNag = (build: Build): Build => (app, suffix) => {
  if (suffix === 'first') {
    const { AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks } = require('cdk-nag') as typeof import('cdk-nag');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new NIST80053R5Checks(app), new PCIDSS321Checks(app));
  }
  withoutChecks(build)(app, suffix);
};

/** The check with the model of the evidence, as it judges, and without the files for people and machines. cdk-nag writes no such files. */
const withoutFiles = (build: Build): Build => (app, suffix) => {
  build(app, suffix);
  const { subjects }: { subjects: Array<{ evidence: object }> } = (app as any)[Symbol.for('cdk-regulated.ComplianceChecks')];
  for (const subject of subjects) subject.evidence = { ...subject.evidence, files: new Set() };
};

const WAYS = {
  library: ({ library }: Pair) => library,
  withoutFiles: ({ library }: Pair) => withoutFiles(library),
  withoutChecks: ({ library }: Pair) => withoutChecks(library),
  withCdkNag: ({ library }: Pair) => withCdkNag(library),
  byHand: ({ byHand }: Pair) => byHand,
} as const;
type Way = keyof typeof WAYS;

/** Milliseconds of processor time, which depend less on what else runs than the time on the clock. */
function processorTime(work: () => void): number {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

function synthesize(build: Build, workloads: number) {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  try {
    const app = new App({ context, outdir });
    for (let index = 0; index < workloads; index++) build(app, index === 0 ? 'first' : `n${index}`);
    app.synth();
  } finally {
    fs.rmSync(outdir, { recursive: true });
  }
}

/** Runs in a process of its own: prints the median of a way in a process that is warm. */
function measureWarm([name, way, workloads, warmUp, rounds]: readonly string[]) {
  const build = WAYS[way as Way](PAIRS.find((pair) => pair.name === name)!);
  const times = Array.from({ length: Number(warmUp) + Number(rounds) }, () => {
    // Each timing starts without garbage of the previous one.
    globalThis.gc!();
    return processorTime(() => synthesize(build, Number(workloads)));
  });
  console.log(median(times.slice(Number(warmUp))));
}

/** Runs in a process of its own, as the CDK CLI starts an app: prints the processor time of the whole process. */
function measureCold([name, way]: readonly string[]) {
  synthesize(WAYS[way as Way](PAIRS.find((pair) => pair.name === name)!), 1);
  const { user, system } = process.cpuUsage();
  console.log((user + system) / 1000);
}

function inProcess(...parameters: ReadonlyArray<string | number>): number {
  const output = execFileSync(process.execPath, [...process.execArgv, process.argv[1], ...parameters.map(String)], { encoding: 'utf-8', stdio: ['ignore', 'pipe', 'ignore'] });
  return Number(output.trim().split('\n').pop());
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Medians of several ways that take turns. */
function compare<K extends string>(rounds: number, ways: Readonly<Record<K, () => number>>): Record<K, number> {
  const names = Object.keys(ways) as K[];
  const times = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) times.get(name)!.push(ways[name]());
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name)!)])) as Record<K, number>;
}

function report(what: string, limit: number, numerator: number, denominator: number) {
  const ratio = numerator / denominator;
  console.log(`${what.padEnd(80)} ${ratio.toFixed(2)} (at most ${limit.toFixed(2)})  ${numerator.toFixed(0)} / ${denominator.toFixed(0)} ms${ratio > limit ? '  MISSED' : ''}`);
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
  const { name } = pair;
  requireSameResources(pair);
  const cold = compare(ROUNDS_OF_PROCESSES, {
    library: () => inProcess('cold', name, 'library'),
    withoutFiles: () => inProcess('cold', name, 'withoutFiles'),
    withoutChecks: () => inProcess('cold', name, 'withoutChecks'),
    byHand: () => inProcess('cold', name, 'byHand'),
  });
  report(`process of the ${name} platform, without checks, against hand-written`, 1.10, cold.withoutChecks, cold.byHand);
  report(`process of the ${name} platform, with the check and evidence.json`, 1.40, cold.withoutFiles, cold.byHand);
  report(`process of the ${name} platform, with the check and all evidence`, 1.40, cold.library, cold.byHand);

  const warm = (way: Way, workloads: number, warmUp: number, rounds: number) => inProcess('warm', name, way, workloads, warmUp, rounds);
  const many = Object.fromEntries(Object.keys(WAYS).map((way) => [way, warm(way as Way, MANY, 1, ROUNDS_OF_MANY)])) as Record<Way, number>;
  const marginal = Object.fromEntries((['withoutChecks', 'library', 'byHand'] as const)
    .map((way) => [way, (many[way] - warm(way, 1, WARM_UP, ROUNDS)) / (MANY - 1)])) as Record<'withoutChecks' | 'library' | 'byHand', number>;
  report(`one more of ${MANY} ${name} workloads, without checks`, 1.10, marginal.withoutChecks, marginal.byHand);
  report(`one more of ${MANY} ${name} workloads, with the check and all evidence`, 1.40, marginal.library, marginal.byHand);
  report(`check and evidence.json of ${MANY} ${name} workloads against three cdk-nag packs`, 0.50,
    many.withoutFiles - many.withoutChecks, many.withCdkNag - many.withoutChecks);
  report(`check and all evidence of ${MANY} ${name} workloads against three cdk-nag packs`, 0.50,
    many.library - many.withoutChecks, many.withCdkNag - many.withoutChecks);
}

/** Milliseconds that a new process needs to load modules, without its start. */
function loading(script: string): number {
  return Number(execFileSync(process.execPath, ['-e', `const started = performance.now(); ${script}; console.log(performance.now() - started)`], {
    encoding: 'utf-8',
  }));
}
function measureLoading() {
  const modules = [...new Set(sources('src').flatMap((file) => [...fs.readFileSync(file, 'utf-8')
    .matchAll(/from '(aws-cdk-lib[^']*)'/g)].map(([, module]) => module)))];
  const load = compare(ROUNDS_OF_LOADING, {
    library: () => loading("require('./lib')"),
    awsCdkLib: () => loading(modules.map((module) => `require('${module}')`).join(';')),
  });
  report("require('cdk-regulated') against the aws-cdk-lib modules it uses", 1.10, load.library, load.awsCdkLib);
  timeCommand();
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
    fs.writeFileSync(path.join(folder, `${file}.${isYaml ? 'yaml' : 'json'}`), isYaml ? (require('yaml') as typeof import('yaml')).stringify(template, { version: '1.1' }) : JSON.stringify(template, undefined, 1));
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

const [mode, ...parameters] = process.argv.slice(2);
if (mode === 'warm') {
  measureWarm(parameters);
} else if (mode === 'cold') {
  measureCold(parameters);
} else {
  PAIRS.forEach(compareSynthesis);
  measureLoading();
}
