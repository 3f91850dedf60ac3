import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { isUnresolved, refuse } from '../validation';

/** Actions that use a key on data, in an encryption context. */
export const ENCRYPTION_ACTIONS = [
  'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext',
];

/** Actions of principals that use a key on data. */
export const CRYPTOGRAPHIC_ACTIONS = [...ENCRYPTION_ACTIONS, 'kms:DescribeKey'];

/** Actions that manage a key without using it on data. */
const ADMINISTRATION = [
  'kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias', 'kms:DescribeKey', 'kms:UpdateKeyDescription', 'kms:EnableKey', 'kms:DisableKey',
  'kms:GetKeyPolicy', 'kms:PutKeyPolicy', 'kms:ListKeyPolicies', 'kms:GetKeyRotationStatus', 'kms:EnableKeyRotation', 'kms:DisableKeyRotation',
  'kms:RotateKeyOnDemand', 'kms:ListKeyRotations', 'kms:ListGrants', 'kms:RevokeGrant', 'kms:ListResourceTags', 'kms:TagResource', 'kms:UntagResource',
  'kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion',
];

/** Principals of a key policy. */
export interface KeyPolicyOptions {
  readonly administrators?: iam.IPrincipal[];
  readonly users?: iam.IPrincipal[];
  readonly multiRegion?: boolean;
  /** Regions to which a multi-Region key can be replicated. @default - all Regions */
  readonly regions?: string[];
}

/** A key policy that separates administration from use. */
export function keyPolicy(scope: IConstruct, { administrators, users, multiRegion, regions }: KeyPolicyOptions): iam.PolicyDocument {
  if (administrators) requireManageable(scope, administrators);
  const managers = administrators ?? [new iam.AccountRootPrincipal()];
  const statement = (sid: string, principals: iam.IPrincipal[], actions: string[], conditions?: Record<string, Record<string, unknown>>) =>
    new iam.PolicyStatement({ sid, principals, actions, resources: ['*'], conditions });

  const statements = administrators
    // The root user itself, without delegation to IAM policies: if a role is deleted, the key remains manageable.
    ? [
      statement('RootUserAdministration', [new iam.AccountRootPrincipal()], ADMINISTRATION, { ArnEquals: { 'aws:PrincipalArn': rootUser(scope) } }),
      statement('Administration', managers, ADMINISTRATION),
    ]
    : [statement('AccountAdministration', managers, ADMINISTRATION)];
  if (multiRegion) {
    statements.push(
      statement('Replication', managers, ['kms:ReplicateKey'], regions && { StringEquals: { 'kms:ReplicaRegion': regions } }),
      statement('Failover', managers, ['kms:UpdatePrimaryRegion'], regions && { StringEquals: { 'kms:PrimaryRegion': regions } }),
    );
  }
  if (users?.length) statements.push(statement('Users', users, CRYPTOGRAPHIC_ACTIONS));

  const policy = new iam.PolicyDocument({ statements });
  scope.node.addValidation({ validate: () => lockouts(policy, Stack.of(scope)) });
  return policy;
}

function rootUser(scope: IConstruct): string {
  const { partition, account } = Stack.of(scope);
  return `arn:${partition}:iam::${account}:root`;
}

// KMS API Reference, PutKeyPolicy: "Cross-account use: No", and the lockout safety check requires a caller that can set the policy again.
function requireManageable(scope: IConstruct, administrators: iam.IPrincipal[]) {
  const { account } = Stack.of(scope);
  const own = isUnresolved(account) ? 'its account' : `account ${account}`;
  const outsiders = administrators.map((administrator) => Stack.of(scope).resolve(outsider(administrator, account)));
  if (outsiders.every((name) => name !== undefined)) {
    refuse(scope, `administrators must include a principal of ${own}, got ${outsiders.join(', ')}: no other principal can change the key policy`);
  }
}

/** A principal that cannot set a key policy in an account: a service, or a principal of another account. */
function outsider({ policyFragment, principalAccount }: iam.IPrincipal, account: string): string | undefined {
  const { AWS: arns, ...others } = policyFragment.principalJson;
  if (!arns) return Object.values(others).flat().join(', ');
  const theirs = principalAccount ?? /^arn:.*:iam::(\d{12}):/.exec(arns[0])?.[1];
  return theirs === undefined || isUnresolved(theirs) || isUnresolved(account) || theirs === account ? undefined : `account ${theirs}`;
}

/** Errors for statements, added later, that lock all principals out. */
function lockouts(policy: iam.PolicyDocument, stack: Stack): string[] {
  const statements: any[] = policy.toJSON().Statement;
  return statements
    .filter(({ Effect, Action, Condition }) => Effect === 'Deny' && !Condition
      && [Action].flat().some((action) => ['*', 'kms:*', 'kms:Put*', 'kms:PutKeyPolicy'].includes(action)))
    .filter(({ Principal }) => /"\*"|:root"/.test(JSON.stringify(stack.resolve(Principal)) ?? ''))
    .map(({ Sid }) => `key policy statement ${Sid ? `'${Sid}'` : 'without a Sid'} must have a condition or named principals, got a denial of kms:PutKeyPolicy for the whole `
      + 'account: the key policy could not be changed again');
}
