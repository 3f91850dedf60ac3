import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { SecureBucketProps } from './secure-bucket-props';
import { requireLogTarget } from '../core/buckets/access-logs';
import { requireLifecycle } from '../core/buckets/bucket-lifecycle';
import { BucketReplication } from '../core/buckets/bucket-options';
import { requireObjectLock } from '../core/buckets/hardened-bucket';
import { isUnresolved, mustBe, refuse, requireKnown, requireLogPrefix, requireProps, requireRegionName } from '../core/validation';
import { NameLimit } from '../core/workload/name-limit';
import { requireName } from '../core/workload/naming';
import { requireSamePartition } from '../core/workload/partition';
import { Workload } from '../core/workload/workload';

/** Checked target of a replication. */
export interface ReplicationTarget {
  readonly destination: s3.IBucket;
  readonly destinationKey: kms.IKey;
  readonly destinationRegion: string;
}

/** Checked props of SecureBucket. */
export interface ResolvedSecureBucketProps extends Omit<SecureBucketProps, 'replication'> {
  readonly replication?: ReplicationTarget;
}

/** Checks the props of SecureBucket. */
export function resolveSecureBucketProps(scope: Construct, props: SecureBucketProps): ResolvedSecureBucketProps {
  requireProps(scope, 'SecureBucketProps', props);
  requireName(scope, 'bucketName', props.bucketName, NameLimit.BUCKET);
  requireLogPrefix(scope, 'accessLogsPrefix', props.accessLogsPrefix);
  requireLifecycle(scope, 'lifecycle', props.lifecycle);
  requireLogTarget(scope, 'accessLogs', props.accessLogs);
  if (props.objectLock) requireObjectLock(scope, props.objectLock);
  const isLocked = props.objectLock !== undefined && Workload.of(scope).retainsData;
  return { ...props, replication: props.replication && resolveReplication(scope, props.replication, isLocked) };
}

function resolveReplication(scope: Construct, { destination, destinationRegion }: BucketReplication, isLocked: boolean): ReplicationTarget {
  requireRegionName(scope, 'replication.destinationRegion', destinationRegion, 'eu-west-1');
  const region = destinationRegion ?? destination.env.region;
  requireAllowedRegion(scope, region);
  requireSamePartition(scope, 'replication.destinationRegion', region);
  requireReplicable(scope, destination, isLocked);
  return {
    destination,
    // Amazon S3 replicates objects with SSE-KMS only if the replication rule has a key for the replicas.
    destinationKey: destination.encryptionKey ?? mustBe(scope, 'replication.destination', 'a bucket with an encryptionKey', destination),
    destinationRegion: region,
  };
}

function requireAllowedRegion(scope: Construct, region: string) {
  const { regions } = Workload.of(scope);
  if (!regions) return;
  if (isUnresolved(region)) requireKnown(scope, 'replication.destinationRegion', region);
  if (!regions.includes(region)) mustBe(scope, 'replication.destinationRegion', `one of the Regions of the workload, ${regions.join(', ')}`, region);
}

/** S3 User Guide, Requirements and considerations for replication. The settings of an imported bucket are not known. */
function requireReplicable(scope: Construct, destination: s3.IBucket, isLocked: boolean) {
  const resource = destination.node.defaultChild;
  if (!(resource instanceof s3.CfnBucket)) return;
  const need = (what: string) => refuse(scope, `replication.destination must be a bucket with ${what}, got '${destination.node.path}' without it`);
  if (Stack.of(resource).resolve(resource.versioningConfiguration)?.status !== 'Enabled') need('versioning');
  if (isLocked && resource.objectLockEnabled !== true) need('object lock');
}
