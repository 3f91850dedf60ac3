import { randomInt } from 'crypto';
import { Failure } from './failure';
import { openMySql } from './mysql';
import { openPostgres } from './postgres';
import { Credentials, Session } from './session';

const OPEN: Record<string, typeof openPostgres> = {
  'postgres': openPostgres, 'aurora-postgresql': openPostgres, 'mysql': openMySql, 'aurora-mysql': openMySql, 'aurora': openMySql, 'mariadb': openMySql,
};

/** Characters that need no escaping in connection strings, URLs and quoted text. */
const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
const CLASSES = [/[A-Z]/, /[a-z]/, /[0-9]/, /[-_.]/];
const LENGTH = 32;

/** Opens a session with the database of a secret, over TLS with verified certificate and host name. Undefined if the password is rejected. */
export function open(credentials: Credentials, ca: string): Promise<Session | undefined> {
  const opener = OPEN[credentials.engine] ?? fail(`engine is ${credentials.engine}, need one of ${Object.keys(OPEN).join(', ')}`);
  return opener(credentials, ca);
}

/** A password with upper case and lower case letters, digits and punctuation, as password policies require. */
export function newPassword(): string {
  const password = Array.from({ length: LENGTH }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join('');
  return CLASSES.every((needed) => needed.test(password)) ? password : newPassword();
}

function fail(message: string): never {
  throw new Failure(message);
}
