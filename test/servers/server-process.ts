import { ChildProcess, execFileSync, spawn, SpawnOptions } from 'child_process';
import { once } from 'events';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'fs';
import { createServer } from 'net';
import { tmpdir } from 'os';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';

/** User id of `nobody`, because database servers refuse to run as root. */
const UNPRIVILEGED = 65534;

/** User of the servers. */
export function unprivileged(): Pick<SpawnOptions, 'uid' | 'gid'> {
  return process.getuid?.() === 0 ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {};
}

/** A folder owned by the server user. */
export function serverFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'server-'));
  const { uid, gid } = unprivileged();
  if (uid !== undefined) chownSync(folder, uid, gid!);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** A free port of the loopback address. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** A program on the path or in Debian's folders of server programs. */
export function systemProgram(name: string): string {
  return ['/usr/sbin', '/usr/bin'].map((folder) => path.join(folder, name)).find(existsSync) ?? name;
}

/** A child process with its output. */
export class ServerProcess {
  public output = '';
  private readonly child: ChildProcess;
  private readonly exit: Promise<number | null>;

  constructor(command: string, args: readonly string[], options: SpawnOptions = {}) {
    this.child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const collect = (chunk: Buffer) => { this.output += chunk.toString(); };
    this.child.stdout?.on('data', collect);
    this.child.stderr?.on('data', collect);
    this.exit = new Promise((resolve, reject) => {
      this.child.on('error', reject);
      this.child.on('close', resolve);
    });
    this.exit.catch(() => undefined);
    process.on('exit', () => this.child.kill('SIGKILL'));
  }

  public get pid(): number {
    return this.child.pid!;
  }

  /** Sends a signal, waits for the end, and returns the exit code. */
  public async end(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.exit;
  }

  /** Kills the process and its child processes with SIGKILL. */
  public async killAll(): Promise<void> {
    const started = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf-8' }).split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .filter(([, parent]) => parent === this.pid);
    this.child.kill('SIGKILL');
    for (const [pid] of started) kill(pid);
    await this.exit;
  }

  public signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  public async exited(): Promise<number | null> {
    return this.exit;
  }

  /** Waits until the server responds. Throws the output after a timeout. */
  public async until(answers: () => Promise<boolean> | boolean, seconds = 30): Promise<void> {
    const gone = this.exit.then((code) => { throw new Error(`${this.child.spawnfile} ended with ${code}: ${this.output}`); });
    await Promise.race([gone, until(answers, seconds)]).catch((error) => {
      throw new Error(`${error.message}\n${this.output.slice(-2000)}`);
    });
  }
}

function kill(pid: number | undefined) {
  try {
    if (pid) process.kill(pid, 'SIGKILL');
  } catch {
    // The process has already ended.
  }
}

/** Waits until a condition is true. An exception counts as false. */
export async function until(holds: () => Promise<boolean> | boolean, seconds = 30, milliseconds = 100): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    if (await Promise.resolve().then(holds).catch(() => false)) return;
    await sleep(milliseconds);
  }
  throw new Error(`timed out after ${seconds} s: ${holds}`);
}
