import { readFileSync } from 'fs';
import { join } from 'path';
import { lazily } from '../once';

/** Version of the library. */
export const ownVersion = lazily(() => versionIn(join(__dirname, '..', '..', '..')));

/** Version of aws-cdk-lib. */
export const cdkVersion = lazily(() => versionIn(join(require.resolve('aws-cdk-lib/package.json'), '..')));

function versionIn(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf-8')) as { version: string }).version;
}
