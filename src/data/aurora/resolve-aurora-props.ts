import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { AuroraCapacity } from './aurora-capacity';
import { AuroraProxyOptions, AuroraReaderScalingOptions } from './aurora-options';
import { CompliantAuroraProps } from './compliant-aurora-props';
import { lacksBacktrack } from '../../compliance/predicates/backtrack';
import {
  mustBe, ownProps, refuse, requireDuration, requireInteger, requireKnown, requireNumber, requirePositive, requireProps,
} from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';
import { requireInstanceClass } from '../shared/instance-class';
import { ResolvedDatabaseProps, resolveDatabaseProps } from '../shared/resolve-database-props';

/** Default log types by engine family. */
const LOG_TYPES: Record<string, string[]> = { MYSQL: ['audit', 'error', 'general', 'slowquery'], POSTGRESQL: ['postgresql'] };
/** Aurora User Guide, Replication with Amazon Aurora. */
const MAX_READERS = 15;
/** RDS API, ServerlessV2ScalingConfiguration. */
const MAX_ACU = 256;
const ENGINE = 'Aurora MySQL or Aurora PostgreSQL with a version such as rds.DatabaseClusterEngine.auroraPostgres({ version })';

/** Capacity of the instances: serverless or of a fixed size. */
export interface ResolvedCapacity {
  readonly serverless?: { readonly minAcu: number; readonly maxAcu: number; readonly autoPauseAfter?: Duration };
  readonly instanceType?: ec2.InstanceType;
}

/** Checked props of a cluster and their defaults. */
export interface ResolvedAuroraProps extends ResolvedDatabaseProps<rds.IClusterEngine> {
  readonly capacity: ResolvedCapacity;
  readonly readers: number;
  /** Whether there is no reader because the workload is ephemeral, not because a prop says so. */
  readonly isSingleByLifecycle: boolean;
  readonly readerScaling?: AuroraReaderScalingOptions;
  readonly backtrackWindow?: Duration;
  readonly proxy?: AuroraProxyOptions;
}

/** Applies the defaults and refuses what Amazon RDS refuses. */
export function resolveAuroraProps(scope: Construct, given: CompliantAuroraProps): ResolvedAuroraProps {
  const props = ownProps(scope, 'CompliantAuroraProps', given);
  const { clusterIdentifier, readerScaling, proxy, backup } = props;
  const engine = props.engine ?? rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_9 });
  if (!/^aurora-(mysql|postgresql)$/.test(engine.engineType) || !engine.engineVersion?.fullVersion) mustBe(scope, 'engine', ENGINE, engine.engineType);
  const database = resolveDatabaseProps(scope, props, {
    engine,
    identifierProp: 'clusterIdentifier',
    identifier: clusterIdentifier,
    logTypes: engine.supportedLogTypes,
    defaultLogTypes: LOG_TYPES[engine.engineFamily!],
    logsOf: '/aws/rds/cluster',
  });
  const { retainsData } = Workload.of(scope);
  const readers = props.readers ?? (retainsData || readerScaling ? 1 : 0);
  requireReaders(scope, readers, readerScaling);
  requireBacktrack(scope, backup?.backtrackWindow, engine);
  requireProxy(scope, proxy, database.iamAuthentication);
  return {
    ...database,
    capacity: resolveCapacity(scope, props.capacity ?? AuroraCapacity.serverless(), engine, proxy !== undefined),
    readers,
    isSingleByLifecycle: props.readers === undefined && !retainsData,
    readerScaling,
    backtrackWindow: backup?.backtrackWindow,
    proxy,
  };
}

