import { Duration } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { AuroraCapacity } from './aurora-capacity';
import { refuse } from '../../core/validation';
import { AuroraProxyOptions, AuroraReaderScalingOptions } from '../shared/database-options';

const MAX_READERS = 15;

/** Refuses engines that the construct cannot force TLS and auditing on. */
export function requireEngine(scope: Construct, engine: rds.IClusterEngine): void {
  if (engine.engineType !== 'aurora-mysql' && engine.engineType !== 'aurora-postgresql') {
    refuse(scope, `engine is ${engine.engineType}, need aurora-mysql or aurora-postgresql`);
  }
  if (!engine.engineVersion?.fullVersion) {
    refuse(scope, `engine ${engine.engineType} has no version, need one, for example rds.DatabaseClusterEngine.auroraPostgres({ version })`);
  }
}

/** Refuses a capacity that Aurora refuses, or that never pauses though it was asked to. */
export function requireCapacity(
  scope: Construct,
  { minAcu, maxAcu, autoPauseAfter }: AuroraCapacity,
  engine: rds.IClusterEngine,
  parameterGroup: rds.IParameterGroup,
  proxy: AuroraProxyOptions | undefined,
): void {
  if (minAcu === undefined || maxAcu === undefined) return;
  requireAcu(scope, 'minAcu', minAcu, 0);
  requireAcu(scope, 'maxAcu', maxAcu, 1);
  if (minAcu > maxAcu) refuse(scope, `minAcu ${minAcu} is more than maxAcu ${maxAcu}, need at most maxAcu`);
  if (minAcu > 0) {
    if (autoPauseAfter) refuse(scope, `autoPauseAfter is set with minAcu ${minAcu}, need minAcu 0: only such a cluster pauses`);
    return;
  }
  if (!engine.bindToCluster(scope, { parameterGroup }).features?.serverlessV2AutoPauseSupported) {
    refuse(scope, `minAcu is 0 on ${engine.engineType} ${engine.engineVersion!.fullVersion}, need a version with auto-pause: `
      + 'Aurora MySQL 3.08 or newer, Aurora PostgreSQL 13.15, 14.12, 15.7, 16.3 or newer');
  }
  if (proxy) refuse(scope, 'minAcu is 0 with a proxy, need at least 0.5: a proxy holds connections open, so the cluster would never pause');
  const seconds = autoPauseAfter!.toSeconds();
  if (seconds < 300 || seconds > 86_400) refuse(scope, `autoPauseAfter is ${seconds} seconds, need 300 to 86400`);
}

/** Refuses reader counts that Aurora refuses. */
export function requireReaders(scope: Construct, readers: number, scaling: AuroraReaderScalingOptions | undefined): void {
  if (!Number.isInteger(readers) || readers < 0 || readers > MAX_READERS) {
    refuse(scope, `readers is ${readers}, need a whole number from 0 to ${MAX_READERS}`);
  }
  if (!scaling) return;
  const { maxReaders, targetCpuPercent, targetConnections } = scaling;
  if (readers === 0) refuse(scope, 'readerScaling has no reader to follow, got readers 0, need at least 1');
  if (!Number.isInteger(maxReaders) || maxReaders < readers || maxReaders > MAX_READERS) {
    refuse(scope, `readerScaling.maxReaders is ${maxReaders}, need a whole number from readers (${readers}) to ${MAX_READERS}`);
  }
  if (targetCpuPercent !== undefined && (targetCpuPercent <= 0 || targetCpuPercent > 100)) {
    refuse(scope, `readerScaling.targetCpuPercent is ${targetCpuPercent}, need more than 0 and at most 100`);
  }
  if (targetConnections !== undefined && targetConnections <= 0) {
    refuse(scope, `readerScaling.targetConnections is ${targetConnections}, need more than 0`);
  }
}

/** Refuses rewinding that Aurora refuses (RDS API, CreateDBCluster, BacktrackWindow). */
export function requireBacktrack(scope: Construct, window: Duration | undefined, engine: rds.IClusterEngine): void {
  if (!window) return;
  const hours = window.toHours({ integral: false });
  if (engine.engineFamily !== 'MYSQL') refuse(scope, `backup.backtrackWindow is set on ${engine.engineType}, need Aurora MySQL: no other engine rewinds`);
  if (hours > 72) refuse(scope, `backup.backtrackWindow is ${hours} hours, need at most 72`);
}

/** Refuses a proxy that could not sign in. */
export function requireProxy(scope: Construct, proxy: AuroraProxyOptions | undefined, iamAuthentication: boolean): void {
  if (proxy && !iamAuthentication) refuse(scope, 'proxy is set with iamAuthentication false, need true: the proxy signs in with IAM');
  const { maxConnectionsPercent: percent } = proxy ?? {};
  if (percent !== undefined && (percent < 1 || percent > 100)) refuse(scope, `proxy.maxConnectionsPercent is ${percent}, need 1 to 100`);
}

function requireAcu(scope: Construct, prop: string, acu: number, least: number) {
  if (acu < least || acu > 256) refuse(scope, `${prop} is ${acu}, need ${least} to 256`);
  if (!Number.isInteger(acu * 2)) refuse(scope, `${prop} is ${acu}, need a multiple of 0.5`);
}
