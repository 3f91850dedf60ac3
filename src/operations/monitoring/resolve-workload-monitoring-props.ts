import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { IConstruct } from 'constructs';
import { AlarmDefaults, AlarmOverride, LogMetricFilterProps } from './alarm-options';
import { WorkloadMonitoringProps } from './workload-monitoring-props';
import { requireStandardTopic } from '../../core/parts/standard-topic';
import {
  isUnresolved, mustBe, refuse, requireAtMostOne, requireDuration, requireInteger, requireKnown, ownProps, requireSameRegion, requireString,
} from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { requireFilterPattern } from '../filter-pattern';

/** Seconds that the evaluated periods of an alarm may cover, for periods below an hour and others (CloudWatch API, PutMetricAlarm, Period). */
const EVALUATION_RANGE = { short: Duration.days(1), long: Duration.days(7) };
/** Maximum length of an alarm's description (CloudWatch API, PutMetricAlarm, AlarmDescription). */
export const DESCRIPTION_MAX_LENGTH = 1024;

const ID = { need: 'an identifier in upper camel case of at most 255 characters such as OrdersStuck', pattern: /[A-Z][A-Za-z0-9]*/, maxLength: 255 };
const EMAIL = { need: 'an e-mail address', pattern: /[^@\s]+@[^@\s]+/ };
const URL = { need: 'a URL such as https://wiki.example.com/runbooks', pattern: /https?:\/\/\S+/ };
const DESCRIPTION = { need: `a string of 1 to ${DESCRIPTION_MAX_LENGTH} characters`, maxLength: DESCRIPTION_MAX_LENGTH };
/** CloudWatch Logs API, MetricTransformation. */
const METRIC_VALUE = { need: 'a number or a field such as $.latency, of at most 100 characters', pattern: /[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)|\$\S+/, maxLength: 100 };

export interface ResolvedTopicProps {
  readonly topic?: sns.ITopic;
  readonly topicName?: string;
  readonly encryptionKey?: kms.IKey;
  readonly emails: string[];
}

export interface ResolvedWorkloadMonitoringProps {
  readonly topics: ResolvedTopicProps;
  readonly alarms: { [key: string]: AlarmOverride };
  readonly alarmDefaults: AlarmDefaults;
  readonly dashboard: boolean;
  readonly dashboardName?: string;
}

export function resolveWorkloadMonitoringProps(scope: IConstruct, given: WorkloadMonitoringProps): ResolvedWorkloadMonitoringProps {
  const props = ownProps(scope, 'WorkloadMonitoringProps', given);
  const { topic, topicName, encryptionKey, emails = [], alarms = {}, alarmDefaults = {}, dashboard = true, dashboardName } = props;
  requireAtMostOne(scope, { topic, topicName });
  requireAtMostOne(scope, { topic, encryptionKey });
  requireStandardTopic(scope, 'topic', topic);
  requireName(scope, 'topicName', topicName, NameLimit.TOPIC);
  requireName(scope, 'dashboardName', dashboardName, NameLimit.DASHBOARD);
  if (!dashboard && dashboardName !== undefined) refuse(scope, 'specify either dashboardName or dashboard false, not both');
  requireKnown(scope, 'emails', emails);
  emails.forEach((email, index) => requireString(scope, `emails[${index}]`, email, EMAIL));
  requireSettings(scope, 'alarmDefaults', alarmDefaults);
  for (const [key, override] of Object.entries(alarms)) requireSettings(scope, `alarms.${key}`, override);
  return { topics: { topic, topicName, encryptionKey, emails }, alarms, alarmDefaults, dashboard, dashboardName };
}

export interface ResolvedLogMetricFilterProps extends LogMetricFilterProps {
  readonly threshold: number;
  readonly period: Duration;
  readonly evaluationPeriods: number;
}

export function resolveLogMetricFilterProps(scope: IConstruct, id: string, props: LogMetricFilterProps): ResolvedLogMetricFilterProps {
  requireAlarm(scope, id, props);
  const { threshold = 1, period = Duration.minutes(5), evaluationPeriods = 1, metricValue } = props;
  requireFilterPattern(scope, 'filterPattern', props.filterPattern);
  requireSameRegion(scope, 'logGroup', 'a log group', props.logGroup);
  requireString(scope, 'metricValue', metricValue, METRIC_VALUE);
  // aws-cdk-lib needs it in seconds.
  requireKnown(scope, 'period', period);
  requireDuration(scope, 'period', period, { unit: 'minutes' });
  requireInteger(scope, 'evaluationPeriods', evaluationPeriods, { min: 1 });
  requireEvaluationRange(scope, 'evaluationPeriods', evaluationPeriods, period);
  return { ...props, threshold, period, evaluationPeriods };
}

/** Checks what all additional alarms have: an id and a description. */
export function requireAlarm(scope: IConstruct, id: string, props: { readonly description: string }): void {
  requireString(scope, 'id', id, ID);
  requireString(scope, 'description', props.description, DESCRIPTION);
}

/** Refuses evaluation periods that together are longer than CloudWatch accepts. */
export function requireEvaluationRange(scope: IConstruct, prop: string, evaluationPeriods: number, period: Duration | undefined): void {
  if (period === undefined || isUnresolved(period) || isUnresolved(evaluationPeriods)) return;
  const range = period.toSeconds() < Duration.hours(1).toSeconds() ? EVALUATION_RANGE.short : EVALUATION_RANGE.long;
  const max = Math.floor(range.toSeconds() / period.toSeconds());
  if (max < 1) mustBe(scope, 'period', `at most ${range.toHumanString()}`, period);
  if (evaluationPeriods > max) mustBe(scope, prop, `at most ${max} for periods of ${period.toHumanString()}`, evaluationPeriods);
}

function requireSettings(scope: IConstruct, prop: string, { evaluationPeriods, datapointsToAlarm, runbookUrl }: AlarmOverride) {
  requireInteger(scope, `${prop}.evaluationPeriods`, evaluationPeriods, { min: 1 });
  requireInteger(scope, `${prop}.datapointsToAlarm`, datapointsToAlarm, { min: 1 });
  requireString(scope, `${prop}.runbookUrl`, runbookUrl, URL);
}
