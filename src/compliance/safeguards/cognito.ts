import { ResourceSafeguard } from '../model/safeguard';
import { given, listOf } from '../predicates/intrinsics';
import { allOf, fails, HOLDS, mustBe, mustBeAtLeast, mustBeAtMost, mustNotBe, Outcome } from '../predicates/outcome';
import { Json } from '../rendered';

const ON_POOLS = ['AWS::Cognito::UserPool'];

/** Safeguards of Amazon Cognito. */
export const COGNITO: ResourceSafeguard[] = [
  {
    id: 'Cognito.PoolThreatsBlocked',
    on: ON_POOLS,
    statement: 'threat protection blocks risky standard sign-ins',
    rationale: 'Threat protection stops sign-ins with stolen passwords and from unusual places',
    remedy: 'set `standardThreatProtectionMode` to `FULL_FUNCTION`, and `featurePlan` to `PLUS`',
    always: true,
    sources: { securityHub: ['Cognito.1'] },
    judge: ({ properties }) => allOf(
      mustBe('UserPoolAddOns.AdvancedSecurityMode', properties.UserPoolAddOns?.AdvancedSecurityMode, 'ENFORCED'),
      hasThreatProtection(properties),
    ),
  },
  {
    id: 'Cognito.NoGuests',
    on: ['AWS::Cognito::IdentityPool'],
    statement: 'the identity pool gives no credentials to guests',
    rationale: 'Guest access gives AWS credentials to everyone on the internet',
    remedy: 'set `allowUnauthenticatedIdentities` to false',
    always: true,
    sources: { securityHub: ['Cognito.2'], cdkNag: ['CognitoUserPoolNoUnauthenticatedLogins'] },
    judge: ({ properties }) => mustBe('AllowUnauthenticatedIdentities', properties.AllowUnauthenticatedIdentities, false),
  },
  {
    id: 'Cognito.PoolPasswordsStrong',
    on: ON_POOLS,
    statement: 'the password policy requires 8 characters of all kinds',
    rationale: 'Short and simple passwords are guessed by programs',
    remedy: 'set `passwordPolicy`',
    always: true,
    sources: { securityHub: ['Cognito.3'], cdkNag: ['CognitoUserPoolStrongPasswordPolicy'] },
    judge: ({ properties: { Policies } }) => !given(Policies?.PasswordPolicy) ? fails('Policies.PasswordPolicy is not set') : allOf(
      mustBeAtLeast('PasswordPolicy.MinimumLength', Policies.PasswordPolicy.MinimumLength, 8, 0),
      ...['RequireLowercase', 'RequireUppercase', 'RequireNumbers', 'RequireSymbols'].map((name) => (
        mustBe(`PasswordPolicy.${name}`, Policies.PasswordPolicy[name], true))),
      // The default is 7 days (AWS CloudFormation, AWS::Cognito::UserPool PasswordPolicy).
      mustBeAtMost('PasswordPolicy.TemporaryPasswordValidityDays', Policies.PasswordPolicy.TemporaryPasswordValidityDays ?? 7, 7),
    ),
  },
  {
    id: 'Cognito.PoolCustomThreatsBlocked',
    on: ON_POOLS,
    statement: 'threat protection blocks risky custom sign-ins',
    rationale: 'Threat protection of standard sign-ins leaves custom authentication flows open',
    remedy: 'set `customThreatProtectionMode` to `FULL_FUNCTION`, and `featurePlan` to `PLUS`',
    sources: { securityHub: ['Cognito.4'] },
    judge: ({ properties }) => allOf(
      mustBe(
        'UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode', properties.UserPoolAddOns?.AdvancedSecurityAdditionalFlows?.CustomAuthMode, 'ENFORCED'),
      hasThreatProtection(properties),
    ),
  },
  {
    id: 'Cognito.PoolMfaRequired',
    on: ON_POOLS,
    statement: 'users sign in with MFA',
    rationale: 'A stolen password alone gives no access to an account with MFA',
    remedy: 'set `mfa` to `REQUIRED`',
    always: true,
    sources: { securityHub: ['Cognito.5'], cdkNag: ['CognitoUserPoolMFA'] },
    // Cognito.5 does not apply to pools with passwordless sign-in.
    judge: ({ properties: { Policies, MfaConfiguration } }) => listOf(Policies?.SignInPolicy?.AllowedFirstAuthFactors).some((factor) => factor !== 'PASSWORD')
      ? undefined
      : mustBe('MfaConfiguration', MfaConfiguration, 'ON'),
  },
  {
    id: 'Cognito.PoolDeletionProtected',
    on: ON_POOLS,
    statement: 'deletion protection is enabled on the user pool',
    rationale: 'A deleted user pool cannot be restored, and its users lose their accounts',
    remedy: 'set `deletionProtection`',
    sources: { securityHub: ['Cognito.6'] },
    judge: ({ properties }) => mustBe('DeletionProtection', properties.DeletionProtection, 'ACTIVE'),
  },
  {
    id: 'Cognito.ClientNoImplicitGrant',
    on: ['AWS::Cognito::UserPoolClient'],
    statement: 'the app client does not use the implicit grant',
    rationale: 'The implicit grant returns tokens in the URL, where logs and scripts can read them',
    remedy: 'use the flow `authorizationCodeGrant`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints-oauth-grants.html',
    always: true,
    sources: {},
    judge: ({ properties: { AllowedOAuthFlows: flows } }) => allOf(...listOf(flows).map((flow) => mustNotBe('AllowedOAuthFlows', flow, 'implicit'))),
  },
  {
    id: 'Cognito.ClientHidesUsers',
    on: ['AWS::Cognito::UserPoolClient'],
    statement: 'errors of the app client do not show whether a user exists',
    rationale: 'Errors that distinguish unknown users from wrong passwords let an attacker list users',
    remedy: 'set `preventUserExistenceErrors`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html',
    always: true,
    sources: {},
    judge: ({ properties }) => mustBe('PreventUserExistenceErrors', properties.PreventUserExistenceErrors, 'ENABLED'),
  },
  {
    id: 'Cognito.ClientTokensRevocable',
    on: ['AWS::Cognito::UserPoolClient'],
    statement: 'tokens of the app client can be revoked',
    rationale: 'A stolen refresh token that cannot be revoked is valid until it expires',
    remedy: 'keep `enableTokenRevocation` at its default',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html',
    always: true,
    sources: {},
    // The default is true for new clients (Amazon Cognito Developer Guide, Revoking tokens).
    judge: ({ properties }) => mustNotBe('EnableTokenRevocation', properties.EnableTokenRevocation, false),
  },
  {
    id: 'Cognito.ClientPasswordsNotSent',
    on: ['AWS::Cognito::UserPoolClient'],
    statement: 'users sign in with SRP, not by sending the password',
    rationale: 'With SRP, the password never leaves the device of the user',
    remedy: 'omit `userPassword` of `authFlows`',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html',
    always: true,
    sources: {},
    judge: ({ properties: { ExplicitAuthFlows } }) => allOf(...listOf(ExplicitAuthFlows).map((flow) => mustNotBe(
      'ExplicitAuthFlows', flow, 'ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'))),
  },
  {
    id: 'Cognito.NoClassicFlow',
    on: ['AWS::Cognito::IdentityPool'],
    statement: 'the identity pool uses the enhanced authentication flow only',
    rationale: 'The classic flow lets the client choose the role and the session policy',
    remedy: 'omit `allowClassicFlow`',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html',
    always: true,
    sources: {},
    judge: ({ properties }) => mustNotBe('AllowClassicFlow', properties.AllowClassicFlow, true),
  },
];

// Threat protection functions in the Plus feature plan only (AWS CDK API Reference, aws-cognito.UserPoolProps). AWS Security Hub does not read the plan.
function hasThreatProtection({ UserPoolTier }: Json): Outcome {
  return given(UserPoolTier) ? mustBe('UserPoolTier', UserPoolTier, 'PLUS') : HOLDS;
}
