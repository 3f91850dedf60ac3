import { execFileSync, fork } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { parseArgs } from 'util';
import { Case, casesOf, Gap } from './cases';
import { Aggregates, LintError, Share } from './lint';
import { Bases, Outcome, outcomeOf } from './outcomes';
import { groupsOf, ORDERS, outcomesOf, pairsOf } from './pairs';
import { missingTypes } from './regions';
import { outdatedOf, SingleChange, singleChangesOf, SingleOutcome, singleOutcomeOf, unreviewedOf } from './single-changes';
import { cleanUp, Templates } from './stacks';
import { readContracts, Subject, subjectsOf } from './subjects';
import { readApi } from '../../scripts/public-api';

// Calls every constructor, method and factory of the public API with bad values. Each case must end in a ValidationError that names the prop, or in
// templates that cfn-lint has no error in. Resource types that the registry of a Region lacks must be reviewed. Then compares the templates before and
// after each single change of a prop: no change replaces a resource with data or a name, unless it is reviewed. It also makes every pair of a call and a
// construct that the call takes, each in a stack of its own, in both orders.
const USAGE = `npm run test:contract -- [options]

--domain <folder>     the cases of a folder of src
--only <pattern>      the cases whose name matches, for example 'SecureQueue.*queueName'
--no-lint             without cfn-lint
--all                 every value at every place
--variants            the variants of the contracts only
--changes             the single changes of props only
--pairs               the pairs only
--share <n>           one in n cases, pairs and changes; the commit decides which, so that n commits make them all
--lint-share <n>      cfn-lint on one in n templates
--failures <folder>   a folder for a file of the failures of each domain
`;

const { values: options } = parseArgs({
  // projen passes the separator on.
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    'help': { type: 'boolean', default: false },
    'only': { type: 'string', default: '' },
    'domain': { type: 'string' },
    'no-lint': { type: 'boolean', default: false },
    'share': { type: 'string', default: '1' },
    'lint-share': { type: 'string', default: '1' },
    'all': { type: 'boolean', default: false },
    'variants': { type: 'boolean', default: false },
    'changes': { type: 'boolean', default: false },
    'pairs': { type: 'boolean', default: false },
    'failures': { type: 'string' },
    'worker': { type: 'string' },
  },
});

interface Results {
  readonly outcomes: Outcome[];
  readonly bases: [string, Templates][];
  readonly gaps: Gap[];
  readonly pairs: PairResult[];
  readonly singles: SingleOutcome[];
}

interface PairResult {
  readonly domain: string;
  readonly isRefused: boolean;
  readonly faults: string[];
}

if (options.help) process.stdout.write(USAGE);
else if (options.worker === undefined) void main();
else work(options.worker);

function work(output: string) {
  process.env.CDK_VALIDATION = 'false';
  Error.stackTraceLimit = 30;
  // The CDK prints the report of its validation, and warnings.
  console.error = console.warn = console.log = () => {};
  process.stderr.write = () => true;
  const [share, of] = path.basename(output, '.json').split('-').map(Number);
  const { cases, gaps, subjects, changes } = allCases();
  const bases = new Bases();
  if (options.variants) {
    const variants = subjects.flatMap((subject) => (subject.variants ?? []).map((variant) => ({ subject, variant })));
    for (const { subject, variant } of variants.filter((_variant, index) => index % of === share)) bases.of(subject, variant);
    cases.length = changes.length = 0;
  }
  if (options.changes) cases.length = 0;
  const mine = cases.filter((_case, index) => index % of === share);
  const outcomes = mine.map((tried) => outcomeOf(tried, bases)).filter((outcome) => outcome !== undefined);
  const singles = changes.filter((_change, index) => index % of === share).map(singleOutcomeOf);
  const pairs = options.variants || options.changes ? [] : pairResults(share, of);
  cleanUp();
  const results: Results = { outcomes, bases: [...bases.templates], gaps: [...gaps, ...bases.faults], pairs, singles };
  fs.writeFileSync(output, JSON.stringify(results));
}

function pairResults(share: number, of: number): PairResult[] {
  const pattern = new RegExp(options.only);
  const api = readApi();
  const { pairs } = pairsOf(api, readContracts());
  const groups = groupsOf(pairs.filter(({ name, subject }) => pattern.test(name) && (options.domain ?? subject.domain) === subject.domain));
  const results = groups.filter((_group, index) => index % of === share).flatMap((group) => ORDERS.flatMap((order) => outcomesOf(api, group, order)));
  return results.map(({ pair: { name, subject: { domain } }, order, isRefused, faults }) => ({ domain, isRefused, faults: faults.map((fault) => `${name}, ${order}: ${fault}`) }));
}

function allCases(): { cases: Case[]; gaps: Gap[]; subjects: Subject[]; changes: SingleChange[] } {
  const api = readApi();
  const pattern = new RegExp(options.only);
  const subjects = options.pairs ? [] : subjectsOf(api, readContracts())
    .filter(({ name, domain }) => (options.domain ?? domain) === domain && (!options.variants || pattern.test(name)));
  const found = subjects.map((subject) => casesOf(api, subject, options.all));
  const single = subjects.map((subject) => singleChangesOf(api, subject));
  return {
    subjects,
    cases: found.flatMap(({ cases }) => cases).filter(({ name }) => pattern.test(name)),
    changes: single.flatMap(({ changes }) => changes).filter(({ name }) => pattern.test(name)),
    gaps: [...found, ...single].flatMap(({ gaps }) => gaps).filter(({ message }) => pattern.test(message)),
  };
}

