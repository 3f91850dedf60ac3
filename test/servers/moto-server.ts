import { freePort, ServerProcess } from './server-process';

/** moto, an emulator of AWS services, on the loopback address. `MOTO_SERVER` is the path of its program; default: the first on the path. */
export class MotoServer {
  public static async create(): Promise<MotoServer> {
    const port = await freePort();
    const child = new ServerProcess(process.env.MOTO_SERVER ?? 'moto_server', ['-H', '127.0.0.1', '-p', `${port}`]);
    const server = new MotoServer(`http://127.0.0.1:${port}`, child);
    await child.until(async () => (await fetch(`${server.endpoint}/moto-api/`)).ok, 60);
    return server;
  }

  private constructor(public readonly endpoint: string, private readonly child: ServerProcess) {}

  public async remove(): Promise<void> {
    await this.child.end('SIGKILL');
  }
}
