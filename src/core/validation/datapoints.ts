import { IConstruct } from 'constructs';
import { requireInteger } from '../../validation/numbers';
import { isUnresolved, mustBe } from '../../validation/refuse';

/** Refuses more breaching periods than an alarm evaluates. Tokens and `undefined` pass. */
export function requireDatapoints(scope: IConstruct, prop: string, datapointsToAlarm: number | undefined, evaluationPeriods: number): void {
  requireInteger(scope, prop, datapointsToAlarm, { min: 1 });
  const isKnown = !isUnresolved(datapointsToAlarm) && !isUnresolved(evaluationPeriods);
  if (isKnown && datapointsToAlarm !== undefined && datapointsToAlarm > evaluationPeriods) {
    mustBe(scope, prop, `at most evaluationPeriods (${evaluationPeriods})`, datapointsToAlarm);
  }
}
