import { Stack, Token } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { PostgresBackupReplicationOptions, PostgresStorageOptions } from './postgres-options';
import { refuse } from '../../core/validation';
import { Workload } from '../../core/workload/workload';
import { DatabaseCredentials } from '../credentials/database-credentials';
import { requireRetention } from '../shared/database-rules';

/** First version with `ssl_min_protocol_version` (PostgreSQL 12 release notes). */
const FIRST_MAJOR = 12;
const MAX_REPLICAS = 15;
const GIB = { least: 20, most: 65_536 };
/** From here on gp3 is striped over four volumes, and its speed can be provisioned (RDS User Guide, Amazon RDS DB instance storage, gp3 storage). */
const STRIPED_GIB = 400;
const IOPS = { least: 12_000, most: 64_000 };
const THROUGHPUT = { least: 500, most: 4000 };

/** Refuses versions that the construct cannot force a TLS version on. */
export function requireVersion(scope: Construct, version: rds.PostgresEngineVersion): void {
  const major = Number(version.postgresMajorVersion.split('.')[0]);
  if (major < FIRST_MAJOR) refuse(scope, `engineVersion is ${version.postgresFullVersion}, need ${FIRST_MAJOR} or newer: older ones have no lowest TLS version`);
}

/** Refuses storage that Amazon RDS refuses. */
export function requireStorage(scope: Construct, allocatedGib: number, maxAllocatedGib: number, { iops, throughput }: PostgresStorageOptions): void {
  requireWhole(scope, 'storage.allocatedGib', allocatedGib, GIB);
  // RDS User Guide, Managing capacity automatically with Amazon RDS storage autoscaling: at least 10 % more.
  const leastGrown = Math.ceil(allocatedGib * 11 / 10);
  if (maxAllocatedGib !== allocatedGib && (maxAllocatedGib < leastGrown || maxAllocatedGib > GIB.most || !Number.isInteger(maxAllocatedGib))) {
    refuse(scope, `storage.maxAllocatedGib is ${maxAllocatedGib}, need a whole number from ${leastGrown} to ${GIB.most}, or ${allocatedGib} for storage that does not grow`);
  }
  requireProvisionable(scope, 'iops', iops, IOPS, allocatedGib);
  requireProvisionable(scope, 'throughput', throughput, THROUGHPUT, allocatedGib);
  const highest = (iops ?? IOPS.least) / 4;
  if (throughput !== undefined && throughput > highest) {
    refuse(scope, `storage.throughput is ${throughput} MiB a second with ${iops ?? IOPS.least} iops, need at most a quarter: ${highest}`);
  }
}

/** Refuses replicas that Amazon RDS refuses (RDS User Guide, Limitations for Secrets Manager integration with Amazon RDS). */
export function requireReplicas(scope: Construct, replicas: number, credentials: DatabaseCredentials): void {
  if (!Number.isInteger(replicas) || replicas < 0 || replicas > MAX_REPLICAS) {
    refuse(scope, `readReplicas is ${replicas}, need a whole number from 0 to ${MAX_REPLICAS}`);
  }
  if (replicas > 0 && credentials.isManaged) {
    refuse(scope, `readReplicas is ${replicas} with a password that Amazon RDS manages, need credentials DatabaseCredentials.generated(): `
      + 'Amazon RDS makes no replica of such an instance');
  }
}

/** Refuses to replicate backups to where the workload's data may not be, or where Amazon RDS does not replicate to. */
export function requireReplication(scope: Construct, replication: PostgresBackupReplicationOptions | undefined): void {
  if (!replication) return;
  const { region, retention } = replication;
  if (retention) requireRetention(scope, 'backup.replication.retention', retention);
  if (Token.isUnresolved(region)) return;
  const { regions, name } = Workload.of(scope);
  if (regions && !regions.includes(region)) {
    refuse(scope, `backup.replication.region is ${region}, need one of ${regions.join(', ')}: workload '${name}' keeps its data there`);
  }
  const own = Stack.of(scope).region;
  if (Token.isUnresolved(own)) return;
  if (region === own) refuse(scope, `backup.replication.region is ${region} like the instance's, need another`);
  const [from, to] = [own, region].map((each) => RegionInfo.get(each).partition);
  if (from !== to) refuse(scope, `backup.replication.region is ${region} in partition ${to}, need one in ${from}: backups do not leave their partition`);
}

function requireProvisionable(scope: Construct, prop: string, value: number | undefined, range: typeof GIB, allocatedGib: number) {
  if (value === undefined) return;
  if (allocatedGib < STRIPED_GIB) refuse(scope, `storage.${prop} is ${value} at ${allocatedGib} GiB, need at least ${STRIPED_GIB} GiB to provision it`);
  requireWhole(scope, `storage.${prop}`, value, range);
}

function requireWhole(scope: Construct, prop: string, value: number, { least, most }: typeof GIB) {
  if (!Number.isInteger(value) || value < least || value > most) refuse(scope, `${prop} is ${value}, need a whole number from ${least} to ${most}`);
}
