import { readFileSync } from 'fs';
import { Client } from 'pg';
import { CertificateAuthority } from '../../../test/servers/certificates';
import { PostgresServer } from '../../../test/servers/postgres-server';
import { removeFolder, serverFolder } from '../../../test/servers/server-process';

// A PostgreSQL server on loopback with TLS of an authority of its own, for the tests in Python: `tsx database.ts USER PASSWORD DATABASE` makes them as
// Amazon RDS does at creation, prints where it is as a line of JSON, and ends with its standard input.

main(process.argv.slice(2)).catch((error) => {
  // Programs that another user looks for on a path of ours may be neither there nor to be seen.
  const missing = ['ENOENT', 'EACCES'].includes(error.code);
  console.error(missing ? `${error.path} is missing, need Debian's packages postgresql and openssl, or their programs on the path` : error.message);
  process.exit(1);
});

async function main([user, password, database]: string[]) {
  const folder = serverFolder();
  const authority = new CertificateAuthority(folder, 'authority');
  const server = await PostgresServer.create(authority.issue('database', 'localhost'), password);
  process.stdin.resume().on('end', () => {
    void server.remove().finally(() => {
      removeFolder(folder);
      process.exit(0);
    });
  });
  const ca = readFileSync(authority.certificate, 'utf-8');
  const administrator = new Client({ host: 'localhost', port: server.port, database: 'postgres', user: server.user, password, ssl: { ca } });
  await administrator.connect();
  await administrator.query(`CREATE ROLE ${administrator.escapeIdentifier(user)} LOGIN PASSWORD ${administrator.escapeLiteral(password)}`);
  await administrator.query(`CREATE DATABASE ${administrator.escapeIdentifier(database)} OWNER ${administrator.escapeIdentifier(user)}`);
  await administrator.end();
  console.log(JSON.stringify({ port: server.port, certificates: authority.certificate }));
}
