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
   * What the names of the environment variables begin with.
   * @default 'DB'
   */
  readonly environmentPrefix?: string;
}
