import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'crypto';
import { checkServerIdentity } from 'tls';
import { Client } from 'pg';
import { CONNECT_TIMEOUT, Credentials, Session } from './session';

/** SQLSTATE invalid_password. PostgreSQL also returns it for unknown users. */
const REFUSED = '28P01';
const ITERATIONS = 4096;

export async function openPostgres(credentials: Credentials, ca: string): Promise<Session | undefined> {
  const { host, port, username: user, password, dbname } = credentials;
  const client = new Client({
    host,
    port: Number(port ?? 5432),
    user,
    password,
    database: dbname ?? 'postgres',
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    query_timeout: CONNECT_TIMEOUT,
    ssl: { ca, minVersion: 'TLSv1.2', rejectUnauthorized: true, checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate) },
  });
  // The next query reports a connection that broke between two queries.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    if ((error as { code?: string }).code === REFUSED) return undefined;
    throw error;
  }
  return new PostgresSession(client, user);
}

class PostgresSession implements Session {
  constructor(private readonly client: Client, private readonly user: string) {}

  public async ping(): Promise<void> {
    await this.client.query('SELECT 1');
  }

  public async changePassword(password: string): Promise<void> {
    await this.setPassword(this.user, password);
  }

  public async provide(username: string, privileges: string[], password: string): Promise<void> {
    await this.make(username, privileges.map((privilege) => `GRANT ${privilege} TO ${this.client.escapeIdentifier(username)}`), password);
  }

  public async alternate(username: string, like: string, password: string): Promise<void> {
    const [user, model] = [username, like].map((name) => this.client.escapeIdentifier(name));
    // Objects then belong to the first user, whichever of the two users creates them.
    await this.make(username, [`GRANT ${model} TO ${user}`, `ALTER ROLE ${user} SET role TO ${model}`], password);
  }

  public close(): Promise<void> {
    return this.client.end();
  }

  private async make(username: string, setUp: string[], password: string): Promise<void> {
    await this.client.query('BEGIN');
    const { rowCount } = await this.client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [username]);
    if (rowCount === 0) {
      for (const statement of [`CREATE ROLE ${this.client.escapeIdentifier(username)} LOGIN`, ...setUp]) await this.client.query(statement);
    }
    await this.setPassword(username, password);
    await this.client.query('COMMIT');
  }

  /** Sets a verifier instead of the password, because the server may log statements. */
  private async setPassword(username: string, password: string): Promise<void> {
    await this.client.query(`ALTER ROLE ${this.client.escapeIdentifier(username)} PASSWORD ${this.client.escapeLiteral(verifierOf(password))}`);
  }
}

/** SCRAM verifier that PostgreSQL stores for an ASCII password (RFC 5803; PostgreSQL documentation, pg_authid). */
export function verifierOf(password: string, salt = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const keyed = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`;
}
