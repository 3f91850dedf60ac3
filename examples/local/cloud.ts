import { ChildProcess, spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as net from 'net';
import * as path from 'path';

const HERE = __dirname;
/** Folder for all files of the local cloud. */
export const STATE = path.resolve(process.env.LOCAL_CLOUD_STATE ?? path.join(HERE, '.state'));
const VENV = path.join(STATE, 'venv');
const RECORD = path.join(STATE, 'cloud.json');
const LOG = path.join(STATE, 'cloud.log');
/** Files that belong to one run and are deleted at the next start. */
const OF_ONE_CLOUD = /^(s3|state|assemblies|bootstrapped|fail-at|ministack-.*)$/;

/** Account of all resources in the local cloud. */
export const ACCOUNT = '000000000000';

/** A stack of the local cloud with the implementation of its resources. */
export interface LocalStack {
  readonly name: string;
  readonly region: string;
  readonly status: string;
  readonly reason: string;
  readonly resources: { readonly [served: string]: number };
  readonly recordedOnly: { readonly [type: string]: { readonly count: number; readonly why: string } };
  readonly outputs: { readonly [name: string]: string };
}

/** The emulator process on loopback. It continues to run after the command that starts it. */
export class Cloud {
  /** Stops the local cloud that this process uses. */
  public static async end(): Promise<void> {
    await Cloud.current?.stop();
  }

  /** The running local cloud, if there is one. */
  public static async running(): Promise<Cloud | undefined> {
    if (!fs.existsSync(RECORD)) return undefined;
    const { pid, port } = JSON.parse(fs.readFileSync(RECORD, 'utf-8'));
    const cloud = new Cloud(pid, port);
    if (await cloud.answers()) return Cloud.current = cloud;
    fs.rmSync(RECORD);
    return undefined;
  }

  /** Returns the running local cloud or starts a new one. Installs its prerequisites into the state folder first. */
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
    say(`the local cloud runs at ${cloud.endpoint}, log file: ${path.relative(process.cwd(), LOG)}`);
    return cloud;
  }

  private static current?: Cloud;

  private constructor(private readonly pid: number, private readonly port: number) {}

  /** Endpoint URL of all services. */
  public get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Environment variables that direct the AWS SDKs and the CDK CLI to the local cloud only. */
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

  /** Stacks, except the bootstrap stacks of the CDK. */
  public async stacks(): Promise<LocalStack[]> {
    const response = await fetch(`${this.endpoint}/_local/summary`);
    return await response.json() as LocalStack[];
  }

  /** Stops the local cloud. All stacks are lost. */
  public async stop(): Promise<void> {
    for (let tries = 0; this.signal(tries === 0 ? 'SIGTERM' : tries > 50 ? 'SIGKILL' : 0) && tries < 100; tries++) await sleep(100);
    fs.rmSync(RECORD, { force: true });
  }

  /** Sends a signal to all processes, functions included. Returns false if there is none. */
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
    throw new Error(`the local cloud did not start, last lines of ${LOG}:\n${fs.readFileSync(LOG, 'utf-8').slice(-2000)}`);
  }
}

function install(say: (line: string) => void) {
  const requirements = fs.readFileSync(path.join(HERE, 'requirements.txt'), 'utf-8');
  const installed = path.join(VENV, 'installed');
  if (!fs.existsSync(installed) || fs.readFileSync(installed, 'utf-8') !== requirements) {
    const python = spawnSync('python3', ['-c', 'import platform, venv; print(platform.python_version())'], { encoding: 'utf-8' });
    const version = python.error || python.status !== 0 ? undefined : python.stdout.trim();
    const [major, minor] = (version ?? '0.0').split('.').map(Number);
    if (major * 100 + minor < 310) throw new Error(`python3 must be Python 3.10 or later with the module venv, got ${version ?? 'none'}`);
    say('installing the emulators (first start only)');
    run('python3', ['-m', 'venv', '--clear', VENV], 'cannot create the virtual environment');
    run(path.join(VENV, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', path.join(HERE, 'requirements.txt')],
      'cannot install the emulators');
    fs.writeFileSync(installed, requirements);
  }
  // npm writes this file last.
  if (!fs.existsSync(path.join(HERE, 'runtime', 'node_modules', '.package-lock.json'))) {
    run('npm', ['ci', '--prefix', path.join(HERE, 'runtime'), '--no-audit', '--no-fund', '--silent'], 'cannot install the packages of the Lambda runtime');
  }
}

function run(command: string, args: string[], failure: string) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf-8' });
  if (status !== 0) throw new Error(`${failure}: ${error?.message ?? (stdout + stderr).slice(-1000)}`);
}

/** The requested port, or a free port. */
function freePort(asked: string | undefined): Promise<number> {
  return new Promise<number>((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(Number(asked ?? 0), '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  }).catch(({ message }) => {
    throw new Error(`LOCAL_CLOUD_PORT must be a free port of 127.0.0.1, got '${asked}': ${message}`);
  });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
