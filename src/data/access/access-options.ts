import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { GeneratedPasswordOptions } from '../credentials/database-credentials';

/** How a client signs in to a database. */
export interface DatabaseConnectionOptions {
  /**
   * Database user for IAM authentication. The user must exist in the database: `CREATE USER app; GRANT rds_iam TO app;` in PostgreSQL,
   * `CREATE USER app IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';` in MySQL. At most 63 letters, digits and underscores in PostgreSQL, 32 in MySQL.
   * @default 'app'
   */
  readonly databaseUser?: string;
  /**
   * Secret with the fields `username` and `password`, used instead of IAM authentication.
   * @default - IAM authentication
   */
  readonly secret?: secretsmanager.ISecret;
  /**
   * Whether the client reads the secret itself. The client then gets the ARN of the secret and can read it again after a rotation.
   * Otherwise it gets the user name and the password when it starts.
   * @default - true for a Lambda function, otherwise false
   */
  readonly readsSecret?: boolean;
  /**
   * Prefix of the names of the environment variables: letters, digits and underscores.
   * @default 'DB'
   */
  readonly environmentPrefix?: string;
}

/** Number of database users that share a rotated password (Secrets Manager User Guide, Lambda function rotation strategies). */
export enum RotationStrategy {
  /** One user, whose password changes. Connections can fail for a moment during a rotation. */
  SINGLE_USER = 'single-user',
  /** Two alternating users. A rotation changes only the one not in use. The second user has the suffix `_clone` and is created by the administrator. */
  ALTERNATING_USERS = 'alternating-users',
}

/** Options of a database user with a generated password. */
export interface DatabaseUserOptions extends GeneratedPasswordOptions {
  /**
   * Name: lower-case letters, digits and underscores, starting with a letter. At most 26 characters in MySQL and 57 in PostgreSQL. A database has
   * each user once.
   */
  readonly username: string;
  /**
   * Rotation strategy.
   * @default RotationStrategy.ALTERNATING_USERS
   */
  readonly strategy?: RotationStrategy;
  /**
   * Privileges as in GRANT, between `GRANT` and `TO`: `SELECT, INSERT ON ledger.*`. With privileges, the library's rotation function creates the user
   * during the deployment. An existing user keeps its privileges. They need `DatabaseRotation.FUNCTION` and alternating users.
   * @default - you create the user, with the password in the secret, before the first rotation
   * @example
   * const reports = new CompliantPostgres(this, 'Reports', { vpc: network.vpc, databaseName: 'reports' });
   * reports.addUser('Reader', {
   *   username: 'reader',
   *   rotation: DatabaseRotation.FUNCTION,
   *   privileges: ['CONNECT ON DATABASE reports', 'USAGE ON SCHEMA public', 'SELECT ON ALL TABLES IN SCHEMA public'],
   * });
   */
  readonly privileges?: string[];
}
