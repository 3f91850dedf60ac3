import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { CompliantPostgresProps } from './compliant-postgres-props';
import { acceptPostgresFindings } from './postgres-acknowledgements';
import { recommendPostgresAlarms } from './postgres-alarms';
import { createPostgresInstance, replicateBackups } from './postgres-instance';
import { createReplicas } from './postgres-replicas';
import { postgresChoices } from './resolve-postgres-props';
import { IDatabaseClient } from '../../core/contracts/database-client';
import { backedUpResources } from '../../core/workload/registry';
import { Workload } from '../../core/workload/workload';
import { connectClient, DatabaseEndpoint } from '../access/connect-client';
import { DatabaseConnectionOptions } from '../access/database-connection';
import { createDatabaseUser, rotateAdministrator, UserDatabase } from '../access/database-user';
import { DatabaseUserOptions } from '../access/database-user-options';
import { truststoreUrl } from '../access/truststore';
import { databaseFoundation, dependOnLogGroups } from '../shared/database-foundation';
import { dependOnMonitoringPolicy, monitoringOf } from '../shared/enhanced-monitoring';

/**
 * A PostgreSQL instance of Amazon RDS for regulated data: encrypted, isolated, audited, restorable, reached by TLS only.
 * Logs, alarms and backup come with it; `allowConnectionsFrom` is all that a client needs.
 */
export class CompliantPostgres extends Construct implements ec2.IConnectable {
  /** The instance, for everything this construct does not model. */
  public readonly instance: rds.IDatabaseInstance;
  /** Its read replicas. */
  public readonly replicas: rds.DatabaseInstanceReadReplica[];
  /** Its parameter group. */
  public readonly parameterGroup: rds.ParameterGroup;
  /** Its log groups, by log type. */
  public readonly logGroups: { [type: string]: logs.LogGroup };
  /** Secret of the administrator. */
  public readonly secret: secretsmanager.ISecret;
  /** Who may open a connection to the instance and its replicas. */
  public readonly connections: ec2.Connections;
  private readonly endpoint: DatabaseEndpoint;
  private readonly users: UserDatabase;

  /** @throws ValidationError for what Amazon RDS refuses at deployment, and for options that contradict each other */
  constructor(scope: Construct, id: string, props: CompliantPostgresProps) {
    super(scope, id);
    const { vpc, databaseName, maintenance } = props;
    const choices = postgresChoices(this, props);
    const { engine, storage, backups, network, logging, credentials, iamAuthentication, port } = choices;
    const { retainsData } = Workload.of(this);
    const { key, keyReference, securityGroups, connections, parameterGroup, identifier, logGroups } = databaseFoundation(this, {
      ...props, engine, network, port, logging, identifier: props.instanceIdentifier, logsOf: '/aws/rds/instance',
    });
    this.connections = connections;
    this.parameterGroup = parameterGroup;
    this.logGroups = logGroups;

    const common = {
      vpc,
      vpcSubnets: choices.subnets,
      securityGroups,
      port,
      instanceType: choices.instanceType,
      iamAuthentication,
      parameterGroup,
      storageType: rds.StorageType.GP3,
      maxAllocatedStorage: storage.maxAllocatedGib > storage.allocatedGib ? storage.maxAllocatedGib : undefined,
      iops: storage.iops,
      storageThroughput: storage.throughput,
      cloudwatchLogsExports: logging.exports,
      ...monitoringOf(this, keyReference, props.monitoring ?? {}),
      preferredMaintenanceWindow: maintenance?.window,
      autoMinorVersionUpgrade: maintenance?.autoMinorVersionUpgrade ?? true,
      copyTagsToSnapshot: true,
      deletionProtection: backups.deletionProtection ?? retainsData,
      deleteAutomatedBackups: !retainsData,
      publiclyAccessible: false,
      caCertificate: network.caCertificate ?? rds.CaCertificate.RDS_CA_RSA2048_G1,
    };
    const { instance, secret } = createPostgresInstance(this, {
      ...common,
      engine,
      instanceIdentifier: identifier,
      databaseName,
      multiAz: choices.multiAz,
      allocatedStorage: storage.allocatedGib,
      backupRetention: backups.retention,
      preferredBackupWindow: backups.preferredWindow,
      removalPolicy: retainsData ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY,
    }, credentials, keyReference, backups.snapshotIdentifier);
    this.instance = instance;
    this.secret = secret;
    dependOnLogGroups(instance, logGroups);
    if (backups.replication) replicateBackups(instance, backups.replication);
    const host = instance.dbInstanceEndpointAddress;
    this.users = { database: instance, host, administrator: secret, credentials, key: keyReference, engine, vpc, connections };
    if (!credentials.isManaged) rotateAdministrator(this, this.users);
    this.replicas = createReplicas(this, choices.readReplicas, identifier, logging, {
      // Amazon RDS takes no final snapshot of a replica (RDS API, DeleteDBInstance, FinalDBSnapshotIdentifier).
      ...common, sourceDatabaseInstance: instance, removalPolicy: RemovalPolicy.DESTROY,
    });
    const resources = [instance, ...this.replicas].map(({ node }) => node.defaultChild as rds.CfnDBInstance);
    dependOnMonitoringPolicy(this, resources);

    this.endpoint = {
      host,
      readerHost: this.replicas[0]?.dbInstanceEndpointAddress,
      port,
      databaseName,
      caBundleUrl: () => truststoreUrl(this),
      vpc,
      connections,
      iamAuthentication,
      passwords: true,
      grantConnect: (client, databaseUser) => iam.Grant.addToPrincipal({
        grantee: client,
        actions: ['rds-db:connect'],
        resourceArns: resources.map(({ attrDbiResourceId }) => Stack.of(this).formatArn({
          service: 'rds-db', resource: 'dbuser', resourceName: `${attrDbiResourceId}/${databaseUser}`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        })),
      }),
    };

    recommendPostgresAlarms(this, instance, this.replicas, choices, props.parameters);
    backedUpResources(this).add({ construct: this, resource: backup.BackupResource.fromRdsDatabaseInstance(instance), encryptionKey: key });
    acceptPostgresFindings(this, resources, parameterGroup, port, props);
  }

  /**
   * Lets a client connect: opens the security groups both ways, lets it sign in as a database user with IAM authentication or hands it
   * a secret, and sets `DB_HOST`, `DB_PORT`, `DB_NAME`, `DB_USER`, `DB_READER_HOST` (the first replica), `DB_CA_BUNDLE_URL` and, with a
   * secret, `DB_PASSWORD` in its environment.
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
