import { checkServerIdentity } from 'tls';
import { ClientBase, Pool } from 'pg';
import { CredentialSource, Credentials } from './credentials';
import { isOfSignIn } from './fault';

export interface DatabaseOptions {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  /** CA bundle for verifying the server certificate. */
  readonly ca: string;
  /** Time after which the server ends an abandoned transaction and releases its locks. */
  readonly idleMilliseconds: number;
  readonly onIdleError: (error: Error) => void;
}

const CONNECT_MILLISECONDS = 5_000;
const STATEMENT_MILLISECONDS = 30_000;
const LIFETIME_SECONDS = 1_800;

/** Connections to PostgreSQL. TLS with verification of the certificate and the host name is mandatory. */
export class Database {
  private pool?: { readonly credentials: Credentials; readonly connections: Pool };

  constructor(private readonly options: DatabaseOptions, private readonly source: CredentialSource) {}

  /** Runs the work in a transaction. A connection with an error is closed. */
  public async transaction<T>(work: (client: ClientBase) => Promise<T>): Promise<T> {
    const client = await this.connect();
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  public async close(): Promise<void> {
    await this.pool?.connections.end();
  }

  private async connect() {
    const credentials = await this.source.current();
    try {
      return await this.poolFor(credentials).connect();
    } catch (error) {
      if (!isOfSignIn(error)) throw error;
      const newer = await this.source.newerThan(credentials);
      if (newer === credentials) throw error;
      return this.poolFor(newer).connect();
    }
  }

  private poolFor(credentials: Credentials): Pool {
    if (this.pool?.credentials !== credentials) {
      this.pool?.connections.end().catch(this.options.onIdleError);
      this.pool = { credentials, connections: this.makePool(credentials) };
    }
    return this.pool.connections;
  }

  private makePool({ username, password }: Credentials): Pool {
    const { host, port, name, ca, idleMilliseconds, onIdleError } = this.options;
    const pool = new Pool({
      host,
      port,
      database: name,
      user: username,
      password,
      // pg passes no host name to the check if the host is an address.
      ssl: { ca, minVersion: 'TLSv1.2', rejectUnauthorized: true, checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate) },
      application_name: 'data-processor',
      max: 8,
      keepAlive: true,
      maxLifetimeSeconds: LIFETIME_SECONDS,
      connectionTimeoutMillis: CONNECT_MILLISECONDS,
      statement_timeout: STATEMENT_MILLISECONDS,
      // Timeout in the client, because an unavailable host does not respond.
      query_timeout: STATEMENT_MILLISECONDS + CONNECT_MILLISECONDS,
      idle_in_transaction_session_timeout: idleMilliseconds,
    });
    // The interrupted query reports the lost connection. An unhandled `error` event would end the process.
    pool.on('connect', (client) => client.on('error', () => undefined));
    return pool.on('error', onIdleError);
  }
}