async function main() {
  const started = Date.now();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'contract-run-'));
  try {
    const cfnLint = options['no-lint'] || options.pairs || options.changes ? undefined : cfnLintCommand();
    const workers = os.availableParallelism();
    const share = shareOf(options.share);
    if (share.of > 1) console.log(`share ${share.index + 1} of ${share.of}`);
    const results = await Promise.all(Array.from({ length: workers }, (_, worker) => (
      resultsOf(path.join(folder, `${share.index * workers + worker}-${share.of * workers}.json`)))));
    const outcomes = results.flatMap((result) => result.outcomes);
    const faults = new Map(results.flatMap(({ gaps }) => gaps).map((gap) => [gap.message, gap]));
    const failed = outcomes.filter(({ kind }) => kind === 'failed').map(({ domain, name, message }) => ({ domain, message: `${name}: ${message}` }));
    const count = (kind: Outcome['kind']) => outcomes.filter((outcome) => outcome.kind === kind).length;
    const pairs = results.flatMap((result) => result.pairs);
    const refused = pairs.filter(({ isRefused }) => isRefused).length;
    console.log(`${(pairs.length - refused) / ORDERS.length} pairs of two stacks in both orders, ${refused / ORDERS.length} refused, `
      + `${pairs.filter((pair) => pair.faults.length).length} failed`);
    failed.push(...pairs.flatMap(({ domain, faults: messages }) => messages.map((message) => ({ domain, message }))));
    console.log(`${outcomes.length} cases: ${count('refused')} refused, ${count('accepted')} accepted, ${count('failed')} failed; ${seconds(started)} s`);
    const singles = results.flatMap((result) => result.singles);
    const unreviewed = unreviewedOf(singles);
    const isWhole = share.of === 1 && !options.only && !options.domain && !options.variants && !options.pairs;
    const outdated = isWhole ? outdatedOf(singles).map((message) => ({ domain: '', message })) : [];
    const replacing = singles.filter(({ replaced }) => replaced?.length).length;
    const compared = singles.filter(({ replaced }) => replaced).length;
    console.log(`${compared} single changes of props compared, ${replacing} with reviewed or unreviewed replacements, ${unreviewed.length} unreviewed replacements; ${seconds(started)} s`);
    let errors: LintError[] = [];
    if (cfnLint && !options.changes) {
      const linting = Date.now();
      const aggregates = new Aggregates(new Map(results.flatMap(({ bases }) => bases)));
      outcomes.filter(({ kind }) => kind === 'accepted').forEach((outcome) => aggregates.add(outcome));
      const lintShare = shareOf(options['lint-share']);
      const linted = await aggregates.lint(cfnLint, path.join(folder, 'templates'), workers, lintShare);
      const missing = await missingTypes(cfnLint, path.join(folder, 'types'), results.flatMap(({ bases }) => bases).map(([, templates]) => templates), isWhole);
      errors = [...linted.errors, ...missing.map((message) => ({ domain: '', message }))];
      console.log(`${linted.templates} of ${linted.of} templates linted (share ${lintShare.index + 1} of ${lintShare.of}), ${errors.length} errors; ${seconds(linting)} s`);
    }
    const all = [...faults.values(), ...failed, ...unreviewed, ...outdated, ...errors];
    if (options.failures) writeFailures(options.failures, all);
    else all.forEach(({ message }) => console.log(message));
    if (all.length) process.exitCode = 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function resultsOf(output: string): Promise<Results> {
  return new Promise((resolve, reject) => {
    fork(__filename, [...process.argv.slice(2), '--worker', output]).on('exit', (code) => {
      if (code === 0) resolve(JSON.parse(fs.readFileSync(output, 'utf-8')));
      else reject(new Error(`a worker ended with ${code}`));
    });
  });
}

function shareOf(option: string): Share {
  const of = Number(option);
  return { index: of === 1 ? 0 : parseInt(execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf-8' }).slice(0, 8), 16) % of, of };
}

function cfnLintCommand(): string {
  const command = process.env.CFN_LINT ?? 'cfn-lint';
  try {
    execFileSync(command, ['--version']);
    return command;
  } catch {
    throw new Error(`${command} cannot be run: install cfn-lint with pip, and set CFN_LINT to its path if it is not in PATH`);
  }
}

// A line for each place and error, with the values that lead to it.
function writeFailures(folder: string, failures: { domain: string; message: string }[]) {
  fs.mkdirSync(folder, { recursive: true });
  const byDomain = new Map<string, Map<string, string[]>>();
  for (const { domain, message } of failures) {
    const [, place = message, value = '', error = ''] = /^(.*?) = (.*?): ((?:[A-Z]\w*Error|refuses|does not|E\d+)\b.*)$/s.exec(message) ?? [];
    const lines = byDomain.get(domain) ?? new Map<string, string[]>();
    const key = `${place}\n${error.replace(/\s+/g, ' ').replace(/'[^']*'|\d+/g, (text) => text.length > 30 ? '…' : text).slice(0, 300)}`;
    byDomain.set(domain, lines.set(key, [...lines.get(key) ?? [], value]));
  }
  for (const [domain, lines] of byDomain) {
    const text = [...lines].sort(([one], [two]) => one < two ? -1 : 1).map(([key, values]) => {
      const [place, error] = key.split('\n');
      return `- ${place}${values[0] ? ` = ${values.slice(0, 8).join(' | ')}` : ''}${error ? `\n  ${error}` : ''}`;
    });
    fs.writeFileSync(path.join(folder, `${domain}.md`), `${text.join('\n')}\n`);
  }
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1000);
}
