import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

// Builds what a release publishes, without publishing it: the next version is computed and tagged in a clone of the last commit, and the packages of all languages
// are built there into dist. The .NET package requires its SDK.
//   npm run release:dry

const ROOT = path.resolve(__dirname, '..');
const TARGETS: Record<string, string> = { js: 'npm', python: 'python3', java: 'mvn', go: 'go', dotnet: 'dotnet' };
const clone = fs.mkdtempSync(path.join(os.tmpdir(), 'release-'));

try {
  run(ROOT, 'git', 'clone', '--quiet', '.', clone);
  fs.symlinkSync(fs.realpathSync(path.join(ROOT, 'node_modules')), path.join(clone, 'node_modules'));
  projen('bump');
  const tag = fs.readFileSync(path.join(clone, 'dist/releasetag.txt'), 'utf-8').trim();
  run(clone, 'git', '-c', 'user.name=dry run', '-c', 'user.email=dry-run@example.com', 'commit', '--quiet', '--all', '--message', `chore(release): ${tag}`);
  run(clone, 'git', 'tag', tag);
  projen('bundle');
  projen('compile');
  projen('rosetta');
  const missing = Object.keys(TARGETS).filter((target) => spawnSync(TARGETS[target], ['--version'], { stdio: 'ignore' }).error);
  for (const target of Object.keys(TARGETS)) if (!missing.includes(target)) projen(`package:${target}`);
  for (const file of ['sbom.cdx.json', 'THIRD-PARTY-LICENSES.txt']) fs.copyFileSync(path.join(clone, file), path.join(clone, 'dist', file));
  const dist = path.join(ROOT, 'dist');
  fs.rmSync(dist, { recursive: true, force: true });
  fs.cpSync(path.join(clone, 'dist'), dist, { recursive: true });

  console.log(`\n${tag}`);
  for (const file of fs.readdirSync(dist, { recursive: true, encoding: 'utf-8' }).sort()) {
    const { size } = fs.statSync(path.join(dist, file));
    if (/\.(tgz|whl|tar\.gz|jar|pom|nupkg|md|json|txt)$/.test(file) || path.basename(file) === 'go.mod') console.log(`${String(size).padStart(9)}  ${file}`);
  }
  for (const target of missing) console.log(`not built: ${target}, because ${TARGETS[target]} is not installed`);
} finally {
  fs.rmSync(clone, { recursive: true, force: true });
}

function projen(task: string) {
  run(clone, path.join(ROOT, 'node_modules/.bin/projen'), task);
}

function run(cwd: string, command: string, ...args: string[]) {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
}
