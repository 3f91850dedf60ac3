import { setTimeout as sleep } from 'timers/promises';
import { ConnectionOptions, createConnection } from 'mysql2';
import { createPool, PoolConnection } from 'mysql2/promise';
import { Connections } from './connections';
import { Credentials, DatabaseCredentials } from './credentials';
import { isOfConnection, reasonOf, Unavailable } from './reason';
import { Settings } from './settings';

export const STATEMENT_MILLISECONDS = 2000;
const ATTEMPTS = 5;

/** Connections to MySQL. TLS with verification of the certificate and the host name is mandatory. */
export class Database {
  private connections?: Connections;

  constructor(private readonly settings: Settings, private readonly credentials: Credentials) {}

  /**
   * Runs an idempotent operation. A connection with an error is closed. After a connection failure, for example a failover, the operation is
   * repeated on another connection.
   */
  public async run<T>(work: (connection: PoolConnection) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(work);
      } catch (error) {
        if (attempt === ATTEMPTS || !isOfConnection(error)) throw error;
        await sleep(100 * 2 ** attempt);
      }
    }
  }

  /**
   * Runs a query on a new connection.
   * @throws Unavailable
   */
  public async probe(): Promise<void> {
    const credentials = await this.credentials.current();
    await this.probeAs(credentials).catch(async (error) => {
      const newer = error.reason === 'credentials-refused' ? await this.credentials.newerThan(credentials) : undefined;
      if (!newer) throw error;
      return this.probeAs(newer);
    });
  }

  public async close(): Promise<void> {
    await this.connections?.end();
  }

  private async once<T>(work: (connection: PoolConnection) => Promise<T>): Promise<T> {
    const { connection, connections } = await this.connect();
    let isBroken = true;
    try {
      const result = await work(connection);
      isBroken = false;
      return result;
    } finally {
      connections.giveBack(connection, isBroken);
    }
  }

  private async connect(): Promise<{ readonly connection: PoolConnection; readonly connections: Connections }> {
    const credentials = await this.credentials.current();
    try {
      return await this.connectAs(credentials);
    } catch (error) {
      const newer = reasonOf(error).reason === 'credentials-refused' ? await this.credentials.newerThan(credentials) : undefined;
      if (!newer) throw error;
      return this.connectAs(newer);
    }
  }

  private async connectAs(credentials: DatabaseCredentials) {
    const { username, password } = this.connections?.credentials ?? {};
    if (!this.connections || username !== credentials.username || password !== credentials.password) {
      this.connections?.retire();
      const pool = createPool({ ...this.options(credentials), connectionLimit: 10, maxIdle: 5, idleTimeout: 60_000, queueLimit: 100 });
      this.connections = new Connections(credentials, pool);
    }
    const { connections } = this;
    return { connection: await connections.take(), connections };
  }

  private async probeAs(credentials: DatabaseCredentials): Promise<void> {
    const connection = createConnection(this.options(credentials));
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        timer = setTimeout(() => reject(new Unavailable('database-slow')), STATEMENT_MILLISECONDS);
        connection.on('error', reject);
        connection.connect((error) => error ? reject(error) : connection.query('SELECT 1', (failure) => failure ? reject(failure) : resolve()));
      });
    } catch (error) {
      throw reasonOf(error);
    } finally {
      clearTimeout(timer);
      connection.destroy();
    }
  }

  private options({ username, password }: DatabaseCredentials): ConnectionOptions {
    const { DB_HOST: host, DB_PORT: port, DB_NAME: database, ca } = this.settings;
    return {
      host,
      port,
      database,
      user: username,
      password,
      // mysql2 verifies the host name only with this option. A new object per connection prevents resumed TLS sessions, which skip
      // the verification of the certificate.
      ssl: { ca, minVersion: 'TLSv1.2', rejectUnauthorized: true, verifyIdentity: true },
      connectTimeout: STATEMENT_MILLISECONDS,
      enableKeepAlive: true,
      multipleStatements: false,
      timezone: 'Z',
    };
  }
}
