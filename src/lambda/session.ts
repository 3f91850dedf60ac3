/** What the secret of a database user holds (Secrets Manager User Guide, JSON structure of AWS Secrets Manager database credential secrets). */
export interface Credentials {
  readonly engine: string;
  readonly host: string;
  readonly port?: number | string;
  readonly username: string;
  readonly password: string;
  readonly dbname?: string;
  /** Secret of the administrator, where two users take turns. */
  readonly masterarn?: string;
}

/** A connection that is signed in. */
export interface Session {
  /** Asks the database for an answer. */
  ping(): Promise<void>;
  /** Changes the password of the user that is signed in. */
  changePassword(password: string): Promise<void>;
  /** Makes a user with privileges, unless there is one, and sets its password. */
  provide(username: string, privileges: string[], password: string): Promise<void>;
  /** Makes a user that may do what another may, unless there is one, and sets its password. */
  alternate(username: string, like: string, password: string): Promise<void>;
  close(): Promise<void>;
}

/** How long a database may take to accept a connection, in milliseconds. */
export const CONNECT_TIMEOUT = 5000;
