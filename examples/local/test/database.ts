import { readFileSync } from 'fs';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { CertificateAuthority } from '../../../test/servers/certificates';
import { MariadbServer } from '../../../test/servers/mariadb-server';
import { PostgresServer } from '../../../test/servers/postgres-server';
import { removeFolder, serverFolder } from '../../../test/servers/server-process';

// Runs a PostgreSQL or MariaDB server on loopback with TLS and a private CA for the tests in Python: `tsx database.ts postgres|mysql USER PASSWORD
// DATABASE`. Creates the administrator and the database as Amazon RDS does, prints the address as JSON, and stops when standard input closes.

const SERVERS = {
  postgres: { server: PostgresServer, create: createInPostgres },
  mysql: { server: MariadbServer, create: createInMariadb },
};

main(process.argv.slice(2)).catch((error) => {
  // The server user may have no access to the programs.
  const missing = ['ENOENT', 'EACCES'].includes(error.code);
  const packages = 'openssl, postgresql, mariadb-server-core and mariadb-client-core';
  console.error(missing ? `${error.path} not found, install the Debian packages ${packages}, or add their programs to the path` : error.message);
  process.exit(1);
});

async function main([engine, user, password, database]: string[]) {
  const folder = serverFolder();
  const authority = new CertificateAuthority(folder, 'authority');
  const { server: Server, create } = SERVERS[engine as keyof typeof SERVERS];
  const server = await Server.create(authority.issue('database', 'localhost'), password, user);
  process.stdin.resume().on('end', () => {
    void server.remove().finally(() => {
      removeFolder(folder);
      process.exit(0);
    });
  });
  const ca = readFileSync(authority.certificate, 'utf-8');
  await create({ host: 'localhost', port: server.port, user, password, ssl: { ca } }, database);
  console.log(JSON.stringify({ port: server.port, certificates: authority.certificate }));
}

interface Options {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly ssl: { readonly ca: string };
}

async function createInPostgres(options: Options, database: string) {
  const administrator = new Client({ ...options, database: 'postgres' });
  await administrator.connect();
  await administrator.query(`CREATE DATABASE ${administrator.escapeIdentifier(database)}`);
  await administrator.end();
}

async function createInMariadb(options: Options, database: string) {
  const administrator = await createConnection(options);
  await administrator.query('CREATE DATABASE ??', [database]);
  await administrator.end();
}
