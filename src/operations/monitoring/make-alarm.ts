import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct, IConstruct } from 'constructs';
import { AlarmDefaults, AlarmOverride } from './alarm-options';
import { DESCRIPTION_MAX_LENGTH, requireEvaluationRange } from './resolve-workload-monitoring-props';
import { isUnresolved, refuse, requireDatapoints, requireInteger } from '../../core/validation';
import { RecommendedAlarm } from '../../core/workload/registry';

/** The stack that is deployed on its own. For a nested stack, that of its parent. */
export function outermostStack(construct: IConstruct): Stack {
  const stack = Stack.of(construct);
  return stack.nestedStackParent ? outermostStack(stack.nestedStackParent) : stack;
}

/** The path of a construct below its stack. */
export function pathBelowStack(construct: IConstruct): string {
  return construct.node.path.slice(outermostStack(construct).node.path.length + 1);
}

/** The key of an alarm: `<construct path below the stack>/<id>`. */
export function alarmKey({ construct, id }: RecommendedAlarm): string {
  return [pathBelowStack(construct), id].filter(Boolean).join('/');
}

/** Makes a recommended alarm below the construct that recommends it. */
export function makeAlarm(
  scope: Construct, recommended: RecommendedAlarm, override: AlarmOverride, defaults: AlarmDefaults, topic: sns.ITopic,
): cloudwatch.Alarm {
  const { construct, id, metric, comparisonOperator } = recommended;
  const key = alarmKey(recommended);
  const evaluationPeriods = override.evaluationPeriods ?? recommended.evaluationPeriods ?? defaults.evaluationPeriods ?? 3;
  const datapointsToAlarm = override.datapointsToAlarm
    ?? (override.evaluationPeriods === undefined ? recommended.datapointsToAlarm : undefined);
  requireInteger(scope, `evaluationPeriods of alarm '${key}'`, evaluationPeriods, { min: 1 });
  requireEvaluationRange(scope, `evaluationPeriods of alarm '${key}'`, evaluationPeriods, periodOf(metric));
  requireDatapoints(scope, `datapointsToAlarm of alarm '${key}'`, datapointsToAlarm, evaluationPeriods);
  const alarmDescription = descriptionOf(scope, key, recommended, override, defaults);
  const parent = construct.node.tryFindChild('Alarms') as Construct | undefined ?? new Construct(construct, 'Alarms');
  const alarm = new cloudwatch.Alarm(parent, id, {
    metric,
    alarmDescription,
    threshold: override.threshold ?? recommended.threshold,
    comparisonOperator: comparisonOperator ?? cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods,
    datapointsToAlarm,
    treatMissingData: override.treatMissingData ?? recommended.treatMissingData ?? defaults.treatMissingData
      ?? cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  const action: cloudwatch.IAlarmAction = { bind: () => ({ alarmActionArn: topic.topicArn }) };
  alarm.addAlarmAction(action);
  alarm.addOkAction(action);
  return alarm;
}

/** URL of the runbook of an alarm. */
export function runbookOf(key: string, override: AlarmOverride, defaults: AlarmDefaults): string | undefined {
  return override.runbookUrl ?? (defaults.runbookUrl && `${defaults.runbookUrl.replace(/\/$/, '')}/${key}`);
}

function periodOf(metric: cloudwatch.IMetric): Duration | undefined {
  return (metric as { period?: Duration }).period;
}

function descriptionOf(scope: Construct, key: string, recommended: RecommendedAlarm, override: AlarmOverride, defaults: AlarmDefaults): string {
  const runbook = runbookOf(key, override, defaults);
  const description = runbook ? `${recommended.description} Runbook: ${runbook}` : recommended.description;
  if (!isUnresolved(description) && description.length > DESCRIPTION_MAX_LENGTH) {
    refuse(scope, `description of alarm '${key}' with its runbook must be at most ${DESCRIPTION_MAX_LENGTH} characters, got ${description.length}`);
  }
  return description;
}
