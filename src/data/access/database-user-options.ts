import { GeneratedPasswordOptions } from '../credentials/database-credentials';

/** Among how many users of the database a password rotates (Secrets Manager User Guide, Lambda function rotation strategies). */
export enum RotationStrategy {
  /** One user, whose password changes. For a moment the old one is refused and the new one not yet known. */
  SINGLE_USER = 'single-user',
  /** Two users that take turns: the one in use is never touched. The second one is made by the administrator, with the suffix `_clone`. */
  ALTERNATING_USERS = 'alternating-users',
}

/** Options of a database user with a generated password. */
export interface DatabaseUserOptions extends GeneratedPasswordOptions {
  /** Name, up to 26 lower-case letters, digits and underscores in MySQL, up to 57 in PostgreSQL, a letter first. */
  readonly username: string;
  /**
   * Among how many users the password rotates.
   * @default RotationStrategy.ALTERNATING_USERS
   */
  readonly strategy?: RotationStrategy;
  /**
   * What the user may do, in the words of GRANT between it and TO: `SELECT, INSERT ON ledger.*`. With them the function of the library makes the user, in
   * its first rotation, as part of the deployment; a user that is there keeps the privileges it has.
   * @default - somebody makes the user, with the password in the secret, before the first rotation
   */
  readonly privileges?: string[];
}
