import { ChildProcess, spawn } from 'child_process';
import * as fs from 'fs';
import * as net from 'net';
import * as path from 'path';
import { install, NODE_MODULES, PYTHON } from './installation';
import { Locks } from './lock';
import { commandOf } from './process-of';
import { sleep } from './sleep';
import { claimState, isOwnState, STATE } from './state';
import { OFFLINE, offline } from '../offline';

const RECORD = path.join(STATE, 'cloud.json');
const LOG = path.join(STATE, 'cloud.log');
/** Files that belong to one run and are deleted at the next start. */
const OF_ONE_CLOUD = /^(s3|state|tmp|assemblies|bootstrapped|fail-at)$/;
/** Variables that the cloud inherits. The emulators read settings from many others. */
const INHERITED = /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TZ|LD_LIBRARY_PATH|SSL_CERT_(FILE|DIR)|LOCAL_CLOUD_\w+)$/;

/** Locks of the state folder: `start`, and one for each command that uses the cloud, each deployment and each Region that is bootstrapped. */
export const LOCKS = new Locks(path.join(STATE, 'locks'));

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
  /** The local cloud that this command starts. */
  public static started?: Cloud;

  /** The running local cloud, if there is one. */
  public static async running(): Promise<Cloud | undefined> {
    const cloud = Cloud.recorded();
    if (!cloud) return undefined;
    // It does not answer while another command starts it.
    for (let tries = 0; tries < 300 && cloud.runs; tries++) {
      if (await cloud.answers()) return cloud;
      await sleep(200);
    }
    if (cloud.runs) throw new Error(`the local cloud (process ${cloud.pid}) does not answer, run \`npm run local -- stop\` to end it`);
    return undefined;
  }

  /** Returns the running local cloud or starts a new one. Installs its prerequisites into the state folder first. */
  public static async start(say: (line: string) => void): Promise<Cloud> {
    const asked = askedPort();
    claimState();
    return LOCKS.with('start', ({ pid }) => say(`process ${pid} starts the local cloud, waiting for it`), async () => {
      const running = await Cloud.running();
      if (running && asked !== undefined && asked !== running.port) {
        throw new Error(`LOCAL_CLOUD_PORT must be ${running.port}, the port of the running local cloud, got '${asked}'`);
      }
      if (running) return running;
      await Cloud.recorded()?.stop();
      const port = await freePort(asked);
      await install(say);
      for (const left of fs.readdirSync(STATE).filter((name) => OF_ONE_CLOUD.test(name))) fs.rmSync(path.join(STATE, left), { recursive: true });
      fs.mkdirSync(path.join(STATE, 'tmp'));
      return Cloud.launch(port, say);
    });
  }

  /** Stops the local cloud, and a command that starts it. Returns false if there is none. */
  public static async stop(say: (line: string) => void): Promise<boolean> {
    if (!isOwnState()) return false;
    const starting = LOCKS.holder('start');
    if (starting) {
      say(`process ${starting.pid} starts the local cloud, interrupting it`);
      try {
        process.kill(starting.pid, 'SIGTERM');
      } catch {
        // It has just ended.
      }
    }
    return LOCKS.with('start', () => {}, async () => {
      const cloud = Cloud.recorded(() => fs.rmSync(RECORD));
      const runs = cloud?.runs ?? false;
      await cloud?.stop();
      return runs || starting !== undefined;
    });
  }

  private static async launch(port: number, say: (line: string) => void): Promise<Cloud> {
    const log = fs.openSync(LOG, 'w');
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => INHERITED.test(name)));
    const child = spawn(PYTHON, ['-m', 'cloud', STATE, String(port)], {
      cwd: __dirname, detached: true, stdio: ['ignore', log, log], env: { ...inherited, ...OFFLINE, NODE_PATH: NODE_MODULES },
    });
    fs.closeSync(log);
    child.unref();
    const cloud = Cloud.started = new Cloud(child.pid ?? 0, port);
    // Before it answers, so that `stop` finds it. A file that is moved into place is complete.
    fs.writeFileSync(`${RECORD}.new`, JSON.stringify({ pid: child.pid, port }));
    fs.renameSync(`${RECORD}.new`, RECORD);
    await cloud.ready(child);
    say(`the local cloud runs at ${cloud.endpoint}, log file: ${path.relative(process.cwd(), LOG)}`);
    return cloud;
  }

  /** The local cloud of the record, which may have ended. */
  private static recorded(damaged: (message: string) => void = (message) => { throw new Error(message); }): Cloud | undefined {
    if (!isOwnState() || !fs.existsSync(RECORD)) return undefined;
    const text = fs.readFileSync(RECORD, 'utf-8');
    try {
      const { pid, port } = JSON.parse(text);
      if (Number.isInteger(pid) && Number.isInteger(port)) return new Cloud(pid, port);
    } catch {
      // Reported below.
    }
    damaged(`${RECORD} must name the process and the port of the local cloud, got '${text}': run \`npm run local -- stop\`, which deletes it, and end the `
      + `process \`python -m cloud ${STATE}\` if it still runs`);
    return undefined;
  }

  private constructor(private readonly pid: number, private readonly port: number) {}

  /** Endpoint URL of all services. */
  public get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Environment variables that direct the AWS SDKs and the CDK CLI to the local cloud only. */
  public environment(region: string): NodeJS.ProcessEnv {
    return offline({
      // Settings of the CDK CLI in the home folder.
      HOME: path.join(STATE, 'home'),
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'local',
      CDK_VALIDATION: 'false',
    });
  }

  /** Stacks, except the bootstrap stacks of the CDK. */
  public async stacks(): Promise<LocalStack[]> {
    const response = await fetch(`${this.endpoint}/_local/summary`);
    return await response.json() as LocalStack[];
  }

  /** Runs a function. Rejects as soon as the local cloud ends. */
  public async during<T>(act: () => Promise<T>): Promise<T> {
    let done = false;
    const end = async (): Promise<never> => {
      while (!done && await this.listens()) await sleep(300);
      return done ? new Promise(() => {}) : this.ended();
    };
    try {
      // A command that fails because the cloud ended reports the refused connection.
      return await Promise.race([act().catch(async (error) => (await this.listens() ? Promise.reject(error) : this.ended())), end()]);
    } finally {
      done = true;
    }
  }

  /** Stops the local cloud. All stacks are lost. */
  public async stop(): Promise<void> {
    // First, so that commands which use the cloud report the reason.
    fs.rmSync(RECORD, { force: true });
    this.signal('SIGTERM');
    for (let tries = 0; this.runs && tries < 50; tries++) await sleep(100);
    // Functions, and an emulator that does not end.
    this.signal('SIGKILL');
  }

  private async ended(): Promise<never> {
    if (!fs.existsSync(RECORD)) throw new Error('the local cloud was stopped by another command');
    const lines = fs.readFileSync(LOG, 'utf-8').slice(-2000);
    await this.stop();
    throw new Error(`the local cloud ended, its stacks are lost, last lines of ${LOG}:\n${lines}`);
  }

  /** Whether the recorded process is the local cloud of this state folder. */
  private get runs(): boolean {
    return commandOf(this.pid)?.endsWith(`-m cloud ${STATE} ${this.port}`) ?? false;
  }

  /** Sends a signal to all processes, functions included. */
  private signal(signal: NodeJS.Signals): void {
    // The number of a process that ended belongs to its group while functions run, and may belong to another process afterwards.
    if (this.pid <= 0 || !this.runs && commandOf(this.pid) !== undefined) return;
    try {
      process.kill(-this.pid, signal);
    } catch {
      // All have ended.
    }
  }

  private async answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.endpoint}/_ministack/health`, { signal: AbortSignal.timeout(10_000) })).ok;
    } catch {
      return false;
    }
  }

  /** Whether a process listens on the port. A busy emulator does, but answers late. */
  private listens(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = net.connect(this.port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code !== 'ECONNREFUSED'));
    });
  }

  private async ready(child: ChildProcess) {
    let failure = '';
    child.on('error', ({ message }) => { failure = message; });
    for (let tries = 0; tries < 300 && !failure && child.exitCode === null && child.signalCode === null; tries++) {
      if (await this.answers()) return;
      await sleep(200);
    }
    await this.stop();
    throw new Error(`the local cloud did not start, last lines of ${LOG}:\n${failure || fs.readFileSync(LOG, 'utf-8').slice(-2000)}`);
  }
}

/** Port of `LOCAL_CLOUD_PORT`. */
export function askedPort(): number | undefined {
  const { LOCAL_CLOUD_PORT: asked } = process.env;
  if (asked === undefined) return undefined;
  if (!/^\d{1,5}$/.test(asked) || Number(asked) < 1 || Number(asked) > 65_535) {
    throw new Error(`LOCAL_CLOUD_PORT must be a port from 1 to 65535, got '${asked}'`);
  }
  return Number(asked);
}

/** The requested port, or a free port. */
function freePort(asked = 0): Promise<number> {
  return new Promise<number>((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(asked, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  }).catch(({ message }) => {
    throw new Error(`LOCAL_CLOUD_PORT must be a free port of 127.0.0.1, got '${asked}': ${message}`);
  });
}
