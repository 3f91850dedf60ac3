import { createHash } from 'crypto';
import { existsSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';

const FOLDER = path.resolve(__dirname, '..', 'src', 'compliance', 'sources');

/** A table of `src/compliance/sources`: what was published, where, in which version. */
export interface Table<Row> {
  readonly source: string;
  readonly version: string;
  readonly notes?: string;
  readonly rows: readonly Row[];
}

/** A table as its file holds it: one line per row, so that a newer version is a readable diff. The digest shows a row that was edited by hand. */
export function render<Row>({ source, version, notes, rows }: Table<Row>): string {
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  const head = JSON.stringify({ source, version, notes, digest }, undefined, 2).replace(/\n}$/, '');
  return `${head},\n  "rows": [\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]\n}\n`;
}

/** The committed table, if there is one. */
export function committed<Row>(name: string): Table<Row> | undefined {
  const file = path.join(FOLDER, `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf-8')) : undefined;
}

/** Runs an import from the command line: the arguments are paths of published files. */
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

/** `ac-2.1` of OSCAL as it is printed: `AC-2(1)`. */
export function printedId(oscal: string): string {
  return oscal.toUpperCase().replace(/\.(\d+)$/, '($1)');
}

/** Without repetitions, in the order of first mention. */
export function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** `1.2.10` after `1.2.9`. */
export function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
