import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/** How a client signs in to a database. */
export interface DatabaseConnectionOptions {
  /**
   * Database user that the client signs in as with IAM authentication. It has to exist in the database: in PostgreSQL
   * `CREATE USER app; GRANT rds_iam TO app;`, in MySQL `CREATE USER app IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';`.
   * @default 'app'
   */
  readonly databaseUser?: string;
  /**
   * Secret with the fields `username` and `password` that the client signs in with instead of IAM authentication.
   * @default - IAM authentication
   */
  readonly secret?: secretsmanager.ISecret;
  /**
   * Whether the client is told the ARN of the secret and reads it itself, as often as it signs in, so that it outlives a rotation of the password;
   * else it is handed the user name and the password at its start.
   * @default false
   */
  readonly readsSecret?: boolean;
  /**
   * What the names of the environment variables begin with.
   * @default 'DB'
   */
  readonly environmentPrefix?: string;
}
