import { both, except } from './service-cases';
import { COGNITO } from '../../../src/compliance/safeguards/cognito';
import { exactly, it_, never, PARAMETER, Triple, triples, undetermined } from '../triples';

const STRONG = { MinimumLength: 12, RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true };
const policy = (PasswordPolicy: object) => ({ Policies: { PasswordPolicy } });

const inPlus = (enforced: Triple, UserPoolAddOns: object): Triple => ({
  ...enforced,
  holds: [...enforced.holds, it_({ UserPoolTier: 'PLUS', UserPoolAddOns })],
  fails: [...enforced.fails, [it_({ UserPoolTier: 'ESSENTIALS', UserPoolAddOns }), 'UserPoolTier is "ESSENTIALS", must be PLUS']],
  open: [...enforced.open, [it_({ UserPoolTier: PARAMETER, UserPoolAddOns }), undetermined('UserPoolTier')]],
});

describe('safeguards of Amazon Cognito', () => triples(COGNITO, {
  'Cognito.PoolThreatsBlocked': inPlus(exactly('UserPoolAddOns.AdvancedSecurityMode', 'ENFORCED', 'AUDIT'), { AdvancedSecurityMode: 'ENFORCED' }),
  'Cognito.NoGuests': exactly('AllowUnauthenticatedIdentities', false, true),
  'Cognito.PoolPasswordsStrong': {
    ...both(
      ...['RequireLowercase', 'RequireUppercase', 'RequireNumbers', 'RequireSymbols'].map((name) => {
        const { [name as 'RequireSymbols']: _, ...rest } = STRONG;
        return exactly(`Policies.PasswordPolicy.${name}`, true, false, { as: `PasswordPolicy.${name}`, with: policy(rest) });
      }),
      {
        holds: [it_(policy({ ...STRONG, MinimumLength: 8, TemporaryPasswordValidityDays: 1 }))],
        fails: [
          [it_({}), 'Policies.PasswordPolicy is not set'],
          [it_(policy({ ...STRONG, MinimumLength: 6 })), 'PasswordPolicy.MinimumLength is 6, must be at least 8'],
          [it_(policy({ ...STRONG, TemporaryPasswordValidityDays: 30 })), 'PasswordPolicy.TemporaryPasswordValidityDays is 30, must be at most 7'],
        ],
        open: [[it_(policy({ ...STRONG, MinimumLength: PARAMETER })), undetermined('PasswordPolicy.MinimumLength')]],
      },
    ),
    differs: { fails: 'cdk-nag does not require lower-case letters or an expiry of temporary passwords' },
  },
  'Cognito.PoolCustomThreatsBlocked': inPlus(
    exactly('UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode', 'ENFORCED', 'AUDIT'), { AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'ENFORCED' } }),
  'Cognito.PoolMfaRequired': except(
    exactly('MfaConfiguration', 'ON', 'OFF', { with: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } } } }),
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
  ),
  'Cognito.PoolDeletionProtected': exactly('DeletionProtection', 'ACTIVE', 'INACTIVE'),
  'Cognito.ClientNoImplicitGrant': {
    holds: [it_({ AllowedOAuthFlows: ['code'] }), it_({})],
    fails: [[it_({ AllowedOAuthFlows: ['code', 'implicit'] }), 'AllowedOAuthFlows is "implicit", must be another value']],
    open: [[it_({ AllowedOAuthFlows: [PARAMETER] }), undetermined('AllowedOAuthFlows')]],
  },
  'Cognito.ClientHidesUsers': exactly('PreventUserExistenceErrors', 'ENABLED', 'LEGACY'),
  'Cognito.ClientTokensRevocable': never('EnableTokenRevocation', true, [false]),
  'Cognito.ClientPasswordsNotSent': {
    holds: [it_({}), it_({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] })],
    fails: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'].map((flow) => [
      it_({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', flow] }), `ExplicitAuthFlows is "${flow}", must be another value`,
    ]),
    open: [[it_({ ExplicitAuthFlows: [PARAMETER] }), undetermined('ExplicitAuthFlows')]],
  },
  'Cognito.NoClassicFlow': never('AllowClassicFlow', false, [true]),
}));
