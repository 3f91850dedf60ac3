import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BucketLifecycle } from './bucket-options';
import { daysOf, mustBe, requireDuration } from '../validation';

const ABORT_INCOMPLETE_UPLOADS = Duration.days(7);
const EXPIRE_NONCURRENT = Duration.days(90);
/** S3 User Guide, Transitioning objects using Amazon S3 Lifecycle: 30 days before and in Standard-IA. */
const INFREQUENT_ACCESS_DAYS = 30;

/** Refuses ages that S3 does not accept, or not in this order. */
export function requireLifecycle(scope: Construct, prop: string, lifecycle: BucketLifecycle = {}): void {
  const { infrequentAccessAfter, glacierAfter, expireAfter, expireNoncurrentAfter } = lifecycle;
  requireOrder(scope, prop, [
    { name: 'infrequentAccessAfter', age: infrequentAccessAfter, least: INFREQUENT_ACCESS_DAYS, stay: INFREQUENT_ACCESS_DAYS },
    { name: 'glacierAfter', age: glacierAfter, least: 1, stay: 1 },
    { name: 'expireAfter', age: expireAfter, least: 1, stay: 1 },
  ]);
  requireOrder(scope, prop, [{ name: 'expireNoncurrentAfter', age: expireNoncurrentAfter, least: 1, stay: 1 }]);
}

/** The rules of an S3 lifecycle configuration. */
export function lifecycleRules(scope: Construct, lifecycle: BucketLifecycle = {}): s3.LifecycleRule[] {
  requireLifecycle(scope, 'lifecycle', lifecycle);
  const { infrequentAccessAfter, glacierAfter, expireAfter, expireNoncurrentAfter = EXPIRE_NONCURRENT } = lifecycle;
  return [{
    id: 'Lifecycle',
    abortIncompleteMultipartUploadAfter: ABORT_INCOMPLETE_UPLOADS,
    noncurrentVersionExpiration: expireNoncurrentAfter,
    expiration: expireAfter,
    transitions: transitions(infrequentAccessAfter, glacierAfter),
  }];
}

interface Step {
  readonly name: string;
  readonly age?: Duration;
  /** Minimum age in days. */
  readonly least: number;
  /** Minimum days before the next step. */
  readonly stay: number;
}

function requireOrder(scope: Construct, prop: string, steps: Step[]) {
  let before: { name: string; days: number; stay: number } | undefined;
  for (const { name, age, least, stay } of steps) {
    requireDuration(scope, `${prop}.${name}`, age, { unit: 'days', min: least });
    const days = daysOf(age);
    if (days === undefined) continue;
    if (before && days < before.days + before.stay) {
      mustBe(scope, `${prop}.${name}`, `at least ${before.days + before.stay} days, ${before.stay} after ${prop}.${before.name}`, age);
    }
    before = { name, days, stay };
  }
}

function transitions(infrequentAccessAfter?: Duration, glacierAfter?: Duration): s3.Transition[] | undefined {
  const all = [
    ...(infrequentAccessAfter ? [{ storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: infrequentAccessAfter }] : []),
    ...(glacierAfter ? [{ storageClass: s3.StorageClass.GLACIER, transitionAfter: glacierAfter }] : []),
  ];
  return all.length > 0 ? all : undefined;
}
