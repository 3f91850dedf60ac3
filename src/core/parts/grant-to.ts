import { Annotations, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { isUnresolved, mustBe, refuse } from '../validation';

/** What a grant permits. */
export type Permission = Pick<iam.GrantOnPrincipalOptions, 'actions' | 'resourceArns' | 'conditions'>;

/**
 * Adds a statement to the policy of a principal. Refuses principals without a policy, to which aws-cdk-lib grants nothing. Also refuses roles and users of
 * another account, which need a statement in the policy of the resource too (IAM User Guide, Cross-account policy evaluation logic). Warns about a role whose
 * policies the app does not change, for example one that is imported with `mutable: false`.
 * @param prop that has the principal, for error messages
 */
export function grantTo(scope: IConstruct, grantee: iam.IGrantable, permission: Permission, prop = 'grantee'): iam.Grant {
  const { account } = Stack.of(scope);
  const { grantPrincipal } = grantee;
  const { principalAccount } = grantPrincipal;
  const isKnown = principalAccount !== undefined && !isUnresolved(principalAccount) && !isUnresolved(account);
  if (Construct.isConstruct(grantPrincipal) && isKnown && principalAccount !== account) {
    refuse(scope, `${prop} must be a principal of account ${account}, got '${grantPrincipal.node.path}' of account ${principalAccount}`);
  }
  const grant = iam.Grant.addToPrincipal({ grantee, ...permission });
  if (!grant.success) mustBe(scope, prop, 'a role, user or group, because other principals have no identity-based policy', grantee);
  // aws-cdk-lib reports a statement of such a role as added.
  if (Construct.isConstruct(grantPrincipal) && isImmutable(grantPrincipal)) {
    Annotations.of(scope).addWarningV2('cdk-regulated:permissionNotAdded',
      `the app does not change the policies of '${grantPrincipal.node.path}': permit ${permission.actions.join(', ')} there`);
  }
  return grant;
}

// The class is private in aws-cdk-lib. Its name for property injection is not.
function isImmutable(principal: IConstruct): boolean {
  return (principal.constructor as { PROPERTY_INJECTION_ID?: string }).PROPERTY_INJECTION_ID === 'aws-cdk-lib.aws-iam.ImmutableRole';
}
