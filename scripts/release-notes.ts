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
  fs.writeFileSync(path.join(ROOT, 'dist/changelog.md'), releaseNotes(version, read('CHANGELOG.md'), JSON.parse(read(INTENDED)), read('dist/changelog.md')));
}
