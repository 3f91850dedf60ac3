import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { parse } from 'yaml';
import { bumpOf } from '../../scripts/next-version';

const ROOT = path.resolve(__dirname, '../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'next-version-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false', ...args], { cwd: folder, stdio: 'pipe' });

/** What the script answers after a commit, when commit-and-tag-version suggests a bump. */
function bump(subject: string, SUGGESTED_BUMP: string, LATEST_TAG = 'v0.1.0'): string {
  git('reset', '--quiet', '--hard', 'v0.1.0');
  git('commit', '--quiet', '--allow-empty', '--message', subject);
  return execFileSync(path.join(ROOT, 'node_modules/.bin/tsx'), [path.join(ROOT, 'scripts/next-version.ts')], { cwd: folder, encoding: 'utf-8', env: { ...process.env, LATEST_TAG, SUGGESTED_BUMP } }).trim();
}

beforeAll(() => {
  git('init', '--quiet');
  git('commit', '--quiet', '--allow-empty', '--message', 'feat: the first version');
  git('tag', 'v0.1.0');
});

// commit-and-tag-version suggests `patch` for a feature before 1.0.
test.each([
  ['feat(data): a prop', 'patch', 'minor'],
  ['feat: a construct', 'patch', 'minor'],
  ['feat(data)!: a renamed prop', 'minor', 'minor'],
  ['fix(data)!: a refused value', 'minor', 'minor'],
  ['fix: a feature', 'patch', 'patch'],
  ['docs: feat: a word', 'patch', 'patch'],
  ['fix: nothing', 'none', ''],
  ['fix: a break', 'major', 'minor'],
])('before 1.0, %s with %s suggested is the bump %s', (subject, suggested, expected) => {
  expect(bumpOf(['fix: an error', subject], suggested)).toBe(expected);
});

test('the script reads the commits since the last tag', () => {
  expect(bump('feat: a construct', 'patch')).toBe('minor');
});

test('the first version is 0.1.0', () => {
  expect(bump('feat: a construct', 'none', 'v0.0.0')).toBe('0.1.0');
});

test('a release asks the script', () => {
  const { tasks } = JSON.parse(fs.readFileSync(path.join(ROOT, '.projen/tasks.json'), 'utf-8'));
  expect(tasks['bump:next-version'].steps).toEqual([{ exec: 'tsx scripts/next-version.ts' }]);
});

test('a release publishes from main only', () => {
  const { jobs } = parse(fs.readFileSync(path.join(ROOT, '.github/workflows/release.yml'), 'utf-8'));
  expect(jobs.release.if).toBe("github.ref == 'refs/heads/main'");
  const withoutRelease = Object.entries<any>(jobs).filter(([id, { needs }]) => id !== 'release' && !['release', 'release_github'].some((job) => [needs].flat().includes(job)));
  expect(withoutRelease.map(([id]) => id)).toEqual([]);
  // A status function would run a job although the one that it needs was skipped.
  expect(Object.values<any>(jobs).filter((job) => /always\(|failure\(|cancelled\(/.test(job.if))).toEqual([]);
});

test('a release compares with the last release before it publishes', () => {
  const { tasks } = JSON.parse(fs.readFileSync(path.join(ROOT, '.projen/tasks.json'), 'utf-8'));
  const { jobs } = parse(fs.readFileSync(path.join(ROOT, '.github/workflows/release.yml'), 'utf-8'));
  expect(tasks.release.steps).toContainEqual({ spawn: 'compat' });
  const publishing = Object.entries<{ needs?: string | string[] }>(jobs).filter(([name]) => name.startsWith('release_'));
  expect(publishing.length).toBeGreaterThan(0);
  expect(publishing.filter(([, { needs = [] }]) => ![needs].flat().includes('release'))).toEqual([]);
  expect(jobs.release.steps.map(({ run }: { run?: string }) => run)).toContain('npx projen release');
});
