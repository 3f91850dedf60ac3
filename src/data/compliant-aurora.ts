import { Names, RemovalPolicy, Token } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acceptAuroraFindings } from './aurora-acceptances';
import { recommendAuroraAlarms } from './aurora-alarms';
import { AuroraCapacity } from './aurora-capacity';
import { createAuroraCluster } from './aurora-cluster';
import { PROXY_CA_BUNDLE_URL, proxyOf } from './aurora-proxy';
import {
  requireBackup, requireCapacity, requireEngine, requireInsights, requireNames, requireProxy, requireReaders, requireRestorable,
} from './aurora-rules';
import { connectClient, DatabaseEndpoint } from './connect-client';
import { DatabaseConnectionOptions } from './database-connection';
import { DatabaseCredentials } from './database-credentials';
import { databaseLogGroups, requireLogExports } from './database-logs';
import { databaseSecurityGroups, databaseSubnets, defaultPort, requirePort } from './database-network';
import {
  AuroraBackupOptions, AuroraProxyOptions, AuroraReaderScalingOptions, DatabaseAudit, DatabaseLogOptions, DatabaseMaintenanceOptions,
  DatabaseMonitoringOptions, DatabaseNetworkOptions, DatabaseTlsVersion,
} from './database-options';
import { rotateSecret } from './generated-secret';
import { parametersOf } from './parameters';
import { scaleReaders } from './reader-scaling';
import { truststoreUrl } from './truststore';
import { requireWindows } from './windows';
import { IDatabaseClient } from '../core/database-client';
import { keyFor } from '../core/key-for';
import { KeyUse } from '../core/key-use';
import { NameLimit } from '../core/name-limit';
import { requireName } from '../core/naming';
import { backedUpResources } from '../core/registry';
import { Workload } from '../core/workload';
import { DataClass } from '../core/workload-key';

/** Log types that are exported unless told otherwise, by engine family. */
const LOG_EXPORTS: Record<string, string[]> = { MYSQL: ['audit', 'error', 'general', 'slowquery'], POSTGRESQL: ['postgresql'] };

