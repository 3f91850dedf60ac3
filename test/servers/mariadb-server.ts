import { execFileSync } from 'child_process';
import { writeFileSync } from 'fs';
import * as path from 'path';
import { Certificate } from './certificates';
import { DatabaseServer } from './database-server';
import { freePort, ServerProcess, systemProgram, unprivileged } from './server-process';

/** A MariaDB server. */
export class MariadbServer extends DatabaseServer {
  public static async create(certificate: Certificate, password: string, user?: string): Promise<MariadbServer> {
    return new MariadbServer(await freePort(), user).begin(certificate, password);
  }

  /** @param tls whether the server has TLS. Without TLS it accepts plain connections only */
  public async start(tls = true): Promise<void> {
    const { certificate, key } = this.tls;
    this.process = new ServerProcess(systemProgram('mariadbd'), [
      '--no-defaults', `--datadir=${this.data}`, `--socket=${path.join(this.folder, 'socket')}`, `--pid-file=${path.join(this.folder, 'pid')}`,
      '--bind-address=127.0.0.1', `--port=${this.port}`, `--init-file=${this.users}`, '--innodb-buffer-pool-size=16M', '--skip-name-resolve',
      ...tls ? [`--ssl-cert=${certificate}`, `--ssl-key=${key}`, '--require-secure-transport=ON'] : ['--skip-ssl'],
    ], this.options);
    await this.process.until(() => this.process!.output.includes('ready for connections'));
  }

  public async stop(): Promise<void> {
    await this.process?.end('SIGTERM');
  }

  /** Stops responses. Connections are still accepted. */
  public freeze(): void {
    this.process?.signal('SIGSTOP');
  }

  public thaw(): void {
    this.process?.signal('SIGCONT');
  }

  protected get tls(): Certificate {
    return { certificate: path.join(this.folder, 'server.crt'), key: path.join(this.folder, 'server.key') };
  }

  // Includes the temporary files, because the server user can write to this folder only.
  private get options() {
    return { ...unprivileged(), env: { ...process.env, TMPDIR: this.folder } };
  }

  private get users(): string {
    return path.join(this.folder, 'users.sql');
  }

  protected initialize(certificate: Certificate, password: string): void {
    execFileSync(systemProgram('mariadb-install-db'), ['--no-defaults', `--datadir=${this.data}`, '--skip-test-db', '--auth-root-authentication-method=normal'], {
      ...this.options, stdio: 'pipe',
    });
    // The server user reads the file at each start.
    writeFileSync(this.users, `CREATE USER IF NOT EXISTS '${this.user}'@'%' IDENTIFIED BY '${password}';
GRANT ALL ON *.* TO '${this.user}'@'%' WITH GRANT OPTION;
`, { mode: 0o644 });
    this.use(certificate);
  }
}
