import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

// Builds the package of each language, runs the same program with it, and compares its template byte for byte with that of TypeScript.
//   npm run test:bindings -- [python] [java] [go]

const ROOT = path.resolve(__dirname, '..', '..');
const TEMPLATE = 'Small.template.json';
const { version, devDependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8'));
const cdk: string = devDependencies['aws-cdk-lib'];
const constructs: string = devDependencies.constructs;
const tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'bindings-'));
const packages = path.join(tmp, 'packages');
const mavenRepository = path.join(tmp, 'maven');

/** Runs the program of a language with the new package. */
const LANGUAGES: Record<string, (folder: string) => void> = {
  python(folder) {
    run(folder, 'python3', '-m', 'venv', 'venv');
    run(folder, 'venv/bin/pip', 'install', '--quiet', `aws-cdk-lib==${cdk}`, `constructs==${constructs}`, ...filesIn('python', '.whl'));
    run(folder, 'venv/bin/python', 'app.py');
  },
  java(folder) {
    run(folder, 'mvn', '--batch-mode', '--quiet', `-Dmaven.repo.local=${mavenRepository}`, `-Dbuilt=${packages}/java`,
      `-Dlibrary.version=${version}`, `-Dcdk.version=${cdk}`, `-Dconstructs.version=${constructs}`, 'compile', 'exec:java');
  },
  go(folder) {
    const module = 'github.com/cdk-regulated/cdk-regulated-go/cdkregulated';
    run(folder, 'go', 'mod', 'init', 'app/small');
    run(folder, 'go', 'mod', 'edit', `-require=${module}@v${version}`, `-replace=${module}=${packages}/go/cdkregulated`);
    run(folder, 'go', 'mod', 'tidy');
    run(folder, 'go', 'run', '.');
  },
};

main(process.argv.slice(2));

function main(asked: string[]) {
  const unknown = asked.filter((language) => !LANGUAGES[language]);
  if (unknown.length) throw new Error(`languages must be some of ${Object.keys(LANGUAGES).join(', ')}, got ${unknown.join(', ')}`);
  try {
    if (!fs.existsSync(path.join(ROOT, '.jsii'))) run(ROOT, 'npm', 'run', 'compile');
    run(ROOT, path.join(ROOT, 'node_modules/.bin/tsx'), 'test/bindings/typescript/app.ts');
    const expected = fs.readFileSync(path.join(tmp, 'cdk.out', TEMPLATE));
    for (const language of asked.length ? asked : Object.keys(LANGUAGES)) check(language, expected);
  } finally {
    // Go's module cache is read-only.
    execFileSync('chmod', ['-R', 'u+w', tmp]);
    fs.rmSync(tmp, { recursive: true });
  }
}

function check(language: string, expected: Buffer) {
  const started = Date.now();
  run(ROOT, 'node_modules/.bin/jsii-pacmak', '--target', language, '--outdir', packages, '--no-npmignore', '--maven-local-repository', mavenRepository);
  const built = Date.now();
  const folder = path.join(tmp, language);
  fs.cpSync(path.join(__dirname, language), folder, { recursive: true });
  fs.rmSync(path.join(tmp, 'cdk.out'), { recursive: true });
  LANGUAGES[language](folder);
  const template = fs.readFileSync(path.join(tmp, 'cdk.out', TEMPLATE));
  if (!template.equals(expected)) throw new Error(`${language}: the template differs from that of TypeScript:\n${difference(expected, template)}`);
  const seconds = (from: number, to: number) => Math.round((to - from) / 1000);
  console.log(`${language}: built in ${seconds(started, built)} s, the template of ${template.length} bytes equals that of TypeScript, ${seconds(built, Date.now())} s`);
}

function run(cwd: string, command: string, ...args: string[]) {
  execFileSync(command, args, {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CDK_OUTDIR: path.join(tmp, 'cdk.out'), CDK_CONTEXT_JSON: context(), JSII_RUNTIME_PACKAGE_CACHE_ROOT: path.join(tmp, 'jsii') },
  });
}

function context(): string {
  return JSON.stringify(JSON.parse(fs.readFileSync(path.join(ROOT, 'cdk.json'), 'utf-8')).context);
}

function filesIn(language: string, ending: string): string[] {
  const folder = path.join(packages, language);
  return fs.readdirSync(folder).filter((file) => file.endsWith(ending)).map((file) => path.join(folder, file));
}

function difference(expected: Buffer, actual: Buffer): string {
  const [left, right] = [expected, actual].map((template) => template.toString().split('\n'));
  const at = left.findIndex((line, index) => line !== right[index]);
  return [`line ${at + 1}`, `- ${left[at]}`, `+ ${right[at]}`].join('\n');
}
