import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { DatabaseConnectionOptions, DatabaseUserOptions } from './access-options';
import { connectClient, DatabaseEndpoint } from './connect-client';
import { createDatabaseUser, UserDatabase } from './database-user';
import { IDatabaseClient } from '../../core/contracts/database-client';
import { refuse, requireArgument, requireKnown, requireString } from '../../core/validation';

/** Clients and users of a database. */
export class DatabaseAccess {
  private readonly usernames = new Set<string>();

  constructor(private readonly scope: Construct, private readonly endpoint: DatabaseEndpoint, private readonly database: Omit<UserDatabase, 'usernames'>) {}

  /** Allows a client to connect. */
  public connect(client: IDatabaseClient, options: DatabaseConnectionOptions): void {
    requireArgument(this.scope, 'client', 'IDatabaseClient', client);
    connectClient(this.scope, this.endpoint, client, options);
  }

  /** Creates the secret of a user and rotates it. */
  public addUser(id: string, options: DatabaseUserOptions): secretsmanager.ISecret {
    requireArgument(this.scope, 'id', 'string', id);
    requireKnown(this.scope, 'id', id);
    requireString(this.scope, 'id', id, { need: 'an id of at least one character' });
    if (this.scope.node.tryFindChild(id)) refuse(this.scope, `construct '${id}' already exists in this database`);
    return createDatabaseUser(this.scope, id, { ...this.database, usernames: this.usernames }, options);
  }
}
