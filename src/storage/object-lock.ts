import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BucketObjectLock } from './bucket-options';
import { refuse } from '../core/errors';
import { Workload } from '../core/workload';

const MAX_DAYS = 36_500;

/** The bucket props of an object lock. */
export function objectLockOf(scope: Construct, lock: BucketObjectLock | undefined): Pick<s3.BucketProps, 'objectLockEnabled' | 'objectLockDefaultRetention'> {
  if (!lock) return {};
  const { retention, mode = s3.ObjectLockMode.GOVERNANCE } = lock;
  const days = retention.toDays({ integral: false });
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) {
    refuse(scope, `objectLock.retention is ${days} days, need whole days from 1 to ${MAX_DAYS}`);
  }
  if (!Workload.of(scope).retainsData && mode === s3.ObjectLockMode.COMPLIANCE) {
    refuse(scope, 'objectLock.mode is COMPLIANCE in an ephemeral workload, need GOVERNANCE: nobody could empty the bucket before the lock ends');
  }
  return {
    objectLockEnabled: true,
    objectLockDefaultRetention: mode === s3.ObjectLockMode.COMPLIANCE
      ? s3.ObjectLockRetention.compliance(retention)
      : s3.ObjectLockRetention.governance(retention),
  };
}
