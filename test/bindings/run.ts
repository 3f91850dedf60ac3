import { execFileSync, spawnSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { unknownIn } from './csharp';
import { assembliesOf, installedLibraries } from './csharp-names';
import { goFiles, javaFiles, pythonFiles, requireSamples, samplesOf, textOfJavadoc, write } from './samples';
import { programOf } from '../../scripts/readme-samples';

// Builds the package of each language from nothing, installs it in a clean environment outside the repository, synthesizes the platforms of the language, and compares
// their templates and evidence byte for byte with those of TypeScript.
//   npm run test:bindings -- [python] [java] [go] [csharp]

const ROOT = path.resolve(__dirname, '..', '..');
const { version, devDependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8'));
const cdk: string = devDependencies['aws-cdk-lib'];
const constructs: string = devDependencies.constructs;
const tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'bindings-'));
const packages = path.join(tmp, 'packages');
const mavenRepository = path.join(tmp, 'maven');
const { context: flags } = JSON.parse(fs.readFileSync(path.join(ROOT, 'cdk.json'), 'utf-8'));

const SETTINGS: Record<string, string>[] = [{ lifecycle: 'ephemeral', suffix: 'dev' }, { lifecycle: 'production', suffix: 'prod' }];

/** A program in a language, and the one in TypeScript with the same templates and evidence. */
interface Program {
  readonly name: string;
  readonly folder: string;
  readonly typescript: string;
  readonly contexts: Record<string, string>[];
}

interface Language {
  readonly target: string;
  /** Command without which the programs are not run. Other languages fail without theirs. */
  readonly optional?: string;
  readonly platforms: string[];
  /** Examples beside the platforms, each with an `app.ts` and a folder of the language. */
  readonly examples?: string[];
  /** Runs the program of a folder with the new package. The environment is made once. */
  run(folder: string, context: Record<string, string>): void;
  /** Writes the programs of the package's README into the folder of the small program, which compiles them. */
  readme?(small: string): void;
  /** Check of the sources, which requires no tool of the language. */
  read?(): void;
  /** Further checks of the language. */
  check?(): void;
}

