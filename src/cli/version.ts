import { readFileSync } from 'fs';
import { join } from 'path';

/** Version of the library. */
export function versionOfPackage(): string {
  return JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf-8')).version;
}
