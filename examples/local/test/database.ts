import { readFileSync } from 'fs';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { CertificateAuthority } from '../../../test/servers/certificates';
import { MariadbServer } from '../../../test/servers/mariadb-server';
import { PostgresServer } from '../../../test/servers/postgres-server';
import { removeFolder, serverFolder } from '../../../test/servers/server-process';

// A PostgreSQL or MariaDB server on loopback with TLS of an authority of its own, for the tests in Python: `tsx database.ts postgres|mysql USER PASSWORD
// DATABASE` makes the administrator and the database as Amazon RDS does at creation, prints where it is as a line of JSON, and ends with its standard input.

const SERVERS = {
  postgres: { server: PostgresServer, create: createInPostgres },
  mysql: { server: MariadbServer, create: createInMariadb },
};

main(process.argv.slice(2)).catch((error) => {
  // Programs that another user looks for on a path of ours may be neither there nor to be seen.
  const missing = ['ENOENT', 'EACCES'].includes(error.code);
  const packages = 'openssl, postgresql, mariadb-server-core and mariadb-client-core';
  console.error(missing ? `${error.path} is missing, need Debian's packages ${packages}, or their programs on the path` : error.message);
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
