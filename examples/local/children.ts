import { ChildProcess, spawn } from 'child_process';
import * as readline from 'readline';
import { sleep } from './sleep';

/** A command that a child process runs. */
interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called for each line of the output. */
  readonly heard?: (line: string) => void;
}

/**
 * Runs a command, and kills its process group when the pipe to the parent closes. The kernel closes it when the parent ends, also after SIGKILL, which the
 * parent cannot handle.
 */
const GUARD = `
  const [command, ...args] = process.argv.slice(1);
  const child = require('child_process').spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  child.on('error', (error) => { console.error(error.message); process.exit(1); });
  child.on('exit', (code) => process.exit(code ?? 1));
  process.stdin.on('end', () => process.kill(0, 'SIGKILL')).resume();`;

const running = new Set<ChildProcess>();
let ended = false;

/** Runs a command and returns its output. Rejects with the output if it fails. Never resolves after `endChildren`. */
export function runChild({ command, args, cwd, env, heard = () => {} }: Command): Promise<string[]> {
  if (ended) return new Promise(() => {});
  // Its own process group: a signal from the terminal does not reach it, and one signal ends it with its child processes.
  const child = spawn(process.execPath, ['-e', GUARD, command, ...args], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  running.add(child);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    readline.createInterface({ input: stream }).on('line', (line) => {
      output.push(line);
      heard(line);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      running.delete(child);
      reject(new ChildFailed([error.message]));
    });
    child.on('close', (code) => {
      running.delete(child);
      if (ended) return;
      if (code === 0) resolve(output);
      else reject(new ChildFailed(output));
    });
  });
}

/** A child process that fails, with its output. */
export class ChildFailed extends Error {
  public constructor(public readonly output: readonly string[]) {
    super(output.join('\n').slice(-1000));
  }
}

/** Waits, 5 seconds at most, until no process of a group is left: the CDK CLI refuses a folder whose last user still exists. */
async function groupEnded(group: number): Promise<void> {
  for (let tries = 0; tries < 200 && groupExists(group); tries++) await sleep(25);
}

function groupExists(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

/** Kills the running commands with their child processes and prevents new ones. */
export async function endChildren(): Promise<void> {
  ended = true;
  await Promise.all([...running].filter(({ pid }) => pid !== undefined).map((child) => new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => void groupEnded(child.pid!).then(resolve));
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      resolve();
    }
  })));
}
