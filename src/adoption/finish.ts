import { Aspects, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Context } from './context';
import { readAnew } from './references';
import { Step } from './step';

interface Pending {
  readonly step: Step<any, any>;
  readonly context: Context;
  readonly given: object;
}

const FINISHED = new WeakMap<IConstruct, Set<Step<any, any>>>();

const PENDING = new WeakMap<IConstruct, Pending[]>();

/**
 * Finishes the hardening of a construct when its stage is synthesized: then the app has its final constructs. Aspects of the app that visit the
 * construct afterwards can still change it.
 */
export function finishLater(step: Step<any, any>, context: Context, given: object): void {
  const stage = Stage.of(context.scope) ?? context.scope.node.root;
  const known = PENDING.get(stage);
  if (known) {
    known.push({ step, context, given });
    return;
  }
  PENDING.set(stage, [{ step, context, given }]);
  // Aspects of a scope do not visit the stages in it. The stage is visited before the constructs in it, so that aspects visit what is created here too.
  Aspects.of(stage).add({ visit: (construct) => { if (construct === stage) finishAll(stage); } });
}

function finishAll(stage: IConstruct): void {
  const pending = PENDING.get(stage)!;
  readAnew();
  for (const { step, context, given } of pending.splice(0)) {
    const construct = context.scope.node.tryFindChild(context.id);
    if (!construct) continue;
    const finished = FINISHED.get(construct) ?? new Set();
    FINISHED.set(construct, finished);
    if (finished.has(step)) continue;
    finished.add(step);
    step.finish!(construct, context, given);
  }
}
