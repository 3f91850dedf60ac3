import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { refuse } from '../../validation/refuse';

const DECLARED = new WeakMap<Stack, Map<string, IConstruct>>();

/** Refuses a second construct of a kind in a stack and its nested stacks, for what an account has only once per Region. */
export function requireSingle(construct: IConstruct, kind: string): void {
  let stack = Stack.of(construct);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  const declared = DECLARED.get(stack) ?? new Map<string, IConstruct>();
  const first = declared.get(kind);
  if (first) refuse(construct, `${kind} '${first.node.id}' already exists in this Stack`);
  DECLARED.set(stack, declared.set(kind, construct));
}
