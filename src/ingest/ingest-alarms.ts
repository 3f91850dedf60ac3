import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';
import { RecommendedAlarm, recommendedAlarms } from '../core/workload/registry';

/** Recommends alarms on delays and throttling of the stream, and on the API with the thresholds that CloudWatch recommends for API Gateway. */
export function recommendIngestAlarms(construct: Construct, stage: apigateway.Stage, stream: kinesis.IStream): void {
  const add = (alarm: Omit<RecommendedAlarm, 'construct'>) => recommendedAlarms(construct).add({ construct, ...alarm });
  add({
    id: 'IteratorAgeHigh',
    description: 'Consumers are one hour behind. Records that are older than the retention of the stream are lost.',
    metric: stream.metricGetRecordsIteratorAgeMilliseconds({ statistic: cloudwatch.Stats.MAXIMUM }),
    threshold: Duration.hours(1).toMilliseconds(),
  });
  add({
    id: 'WriteThrottled',
    description: 'Writes to a shard are throttled: add shards, or distribute the partition keys better.',
    metric: stream.metricWriteProvisionedThroughputExceeded(),
    threshold: 0,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
  });
  add({
    id: 'ReadThrottled',
    description: 'Reads from a shard are throttled: add shards, or use enhanced fan-out.',
    metric: stream.metricReadProvisionedThroughputExceeded(),
    threshold: 0,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
  });
  add({
    id: 'Api5xxHigh',
    description: '5 % of the requests fail: check the throttling of the stream and the permissions of the API.',
    metric: stage.metricServerError({ statistic: cloudwatch.Stats.AVERAGE }),
    threshold: 0.05,
  });
  add({
    id: 'Api4xxHigh',
    description: '5 % of the requests are refused: check the access log for malformed or unauthorized requests.',
    metric: stage.metricClientError({ statistic: cloudwatch.Stats.AVERAGE }),
    threshold: 0.05,
  });
  add({
    id: 'ApiLatencyHigh',
    description: '10 % of the requests take longer than 2.5 seconds.',
    metric: stage.metricLatency({ statistic: 'p90' }),
    threshold: 2500,
  });
}
