import { Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct, IConstruct } from 'constructs';
import { AlarmDefaults, AlarmOverride } from './alarm-options';
import { refuse } from '../../core/validation';
import { RecommendedAlarm } from '../../core/workload/registry';

/** Characters of an alarm's description at the most (CloudWatch API, PutMetricAlarm, AlarmDescription). */
const DESCRIPTION_MAX_LENGTH = 1024;

/** The stack that is deployed by itself, nested stacks included. */
export function outermostStack(construct: IConstruct): Stack {
  const stack = Stack.of(construct);
  return stack.nestedStackParent ? outermostStack(stack.nestedStackParent) : stack;
}

/** The path of a construct below its stack. */
export function pathBelowStack(construct: IConstruct): string {
  return construct.node.path.slice(outermostStack(construct).node.path.length).replace(/^\//, '');
}

/** What an alarm is called in the code: `<construct path below the stack>/<id>`. */
export function alarmKey({ construct, id }: RecommendedAlarm): string {
  return [pathBelowStack(construct), id].filter(Boolean).join('/');
}

/** Makes an alarm that a construct recommends, below that construct. */
export function makeAlarm(
  scope: Construct, recommended: RecommendedAlarm, override: AlarmOverride, defaults: AlarmDefaults, topic: sns.ITopic,
): cloudwatch.Alarm {
  const { construct, id, metric, comparisonOperator } = recommended;
  const key = alarmKey(recommended);
  const evaluationPeriods = override.evaluationPeriods ?? recommended.evaluationPeriods ?? defaults.evaluationPeriods ?? 3;
  const datapointsToAlarm = override.datapointsToAlarm
    ?? (override.evaluationPeriods === undefined ? recommended.datapointsToAlarm : undefined);
  requirePeriods(scope, key, evaluationPeriods, datapointsToAlarm);
  const parent = construct.node.tryFindChild('Alarms') as Construct | undefined ?? new Construct(construct, 'Alarms');
  const alarm = new cloudwatch.Alarm(parent, id, {
    metric,
    alarmDescription: describe(scope, key, recommended, override, defaults),
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

/** Where the reader finds what to do. */
export function runbookOf(key: string, override: AlarmOverride, defaults: AlarmDefaults): string | undefined {
  return override.runbookUrl ?? (defaults.runbookUrl && `${defaults.runbookUrl.replace(/\/$/, '')}/${key}`);
}

function describe(scope: Construct, key: string, recommended: RecommendedAlarm, override: AlarmOverride, defaults: AlarmDefaults): string {
  const runbook = runbookOf(key, override, defaults);
  const description = runbook ? `${recommended.description} Runbook: ${runbook}` : recommended.description;
  if (!Token.isUnresolved(description) && description.length > DESCRIPTION_MAX_LENGTH) {
    refuse(scope, `description of alarm '${key}' has ${description.length} characters with its runbook, need at most ${DESCRIPTION_MAX_LENGTH}`);
  }
  return description;
}

function requirePeriods(scope: Construct, key: string, evaluationPeriods: number, datapointsToAlarm: number | undefined) {
  if (Token.isUnresolved(evaluationPeriods)) return;
  if (!Number.isInteger(evaluationPeriods) || evaluationPeriods < 1) {
    refuse(scope, `evaluationPeriods of alarm '${key}' is ${evaluationPeriods}, need a whole number of at least 1`);
  }
  if (datapointsToAlarm === undefined || Token.isUnresolved(datapointsToAlarm)) return;
  if (!Number.isInteger(datapointsToAlarm) || datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods) {
    refuse(scope, `datapointsToAlarm of alarm '${key}' is ${datapointsToAlarm}, need a whole number from 1 to its ${evaluationPeriods} evaluation periods`);
  }
}
