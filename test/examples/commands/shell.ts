import { ChildProcess, execFileSync, spawn } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { commandOf } from '../../../examples/local/process-of';

const ROOT = path.join(__dirname, '../../..');
const LOCAL = path.join(ROOT, 'examples/local');

/** Stands for `python3`, for Python of a virtual environment with the emulators, and for `npm`. `LOCAL_CLOUD_HANGS` names the step that does not end. */
const PROGRAM = `#!${process.execPath}
const fs = require('fs');
const path = require('path');
const args = process.argv.slice(2);
const step = args[0] === 'ci' ? 'npm' : args[0] === '-m' ? args[1] : '';
if (step) fs.appendFileSync(path.join(__dirname.includes('local-cloud') ? process.env.LOCAL_CLOUD_STATE : path.dirname(__dirname), 'steps'), step + '\\n');
if (step === process.env.LOCAL_CLOUD_HANGS) {
  setTimeout(() => {}, 100_000);
} else if (step === 'venv') {
  fs.mkdirSync(path.join(args[2], 'bin'), { recursive: true });
  fs.copyFileSync(__filename, path.join(args[2], 'bin', 'python'));
} else if (step === 'npm') {
  fs.mkdirSync(path.join(args[2], 'node_modules'));
} else if (step === 'cloud') {
  fs.writeFileSync(path.join(args[2], 'environment.json'), JSON.stringify(process.env));
  require('http').createServer((request, response) => response.end('[]')).listen(Number(args[3]), '127.0.0.1');
} else {
  console.log('3.12.0');
}
`;

/** Writes the command into one file. Transpiling its sources takes longer than most commands. */
export function bundledCommand(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'command-'));
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const file = path.join(folder, 'local.js');
  execFileSync(path.join(ROOT, 'node_modules/.bin/esbuild'), [
    path.join(LOCAL, 'local.ts'), '--bundle', '--platform=node', '--packages=external', `--define:__dirname=${JSON.stringify(LOCAL)}`, `--outfile=${file}`, '--log-level=warning',
  ]);
  return file;
}

/** End of a command. */
interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A folder in which `npm run local` runs, with programs that stand for Python, npm and the emulators. */
export class Shell {
  public readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'local-'));
  public readonly parent = path.join(this.folder, 'parent');
  public readonly state = path.join(this.parent, 'local-cloud');
  private readonly children: ChildProcess[] = [];

  public constructor(private readonly command: string) {
    fs.mkdirSync(path.join(this.folder, 'bin'));
    fs.mkdirSync(this.parent);
    for (const name of ['python3', 'npm']) fs.writeFileSync(path.join(this.folder, 'bin', name), PROGRAM, { mode: 0o755 });
  }

  /** Starts a command. `until` resolves when its output contains a text. */
  public start(words: string[], variables: NodeJS.ProcessEnv = {}) {
    const { LOCAL_CLOUD_PORT, ...inherited } = process.env;
    const child = spawn(process.execPath, [this.command, ...words], {
      cwd: ROOT,
      env: { ...inherited, PATH: `${path.join(this.folder, 'bin')}:${process.env.PATH}`, LOCAL_CLOUD_STATE: this.parent, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.children.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { output += data; });
    const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, output })));
    const until = async (text: string) => {
      await waitFor(() => output.includes(text) || child.exitCode !== null);
      if (!output.includes(text)) throw new Error(`ended without '${text}':\n${output}`);
    };
    return { child, ended, until };
  }

  public run(words: string[], variables: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.start(words, variables).ended;
  }

  /** Installs the stand-ins as an earlier start would. */
  public async installed(): Promise<this> {
    await this.run(['start']);
    await this.run(['stop']);
    fs.rmSync(path.join(this.folder, 'steps'), { force: true });
    fs.rmSync(path.join(this.parent, 'steps'), { force: true });
    return this;
  }

  /** Writes an app that does not end, for the CDK CLI. Returns its flags. */
  public get sleeper(): string[] {
    fs.writeFileSync(path.join(this.folder, 'app.js'), `
      require('fs').writeFileSync(${JSON.stringify(path.join(this.folder, 'app.json'))}, JSON.stringify({ pid: process.pid, environment: process.env }));
      setTimeout(() => {}, 100_000);`);
    return ['-a', `${process.execPath} ${path.join(this.folder, 'app.js')}`];
  }

  /** Process id and environment of the app, once it runs. */
  public async app(): Promise<{ pid: number; environment: Record<string, string> }> {
    const file = path.join(this.folder, 'app.json');
    await waitFor(() => fs.existsSync(file) && fs.readFileSync(file, 'utf-8').endsWith('}'));
    return JSON.parse(fs.readFileSync(file, 'utf-8'));
  }

  /** Waits until a step of the installation runs. */
  public async step(name: string): Promise<void> {
    await waitFor(() => this.steps().includes(name));
  }

  /** Steps that ran, in order. */
  public steps(): string[] {
    return [this.folder, this.parent].map((folder) => path.join(folder, 'steps')).filter((file) => fs.existsSync(file))
      .flatMap((file) => fs.readFileSync(file, 'utf-8').trim().split('\n'));
  }

  /** Record of the running cloud. */
  public get record(): { pid: number; port: number } {
    return JSON.parse(fs.readFileSync(path.join(this.state, 'cloud.json'), 'utf-8'));
  }

  /** Processes that use the folder, except the commands. */
  public processes(): string[] {
    const pids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
    return pids.map(commandOf).filter((command): command is string => command?.includes(this.folder) === true && !command.includes(this.command));
  }

  public async end(): Promise<void> {
    for (const child of this.children) child.kill('SIGKILL');
    await this.run(['stop']);
  }
}

/** Waits for a condition, 40 seconds at most. */
export async function waitFor(condition: () => boolean): Promise<void> {
  for (const started = Date.now(); !condition();) {
    if (Date.now() - started > 40_000) throw new Error(`not within 40 s: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
