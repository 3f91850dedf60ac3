import * as fs from 'fs';
import * as path from 'path';
import { Destroyed } from './destroyed';
import { ROOT } from './surfaces';
import { isNewer } from '../../scripts/release-notes';

export const INTENDED = 'docs/intended-replacements.json';

/** Replacements that a version makes on purpose. The release notes quote them. */
export interface Intended {
  /** Version that makes them, for example `0.2.0`. */
  readonly version: string;
  /** Why the resources must be replaced. */
  readonly reason: string;
  /** What users do before they upgrade. */
  readonly migration: string;
  /** As `npm run compat` prints them. */
  readonly resources: string[];
}

export function readIntended(): Intended[] {
  return JSON.parse(fs.readFileSync(path.join(ROOT, INTENDED), 'utf-8'));
}

/** What is destroyed without a record, and records of what is not destroyed. Records of the released version and older ones are not read. */
export function unrecorded(destroyed: Destroyed[], intended: Intended[], released: string | undefined): { surprises: Destroyed[]; stale: string[] } {
  const recorded = new Set(intended.filter(({ version }) => !released || isNewer(version, released)).flatMap(({ resources }) => resources));
  const found = new Set(destroyed.map(({ resource }) => resource));
  return {
    surprises: destroyed.filter(({ resource }) => !recorded.has(resource)),
    stale: [...recorded].filter((resource) => !found.has(resource)),
  };
}
