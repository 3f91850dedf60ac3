import { createHash } from 'crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'fs';
import * as path from 'path';
import { parseJson } from './json-file';
import { refuse, requireUnique } from '../src/compliance/model/require-props';

const FOLDER = path.resolve(__dirname, '..', 'src', 'compliance', 'sources');

/** A table of `src/compliance/sources` with its source and version. */
export interface Table<Row> {
  readonly source: string;
  readonly version: string;
  readonly notes?: string;
  readonly rows: readonly Row[];
}

/** File content of a table. One line per row gives readable diffs. The digest detects manual edits of rows. */
export function render<Row>({ source, version, notes, rows }: Table<Row>): string {
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  const head = JSON.stringify({ source, version, notes, digest }, undefined, 2).replace(/\n}$/, '');
  return `${head},\n  "rows": [\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]\n}\n`;
}

/** Committed table, if it exists. */
export function committed<Row>(name: string): Table<Row> | undefined {
  const file = path.join(FOLDER, `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf-8')) : undefined;
}

/** A row of any table. */
interface AnyRow {
  readonly id?: string;
  readonly name?: string;
}

/** Runs an import from the command line with the paths of published files as arguments. */
export function run(name: string, usage: string, least: number, load: (args: readonly string[]) => Table<AnyRow>): void {
  const args = process.argv.slice(2);
  try {
    if (args.length < least) throw new Error(`usage: ${usage}`);
    const before = committed<AnyRow>(name);
    const table = load(args);
    const ids = idsOf(table);
    if (ids.length === 0) throw new Error('the files have no rows');
    requireUnique('rows', ids);
    replace(path.join(FOLDER, `${name}.json`), render(table));
    const removed = before ? idsOf(before).filter((id) => !ids.includes(id)) : [];
    process.stdout.write(`${name}: ${ids.length} rows, ${table.version}${removed.length ? `; removed: ${removed.join(', ')}` : ''}\n`);
  } catch (error) {
    process.stderr.write(`${name}: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

function idsOf({ rows }: Table<AnyRow>): string[] {
  return rows.map(({ id, name = id }) => name!);
}

// An interrupted import leaves the table as it was.
function replace(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/**
 * A published JSON file.
 * @param what for example `an OSCAL catalog`
 * @throws Error that names the file, if it has another content
 */
export function json(file: string, what: string, isIt: (content: any) => boolean): any {
  return ofFile(file, (text) => {
    const content: any = parseJson(text);
    if (!isIt(content)) refuse(`must be ${what}, got ${content && typeof content === 'object' ? `the keys ${Object.keys(content).slice(0, 5).join(', ')}` : JSON.stringify(content)}`);
    return content;
  });
}

/** What is read from the text of a file. Errors name the file. */
export function ofFile<T>(file: string, read: (text: string) => T): T {
  const text = readFileSync(file, 'utf-8');
  try {
    return read(text);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

/** Whether a file is an OSCAL catalog with groups. */
export function isCatalog(content: any): boolean {
  return Array.isArray(content?.catalog?.groups);
}

/** Converts an OSCAL id to the printed form: `ac-2.1` to `AC-2(1)`. */
export function printedId(oscal: string): string {
  return oscal.toUpperCase().replace(/\.(\d+)$/, '($1)');
}

/** Removes repetitions and keeps the order. */
export function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** Compares ids by number: `1.2.10` is after `1.2.9`. */
export function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
