import { createHash } from 'crypto';
import * as fs from 'fs';

/** A change of the source code by StrykerJS. */
export interface Mutant {
  readonly id: string;
  readonly file: string;
  readonly mutator: string;
  /** Offset in the file. */
  readonly from: number;
  readonly to: number;
  readonly original: string;
  readonly replacement: string;
  readonly position: string;
}

/** Beginning of `JSON.parse(readFileSync(file, 'utf-8'))`. Without an encoding it gives the same, because `JSON.parse` makes a text of the buffer, in UTF-8. */
const JSON_OF_FILE = /JSON\.parse\((?:\w+\.)?readFileSync\([^\n]*, $/;

/** All mutants of the files, and the files with counters for them. */
export async function mutantsOf(files: readonly string[]): Promise<{ readonly mutants: Mutant[]; readonly instrumented: Record<string, string> }> {
  const { Instrumenter } = await import('@stryker-mutator/instrumenter');
  const silent: any = new Proxy({}, { get: () => () => false });
  const texts = Object.fromEntries(files.map((file) => [file, fs.readFileSync(file, 'utf-8')]));
  const result = await new Instrumenter(silent).instrument(files.map((name) => ({ name, mutate: true, content: texts[name] })), {
    plugins: null, ignorers: [], excludedMutations: [],
  });
  const mutants = result.mutants.map(({ id, fileName: file, mutatorName: mutator, replacement, location: { start, end } }) => {
    const [from, to] = [start, end].map(({ line, column }) => offset(texts[file], line, column));
    return { id, file, mutator, from, to, original: texts[file].slice(from, to), replacement, position: `${start.line + 1}:${start.column + 1}` };
  }).filter(({ file, from, to, original }) => !(original === "'utf-8'" && JSON_OF_FILE.test(texts[file].slice(0, from)) && texts[file].startsWith('))', to)));
  return { mutants, instrumented: Object.fromEntries(result.files.map(({ name, content }) => [name, content])) };
}

function offset(text: string, line: number, column: number): number {
  let start = 0;
  for (let n = 0; n < line; n++) start = text.indexOf('\n', start) + 1;
  return start + column;
}

/** The source code with the mutant applied. */
export function mutate(text: string, { from, to, mutator, replacement }: Mutant): string {
  // Parentheses keep the precedence. Blocks and switch cases are not expressions.
  const isExpression = mutator !== 'BlockStatement' && !/^(case\b|default:)/.test(replacement);
  return text.slice(0, from) + (isExpression ? `(${replacement})` : replacement) + text.slice(to);
}

/** `count` mutants that the seed chooses. The choice does not depend on mutants in other places. */
export function sample(mutants: readonly Mutant[], count: number, seed: string): Mutant[] {
  const rank = ({ file, original, replacement, position }: Mutant) => (
    createHash('sha256').update(JSON.stringify([seed, file, position, original, replacement])).digest('hex'));
  const ranked = mutants.map((mutant) => ({ mutant, key: rank(mutant) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  return ranked.slice(0, count).map(({ mutant }) => mutant);
}
