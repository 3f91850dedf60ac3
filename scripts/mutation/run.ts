/*
 * Mutation tests: each changes the source code in one place and runs the unit tests of its domain, at least one of which should fail. The tests in test/examples
 * do not run: golden templates fail for every change, right or wrong.
 *
 * npm run mutation -- [--sample [N]] [--seed S]... [--domain D]...
 */
import { ChildProcess, fork } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { parseArgs } from 'util';
import { Mutant, mutantsOf, sample } from './mutants';
import { Job, Message, Status } from './worker';
import jestConfig from '../../jest.config.json';
import setUp from '../../test/setup';

const SAMPLE = 240;
const WORKERS = 2;
const REPORT = 'reports/mutation/sample.json';

interface Outcome {
  readonly mutant: Mutant;
  readonly status: Status | 'timed out';
  readonly by?: string;
}

const flags = process.argv.slice(2).flatMap((flag, index, all) => (flag === '--sample' && !/^\d+$/.test(all[index + 1] ?? '') ? [flag, String(SAMPLE)] : [flag]));
const { values: { sample: size, seed: seeds = ['1'], domain: chosen } } = parseArgs({
  args: flags,
  options: { sample: { type: 'string' }, seed: { type: 'string', multiple: true }, domain: { type: 'string', multiple: true } },
});

function filesBelow(folder: string, suffix: string): string[] {
  return fs.readdirSync(folder, { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith(suffix)).sort().map((file) => path.join(folder, file));
}

function isGenerated(file: string): boolean {
  return fs.readFileSync(file, 'utf-8').startsWith('// ~~ Generated');
}

const domainOf = (file: string) => file.split(path.sep)[1];

/** Tests that `npm test` leaves out wait for processes, which do not load mutants. */
const ignored = (jestConfig.testPathIgnorePatterns as string[]).map((pattern) => new RegExp(pattern.replace('<rootDir>/', '^')));

/** Folders of `src` whose tests are in another folder of `test`. */
const TESTED_IN: Record<string, string> = { validation: 'core' };

async function main(): Promise<void> {
  setUp();
  const domains = fs.readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name)
    .filter((name) => chosen === undefined || chosen.includes(name));
  const { mutants, instrumented } = await mutantsOf(domains.flatMap((domain) => filesBelow(`src/${domain}`, '.ts')).filter((file) => !isGenerated(file)));
  const byDomain = new Map<string, Mutant[]>();
  for (const mutant of mutants) byDomain.set(domainOf(mutant.file), [...byDomain.get(domainOf(mutant.file)) ?? [], mutant]);
  const each = size === undefined ? Infinity : Math.ceil(Number(size) / byDomain.size);
  const sampled = new Map([...byDomain].map(([domain, all]) => [domain, new Map(seeds.map((seed) => [seed, sample(all, each, seed)]))]));

  const jobs = [...sampled].map(([domain, bySeed]): [string, Job] => [domain, {
    tests: filesBelow(`test/${TESTED_IN[domain] ?? domain}`, '.test.ts').filter((file) => !ignored.some((pattern) => pattern.test(file))),
    mutants: [...new Set([...bySeed.values()].flat())],
    instrumented: Object.fromEntries(byDomain.get(domain)!.map(({ file }) => [file, instrumented[file]])),
    ids: byDomain.get(domain)!.map(({ id }) => id),
  }]).sort(([, a], [, b]) => bytes(b.tests) - bytes(a.tests));
  const outcomes: Outcome[] = [];
  const uncovered = new Set<string>();
  await Promise.all(Array.from({ length: WORKERS }, async () => {
    for (let next = jobs.shift(); next; next = jobs.shift()) {
      const [domain, job] = next;
      await finish(domain, job, uncovered).then((of) => outcomes.push(...of), (error: Error) => {
        console.error(`${domain}: ${error.message}`);
        process.exitCode = 1;
      });
    }
  }));
  report(sampled, outcomes, byDomain, uncovered);
}

function bytes(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + fs.statSync(file).size, 0);
}

