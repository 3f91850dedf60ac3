import * as path from 'path';
import { freePort, ServerProcess, until } from '../../../../test/servers/server-process';

const PROGRAM = path.resolve(__dirname, '../../../../../dist/main.js');

/** The data processor as a process. */
export class Processor {
  public static async start(environment: Record<string, string>): Promise<Processor> {
    const port = await freePort();
    const child = new ServerProcess('node', [PROGRAM], {
      env: {
        PATH: process.env.PATH,
        NODE_NO_WARNINGS: '1',
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        POLL_MILLISECONDS: '200',
        LEASE_SECONDS: '3',
        PORT: `${port}`,
        ...environment,
      },
    });
    return new Processor(child, port);
  }

  private constructor(private readonly child: ServerProcess, private readonly port: number) {}

  /** Output of the process. */
  public get output(): string {
    return this.child.output;
  }

  /** Parsed log lines. */
  public get lines(): Record<string, unknown>[] {
    return this.output.split('\n').filter((line) => line).map((line) => JSON.parse(line));
  }

  public says(message: string): Record<string, unknown>[] {
    return this.lines.filter(({ msg }) => msg === message);
  }

  public async status(probe: 'live' | 'ready' | string): Promise<number> {
    return (await fetch(`http://127.0.0.1:${this.port}/health/${probe}`)).status;
  }

  public async ready(): Promise<void> {
    await this.child.until(async () => await this.status('ready') === 200);
  }

  public async hasSaid(message: string, seconds = 30): Promise<void> {
    await until(() => this.says(message).length > 0, seconds).catch((error) => { throw new Error(`${error.message}\n${this.output.slice(-2000)}`); });
  }

  /** Sends SIGTERM and returns the exit code. */
  public async stop(): Promise<number | null> {
    return this.child.end('SIGTERM');
  }

  public async kill(): Promise<void> {
    await this.child.end('SIGKILL');
  }

  public pause(): void {
    this.child.signal('SIGSTOP');
  }

  public resume(): void {
    this.child.signal('SIGCONT');
  }

  public async exited(): Promise<number | null> {
    return this.child.exited();
  }
}
