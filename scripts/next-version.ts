import { execFileSync, spawnSync } from 'child_process';

// Prints by what the next version increases, from the last tag and the suggestion of commit-and-tag-version. The first version is 0.1.0. Before 1.0, a feature and a
// breaking change both increase the minor version (docs/versioning.md), where commit-and-tag-version increases the patch version for a feature.

/** What increases, from the subjects of the commits. Empty for a version without changes. */
export function bumpOf(subjects: string[], suggested: string): string {
  if (suggested === 'major' || subjects.some((subject) => /^feat(\(.*?\))?!?:/.test(subject))) return 'minor';
  return suggested === 'none' ? '' : suggested;
}

if (require.main === module) {
  const { LATEST_TAG = '', SUGGESTED_BUMP = '' } = process.env;
  const isReleased = spawnSync('git', ['rev-parse', '--verify', '--quiet', `refs/tags/${LATEST_TAG}`], { stdio: 'ignore' }).status === 0;
  const subjects = () => execFileSync('git', ['log', '--format=%s', `${LATEST_TAG}..HEAD`], { encoding: 'utf-8' }).split('\n');
  process.stdout.write(isReleased ? bumpOf(subjects(), SUGGESTED_BUMP) : '0.1.0');
}
