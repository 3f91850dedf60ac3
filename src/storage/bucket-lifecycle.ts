import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BucketLifecycle } from './bucket-options';
import { refuse } from '../core/errors';

const ABORT_INCOMPLETE_UPLOADS = Duration.days(7);
const EXPIRE_NONCURRENT = Duration.days(90);
/** S3 User Guide, Transitioning objects using Amazon S3 Lifecycle: 30 days before and in Standard-IA. */
const INFREQUENT_ACCESS_DAYS = 30;

/** The rules of an S3 lifecycle configuration. */
export function lifecycleRules(scope: Construct, lifecycle: BucketLifecycle = {}): s3.LifecycleRule[] {
  const { infrequentAccessAfter, glacierAfter, expireAfter } = lifecycle;
  const steps = [['infrequentAccessAfter', infrequentAccessAfter], ['glacierAfter', glacierAfter], ['expireAfter', expireAfter]] as const;
  const given = steps.filter((step): step is [typeof step[0], Duration] => step[1] !== undefined);
  for (const [name, age] of given) {
    if (age.toDays() < 1) refuse(scope, `lifecycle.${name} is ${age.toDays()} days, need at least 1 day`);
  }
  if (infrequentAccessAfter && infrequentAccessAfter.toDays() < INFREQUENT_ACCESS_DAYS) {
    refuse(scope, `lifecycle.infrequentAccessAfter is ${infrequentAccessAfter.toDays()} days, need at least ${INFREQUENT_ACCESS_DAYS}: S3 moves nothing earlier`);
  }
  given.slice(1).forEach(([name, age], i) => {
    const [earlier, before] = given[i];
    const gap = earlier === 'infrequentAccessAfter' ? INFREQUENT_ACCESS_DAYS : 1;
    if (age.toDays() < before.toDays() + gap) {
      refuse(scope, `lifecycle.${name} is ${age.toDays()} days, need at least ${before.toDays() + gap}: ${gap} after lifecycle.${earlier}`);
    }
  });
  return [{
    id: 'Lifecycle',
    abortIncompleteMultipartUploadAfter: ABORT_INCOMPLETE_UPLOADS,
    noncurrentVersionExpiration: lifecycle.expireNoncurrentAfter ?? EXPIRE_NONCURRENT,
    expiration: expireAfter,
    transitions: transitions(infrequentAccessAfter, glacierAfter),
  }];
}

function transitions(infrequentAccessAfter?: Duration, glacierAfter?: Duration): s3.Transition[] | undefined {
  const all = [
    ...(infrequentAccessAfter ? [{ storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: infrequentAccessAfter }] : []),
    ...(glacierAfter ? [{ storageClass: s3.StorageClass.GLACIER, transitionAfter: glacierAfter }] : []),
  ];
  return all.length > 0 ? all : undefined;
}
