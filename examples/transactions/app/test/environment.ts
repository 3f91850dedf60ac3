import { readFileSync } from 'fs';
import * as path from 'path';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Connection, createConnection, RowDataPacket } from 'mysql2/promise';
import { DelayingProxy } from './delaying-proxy';
import { CertificateAuthority } from '../../../../test/servers/certificates';
import { MariadbServer } from '../../../../test/servers/mariadb-server';
import { MotoServer } from '../../../../test/servers/moto-server';
import { freePort, removeFolder, serverFolder, ServerProcess } from '../../../../test/servers/server-process';

export const PROGRAM = path.resolve(__dirname, '../../../../../bundle/index.js');
export const ADMINISTRATOR_PASSWORD = 'Administrators-own-1';
export const AWS = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

/** The application as a process with its servers. */
export class Environment {
  public static async create(): Promise<Environment> {
    const folder = serverFolder();
    const authority = new CertificateAuthority(folder, 'authority');
    const [database, moto] = await Promise.all([
      MariadbServer.create(authority.issue('database', 'localhost'), ADMINISTRATOR_PASSWORD), MotoServer.create(),
    ]);
    const environment = new Environment(folder, authority, database, moto, await DelayingProxy.create(database.port));
    await environment.query('CREATE DATABASE transactions');
    await environment.grant('app', 'Apps-own-1');
    environment.secretArn = (await environment.secrets.send(new CreateSecretCommand({ Name: 'database', SecretString: environment.secret('app', 'Apps-own-1') }))).ARN!;
    return environment;
  }

  public secretArn = '';
  public port = 0;
  private app?: ServerProcess;
  private readonly secrets: SecretsManagerClient;

  private constructor(
    public readonly folder: string,
    public readonly authority: CertificateAuthority,
    public readonly database: MariadbServer,
    public readonly moto: MotoServer,
    public readonly proxy: DelayingProxy,
  ) {
    this.secrets = new SecretsManagerClient({ endpoint: moto.endpoint, region: AWS.AWS_REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  }

  /** Variables of the application. */
  public get variables(): Record<string, string> {
    return {
      DB_HOST: 'localhost',
      DB_PORT: `${this.proxy.port}`,
      DB_NAME: 'transactions',
      DB_CA_FILE: this.authority.certificate,
      DB_PASSWORD_SECRET_ARN: this.secretArn,
      HOST: '127.0.0.1',
    };
  }

  public async start(variables: Record<string, string> = {}): Promise<void> {
    this.port = await freePort();
    this.app = new ServerProcess('node', [PROGRAM], {
      env: {
        PATH: process.env.PATH, NODE_NO_WARNINGS: '1', ...AWS, AWS_ENDPOINT_URL: this.moto.endpoint, PORT: `${this.port}`, ...this.variables, ...variables,
      },
    });
    await this.app.until(() => this.output.includes('"started"'));
  }

  public get output(): string {
    return this.app?.output ?? '';
  }

  public get lines(): Record<string, unknown>[] {
    return this.output.split('\n').filter((line) => line).map((line) => JSON.parse(line));
  }

  public async stop(): Promise<number | null> {
    return this.app!.end('SIGTERM');
  }

  public async health(route = '/health'): Promise<{ status: number; text: string; milliseconds: number }> {
    const started = Date.now();
    const response = await fetch(`http://127.0.0.1:${this.port}${route}`);
    return { status: response.status, text: await response.text(), milliseconds: Date.now() - started };
  }

  public async post(key: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`http://127.0.0.1:${this.port}/transactions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() as Record<string, unknown> };
  }

  public async get(path_: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path_}`);
    return { status: response.status, body: await response.json() as Record<string, unknown> };
  }

  /** Runs a query as the administrator. */
  public async query<Row extends object>(text: string): Promise<Row[]> {
    const connection = await this.connect();
    try {
      return (await connection.query<(Row & RowDataPacket)[]>(text))[0];
    } finally {
      await connection.end();
    }
  }

  /** A connection of the administrator. */
  public connect(): Promise<Connection> {
    return createConnection({
      host: 'localhost',
      port: this.database.port,
      user: this.database.user,
      password: ADMINISTRATOR_PASSWORD,
      ssl: { ca: readFileSync(this.authority.certificate, 'utf-8'), verifyIdentity: true },
    });
  }

  public async grant(user: string, password: string): Promise<void> {
    await this.query(`CREATE OR REPLACE USER '${user}'@'%' IDENTIFIED BY '${password}'`);
    await this.query(`GRANT SELECT, INSERT, CREATE ON transactions.* TO '${user}'@'%'`);
  }

  public async putSecret(text: string): Promise<void> {
    await this.secrets.send(new PutSecretValueCommand({ SecretId: this.secretArn, SecretString: text }));
  }

  public secret(username: string, password: string): string {
    return JSON.stringify({ username, password, engine: 'mysql' });
  }

  /** Ends the connections of a user, as a failover does. */
  public async cutOff(user: string, condition = 'true'): Promise<void> {
    for (const { id } of await this.query<{ id: number }>(`SELECT id FROM information_schema.processlist WHERE user = '${user}' AND ${condition}`)) {
      await this.query(`KILL ${id}`).catch(() => undefined);
    }
  }

  public async remove(): Promise<void> {
    await this.app?.end('SIGKILL');
    this.proxy.remove();
    await Promise.all([this.database.remove(), this.moto.remove()]);
    removeFolder(this.folder);
  }
}

export function transaction(changes: object = {}): object {
  return { account: 'DE-0001', amount: '10.50', currency: 'EUR', reference: 'invoice 7', ...changes };
}