/** Runs a job. A worker that exceeds the time limit of a mutant is ended; a new one continues with the next mutant. */
async function finish(domain: string, job: Job, uncovered: Set<string>): Promise<Outcome[]> {
  const started = performance.now();
  const outcomes: Outcome[] = [];
  while (outcomes.length < job.mutants.length) {
    const rest = { ...job, mutants: job.mutants.slice(outcomes.length) };
    const worker = fork(path.join(__dirname, 'worker.ts'), {
      execArgv: ['--require', path.join(__dirname, 'mocha-as-jest.js'), '--max-old-space-size=3072'],
      env: { ...process.env, TMPDIR: fs.mkdtempSync(path.join(os.tmpdir(), 'worker-')) },
      // The tests log CDK warnings.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    outcomes.push(...await results(worker, rest, uncovered));
  }
  console.error(`${domain}: ${outcomes.length} mutants in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return outcomes;
}

function results(worker: ChildProcess, job: Job, uncovered: Set<string>): Promise<Outcome[]> {
  return new Promise((resolve, reject) => {
    const outcomes: Outcome[] = [];
    let limit = 0;
    let timer: NodeJS.Timeout | undefined;
    let running: Mutant | undefined;
    worker.on('message', (message: Message) => {
      if (message.type === 'ready') {
        limit = Math.max(30_000, 4 * message.milliseconds);
        message.uncovered.forEach((id) => uncovered.add(id));
        for (const failure of message.failures) console.error(`skipped because it fails without a mutant: ${failure}`);
        if (message.failures.length > 0) process.exitCode = 1;
      }
      if (message.type === 'start') {
        running = job.mutants.find(({ id }) => id === message.id)!;
        timer = setTimeout(() => worker.kill('SIGKILL'), limit);
      }
      if (message.type === 'end') {
        clearTimeout(timer);
        outcomes.push({ mutant: running!, status: message.status, by: message.by });
        if (isUnnoticed(message.status)) printUnnoticed(running!, message.status);
        if (message.status === 'not judged') {
          console.error(`not judged because it fails without the mutant, with the same selection of tests: ${message.by}`);
          process.exitCode = 1;
        }
        running = undefined;
      }
    });
    worker.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (running) outcomes.push({ mutant: running, status: 'timed out', by: signal ?? `exit code ${code}` });
      else if (outcomes.length < job.mutants.length) reject(new Error(`worker ended with exit code ${code}`));
      resolve(outcomes);
    });
    worker.send(job);
  });
}

function report(
  sampled: ReadonlyMap<string, ReadonlyMap<string, Mutant[]>>, outcomes: readonly Outcome[],
  all: ReadonlyMap<string, Mutant[]>, uncovered: ReadonlySet<string>,
): void {
  const unreached = [...all.values()].flat().filter(({ id }) => uncovered.has(id));
  fs.mkdirSync(path.dirname(REPORT), { recursive: true });
  fs.writeFileSync(REPORT, JSON.stringify({ outcomes, unreached }, null, 1));
  console.log(`\n${'domain'.padEnd(20)} ${'seed'.padEnd(8)} ${'score'.padStart(7)} noticed   valid timed out     all not covered`);
  for (const [domain, bySeed] of sampled) {
    for (const [seed, mutants] of bySeed) {
      const ids = new Set(mutants.map(({ id }) => id));
      const valid = outcomes.filter(({ mutant, status }) => ids.has(mutant.id) && status !== 'invalid');
      const timedOut = valid.filter(({ status }) => status === 'timed out').length;
      const noticed = valid.filter(({ status }) => status === 'killed' || status === 'timed out').length;
      const cells = [noticed, valid.length, timedOut, all.get(domain)!.length, unreached.filter(({ file }) => domainOf(file) === domain).length];
      const score = valid.length === 0 ? '–' : (100 * noticed / valid.length).toFixed(1);
      const numbers = cells.map((cell, index) => String(cell).padStart([7, 7, 9, 7, 11][index])).join(' ');
      console.log(`${domain.padEnd(20)} ${seed.padEnd(8)} ${score.padStart(5)} % ${numbers}`);
    }
  }
  console.log(`details in ${REPORT}`);
}

function isUnnoticed(status: Status): boolean {
  return status === 'survived' || status === 'not covered' || status === 'not judged';
}

function printUnnoticed({ file, position, mutator, original, replacement }: Mutant, status: Status): void {
  console.log(`${file}:${position} ${status}: ${mutator}\n  - ${short(original)}\n  + ${short(replacement)}`);
}

function short(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 150);
}

void main();
