import { spawn } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');
const FLAGS = ['--coverage=false', '--runInBand', '--testTimeout=120000', '--testMatch', '**/test/temporary-files.fixture.ts'];

/** Runs a test that synthesizes an app, with a new temporary folder. The run ends by itself, or by a signal after the synthesis. */
async function run(signal?: NodeJS.Signals) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'run-'));
  const child = spawn(process.execPath, [require.resolve('jest/bin/jest'), ...FLAGS], {
    cwd: ROOT, env: { ...process.env, TMPDIR: folder, ...signal && { UNTIL_SIGNAL: 'true' } }, stdio: ['ignore', 'pipe', 'ignore'],
  });
  let assemblies = false;
  // The fixture prints the folder of its assembly.
  child.stdout.on('data', (data) => {
    assemblies = String(data).startsWith(folder);
    if (signal) child.kill(signal);
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, assemblies, left: fs.readdirSync(folder) };
}

test.each([
  ['by itself', undefined, 0],
  ['by SIGINT', 'SIGINT' as const, 130],
  ['by SIGTERM', 'SIGTERM' as const, 143],
])('a run of the unit tests that ends %s leaves no temporary files', async (_, signal, code) => {
  expect(await run(signal)).toEqual({ code, assemblies: true, left: [] });
}, 120_000);
