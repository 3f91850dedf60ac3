import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { IConstruct } from 'constructs';
import { isUnresolved, mustBe } from '../../validation/refuse';

/** Most metrics in the expression of an alarm (Amazon CloudWatch User Guide, Alarm data queries). */
const MOST_METRICS = 10;

/**
 * Refuses a metric that CloudWatch does not accept in an alarm: a search expression, or an expression of more than 10 metrics (Amazon CloudWatch User Guide, Create
 * a CloudWatch alarm based on a metric math expression; Alarm data queries). Tokens pass.
 */
export function requireAlarmMetric(scope: IConstruct, prop: string, metric: cloudwatch.IMetric): void {
  const { expressions, metrics } = partsOf(metric);
  const search = expressions.find((expression) => !isUnresolved(expression) && /\bSEARCH\s*\(/i.test(expression));
  if (search !== undefined) mustBe(scope, prop, 'an expression without SEARCH, which alarms do not accept', search);
  if (metrics > MOST_METRICS) mustBe(scope, prop, `an expression of at most ${MOST_METRICS} metrics`, metrics);
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