const LANGUAGES: Record<string, Language> = {
  python: {
    target: 'python',
    platforms: ['loan', 'transactions'],
    examples: ['extending'],
    run(folder, context) {
      run(folder, context, python(), 'app.py');
    },
    check() {
      const folder = path.join(tmp, 'python', 'small', 'python');
      run(folder, {}, python(), 'features.py');
      write(folder, { 'finding.py': programOf('finding', 'python'), 'acknowledged.py': programOf('acknowledge', 'python') });
      reportsFinding(folder, `${python()} finding.py`, /Ledger\/Notices \(Notices\w+\) finding\.py:\d+/);
      acknowledges(folder, python(), 'acknowledged.py');
      failsWith(folder, ['Wrong (cdk-regulated.SecureVpc)', 'refused.py'], python(), 'refused.py');
      const { samples } = samplesOf('python');
      write(path.join(folder, 'samples'), pythonFiles(samples));
      run(folder, {}, python(), '-m', 'compileall', '-q', 'samples');
      console.log(`python: ${samples.length} samples of the READMEs and docstrings parse`);
      run(tmp, {}, python(), '-m', 'pip', 'install', '--quiet', 'pytest');
      // The programs of the platforms ran in both lifecycles before.
      for (const example of ['extending', 'loan']) run(path.join(tmp, 'python', example, 'python'), {}, python(), '-m', 'pytest', '--quiet', '-k', 'not PRODUCTION', 'test_app.py');
    },
  },
  java: {
    target: 'java',
    platforms: ['ec2-baseline'],
    readme: (small) => write(path.join(small, 'src/main/java/com/myorg'), {
      'LedgerApp.java': programOf('finding', 'java'),
      'Acknowledged.java': programOf('acknowledge', 'java').replace('class LedgerApp', 'class Acknowledged'),
    }),
    run(folder, context) {
      // Maven Central has no such version yet.
      fs.cpSync(path.join(packages, 'java'), mavenRepository, { recursive: true });
      if (fs.existsSync(path.join(folder, 'classpath.txt'))) return run(folder, context, ...java(folder, mainClassOf(folder)));
      run(folder, context, 'mvn', '--batch-mode', '--quiet', `-Dmaven.repo.local=${mavenRepository}`,
        `-Dlibrary.version=${version}`, `-Dcdk.version=${cdk}`, `-Dconstructs.version=${constructs}`,
        'compile', 'dependency:build-classpath', '-Dmdep.outputFile=classpath.txt', 'exec:java');
    },
    check() {
      const folder = path.join(tmp, 'java', 'small', 'java');
      run(folder, {}, ...java(folder, 'app.Features'));
      reportsFinding(folder, java(folder, 'com.myorg.LedgerApp').join(' '), /Ledger\/Notices \(Notices\w+\) .*LedgerApp\.java:\d+/);
      failsWith(folder, ['Wrong (cdk-regulated.SecureVpc)', 'Refused.java'], ...java(folder, 'app.Refused'));
      const started = Date.now();
      const { samples, left } = samplesOf('java');
      const sources = path.join(folder, 'samples');
      write(sources, javaFiles(samples, assembliesOf(ROOT)));
      run(folder, {}, 'javac', '-proc:none', '-d', 'samples', '-cp', java(folder, '')[2], ...fs.readdirSync(sources).map((file) => path.join('samples', file)));
      run(folder, {}, 'jar', '--extract', '--file', archiveOf(path.join(packages, 'java'), '-sources.jar'), 'io/github/cdkregulated/package-info.java');
      requireSamples('java', textOfJavadoc(fs.readFileSync(path.join(folder, 'io/github/cdkregulated/package-info.java'), 'utf-8')));
      console.log(`java: ${samples.length} samples of the READMEs and docstrings compile, ${left} that declare a class are left out, ${seconds(started)} s`);
    },
  },
  go: {
    target: 'go',
    platforms: ['pipeline'],
    examples: ['existing-network'],
    // One binary has all programs: main.go closes the runtime.
    readme: (small) => write(small, Object.fromEntries((['finding', 'acknowledge'] as const).map((sample) => [
      `${sample}.go`, programOf(sample, 'go').replace('func main() {\n\tdefer jsii.Close()\n', `func ${sample}() {\n`),
    ]))),
    run(folder, context) {
      const module = 'github.com/cdk-regulated/cdk-regulated-go/cdkregulated';
      const app = path.join(folder, 'app');
      if (!fs.existsSync(app)) {
        if (!fs.existsSync(path.join(folder, 'go.mod'))) run(folder, {}, 'go', 'mod', 'init', 'app/small');
        run(folder, {}, 'go', 'mod', 'edit', `-require=${module}@v${version}`, `-replace=${module}=${packages}/go/cdkregulated`);
        run(folder, {}, 'go', 'mod', 'tidy');
        run(folder, {}, 'go', 'vet', '.');
        run(folder, {}, 'go', 'build', '-o', app, '.');
      }
      run(folder, context, app);
    },
    check() {
      const folder = path.join(tmp, 'go', 'small', 'go');
      const app = path.join(folder, 'app');
      run(folder, {}, app, 'features');
      // The Go runtime of jsii reports neither lines of the program to findings nor the construct of an error. A panic has the line.
      reportsFinding(folder, `${app} finding`, /Ledger\/Notices \(Notices\w+\)$/m);
      acknowledges(folder, app, 'acknowledge');
      failsWith(folder, ['refused.go:'], app, 'refused');
      const started = Date.now();
      const { samples, left } = samplesOf('go');
      write(path.join(folder, 'samples'), goFiles(samples));
      run(folder, {}, 'go', 'mod', 'tidy');
      run(folder, {}, 'go', 'build', '-gcflags=-e', './samples');
      requireSamples('go', fs.readFileSync(path.join(packages, 'go', 'cdkregulated', 'README.md'), 'utf-8'));
      console.log(`go: ${samples.length} samples of the READMEs and docstrings compile, ${left} that declare a class are left out, ${seconds(started)} s`);
    },
  },
  csharp: {
    target: 'dotnet',
    optional: 'dotnet',
    platforms: ['payment'],
    read() {
      const folder = path.join(ROOT, 'examples', 'payment', 'csharp');
      const files = fs.readdirSync(folder).filter((file) => file.endsWith('.cs'));
      const libraries = installedLibraries(ROOT);
      const unknown = unknownIn(Object.fromEntries(files.map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf-8')])), libraries);
      for (const sample of ['finding', 'acknowledge'] as const) unknown.push(...unknownIn({ [`README.md, ${sample}`]: programOf(sample, 'csharp') }, libraries));
      if (unknown.length) throw new Error(`examples/payment/csharp:\n${unknown.join('\n')}`);
      console.log(`csharp: every class, member and prop in ${files.length} files of the payment platform exists under its C# name`);
    },
    run(folder, context) {
      const properties = {
        LibraryVersion: version, CdkVersion: cdk, ConstructsVersion: constructs, RestoreAdditionalProjectSources: path.join(packages, 'dotnet'), RestorePackagesPath: path.join(tmp, 'nuget'),
      };
      run(folder, context, 'dotnet', 'run', ...Object.entries(properties).map(([name, value]) => `--property:${name}=${value}`));
    },
  },
};

/** Lines of a program, which each language has others of: `"source": "app.py:15:1",`. */
const SOURCE_LINES = /,\s*"source": ?"[^"]*:\d+(?::\d+)?"(?=\s*\})|\s*"source": ?"[^"]*:\d+(?::\d+)?",/g;

main(process.argv.slice(2));

function main(asked: string[]) {
  const unknown = asked.filter((language) => !LANGUAGES[language]);
  if (unknown.length) throw new Error(`languages must be some of ${Object.keys(LANGUAGES).join(', ')}, got ${unknown.join(', ')}`);
  try {
    if (!fs.existsSync(path.join(ROOT, '.jsii'))) run(ROOT, {}, 'npm', 'run', 'compile');
    for (const language of asked.length ? asked : Object.keys(LANGUAGES)) check(language, LANGUAGES[language]);
  } finally {
    // Go's module cache is read-only.
    execFileSync('chmod', ['-R', 'u+w', tmp]);
    fs.rmSync(tmp, { recursive: true });
  }
}

function check(name: string, language: Language): void {
  const started = Date.now();
  language.read?.();
  if (language.optional && !isInstalled(language.optional)) return console.log(`${name}: not run: no .NET SDK`);
  if (!fs.existsSync(path.join(ROOT, '.jsii.tabl.json.gz'))) run(ROOT, {}, 'npx', 'projen', 'rosetta');
  run(ROOT, {}, 'node_modules/.bin/jsii-pacmak', '--target', language.target, '--outdir', packages, '--no-npmignore', '--maven-local-repository', mavenRepository,
    '--rosetta-unknown-snippets', 'fail');
  console.log(`${name}: built in ${seconds(started)} s`);
  const platforms = language.platforms.map((platform): Program => ({
    name: platform,
    folder: path.join(ROOT, 'examples', platform, name),
    typescript: 'examples/app.ts',
    contexts: SETTINGS.map((settings) => ({ ...settings, platforms: platform })),
  }));
  const examples = (language.examples ?? []).map((example): Program => ({
    name: example, folder: path.join(ROOT, 'examples', example, name), typescript: `examples/${example}/app.ts`, contexts: [{}],
  }));
  const small: Program = { name: 'small', folder: path.join(__dirname, name), typescript: 'test/bindings/typescript/app.ts', contexts: [{}] };
  for (const program of [...fs.existsSync(small.folder) ? [small] : [], ...platforms, ...examples]) {
    const folder = path.join(tmp, name, program.name, name);
    // A program reads the files of its example.
    const root = path.join(program.folder, ...program.name === 'small' ? [] : ['..']);
    fs.cpSync(root, program.name === 'small' ? folder : path.dirname(folder), { recursive: true, filter: (file) => !/node_modules|\.venv|cdk\.out/.test(path.relative(root, file)) });
    if (program === small) language.readme?.(folder);
    for (const context of program.contexts) compare(`${name} ${program.name} ${context.lifecycle ?? ''}`.trim(), language, program, folder, context);
  }
  language.check?.();
}

function compare(title: string, language: Language, program: Program, folder: string, context: Record<string, string>) {
  const started = Date.now();
  const expected = synthesized(() => run(ROOT, context, path.join(ROOT, 'node_modules/.bin/tsx'), program.typescript));
  const actual = synthesized(() => language.run(folder, context));
  const different = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].filter((file) => expected[file] !== actual[file]);
  if (different.length) throw new Error(`${title}: ${different.map((file) => `${file} differs from that of TypeScript:\n${difference(expected[file], actual[file])}`).join('\n')}`);
  const [one, other] = [expected, actual].map((files) => createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16));
  console.log(`${title}: ${Object.keys(actual).length} templates and files of evidence equal those of TypeScript, sha256 ${other} and ${one}, ${seconds(started)} s`);
}

