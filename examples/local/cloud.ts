import { ChildProcess, spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as net from 'net';
import * as path from 'path';

const HERE = __dirname;
/** Everything that the local cloud leaves on disk. */
export const STATE = path.join(HERE, '.state');
const VENV = path.join(STATE, 'venv');
const RECORD = path.join(STATE, 'cloud.json');
const LOG = path.join(STATE, 'cloud.log');

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
  /** The one that runs; undefined where none does. */
  public static async running(): Promise<Cloud | undefined> {
    if (!fs.existsSync(RECORD)) return undefined;
    const { pid, port } = JSON.parse(fs.readFileSync(RECORD, 'utf-8'));
    const cloud = new Cloud(pid, port);
    if (await cloud.answers()) return cloud;
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
    for (const folder of ['s3', 'state']) fs.rmSync(path.join(STATE, folder), { recursive: true, force: true });
    const log = fs.openSync(LOG, 'w');
    const child = spawn(path.join(VENV, 'bin', 'python'), ['-m', 'cloud', STATE, String(port)], {
      cwd: HERE, detached: true, stdio: ['ignore', log, log], env: { ...process.env, NODE_PATH: path.join(HERE, 'runtime', 'node_modules') },
    });
    child.unref();
    const cloud = new Cloud(child.pid!, port);
    await cloud.ready(child);
    fs.writeFileSync(RECORD, JSON.stringify({ pid: child.pid, port }));
    say(`the local cloud runs at ${cloud.endpoint}, its log is ${path.relative(process.cwd(), LOG)}`);
    return cloud;
  }

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
    try {
      process.kill(-this.pid, 'SIGTERM');
    } catch { /* it has ended */ }
    for (let tries = 0; tries < 50 && await this.answers(); tries++) await sleep(100);
    fs.rmSync(RECORD, { force: true });
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
    const python = spawnSync('python3', ['-c', 'import sys, venv; print(sys.version_info >= (3, 10))'], { encoding: 'utf-8' });
    if (python.stdout?.trim() !== 'True') throw new Error('python3 is missing, older than 3.10 or without its module venv, need Python 3.10 or newer for the local cloud');
    say('installing the emulators, once');
    run('python3', ['-m', 'venv', '--clear', VENV], 'the virtual environment cannot be made');
    run(path.join(VENV, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', path.join(HERE, 'requirements.txt')],
      'the emulators cannot be installed');
    fs.writeFileSync(installed, requirements);
  }
  if (!fs.existsSync(path.join(HERE, 'runtime', 'node_modules'))) {
    run('npm', ['ci', '--prefix', path.join(HERE, 'runtime'), '--no-audit', '--no-fund', '--silent'], 'what the functions need cannot be installed');
  }
}

function run(command: string, args: string[], failure: string) {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf-8' });
  if (status !== 0) throw new Error(`${failure}: ${error?.message ?? stderr.slice(-1000)}`);
}

/** The port that is asked for, or any that is free. */
function freePort(asked: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', () => reject(new Error(`port ${asked} of 127.0.0.1 is taken, need a free one in LOCAL_CLOUD_PORT, or none for any`)));
    server.listen(Number(asked ?? 0), '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
