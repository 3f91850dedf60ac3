import { execFileSync, spawnSync } from 'child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from 'fs';
import { createServer, IncomingMessage } from 'http';
import { createServer as createTcpServer } from 'net';
import { tmpdir } from 'os';
import * as path from 'path';
import { CreateSecretCommand, DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { open } from '../../src/lambda/database';
import { Credentials, Session } from '../../src/lambda/session';
import { CertificateAuthority } from '../servers/certificates';
import { MariadbServer } from '../servers/mariadb-server';
import { MotoServer } from '../servers/moto-server';
import { PostgresServer } from '../servers/postgres-server';
import { freePort, ServerProcess } from '../servers/server-process';

// Runs the bundled rotation function against PostgreSQL and MariaDB with a private CA, and moto instead of Secrets Manager. Each of the four steps is
// killed after its work and before its response, then repeated in a new process. Prints which passwords are valid after each step. The creation of
// users is also interrupted after each of its statements.

const ROOT = path.resolve(__dirname, '..', '..');
const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];
const TOKEN = 'a0000000-0000-4000-8000-000000000001';
const PROGRAM = 'require(process.argv[1]).handler(JSON.parse(process.argv[2])).then(() => console.log("DONE")).then(() => setInterval(() => {}, 1000))';
const tmp = mkdtempSync(path.join(tmpdir(), 'rotation-'));
let failed = 0;
process.setMaxListeners(0);

main().catch((error) => { console.error(error); failed += 1; }).finally(() => {
  rmSync(tmp, { recursive: true });
  console.log(failed === 0 ? 'all as expected' : `${failed} not as expected`);
  process.exit(failed === 0 ? 0 : 1);
});

async function main() {
  const [authority, stranger] = ['authority', 'stranger'].map((name) => new CertificateAuthority(tmp, name));
  const certificate = authority.issue('server', 'localhost');
  const ca = readFileSync(authority.certificate, 'utf-8');
  const moto = await MotoServer.create();
  const [postgres, mariadb] = [await PostgresServer.create(certificate, 'first'), await MariadbServer.create(certificate, 'first')];
  try {
    for (const [engine, server] of [['postgres', postgres], ['mariadb', mariadb]] as const) {
      const administrator: Credentials = { engine, host: 'localhost', port: server.port, username: server.user, password: 'first' };
      await prepareUser(administrator, ca);
      for (const users of ['one user', 'two users', ...engine === 'mariadb' ? [...MADE] : [MADE[0]]]) {
        const secrets = await Secrets.create(moto, administrator, users);
        await rotate(secrets, functionWith(authority), ca);
        if (MADE.includes(users)) await requirePrivileges(secrets);
      }
      await duringRotation(moto, administrator, functionWith(authority), ca);
      await breakOff(MASTERS.get(engine)!, ca);
    }
    await refusals(moto, [postgres, mariadb], authority, stranger);
  } finally {
    await Promise.all([postgres.remove(), mariadb.remove(), moto.remove()]);
  }
}

async function rotate(secrets: Secrets, code: string, ca: string) {
  for (const step of STEPS) {
    for (const attempt of ['killed', 'again']) {
      const output = await runStep(code, secrets, step);
      if (!output.includes('DONE')) report(`${secrets.users}: ${step}`, output.slice(0, 500), false);
      const [current, pending] = [await secrets.read('AWSCURRENT'), await secrets.read('AWSPENDING')];
      const signsIn = async (credentials?: Credentials) => !!credentials && answers(credentials, ca);
      const [byCurrent, byPending] = [await signsIn(current), await signsIn(pending)];
      // With one user, the current password is refused between the second and the fourth step. The pending password is accepted then.
      const isFine = secrets.users === 'one user' ? byCurrent || byPending : byCurrent || (MADE.includes(secrets.users) && step === 'createSecret');
      const isDone = step !== 'finishSecret' || JSON.stringify(current) === JSON.stringify(pending);
      report(`${current!.engine}, ${secrets.users}: ${step} ${attempt}`,
        `current signs in: ${word(byCurrent)}, pending: ${word(byPending)}, stages: ${await secrets.stages()}`, isFine && isDone);
    }
  }
}

