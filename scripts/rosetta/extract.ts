import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

// Compiles the samples of the package, and translates them with jsii-rosetta into .jsii.tabl.json.gz. The packages of the other languages contain these translations.

const ROOT = path.resolve(__dirname, '..', '..');

/** Compiles and translates the samples of the jsii assembly in a folder. */
export function extract(folder: string): void {
  // Translations that are there would be kept.
  fs.rmSync(path.join(folder, '.jsii.tabl.json.gz'), { force: true });
  const preload = [require.resolve('tsx/cjs'), path.join(__dirname, 'mend.ts')].map((file) => `--require ${JSON.stringify(file)}`);
  // One compilation for all samples takes a third of the time of one for each.
  execFileSync(path.join(ROOT, 'node_modules/.bin/jsii-rosetta'), ['extract', '--strict', '--compress-tablet', '--batch', '1000', folder], {
    cwd: folder, stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: [process.env.NODE_OPTIONS, ...preload].filter(Boolean).join(' ') },
  });
}

if (require.main === module) extract(ROOT);
