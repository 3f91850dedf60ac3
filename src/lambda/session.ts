/** Secret of a database user (Secrets Manager User Guide, JSON structure of AWS Secrets Manager database credential secrets). */
export interface Credentials {
  readonly engine: string;
  readonly host: string;
  readonly port?: number | string;
  readonly username: string;
  readonly password: string;
  readonly dbname?: string;
  /** Secret of the administrator, for alternating users. */
  readonly masterarn?: string;
}

/** An authenticated connection. */
export interface Session {
  /** Runs a query without effect. */
  ping(): Promise<void>;
  /** Changes the password of the current user. */
  changePassword(password: string): Promise<void>;
  /** Creates a user with privileges unless it exists, and sets its password. */
  provide(username: string, privileges: string[], password: string): Promise<void>;
  /** Creates a user with the privileges of another unless it exists, and sets its password. */
  alternate(username: string, like: string, password: string): Promise<void>;
  close(): Promise<void>;
}

/** Time limit for connecting to a database, in milliseconds. */
export const CONNECT_TIMEOUT = 5000;
