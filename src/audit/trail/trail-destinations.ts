import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { TrailLogOptions, TrailStorageOptions } from './audit-trail-options';
import { LogBucket } from '../../core/buckets/log-bucket';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';
import { encryptedLogGroup } from '../../core/parts/log-group';
import { Workload } from '../../core/workload/workload';

/** Days that log files are locked for where no framework asks for more. */
const MINIMUM_LOCK_DAYS = 365;

/** A bucket for the log files of a trail: under a key, locked where the workload retains its data, and every request to it logged. */
export function bucketFor(scope: Construct, encryptionKey: kms.IKey, options: TrailStorageOptions): s3.Bucket {
  const { bucketName, lifecycle } = options;
  const accessLogs = options.accessLogs ?? new LogBucket(scope, 'AccessLogs').bucket;
  const retention = options.lock ?? Workload.of(scope).numbers.logRetention ?? Duration.days(MINIMUM_LOCK_DAYS);
  return new LogBucket(scope, 'Logs', { bucketName, encryptionKey, accessLogs, lifecycle, objectLock: { retention } }).bucket;
}

/** A log group, and the role that CloudTrail writes to it with. */
export interface TrailLogs {
  readonly logGroup: logs.LogGroup;
  readonly role: iam.IRole;
}

/** CloudTrail User Guide, Role policy document for CloudTrail to use CloudWatch Logs for monitoring. */
export function logsFor(scope: Construct, options: TrailLogOptions): TrailLogs {
  const logGroup = encryptedLogGroup(scope, 'LogGroup', options);
  const role = new LeastPrivilegeRole(scope, 'LogRole', {
    description: 'Writes the events of the trail to its log group',
    assumedBy: new iam.ServicePrincipal('cloudtrail.amazonaws.com'),
  });
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  }));
  return { logGroup, role };
}
