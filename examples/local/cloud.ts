import { ChildProcess, spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as net from 'net';
import * as path from 'path';

const HERE = __dirname;
/** Everything that the local cloud leaves on disk. */
export const STATE = path.resolve(process.env.LOCAL_CLOUD_STATE ?? path.join(HERE, '.state'));
const VENV = path.join(STATE, 'venv');
const RECORD = path.join(STATE, 'cloud.json');
const LOG = path.join(STATE, 'cloud.log');
/** What is worth nothing to another cloud. */
const OF_ONE_CLOUD = /^(s3|state|assemblies|bootstrapped|fail-at|ministack-.*)$/;

/** Account of everything in the local cloud. */
export const ACCOUNT = '000000000000';

/** A stack of the local cloud, and what serves its resources. */
export interface LocalStack {
  readonly name: string;
  readonly region: string;
  readonly status: string;
  readonly reason: string;
  readonly resources: { readonly [served: string]: number };
  readonly recordedOnly: { readonly [type: string]: { readonly count: number; readonly why: string } };
  readonly outputs: { readonly [name: string]: string };
}

/** The emulator as a process on loopback that outlives the command that started it. */
export class Cloud {
  /** Ends the one that this process has started or found. */
  public static async end(): Promise<void> {
    await Cloud.current?.stop();
  }

  /** The one that runs; undefined where none does. */
  public static async running(): Promise<Cloud | undefined> {
    if (!fs.existsSync(RECORD)) return undefined;
    const { pid, port } = JSON.parse(fs.readFileSync(RECORD, 'utf-8'));
    const cloud = new Cloud(pid, port);
    if (await cloud.answers()) return Cloud.current = cloud;
    fs.rmSync(RECORD);
    return undefined;
  }

  /** The one that runs, else a new one; installs what it needs below the state folder first. */
  public static async start(say: (line: string) => void): Promise<Cloud> {
    const running = await Cloud.running();
    if (running) return running;
    fs.mkdirSync(STATE, { recursive: true });
    install(say);
    const port = await freePort(process.env.LOCAL_CLOUD_PORT);
    for (const left of fs.readdirSync(STATE).filter((name) => OF_ONE_CLOUD.test(name))) fs.rmSync(path.join(STATE, left), { recursive: true });
    const log = fs.openSync(LOG, 'w');
    const child = spawn(path.join(VENV, 'bin', 'python'), ['-m', 'cloud', STATE, String(port)], {
      cwd: HERE, detached: true, stdio: ['ignore', log, log], env: { ...process.env, NODE_PATH: path.join(HERE, 'runtime', 'node_modules') },
    });
    child.unref();
    const cloud = Cloud.current = new Cloud(child.pid!, port);
    await cloud.ready(child);
    fs.writeFileSync(RECORD, JSON.stringify({ pid: child.pid, port }));
    say(`the local cloud runs at ${cloud.endpoint}, its log is ${path.relative(process.cwd(), LOG)}`);
    return cloud;
  }

  private static current?: Cloud;

  private constructor(private readonly pid: number, private readonly port: number) {}

  /** URL of all its services. */
  public get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Environment in which the AWS SDKs and the CDK CLI talk to it and to nothing else. */
  public environment(region: string): NodeJS.ProcessEnv {
    return {
      ...process.env,
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_PROFILE: undefined,
      AWS_SESSION_TOKEN: undefined,
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_VALIDATION: 'false',
      CDK_DISABLE_VERSION_CHECK: '1',
    };
  }

  /** The stacks in it, those of the CDK itself left out. */
  public async stacks(): Promise<LocalStack[]> {
    const response = await fetch(`${this.endpoint}/_local/summary`);
    return await response.json() as LocalStack[];
  }

  /** Ends it, and with it everything that was deployed. */
  public async stop(): Promise<void> {
    for (let tries = 0; this.signal(tries === 0 ? 'SIGTERM' : tries > 50 ? 'SIGKILL' : 0) && tries < 100; tries++) await sleep(100);
    fs.rmSync(RECORD, { force: true });
  }

  /** Whether there was a process of it, a function's included, to take the signal. */
  private signal(signal: NodeJS.Signals | 0): boolean {
    try {
      return process.kill(-this.pid, signal);
    } catch {
      return false;
    }
  }

  private async answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.endpoint}/_ministack/health`)).ok;
    } catch {
      return false;
    }
  }

  private async ready(child: ChildProcess) {
    for (let tries = 0; tries < 300; tries++) {
      if (child.exitCode !== null) break;
      if (await this.answers()) return;
      await sleep(200);
    }
    await this.stop();
    throw new Error(`the local cloud did not start, the end of ${LOG}:\n${fs.readFileSync(LOG, 'utf-8').slice(-2000)}`);
  }
}

function install(say: (line: string) => void) {
  const requirements = fs.readFileSync(path.join(HERE, 'requirements.txt'), 'utf-8');
  const installed = path.join(VENV, 'installed');
  if (!fs.existsSync(installed) || fs.readFileSync(installed, 'utf-8') !== requirements) {
    const python = spawnSync('python3', ['-c', 'import platform, venv; print(platform.python_version())'], { encoding: 'utf-8' });
    const version = python.error || python.status !== 0 ? undefined : python.stdout.trim();
    const [major, minor] = (version ?? '0.0').split('.').map(Number);
    if (major * 100 + minor < 310) throw new Error(`python3 is ${version ?? 'missing, or without its module venv'}, need Python 3.10 or newer for the local cloud`);
    say('installing the emulators, once');
    run('python3', ['-m', 'venv', '--clear', VENV], 'the virtual environment cannot be made');
    run(path.join(VENV, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', path.join(HERE, 'requirements.txt')],
      'the emulators cannot be installed');
    fs.writeFileSync(installed, requirements);
  }
  // npm writes it last.
  if (!fs.existsSync(path.join(HERE, 'runtime', 'node_modules', '.package-lock.json'))) {
    run('npm', ['ci', '--prefix', path.join(HERE, 'runtime'), '--no-audit', '--no-fund', '--silent'], 'what the functions need cannot be installed');
  }
}

function run(command: string, args: string[], failure: string) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf-8' });
  if (status !== 0) throw new Error(`${failure}: ${error?.message ?? (stdout + stderr).slice(-1000)}`);
}

/** The port that is asked for, or any that is free. */
function freePort(asked: string | undefined): Promise<number> {
  return new Promise<number>((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(Number(asked ?? 0), '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  }).catch(({ message }) => {
    throw new Error(`LOCAL_CLOUD_PORT is '${asked}', need a free port of 127.0.0.1, or none for any: ${message}`);
  });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
