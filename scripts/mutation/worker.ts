/*
 * Runs the tests of one domain for each mutant, in one process.
 */
import * as fs from 'fs';
import { createRequire } from 'module';
import * as os from 'os';
import * as path from 'path';
import { mutate, Mutant } from './mutants';

/** Message to the worker. */
export interface Job {
  readonly tests: readonly string[];
  readonly mutants: readonly Mutant[];
  /** Source code of the domain with counters for its mutants, by file. */
  readonly instrumented: Record<string, string>;
  /** Ids of all mutants of the domain. */
  readonly ids: readonly string[];
}

/** Message from the worker. */
export type Message =
  | { readonly type: 'ready'; readonly milliseconds: number; readonly failures: string[]; readonly uncovered: string[] }
  | { readonly type: 'start'; readonly id: string }
  | { readonly type: 'end'; readonly id: string; readonly status: Status; readonly by?: string };

export type Status = 'killed' | 'survived' | 'not covered' | 'invalid';

/** The parts of Mocha in use. @types/mocha would redeclare Jest's globals. */
interface Test {
  readonly file: string;
  fullTitle(): string;
}
interface Suite {
  readonly file?: string;
  tests: Test[];
  suites: Suite[];
}

const load = createRequire(__filename);
const Mocha = load('mocha');
const { sources, unload } = load('./mocha-as-jest');
// Counters of StrykerJS: hits of each mutant by test, and by test file while its modules load and its hooks run.
const stryker: { mutantCoverage: { static: Record<string, number>; perTest: Record<string, Record<string, number>> }; currentTestId?: string } =
  (globalThis as any).__stryker__ = { mutantCoverage: { static: {}, perTest: {} } };

const send = (message: Message) => process.send!(message);

interface Failure {
  readonly test: string;
  readonly message: string;
}

interface Run {
  readonly failures: Failure[];
  /** Full titles of the tests that passed, by file. */
  readonly passed: Map<string, Set<string>>;
}

const LOADING = 'load';

/** Runs test files, or those of their tests whose full titles are given. */
async function run(files: readonly string[], bail: boolean, titles?: ReadonlySet<string>): Promise<Run> {
  const mocha = new Mocha({ reporter: class { }, timeout: 0, bail });
  // Every test file has its own modules, as in Jest.
  mocha.suite.on('pre-require', (_globals: unknown, file: string) => {
    unload();
    stryker.currentTestId = file;
  });
  mocha.suite.beforeEach(function (this: { currentTest: Test }) {
    (globalThis as any).jest.clearAllMocks();
    stryker.currentTestId = this.currentTest.fullTitle();
  });
  mocha.suite.afterEach(function (this: { currentTest: Test }) { stryker.currentTestId = this.currentTest.file; });
  try {
    files.forEach((file) => mocha.addFile(file));
    mocha.loadFiles();
    // `run` loads the files again otherwise.
    mocha.lazyLoadFiles(true);
  } catch (error) {
    return { failures: [{ test: LOADING, message: String((error as Error).stack) }], passed: new Map() };
  }
  if (titles) keep(mocha.suite, titles);
  const passed = new Map<string, Set<string>>();
  const failures: Failure[] = [];
  await new Promise<void>((resolve) => {
    mocha.run(() => resolve())
      .on('suite', ({ file }: Suite) => { stryker.currentTestId = file; })
      .on('pass', (test: Test) => passed.set(test.file, (passed.get(test.file) ?? new Set()).add(test.fullTitle())))
      .on('fail', (test: Test, error: Error) => failures.push({ test: test.fullTitle(), message: String(error.stack ?? error) }));
  });
  mocha.dispose();
  // The tests leave cloud assemblies.
  for (const entry of fs.readdirSync(os.tmpdir())) fs.rmSync(path.join(os.tmpdir(), entry), { recursive: true });
  return { failures, passed };
}

function keep(suite: Suite, titles: ReadonlySet<string>): void {
  suite.tests = suite.tests.filter((test) => titles.has(test.fullTitle()));
  suite.suites.forEach((child) => keep(child, titles));
}

async function work({ tests, mutants, instrumented, ids }: Job): Promise<void> {
  const files = tests.map((file) => path.resolve(file));
  for (const [file, content] of Object.entries(instrumented)) sources.set(path.resolve(file), content);
  const started = performance.now();
  const { failures, passed } = await run(files, false);
  sources.clear();
  const { static: others, perTest } = stryker.mutantCoverage;
  const covered = new Set([others, ...Object.values(perTest)].flatMap((hits) => Object.keys(hits)));
  send({
    type: 'ready',
    milliseconds: performance.now() - started,
    failures: failures.map(({ test, message }) => `${test}: ${message.split('\n')[0]}`),
    uncovered: ids.filter((id) => !covered.has(id)),
  });
  for (const mutant of mutants) {
    send({ type: 'start', id: mutant.id });
    send({ type: 'end', id: mutant.id, ...await judge(mutant, passed) });
  }
}

async function judge(mutant: Mutant, passed: ReadonlyMap<string, ReadonlySet<string>>): Promise<{ status: Status; by?: string }> {
  const { static: others, perTest } = stryker.mutantCoverage;
  const reaches = (title: string) => perTest[title]?.[mutant.id] !== undefined;
  // Values that a module computes while it loads can reach every test of the file.
  const whileLoading = [...passed.keys()].filter((file) => others[mutant.id] !== undefined || reaches(file));
  const covering = new Map([...passed].map(([file, titles]) => [file, new Set([...titles].filter(reaches))]));
  const reached = [...covering].filter(([, titles]) => titles.size > 0).map(([file]) => file);
  if (reached.length === 0 && whileLoading.length === 0) return { status: 'not covered' };
  const text = fs.readFileSync(mutant.file, 'utf-8');
  sources.set(path.resolve(mutant.file), mutate(text, mutant));
  try {
    const runs = [
      ...byMentions(reached, text).map((file) => ({ file, titles: covering.get(file)! })),
      ...byMentions(whileLoading, text).map((file) => ({ file, titles: passed.get(file)! })),
    ];
    // File by file: most mutants fail in the first, and loading a test file takes longer than its tests.
    for (const { file, titles } of runs) {
      const [failure] = (await run([file], true, titles)).failures;
      if (failure?.test === LOADING && /Syntax Error/.test(failure.message)) return { status: 'invalid', by: failure.message };
      if (failure) return { status: 'killed', by: failure.test };
    }
    return { status: 'survived' };
  } finally {
    sources.clear();
  }
}

/** Test files in the order of how many exports of the source code they mention. */
function byMentions(files: readonly string[], source: string): string[] {
  const names = [...source.matchAll(/^export (?:abstract )?(?:class|const|function|enum) (\w+)/gm)].map(([, name]) => name);
  const mentions = (file: string) => names.filter((name) => fs.readFileSync(file, 'utf-8').includes(name)).length;
  return files.map((file) => ({ file, count: mentions(file) })).sort((a, b) => b.count - a.count).map(({ file }) => file);
}

process.on('message', (job: Job) => {
  void work(job).then(() => process.disconnect());
});
