import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, IConstruct } from 'constructs';
import { DatabaseUserOptions, RotationStrategy } from './access-options';
import { mustBe, refuse, requireKnown, requireProps, requireString } from '../../core/validation';
import { DatabaseRotation } from '../credentials/database-credentials';
import { generatedSecret } from '../credentials/generated-secret';
import { DEFAULT_USERNAME, RESERVED_NAMES, ResolvedCredentials, ResolvedPassword, resolvePassword } from '../credentials/resolve-credentials';
import { RotatedSecret, rotateSecret } from '../credentials/rotate-secret';

/** The database of a user. */
export interface UserDatabase extends Pick<RotatedSecret, 'keyReference' | 'engine' | 'vpc' | 'connections'> {
  readonly database: secretsmanager.ISecretAttachmentTarget & IConstruct;
  readonly host: string;
  /** Secret of the administrator. */
  readonly administrator: secretsmanager.ISecret;
  readonly credentials: ResolvedCredentials;
  /** Names of the users it has, to which each user is added. */
  readonly usernames: Set<string>;
}

interface ResolvedUser {
  readonly username: string;
  readonly isAlternating: boolean;
  /** Undefined if the library's function does not create the user. */
  readonly privileges?: string[];
  readonly password: ResolvedPassword;
}

const SUFFIX = '_clone';
/** A privilege of GRANT: keywords and columns, `ON`, objects. Nothing that ends the statement. */
const PRIVILEGE = /[A-Za-z][\w ,()]* ON [\w$.*`" ,]+/;

/** Creates the secret of a database user and rotates it. */
export function createDatabaseUser(scope: Construct, id: string, database: UserDatabase, options: DatabaseUserOptions): secretsmanager.ISecret {
  const { username, isAlternating, privileges, password } = resolveUser(scope, database, options);
  const { administrator, host, keyReference } = database;

  const user = new Construct(scope, id);
  database.usernames.add(username);
  const administratorSecret = isAlternating ? administrator : undefined;
  const secret = generatedSecret(user, username, password.secretName, keyReference, administratorSecret).attach(database.database);
  rotateSecret(user, {
    ...database,
    secret,
    password,
    owner: `database user ${username}`,
    alternating: isAlternating ? { administrator, username, host, privileges: privileges ?? [] } : undefined,
    immediately: privileges !== undefined,
  });
  return secret;
}

function resolveUser(scope: Construct, { engine, credentials, vpc, usernames }: UserDatabase, options: DatabaseUserOptions): ResolvedUser {
  requireProps(scope, 'DatabaseUserOptions', options, 'options');
  const { username, privileges, strategy = RotationStrategy.ALTERNATING_USERS } = options;
  const password = resolvePassword(scope, 'options', options, vpc);
  const isAlternating = strategy === RotationStrategy.ALTERNATING_USERS;
  const isFunction = password.rotation === DatabaseRotation.FUNCTION;
  // MySQL Reference Manual, Account User Names and Passwords; PostgreSQL documentation, Identifiers and Key Words.
  const maxLength = (engine.engineFamily === 'MYSQL' ? 32 : 63) - SUFFIX.length;
  requireKnown(scope, 'options.username', username);
  requireString(scope, 'options.username', username, {
    need: `1 to ${maxLength} lower-case letters, digits and underscores, starting with a letter and not ending in ${SUFFIX}`,
    pattern: new RegExp(`(?!.*${SUFFIX}$)[a-z][a-z0-9_]*`),
    maxLength,
  });
  if ([...RESERVED_NAMES, credentials.username ?? DEFAULT_USERNAME].includes(username)) {
    mustBe(scope, 'options.username', "a name other than the administrator's that Amazon RDS does not reserve", username);
  }
  requireKnown(scope, 'options.strategy', strategy);
  if (isAlternating && !credentials.password && !isFunction) {
    // The hosted function reads the host from the secret of the administrator (aws-secrets-manager-rotation-lambdas). A managed secret has none, and that of an
    // existing secret is not known.
    mustBe(scope, 'options.rotation', `DatabaseRotation.FUNCTION for alternating users with DatabaseCredentials.${credentials.factory}()`, password.rotation);
  }
  if (privileges && !isAlternating) mustBe(scope, 'options.strategy', 'RotationStrategy.ALTERNATING_USERS with privileges', strategy);
  if (privileges && !isFunction) mustBe(scope, 'options.rotation', 'DatabaseRotation.FUNCTION with privileges', password.rotation);
  requireKnown(scope, 'options.privileges', privileges);
  privileges?.forEach((privilege, index) => {
    requireKnown(scope, `options.privileges[${index}]`, privilege);
    requireString(scope, `options.privileges[${index}]`, privilege, { need: 'privileges and objects such as SELECT, INSERT ON ledger.*', pattern: PRIVILEGE });
  });
  if (usernames.has(username)) refuse(scope, `database user '${username}' already exists in this database`);
  return { username, isAlternating, privileges, password };
}
