import { Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { refuse } from '../../core/validation';
import { Workload } from '../../core/workload/workload';

const PLANS = new WeakMap<Workload, Construct[]>();

/** Refuses a second plan for a whole workload in a Region: two that protect the same resources would make every backup twice. */
export function registerPlan(plan: Construct): void {
  const other = planFor(plan);
  if (other) {
    refuse(plan, `the workload is backed up by '${other.node.path}' already, need selection.workload false in one of the two`);
  }
  const workload = Workload.of(plan);
  PLANS.set(workload, [...PLANS.get(workload) ?? [], plan]);
}

/** The plan for the whole workload in the account and Region of a construct. */
export function planFor(construct: IConstruct): Construct | undefined {
  return PLANS.get(Workload.of(construct))?.find((plan) => sameEnvironment(Stack.of(plan), Stack.of(construct)));
}

/** Whether two stacks are in the same account and Region. */
export function sameEnvironment(a: Stack, b: Stack): boolean {
  return a.region === b.region && a.account === b.account;
}