/** Templates and evidence by path, without lines of the program. The provenance has the time and the versions of the run. */
function synthesized(synthesize: () => void): Record<string, string> {
  const output = path.join(tmp, 'cdk.out');
  fs.rmSync(output, { recursive: true, force: true });
  synthesize();
  const files = fs.readdirSync(output, { recursive: true, encoding: 'utf-8' }).sort()
    .filter((file) => file.endsWith('.template.json') || /(^|\/)evidence\/.*\.[a-z]+$/.test(file) && path.basename(file) !== 'provenance.json');
  if (!files.some((file) => file.includes('evidence/'))) throw new Error(`the assembly must contain evidence, got ${files.join(', ')}`);
  return Object.fromEntries(files.map((file) => [file, fs.readFileSync(path.join(output, file), 'utf-8').replace(SOURCE_LINES, '')]));
}

/** An app with a finding must stop the CDK CLI, which prints where it is. */
function reportsFinding(folder: string, app: string, place: RegExp) {
  const cli = path.join(path.dirname(require.resolve('aws-cdk/package.json')), 'bin', 'cdk');
  try {
    execFileSync(process.execPath, [cli, 'synth', '--quiet', '--no-notices', '--app', app], {
      cwd: folder, encoding: 'utf-8', env: { ...environment({}), JSII_HOST_STACK_TRACES: '1' }, stdio: 'pipe',
    });
  } catch (error) {
    const { stdout = '', stderr = '', status } = error as { stdout?: string; stderr?: string; status?: number };
    const output = `${stdout}${stderr}`;
    const [found] = place.exec(output) ?? [];
    if (!found) throw new Error(`the report must name ${place}, got:\n${output}`);
    if (status !== 1) throw new Error(`the CDK CLI must end with exit code 1, got ${status}`);
    console.log(`a finding ends the CDK CLI with exit code ${status}, and the report names ${found}`);
    return;
  }
  throw new Error('an app with a finding must fail, but the CDK CLI succeeded');
}

