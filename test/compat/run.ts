import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { apiBreaks, isCompiled } from './api';
import { destroyedIn } from './destroyed';
import { INTENDED, readIntended, unrecorded } from './intended';
import { CONSTRUCTS, constructsNow, PLATFORMS, platformsIn, platformsNow, ROOT, Surface, textOf } from './surfaces';

// Compares the library with its last release: the public API, and the resources of every platform and every construct.
//   npm run compat             compiles the library where there is a release and the sources are newer
//   npm run compat -- --update writes the record of the constructs

const constructs = constructsNow();
if (process.argv.includes('--update')) fs.writeFileSync(path.join(ROOT, CONSTRUCTS), textOf(constructs));
else process.exitCode = report() ? 0 : 1;

function report(): boolean {
  const tag = lastTag();
  console.log(tag ? `Compared with ${tag}.` : 'There is no release yet: the resources of the constructs are compared with their record in the last commit, the API is not compared.');
  const base = tag ?? 'HEAD';
  const destroyed = [...destroyedIn(recordAt(base), JSON.parse(textOf(constructs))), ...destroyedIn(platformsAt(base), platformsNow())];
  const { surprises, stale } = unrecorded(destroyed, readIntended(), tag?.replace(/^v/, ''));
  list(`${surprises.length} resources would be replaced, renamed or dropped. Restore them, or record them with the migration in ${INTENDED}:`,
    surprises.map(({ resource, how }) => `${resource}: ${how}`));
  list(`${stale.length} records of ${INTENDED} do not happen. Remove them:`, stale);
  const breaks = tag ? apiBreaksSince(tag) : [];
  list(`${breaks.length} breaks of the API. Restore them, or add the key in brackets to .compatignore:`, breaks);
  const isCurrent = fs.readFileSync(path.join(ROOT, CONSTRUCTS), 'utf-8') === textOf(constructs);
  if (!isCurrent) console.log(`${CONSTRUCTS} is not current. Run: npm run compat -- --update`);
  console.log(`${Object.keys(constructs).length} variants of constructs and ${Object.keys(platformsNow()).length} templates of platforms compared, ${destroyed.length - surprises.length} intended replacements`);
  return isCurrent && !surprises.length && !stale.length && !breaks.length;
}

function lastTag(): string | undefined {
  const tags = git('tag', '--list', 'v*', '--merged', 'HEAD', '--sort=-version:refname').split('\n').filter(Boolean);
  return tags[0];
}

function recordAt(commit: string): Surface {
  const text = fileAt(commit, CONSTRUCTS);
  return text ? JSON.parse(text) : {};
}

function platformsAt(commit: string): Surface {
  return platformsIn((file) => fileAt(commit, file), git('ls-tree', '-r', '--name-only', commit, PLATFORMS).split('\n').filter(Boolean));
}

function apiBreaksSince(tag: string): string[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'compat-'));
  try {
    execFileSync('tar', ['-x', '-C', folder], { input: execFileSync('git', ['archive', tag, 'src', 'package.json', 'tsconfig.json', 'README.md', 'LICENSE'], { cwd: ROOT, maxBuffer: 1e9 }) });
    fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    execFileSync('node_modules/.bin/jsii', ['--silence-warnings=reserved-word'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    if (!isCompiled(ROOT)) execFileSync('npm', ['run', 'compile'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
    return apiBreaks(folder, ROOT);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function fileAt(commit: string, file: string): string | undefined {
  return git('ls-tree', '--name-only', commit, file) ? git('show', `${commit}:${file}`) : undefined;
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf-8', maxBuffer: 1e9 }).trimEnd();
}

function list(title: string, lines: string[]) {
  if (lines.length) console.log([title, ...lines.map((line) => `  ${line}`)].join('\n'));
}
