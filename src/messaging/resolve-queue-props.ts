import { Duration } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { SecureQueueProps } from './secure-queue-props';
import { requireDuration, requireInteger, requireProps } from '../core/validation';
import { NameLimit } from '../core/workload/name-limit';
import { requireName } from '../core/workload/naming';

/** SQS API, CreateQueue, in seconds. */
const LIMITS = { visibilityTimeout: { min: 0, max: 43_200 }, retention: { min: 60, max: 1_209_600 }, deliveryDelay: { min: 0, max: 900 } };

/** Props with the defaults that the construct states to SQS. */
type ResolvedQueueProps = SecureQueueProps & Required<Pick<SecureQueueProps, 'maxReceiveCount' | 'deadLetterRetentionPeriod'>>;

/** Checks the props, and fills in defaults. */
export function resolveQueueProps(scope: IConstruct, props: SecureQueueProps, nameLimit: NameLimit): ResolvedQueueProps {
  requireProps(scope, 'SecureQueueProps', props);
  const {
    visibilityTimeout = Duration.seconds(30), retentionPeriod = Duration.days(4), maxReceiveCount = 5, deadLetterRetentionPeriod = Duration.days(14),
  } = props;
  requireName(scope, 'queueName', props.queueName, nameLimit);
  requireDuration(scope, 'visibilityTimeout', visibilityTimeout, { unit: 'seconds', ...LIMITS.visibilityTimeout });
  requireDuration(scope, 'retentionPeriod', retentionPeriod, { unit: 'seconds', ...LIMITS.retention });
  requireDuration(scope, 'deliveryDelay', props.deliveryDelay, { unit: 'seconds', ...LIMITS.deliveryDelay });
  requireInteger(scope, 'maxReceiveCount', maxReceiveCount, { min: 1, max: 1_000 });
  const min = retentionPeriod.isUnresolved() ? LIMITS.retention.min : retentionPeriod.toSeconds();
  requireDuration(scope, 'deadLetterRetentionPeriod', deadLetterRetentionPeriod, { unit: 'seconds', ...LIMITS.retention, min });
  return { ...props, visibilityTimeout, retentionPeriod, maxReceiveCount, deadLetterRetentionPeriod };
}
