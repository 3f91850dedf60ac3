import { randomUUID } from 'crypto';
import { Connection, createConnection, RowDataPacket } from 'mysql2/promise';
import { CONNECT_TIMEOUT, Credentials, Session } from './session';

const REFUSED = ['ER_ACCESS_DENIED_ERROR', 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR'];

export async function openMySql(credentials: Credentials, ca: string): Promise<Session | undefined> {
  const { host, port, username: user, password, dbname: database } = credentials;
  try {
    return new MySqlSession(await createConnection({
      host,
      port: Number(port ?? 3306),
      user,
      password,
      database,
      // Node decodes it without iconv-lite, which is not in the bundle.
      charset: 'utf8mb4',
      connectTimeout: CONNECT_TIMEOUT,
      ssl: { ca, minVersion: 'TLSv1.2', rejectUnauthorized: true, verifyIdentity: true },
    }));
  } catch (error) {
    if (REFUSED.includes((error as { code?: string }).code!)) return undefined;
    throw error;
  }
}

class MySqlSession implements Session {
  constructor(private readonly connection: Connection) {}

  public async ping(): Promise<void> {
    await this.connection.query('SELECT 1');
  }

  public async changePassword(password: string): Promise<void> {
    // By name: MariaDB silently ignores CURRENT_USER() here.
    const [{ account }] = await this.rows('SELECT CURRENT_USER() AS account');
    const at = account.lastIndexOf('@');
    await this.connection.query('ALTER USER ?@? IDENTIFIED BY ?', [account.slice(0, at), account.slice(at + 1), password]);
  }

  public async provide(username: string, privileges: string[], password: string): Promise<void> {
    await this.make(username, '%', privileges.map((privilege) => `GRANT ${privilege} TO ${this.account(username, '%')}`), password);
  }

  public async alternate(username: string, like: string, password: string): Promise<void> {
    for (const { host } of await this.rows('SELECT host AS host FROM mysql.user WHERE user = ?', like)) {
      const grants = (await this.rows('SHOW GRANTS FOR ?@?', like, host)).flatMap((grant) => {
        const [, privileges, option = ''] = /^(GRANT .+) TO .*?( WITH GRANT OPTION)?$/.exec(String(Object.values(grant)[0])) ?? [];
        return privileges ? `${privileges} TO ${this.account(username, host)}${option}` : [];
      });
      await this.make(username, host, grants, password);
    }
  }

  public close(): Promise<void> {
    return this.connection.end();
  }

  // MySQL has no transactions for user management: every statement can be repeated, and the password is set last.
  private async make(username: string, host: string, grants: string[], password: string): Promise<void> {
    await this.connection.query('CREATE USER IF NOT EXISTS ?@? IDENTIFIED BY ? REQUIRE SSL', [username, host, `${randomUUID()}.A`]);
    for (const grant of grants) await this.connection.query(grant);
    await this.connection.query('ALTER USER ?@? IDENTIFIED BY ?', [username, host, password]);
  }

  private account(username: string, host: string): string {
    return `${this.connection.escape(username)}@${this.connection.escape(host)}`;
  }

  private async rows(sql: string, ...values: string[]): Promise<RowDataPacket[]> {
    const [rows] = await this.connection.query<RowDataPacket[]>(sql, values);
    return rows;
  }
}
