import { spawn } from 'child_process';

// Bundles the code of the functions and runs the unit tests, and at the same time lint, the type check and the check for unused exports, whose output follows. The
// bundling, and the tests at their end, leave a processor idle.

const CHECKS = ['eslint', 'oxlint', 'typecheck', 'lint:exports'];

interface Ended {
  readonly code: number;
  readonly output: string;
}

function run(command: string, args: string[], output: 'pipe' | 'inherit'): Promise<Ended> {
  const child = spawn(command, args, { stdio: ['ignore', output, output] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk));
  return new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() })));
}

async function tests(): Promise<Ended> {
  const bundled = await run('projen', ['bundle'], 'inherit');
  return bundled.code === 0 ? run('jest', ['--ci', ...process.argv.slice(2)], 'inherit') : bundled;
}

async function checks(): Promise<Ended[]> {
  const ended: Ended[] = [];
  for (const check of CHECKS) ended.push(await run('projen', [check], 'pipe'));
  return ended;
}

async function main(): Promise<void> {
  const [{ code }, ended] = await Promise.all([tests(), checks()]);
  for (const { output } of ended) process.stdout.write(output);
  const failed = CHECKS.filter((_check, index) => ended[index].code !== 0);
  if (failed.length) console.log(`failed: ${failed.join(', ')}`);
  process.exitCode = code || (failed.length ? 1 : 0);
}

void main();
