import { execFileSync } from 'child_process';
import { chmodSync, chownSync, copyFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { Certificate } from './certificates';
import { freePort, removeFolder, serverFolder, ServerProcess, systemProgram, unprivileged } from './server-process';

/** A MariaDB server on the loopback address that takes TLS connections only. */
export class MariadbServer {
  public static async create(certificate: Certificate, password: string, user = 'administrator'): Promise<MariadbServer> {
    const server = new MariadbServer(await freePort(), user);
    server.initialize(certificate, password);
    await server.start();
    return server;
  }

  private readonly folder = serverFolder();
  private process?: ServerProcess;

  private constructor(public readonly port: number, public readonly user: string) {}

  /** @param tls without which it takes plain connections only */
  public async start(tls = true): Promise<void> {
    const { certificate, key } = this.files;
    this.process = new ServerProcess(systemProgram('mariadbd'), [
      '--no-defaults', `--datadir=${this.data}`, `--socket=${path.join(this.folder, 'socket')}`, `--pid-file=${path.join(this.folder, 'pid')}`,
      '--bind-address=127.0.0.1', `--port=${this.port}`, `--init-file=${this.files.users}`, '--innodb-buffer-pool-size=16M', '--skip-name-resolve',
      ...tls ? [`--ssl-cert=${certificate}`, `--ssl-key=${key}`, '--require-secure-transport=ON'] : ['--skip-ssl'],
    ], this.options);
    await this.process.until(() => this.process!.output.includes('ready for connections'));
  }

  /** Ends it at once, as the loss of its host would: it recovers from its log at the next start. */
  public async kill(): Promise<void> {
    await this.process?.killAll();
  }

  public async stop(): Promise<void> {
    await this.process?.end('SIGTERM');
  }

  /** It takes connections then, and answers nothing. */
  public freeze(): void {
    this.process?.signal('SIGSTOP');
  }

  public thaw(): void {
    this.process?.signal('SIGCONT');
  }

  /** For the next start. */
  public use(certificate: Certificate): void {
    const { uid, gid } = unprivileged();
    for (const [from, to] of [[certificate.certificate, this.files.certificate], [certificate.key, this.files.key]] as const) {
      copyFileSync(from, to);
      chmodSync(to, 0o600);
      if (uid !== undefined) chownSync(to, uid, gid!);
    }
  }

  public async remove(): Promise<void> {
    await this.kill();
    removeFolder(this.folder);
  }

  private get data(): string {
    return path.join(this.folder, 'data');
  }

  // Its own temporary files too: the user that it runs as may write nowhere else.
  private get options() {
    return { ...unprivileged(), env: { ...process.env, TMPDIR: this.folder } };
  }

  private get files() {
    const file = (name: string) => path.join(this.folder, name);
    return { certificate: file('server.crt'), key: file('server.key'), users: file('users.sql') };
  }

  private initialize(certificate: Certificate, password: string) {
    execFileSync(systemProgram('mariadb-install-db'), ['--no-defaults', `--datadir=${this.data}`, '--skip-test-db', '--auth-root-authentication-method=normal'], {
      ...this.options, stdio: 'pipe',
    });
    // Read at each start, by the user that the server runs as.
    writeFileSync(this.files.users, `CREATE USER IF NOT EXISTS '${this.user}'@'%' IDENTIFIED BY '${password}';
GRANT ALL ON *.* TO '${this.user}'@'%' WITH GRANT OPTION;
`, { mode: 0o644 });
    this.use(certificate);
  }
}
