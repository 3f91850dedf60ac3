import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { CompliantPostgresProps } from './compliant-postgres-props';
import { PostgresBackupOptions, PostgresStorageOptions } from './postgres-options';
import { requireReplicas, requireReplication, requireStorage, requireVersion } from './postgres-rules';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';
import { DatabaseCredentials } from '../credentials/database-credentials';
import { LogChoices, requireLogExports } from '../shared/database-logs';
import { databaseSubnets, defaultPort, requirePort } from '../shared/database-network';
import { DatabaseAudit, DatabaseNetworkOptions, DatabaseTlsVersion } from '../shared/database-options';
import { requireInsights, requireNames, requireRestorable, requireRetention } from '../shared/database-rules';
import { requireWindows } from '../shared/windows';

/** RDS API, CreateDBInstance, EnableCloudwatchLogsExports. */
const LOG_TYPES = ['iam-db-auth-error', 'postgresql', 'upgrade'];
const MAX_GIB = 65_536;
const { T4G } = ec2.InstanceClass;
const { MEDIUM, MICRO } = ec2.InstanceSize;

/** What an instance is made of, the defaults filled in. */
export interface PostgresChoices {
  readonly engine: rds.IInstanceEngine;
  readonly instanceType: ec2.InstanceType;
  readonly multiAz: boolean;
  readonly readReplicas: number;
  readonly storage: PostgresStorageOptions & { readonly allocatedGib: number; readonly maxAllocatedGib: number };
  readonly backups: PostgresBackupOptions & { readonly retention: Duration };
  readonly network: DatabaseNetworkOptions & { readonly minimumTls: DatabaseTlsVersion };
  readonly logging: LogChoices;
  readonly credentials: DatabaseCredentials;
  readonly iamAuthentication: boolean;
  readonly port: number;
  readonly subnets: ec2.SubnetSelection;
}

/** What was asked for, the defaults filled in; refuses what Amazon RDS would refuse. */
export function postgresChoices(scope: Construct, props: CompliantPostgresProps): PostgresChoices {
  const workload = Workload.of(scope);
  const version = props.engineVersion ?? rds.PostgresEngineVersion.VER_16_13;
  const engine = rds.DatabaseInstanceEngine.postgres({ version });
  const allocatedGib = props.storage?.allocatedGib ?? 20;
  const storage = { ...props.storage, allocatedGib, maxAllocatedGib: props.storage?.maxAllocatedGib ?? Math.min(5 * allocatedGib, MAX_GIB) };
  const backups = { ...props.backup, retention: props.backup?.retention ?? workload.backupRetention };
  const network = { ...props.network, minimumTls: props.network?.minimumTls ?? DatabaseTlsVersion.TLS_1_2 };
  const logging = {
    ...props.logs,
    exports: props.logs?.exports ?? ['postgresql', 'upgrade'],
    audit: props.logs?.audit ?? DatabaseAudit.ADMINISTRATION,
  };
  const credentials = props.credentials ?? DatabaseCredentials.managed();
  const readReplicas = props.readReplicas ?? 0;
  const port = network.port ?? defaultPort(engine);
  requireVersion(scope, version);
  requireName(scope, 'instanceIdentifier', props.instanceIdentifier, NameLimit.DATABASE);
  requireNames(scope, props.databaseName, credentials, engine);
  requireRestorable(scope, credentials, backups.snapshotIdentifier);
  requireReplicas(scope, readReplicas, credentials);
  requireStorage(scope, allocatedGib, storage.maxAllocatedGib, storage);
  requirePort(scope, port);
  requireRetention(scope, 'backup.retention', backups.retention);
  requireReplication(scope, backups.replication);
  requireWindows(scope, backups.preferredWindow, props.maintenance?.window);
  requireInsights(scope, props.monitoring);
  requireLogExports(scope, engine.engineType, LOG_TYPES, logging.exports);
  return {
    engine,
    instanceType: props.instanceType ?? ec2.InstanceType.of(T4G, workload.retainsData ? MEDIUM : MICRO),
    multiAz: props.multiAz ?? workload.retainsData,
    readReplicas,
    storage,
    backups,
    network,
    logging,
    credentials,
    iamAuthentication: props.iamAuthentication ?? true,
    port,
    subnets: databaseSubnets(scope, props.vpc, network.subnets),
  };
}
