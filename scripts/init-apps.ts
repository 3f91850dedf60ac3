import * as fs from 'fs';
import * as path from 'path';
import { PLATFORM_NAMES, PlatformName } from '../examples/platform-names';

// Writes the apps of `cdk-regulated init` from the example platforms: assets/init/<platform>.json has the files of each language. A platform of another form than is
// expected here ends the run.

const ROOT = path.resolve(__dirname, '..');
const EXAMPLES = path.join(ROOT, 'examples');
const SITE = 'https://github.com/cdk-regulated/cdk-regulated/blob/main/examples';
/** Files of the application of a platform that the app has. Its tests need servers and the repository. */
const APPLICATION = /^(src\/.+\.ts|bootstrap\/.+\.sh|Dockerfile|package\.json|package-lock\.json|tsconfig\.json|\.npmrc)$/;

type Files = Record<string, string>;

const { devDependencies, engines: { node: minimumOfNode }, peerDependencies } = JSON.parse(read(ROOT, 'package.json'));
const { context } = JSON.parse(read(ROOT, 'cdk.json'));

function read(...parts: string[]): string {
  return fs.readFileSync(path.join(...parts), 'utf-8');
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Replaces a text that must be there. */
function replaced(text: string, from: string | RegExp, to: string): string {
  const result = text.replace(from, () => to);
  if (result === text) throw new Error(`no ${from} in: ${text.slice(0, 200)}`);
  return result;
}

/** The part of a text that a pattern captures, which must be there. */
function captured(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`no ${pattern}`);
  return found;
}

/** Keys of the settings that sources read. */
function keysOf(sources: string[]): Set<string> {
  const direct = sources.flatMap((text) => [...text.matchAll(/\b(?:settings|props)\.(\w+)/g)].map(([, key]) => key));
  const taken = sources.flatMap((text) => [...text.matchAll(/\{([^{}]*)\}(?:: Settings| = settings\b)/g)].flatMap(([, names]) => names.split(',').map((name) => name.trim().split(/\W/)[0])));
  return new Set([...direct, ...taken]);
}

/** Members of a block with a line each, with the lines that are deeper and the comments above. */
function members(block: string): Array<[key: string, text: string]> {
  return block.split(/(?<=\n)(?=  (?:\w|\/)(?:.*\n  (?=\/\/|\w))*)/).reduce<Array<[string, string]>>((all, text) => {
    const last = all.at(-1);
    const key = /^  (?:readonly )?(\w+)\??:/.exec(text)?.[1] ?? '';
    if (last && last[0] === '') all[all.length - 1] = [key, last[1] + text];
    else if (key || /^ {2}\//.test(text)) all.push([key, text]);
    else if (last) last[1] += text;
    return all;
  }, []);
}

/** `lib/settings.ts`: the settings that a platform reads, with the check of their values. */
function settingsFor(keys: Set<string>): string {
  const [settings, rules] = [read(EXAMPLES, 'settings.ts'), read(EXAMPLES, 'context.ts')];
  const kept = (block: string, more: string[] = []) => members(block).filter(([key]) => keys.has(key) || more.includes(key)).map(([, text]) => text).join('');
  const declared = kept(captured(settings, /interface Settings \{\n([\s\S]*?)^\}/m));
  const given = captured(settings, / {2}return \{\n([\s\S]*?)^ {2}\};/m).split('\n').filter((line) => keys.has(/^ +(\w+):/.exec(line)?.[1] ?? '')).join('\n');
  const table = kept(captured(rules, /RULES: .* = \{\n([\s\S]*?)^\};/m));
  const head = captured(rules, /(\/\*\* Values that a context key accepts\.[\s\S]*?)\/\*\* Context keys/).split('\n');
  const constants = head.filter((line) => !/^const [A-Z]+ /.test(line) || new RegExp(`\\b${line.split(' ')[1]}\\b`).test(table)).join('\n')
    .replace(/const oneOf .*\n/, (line) => table.includes('oneOf(') ? line : '');
  const hasZone = keys.has('hostedZoneId');
  const zone = hasZone ? captured(rules, /^(const ZONE = .*\n)/m) : '';
  const hasReplica = keys.has('pipelineReplicaRegion');
  const region = hasReplica ? captured(rules, /^(const PIPELINE_REGION = .*\n)/m) : '';
  const check = captured(rules, /(\/\*\*\n \* Checks the context of the examples\.[\s\S]*?^\}\n)/m).replace('export function', 'function').replace(' of the examples', '');
  return [
    "import { App } from 'aws-cdk-lib';\nimport { Lifecycle } from 'cdk-regulated';\n",
    `/** Settings of the context (\`-c key=value\`). */\nexport interface Settings {\n${declared}}\n`,
    `/** Reads the settings. Throws an error of one line where a value is invalid. */\nexport function settingsOf(app: App): Settings {
  const text = (key: string): string | undefined => app.node.tryGetContext(key);\n  checkContext(text, Object.keys(app.node.getAllContext()));\n  return {\n${given}\n  };\n}\n`,
    `${constants.trimEnd()}\n`,
    `const RULES: Readonly<Record<string, Rule>> = {\n${table}};\n${zone}${region}`,
    [
      ...hasZone ? [] : [/ {2}const missing[\s\S]*?\n {2}\}\n/],
      ...hasReplica ? [] : [/ {2}const region = [\s\S]*?;\n.*pipelineReplicaRegion.*\n/],
    ].reduce((text, part) => replaced(text, part, ''), check),
  ].join('\n').replace(/ of (?:this|the \w+) platform's/g, ' of the').replace(/ of the \w+ platform\b/g, '');
}

