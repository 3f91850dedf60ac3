import { execFileSync } from 'child_process';

/** Time in milliseconds after which a call of Git counts as failed. */
const TIMEOUT = 5000;

/** Commit of the Git repository around the working directory. */
export interface Commit {
  readonly id: string;
  /** Time of the commit as ISO 8601 in UTC. */
  readonly time: string;
}

const COMMITS = new Map<string, Commit | undefined>();

/** The commit that is checked out; undefined without Git, a repository or a commit. */
export function headCommit(): Commit | undefined {
  const folder = process.cwd();
  if (!COMMITS.has(folder)) {
    const [id, seconds] = git('log', '-1', '--no-show-signature', '--format=%H %ct')?.split(' ') ?? [];
    COMMITS.set(folder, id && seconds ? { id, time: isoTime(Number(seconds)) } : undefined);
  }
  return COMMITS.get(folder);
}

/**
 * Time of the code: `SOURCE_DATE_EPOCH` (Reproducible Builds specification), otherwise that of the commit. Two runs of the same code have the same;
 * undefined where neither is known.
 */
export function timeOfCode(): string | undefined {
  const { SOURCE_DATE_EPOCH: epoch } = process.env;
  return epoch !== undefined && /^\d{1,12}$/.test(epoch) ? isoTime(Number(epoch)) : headCommit()?.time;
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

const DIRTY = new Map<string, boolean | undefined>();

/** Whether files differ from the commit, or are not part of it; undefined if Git cannot determine it. */
export function isDirty(): boolean | undefined {
  const folder = process.cwd();
  if (!DIRTY.has(folder)) {
    const changes = git('status', '--porcelain');
    DIRTY.set(folder, changes === undefined ? undefined : changes !== '');
  }
  return DIRTY.get(folder);
}

function git(...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, {
      cwd: process.cwd(), encoding: 'utf-8', stdio: ['ignore', 'pipe', 'ignore'], timeout: TIMEOUT,
    }).trim();
  } catch {
    return undefined;
  }
}
