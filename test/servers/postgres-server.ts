import { execFileSync, spawnSync } from 'child_process';
import { appendFileSync, chmodSync, chownSync, copyFileSync, existsSync, readdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { Certificate } from './certificates';
import { freePort, removeFolder, serverFolder, ServerProcess, unprivileged } from './server-process';

const DEBIAN = '/usr/lib/postgresql';

/** A PostgreSQL server on the loopback address that takes TLS connections only. */
export class PostgresServer {
  public static async create(certificate: Certificate, password: string, user = 'administrator'): Promise<PostgresServer> {
    const server = new PostgresServer(await freePort(), user);
    server.initialize(certificate, password);
    await server.start();
    return server;
  }

  private readonly folder = serverFolder();
  private process?: ServerProcess;

  private constructor(public readonly port: number, public readonly user: string) {}

  public async start(): Promise<void> {
    this.process = new ServerProcess(program('postgres'), ['-D', this.data], unprivileged());
    await this.process.until(() => spawnSync(program('pg_isready'), ['-q', '-h', '127.0.0.1', '-p', `${this.port}`]).status === 0);
  }

  /** Ends it at once, as the loss of its host would: it recovers from its log at the next start. */
  public async kill(): Promise<void> {
    await this.process?.killAll();
  }

  /** Lets transactions go, and shuts down. */
  public async stop(): Promise<void> {
    await this.process?.end('SIGINT');
  }

  public use(certificate: Certificate): void {
    const { uid, gid } = unprivileged();
    for (const [from, name] of [[certificate.certificate, 'server.crt'], [certificate.key, 'server.key']] as const) {
      const to = path.join(this.data, name);
      copyFileSync(from, to);
      chmodSync(to, 0o600);
      if (uid !== undefined) chownSync(to, uid, gid!);
    }
  }

  /** Lets clients in without TLS, and those with it not. */
  public async allowPlain(allowed: boolean): Promise<void> {
    await this.stop();
    appendFileSync(path.join(this.data, 'postgresql.conf'), `ssl = ${allowed ? 'off' : 'on'}\n`);
    writeFileSync(path.join(this.data, 'pg_hba.conf'), `${allowed ? 'hostnossl' : 'hostssl'} all all 127.0.0.1/32 scram-sha-256\n`);
    await this.start();
  }

  public async remove(): Promise<void> {
    await this.kill();
    removeFolder(this.folder);
  }

  private get data(): string {
    return path.join(this.folder, 'data');
  }

  private initialize(certificate: Certificate, password: string) {
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
