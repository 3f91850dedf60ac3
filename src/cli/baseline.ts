import { existsSync } from 'fs';
import { dirname } from 'path';
import { Arguments } from './arguments';
import { CheckResult, FileFinding } from './check';
import { writing } from './output/writing';
import { Baseline, BaselineEntry, fixedIn, readBaseline, writeBaseline } from '../compliance/report/baseline';
import { makeFolder } from '../compliance/report/folder';

/** Findings in relation to a file of known findings. */
export interface Compared {
  /** Findings that the file does not have. */
  readonly findings: readonly FileFinding[];
  /** Number of findings that the file has. */
  readonly known: number;
  /** Entries of the file that are no findings any more. */
  readonly fixed: number;
  /** Entries of the file that the call does not judge. */
  readonly left: number;
}

/** Compares findings with the file of `--baseline`, after writing it for `--write-baseline`. Entries that the call does not judge stay in the file. */
export function compared(result: CheckResult, { baseline, writesBaseline, resourcesOnly }: Arguments): Compared {
  const { findings, frameworks } = result;
  if (baseline === undefined) return { findings, known: 0, fixed: 0, left: 0 };
  const isJudged = judgedBy(result, resourcesOnly);
  const entries = findings.map(({ safeguard, path }) => ({ safeguard: safeguard.id, path }));
  if (writesBaseline) {
    const earlier = existsSync(baseline) ? readKnown(baseline) : { frameworks: [], known: new Map() };
    const kept = fixedIn(earlier, entries).filter((entry) => !isJudged(entry));
    writing('--baseline', baseline, () => makeFolder(dirname(baseline)));
    writeBaseline(undefined, baseline, [...entries, ...kept], [...frameworks.map(({ id }) => id), ...kept.length ? earlier.frameworks : []]);
  }
  const file = readKnown(baseline);
  const fresh = findings.filter(({ safeguard, path }) => !file.known.get(safeguard.id)?.has(path));
  const gone = fixedIn(file, entries);
  const fixed = gone.filter(isJudged).length;
  return { findings: fresh, known: findings.length - fresh.length, fixed, left: gone.length - fixed };
}

/** Reads the file of `--baseline`. */
export function readKnown(file: string): Baseline {
  return readBaseline(undefined, file, '--write-baseline');
}

// An entry is judged if its safeguard is, and its template, unless that does not exist any more.
function judgedBy({ judged }: CheckResult, resourcesOnly: boolean): (entry: BaselineEntry) => boolean {
  const safeguards = new Set(judged.flatMap((each) => each.safeguards).filter((safeguard) => !resourcesOnly || 'on' in safeguard).map(({ id }) => id));
  const files = new Set(judged.flatMap(({ templates }) => templates.flatMap(({ resources }) => resources.map(({ origin }) => fileOf(origin.path)))));
  return ({ safeguard, path }) => safeguards.has(safeguard) && (files.has(fileOf(path)) || !path.includes('#') || !existsSync(fileOf(path)));
}

function fileOf(path: string): string {
  return path.split('#')[0];
}
