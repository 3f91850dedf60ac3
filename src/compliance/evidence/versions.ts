import { readFileSync } from 'fs';
import { join } from 'path';

/** Version of the package in a folder. */
export function versionIn(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf-8')) as { version: string }).version;
}

/** Version of the library. */
export function ownVersion(): string {
  return versionIn(join(__dirname, '..', '..', '..'));
}
