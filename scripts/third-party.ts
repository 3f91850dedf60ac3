import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

// Writes what the package contains of others: THIRD-PARTY-LICENSES.txt, and sbom.cdx.json, a bill of materials in CycloneDX 1.6. The package has no run-time
// dependencies, but code of npm packages is bundled. esbuild states which packages each bundle contains.

const ROOT = path.resolve(__dirname, '..');
const LICENSES = 'THIRD-PARTY-LICENSES.txt';
const SBOM = 'sbom.cdx.json';
/** Names of files with a licence. */
const TEXTS = /^(licen[cs]e|notice|copying)(\.(md|txt|mit))?$/i;

export interface Bundled {
  readonly name: string;
  readonly version: string;
  /** SPDX identifier. */
  readonly license: string;
  readonly text: string;
}

/** Commands of esbuild among the tasks of projen. */
export function bundles(tasks: Record<string, { steps?: { spawn?: string; exec?: string; execArgs?: string[] }[] }>): string[][] {
  return Object.values(tasks).flatMap(({ steps = [] }) => steps.map(({ exec, execArgs = exec?.split(' ') ?? [] }) => execArgs))
    .filter(([command, ...args]) => command === 'esbuild' && args.some((arg) => arg.startsWith('--outfile=')) && !args.includes('--watch')).map(([, ...args]) => args);
}

/** Folder of the package that has a module, `node_modules/@scope/name` or `node_modules/name`. */
export function packageOf(input: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

/** Bill of materials of the library with the bundled packages. The same input gives the same text. */
export function sbomOf(library: { name: string; version: string; license: string }, bundled: Bundled[]): object {
  const purl = (name: string, version: string) => `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
  const component = ({ name, version, license }: { name: string; version: string; license: string }) => ({
    'type': 'library',
    'bom-ref': purl(name, version),
    name,
    version,
    'licenses': [{ license: { id: license } }],
    'purl': purl(name, version),
  });
  const root = component(library);
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: root },
    components: bundled.map((each) => ({ ...component(each), scope: 'required' })),
    dependencies: [
      { ref: root.purl, dependsOn: bundled.map(({ name, version }) => purl(name, version)) },
      ...bundled.map(({ name, version }) => ({ ref: purl(name, version) })),
    ],
  };
}

/** Licence texts of the bundled packages. */
export function licensesOf(bundled: Bundled[]): string {
  const head = 'This package contains code of the following packages, each under its own licence.\n';
  return [head, ...bundled.map(({ name, version, license, text }) => `${'='.repeat(80)}\n${name} ${version} (${license})\n${'='.repeat(80)}\n\n${text.trim()}\n`)].join('\n');
}

function read(folder: string): Bundled {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf-8'));
  const texts = fs.readdirSync(folder).filter((file) => TEXTS.test(file)).sort().map((file) => fs.readFileSync(path.join(folder, file), 'utf-8').replaceAll('\r\n', '\n'));
  if (!license) throw new Error(`${name}@${version} states no license`);
  // Some packages state the licence in package.json or the README only.
  return { name, version, license, text: texts.join('\n') || `The package contains no licence text. Its package.json states ${license}.` };
}

function bundledPackages(): Bundled[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'third-party-'));
  try {
    const inputs = bundles(JSON.parse(fs.readFileSync(path.join(ROOT, '.projen/tasks.json'), 'utf-8')).tasks).flatMap((args) => {
      const metafile = path.join(folder, 'meta.json');
      const others = args.filter((arg) => !arg.startsWith('--outfile=') && !arg.startsWith('--metafile'));
      const command = [...others, `--outfile=${folder}/out.js`, `--metafile=${metafile}`];
      execFileSync(path.join(ROOT, 'node_modules/.bin/esbuild'), command, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
      const [output] = Object.values<any>(JSON.parse(fs.readFileSync(metafile, 'utf-8')).outputs);
      return Object.entries<any>(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([input]) => input);
    });
    const folders = new Set(inputs.map(packageOf).filter((found) => found !== undefined));
    return [...folders].map((found) => read(path.resolve(ROOT, found))).sort((one, other) => one.name < other.name ? -1 : 1);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

if (require.main === module) {
  const library = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8'));
  const bundled = bundledPackages();
  fs.writeFileSync(path.join(ROOT, LICENSES), licensesOf(bundled));
  fs.writeFileSync(path.join(ROOT, SBOM), `${JSON.stringify(sbomOf(library, bundled), null, 1)}\n`);
}