/** Rows of the table of context keys in the README of the examples. */
function rowsOf(keys: Set<string>): string {
  const rows = captured(read(EXAMPLES, 'README.md'), /\| key \| description \| default \|\n\| --- \| --- \| --- \|\n([\s\S]*?)\n\n/).split('\n');
  return rows.filter((row) => [...row.split('|')[1].matchAll(/`(\w+)`/g)].every(([, key]) => keys.has(key) && key !== 'platforms'))
    .map((row) => row.replace(/\]\(([^)]+)\)/g, (_, link) => `](${SITE}/${link.startsWith('#') ? `README.md${link}` : link})`)).join('\n');
}

function applicationOf(platform: string): Files {
  const folder = path.join(EXAMPLES, platform, 'app');
  if (!fs.existsSync(folder)) return {};
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf-8' }).filter((name) => APPLICATION.test(name)).sort();
  const files = Object.fromEntries(names.map((name) => [name, read(folder, name)]));
  const { test: _, ...scripts } = JSON.parse(files['package.json']).scripts;
  return { ...files, 'package.json': json({ ...JSON.parse(files['package.json']), scripts }) };
}

function under(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

function typescript(platform: PlatformName): Files {
  const folder = path.join(EXAMPLES, platform);
  const own = Object.fromEntries(fs.readdirSync(folder).filter((name) => name.endsWith('.ts')).sort().map((name) => [name, read(folder, name)]));
  const main = own[`${platform}-platform.ts`];
  const inputs = read(EXAMPLES, 'inputs.ts');
  const lib: Files = { ...own, ...main.includes("'../inputs'") && { 'inputs.ts': replaced(inputs, "'../src'", "'cdk-regulated'") } };
  const keys = new Set([...keysOf(Object.values(lib)), 'lifecycle', 'suffix']);
  const moved = Object.fromEntries(Object.entries(lib).map(([name, text]) => [name, text.replace(/'\.\.\/\.\.\/src'/g, "'cdk-regulated'").replace(/'\.\.\/(inputs|settings)'/g, "'./$1'")]));
  const stray = Object.entries(moved).find(([, text]) => /from '\.\.\//.test(text));
  if (stray) throw new Error(`${platform}/${stray[0]} imports from a folder that the app lacks`);
  const name = captured(main, /export class (\w+) extends Stage/);
  const about = captured(main, /\/\*\* (.*) \*\/\nexport class/);
  const application = applicationOf(platform);
  return {
    'package.json': json({
      name: platform,
      version: '0.1.0',
      private: true,
      engines: { node: minimumOfNode },
      scripts: { build: 'tsc', synth: 'cdk synth', test: `tsc && node --import tsx --test test/${platform}.test.ts` },
      dependencies: { 'aws-cdk-lib': peerDependencies['aws-cdk-lib'], 'cdk-regulated': '', 'constructs': peerDependencies.constructs },
      devDependencies: Object.fromEntries(['@types/node', 'aws-cdk', 'tsx', 'typescript'].map((each) => [each, devDependencies[each].replace(/^(?=\d)/, '^')])),
    }),
    'cdk.json': json({ app: `node --import tsx bin/${platform}.ts`, context }),
    'tsconfig.json': json({
      compilerOptions: { target: 'es2022', module: 'node16', strict: true, noEmit: true, noUnusedLocals: true, resolveJsonModule: true, skipLibCheck: true, types: ['node'] },
      include: ['bin', 'lib/*.ts', 'test'],
    }),
    '.gitignore': ['node_modules/', 'cdk.out/', ''].join('\n'),
    'README.md': readme(platform, about, rowsOf(keys), Object.keys(application).length > 0, parametersOf(Object.values(own))),
    [`bin/${platform}.ts`]: `import { App } from 'aws-cdk-lib';
import { ${name} } from '../lib/${platform}-platform';
import { Settings, settingsOf } from '../lib/settings';

const app = new App();
const settings = readSettings();
new ${name}(app, \`${platform}-\${settings.suffix}\`, settings);

function readSettings(): Settings {
  try {
    return settingsOf(app);
  } catch (error) {
    // One line without a stack: the value is the user's.
    console.error((error as Error).message);
    process.exit(1);
  }
}
`,
    ...under('lib', { ...moved, 'settings.ts': settingsFor(keys), ...under('app', application) }),
    [`test/${platform}.test.ts`]: `import test from 'node:test';
import { App } from 'aws-cdk-lib';
import { ComplianceChecks, Lifecycle } from 'cdk-regulated';
import { context } from '../cdk.json';
import { ${name} } from '../lib/${platform}-platform';

for (const lifecycle of Object.values(Lifecycle)) {
  test(\`has no finding with the lifecycle \${lifecycle}\`, () => {
    const app = new App({ context });
    new ${name}(app, '${platform}-test', { lifecycle, suffix: 'test' });
    ComplianceChecks.expectCompliant(app);
  });
}
`,
  };
}

/** Names of the stack parameters that a deployment must give. */
function parametersOf(sources: string[]): string[] {
  const text = sources.join('\n');
  const own = [...text.matchAll(/new CfnParameter\(\w+, '(\w+)'/g)].map(([, name]) => name);
  const inputs = Object.entries({ certificateOf: 'CertificateArn', domainNameOf: 'DomainName' }).filter(([call]) => text.includes(`${call}(`)).map(([, name]) => name);
  return [...inputs, ...own];
}

function readme(platform: string, about: string, rows: string, hasApplication: boolean, parameters: string[]): string {
  return `# ${platform}

${about}

\`\`\`sh
npm install
npx cdk synth
npm test
\`\`\`

The templates are in \`cdk.out\`. The synthesis ends with an error where a template has a finding. The evidence for auditors is in
\`cdk.out/assembly-${platform}-dev/evidence/${platform}-dev\`: open \`index.html\`, or read \`matrix.md\`. No AWS account is needed for a synthesis.

## Settings

Set them with \`-c key=value\`, for example \`npx cdk synth -c lifecycle=production -c suffix=prod\`, or in \`context\` of \`cdk.json\`.

| key | description | default |
| --- | --- | --- |
${rows}

## Deploy

The [prerequisites](${SITE}/README.md#prerequisites) of the platform list the Regions to bootstrap, certificates, quotas and permissions.

\`\`\`sh
npx cdk deploy '${platform}-dev/*'${parameters.map((name) => ` \\\n  --parameters ${platform}-dev:${name}=…`).join('')}
npx cdk destroy '${platform}-dev/*'
\`\`\`
${hasApplication ? `
## Application

\`lib/app\` is the application of the platform, with dependencies of its own. Its [documentation](${SITE}/${platform}/app/README.md) describes its settings and its
operation.
` : ''}`;
}

/** The program in Python. Undefined where the examples have none. */
function python(platform: PlatformName): Files | undefined {
  const folder = path.join(EXAMPLES, platform, 'python');
  if (!fs.existsSync(folder)) return undefined;
  const files = Object.fromEntries(fs.readdirSync(folder).filter((name) => /\.(py|json|toml|md)$/.test(name)).map((name) => [name, read(folder, name)]));
  const bootstrap = '.parent.parent / "app"';
  const settings = new Set([...files['app.py'].matchAll(/try_get_context\("(\w+)"\)/g)].map(([, key]) => key));
  const description = replaced(files['README.md'], /^The settings are context keys.*$/m, `## Settings

Set them with \`-c key=value\`, for example \`npx aws-cdk@2 synth -c lifecycle=production -c suffix=prod\`, or in \`context\` of \`cdk.json\`.

| key | description | default |
| --- | --- | --- |
${rowsOf(settings)}`);
  const usesBootstrap = files['app.py'].includes(bootstrap);
  return {
    ...files,
    'cdk.json': json({ ...JSON.parse(files['cdk.json']), context }),
    'README.md': description.replace(/\]\(\.\.\//g, `](${SITE}/${platform}/`),
    ...usesBootstrap && {
      'app.py': replaced(files['app.py'], bootstrap, '.parent / "app"'),
      ...under('app', Object.fromEntries(Object.entries(applicationOf(platform)).filter(([name]) => name.startsWith('bootstrap/')))),
    },
    '.gitignore': ['.venv/', '__pycache__/', '*.egg-info/', 'build/', 'cdk.out/', ''].join('\n'),
  };
}

const folder = path.join(ROOT, 'assets', 'init');
fs.mkdirSync(folder, { recursive: true });
for (const platform of PLATFORM_NAMES) {
  const [inTypescript, inPython] = [typescript(platform), python(platform)];
  fs.writeFileSync(path.join(folder, `${platform}.json`), JSON.stringify({ typescript: inTypescript, ...inPython && { python: inPython } }));
}