/** Properties of CompliantAurora. */
export interface CompliantAuroraProps {
  /** Network that the cluster lives in. */
  readonly vpc: ec2.IVpc;
  /**
   * Engine and version, Aurora MySQL or Aurora PostgreSQL, for example `rds.DatabaseClusterEngine.auroraMysql({ version })`.
   * @default - Aurora PostgreSQL 17.9
   */
  readonly engine?: rds.IClusterEngine;
  /**
   * Name of the first database.
   * @default - none is made
   */
  readonly databaseName?: string;
  /**
   * Identifier of the cluster; its log groups are named after it.
   * @default - a unique one
   */
  readonly clusterIdentifier?: string;
  /**
   * What the instances run on.
   * @default - serverless, 0.5 to 4 ACU
   */
  readonly capacity?: AuroraCapacity;
  /**
   * Readers beside the writer, 0 to 15; the first one takes over when the writer fails.
   * @default - 1 in production or with readerScaling, none otherwise
   */
  readonly readers?: number;
  /**
   * How the administrator signs in.
   * @default - DatabaseCredentials.managed()
   */
  readonly credentials?: DatabaseCredentials;
  /**
   * Key of storage, snapshots, Performance Insights and the administrator's secret.
   * @default - the workload's data key
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Whether database users may sign in with IAM authentication.
   * @default true
   */
  readonly iamAuthentication?: boolean;
  /**
   * Further parameters of the cluster parameter group; they win over the construct's own.
   * @default - TLS forced, audit preset, connections and slow queries logged
   */
  readonly parameters?: { [name: string]: string };
  /**
   * Subnets, port, TLS.
   * @default - isolated subnets, the engine's port, TLS 1.2 at least
   */
  readonly network?: DatabaseNetworkOptions;
  /**
   * Backups, restore, deletion protection.
   * @default - as the workload's frameworks and lifecycle ask
   */
  readonly backup?: AuroraBackupOptions;
  /**
   * Logs and audit.
   * @default - the engine's logs, administration audited
   */
  readonly logs?: DatabaseLogOptions;
  /**
   * Enhanced Monitoring and Database Insights.
   * @default - both on
   */
  readonly monitoring?: DatabaseMonitoringOptions;
  /**
   * Maintenance window and minor upgrades.
   * @default - minor versions are installed in a window that Amazon RDS picks
   */
  readonly maintenance?: DatabaseMaintenanceOptions;
  /**
   * Lets the number of readers follow their load.
   * @default - it is fixed
   */
  readonly readerScaling?: AuroraReaderScalingOptions;
  /**
   * Pools connections in a proxy, which clients then connect to.
   * @default - clients connect to the cluster
   */
  readonly proxy?: AuroraProxyOptions;
}

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

  /** @throws ValidationError for what Amazon RDS refuses at deployment, and for options that contradict each other */
  constructor(scope: Construct, id: string, props: CompliantAuroraProps) {
    super(scope, id);
    const workload = Workload.of(this);
    const engine = props.engine ?? rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_9 });
    const { network = {}, backup: backups = {}, logs: logging = {}, monitoring = {}, maintenance = {}, parameters = {} } = props;
    const credentials = props.credentials ?? DatabaseCredentials.managed();
    const capacity = props.capacity ?? AuroraCapacity.serverless();
    const readers = props.readers ?? (workload.retainsData || props.readerScaling ? 1 : 0);
    const iamAuthentication = props.iamAuthentication ?? true;
    const retention = backups.retention ?? workload.backupRetention;
    requireEngine(this, engine);
    const port = network.port ?? defaultPort(engine);
    const exports = logging.exports ?? LOG_EXPORTS[engine.engineFamily!];
    requireName(this, 'clusterIdentifier', props.clusterIdentifier, NameLimit.DATABASE);
    requireNames(this, props.databaseName, credentials, engine);
    requireRestorable(this, credentials, backups.snapshotIdentifier);
    requireReaders(this, readers, props.readerScaling);
    requirePort(this, port);
    requireBackup(this, backups, retention, engine);
    requireWindows(this, backups.preferredWindow, maintenance.window);
    requireInsights(this, monitoring);
    requireLogExports(this, engine, exports);
    requireProxy(this, props.proxy, iamAuthentication);

    const { vpc } = props;
    const subnets = databaseSubnets(this, vpc, network.subnets);
    const securityGroups = databaseSecurityGroups(this, vpc, network.securityGroups);
    this.connections = new ec2.Connections({ securityGroups, defaultPort: ec2.Port.tcp(port) });
    const key = keyFor(this, props.encryptionKey, DataClass.DATA, KeyUse.RDS, KeyUse.SECRETS_MANAGER);
    const keyReference = kms.Key.fromKeyArn(this, 'KeyReference', key.keyArn);
    this.parameterGroup = new rds.ParameterGroup(this, 'Parameters', {
      engine,
      description: `Parameters of ${this.node.path}`,
      parameters: {
        ...parametersOf(this, engine, network.minimumTls ?? DatabaseTlsVersion.TLS_1_2, logging.audit ?? DatabaseAudit.ADMINISTRATION),
        ...parameters,
      },
    });
    requireCapacity(this, capacity, engine, this.parameterGroup, props.proxy);
    const identifier = stored(props.clusterIdentifier ?? Names.uniqueResourceName(this, { maxLength: NameLimit.DATABASE.maxLength, separator: '-' }));
    this.logGroups = databaseLogGroups(this, `/aws/rds/cluster/${identifier}`, exports, logging);

    this.cluster = createAuroraCluster(this, {
      base: {
        engine,
        vpc,
        vpcSubnets: subnets,
        securityGroups,
        port,
        clusterIdentifier: identifier,
        defaultDatabaseName: props.databaseName,
        parameterGroup: this.parameterGroup,
        storageEncryptionKey: keyReference,
        iamAuthentication,
        cloudwatchLogsExports: exports,
        backup: { retention, preferredWindow: backups.preferredWindow },
        backtrackWindow: backups.backtrackWindow,
        preferredMaintenanceWindow: maintenance.window,
        autoMinorVersionUpgrade: maintenance.autoMinorVersionUpgrade ?? true,
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
      monitoring,
      maintenance,
      caCertificate: network.caCertificate,
    });
    Object.values(this.logGroups).forEach((logGroup) => this.cluster.node.defaultChild!.node.addDependency(logGroup));
    this.secret = this.cluster.secret!;
    if (!credentials.isManaged) rotateSecret(this, this.secret, credentials.options, engine, vpc, this.connections);
    if (props.readerScaling) this.readerScaling = scaleReaders(this, this.cluster, readers, props.readerScaling);

    const proxy = props.proxy && proxyOf(this, this.cluster, this.connections, { vpc, vpcSubnets: subnets, port }, props.proxy);
    this.proxy = proxy?.proxy;
    this.endpoint = {
      host: proxy?.proxy.endpoint ?? this.cluster.clusterEndpoint.hostname,
      // A proxy's default endpoint leads to the writer.
      readerHost: proxy ? undefined : this.cluster.clusterReadEndpoint.hostname,
      port: proxy ? defaultPort(engine) : port,
      databaseName: props.databaseName,
      caBundleUrl: () => proxy ? PROXY_CA_BUNDLE_URL : truststoreUrl(this),
      connections: proxy?.connections ?? this.connections,
      iamAuthentication,
      passwords: !proxy,
      grantConnect: proxy?.grantConnect ?? ((client, databaseUser) => this.cluster.grantConnect(client, databaseUser)),
    };

    recommendAuroraAlarms(this, this.cluster, capacity, props.readerScaling?.maxReaders ?? readers);
    backedUpResources(this).add({ construct: this, resource: backup.BackupResource.fromRdsDatabaseCluster(this.cluster) });
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
}

// Amazon RDS stores identifiers in lower case and names the log groups after what it stores.
function stored(identifier: string): string {
  return Token.isUnresolved(identifier) ? identifier : identifier.toLowerCase();
}
