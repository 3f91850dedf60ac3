import { CrossStackReferences, ReferenceStrength, Stack, Stage } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { isUnresolved, refuse } from '../validation';
import { NameLimit } from '../workload/name-limit';
import { Workload } from '../workload/workload';

/**
 * The stack for resources of a construct in another Region. It is the stack of the construct itself where the Region matches, otherwise a stack that
 * the constructs of the workload share in their stage, created on first use with the same account, tags and termination protection. A construct that
 * both refers to such a stack and is referred to by it needs two stacks with different values of `part`, because stacks cannot have cyclic dependencies.
 *
 * References from the stack to others are weak. References to it must be attributes of a CloudFormation resource and use
 * `Stack.consumeReference(value, ReferenceStrength.WEAK)`, because a strong reference adds a function to both stacks.
 */
export function supportStack(scope: IConstruct, region: string, part?: string): Stack {
  const workload = Workload.of(scope);
  const home = Stack.of(scope);
  if (home.region === region) return home;
  if (isUnresolved(home.region)) {
    refuse(scope, `env.region of stack '${home.node.path}' must be known at synthesis, got a token: the stack refers to a stack in ${region}`);
  }
  if (workload.regions && !workload.regions.includes(region)) {
    refuse(scope, `Region of the resources of '${scope.node.path}' must be one of ${workload.regions.join(', ')}, got ${region}: workload '${workload.name}' allows no other`);
  }
  const { owner, stackName } = placeOf(scope, workload, [part, region].filter(Boolean).join('-'));
  const account = isUnresolved(home.account) ? undefined : home.account;
  const id = [part, region, account].filter(Boolean).join('-');
  const existing = owner.node.tryFindChild(id);
  if (existing) return existing as Stack;

  const stack = new Stack(owner, id, {
    stackName,
    env: { account, region },
    tags: home.tags.tagValues(),
    terminationProtection: home.terminationProtection,
    crossRegionReferences: true,
  });
  CrossStackReferences.of(stack).consume(ReferenceStrength.WEAK);
  return stack;
}

// Below the workload or the stage, whichever is the inner scope. Without a workload, stacks are not shared.
function placeOf(scope: IConstruct, workload: Workload, name: string): { owner: Construct; stackName: string } {
  const home = Stack.of(scope);
  if (workload.name === undefined) return { owner: home, stackName: `${home.stackName}-${name}` };
  const stage = Stage.of(scope)!;
  const isInStage = workload.scope.node.scopes.includes(stage);
  // A workload with several stages has a stack in each stage.
  const type = isInStage ? name : `${stage.stageName.replace(/[^A-Za-z0-9]+/g, '-')}-${name}`;
  return { owner: (isInStage ? workload.scope : stage) as Construct, stackName: workload.physicalName(type, { limit: NameLimit.STACK }) };
}
