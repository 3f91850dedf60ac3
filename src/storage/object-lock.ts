import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BucketObjectLock } from './bucket-options';
import { daysOf } from './days';
import { refuse } from '../core/errors';
import { Workload } from '../core/workload';

/** S3 User Guide, Object Lock considerations: 100 years. */
const MAX_DAYS = 36_500;

/** The bucket props of an object lock. Where nothing is retained there is none, as a locked bucket cannot be emptied. */
export function objectLockOf(scope: Construct, lock: BucketObjectLock | undefined): Pick<s3.BucketProps, 'objectLockEnabled' | 'objectLockDefaultRetention'> {
  if (!lock) return {};
  const { retention, mode = s3.ObjectLockMode.GOVERNANCE } = lock;
  const days = daysOf(scope, 'objectLock.retention', retention);
  if (days !== undefined && (days < 1 || days > MAX_DAYS)) refuse(scope, `objectLock.retention is ${days} days, need 1 to ${MAX_DAYS}`);
  if (!Workload.of(scope).retainsData) return {};
  return {
    objectLockEnabled: true,
    objectLockDefaultRetention: mode === s3.ObjectLockMode.COMPLIANCE
      ? s3.ObjectLockRetention.compliance(retention)
      : s3.ObjectLockRetention.governance(retention),
  };
}
