import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { RecommendedAlarm, recommendedAlarms } from '../../core/workload/registry';

const PERIOD = Duration.minutes(5);
const LATE_SECONDS = 600;

/** Alarms on deliveries from Firehose to the bucket (Amazon Data Firehose Developer Guide, Monitor with CloudWatch metrics). */
export function recommendDeliveryAlarms(construct: Construct, streamName: string, bufferingInterval: Duration): void {
  const metric = (metricName: string, statistic: string) => new cloudwatch.Metric({
    namespace: 'AWS/Firehose', metricName, dimensionsMap: { DeliveryStreamName: streamName }, statistic, period: PERIOD,
  });
  const add = adder(construct);
  add({
    id: 'DeliveryLate',
    description: 'Logs reach the bucket late: check the error log group of the archive.',
    metric: metric('DeliveryToS3.DataFreshness', cloudwatch.Stats.MAXIMUM),
    threshold: bufferingInterval.toSeconds() + LATE_SECONDS,
  });
  add({
    id: 'DeliveryFailed',
    description: 'Firehose cannot write logs to the bucket: check the error log group of the archive, and the policy and the key of the bucket.',
    metric: metric('DeliveryToS3.Success', cloudwatch.Stats.AVERAGE),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
  });
  add({
    id: 'RecordsThrottled',
    description: 'Firehose throttles the delivery of logs: request a higher quota for the stream.',
    metric: metric('ThrottledRecords', cloudwatch.Stats.SUM),
    threshold: 1,
  });
}

/** Alarms on deliveries from a log group to Firehose (CloudWatch Logs User Guide, Monitoring with CloudWatch metrics). */
export function recommendSubscriptionAlarms(
  construct: Construct, id: string, subscription: logs.SubscriptionFilter, { logGroupName }: logs.ILogGroup,
): void {
  const filter = subscription.node.defaultChild as logs.CfnSubscriptionFilter;
  const metric = (metricName: string) => new cloudwatch.Metric({
    namespace: 'AWS/Logs',
    metricName,
    dimensionsMap: { LogGroupName: logGroupName, DestinationType: 'Firehose', FilterName: filter.ref },
    statistic: cloudwatch.Stats.SUM,
    period: PERIOD,
  });
  const add = adder(construct);
  add({
    id: `${id}DeliveryErrors`,
    description: 'CloudWatch Logs cannot deliver logs to Firehose and discards them after a day: check the role of the subscription filter.',
    metric: metric('DeliveryErrors'),
    threshold: 1,
  });
  add({
    id: `${id}DeliveryThrottled`,
    description: 'Firehose throttles CloudWatch Logs, which discards logs after a day: request a higher quota for the stream.',
    metric: metric('DeliveryThrottling'),
    threshold: 1,
  });
}

function adder(construct: Construct): (alarm: Omit<RecommendedAlarm, 'construct'>) => void {
  return (alarm) => recommendedAlarms(construct).add({ construct, ...alarm });
}
