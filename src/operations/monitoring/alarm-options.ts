import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';

/** Settings of all alarms whose construct does not set them. */
export interface AlarmDefaults {
  /**
   * Number of periods that are evaluated, at least 1.
   * @default 3
   */
  readonly evaluationPeriods?: number;
  /**
   * How the alarm treats periods without data.
   * @default NOT_BREACHING
   */
  readonly treatMissingData?: cloudwatch.TreatMissingData;
  /**
   * URL of the runbooks. The description of an alarm ends with the URL of its runbook, `<this URL>/<alarm key>`.
   * @default - none
   */
  readonly runbookUrl?: string;
}

/** Settings that override those of a recommended alarm. */
export interface AlarmOverride {
  /**
   * Whether the alarm is made.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Threshold, in the unit of the metric.
   * @default - the recommended threshold
   */
  readonly threshold?: number;
  /**
   * Number of periods that are evaluated, at least 1.
   * @default - the recommended number
   */
  readonly evaluationPeriods?: number;
  /**
   * Number of breaching periods that set off the alarm, from 1 to `evaluationPeriods`.
   * @default - the recommended number
   */
  readonly datapointsToAlarm?: number;
  /**
   * How the alarm treats periods without data.
   * @default - as recommended
   */
  readonly treatMissingData?: cloudwatch.TreatMissingData;
  /**
   * URL of the alarm's runbook.
   * @default - `<runbookUrl of alarmDefaults>/<alarm key>`
   */
  readonly runbookUrl?: string;
}

/** Properties of an additional alarm. */
export interface WorkloadAlarmProps {
  /** Metric that the alarm watches. */
  readonly metric: cloudwatch.IMetric;
  /** Meaning of the alarm for the notified operator, in one sentence of at most 1,024 characters. */
  readonly description: string;
  /** Threshold, in the unit of the metric. */
  readonly threshold: number;
  /**
   * Comparison of the metric with the threshold.
   * @default GREATER_THAN_OR_EQUAL_TO_THRESHOLD
   */
  readonly comparisonOperator?: cloudwatch.ComparisonOperator;
  /**
   * Number of periods that are evaluated, at least 1.
   * @default - evaluationPeriods of `alarmDefaults`, otherwise 3
   */
  readonly evaluationPeriods?: number;
  /**
   * Number of breaching periods that set off the alarm, from 1 to `evaluationPeriods`.
   * @default - evaluationPeriods
   */
  readonly datapointsToAlarm?: number;
  /**
   * How the alarm treats periods without data.
   * @default - treatMissingData of `alarmDefaults`, otherwise NOT_BREACHING
   */
  readonly treatMissingData?: cloudwatch.TreatMissingData;
}

/** Properties of a metric filter with an alarm. */
export interface LogMetricFilterProps {
  /** Log group in the Region that is searched. */
  readonly logGroup: logs.ILogGroup;
  /** Pattern of the log events that are counted, at most 1,024 characters (CloudWatch Logs API, PutMetricFilter). */
  readonly filterPattern: logs.IFilterPattern;
  /** Meaning of the alarm for the notified operator, in one sentence of at most 1,024 characters. */
  readonly description: string;
  /**
   * Value that a matching event adds to the metric: a number, or a field such as `$.latency`. At most 100 characters.
   * @default '1'
   */
  readonly metricValue?: string;
  /**
   * Sum in a period at which the alarm is set off.
   * @default 1
   */
  readonly threshold?: number;
  /**
   * Length of a period, in whole minutes. All evaluated periods are at most a day together, or 7 days for periods of an hour and longer.
   * @default Duration.minutes(5)
   */
  readonly period?: Duration;
  /**
   * Number of periods that are evaluated, at least 1.
   * @default 1
   */
  readonly evaluationPeriods?: number;
}
