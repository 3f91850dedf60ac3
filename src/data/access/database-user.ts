import { Token } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, IConstruct } from 'constructs';
import { DatabaseUserOptions, RotationStrategy } from './database-user-options';
import { refuse } from '../../core/validation';
import { DatabaseCredentials, DatabaseRotation } from '../credentials/database-credentials';
import { DEFAULT_USERNAME, generatedSecret } from '../credentials/generated-secret';
import { RotatedSecret, rotateSecret } from '../credentials/rotate-secret';
import { RESERVED_NAMES } from '../shared/database-rules';

/** What a database is to its users. */
export interface UserDatabase extends Pick<RotatedSecret, 'key' | 'engine' | 'vpc' | 'connections'> {
  readonly database: secretsmanager.ISecretAttachmentTarget & IConstruct;
  readonly host: string;
  /** Secret of the administrator. */
  readonly administrator: secretsmanager.ISecret;
  /** How the administrator signs in. */
  readonly credentials: DatabaseCredentials;
}

const SUFFIX = '_clone';

/** Rotates the password of the administrator. */
export function rotateAdministrator(scope: Construct, database: UserDatabase): void {
  const { administrator: secret, credentials: { options } } = database;
  rotateSecret(scope, { ...database, secret, options, prop: 'credentials', whose: 'database administrator' });
}

/** Makes the secret of a database user, and rotates it. */
export function createDatabaseUser(scope: Construct, id: string, database: UserDatabase, options: DatabaseUserOptions): secretsmanager.ISecret {
  const user = new Construct(scope, id);
  const { username, privileges, strategy = RotationStrategy.ALTERNATING_USERS } = options;
  const { administrator, host, key } = database;
  const isAlternating = strategy === RotationStrategy.ALTERNATING_USERS;
  requireUser(user, database, options, isAlternating);
  const secret = generatedSecret(user, username, options, key, isAlternating ? administrator : undefined).attach(database.database);
  rotateSecret(user, {
    ...database,
    secret,
    options,
    prop: 'options',
    whose: `database user ${username}`,
    alternating: isAlternating ? { administrator, username, host, privileges: privileges ?? [] } : undefined,
    immediately: privileges !== undefined,
  });
  return secret;
}

function requireUser(scope: Construct, { engine, credentials }: UserDatabase, options: DatabaseUserOptions, isAlternating: boolean): void {
  const { username, privileges, rotation } = options;
  // MySQL Reference Manual, Account User Names and Passwords; PostgreSQL documentation, Identifiers and Key Words.
  const longest = (engine.engineFamily === 'MYSQL' ? 32 : 63) - SUFFIX.length;
  if (Token.isUnresolved(username) || !/^[a-z][a-z0-9_]*$/.test(username) || username.length > longest || username.endsWith(SUFFIX)) {
    refuse(scope, `username is '${username}', need 1 to ${longest} lower-case letters, digits and underscores, a letter first, ${SUFFIX} not last`);
  }
  if ([...RESERVED_NAMES, credentials.username ?? DEFAULT_USERNAME].includes(username)) {
    refuse(scope, `username is '${username}', need one that is neither the administrator's nor kept by Amazon RDS to itself`);
  }
  if (isAlternating && credentials.isManaged && rotation !== DatabaseRotation.FUNCTION) {
    // aws-secrets-manager-rotation-lambdas, get_secret_dict: for such a secret it asks the API of Amazon RDS for the host.
    refuse(scope, `user ${username} alternates by hosted rotation beside an administrator whom Amazon RDS manages, need DatabaseRotation.FUNCTION or `
      + 'DatabaseCredentials.generated(): the secret of the administrator has no host');
  }
  if (!privileges) return;
  if (!isAlternating || rotation !== DatabaseRotation.FUNCTION) {
    refuse(scope, `user ${username} has privileges, need alternating users and DatabaseRotation.FUNCTION: nothing else makes a user`);
  }
  const wrong = privileges.find((privilege) => !/^[A-Za-z][\w ,()]* ON [\w$.*`" ,]+$/.test(privilege));
  if (wrong !== undefined || privileges.length === 0) {
    refuse(scope, `privileges of ${username} are '${wrong ?? ''}', need at least one like 'SELECT, INSERT ON ledger.*'`);
  }
}
