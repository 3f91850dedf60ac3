import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { recommendAuroraAlarms } from './aurora-alarms';
import { createAuroraCluster } from './aurora-cluster';
import { createAuroraEndpoint } from './aurora-endpoint';
import { CompliantAuroraProps } from './compliant-aurora-props';
import { scaleReaders } from './reader-scaling';
import { resolveAuroraProps } from './resolve-aurora-props';
import { IDatabaseClient } from '../../core/contracts/database-client';
import { requireArguments, requireEntry } from '../../core/validation';
import { backedUpResources } from '../../core/workload/registry';
import { DatabaseConnectionOptions, DatabaseUserOptions } from '../access/access-options';
import { DatabaseAccess } from '../access/database-access';
import { createFoundation } from '../shared/database-foundation';

/**
 * An Aurora cluster for regulated data: encrypted, isolated, audited and backed up. It accepts TLS connections only.
 * It creates its log groups, recommends its alarms, and grants access per client with `allowConnectionsFrom`.
 *
 * @example
 * const ledger = new CompliantAurora(this, 'Ledger', {
 *   vpc: network.vpc,
 *   databaseName: 'ledger',
 *   capacity: AuroraCapacity.serverless({ minAcu: 1, maxAcu: 8 }),
 * });
 * ledger.allowConnectionsFrom(service);
 */
export class CompliantAurora extends Construct implements ec2.IConnectable {
  /** The cluster, for settings that this construct does not have. */
  public readonly cluster: rds.DatabaseClusterBase;
  /** Cluster parameter group. */
  public readonly parameterGroup: rds.ParameterGroup;
  /** Log groups by log type. */
  public readonly logGroups: { [type: string]: logs.LogGroup };
  /** Secret of the administrator. */
  public readonly secret: secretsmanager.ISecret;
  /** The proxy; undefined without `proxy`. */
  public readonly proxy?: rds.DatabaseProxy;
  /** Scaling of the readers; undefined without `readerScaling`. */
  public readonly readerScaling?: appscaling.ScalableTarget;
  /** Connections of the cluster. */
  public readonly connections: ec2.Connections;
  private readonly access: DatabaseAccess;

  /** @throws ValidationError for props that Amazon RDS refuses or that contradict each other */
  constructor(scope: Construct, id: string, props: CompliantAuroraProps) {
    super(scope, id);
    const resolved = resolveAuroraProps(this, props);

    const foundation = createFoundation(this, resolved);
    this.connections = foundation.connections;
    this.parameterGroup = foundation.parameterGroup;
    this.logGroups = foundation.logGroups;
    this.cluster = createAuroraCluster(this, resolved, foundation);
    this.secret = resolved.credentials.secret ?? this.cluster.secret!;
    if (resolved.readerScaling) this.readerScaling = scaleReaders(this, this.cluster, resolved.readers, resolved.readerScaling);
    const { proxy, ...endpoint } = createAuroraEndpoint(this, this.cluster, this.connections, resolved);
    this.proxy = proxy;
    this.access = new DatabaseAccess(this, endpoint, {
      ...resolved, ...foundation, database: this.cluster, host: this.cluster.clusterEndpoint.hostname, administrator: this.secret,
    });

    recommendAuroraAlarms(this, this.cluster, resolved);
    backedUpResources(this).add({
      construct: this, resource: backup.BackupResource.fromRdsDatabaseCluster(this.cluster), encryptionKey: foundation.key,
    });
  }

  /**
   * The log group of a log type.
   * @param type `postgresql` for PostgreSQL; `audit`, `error` or `slowquery` for MySQL
   * @throws ValidationError when the database has no log of that type
   * @example
   * new LogArchive(this, 'Archive', { bucket }).ship('Postgres', database.logGroup('postgresql'));
   */
  public logGroup(type: string): logs.LogGroup {
    requireArguments(this, 'CompliantAurora.logGroup', { type });
    return requireEntry(this, 'type', 'a log type of the database', this.logGroups, type);
  }

  /**
   * Allows a client to connect. Opens the security groups of both, grants IAM authentication as a database user or passes a secret, and sets `DB_HOST`,
   * `DB_PORT`, `DB_NAME`, `DB_USER`, `DB_READER_HOST`, `DB_CA_BUNDLE_URL` and, with a secret, `DB_PASSWORD` in the environment of the client. With a
   * proxy, the client connects to the proxy.
   * @throws ValidationError when the client could not sign in with the options
   * @example
   * // The service signs in with an IAM token, as the database user ledger_app.
   * database.allowConnectionsFrom(service, { databaseUser: 'ledger_app', environmentPrefix: 'LEDGER' });
   */
  public allowConnectionsFrom(client: IDatabaseClient, options: DatabaseConnectionOptions = {}): void {
    this.access.connect(client, options);
  }

  /**
   * Creates the secret of a database user other than the administrator, and rotates its password. A client signs in as the user with
   * `allowConnectionsFrom(client, { secret, readsSecret: true })`.
   * @throws ValidationError when the user exists already, cannot be created or its password cannot be rotated
   * @example
   * const secret = database.addUser('Application', {
   *   username: 'cards',
   *   rotation: DatabaseRotation.FUNCTION,
   *   privileges: ['SELECT, INSERT ON ALL TABLES IN SCHEMA public'],
   * });
   * database.allowConnectionsFrom(service, { secret, readsSecret: true });
   */
  public addUser(id: string, options: DatabaseUserOptions): secretsmanager.ISecret {
    return this.access.addUser(id, options);
  }
}