function resolveCapacity(scope: Construct, capacity: AuroraCapacity, engine: rds.IClusterEngine, hasProxy: boolean): ResolvedCapacity {
  const { _serverless: options, _instanceType: instanceType } = capacity;
  if (options === undefined) {
    if (typeof instanceType?.isBurstable !== 'function') mustBe(scope, 'capacity', 'AuroraCapacity.provisioned() of an InstanceType', instanceType);
    requireInstanceClass(scope, 'capacity', instanceType, engine);
    return { instanceType };
  }
  requireProps(scope, 'AuroraServerlessOptions', options, 'capacity');
  const { minAcu = 0.5, maxAcu = 4, autoPauseAfter = minAcu === 0 ? Duration.minutes(5) : undefined } = options;
  requireAcu(scope, 'capacity.minAcu', minAcu, 0);
  requireAcu(scope, 'capacity.maxAcu', maxAcu, 1);
  if (minAcu > maxAcu) mustBe(scope, 'capacity.minAcu', `at most maxAcu ${maxAcu}`, minAcu);
  if (minAcu > 0 && autoPauseAfter) mustBe(scope, 'capacity.minAcu', '0 with autoPauseAfter', minAcu);
  requireDuration(scope, 'capacity.autoPauseAfter', autoPauseAfter, { unit: 'seconds', min: 300, max: 86_400 });
  if (minAcu === 0 && !pauses(engine)) {
    mustBe(scope, 'capacity.minAcu', `at least 0.5 for ${engine.engineType} ${engine.engineVersion!.fullVersion}, which has no auto-pause`, minAcu);
  }
  // Aurora User Guide, Scaling to Zero ACUs with automatic pause and resume for Aurora Serverless v2: a proxy keeps connections open.
  if (minAcu === 0 && hasProxy) mustBe(scope, 'capacity.minAcu', 'at least 0.5 with a proxy, which keeps the cluster from pausing', minAcu);
  return { serverless: { minAcu, maxAcu, autoPauseAfter } };
}

// aws-cdk-lib knows this only of a bound engine, and binding adds a parameter group to the scope.
function pauses(engine: rds.IClusterEngine): boolean {
  return !!engine.bindToCluster(new Stack(), {}).features?.serverlessV2AutoPauseSupported;
}

function requireAcu(scope: Construct, prop: string, acu: number, min: number) {
  requireKnown(scope, prop, acu);
  if (acu < min || acu > MAX_ACU || !Number.isInteger(acu * 2)) mustBe(scope, prop, `a multiple of 0.5 from ${min} to ${MAX_ACU}`, acu);
}

function requireReaders(scope: Construct, readers: number, scaling: AuroraReaderScalingOptions | undefined) {
  requireKnown(scope, 'readers', readers);
  requireInteger(scope, 'readers', readers, { min: 0, max: MAX_READERS });
  if (!scaling) return;
  if (readers === 0 || readers === MAX_READERS) mustBe(scope, 'readers', `an integer from 1 to ${MAX_READERS - 1} with readerScaling`, readers);
  // With as many readers as at first, no policy could change their number.
  requireInteger(scope, 'readerScaling.maxReaders', scaling.maxReaders, { min: readers + 1, max: MAX_READERS });
  requireNumber(scope, 'readerScaling.targetCpuPercent', scaling.targetCpuPercent, { min: 1, max: 100 });
  requirePositive(scope, 'readerScaling.targetConnections', scaling.targetConnections);
}

// RDS API, CreateDBCluster, BacktrackWindow.
function requireBacktrack(scope: Construct, window: Duration | undefined, engine: rds.IClusterEngine) {
  if (window && engine.engineFamily !== 'MYSQL') mustBe(scope, 'engine', 'Aurora MySQL with backup.backtrackWindow', engine.engineType);
  const { region } = Stack.of(scope);
  if (window && lacksBacktrack(region)) refuse(scope, `backup.backtrackWindow must not be set in ${region}, where Aurora MySQL has no backtracking`);
  requireDuration(scope, 'backup.backtrackWindow', window, { unit: 'seconds', max: 259_200 });
}

// RDS API, CreateDBProxy and ConnectionPoolConfiguration.
function requireProxy(scope: Construct, proxy: AuroraProxyOptions | undefined, iamAuthentication: boolean) {
  if (!proxy) return;
  if (!iamAuthentication) mustBe(scope, 'iamAuthentication', 'true with a proxy, which signs in with IAM authentication', iamAuthentication);
  requireName(scope, 'proxy.proxyName', proxy.proxyName, NameLimit.DATABASE);
  requireInteger(scope, 'proxy.maxConnectionsPercent', proxy.maxConnectionsPercent, { min: 1, max: 100 });
  requireDuration(scope, 'proxy.borrowTimeout', proxy.borrowTimeout, { unit: 'seconds', min: 0, max: 300 });
  requireDuration(scope, 'proxy.idleClientTimeout', proxy.idleClientTimeout, { unit: 'seconds', max: 86_400 });
}
