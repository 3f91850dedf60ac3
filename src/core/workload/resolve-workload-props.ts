import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { refuse } from '../validation';

const PARTS = {
  name: { pattern: /^[a-z][a-z0-9-]*$/, need: 'lower-case letters, digits and hyphens, a letter first' },
  suffix: { pattern: /^[a-z0-9][a-z0-9-]*$/, need: 'lower-case letters, digits and hyphens' },
};

/** Refuses a part that would make every physical name illegal. */
export function requireNamePart(scope: IConstruct, prop: keyof typeof PARTS, value: string | undefined): void {
  const { pattern, need } = PARTS[prop];
  if (value !== undefined && !pattern.test(value)) refuse(scope, `${prop} is '${value}', need ${need}`);
}

/** Refuses tags that AWS would refuse (Tagging AWS Resources User Guide, Tag naming limits and requirements). */
export function requireTags(scope: IConstruct, tags: Record<string, string>): void {
  for (const [key, value] of Object.entries(tags)) {
    if (!Token.isUnresolved(key) && !/^(?!aws:)[\p{L}\p{N}\p{Z}_.:/=+@-]{1,128}$/iu.test(key)) {
      refuse(scope, `tags has the key '${key}', need 1 to 128 letters, digits, spaces and _.:/=+@-, not aws: in front`);
    }
    if (!Token.isUnresolved(value) && !/^[\p{L}\p{N}\p{Z}_.:/=+@-]{0,256}$/u.test(value)) {
      refuse(scope, `tags.${key} is '${value}', need at most 256 letters, digits, spaces and _.:/=+@-`);
    }
  }
}

/** The stack that a scope is inside of; undefined for a stack, and for what stacks are inside of. */
export function enclosingStack(scope: IConstruct): Stack | undefined {
  const stack = scope.node.scopes.filter((parent): parent is Stack => Stack.isStack(parent)).pop();
  return stack === scope ? undefined : stack;
}
