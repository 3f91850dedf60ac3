import { CrossStackReferences, ReferenceStrength, Stack, Stage, Token } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { refuse } from '../validation';
import { NameLimit } from '../workload/name-limit';
import { Workload } from '../workload/workload';

/**
 * The stack in which a construct puts what it needs in another Region: its own stack where that is the Region, else one that all of the
 * workload's constructs in its stage share, made on first use, of the same account, tags and termination protection. A construct that
 * takes from such a stack and gives to one needs two of them, told apart by `part`: stacks cannot depend on each other in a circle.
 *
 * What it takes from other stacks are weak references by itself. What others take from it has to be an attribute
 * of a CloudFormation resource and go through `Stack.consumeReference(value, ReferenceStrength.WEAK)`: a strong reference would bring a function to each of the two stacks to hand
 * over the value.
 */
export function supportStack(scope: IConstruct, region: string, part?: string): Stack {
  const workload = Workload.of(scope);
  const home = Stack.of(scope);
  if (home.region === region) return home;
  if (Token.isUnresolved(home.region)) {
    refuse(scope, `stack '${home.node.path}' is in no particular Region, need env.region: it refers to a stack in ${region}`);
  }
  if (workload.regions && !workload.regions.includes(region)) {
    refuse(scope, `'${scope.node.path}' needs a stack in ${region}, need one of ${workload.regions.join(', ')}: workload '${workload.name}' keeps its data there`);
  }
  const { owner, stackName } = placeOf(scope, workload, [part, region].filter(Boolean).join('-'));
  const account = Token.isUnresolved(home.account) ? undefined : home.account;
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

// Below the workload and the stage, whichever is the inner one. Without a workload nothing says which stacks belong together.
function placeOf(scope: IConstruct, workload: Workload, name: string): { owner: Construct; stackName: string } {
  const home = Stack.of(scope);
  if (workload.name === undefined) return { owner: home, stackName: `${home.stackName}-${name}` };
  const stage = Stage.of(scope)!;
  const isInStage = workload.scope.node.scopes.includes(stage);
  // A workload of several stages has such a stack in each.
  const type = isInStage ? name : `${stage.stageName.replace(/[^A-Za-z0-9]+/g, '-')}-${name}`;
  return { owner: (isInStage ? workload.scope : stage) as Construct, stackName: workload.physicalName(type, NameLimit.STACK) };
}
