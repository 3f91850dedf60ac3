import { existsSync, readFileSync, writeFileSync } from 'fs';
import { IConstruct } from 'constructs';
import { CONTEXT_KEY } from './reaction';
import { refuse } from '../../validation/refuse';

/** A finding as the file names it. */
export interface BaselineEntry {
  readonly safeguard: string;
  readonly path: string;
}

/** Known findings: paths by safeguard. */
export type Baseline = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Reads a file of known findings.
 * @param writing what writes the file, for the error
 */
export function readBaseline(scope: IConstruct | undefined, file: string, writing = `the context ${CONTEXT_KEY}=write-baseline`): Baseline {
  if (!existsSync(file)) refuse(scope, `baseline file '${file}' does not exist: write it with ${writing}`);
  const { findings } = parsed(scope, file);
  return new Map(Object.entries(findings).map(([safeguard, paths]) => [safeguard, new Set(paths)]));
}

/** Writes a file of known findings, sorted. */
export function writeBaseline(scope: IConstruct | undefined, file: string, entries: readonly BaselineEntry[]): void {
  const findings: Record<string, string[]> = {};
  for (const safeguard of [...new Set(entries.map((entry) => entry.safeguard))].sort()) {
    findings[safeguard] = [...new Set(entries.filter((entry) => entry.safeguard === safeguard).map(({ path }) => path))].sort();
  }
  try {
    writeFileSync(file, `${JSON.stringify({ version: 1, findings }, undefined, 2)}\n`);
  } catch (error) {
    refuse(scope, `baseline file '${file}' cannot be written: ${(error as Error).message}`);
  }
}

/** The entries of a baseline that are no findings any more. */
export function fixedIn(baseline: Baseline, found: readonly BaselineEntry[]): BaselineEntry[] {
  const current = new Set(found.map(({ safeguard, path }) => `${safeguard} ${path}`));
  return [...baseline].flatMap(([safeguard, paths]) => [...paths].filter((path) => !current.has(`${safeguard} ${path}`)).map((path) => ({ safeguard, path })));
}

function parsed(scope: IConstruct | undefined, file: string): { findings: Record<string, string[]> } {
  const need = 'JSON of the form { "version": 1, "findings": { "<safeguard>": ["<path>"] } }';
  let content: { version?: unknown; findings?: unknown } | null = null;
  try {
    content = JSON.parse(readFileSync(file, 'utf-8'));
  } catch (error) {
    refuse(scope, `baseline file '${file}' must be ${need}: ${(error as Error).message}`);
  }
  const { version, findings } = content ?? {};
  const isTable = typeof findings === 'object' && findings !== null && !Array.isArray(findings)
    && Object.values(findings).every((paths) => Array.isArray(paths) && paths.every((path) => typeof path === 'string'));
  if (version !== 1 || !isTable) refuse(scope, `baseline file '${file}' must be ${need}`);
  return { findings: findings as Record<string, string[]> };
}
