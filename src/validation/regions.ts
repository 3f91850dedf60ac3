import { IEnvironmentAware, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { isUnresolved, refuse } from './refuse';

/** Refuses a resource of another Region than that of the stack. Tokens and `undefined` pass. */
export function requireSameRegion(scope: IConstruct, prop: string, need: string, resource: (IConstruct & IEnvironmentAware) | undefined): void {
  // Scopes above stacks have no Region.
  if (!scope.node.scopes.some((parent) => Stack.isStack(parent)) || !Construct.isConstruct(resource)) return;
  const [own, other] = [Stack.of(scope).region, resource.env.region];
  if (isUnresolved(own) || isUnresolved(other) || own === other) return;
  refuse(scope, `${prop} must be ${need} in ${own}, got '${resource.node.path}' in ${other}`);
}
