import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { ROOT } from './surfaces';

const ERROR = 'err  - ';

/** Breaks of the public API between two folders with an assembly of jsii, as jsii-diff prints them. `.compatignore` has the keys of intended ones. */
export function apiBreaks(before: string, after: string, ignoreFile = path.join(ROOT, '.compatignore')): string[] {
  const { status, stdout, stderr } = spawnSync(path.join(ROOT, 'node_modules/.bin/jsii-diff'), [before, after, '--keys', '--error-on', 'all', '--ignore-file', ignoreFile], {
    encoding: 'utf-8',
    env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] },
  });
  const breaks = `${stdout}${stderr}`.split('\n').filter((line) => line.startsWith(ERROR));
  if (status && !breaks.length) throw new Error(`jsii-diff failed: ${stderr || stdout}`);
  return breaks.map((line) => line.slice(ERROR.length));
}

/** Whether the assembly of the library in a folder has its newest sources. An older one hides the breaks since. */
export function isCompiled(root: string): boolean {
  const compiled = fs.statSync(path.join(root, '.jsii'), { throwIfNoEntry: false });
  const sources = path.join(root, 'src');
  return compiled !== undefined
    && ['', ...fs.readdirSync(sources, { recursive: true, encoding: 'utf-8' })].every((file) => fs.statSync(path.join(sources, file)).mtimeMs <= compiled.mtimeMs);
}
