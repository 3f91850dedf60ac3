import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { reportedPath } from './input/find';
import { Problem } from './input/problem';
import { FileWorkload } from './input/workloads';
import { Framework } from '../compliance/model/framework';
import { Json } from '../compliance/worlds/intrinsics';

/** The built-in frameworks. */
export const FRAMEWORKS: readonly Framework[] = Object.values(Framework).filter((value): value is Framework => value instanceof Framework);

/** The framework of a call that names none, as of a workload. */
export const DEFAULT_FRAMEWORK = Framework.AWS_FSBP;

/** What a workload is judged against. */
interface Chosen {
  readonly frameworks: readonly Framework[];
  /** What the app is judged against and the call is not. */
  readonly notes: readonly Problem[];
}

/**
 * The frameworks of a workload: those that the call names, otherwise those of the app whose output it is, otherwise those of `others`.
 * @param safeguards ids of the safeguards that the call adds
 */
export function frameworksOf(
  { folder }: FileWorkload, named: readonly Framework[], safeguards: readonly string[], others: () => readonly Framework[],
): Chosen {
  const evidence = folder === undefined ? [] : evidenceIn(folder);
  const note = (message: string) => ({ file: reportedPath(folder!), message });
  const own = distinct(evidence.flatMap((each) => Object.entries<Json>(each.safeguards ?? {}))
    .filter(([id, { definedBy }]) => definedBy === 'app' && !safeguards.includes(id)).map(([id]) => id));
  const ids = distinct(evidence.flatMap((each) => (each.frameworks ?? []).map(({ id }: Json) => id)));
  const ofApp = FRAMEWORKS.filter(({ id }) => ids.includes(id));
  const foreign = ids.filter((id) => ![...FRAMEWORKS, ...named].some((framework) => framework.id === id));
  const frameworks = named.length ? named : ofApp.length ? ofApp : others();
  return {
    frameworks,
    notes: [
      ...folder !== undefined && evidence.length === 0 && named.length === 0
        ? [note(`the output has no evidence with the frameworks of the app, so it is judged against ${frameworks.map(({ id }) => id).join(', ')}: name others with --framework`)] : [],
      ...foreign.map((id) => note(`the app has the framework '${id}', which is not judged: name its file with --framework`)),
      ...own.length ? [note(`the app has safeguards that are not judged: ${own.join(', ')}: name their module with --safeguards`)] : [],
    ],
  };
}

// Evidence that a synthesis wrote beside the templates. Other files of the name are those of the app.
function evidenceIn(folder: string): Json[] {
  const all = join(folder, 'evidence');
  if (!existsSync(all)) return [];
  return readdirSync(all).sort().map((name) => join(all, name, 'evidence.json')).filter((file) => existsSync(file)).flatMap((file) => {
    try {
      const evidence = JSON.parse(readFileSync(file, 'utf-8'));
      return Array.isArray(evidence?.frameworks) ? [evidence] : [];
    } catch {
      return [];
    }
  });
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