/** Rotates a user while the secret of the administrator still has the previous password, as between two steps of the administrator's rotation. */
async function duringRotation(moto: MotoServer, administrator: Credentials, code: string, ca: string) {
  const secrets = await Secrets.create(moto, administrator, CHANGING);
  await runStep(code, secrets, 'createSecret');
  setTimeout(() => void secrets.administrator.set?.('master'), 5000);
  const isDone = (await runStep(code, secrets, 'setSecret')).includes('DONE');
  const signsIn = await answers((await secrets.read('AWSPENDING'))!, ca);
  report(`${administrator.engine}, ${CHANGING}`, `done: ${word(isDone)}, pending signs in: ${word(signsIn)}`, isDone && signsIn);
}

async function refusals(moto: MotoServer, servers: [PostgresServer, MariadbServer], authority: CertificateAuthority, stranger: CertificateAuthority) {
  for (const [engine, server] of [['postgres', servers[0]], ['mariadb', servers[1]]] as const) {
    const at = { engine, host: 'localhost', port: server.port, username: server.user, password: 'first' };
    const refuses = async (what: string, credentials: Credentials, code: string) => {
      const secrets = await Secrets.create(moto, credentials, 'one user');
      await runStep(code, secrets, 'createSecret');
      const output = await runStep(code, secrets, 'setSecret');
      const outcome = /"outcome":"([^"]+)"/.exec(output)?.[1] ?? output;
      report(`${engine}: ${what}`, outcome, !output.includes('DONE') && outcome !== 'done');
    };
    await refuses('an untrusted CA', at, functionWith(stranger));
    server.use(authority.issue(`${engine}-other`, 'other.example'));
    await server.stop();
    await server.start();
    await refuses('a certificate for another host', at, functionWith(authority));
    await server.stop();
    if (server instanceof MariadbServer) {
      await server.start(false);
      await refuses('no TLS', at, functionWith(authority));
    } else {
      const plain = createTcpServer((socket) => { socket.on('error', () => {}).once('data', () => socket.write('N')); }).listen(server.port, '127.0.0.1');
      await refuses('no TLS', at, functionWith(authority));
      plain.close();
    }
  }
}

/** A copy of the function that trusts the given CA. */
function functionWith(authority: CertificateAuthority): string {
  const folder = mkdtempSync(path.join(tmp, 'function-'));
  cpSync(path.join(ROOT, 'assets', 'lambda', 'rotate-database.lambda'), folder, { recursive: true });
  writeFileSync(path.join(folder, 'certificates.pem'), readFileSync(authority.certificate));
  return path.join(folder, 'index.js');
}

/** Runs a step in a new process, kills the process after its work, and returns the output. */
async function runStep(code: string, secrets: Secrets, Step: string): Promise<string> {
  const request = JSON.stringify({ SecretId: secrets.id, ClientRequestToken: TOKEN, Step });
  const child = new ServerProcess(process.execPath, ['-e', PROGRAM, code, request], {
    env: { ...process.env, NODE_PATH: path.join(ROOT, 'node_modules'), AWS_ENDPOINT_URL: secrets.endpoint, ...ACCOUNT, ...secrets.variables },
  });
  await child.until(() => child.output.includes('DONE'), 30).catch(() => undefined);
  await child.end('SIGKILL');
  const values = [await secrets.read('AWSCURRENT'), await secrets.read('AWSPENDING')].map((credentials) => credentials?.password ?? 'none');
  if (values.some((value) => value.length > 20 && child.output.includes(value))) throw new Error(`${Step} printed a password`);
  return child.output;
}

