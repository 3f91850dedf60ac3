import { createHash } from 'crypto';
import { existsSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';

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

/** Runs an import from the command line with the paths of published files as arguments. */
export function run<Row>(name: string, usage: string, least: number, load: (args: readonly string[]) => Table<Row>): void {
  const args = process.argv.slice(2);
  if (args.length < least) throw new Error(`usage: ${usage}`);
  const table = load(args);
  writeFileSync(path.join(FOLDER, `${name}.json`), render(table));
  process.stdout.write(`${name}: ${table.rows.length} rows, ${table.version}\n`);
}

export function json(file: string): any {
  return JSON.parse(readFileSync(file, 'utf-8'));
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
