import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/** Whether permissions that are added to a role take effect. Imported and frozen roles drop them without an error. */
export function isExtensible(role: iam.IRole): boolean {
  return iam.Role.isRole(role) && iam.CfnRole.isCfnRole(role.node.defaultChild);
}

/** Whether the service of Lambda@Edge can assume a role. Functions without its trust are not replicated. */
export function isOfEdge({ assumeRolePolicy }: iam.IRole & { readonly assumeRolePolicy?: iam.PolicyDocument }, stack: Stack): boolean {
  return JSON.stringify(stack.resolve(assumeRolePolicy) ?? '').includes('edgelambda.amazonaws.com');
}
