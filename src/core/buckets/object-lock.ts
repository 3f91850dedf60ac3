import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BucketObjectLock } from './bucket-options';
import { requireDuration } from '../validation';
import { Workload } from '../workload/workload';

/** S3 User Guide, Object Lock considerations: 100 years. */
const MAX_DAYS = 36_500;

/** The bucket props of an object lock. Where nothing is retained there is none, as a locked bucket cannot be emptied. */
export function objectLockOf(scope: Construct, lock: BucketObjectLock | undefined): Pick<s3.BucketProps, 'objectLockEnabled' | 'objectLockDefaultRetention'> {
  if (!lock) return {};
  const { retention, mode = s3.ObjectLockMode.GOVERNANCE } = lock;
  requireDuration(scope, 'objectLock.retention', retention, { unit: 'days', max: MAX_DAYS });
  if (!Workload.of(scope).retainsData) return {};
  return {
    objectLockEnabled: true,
    objectLockDefaultRetention: mode === s3.ObjectLockMode.COMPLIANCE
      ? s3.ObjectLockRetention.compliance(retention)
      : s3.ObjectLockRetention.governance(retention),
  };
}
