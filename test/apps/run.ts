import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

// Installs, compiles and tests the applications of all or of the named platforms. Their tests start servers: PostgreSQL and MariaDB of the
// system, and moto (`MOTO_SERVER` or on the path). Their READMEs list further prerequisites.

const EXAMPLES = path.resolve(__dirname, '..', '..', 'examples');

const named = process.argv.slice(2);
const apps = fs.readdirSync(EXAMPLES).filter((name) => fs.existsSync(path.join(EXAMPLES, name, 'app', 'package.json')));
const unknown = named.filter((name) => !apps.includes(name));
if (unknown.length > 0) throw new Error(`platforms must be some of ${apps.join(', ')}, got ${unknown.join(', ')}`);

for (const name of named.length > 0 ? named : apps) {
  const cwd = path.join(EXAMPLES, name, 'app');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd, stdio: 'inherit' });
  execFileSync('npm', ['test'], { cwd, stdio: 'inherit' });
}
