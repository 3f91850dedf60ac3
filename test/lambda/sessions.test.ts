import { createHash, createHmac, pbkdf2Sync } from 'crypto';
import { EventEmitter } from 'events';
import * as mysql from 'mysql2/promise';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { openMySql } from '../../src/lambda/mysql';
import { openPostgres, verifierOf } from '../../src/lambda/postgres';

jest.mock('pg', () => ({ ...jest.requireActual('pg'), Client: jest.fn() }));
jest.mock('mysql2/promise', () => ({ createConnection: jest.fn() }));

const CREDENTIALS = { engine: 'any', host: 'db.example', username: 'app', password: 'first' };

function failing(code: string) {
  return Object.assign(new Error('hunter2'), { code });
}

describe('PostgreSQL', () => {
  const statements: string[] = [];
  const client = {
    on: jest.fn(),
    connect: jest.fn(),
    end: jest.fn(),
    escapeIdentifier,
    escapeLiteral,
    query: jest.fn(),
  };
  let roles: number;

  beforeEach(() => {
    statements.length = 0;
    roles = 0;
    jest.mocked(Client).mockReset().mockImplementation(() => client as never);
    client.connect.mockReset().mockResolvedValue(undefined);
    client.end.mockReset().mockResolvedValue(undefined);
    client.query.mockReset().mockImplementation(async (sql: string) => { statements.push(sql); return { rowCount: roles }; });
  });

  test('is connected over TLS with verified certificate and host name', async () => {
    await openPostgres(CREDENTIALS, 'authority');
    const [{ ssl, ...options }] = jest.mocked(Client).mock.calls[0] as any[];
    expect(options).toEqual({
      host: 'db.example', port: 5432, user: 'app', password: 'first', database: 'postgres', connectionTimeoutMillis: 5000, query_timeout: 5000,
    });
    expect(ssl).toMatchObject({ ca: 'authority', minVersion: 'TLSv1.2', rejectUnauthorized: true });
    const certificate = (host: string) => ({ subject: {}, subjectaltname: `DNS:${host}` });
    expect(ssl.checkServerIdentity('whatever', certificate('db.example'))).toBeUndefined();
    expect(ssl.checkServerIdentity('other.example', certificate('other.example'))).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  test('uses the port and the database of the secret', async () => {
    await openPostgres({ ...CREDENTIALS, port: '6000', dbname: 'ledger' }, '');
    expect(jest.mocked(Client).mock.calls[0][0]).toMatchObject({ port: 6000, database: 'ledger' });
  });

  test('opens no session if it rejects the password, and throws other errors', async () => {
    client.connect.mockRejectedValue(failing('28P01'));
    client.end.mockRejectedValue(new Error('not connected'));
    expect(await openPostgres(CREDENTIALS, '')).toBeUndefined();
    client.connect.mockRejectedValue(failing('ECONNREFUSED'));
    await expect(openPostgres(CREDENTIALS, '')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('survives a connection that breaks between two queries', async () => {
    const connection = new EventEmitter();
    client.on.mockImplementation(connection.on.bind(connection));
    await openPostgres(CREDENTIALS, '');
    expect(connection.emit('error', failing('ECONNRESET'))).toBe(true);
  });

  test('receives a verifier, not the password', async () => {
    const session = (await openPostgres(CREDENTIALS, ''))!;
    await session.ping();
    await session.changePassword('second');
    await session.close();
    expect(statements).toEqual(['SELECT 1', expect.stringMatching(/^ALTER ROLE "app" PASSWORD 'SCRAM-SHA-256\$4096:.+'$/)]);
    expect(statements.join()).not.toContain('second');
    expect(client.end).toHaveBeenCalled();
  });

  test('creates a second user with the role of the first, in one transaction', async () => {
    const session = (await openPostgres(CREDENTIALS, ''))!;
    await session.alternate('app_clone', 'app', 'second');
    expect(statements).toEqual([
      'BEGIN', 'SELECT 1 FROM pg_roles WHERE rolname = $1', 'CREATE ROLE "app_clone" LOGIN', 'GRANT "app" TO "app_clone"',
      'ALTER ROLE "app_clone" SET role TO "app"', expect.stringMatching(/^ALTER ROLE "app_clone" PASSWORD/), 'COMMIT',
    ]);
    expect(client.query).toHaveBeenCalledWith('SELECT 1 FROM pg_roles WHERE rolname = $1', ['app_clone']);
    statements.length = 0;
    roles = 1;
    await session.alternate('app_clone', 'app', 'third');
    expect(statements).toHaveLength(4);
  });

  test('creates a user with its privileges in one transaction, and does not change those of an existing user', async () => {
    const session = (await openPostgres(CREDENTIALS, ''))!;
    await session.provide('app', ['SELECT, INSERT ON ledger', 'USAGE ON SCHEMA public'], 'first');
    expect(statements).toEqual([
      'BEGIN', 'SELECT 1 FROM pg_roles WHERE rolname = $1', 'CREATE ROLE "app" LOGIN', 'GRANT SELECT, INSERT ON ledger TO "app"',
      'GRANT USAGE ON SCHEMA public TO "app"', expect.stringMatching(/^ALTER ROLE "app" PASSWORD 'SCRAM/), 'COMMIT',
    ]);
    statements.length = 0;
    roles = 1;
    await session.provide('app', ['SELECT, INSERT ON ledger'], 'first');
    expect(statements).toHaveLength(4);
  });

  test('has the verifier of RFC 5803', () => {
    const salt = Buffer.alloc(16, 7);
    const salted = pbkdf2Sync('pencil', salt, 4096, 32, 'sha256');
    const server = createHmac('sha256', salted).update('Server Key').digest('base64');
    const stored = createHash('sha256').update(createHmac('sha256', salted).update('Client Key').digest()).digest('base64');
    expect(verifierOf('pencil', salt)).toBe(`SCRAM-SHA-256$4096:${salt.toString('base64')}$${stored}:${server}`);
    expect(verifierOf('pencil')).not.toBe(verifierOf('pencil'));
  });
});

describe('MySQL', () => {
  const queries: unknown[][] = [];
  const connection = {
    escape: (value: string) => `'${value}'`,
    end: jest.fn(),
    query: jest.fn(async (...query: unknown[]) => {
      queries.push(query);
      if (String(query[0]).startsWith('SELECT host')) return [[{ host: '%' }]];
      if (String(query[0]).startsWith('SELECT CURRENT_USER')) return [[{ account: 'app@ledger@%' }]];
      if (String(query[0]).startsWith('SHOW')) {
        return [[
          { a: "GRANT USAGE ON *.* TO `app`@`%` IDENTIFIED BY PASSWORD '*2470' REQUIRE SSL" },
          { a: 'GRANT ALL PRIVILEGES ON `ledger`.* TO `app`@`%` WITH GRANT OPTION' },
          { a: "SET DEFAULT ROLE 'GRANT ALL ON *.* TO x' FOR `app`@`%`" },
        ]];
      }
      return [[]];
    }),
  };

  beforeEach(() => {
    queries.length = 0;
    jest.mocked(mysql.createConnection).mockReset().mockResolvedValue(connection as never);
  });

  test('is connected over TLS with verified certificate and host name', async () => {
    await openMySql(CREDENTIALS, 'authority');
    expect(mysql.createConnection).toHaveBeenCalledWith(expect.objectContaining({
      charset: 'utf8mb4',
      host: 'db.example',
      port: 3306,
      user: 'app',
      password: 'first',
      connectTimeout: 5000,
      ssl: { ca: 'authority', minVersion: 'TLSv1.2', rejectUnauthorized: true, verifyIdentity: true },
    }));
  });

  test('uses the port and the database of the secret', async () => {
    await openMySql({ ...CREDENTIALS, port: '3307', dbname: 'ledger' }, '');
    expect(mysql.createConnection).toHaveBeenCalledWith(expect.objectContaining({ port: 3307, database: 'ledger' }));
  });

  test('opens no session if it rejects the password, and throws other errors', async () => {
    for (const code of ['ER_ACCESS_DENIED_ERROR', 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR']) {
      jest.mocked(mysql.createConnection).mockRejectedValue(failing(code));
      expect(await openMySql(CREDENTIALS, '')).toBeUndefined();
    }
    jest.mocked(mysql.createConnection).mockRejectedValue(failing('HANDSHAKE_NO_SSL_SUPPORT'));
    await expect(openMySql(CREDENTIALS, '')).rejects.toMatchObject({ code: 'HANDSHAKE_NO_SSL_SUPPORT' });
  });

  test('changes the password of the current user', async () => {
    const session = (await openMySql(CREDENTIALS, ''))!;
    await session.ping();
    await session.changePassword('second');
    await session.close();
    expect(queries).toEqual([
      ['SELECT 1'], ['SELECT CURRENT_USER() AS account', []], ['ALTER USER ?@? IDENTIFIED BY ?', ['app@ledger', '%', 'second']],
    ]);
    expect(connection.end).toHaveBeenCalled();
  });

  test('creates a second user with the privileges of the first', async () => {
    await (await openMySql(CREDENTIALS, ''))!.alternate('app_clone', 'app', 'second');
    expect(queries).toEqual([
      ['SELECT host AS host FROM mysql.user WHERE user = ?', ['app']],
      ['SHOW GRANTS FOR ?@?', ['app', '%']],
      ['CREATE USER IF NOT EXISTS ?@? IDENTIFIED BY ? REQUIRE SSL', ['app_clone', '%', expect.stringMatching(/^[0-9a-f-]{36}\.A$/)]],
      ["GRANT USAGE ON *.* TO 'app_clone'@'%'"],
      ["GRANT ALL PRIVILEGES ON `ledger`.* TO 'app_clone'@'%' WITH GRANT OPTION"],
      ['ALTER USER ?@? IDENTIFIED BY ?', ['app_clone', '%', 'second']],
    ]);
  });

  test('creates a user with its privileges and sets the password last', async () => {
    await (await openMySql(CREDENTIALS, ''))!.provide('app', ['SELECT, INSERT ON ledger.*', 'EXECUTE ON ledger.*'], 'first');
    expect(queries).toEqual([
      ['CREATE USER IF NOT EXISTS ?@? IDENTIFIED BY ? REQUIRE SSL', ['app', '%', expect.not.stringContaining('first')]],
      ["GRANT SELECT, INSERT ON ledger.* TO 'app'@'%'"],
      ["GRANT EXECUTE ON ledger.* TO 'app'@'%'"],
      ['ALTER USER ?@? IDENTIFIED BY ?', ['app', '%', 'first']],
    ]);
  });
});
