import { randomInt } from 'crypto';
import { Failure } from './failure';
import { openMySql } from './mysql';
import { openPostgres } from './postgres';
import { Credentials, Session } from './session';

const OPEN: Record<string, typeof openPostgres> = {
  'postgres': openPostgres, 'aurora-postgresql': openPostgres, 'mysql': openMySql, 'aurora-mysql': openMySql, 'aurora': openMySql, 'mariadb': openMySql,
};

/** Of which no character breaks a connection string, an URL or a quoted text. */
const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
const CLASSES = [/[A-Z]/, /[a-z]/, /[0-9]/, /[-_.]/];
const LENGTH = 32;

/** Opens a session with the database that a secret names, over TLS with its certificate and host name verified; undefined where the password is refused. */
export function open(credentials: Credentials, ca: string): Promise<Session | undefined> {
  const opener = OPEN[credentials.engine] ?? fail(`engine is ${credentials.engine}, need one of ${Object.keys(OPEN).join(', ')}`);
  return opener(credentials, ca);
}

/** A password with a character of each class that password policies ask for. */
export function newPassword(): string {
  const password = Array.from({ length: LENGTH }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join('');
  return CLASSES.every((needed) => needed.test(password)) ? password : newPassword();
}

function fail(message: string): never {
  throw new Failure(message);
}
