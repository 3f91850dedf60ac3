import { IConstruct } from 'constructs';
import { mustBe, requireKnown } from '../../validation/refuse';
import { requireString } from '../../validation/strings';
import { BASELINE_FILE, OnFindings } from '../model/on-findings';

/** Context key that overrides the prop `onFindings`. */
export const CONTEXT_KEY = 'cdk-regulated:onFindings';

const EFFECTS = ['fail', 'report', 'baseline', 'write-baseline'] as const;

/** Effect of findings on a synthesis. */
export interface Reaction {
  readonly effect: typeof EFFECTS[number];
  /** File of known findings, if the effect is `baseline` or `write-baseline`. */
  readonly file: string;
}

/** The effect that context sets, otherwise that of the prop, otherwise `fail`. */
export function reactionOf(scope: IConstruct, prop: OnFindings = OnFindings.FAIL): Reaction {
  const context: unknown = scope.node.tryGetContext(CONTEXT_KEY);
  const effect = EFFECTS.find((each) => each === (context ?? prop.effect));
  if (effect === undefined) mustBe(scope, `context ${CONTEXT_KEY}`, `one of ${EFFECTS.join(', ')}`, context);
  requireKnown(scope, 'file of onFindings', prop.file);
  requireString(scope, 'file of onFindings', prop.file, { pattern: /.+/, need: 'a path' });
  return { effect, file: prop.file ?? BASELINE_FILE };
}
