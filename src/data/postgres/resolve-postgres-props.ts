import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { CompliantPostgresProps } from './compliant-postgres-props';
import { PostgresBackupReplicationOptions, PostgresStorageOptions } from './postgres-options';
import { requireSymmetric } from '../../core/keys/require-encryption-key';
import { isUnresolved, mustBe, refuse, requireInteger, requireKnown, ownProps, requireRegionName } from '../../core/validation';
import { requireSamePartition } from '../../core/workload/partition';
import { Workload } from '../../core/workload/workload';
import { requireInstanceClass } from '../shared/instance-class';
import { requireRetention, ResolvedDatabaseProps, resolveDatabaseProps } from '../shared/resolve-database-props';

/** RDS API, CreateDBInstance, EnableCloudwatchLogsExports. */
const LOG_TYPES = ['iam-db-auth-error', 'postgresql', 'upgrade'];
/** First version with `ssl_min_protocol_version` (PostgreSQL 12 release notes). */
const FIRST_MAJOR = 12;
const MAX_REPLICAS = 15;
const GIB = { min: 20, max: 65_536 };
/** From this size, gp3 is striped over four volumes and its performance can be provisioned (RDS User Guide, Amazon RDS DB instance storage, gp3 storage). */
const STRIPED_GIB = 400;
const IOPS = { min: 12_000, max: 64_000 };
const THROUGHPUT = { min: 500, max: 4000 };
const { T4G } = ec2.InstanceClass;
const { MEDIUM, MICRO } = ec2.InstanceSize;

/** Storage of an instance. */
export interface ResolvedStorage extends PostgresStorageOptions {
  readonly allocatedGib: number;
  /** Undefined if storage does not grow. */
  readonly maxAllocatedGib?: number;
}

/** Checked props of an instance and their defaults. */
export interface ResolvedPostgresProps extends ResolvedDatabaseProps<rds.IInstanceEngine> {
  readonly instanceType: ec2.InstanceType;
  readonly multiAz: boolean;
  /** Whether there is no standby because the workload is ephemeral, not because a prop says so. */
  readonly isSingleByLifecycle: boolean;
  readonly readReplicas: number;
  readonly storage: ResolvedStorage;
  readonly replication?: PostgresBackupReplicationOptions;
}

/** Applies the defaults and refuses what Amazon RDS refuses. */
export function resolvePostgresProps(scope: Construct, given: CompliantPostgresProps): ResolvedPostgresProps {
  const props = ownProps(scope, 'CompliantPostgresProps', given);
  const { engineVersion: version = rds.PostgresEngineVersion.VER_16_13, instanceIdentifier, multiAz, readReplicas = 0, backup } = props;
  const { retainsData } = Workload.of(scope);
  // Older versions have no lowest TLS version.
  if (Number(version.postgresMajorVersion.split('.')[0]) < FIRST_MAJOR) mustBe(scope, 'engineVersion', `${FIRST_MAJOR} or newer`, version.postgresFullVersion);
  const engine = rds.DatabaseInstanceEngine.postgres({ version });
  const database = resolveDatabaseProps(scope, props, {
    engine,
    identifierProp: 'instanceIdentifier',
    identifier: instanceIdentifier,
    logTypes: LOG_TYPES,
    defaultLogTypes: ['postgresql', 'upgrade'],
    logsOf: '/aws/rds/instance',
  });
  requireKnown(scope, 'readReplicas', readReplicas);
  requireInteger(scope, 'readReplicas', readReplicas, { min: 0, max: MAX_REPLICAS });
  // RDS User Guide, Limitations for Secrets Manager integration with Amazon RDS.
  if (readReplicas > 0 && database.credentials.factory === 'managed') {
    refuse(scope, 'credentials must be DatabaseCredentials.generated() or fromSecret() with readReplicas, got DatabaseCredentials.managed()');
  }
  if (props.instanceType) requireInstanceClass(scope, 'instanceType', props.instanceType, engine);
  requireReplication(scope, backup?.replication);
  return {
    ...database,
    instanceType: props.instanceType ?? ec2.InstanceType.of(T4G, retainsData ? MEDIUM : MICRO),
    multiAz: multiAz ?? retainsData,
    isSingleByLifecycle: multiAz === undefined && !retainsData,
    readReplicas,
    storage: resolveStorage(scope, props.storage),
    replication: backup?.replication,
  };
}

function resolveStorage(scope: Construct, options: PostgresStorageOptions = {}): ResolvedStorage {
  const { allocatedGib = GIB.min, iops, throughput } = options;
  requireKnown(scope, 'storage.allocatedGib', allocatedGib);
  requireInteger(scope, 'storage.allocatedGib', allocatedGib, GIB);
  // RDS User Guide, Managing capacity automatically with Amazon RDS storage autoscaling: at least 10 percent more.
  const leastGrown = Math.ceil(allocatedGib * 11 / 10);
  const canGrow = leastGrown <= GIB.max;
  const maxAllocatedGib = options.maxAllocatedGib ?? (canGrow ? Math.min(5 * allocatedGib, GIB.max) : allocatedGib);
  const grows = maxAllocatedGib !== allocatedGib;
  if (grows && !canGrow) mustBe(scope, 'storage.maxAllocatedGib', `${allocatedGib} with allocatedGib ${allocatedGib}`, maxAllocatedGib);
  if (grows) requireInteger(scope, 'storage.maxAllocatedGib', maxAllocatedGib, { min: leastGrown, max: GIB.max });
  requireStriped(scope, 'iops', iops, allocatedGib);
  requireStriped(scope, 'throughput', throughput, allocatedGib);
  requireInteger(scope, 'storage.iops', iops, IOPS);
  requireInteger(scope, 'storage.throughput', throughput, THROUGHPUT);
  const given = iops ?? IOPS.min;
  if (throughput !== undefined && !isUnresolved(throughput) && !isUnresolved(given) && throughput > given / 4) {
    mustBe(scope, 'storage.throughput', `at most a quarter of iops ${given}`, throughput);
  }
  return { allocatedGib, maxAllocatedGib: grows ? maxAllocatedGib : undefined, iops, throughput };
}

function requireStriped(scope: Construct, prop: string, value: number | undefined, allocatedGib: number) {
  if (value !== undefined && allocatedGib < STRIPED_GIB) mustBe(scope, 'storage.allocatedGib', `at least ${STRIPED_GIB} with ${prop}`, allocatedGib);
}

function requireReplication(scope: Construct, replication: PostgresBackupReplicationOptions | undefined) {
  if (!replication) return;
  const { region, retention, encryptionKey } = replication;
  const prop = 'backup.replication.region';
  requireRetention(scope, 'backup.replication.retention', retention);
  requireRegionName(scope, prop, region, 'eu-west-1');
  if (isUnresolved(region)) return;
  const { regions } = Workload.of(scope);
  if (regions && !regions.includes(region)) mustBe(scope, prop, `one of the workload's Regions ${regions.join(', ')}`, region);
  const own = Stack.of(scope).region;
  if (isUnresolved(own)) return;
  if (region === own) mustBe(scope, prop, "a Region other than the instance's", region);
  requireSamePartition(scope, prop, region);
  requireSymmetric(scope, 'backup.replication.encryptionKey', encryptionKey);
  const { region: keyRegion } = encryptionKey.env;
  // RDS API, StartDBInstanceAutomatedBackupsReplication, KmsKeyId.
  if (!isUnresolved(keyRegion) && keyRegion !== region) {
    refuse(scope, `backup.replication.encryptionKey must be a key in ${region}, got '${encryptionKey.node.path}' in ${keyRegion}`);
  }
}
