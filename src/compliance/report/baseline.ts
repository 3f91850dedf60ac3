import { existsSync, readFileSync, writeFileSync } from 'fs';
import { IConstruct } from 'constructs';
import { CONTEXT_KEY } from './reaction';
import { refuse } from '../../validation/refuse';

/** A finding as the file names it. */
export interface BaselineEntry {
  readonly safeguard: string;
  readonly path: string;
}

/** A file of known findings. */
export interface Baseline {
  /** Ids of the frameworks that the findings were judged against. Empty where an earlier version wrote the file. */
  readonly frameworks: readonly string[];
  /** Paths by safeguard. */
  readonly known: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Reads a file of known findings.
 * @param writing what writes the file, for the error
 */
export function readBaseline(scope: IConstruct | undefined, file: string, writing = `the context ${CONTEXT_KEY}=write-baseline`): Baseline {
  if (!existsSync(file)) refuse(scope, `baseline file '${file}' does not exist: write it with ${writing}`);
  const { findings, frameworks = [] } = parsed(scope, file);
  return { frameworks, known: new Map(Object.entries(findings).map(([safeguard, paths]) => [safeguard, new Set(paths)])) };
}

/** Writes a file of known findings of frameworks, sorted. */
export function writeBaseline(scope: IConstruct | undefined, file: string, entries: readonly BaselineEntry[], frameworks: readonly string[]): void {
  const findings: Record<string, string[]> = {};
  for (const safeguard of [...new Set(entries.map((entry) => entry.safeguard))].sort()) {
    findings[safeguard] = [...new Set(entries.filter((entry) => entry.safeguard === safeguard).map(({ path }) => path))].sort();
  }
  try {
    writeFileSync(file, `${JSON.stringify({ version: 1, frameworks: [...new Set(frameworks)].sort(), findings }, undefined, 2)}\n`);
  } catch (error) {
    refuse(scope, `baseline file '${file}' cannot be written: ${(error as Error).message}`);
  }
}

/** The entries of a baseline that are no findings any more. */
export function fixedIn({ known }: Baseline, found: readonly BaselineEntry[]): BaselineEntry[] {
  const current = new Set(found.map(({ safeguard, path }) => `${safeguard} ${path}`));
  return [...known].flatMap(([safeguard, paths]) => [...paths].filter((path) => !current.has(`${safeguard} ${path}`)).map((path) => ({ safeguard, path })));
}

function parsed(scope: IConstruct | undefined, file: string): { findings: Record<string, string[]>; frameworks?: string[] } {
  const need = 'JSON of the form { "version": 1, "findings": { "<safeguard>": ["<path>"] } }';
  let content: { version?: unknown; frameworks?: unknown; findings?: unknown } | null = null;
  try {
    content = JSON.parse(readFileSync(file, 'utf-8'));
  } catch (error) {
    refuse(scope, `baseline file '${file}' must be ${need}: ${(error as Error).message}`);
  }
  const { version, frameworks, findings } = content ?? {};
  const isTable = typeof findings === 'object' && findings !== null && !Array.isArray(findings)
    && Object.values(findings).every((paths) => Array.isArray(paths) && paths.every((path) => typeof path === 'string'));
  const areIds = frameworks === undefined || (Array.isArray(frameworks) && frameworks.every((id) => typeof id === 'string'));
  if (version !== 1 || !isTable || !areIds) refuse(scope, `baseline file '${file}' must be ${need}`);
  return { findings: findings as Record<string, string[]>, frameworks: frameworks as string[] | undefined };
}
