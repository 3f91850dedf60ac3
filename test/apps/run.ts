import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

// Installs, compiles and tests the applications of the platforms, or of those that are named. Their tests start the servers that they need:
// PostgreSQL and MariaDB of the system, and moto, by `MOTO_SERVER` or on the path. What else they need their READMEs say.

const EXAMPLES = path.resolve(__dirname, '..', '..', 'examples');

const named = process.argv.slice(2);
const apps = fs.readdirSync(EXAMPLES).filter((name) => fs.existsSync(path.join(EXAMPLES, name, 'app', 'package.json')));
const unknown = named.filter((name) => !apps.includes(name));
if (unknown.length > 0) throw new Error(`got ${unknown.join(', ')}, need some of ${apps.join(', ')}`);

for (const name of named.length > 0 ? named : apps) {
  const cwd = path.join(EXAMPLES, name, 'app');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd, stdio: 'inherit' });
  execFileSync('npm', ['test'], { cwd, stdio: 'inherit' });
}