const ACCOUNT = { AWS_REGION: 'eu-west-2', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', NODE_NO_WARNINGS: '1' };

/** A secret in moto behind a proxy. The proxy lists pending versions without a value, as Secrets Manager does and moto does not. */
class Secrets {
  public static async create(moto: MotoServer, administrator: Credentials, users: string): Promise<Secrets> {
    const port = await freePort();
    const server = createServer((request, response) => void forward(moto.endpoint, request).then(({ status, text }) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(text);
    })).listen(port, '127.0.0.1');
    server.unref();
    const client = new SecretsManagerClient({ endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-2', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
    const store = async (value: object) => {
      const { ARN } = await client.send(new CreateSecretCommand({ Name: `s-${port}-${Math.random()}`, SecretString: JSON.stringify(value) }));
      return ARN!;
    };
    const isPostgres = administrator.engine === 'postgres';
    const master = MASTERS.get(administrator.engine) ?? administrator;
    const user = { ...administrator, password: 'first', dbname: isPostgres ? 'postgres' : undefined };
    if (users === 'one user') return new Secrets(client, `http://127.0.0.1:${port}`, await store(administrator), users);
    if (users === 'two users') {
      return new Secrets(client, `http://127.0.0.1:${port}`, await store({ ...user, username: 'app', masterarn: await store(master) }), users);
    }
    if (users === CHANGING) {
      const masterarn = await store({ ...master, password: 'before' });
      const secret = new Secrets(client, `http://127.0.0.1:${port}`, await store({ ...user, username: 'app', masterarn }), users);
      secret.administrator.set = async (password) => {
        await client.send(new PutSecretValueCommand({ SecretId: masterarn, SecretString: JSON.stringify({ ...master, password }) }));
      };
      return secret;
    }
    // Secrets that Amazon RDS manages have no host.
    const masterarn = await store({ username: master.username, password: master.password });
    const username = users === MADE[0] ? 'newcomer' : 'half';
    return new Secrets(client, `http://127.0.0.1:${port}`, await store({ ...user, username, masterarn }), users, {
      DATABASE_USER: username, DATABASE_HOST: 'localhost', PRIVILEGES: JSON.stringify([PRIVILEGES[administrator.engine]]),
    });
  }

  public readonly administrator: { set?(password: string): Promise<void> } = {};

  private constructor(
    private readonly client: SecretsManagerClient, public readonly endpoint: string, public readonly id: string, public readonly users: string,
    public readonly variables: Record<string, string> = {},
  ) {}

  public async read(VersionStage: string): Promise<Credentials | undefined> {
    return this.client.send(new GetSecretValueCommand({ SecretId: this.id, VersionStage }))
      .then(({ SecretString }) => JSON.parse(SecretString!), () => undefined);
  }

  public async stages(): Promise<string> {
    const { VersionIdsToStages = {} } = await this.client.send(new DescribeSecretCommand({ SecretId: this.id }));
    return Object.entries(VersionIdsToStages)
      .map(([version, stages]) => `${version === TOKEN ? 'new' : 'old'} ${stages.map((stage) => stage.slice(3)).join('+')}`).sort().join(', ');
  }
}

/** Users that the function creates. `half made`: the state after a kill between two statements of MariaDB, which has no transactions for users. */
const MADE = ['two users, neither there', 'two users, half made'];

const CHANGING = 'two users, administrator rotates';

const MASTERS = new Map<string, Credentials>();

async function forward(endpoint: string, request: IncomingMessage): Promise<{ status: number; text: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(['content-type', 'x-amz-target', 'authorization', 'x-amz-date'].map((name) => [name, String(request.headers[name] ?? '')]));
  const answer = await fetch(endpoint, { method: 'POST', headers, body: Buffer.concat(chunks) });
  const text = await answer.text();
  if (!headers['x-amz-target'].endsWith('DescribeSecret')) return { status: answer.status, text };
  const secret = JSON.parse(text);
  delete secret.RotationEnabled;
  if (!secret.VersionIdsToStages?.[TOKEN]) secret.VersionIdsToStages = { ...secret.VersionIdsToStages, [TOKEN]: ['AWSPENDING'] };
  return { status: answer.status, text: JSON.stringify(secret) };
}

/** Creates a user `app` and a permanent administrator for alternating users. */
async function prepareUser(administrator: Credentials, ca: string) {
  const file = path.join(tmp, `${administrator.engine}-ca.pem`);
  writeFileSync(file, ca);
  const { host, port, username, password } = administrator;
  if (administrator.engine === 'postgres') {
    const url = `host=${host} port=${port} user=${username} dbname=postgres sslmode=verify-full sslrootcert=${file}`;
    // Not a superuser, like the administrator of Amazon RDS.
    const sql = `CREATE ROLE app LOGIN PASSWORD 'first'; CREATE ROLE master CREATEROLE LOGIN PASSWORD 'master'; GRANT app TO master WITH ADMIN OPTION;
      GRANT USAGE, CREATE ON SCHEMA public TO master WITH GRANT OPTION`;
    execFileSync('psql', [url, '-c', sql], { env: { ...process.env, PGPASSWORD: password }, stdio: 'pipe' });
  } else {
    const sql = "CREATE USER app@'%' IDENTIFIED BY 'first'; GRANT SELECT ON mysql.* TO app@'%'; CREATE USER master@'%' IDENTIFIED BY 'master'; GRANT ALL ON *.* TO master@'%' WITH GRANT OPTION;"
      + "CREATE USER half@'%' IDENTIFIED BY 'unknown'; CREATE USER half_clone@'%' IDENTIFIED BY 'unknown';";
    execFileSync('mariadb', ['-h', '127.0.0.1', '-P', `${port}`, '-u', username, `-p${password}`, '--ssl', '-e', sql], { stdio: 'pipe' });
  }
  MASTERS.set(administrator.engine, { ...administrator, username: 'master', password: 'master' });
}

/** Reports whether both alternating users have the privileges of the template. */
async function requirePrivileges(secrets: Secrets) {
  for (const stage of ['AWSPREVIOUS', 'AWSCURRENT']) {
    const user = (await secrets.read(stage))!;
    const isFine = mayDoIt(user);
    report(`${user.engine}, ${secrets.users}: ${user.username}`, `has the privileges of the template: ${word(isFine)}`, isFine);
  }
}

/** Interrupts the creation of a user after each statement. A user that can sign in must have its privileges, and a repetition must complete it. */
async function breakOff(master: Credentials, ca: string) {
  const { engine } = master;
  const administrator = { ...master, dbname: engine === 'postgres' ? 'postgres' : undefined };
  for (const kind of ['provide', 'alternate'] as const) {
    for (let statements = 1, isDone = false; !isDone; statements++) {
      const user = { ...administrator, username: `${kind}_${statements}`, password: 'Second-1' };
      const make = async (limit: number) => {
        const session = (await open(administrator, ca))!;
        limitStatements(session, limit);
        const made = kind === 'provide' ? session.provide(user.username, [PRIVILEGES[engine]], user.password) : session.alternate(user.username, 'newcomer', user.password);
        return made.then(() => true, (error) => { if (error !== BROKEN) throw error; return false; }).finally(() => session.close());
      };
      isDone = await make(statements);
      const signsIn = await answers(user, ca);
      const isHalf = signsIn && !mayDoIt(user);
      const isMended = await make(Infinity) && mayDoIt(user);
      report(`${engine}: ${kind} ends after ${statements} statements`, `signs in: ${word(signsIn)}, lacks privileges: ${word(isHalf)}, complete after repetition: ${word(isMended)}`,
        !isHalf && isMended);
    }
  }
}

const BROKEN = new Error('interrupted');

function limitStatements(session: Session, limit: number) {
  const { connection, client } = session as unknown as Record<string, { query: (...args: unknown[]) => Promise<unknown> }>;
  const channel = connection ?? client;
  const query = channel.query.bind(channel);
  let count = 0;
  channel.query = (...args) => count++ < limit ? query(...args) : Promise.reject(BROKEN);
}

/** Privileges of the test users. */
const PRIVILEGES: Record<string, string> = { postgres: 'USAGE, CREATE ON SCHEMA public', mariadb: 'SELECT ON mysql.*' };

function mayDoIt({ engine, host, port, username, password }: Credentials): boolean {
  const url = `host=${host} port=${port} user=${username} dbname=postgres sslmode=verify-full sslrootcert=${path.join(tmp, `${engine}-ca.pem`)}`;
  const [program, ...args] = engine === 'postgres'
    ? ['psql', url, '-c', `CREATE TABLE made_by_${username} (); DROP TABLE made_by_${username}`]
    : ['mariadb', '-h', '127.0.0.1', '-P', `${port}`, '-u', username, `-p${password}`, '--ssl', '-e', 'SELECT count(*) FROM mysql.user'];
  return spawnSync(program, args, { env: { ...process.env, PGPASSWORD: password }, stdio: 'pipe' }).status === 0;
}

async function answers(credentials: Credentials, ca: string): Promise<boolean> {
  const session = await open(credentials, ca);
  await session?.ping();
  await session?.close();
  return session !== undefined;
}

function report(what: string, outcome: string, isFine: boolean) {
  if (!isFine) failed += 1;
  console.log(`${isFine ? 'ok    ' : 'FAILED'} ${what.padEnd(52)} ${outcome}`);
}

function word(is: boolean): string {
  return is ? 'yes' : 'no';
}
