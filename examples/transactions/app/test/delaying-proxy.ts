import { once } from 'events';
import { connect, createServer, Server, Socket } from 'net';

/** Forwards connections on the loopback address to another port with a delay. */
export class DelayingProxy {
  public static async create(target: number): Promise<DelayingProxy> {
    const proxy = new DelayingProxy(target);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  /** Delay in each direction. */
  public milliseconds = 0;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(target: number) {
    this.server = createServer((client) => {
      const upstream = connect(target, '127.0.0.1');
      for (const [from, to] of [[client, upstream], [upstream, client]] as const) {
        this.sockets.add(from);
        from.on('error', () => undefined);
        from.on('data', (chunk) => this.late(() => to.write(chunk)));
        from.on('close', () => this.late(() => { this.sockets.delete(from); to.end(); }));
      }
    });
  }

  private late(work: () => void) {
    setTimeout(work, this.milliseconds);
  }

  public get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  public remove(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}
