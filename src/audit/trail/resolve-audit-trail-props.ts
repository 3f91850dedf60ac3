import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AuditTrailProps, TrailEventOptions, TrailLogOptions, TrailStorageOptions } from './audit-trail-props';
import { requireLogTarget } from '../../core/buckets/access-logs';
import { requireLifecycle } from '../../core/buckets/bucket-lifecycle';
import {
  mustBe, requireAtMostOne, requireDuration, requireKnown, requireList, requireLogPrefix, requireProps, requireString,
} from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';

/** CloudTrail API, CreateTrail, S3KeyPrefix. */
const MAX_PREFIX = 200;
/** CloudTrail API, PutEventSelectors: 500 values in all selectors of a trail, of which the selectors here use at most 5 for other fields. */
const MAX_BUCKETS = 495;
/** S3 User Guide, Object Lock considerations: 100 years. */
const MAX_LOCK_DAYS = 36_500;
/** Retention period of the object lock if no framework requires a longer one. */
const DEFAULT_LOCK = Duration.days(365);

/** Checked props of AuditTrail with their defaults. */
export interface ResolvedAuditTrailProps extends Omit<AuditTrailProps, 'storage' | 'events' | 'logs'> {
  readonly prefix: string;
  readonly storage: TrailStorageOptions & { readonly lock: Duration };
  readonly events: TrailEventOptions;
  readonly logs: TrailLogOptions;
}

/** Checks the props of AuditTrail and fills in the defaults. */
export function resolveAuditTrailProps(scope: Construct, props: AuditTrailProps): ResolvedAuditTrailProps {
  requireProps(scope, 'AuditTrailProps', props);
  const { bucket, trailName, prefix = 'cloudtrail', storage, events = {}, logs = {}, organizationId } = props;
  requireAtMostOne(scope, { bucket, storage });
  requireName(scope, 'trailName', trailName, NameLimit.TRAIL);
  requireLogPrefix(scope, 'prefix', prefix, MAX_PREFIX);
  requireName(scope, 'storage.bucketName', storage?.bucketName, NameLimit.BUCKET);
  requireLifecycle(scope, 'storage.lifecycle', storage?.lifecycle);
  requireLogTarget(scope, 'storage.accessLogs', storage?.accessLogs);
  requireKnown(scope, 'storage.lock', storage?.lock);
  requireDuration(scope, 'storage.lock', storage?.lock, { unit: 'days', max: MAX_LOCK_DAYS });
  requireList(scope, 'events.objectsOf', events.objectsOf, { max: MAX_BUCKETS });
  if (events.objectsOf && events.objects === false) mustBe(scope, 'events.objects', 'true with events.objectsOf', false);
  requireName(scope, 'logs.logGroupName', logs.logGroupName, NameLimit.LOG_GROUP);
  // AWS Organizations API, Organization.
  requireString(scope, 'organizationId', organizationId, { need: 'an organization ID such as o-a1b2c3d4e5', pattern: /o-[a-z0-9]{10,32}/ });
  const lock = storage?.lock ?? Workload.of(scope).numbers.logRetention ?? DEFAULT_LOCK;
  return { ...props, prefix, storage: { ...storage, lock }, events, logs };
}
