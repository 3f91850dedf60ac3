import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';

/** What holds for every alarm that its construct says nothing else about. */
export interface AlarmDefaults {
  /**
   * Number of the latest periods that are looked at.
   * @default 3
   */
  readonly evaluationPeriods?: number;
  /**
   * What a period without data counts as.
   * @default NOT_BREACHING
   */
  readonly treatMissingData?: cloudwatch.TreatMissingData;
  /**
   * Where the runbooks are. An alarm's description ends with the runbook `<this URL>/<the alarm's key>`.
   * @default - none
   */
  readonly runbookUrl?: string;
}

/** What to do differently with one recommended alarm. What is left out stays as recommended. */
export interface AlarmOverride {
  /**
   * Whether the alarm is made.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Value to compare the metric with, in the metric's unit.
   * @default - as recommended
   */
  readonly threshold?: number;
  /**
   * Number of the latest periods that are looked at.
   * @default - as recommended
   */
  readonly evaluationPeriods?: number;
  /**
   * Number of those periods that must be beyond the threshold, `evaluationPeriods` at the most.
   * @default - as recommended
   */
  readonly datapointsToAlarm?: number;
  /**
   * What a period without data counts as.
   * @default - as recommended
   */
  readonly treatMissingData?: cloudwatch.TreatMissingData;
  /**
   * What to do when it fires.
   * @default - the alarm's key below the `runbookUrl` of `alarmDefaults`
   */
  readonly runbookUrl?: string;
}

/** An alarm of your own. */
export interface WorkloadAlarmProps {
  /** Metric that is watched. */
  readonly metric: cloudwatch.IMetric;
  /** What it means for the reader who is woken by it, in one sentence. */
  readonly description: string;
  /** Value to compare the metric with, in the metric's unit. */
  readonly threshold: number;
  /**
   * How to compare.
   * @default GREATER_THAN_OR_EQUAL_TO_THRESHOLD
   */
  readonly comparisonOperator?: cloudwatch.ComparisonOperator;
  /**
   * Number of the latest periods that are looked at.
   * @default - that of `alarmDefaults`, else 3
   */
  readonly evaluationPeriods?: number;
  /**
   * Number of those periods that must be beyond the threshold.
   * @default - as evaluationPeriods
   */
  readonly datapointsToAlarm?: number;
  /**
   * What a period without data counts as.
   * @default - that of `alarmDefaults`, else NOT_BREACHING
   */
  readonly treatMissingData?: cloudwatch.TreatMissingData;
}

/** A pattern in a log group that becomes a metric and an alarm. */
export interface LogMetricFilterProps {
  /** Log group that is searched. */
  readonly logGroup: logs.ILogGroup;
  /** Lines that count. */
  readonly filterPattern: logs.IFilterPattern;
  /** What it means for the reader who is woken by it, in one sentence. */
  readonly description: string;
  /**
   * Value that a matching line adds: a number, or a field such as `$.latency`.
   * @default '1'
   */
  readonly metricValue?: string;
  /**
   * Sum over a period from which on it alarms.
   * @default 1
   */
  readonly threshold?: number;
  /**
   * Length of a period.
   * @default Duration.minutes(5)
   */
  readonly period?: Duration;
  /**
   * Number of the latest periods that are looked at.
   * @default 1
   */
  readonly evaluationPeriods?: number;
}
