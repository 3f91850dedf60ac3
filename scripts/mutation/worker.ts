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

/** `not judged`: the tests fail without the mutant too. */
export type Status = 'killed' | 'survived' | 'not covered' | 'invalid' | 'not judged';

/** The parts of Mocha in use. @types/mocha would redeclare Jest's globals. */
interface Test {
  readonly file: string;
  fullTitle(): string;
}
interface Suite {
  readonly file?: string;
  tests: Test[];
  suites: Suite[];
  eachTest(visit: (test: Test) => void): void;
}

/** Counters of StrykerJS: hits of each mutant by test, and by test file while its modules load and its hooks run. */
interface Stryker {
  readonly mutantCoverage: { readonly static: Record<string, number>; readonly perTest: Record<string, Record<string, number>> };
  currentTestId?: string;
  currentFile?: string;
}

const load = createRequire(__filename);
const Mocha = load('mocha');
const { sources, unload } = load('./mocha-as-jest');
const stryker: Stryker = (globalThis as any).__stryker__ = { mutantCoverage: { static: {}, perTest: {} } };

const send = (message: Message) => process.send!(message);

interface Failure {
  /** `undefined` for a hook, and for the loading of the file. */
  readonly id?: string;
  readonly test: string;
  readonly message: string;
}

interface Run {
  readonly failures: Failure[];
  /** Ids of the tests that passed, in their order, by file. */
  readonly passed: Map<string, Set<string>>;
  /** Number of tests, by file. */
  readonly counts: Map<string, number>;
}

/** A selection of the tests of a file. */
interface Selection {
  readonly ids: ReadonlySet<string>;
  /** Number of tests without a mutant. If it differs, the ids are of other tests, and all run. */
  readonly count: number;
}

const LOADING = 'load';

/** Milliseconds of the tests of a file without a mutant. */
const durations = new Map<string, number>();

/** Runs test files, or a selection of the tests of a file. */
async function run(files: readonly string[], bail: boolean, selection?: Selection): Promise<Run> {
  const mocha = new Mocha({ reporter: class { }, timeout: 0, bail });
  // A mutant can change a title, so the id of a test is its number in the file.
  const idOf = new Map<Test, string>();
  const counts = new Map<string, number>();
  // Every test file has its own modules, as in Jest.
  mocha.suite.on('pre-require', (_globals: unknown, file: string) => {
    unload();
    stryker.currentFile = stryker.currentTestId = file;
  });
  mocha.suite.beforeEach(function (this: { currentTest: Test }) {
    (globalThis as any).jest.clearAllMocks();
    stryker.currentTestId = idOf.get(this.currentTest);
  });
  mocha.suite.afterEach(function (this: { currentTest: Test }) { stryker.currentTestId = this.currentTest.file; });
  try {
    files.forEach((file) => mocha.addFile(file));
    mocha.loadFiles();
    // `run` loads the files again otherwise.
    mocha.lazyLoadFiles(true);
  } catch (error) {
    return { failures: [{ test: LOADING, message: String((error as Error).stack) }], passed: new Map(), counts };
  }
  (mocha.suite as Suite).eachTest((test) => {
    counts.set(test.file, (counts.get(test.file) ?? 0) + 1);
    idOf.set(test, `${test.file}#${counts.get(test.file)}`);
  });
  if (selection && counts.get(files[0]) === selection.count) keep(mocha.suite, (test) => selection.ids.has(idOf.get(test)!));
  const passed = new Map<string, Set<string>>();
  const failures: Failure[] = [];
  await new Promise<void>((resolve) => {
    mocha.run(() => resolve())
      .on('suite', ({ file }: Suite) => { stryker.currentTestId = file; })
      .on('pass', (test: Test) => passed.set(test.file, (passed.get(test.file) ?? new Set()).add(idOf.get(test)!)))
      .on('fail', (test: Test, error: Error) => failures.push({ id: idOf.get(test), test: test.fullTitle(), message: String(error.stack ?? error) }));
  });
  mocha.dispose();
  // The tests leave cloud assemblies.
  for (const entry of fs.readdirSync(os.tmpdir())) fs.rmSync(path.join(os.tmpdir(), entry), { recursive: true });
  return { failures, passed, counts };
}

