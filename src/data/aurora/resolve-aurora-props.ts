import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { AuroraCapacity } from './aurora-capacity';
import { requireBacktrack, requireEngine, requireProxy, requireReaders } from './aurora-rules';
import { CompliantAuroraProps } from './compliant-aurora-props';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';
import { DatabaseCredentials } from '../credentials/database-credentials';
import { LogChoices, requireLogExports } from '../shared/database-logs';
import { databaseSubnets, defaultPort, requirePort } from '../shared/database-network';
import { AuroraBackupOptions, DatabaseAudit, DatabaseNetworkOptions, DatabaseTlsVersion } from '../shared/database-options';
import { requireInsights, requireNames, requireRestorable, requireRetention } from '../shared/database-rules';
import { requireWindows } from '../shared/windows';

/** Log types that are exported unless told otherwise, by engine family. */
const LOG_EXPORTS: Record<string, string[]> = { MYSQL: ['audit', 'error', 'general', 'slowquery'], POSTGRESQL: ['postgresql'] };

interface AuroraChoices {
  /** With a version. */
  readonly engine: rds.IClusterEngine;
  /** Days that backups are kept filled in. */
  readonly backups: AuroraBackupOptions & { readonly retention: Duration };
  /** TLS version filled in. */
  readonly network: DatabaseNetworkOptions & { readonly minimumTls: DatabaseTlsVersion };
  /** Log types and audit filled in. */
  readonly logging: LogChoices;
  /** What the instances run on. */
  readonly capacity: AuroraCapacity;
  /** Readers beside the writer. */
  readonly readers: number;
  /** How the administrator signs in. */
  readonly credentials: DatabaseCredentials;
  /** Whether database users may sign in with IAM authentication. */
  readonly iamAuthentication: boolean;
  /** That the cluster listens on. */
  readonly port: number;
  /** Where it lies. */
  readonly subnets: ec2.SubnetSelection;
}

/** What was asked for, the defaults filled in; refuses what Amazon RDS would refuse. */
export function auroraChoices(scope: Construct, props: CompliantAuroraProps): AuroraChoices {
  const workload = Workload.of(scope);
  const engine = props.engine ?? rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_9 });
  requireEngine(scope, engine);
  const backups = { ...props.backup, retention: props.backup?.retention ?? workload.backupRetention };
  const network = { ...props.network, minimumTls: props.network?.minimumTls ?? DatabaseTlsVersion.TLS_1_2 };
  const logging = {
    ...props.logs,
    exports: props.logs?.exports ?? LOG_EXPORTS[engine.engineFamily!],
    audit: props.logs?.audit ?? DatabaseAudit.ADMINISTRATION,
  };
  const readers = props.readers ?? (workload.retainsData || props.readerScaling ? 1 : 0);
  const credentials = props.credentials ?? DatabaseCredentials.managed();
  const iamAuthentication = props.iamAuthentication ?? true;
  const port = network.port ?? defaultPort(engine);
  requireName(scope, 'clusterIdentifier', props.clusterIdentifier, NameLimit.DATABASE);
  requireNames(scope, props.databaseName, credentials, engine);
  requireRestorable(scope, credentials, backups.snapshotIdentifier);
  requireReaders(scope, readers, props.readerScaling);
  requirePort(scope, port);
  requireRetention(scope, 'backup.retention', backups.retention);
  requireBacktrack(scope, backups.backtrackWindow, engine);
  requireWindows(scope, backups.preferredWindow, props.maintenance?.window);
  requireInsights(scope, props.monitoring);
  requireLogExports(scope, engine.engineType, engine.supportedLogTypes, logging.exports);
  requireProxy(scope, props.proxy, iamAuthentication);
  return {
    engine,
    backups,
    network,
    logging,
    capacity: props.capacity ?? AuroraCapacity.serverless(),
    readers,
    credentials,
    iamAuthentication,
    port,
    subnets: databaseSubnets(scope, props.vpc, network.subnets),
  };
}
