import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { fixtureOf } from '../../scripts/fixture';
import { changeTablet, replaceClasses, Tablet } from '../../scripts/readme-samples';
import { extract } from '../../scripts/rosetta/extract';

// Compiles every example: the ```ts blocks of all READMEs, and `@example` of the docstrings. jsii-rosetta reads the examples of
// a package's README and of its submodules' READMEs, so it is handed a copy of the package whose submodules are the folders.
// The site takes the translations of the samples from reports/samples.tabl.json.gz.

const ROOT = path.resolve(__dirname, '..', '..');
const tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'docs-'));

try {
  if (!fs.existsSync(path.join(ROOT, '.jsii'))) execFileSync('npm', ['run', 'compile'], { cwd: ROOT, stdio: 'inherit' });
  const assembly = JSON.parse(fs.readFileSync(path.join(ROOT, '.jsii'), 'utf-8'));
  const readmes = ['examples', ...folders('src').map((folder) => `src/${folder}`)]
    .filter((folder) => fs.existsSync(path.join(ROOT, folder, 'README.md')));

  assembly.readme = { markdown: read('README.md') };
  assembly.submodules = Object.fromEntries(readmes.map((folder) => [
    `cdk-regulated.${folder.replace('/', '_')}`, { readme: { markdown: read(folder, 'README.md') } },
  ]));
  write('.jsii', JSON.stringify(assembly));
  write('rosetta/default.ts-fixture', fixtureOf(read('rosetta/template.ts-fixture'), assembly));
  fs.copyFileSync(path.join(ROOT, 'rosetta', 'first.ts-fixture'), path.join(tmp, 'rosetta', 'first.ts-fixture'));
  fs.copyFileSync(path.join(ROOT, 'package.json'), path.join(tmp, 'package.json'));
  fs.cpSync(path.join(ROOT, 'lib'), path.join(tmp, 'lib'), { recursive: true });
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(tmp, 'node_modules'));

  extract(tmp);
  changeTablet(path.join(tmp, '.jsii.tabl.json.gz'), (tablet) => {
    replaceClasses(tablet);
    requireMapKeys(tablet);
  });
  fs.mkdirSync(path.join(ROOT, 'reports'), { recursive: true });
  fs.copyFileSync(path.join(tmp, '.jsii.tabl.json.gz'), path.join(ROOT, 'reports', 'samples.tabl.json.gz'));
  const examples = [read('README.md'), ...readmes.map((folder) => read(folder, 'README.md')), JSON.stringify(assembly.types)]
    .reduce((sum, text) => sum + (text.match(/^```ts|"example":/gm) ?? []).length, 0);
  console.log(`${examples} examples in ${readmes.length + 1} READMEs and the docstrings compile`);
} finally {
  fs.rmSync(tmp, { recursive: true });
}

/** Keys of maps are names of the user or of an AWS API: they are the same in every language. Go and Python write them as `"key": `. */
function requireMapKeys({ snippets }: Tablet): void {
  const keysOf = (source: string) => [...source.matchAll(/"([^"\n]+)": /g)].map(([, key]) => key).sort().join(', ');
  const changed = Object.values(snippets).map(({ translations: { go, python } }) => [keysOf(go.source), keysOf(python.source)])
    .filter(([go, python]) => go !== python);
  if (changed.length) throw new Error(`keys of maps must be the same in Go and Python, got ${changed.map(([go, python]) => `${go} and ${python}`).join('; ')}`);
}

function folders(parent: string): string[] {
  return fs.readdirSync(path.join(ROOT, parent), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function read(...file: string[]): string {
  return fs.readFileSync(path.join(ROOT, ...file), 'utf-8');
}

function write(file: string, text: string) {
  fs.mkdirSync(path.dirname(path.join(tmp, file)), { recursive: true });
  fs.writeFileSync(path.join(tmp, file), text);
}
