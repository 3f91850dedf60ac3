import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
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
  const present = Object.keys(files).filter((file) => existsSync(file));
  const others = present.length - NAMED;
  if (present.length) throw new UsageError(`the folder must have no file of the app, got ${present.slice(0, NAMED).join(', ')}${others > 0 ? ` and ${others} more` : ''}`);
  for (const [file, text] of Object.entries({ ...files, ...language === 'typescript' && { 'package.json': withVersion(files['package.json']) } })) {
    makeFolder(dirname(file));
    writeFileSync(file, text, { flag: 'wx' });
  }
  return `The ${platform} platform: ${counted(Object.keys(files).length, 'file')}. README.md describes them. Next:\n\n${NEXT[language].map((line) => `  ${line}\n`).join('')}`;
}

function withVersion(text: string): string {
  const manifest = JSON.parse(text);
  manifest.dependencies['cdk-regulated'] = `^${ownVersion()}`;
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
