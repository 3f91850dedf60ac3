import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { Construct } from 'constructs';
import { RecommendedAlarm, recommendedAlarms } from '../core/workload/registry';

const FIVE_MINUTES = { period: Duration.minutes(5) };

/** Recommends alarms on what producers and consumers of a stream feel; those of the API at what CloudWatch recommends for API Gateway. */
export function recommendIngestAlarms(construct: Construct, stage: apigateway.Stage, stream: kinesis.IStream): void {
  const add = (alarm: Omit<RecommendedAlarm, 'construct'>) => recommendedAlarms(construct).add({ construct, ...alarm });
  add({
    id: 'IteratorAgeHigh',
    description: 'Consumers are an hour behind: records are lost when they fall behind by the retention of the stream.',
    metric: stream.metricGetRecordsIteratorAgeMilliseconds({ ...FIVE_MINUTES, statistic: 'Maximum' }),
    threshold: Duration.hours(1).toMilliseconds(),
  });
  add({
    id: 'WriteThrottled',
    description: 'A shard takes no more: producers are asked to come again. More shards or other partition keys help.',
    metric: stream.metricWriteProvisionedThroughputExceeded({ ...FIVE_MINUTES, statistic: 'Average' }),
    threshold: 0,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
  });
  add({
    id: 'ReadThrottled',
    description: 'Consumers of a shard are slowed down: there are too many of them. More shards or enhanced fan-out help.',
    metric: stream.metricReadProvisionedThroughputExceeded({ ...FIVE_MINUTES, statistic: 'Average' }),
    threshold: 0,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
  });
  add({
    id: 'Api5xxHigh',
    description: 'A twentieth of all requests fail: the stream throttles, or the API is not allowed to write.',
    metric: stage.metricServerError({ ...FIVE_MINUTES, statistic: 'Average' }),
    threshold: 0.05,
  });
  add({
    id: 'Api4xxHigh',
    description: 'A twentieth of all requests are refused: a client sends what the API does not take, or may not call it.',
    metric: stage.metricClientError({ ...FIVE_MINUTES, statistic: 'Average' }),
    threshold: 0.05,
  });
  add({
    id: 'ApiLatencyHigh',
    description: 'A tenth of all requests take longer than 2.5 seconds.',
    metric: stage.metricLatency({ ...FIVE_MINUTES, statistic: 'p90' }),
    threshold: 2500,
  });
}