/** A program with the acknowledgement of the README has no findings, and says so. */
function acknowledges(folder: string, command: string, ...args: string[]) {
  const { status, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf-8', env: environment({}) });
  const text = /^ComplianceChecks: ledger-dev: PCI DSS 4\.0\.1: 0 findings, 1 acknowledged, 7 by design of the library, evidence in \S+$/m.exec(stderr)?.[0];
  if (status !== 0 || !text) throw new Error(`the program must report an acknowledged finding, got exit code ${status}:\n${stderr}`);
  console.log(`the acknowledgement in the README is accepted: ${text}`);
}

/** A program with an invalid prop must fail with the text of the error at the start of a line, and name its construct or its line. */
function failsWith(folder: string, names: string[], command: string, ...args: string[]) {
  const { status, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf-8', env: environment({}) });
  // The Go runtime of jsii sometimes writes this without a line end, where its process has ended before.
  const output = stderr.replaceAll('Runtime process exited abnormally: waitid: no child processes', '');
  const text = /^(?:panic: |.*Error: )?maxAzs must be an integer from 1 to 8, got 0$/m.exec(output)?.[0];
  const absent = names.filter((name) => !output.includes(name));
  if (status === 0 || !text || absent.length) throw new Error(`the error must have its text at the start of a line and name ${names.join(' and ')}, got exit code ${status}:\n${output}`);
  console.log(`an invalid prop ends the program with exit code ${status}: ${text}, and names ${names.join(' and ')}`);
}

function archiveOf(folder: string, ending: string): string {
  const [archive] = fs.readdirSync(folder, { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith(ending));
  return path.join(folder, archive);
}

/** Command that runs a class of a program that Maven compiled. */
function java(folder: string, mainClass: string): [string, ...string[]] {
  return ['java', '-cp', `target/classes:${fs.readFileSync(path.join(folder, 'classpath.txt'), 'utf-8').trim()}`, mainClass];
}

function mainClassOf(folder: string): string {
  return /<mainClass>(.*)<\/mainClass>/.exec(fs.readFileSync(path.join(folder, 'pom.xml'), 'utf-8'))![1];
}

/** Python of an environment with the new package. */
function python(): string {
  const venv = path.join(tmp, 'venv');
  if (!fs.existsSync(venv)) {
    run(tmp, {}, 'python3', '-m', 'venv', venv);
    run(tmp, {}, `${venv}/bin/pip`, 'install', '--quiet', `aws-cdk-lib==${cdk}`, `constructs==${constructs}`, ...filesIn('python', '.whl'));
  }
  return path.join(venv, 'bin', 'python');
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

function run(cwd: string, context: Record<string, string>, command: string, ...args: string[]) {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'], env: environment(context) });
}

function environment(context: Record<string, string>): NodeJS.ProcessEnv {
  return {
    ...process.env,
    // The programs are outside of the repository. The evidence has the commit and its time otherwise.
    SOURCE_DATE_EPOCH: '1796083200',
    GIT_DIR: path.join(tmp, 'no-repository'),
    CDK_OUTDIR: path.join(tmp, 'cdk.out'),
    // The validation of templates by the CDK takes seconds, and the check of this library is another.
    CDK_VALIDATION: 'false',
    CDK_CONTEXT_JSON: JSON.stringify({ ...flags, ...context }),
    JSII_RUNTIME_PACKAGE_CACHE_ROOT: path.join(tmp, 'jsii'),
  };
}

function filesIn(language: string, ending: string): string[] {
  const folder = path.join(packages, language);
  return fs.readdirSync(folder).filter((file) => file.endsWith(ending)).map((file) => path.join(folder, file));
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1000);
}

function difference(expected = '', actual = ''): string {
  const [left, right] = [expected, actual].map((text) => text.split('\n'));
  const at = left.findIndex((line, index) => line !== right[index]);
  return [`line ${at + 1}`, `- ${left[at]}`, `+ ${right[at]}`].join('\n');
}
