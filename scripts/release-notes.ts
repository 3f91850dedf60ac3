import * as fs from 'fs';
import * as path from 'path';

// Completes the generated notes of a release, dist/changelog.md: the written entry of CHANGELOG.md first, then the intended replacements of the version, then the
// commits. The notes of the first release have no commits, because nothing precedes it.

const ROOT = path.resolve(__dirname, '..');
const INTENDED = 'docs/intended-replacements.json';

export interface Replacements {
  readonly version: string;
  readonly reason: string;
  readonly migration: string;
  readonly resources: string[];
}

/** Text of the entry of a version in CHANGELOG.md, without its heading. Empty where there is none. */
export function writtenEntry(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m).slice(1);
  const [, ...lines] = (sections.find((section) => section.split(/[\s(]/)[0] === version) ?? '').split('\n');
  return lines.join('\n').trim();
}

/** Quotes what a version replaces on purpose. */
export function replacedResources(replacements: Replacements[], version: string): string {
  const own = replacements.filter((each) => each.version === version);
  if (!own.length) return '';
  const entries = own.map(({ reason, migration, resources }) => [`- ${reason} ${migration}`, ...resources.map((resource) => `  - \`${resource}\``)].join('\n'));
  return ['### Replaced resources', '', ...entries].join('\n');
}

/** Whether a version is newer than another one, both as `0.2.0`. */
export function isNewer(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) => text.split('.').map(Number));
  const at = left.findIndex((part, index) => part !== right[index]);
  return at >= 0 && left[at] > right[at];
}

/** Refuses a record that names another version than the one after the last release: no notes would quote it. */
export function assertRecordsNameVersion(replacements: Replacements[], version: string, released: string) {
  const other = replacements.find((each) => each.version !== version && isNewer(each.version, released));
  if (other) throw new Error(`version in ${INTENDED} must be that of the release, ${version}, got ${other.version}`);
}

/** Notes of a release. */
export function releaseNotes(version: string, changelog: string, replacements: Replacements[], generated: string): string {
  const [heading = `## ${version}`] = generated.split('\n').filter((line) => /^##? /.test(line));
  const commits = generated.split('\n').filter((line) => line !== heading).join('\n').trim();
  const written = writtenEntry(changelog, version);
  const isFirst = !/^## \[/.test(heading);
  return `${[heading, written, replacedResources(replacements, version), isFirst && written ? '' : commits].filter(Boolean).join('\n\n')}\n`;
}

if (require.main === module) {
  const read = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf-8');
  const version = read('dist/version.txt').trim();
  const replacements: Replacements[] = JSON.parse(read(INTENDED));
  assertRecordsNameVersion(replacements, version, /^v(\d+\.\d+\.\d+)$/.exec(process.env.LATEST_TAG ?? '')?.[1] ?? '0.0.0');
  fs.writeFileSync(path.join(ROOT, 'dist/changelog.md'), releaseNotes(version, read('CHANGELOG.md'), replacements, read('dist/changelog.md')));
}
