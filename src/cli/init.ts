import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { UsageError } from './usage-error';
import { ownVersion } from '../compliance/evidence/versions';
import { makeFolder } from '../compliance/report/folder';
import { counted } from '../compliance/report/text';

/** Apps of the example platforms, which `scripts/init-apps.ts` writes: files by language. */
const APPS = join(__dirname, '..', '..', 'assets', 'init');
const NEXT: Record<string, readonly string[]> = {
  typescript: ['npm install', 'npx cdk synth'],
  python: ['python3 -m venv .venv && . .venv/bin/activate', 'pip install .', 'npx aws-cdk@2 synth'],
};
const README = 'README.md';
const IGNORED = '.gitignore';
/** Files that a message names. */
const NAMED = 3;

/**
 * Writes a small app with a platform into the working directory. Returns what to print.
 * @throws UsageError if the platform or the language is unknown, or the folder has a file of the app
 */
export function initialized(operands: readonly string[], language = 'typescript'): string {
  const platforms = readdirSync(APPS).map((name) => name.replace(/\.json$/, '')).sort();
  const [platform, ...more] = operands;
  if (!platforms.includes(platform) || more.length) {
    throw new UsageError(`init takes one of ${platforms.join(', ')}, got ${operands.length ? `'${operands.join(' ')}'` : 'none'}`);
  }
  const apps: Record<string, Record<string, string>> = JSON.parse(readFileSync(join(APPS, `${platform}.json`), 'utf-8'));
  const files = Object.hasOwn(apps, language) ? apps[language] : undefined;
  if (!files) throw new UsageError(`--language of ${platform} must be ${Object.keys(apps).join(' or ')}, got '${language}'`);
  // A new repository has these. They stay, and the description of the app has another name.
  const readme = existsSync(README) ? `${platform}.md` : README;
  const ignored = existsSync(IGNORED) ? missingLines(readFileSync(IGNORED, 'utf-8'), files[IGNORED]) : undefined;
  const { [README]: description, [IGNORED]: ignores, ...rest } = files;
  const made: Record<string, string> = { ...rest, [readme]: description, ...(ignored === undefined && { [IGNORED]: ignores }) };
  const present = Object.keys(made).filter((file) => existsSync(file));
  const others = present.length - NAMED;
  if (present.length) throw new UsageError(`the folder must have no file of the app, got ${present.slice(0, NAMED).join(', ')}${others > 0 ? ` and ${others} more` : ''}`);
  for (const [file, text] of Object.entries({ ...made, ...language === 'typescript' && { 'package.json': withVersion(files['package.json']) } })) {
    makeFolder(dirname(file));
    writeFileSync(file, text, { flag: 'wx' });
  }
  if (ignored) appendFileSync(IGNORED, ignored);
  return `The ${platform} platform: ${counted(Object.keys(made).length, 'file')}. ${readme} describes them. Next:\n\n${NEXT[language].map((line) => `  ${line}\n`).join('')}`;
}

// Lines to append to a file that has others.
function missingLines(present: string, wanted: string): string {
  const lines = present.split('\n').map((line) => line.trim());
  const missing = wanted.split('\n').filter((line) => line !== '' && !lines.includes(line) && !lines.includes(line.replace(/\/$/, '')));
  return missing.length === 0 ? '' : `${present === '' || present.endsWith('\n') ? '' : '\n'}${missing.join('\n')}\n`;
}

function withVersion(text: string): string {
  const manifest = JSON.parse(text);
  manifest.dependencies['cdk-regulated'] = `^${ownVersion()}`;
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
