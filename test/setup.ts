import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/** Sets the environment of the test run. Jest's workers inherit it. */
export default function setUp(): void {
  const root = path.join(__dirname, '..');
  if (['lambda', 'evidence-page', 'init'].some((folder) => !fs.existsSync(path.join(root, 'assets', folder)))) execFileSync('npx', ['projen', 'bundle'], { cwd: root, stdio: 'inherit' });
  // CDK's own template validation takes seconds in each process. `npm start` runs with it on.
  process.env.CDK_VALIDATION = 'false';
  process.env.CDK_CONTEXT_JSON = JSON.stringify({
    // Jest's source maps make the stack traces of resources slow.
    'aws:cdk:disable-creation-stack-traces': true,
    // The CDK hashes the files of the assembly after each plugin.
    'aws:cdk:disable-asset-staging': true,
  });
  // Apps without `outdir` leave their cloud assemblies in the temporary folder.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-regulated-test-'));
  process.env.TMPDIR = folder;
  // `rm` takes half as long for the many files.
  process.on('exit', () => {
    spawnSync('rm', ['-rf', folder]);
    fs.rmSync(folder, { recursive: true, force: true });
  });
  // A process that a signal ends emits no `exit` event.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(128 + os.constants.signals[signal]));
}
