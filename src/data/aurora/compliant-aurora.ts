import { Annotations, RemovalPolicy } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acceptAuroraFindings } from './aurora-acknowledgements';
import { recommendAuroraAlarms } from './aurora-alarms';
import { createAuroraCluster } from './aurora-cluster';
import { PROXY_CA_BUNDLE_URL, proxyOf } from './aurora-proxy';
import { requireCapacity } from './aurora-rules';
import { CompliantAuroraProps } from './compliant-aurora-props';
import { scaleReaders } from './reader-scaling';
import { auroraChoices } from './resolve-aurora-props';
import { IDatabaseClient } from '../../core/contracts/database-client';
import { backedUpResources } from '../../core/workload/registry';
import { Workload } from '../../core/workload/workload';
import { connectClient, DatabaseEndpoint } from '../access/connect-client';
import { DatabaseConnectionOptions } from '../access/database-connection';
import { createDatabaseUser, rotateAdministrator, UserDatabase } from '../access/database-user';
import { DatabaseUserOptions } from '../access/database-user-options';
import { truststoreUrl } from '../access/truststore';
import { databaseFoundation, dependOnLogGroups } from '../shared/database-foundation';
import { defaultPort } from '../shared/database-network';

/**
 * An Aurora cluster for regulated data: encrypted, isolated, audited, restorable, reached by TLS only.
 * Logs, alarms and backup come with it; `allowConnectionsFrom` is all that a client needs.
 */
export class CompliantAurora extends Construct implements ec2.IConnectable {
  /** The cluster, for everything this construct does not model. */
  public readonly cluster: rds.DatabaseClusterBase;
  /** Its parameter group. */
  public readonly parameterGroup: rds.ParameterGroup;
  /** Its log groups, by log type. */
  public readonly logGroups: { [type: string]: logs.LogGroup };
  /** Secret of the administrator. */
  public readonly secret: secretsmanager.ISecret;
  /** The proxy, where there is one. */
  public readonly proxy?: rds.DatabaseProxy;
  /** What scales the readers, where it was asked for. */
  public readonly readerScaling?: appscaling.ScalableTarget;
  /** Who may open a connection to the cluster. */
  public readonly connections: ec2.Connections;
  private readonly endpoint: DatabaseEndpoint;
  private readonly users: UserDatabase;

  /** @throws ValidationError for what Amazon RDS refuses at deployment, and for options that contradict each other */
  constructor(scope: Construct, id: string, props: CompliantAuroraProps) {
    super(scope, id);
    const { vpc, databaseName } = props;
    const { engine, backups, network, logging, capacity, readers, credentials, iamAuthentication, port, subnets } = auroraChoices(this, props);
    const workload = Workload.of(this);
    const { key, keyReference, securityGroups, connections, parameterGroup, identifier: clusterIdentifier, logGroups } = databaseFoundation(this, {
      ...props, engine, network, port, logging, identifier: props.clusterIdentifier, logsOf: '/aws/rds/cluster',
    });
    this.connections = connections;
    this.parameterGroup = parameterGroup;
    this.logGroups = logGroups;
    requireCapacity(this, capacity, engine, parameterGroup, props.proxy);

    this.cluster = createAuroraCluster(this, {
      base: {
        engine,
        vpc,
        vpcSubnets: subnets,
        securityGroups,
        port,
        clusterIdentifier,
        iamAuthentication,
        defaultDatabaseName: databaseName,
        parameterGroup: this.parameterGroup,
        storageEncryptionKey: keyReference,
        cloudwatchLogsExports: logging.exports,
        backup: { retention: backups.retention, preferredWindow: backups.preferredWindow },
        backtrackWindow: backups.backtrackWindow,
        preferredMaintenanceWindow: props.maintenance?.window,
        autoMinorVersionUpgrade: props.maintenance?.autoMinorVersionUpgrade ?? true,
        copyTagsToSnapshot: true,
        deletionProtection: backups.deletionProtection ?? workload.retainsData,
        deleteAutomatedBackups: !workload.retainsData,
        removalPolicy: workload.retainsData ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY,
      },
      capacity,
      readers,
      credentials,
      snapshotIdentifier: backups.snapshotIdentifier,
      key: keyReference,
      monitoring: props.monitoring ?? {},
      caCertificate: network.caCertificate,
    });
    // Where they are on for the cluster they are on for its instances.
    Annotations.of(this.cluster).acknowledgeWarning('@aws-cdk/aws-rds:instancePerformanceInsightsOverridden');
    dependOnLogGroups(this.cluster, logGroups);
    this.secret = this.cluster.secret!;
    const { cluster: database, secret: administrator } = this;
    this.users = { database, host: database.clusterEndpoint.hostname, administrator, credentials, key: keyReference, engine, vpc, connections };
    if (!credentials.isManaged) rotateAdministrator(this, this.users);
    if (props.readerScaling) this.readerScaling = scaleReaders(this, this.cluster, readers, props.readerScaling);

    const proxy = props.proxy && proxyOf(this, this.cluster, this.connections, { vpc, vpcSubnets: subnets, port }, props.proxy);
    this.proxy = proxy?.proxy;
    this.endpoint = {
      host: proxy?.proxy.endpoint ?? this.cluster.clusterEndpoint.hostname,
      // A proxy's default endpoint leads to the writer.
      readerHost: proxy ? undefined : this.cluster.clusterReadEndpoint.hostname,
      port: proxy ? defaultPort(engine) : port,
      databaseName,
      caBundleUrl: () => proxy ? PROXY_CA_BUNDLE_URL : truststoreUrl(this),
      vpc,
      connections: proxy?.connections ?? this.connections,
      iamAuthentication,
      passwords: !proxy,
      grantConnect: proxy?.grantConnect ?? ((client, databaseUser) => this.cluster.grantConnect(client, databaseUser)),
    };

    recommendAuroraAlarms(this, this.cluster, capacity, props.readerScaling?.maxReaders ?? readers);
    backedUpResources(this).add({ construct: this, resource: backup.BackupResource.fromRdsDatabaseCluster(this.cluster), encryptionKey: key });
    acceptAuroraFindings(this, this.cluster, this.parameterGroup, {
      port, isBacktracked: !!backups.backtrackWindow, deletionProtection: backups.deletionProtection, readers: props.readers,
    });
  }

  /**
   * Lets a client connect: opens the security groups both ways, lets it sign in as a database user with IAM authentication or hands it
   * a secret, and sets `DB_HOST`, `DB_PORT`, `DB_NAME`, `DB_USER`, `DB_READER_HOST`, `DB_CA_BUNDLE_URL` and, with a secret,
   * `DB_PASSWORD` in its environment. With a proxy it connects to that.
   * @throws ValidationError when the client could not sign in that way
   */
  public allowConnectionsFrom(client: IDatabaseClient, options: DatabaseConnectionOptions = {}): void {
    connectClient(this, this.endpoint, client, options);
  }

  /**
   * Makes the secret of a database user that is not the administrator, and rotates its password. A client signs in as that user with
   * `allowConnectionsFrom(client, { secret, readsSecret: true })`.
   * @throws ValidationError when the user could not be made or its password not be rotated that way
   */
  public addUser(id: string, options: DatabaseUserOptions): secretsmanager.ISecret {
    return createDatabaseUser(this, id, this.users, options);
  }
}
