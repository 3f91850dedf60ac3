import { execFile } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { renamed } from './changes';
import { Outcome } from './outcomes';
import { Templates } from './stacks';

/** CloudFormation's limit is 500 resources for a template. */
const MAX_RESOURCES = 480;
/** CloudFormation's limit is 200 parameters for a template, and 1 MB for its text. */
const MAX_PARAMETERS = 190;
const MAX_LENGTH = 900_000;
const CASE_MARK = 'Case';
/** The rule that physical names differ, which those of a case that repeats a variant do not. */
const SAME_NAMES = ['E3019'];
/** Rules about resources that exclude each other, as the cases in an aggregate do: subscription filters of a log group, physical names, CIDR blocks, endpoints of a VPC. */
const BETWEEN_RESOURCES = ['E2529', 'E3019', 'E3060', 'E3064'];

/** What cfn-lint calls an error. */
export interface LintError {
  readonly domain: string;
  readonly message: string;
}

/** One of several equal parts. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

interface Linted {
  readonly templates: number;
  /** Number of all templates. */
  readonly of: number;
  readonly errors: LintError[];
}

interface Aggregate {
  readonly template: any;
  /** Numbers of the cases in it. */
  readonly cases: number[];
  length: number;
}

/**
 * Templates that hold what the accepted cases change, many cases in one: the resources of a case that differ from its variant's, renamed, beside the
 * resources of the variant, which they refer to.
 */
export class Aggregates {
  private readonly aggregates = new Map<string, Aggregate[]>();
  private readonly seen = new Set<string>();
  private readonly outcomes: Outcome[] = [];
  private readonly whole: Outcome[] = [];
  /** Cases that change nothing that an earlier case of the variant has not changed in the same way. */
  public equal = 0;

  public constructor(private readonly bases: Map<string, Templates>) {}

  public add(outcome: Outcome): void {
    if (outcome.isWhole) {
      this.whole.push(outcome);
      return;
    }
    const number = this.outcomes.push(outcome) - 1;
    for (const [stack, changes] of Object.entries(outcome.changes ?? {})) {
      // Resources of a new stack refer to each other; its path is the key.
      const content = `${outcome.base}${stack}${JSON.stringify(changes)}`;
      if (this.seen.has(content)) {
        this.equal++;
        continue;
      }
      this.seen.add(content);
      this.place(outcome.base!, stack, changes, number);
    }
  }

  /** Runs cfn-lint on a share of the templates and returns its errors with the names of the cases. */
  public async lint(command: string, folder: string, processes: number, share: Share): Promise<Linted> {
    fs.mkdirSync(folder, { recursive: true });
    const files: { file: string; ignored: string[] }[] = [];
    const names = new Map<string, string>();
    const write = (name: string, template: any, ignored: string[] = []) => {
      if (Object.keys(template.Resources ?? {}).length === 0) return;
      const file = path.join(folder, `${names.size}.json`);
      names.set(`${names.size}`, name);
      files.push({ file, ignored });
      // cfn-lint reads JSON as YAML, whose keys have at most 1024 characters (YAML 1.1, Simple keys).
      fs.writeFileSync(file, JSON.stringify(template).replace(/"[^"\\]+([^"\\]{1000})":/g, '"$1":'));
    };
    for (const [base, templates] of this.bases) Object.values(templates).forEach((template) => write(base, template));
    for (const { name, changes } of this.whole) Object.values(changes!).forEach((template) => write(name, template, SAME_NAMES));
    for (const [base, templates] of this.bases) {
      for (const stack of Object.keys(templates)) {
        for (const { template } of this.aggregates.get(`${base}/${stack}`) ?? []) write(base, template, BETWEEN_RESOURCES);
      }
    }
    const linted = files.filter((_file, index) => index % share.of === share.index);
    const found: any[] = [];
    for (const ignored of [[], SAME_NAMES, BETWEEN_RESOURCES]) {
      const mine = linted.filter((each) => each.ignored.length === ignored.length).map(({ file }) => file);
      const shares = Array.from({ length: processes }, (_, process) => mine.filter((_file, index) => index % processes === process));
      found.push(...(await Promise.all(shares.filter(({ length }) => length).map((each) => run(command, each, ignored)))).flat());
    }
    const errors = new Map(found.map((match) => this.explained(match, names)).map((error) => [error.message, error]));
    return { templates: linted.length, of: files.length, errors: [...errors.values()] };
  }

  private explained({ Filename, Location, Message, Rule }: any, names: Map<string, string>): LintError {
    const [, id] = Location.Path ?? [];
    const number = new RegExp(`${CASE_MARK}(\\d+)$`).exec(String(id))?.[1];
    const outcome = number === undefined ? undefined : this.outcomes[Number(number)];
    const name = outcome?.name ?? names.get(path.basename(Filename, '.json'))!;
    const where = (Location.Path ?? []).slice(1).join('.').replace(new RegExp(`${CASE_MARK}\\d+`), '');
    return { domain: outcome?.domain ?? '', message: `${name}: ${Rule.Id} ${Message} (${where})` };
  }

  private place(base: string, stack: string, changes: any, number: number): void {
    const added: Record<string, Record<string, any>> = {};
    const own = new Set([...Object.keys(changes.Resources ?? {}), ...Object.keys(changes.Parameters ?? {})]);
    const rename = (id: string) => own.has(id) ? `${id.slice(-200)}${CASE_MARK}${number}` : id;
    for (const [section, entries] of Object.entries<any>(changes)) {
      added[section] = Object.fromEntries(Object.entries(entries).map(([id, value]) => [rename(id), renamed(value, rename)]));
    }
    const text = JSON.stringify(added).length;
    const key = `${base}/${stack}`;
    const open = this.aggregates.get(key) ?? [];
    let aggregate = open.at(-1);
    if (!aggregate || !fits(aggregate, added, text)) {
      const template = this.bases.get(base)?.[stack] ?? {};
      aggregate = { template: { Resources: {}, ...structuredClone(template) }, cases: [], length: JSON.stringify(template).length };
      delete aggregate.template.Outputs;
      delete aggregate.template.Rules;
      this.aggregates.set(key, [...open, aggregate]);
    }
    for (const [section, entries] of Object.entries(added)) Object.assign(aggregate.template[section] ??= {}, entries);
    aggregate.cases.push(number);
    aggregate.length += text;
  }
}

function fits({ template, length }: Aggregate, added: Record<string, object>, text: number): boolean {
  const count = (section: string) => Object.keys(template[section] ?? {}).length + Object.keys(added[section] ?? {}).length;
  return count('Resources') <= MAX_RESOURCES && count('Parameters') <= MAX_PARAMETERS && length + text <= MAX_LENGTH;
}

function run(command: string, files: string[], ignored: string[]): Promise<any[]> {
  const args = ['--format', 'json', '--regions', 'eu-west-2', '--ignore-checks', 'W', 'I', ...ignored, '--', ...files];
  return new Promise((resolve, reject) => {
    execFile(command, args, { maxBuffer: 1e9 }, (error, stdout, stderr) => {
      // The exit code says that there are matches.
      try {
        resolve(JSON.parse(stdout || '[]'));
      } catch {
        reject(error ?? new Error(stderr));
      }
    });
  });
}
