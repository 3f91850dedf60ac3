import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { recommendedAlarms } from '../core/workload/registry';

/** Metrics: SQS Developer Guide, Available CloudWatch metrics for Amazon SQS. */
export function recommendQueueAlarms(construct: Construct, queue: sqs.Queue, deadLetterQueue: sqs.Queue): void {
  const alarms = recommendedAlarms(construct);
  alarms.add({
    construct,
    id: 'OldestMessageOld',
    description: 'A message waits for 15 minutes: consumers are too few, too slow or down.',
    metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: cloudwatch.Stats.MAXIMUM }),
    threshold: Duration.minutes(15).toSeconds(),
  });
  alarms.add({
    construct,
    id: 'DeadLetters',
    description: 'A message is in the dead-letter queue: consumers could not process it.',
    metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: cloudwatch.Stats.MAXIMUM }),
    threshold: 1,
    evaluationPeriods: 1,
  });
}
