import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { TrailStorageOptions } from './audit-trail-options';
import { LogBucket } from '../core/buckets/log-bucket';
import { Workload } from '../core/workload/workload';

/** Days that log files are locked for where no framework asks for more. */
const MINIMUM_LOCK_DAYS = 365;

/** A bucket for the log files of a trail: under a key, locked where the workload retains its data, and every request to it logged. */
export function bucketFor(scope: Construct, encryptionKey: kms.IKey, options: TrailStorageOptions): s3.Bucket {
  const { bucketName, lifecycle } = options;
  const accessLogs = options.accessLogs ?? new LogBucket(scope, 'AccessLogs').bucket;
  const retention = options.lock ?? Workload.of(scope).numbers.logRetention ?? Duration.days(MINIMUM_LOCK_DAYS);
  return new LogBucket(scope, 'Logs', { bucketName, encryptionKey, accessLogs, lifecycle, objectLock: { retention } }).bucket;
}