/** Runs test files one after the other: a test that is the first to load a module gets that of its own file. */
async function runEach(files: readonly string[]): Promise<Run> {
  const runs: Run[] = [];
  for (const file of files) {
    const started = performance.now();
    runs.push(await run([file], false));
    durations.set(file, performance.now() - started);
  }
  return {
    failures: runs.flatMap(({ failures }) => failures),
    passed: new Map(runs.flatMap(({ passed }) => [...passed])),
    counts: new Map(runs.flatMap(({ counts }) => [...counts])),
  };
}

function keep(suite: Suite, isSelected: (test: Test) => boolean): void {
  suite.tests = suite.tests.filter(isSelected);
  suite.suites.forEach((child) => keep(child, isSelected));
}

async function work({ tests, mutants, instrumented, ids }: Job): Promise<void> {
  const files = tests.map((file) => path.resolve(file));
  for (const [file, content] of Object.entries(instrumented)) sources.set(path.resolve(file), content);
  const started = performance.now();
  const { failures, passed, counts } = await runEach(files);
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
    send({ type: 'end', id: mutant.id, ...await judge(mutant, passed, counts) });
  }
}

async function judge(mutant: Mutant, passed: Run['passed'], counts: Run['counts']): Promise<{ status: Status; by?: string }> {
  const { static: others, perTest } = stryker.mutantCoverage;
  const reaches = (id: string) => perTest[id]?.[mutant.id] !== undefined;
  // Values that a module computes while it loads can reach every test of the file.
  const whileLoading = [...passed.keys()].filter((file) => others[mutant.id] !== undefined || reaches(file));
  const covering = new Map([...passed].map(([file, ids]) => [file, new Set([...ids].filter(reaches))]));
  const reached = [...covering].filter(([, ids]) => ids.size > 0).map(([file]) => file);
  if (reached.length === 0 && whileLoading.length === 0) return { status: 'not covered' };
  const text = fs.readFileSync(mutant.file, 'utf-8');
  sources.set(path.resolve(mutant.file), mutate(text, mutant));
  try {
    const runs = [
      ...byMentions(reached, text).map((file) => ({ file, ids: covering.get(file)! })),
      ...byMentions(whileLoading, text).map((file) => ({ file, ids: passed.get(file)! })),
    ];
    // File by file: most mutants fail in the first, and loading a test file takes longer than its tests.
    for (const { file, ids } of runs) {
      const [failure] = (await run([file], true, { ids, count: counts.get(file)! })).failures;
      if (failure?.test === LOADING && /Syntax Error/.test(failure.message)) return { status: 'invalid', by: failure.message };
      if (!failure) continue;
      sources.clear();
      return { status: await passWithoutMutant(file, upTo(failure.id, ids), counts.get(file)!) ? 'killed' : 'not judged', by: failure.test };
    }
    return { status: 'survived' };
  } finally {
    sources.clear();
  }
}

/** The tests that ran before the first failure, and the one that failed. All tests, if a hook or the loading failed. */
function upTo(failed: string | undefined, ids: ReadonlySet<string>): string[] {
  const all = [...ids];
  return failed !== undefined && ids.has(failed) ? all.slice(0, all.indexOf(failed) + 1) : all;
}

const confirmed = new Map<string, Promise<boolean>>();

/** Whether the same selection of tests passes without the mutant: a test can depend on one that is not selected. */
function passWithoutMutant(file: string, ids: readonly string[], count: number): Promise<boolean> {
  const key = ids.join();
  if (!confirmed.has(key)) {
    const again = run([file], false, { ids: new Set(ids), count });
    confirmed.set(key, again.then(({ failures, passed }) => failures.length === 0 && passed.get(file)?.size === ids.length));
  }
  return confirmed.get(key)!;
}

/** Test files in the order of how many exports of the source code they mention, and how long they take. */
function byMentions(files: readonly string[], source: string): string[] {
  const names = [...source.matchAll(/^export (?:abstract )?(?:class|const|function|enum) (\w+)/gm)].map(([, name]) => name);
  const mentions = (file: string) => names.filter((name) => fs.readFileSync(file, 'utf-8').includes(name)).length;
  return files.map((file) => ({ file, count: mentions(file) }))
    .sort((a, b) => b.count - a.count || durations.get(a.file)! - durations.get(b.file)!).map(({ file }) => file);
}

process.on('message', (job: Job) => {
  void work(job).then(() => process.disconnect());
});
