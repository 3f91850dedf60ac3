import { Resource, Stack, Stage } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { refuse } from './refuse';

/**
 * Refuses a resource of another app or stage, to which no template can refer (aws-cdk-lib, Stage). Imported resources pass, and resources of another
 * environment, because constructs can refer to them by a physical name.
 */
export function requireSameStage(scope: IConstruct, prop: string, need: string, resource: unknown): void {
  if (!Construct.isConstruct(resource)) return;
  const [own, other] = [Stage.of(scope), Stage.of(resource)];
  if (own === other || !other || !isInStack(scope) || !isInStack(resource) || !Resource.isOwnedResource(resource)) return;
  if (Stack.of(scope).environment !== Stack.of(resource).environment) return;
  const place = other.node.scope ? `stage '${other.node.path}'` : other.node.root === scope.node.root ? 'the app itself' : 'another app';
  refuse(scope, `${prop} must be ${need} of the same app and stage, got '${resource.node.path}' of ${place}`);
}

function isInStack({ node }: IConstruct): boolean {
  return node.scopes.some((parent) => Stack.isStack(parent));
}
