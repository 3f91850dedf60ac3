import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { IConstruct } from 'constructs';
import { isUnresolved, mustBe } from '../../validation/refuse';
import { requireString, StringLimit } from '../../validation/strings';

/** Most metrics in the expression of an alarm (Amazon CloudWatch User Guide, Alarm data queries). */
const MOST_METRICS = 10;

/** CloudWatch API, PutMetricAlarm: Namespace, MetricName, Statistic and ExtendedStatistic. */
const NAMESPACE: StringLimit = { need: '1 to 255 characters, not starting with a colon', pattern: /[^:].*/, maxLength: 255 };
const NAME: StringLimit = { need: '1 to 255 characters', maxLength: 255 };
const STATISTIC: StringLimit = {
  need: 'a statistic of CloudWatch such as Average, Maximum, p90 or TM(10%:90%)',
  pattern: /Average|Minimum|Maximum|Sum|SampleCount|IQM|(?:p|tm|tc|ts|wm)(?:100|\d{1,2}(?:\.\d{1,10})?)|(?:PR|TC|TM|TS|WM)\([\d.%:]+\)/i,
};

/**
 * Refuses a metric that CloudWatch does not accept in an alarm: a search expression, or an expression of more than 10 metrics (Amazon CloudWatch User Guide, Create
 * a CloudWatch alarm based on a metric math expression; Alarm data queries). Tokens pass.
 */
export function requireAlarmMetric(scope: IConstruct, prop: string, metric: cloudwatch.IMetric): void {
  requireStat(scope, prop, metric);
  const { expressions, metrics } = partsOf(metric);
  const search = expressions.find((expression) => !isUnresolved(expression) && /\bSEARCH\s*\(/i.test(expression));
  if (search !== undefined) mustBe(scope, prop, 'an expression without SEARCH, which alarms do not accept', search);
  if (metrics > MOST_METRICS) mustBe(scope, prop, `an expression of at most ${MOST_METRICS} metrics`, metrics);
}

function requireStat(scope: IConstruct, prop: string, metric: cloudwatch.IMetric): void {
  const { metricStat, mathExpression } = metric.toMetricConfig();
  requireString(scope, `${prop}.namespace`, metricStat?.namespace, NAMESPACE);
  requireString(scope, `${prop}.metricName`, metricStat?.metricName, NAME);
  requireString(scope, `${prop}.statistic`, metricStat?.statistic, STATISTIC);
  for (const [name, used] of Object.entries(mathExpression?.usingMetrics ?? {})) requireStat(scope, `${prop}.usingMetrics.${name}`, used);
}

function partsOf(metric: cloudwatch.IMetric): { expressions: string[]; metrics: number } {
  const { mathExpression } = metric.toMetricConfig();
  if (!mathExpression) return { expressions: [], metrics: 1 };
  const used = Object.values(mathExpression.usingMetrics).map(partsOf);
  return {
    expressions: [mathExpression.expression, ...used.flatMap(({ expressions }) => expressions)],
    metrics: used.reduce((sum, { metrics }) => sum + metrics, 0),
  };
}
