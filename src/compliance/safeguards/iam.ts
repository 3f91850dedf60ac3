import { Safeguard } from '../model/safeguard';
import { anyValue, given, isSet, listOf, shown } from '../predicates/intrinsics';
import { fails, HOLDS, mustExist, Outcome } from '../predicates/outcome';
import { Json, pointers } from '../rendered';

const POLICIES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'];
const OWNERS = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'];

/** Safeguards of AWS IAM and IAM Access Analyzer. */
export const IAM: Safeguard[] = [
  {
    id: 'AccessAnalyzer.ExternalAccess',
    statement: 'an external access analyzer exists',
    rationale: 'The analyzer finds resources that are shared with other accounts',
    remedy: 'add an analyzer of type `ACCOUNT` or `ORGANIZATION`',
    sources: { securityHub: ['IAM.28'] },
    // No mapping relates it to a framework.
    always: true,
    // An analyzer is an account-level resource. A workload without one is not judged.
    judgeWorkload: (templates) => {
      const analyzers = templates.flatMap((template) => template.judged('AWS::AccessAnalyzer::Analyzer'));
      return analyzers.length
        ? mustExist(analyzers.some(({ properties: { Type } }) => ['ACCOUNT', 'ORGANIZATION'].includes(Type)), 'no analyzer has the Type ACCOUNT or ORGANIZATION')
        : undefined;
    },
  },
  {
    id: 'IAM.NoInlinePolicy',
    on: [...OWNERS, 'AWS::IAM::Policy'],
    statement: 'no inline policies are used',
    rationale: 'Inline policies are not versioned, reused or found in reviews',
    remedy: 'use an `iam.ManagedPolicy`, or for grant methods a role of `WorkloadParts.of(scope).role()`, whose grants are in managed policies',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
    sources: { cdkNag: ['IAMNoInlinePolicy'] },
    judge: ({ type, properties }) => {
      if (type === 'AWS::IAM::Policy') return fails('an AWS::IAM::Policy is an inline policy, must be an AWS::IAM::ManagedPolicy');
      return listOf(properties.Policies).length ? fails('Policies has inline policies, must be an AWS::IAM::ManagedPolicy') : HOLDS;
    },
  },
  {
    id: 'IAM.UserNoPolicies',
    on: ['AWS::IAM::User', 'AWS::IAM::UserPolicy', ...POLICIES],
    statement: 'users get permissions only from groups and roles',
    rationale: 'Permissions of single users are overlooked when people change their role',
    remedy: 'attach the policy to a group or role',
    sources: { securityHub: ['IAM.2'], cdkNag: ['IAMUserNoPolicies'], prowler: ['iam_policy_attached_only_to_group_or_roles'] },
    judge: ({ type, properties: { UserName, Users, Policies, ManagedPolicyArns } }) => {
      if (type === 'AWS::IAM::UserPolicy') return fails(`it belongs to user ${shown(anyValue(UserName))}, must be attached to a group or role`);
      const attached = type === 'AWS::IAM::User' ? { Policies, ManagedPolicyArns } : { Users };
      const found = Object.entries(attached).find(([, list]) => listOf(list).length);
      return found ? fails(`${found[0]} is set, must be attached to a group or role`) : HOLDS;
    },
  },
  {
    id: 'IAM.UserInGroup',
    on: ['AWS::IAM::User'],
    statement: 'the user is in a group',
    rationale: 'Groups show who has which permissions',
    remedy: 'set `groups`',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html',
    sources: { cdkNag: ['IAMUserGroupMembership'] },
    judge: (user) => mustExist(
      isSet(user.properties.Groups) || pointers(user, 'AWS::IAM::UserToGroupAddition', 'Users').length,
      'Groups is not set',
    ),
  },
  {
    id: 'IAM.UserNotAdministrator',
    on: ['AWS::IAM::User'],
    statement: 'no user has administrator access',
    rationale: 'A stolen password or key of an administrator gives full control of the account',
    remedy: 'remove `AdministratorAccess`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
    sources: { prowler: ['iam_user_administrator_access_policy'] },
    judge: ({ properties }) => holdsNone(properties, 'AdministratorAccess'),
  },
  {
    id: 'IAM.NoCloudShell',
    on: OWNERS,
    statement: 'no policy allows full access to AWS CloudShell',
    rationale: 'CloudShell can copy data out of the account from a browser',
    remedy: 'remove `AWSCloudShellFullAccess`',
    sources: { securityHub: ['IAM.27'], prowler: ['iam_policy_cloudshell_admin_not_attached'] },
    judge: ({ properties }) => holdsNone(properties, 'AWSCloudShellFullAccess'),
  },
  {
    id: 'IAM.AccessKeyNone',
    on: ['AWS::IAM::AccessKey'],
    statement: 'no access key exceeds the rotation period',
    rationale: 'Access keys do not expire and leak in code, logs and laptops',
    remedy: 'use a role instead of an access key',
    sources: { securityHub: ['IAM.3'], prowler: ['iam_rotate_access_key_90_days'] },
    // A template can create an access key but not rotate it.
    judge: ({ properties }) => properties.Status === 'Inactive' ? HOLDS : fails('an AWS::IAM::AccessKey does not rotate automatically, must be replaced by a role'),
  },
  {
    id: 'IAM.UserMfa',
    on: ['AWS::IAM::User'],
    statement: 'users with a console password have MFA',
    rationale: 'A stolen password alone gives no access to an account with MFA',
    remedy: 'use IAM Identity Center instead of a console password',
    sources: { securityHub: ['IAM.5', 'IAM.19'], prowler: ['iam_user_mfa_enabled_console_access'] },
    // MFA devices are registered outside templates.
    judge: ({ properties }) => given(properties.LoginProfile) ? fails('LoginProfile is set, and a template cannot register an MFA device') : HOLDS,
  },
];

function holdsNone({ ManagedPolicyArns }: Json, policy: string): Outcome {
  return listOf(ManagedPolicyArns).some((arn) => JSON.stringify(arn).includes(`/${policy}"`))
    ? fails(`ManagedPolicyArns has ${policy}, must be another policy`)
    : HOLDS;
}
