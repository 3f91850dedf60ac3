import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { DatabaseConnectionOptions, DatabaseUserOptions } from './access-options';
import { connectClient, DatabaseEndpoint } from './connect-client';
import { createDatabaseUser, UserDatabase } from './database-user';
import { IDatabaseClient } from '../../core/contracts/database-client';

/** Clients and users of a database. */
export class DatabaseAccess {
  private readonly usernames = new Set<string>();

  constructor(private readonly scope: Construct, private readonly endpoint: DatabaseEndpoint, private readonly database: Omit<UserDatabase, 'usernames'>) {}

  /** Allows a client to connect. */
  public connect(client: IDatabaseClient, options: DatabaseConnectionOptions): void {
    connectClient(this.scope, this.endpoint, client, options);
  }

  /** Creates the secret of a user and rotates it. */
  public addUser(id: string, options: DatabaseUserOptions): secretsmanager.ISecret {
    return createDatabaseUser(this.scope, id, { ...this.database, usernames: this.usernames }, options);
  }
}
