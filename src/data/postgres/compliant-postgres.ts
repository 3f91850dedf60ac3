import * as backup from 'aws-cdk-lib/aws-backup';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { CompliantPostgresProps } from './compliant-postgres-props';
import { recommendPostgresAlarms } from './postgres-alarms';
import { postgresEndpoint } from './postgres-endpoint';
import { createPostgresInstances } from './postgres-instance';
import { resolvePostgresProps } from './resolve-postgres-props';
import { IDatabaseClient } from '../../core/contracts/database-client';
import { requireArguments, requireEntry } from '../../core/validation';
import { backedUpResources } from '../../core/workload/registry';
import { DatabaseConnectionOptions, DatabaseUserOptions } from '../access/access-options';
import { DatabaseAccess } from '../access/database-access';
import { createFoundation } from '../shared/database-foundation';

/**
 * A PostgreSQL instance of Amazon RDS for regulated data: encrypted, isolated, audited and backed up. It accepts TLS connections only.
 * It creates its log groups, recommends its alarms, and grants access per client with `allowConnectionsFrom`.
 *
 * @example
 * const postgres = new CompliantPostgres(this, 'Events', {
 *   vpc: network.vpc,
 *   databaseName: 'events',
 *   instanceType: ec2.InstanceType.of(ec2.InstanceClass.M7G, ec2.InstanceSize.LARGE),
 * });
 * postgres.allowConnectionsFrom(service);
 */
export class CompliantPostgres extends Construct implements ec2.IConnectable {
  /** The instance, for settings that this construct does not have. */
  public readonly instance: rds.IDatabaseInstance;
  /** Read replicas. */
  public readonly replicas: rds.DatabaseInstanceReadReplica[];
  /** Parameter group. */
  public readonly parameterGroup: rds.ParameterGroup;
  /** Log groups of the instance by log type. */
  public readonly logGroups: { [type: string]: logs.LogGroup };
  /** Secret of the administrator. */
  public readonly secret: secretsmanager.ISecret;
  /** Connections of the instance and its replicas. */
  public readonly connections: ec2.Connections;
  private readonly access: DatabaseAccess;

  /** @throws ValidationError for props that Amazon RDS refuses or that contradict each other */
  constructor(scope: Construct, id: string, props: CompliantPostgresProps) {
    super(scope, id);
    const resolved = resolvePostgresProps(this, props);

    const foundation = createFoundation(this, resolved);
    this.connections = foundation.connections;
    this.parameterGroup = foundation.parameterGroup;
    this.logGroups = foundation.logGroups;
    const instances = createPostgresInstances(this, resolved, foundation);
    this.instance = instances.instance;
    this.secret = instances.secret;
    this.replicas = instances.replicas;
    const endpoint = postgresEndpoint(this, instances, this.connections, resolved);
    this.access = new DatabaseAccess(this, endpoint, {
      ...resolved, ...foundation, database: instances.instance, host: endpoint.host, administrator: this.secret,
    });

    recommendPostgresAlarms(this, this.instance, this.replicas, resolved);
    backedUpResources(this).add({
      construct: this, resource: backup.BackupResource.fromRdsDatabaseInstance(this.instance), encryptionKey: foundation.key,
    });
  }

  /**
   * The log group of a log type.
   * @param type `postgresql` or `upgrade`
   * @throws ValidationError when the database has no log of that type
   */
  public logGroup(type: string): logs.LogGroup {
    requireArguments(this, 'CompliantPostgres.logGroup', { type });
    return requireEntry(this, 'type', 'a log type of the database', this.logGroups, type);
  }

  /**
   * Allows a client to connect. Opens the security groups of both, grants IAM authentication as a database user or passes a secret, and sets `DB_HOST`,
   * `DB_PORT`, `DB_NAME`, `DB_USER`, `DB_READER_HOST` (the first replica), `DB_CA_BUNDLE_URL` and, with a secret, `DB_PASSWORD` in the environment of
   * the client.
   * @throws ValidationError when the client could not sign in with the options
   */
  public allowConnectionsFrom(client: IDatabaseClient, options: DatabaseConnectionOptions = {}): void {
    this.access.connect(client, options);
  }

  /**
   * Creates the secret of a database user other than the administrator, and rotates its password. A client signs in as the user with
   * `allowConnectionsFrom(client, { secret, readsSecret: true })`.
   * @throws ValidationError when the user exists already, cannot be created or its password cannot be rotated
   * @example
   * const postgres = new CompliantPostgres(this, 'Events', { vpc: network.vpc, databaseName: 'events' });
   * const secret = postgres.addUser('Application', { username: 'application', rotation: DatabaseRotation.FUNCTION });
   * postgres.allowConnectionsFrom(service, { secret });
   */
  public addUser(id: string, options: DatabaseUserOptions): secretsmanager.ISecret {
    return this.access.addUser(id, options);
  }
}
