import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { TrailLogOptions } from './audit-trail-props';
import { ResolvedAuditTrailProps } from './resolve-audit-trail-props';
import { LogBucket } from '../../core/buckets/log-bucket';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';
import { encryptedLogGroup } from '../../core/parts/log-group';

/** A bucket for the log files of a trail, with encryption, access logs, and an object lock in workloads that retain their data. */
export function trailBucket(scope: Construct, encryptionKey: kms.IKey, options: ResolvedAuditTrailProps['storage']): s3.Bucket {
  const { bucketName, lifecycle, lock, accessLogs = new LogBucket(scope, 'AccessLogs').bucket } = options;
  return new LogBucket(scope, 'Logs', { bucketName, encryptionKey, accessLogs, lifecycle, objectLock: { retention: lock } }).bucket;
}

/** A log group, and the role with which CloudTrail writes to it. */
export interface TrailLogs {
  readonly logGroup: logs.LogGroup;
  readonly role: iam.IRole;
}

/** CloudTrail User Guide, Role policy document for CloudTrail to use CloudWatch Logs for monitoring. */
export function trailLogs(scope: Construct, options: TrailLogOptions): TrailLogs {
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
