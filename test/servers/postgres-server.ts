import { execFileSync, spawnSync } from 'child_process';
import { appendFileSync, existsSync, readdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { Certificate } from './certificates';
import { DatabaseServer } from './database-server';
import { freePort, ServerProcess, unprivileged } from './server-process';

const DEBIAN = '/usr/lib/postgresql';

/** A PostgreSQL server. */
export class PostgresServer extends DatabaseServer {
  public static async create(certificate: Certificate, password: string, user?: string): Promise<PostgresServer> {
    return new PostgresServer(await freePort(), user).begin(certificate, password);
  }

  public async start(): Promise<void> {
    this.process = new ServerProcess(program('postgres'), ['-D', this.data], unprivileged());
    await this.process.until(() => spawnSync(program('pg_isready'), ['-q', '-h', '127.0.0.1', '-p', `${this.port}`]).status === 0);
  }

  /** Aborts transactions and shuts down. */
  public async stop(): Promise<void> {
    await this.process?.end('SIGINT');
  }

  /** Accepts clients without TLS only. */
  public async allowPlain(allowed: boolean): Promise<void> {
    await this.stop();
    appendFileSync(path.join(this.data, 'postgresql.conf'), `ssl = ${allowed ? 'off' : 'on'}\n`);
    writeFileSync(path.join(this.data, 'pg_hba.conf'), `${allowed ? 'hostnossl' : 'hostssl'} all all 127.0.0.1/32 scram-sha-256\n`);
    await this.start();
  }

  protected get tls(): Certificate {
    return { certificate: path.join(this.data, 'server.crt'), key: path.join(this.data, 'server.key') };
  }

  protected initialize(certificate: Certificate, password: string): void {
    const passwordFile = path.join(this.folder, 'password');
    writeFileSync(passwordFile, password, { mode: 0o644 });
    execFileSync(program('initdb'), [
      '-D', this.data, '-U', this.user, '--pwfile', passwordFile, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync',
    ], { ...unprivileged(), stdio: 'pipe' });
    this.use(certificate);
    writeFileSync(path.join(this.data, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 scram-sha-256\n');
    appendFileSync(path.join(this.data, 'postgresql.conf'), [
      '', `port = ${this.port}`, "listen_addresses = '127.0.0.1'", `unix_socket_directories = '${this.folder}'`, 'ssl = on', 'max_connections = 50', '',
    ].join('\n'));
  }
}

function program(name: string): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => path.join(DEBIAN, version, 'bin', name)).find(existsSync) ?? name;
}
