import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { recommendedAlarms } from '../../core/workload/registry';

/** Alarms on events of Systems Manager (Systems Manager User Guide, Amazon EventBridge event examples for Systems Manager). */
export function recommendPatchAlarms(construct: Construct, windowId: string, baselineIds: string[]): void {
  alarmOn(construct, 'NonCompliance', {
    id: 'PatchesMissing',
    description: 'An instance lacks approved patches: check the compliance page of Systems Manager and the output of the last run.',
    detailType: 'Configuration Compliance State Change',
    detail: { 'compliance-type': ['Patch'], 'compliance-status': ['non_compliant'], 'patch-baseline-id': baselineIds },
  });
  alarmOn(construct, 'FailedRuns', {
    id: 'PatchingFailed',
    description: 'A maintenance window failed, timed out, was cancelled or was skipped: check its history in Systems Manager.',
    detailType: 'Maintenance Window Execution State-change Notification',
    detail: { 'window-id': [windowId], 'status': ['FAILED', 'TIMED_OUT', 'CANCELLED', 'SKIPPED_OVERLAPPING'] },
  });
}

interface EventAlarm {
  readonly id: string;
  readonly description: string;
  readonly detailType: string;
  readonly detail: Record<string, string[]>;
}

// Compliance has no metric. The number of events that a rule matched is one, apart from the invocations of targets, of which these rules have none (EventBridge User Guide,
// Monitoring Amazon EventBridge: `TriggeredRules`).
function alarmOn(construct: Construct, id: string, { id: alarm, description, detailType, detail }: EventAlarm): void {
  const rule = new events.Rule(construct, id, { description, eventPattern: { source: ['aws.ssm'], detailType: [detailType], detail } });
  recommendedAlarms(construct).add({
    construct,
    id: alarm,
    description,
    metric: new cloudwatch.Metric({
      namespace: 'AWS/Events',
      metricName: 'TriggeredRules',
      dimensionsMap: { RuleName: rule.ruleName },
      statistic: cloudwatch.Stats.SUM,
      period: Duration.minutes(5),
    }),
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  });
}
