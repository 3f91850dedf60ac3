import { outcomeOf } from '../../../src/compliance/judge';
import { acceptsForeignSubjects } from '../../../src/compliance/predicates/federated-subjects';
import { IAM_ROLE_TRUST } from '../../../src/compliance/safeguards/iam-role-trust';
import { templatesOf } from '../evidence/support';
import { it_, PARAMETER, PASSES, triples } from '../triples';

const trust = (...Statement: object[]) => it_({ AssumeRolePolicyDocument: { Statement: Statement.map((one) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...one })) } });
const OWN = 'arn:aws:iam::123456789012:root';
const PARTNER = 'arn:aws:iam::210987654321:root';
const GITHUB = { Federated: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com' };
const SUBJECT = 'token.actions.githubusercontent.com:sub';
/** A trust in a provider by its issuer, with subjects that match a pattern. */
const subject = (issuer: string, pattern: string) => trust({
  Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` }, Condition: { StringLike: { [`${issuer}:sub`]: pattern } },
});
const GITHUB_ISSUER = 'token.actions.githubusercontent.com';
const BITBUCKET = 'api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc';
const EKS = 'oidc.eks.eu-west-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E';
const CONFINED: ReadonlyArray<readonly [issuer: string, pattern: string]> = [
  [GITHUB_ISSUER, 'repo:acme/*'], [GITHUB_ISSUER, 'repo:acme/app-*:ref:refs/heads/main'], [GITHUB_ISSUER, 'repo:acme@123456/app@456789:*'],
  [GITHUB_ISSUER, 'repository_owner_id:123456:*'], [GITHUB_ISSUER, 'environment:prod:job_workflow_ref:acme/app/*'],
  [`${GITHUB_ISSUER}/acme`, 'repo:acme-*'], ['gitlab.com', 'project_path:acme/*:ref_type:branch:ref:main'], ['gitlab.example.com', 'project_path:a*/app:*'],
  ['app.terraform.io', 'organization:acme:project:*:workspace:*:run_phase:*'], [BITBUCKET, '{11111111-2222-3333-4444-555555555555}:*'],
  [EKS, 'system:serviceaccount:kube-system:*'], ['agent.example.com', 'tenant:acme-*'],
];
const FOREIGN_SUBJECTS: typeof CONFINED = [
  [GITHUB_ISSUER, 'repo:acme*'], [GITHUB_ISSUER, 'repo:acme*/app:*'], [GITHUB_ISSUER, 'repo:acme?'], [GITHUB_ISSUER, 'repo:*/app:ref:refs/heads/main'],
  [GITHUB_ISSUER, 'repository_owner_id:123*'], [GITHUB_ISSUER, 'environment:prod:*'], [GITHUB_ISSUER, 'repo:${aws:username}/app:*'],
  ['gitlab.com', 'project_path:acme*'], ['gitlab.com', 'project_path:*/app:ref_type:branch:ref:main'],
  ['app.terraform.io', 'organization:acme*'], ['app.terraform.io', 'organization:*:project:p:workspace:w:run_phase:apply'], ['app.eu.terraform.io', 'organization:acme?:*'],
  [BITBUCKET, '{*'], [BITBUCKET, '*:*:*'], [EKS, 'system:serviceaccount:*:app'], [EKS, 'system:*'], ['agent.example.com', 'tenant:*'], ['agent.example.com', '?*'],
];
const web = (condition?: object, Principal: object = GITHUB) => trust({ Action: 'sts:AssumeRoleWithWebIdentity', Principal, Condition: condition });
const saml = (condition?: object) => trust({ Action: 'sts:AssumeRoleWithSAML', Principal: { Federated: 'arn:aws:iam::123456789012:saml-provider/p' }, Condition: condition });
const unresolved = (what: string) => `${what} resolves only at deployment, must be a literal value`;
const PUBLIC = 'AssumeRolePolicyDocument admits all principals, must name principals';
const FOREIGN = 'AssumeRolePolicyDocument trusts account 210987654321 without a condition, must require sts:ExternalId or aws:PrincipalOrgID';

describe('safeguards of the trust policies of IAM roles', () => triples(IAM_ROLE_TRUST, {
  'IAM.TrustNotPublic': {
    holds: [
      trust({ Principal: { Service: 'lambda.amazonaws.com' } }), trust({ Principal: { AWS: OWN } }), trust({ Effect: 'Deny', Principal: '*' }),
      trust({ Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } } }), trust({ Principal: { AWS: { Ref: 'AWS::AccountId' } } }),
      trust({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } }),
      trust({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': PARAMETER } } }),
      trust({ Principal: '*', Condition: { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/16' }, StringEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } } }),
      trust({ Principal: { AWS: '*' }, Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/deploy-*' } } }),
    ],
    fails: [
      [trust({ Principal: '*' }), PUBLIC], [trust({ Principal: { AWS: ['*'] } }), PUBLIC], [trust({ Principal: { AWS: 'arn:aws:iam::*:root' } }), PUBLIC],
      [trust({ NotPrincipal: { AWS: OWN } }), PUBLIC],
      ...[
        { StringLike: { 'aws:PrincipalArn': '*' } }, { ArnLike: { 'aws:PrincipalArn': 'arn:aws:*:*:*:*' } }, { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/x' } },
        { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '0.0.0.0/0'] } }, { StringLike: { 'aws:Referer': 'https://example.com/*' } },
        { StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }, { Bool: { 'aws:SecureTransport': 'true' } }, { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
        { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/16' } },
        { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-abcdefghij' } }, { StringLike: { 'aws:PrincipalOrgID': '*' } }, { Null: { 'aws:SourceVpce': 'false' } },
      ].map((Condition) => [trust({ Principal: '*', Condition }), PUBLIC] as const),
    ],
    open: [
      [trust({ Principal: { AWS: PARAMETER } }), unresolved('a principal or condition')],
      [trust({ Principal: '*', Condition: PARAMETER }), unresolved('a principal or condition')],
      [trust({ Principal: '*', Condition: { ArnLike: { 'aws:PrincipalArn': PARAMETER } } }), unresolved('a principal or condition')],
      [it_({ AssumeRolePolicyDocument: PARAMETER }), unresolved('AssumeRolePolicyDocument')],
      [it_({ AssumeRolePolicyDocument: '{"Statement' }), unresolved('AssumeRolePolicyDocument')],
      [it_({ AssumeRolePolicyDocument: JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*' }] }) }), PUBLIC],
    ],
  },
  'IAM.TrustExternalId': {
    holds: [
      trust({ Principal: { AWS: OWN } }), trust({ Principal: { AWS: '123456789012' } }), trust({ Effect: 'Deny', Principal: { AWS: PARTNER } }), trust({ Principal: { Service: 'ec2.amazonaws.com' } }),
      trust({ Principal: { AWS: PARTNER }, Condition: { StringEquals: { 'sts:ExternalId': 'd9a1' } } }),
      trust({ Principal: { AWS: PARTNER }, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } }),
    ],
    fails: [
      [trust({ Principal: { AWS: PARTNER } }), FOREIGN], [trust({ Principal: { AWS: [OWN, '210987654321'] } }), FOREIGN],
      [trust({ Principal: { AWS: 'arn:aws:iam::210987654321:role/scanner' } }), FOREIGN], [trust({ Principal: { AWS: ['AIDACKCEVSQ6C2EXAMPLE', PARTNER] } }), FOREIGN],
      [trust({ Principal: { AWS: PARTNER }, Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::210987654321:role/scanner' } } }), FOREIGN],
      [trust({ Principal: { AWS: PARTNER }, Condition: { StringLike: { 'sts:ExternalId': '*' } } }), FOREIGN],
      [trust({ Principal: { AWS: PARTNER }, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }), FOREIGN],
    ],
    open: [
      [it_({ AssumeRolePolicyDocument: PARAMETER }), unresolved('AssumeRolePolicyDocument')],
      [trust({ Principal: { AWS: 'x210987654321' } }), PASSES], [trust({ Principal: { AWS: '2109876543210' } }), PASSES], [trust({ Principal: { AWS: '210987654321' } }), FOREIGN],
      ...[
        { StringEquals: { 'xsts:ExternalId': 'd9a1' } }, { StringEquals: { 'sts:ExternalIdX': 'd9a1' } }, { StringEquals: { 'xaws:PrincipalOrgID': 'o-abcdefghij' } },
        { XStringEquals: { 'sts:ExternalId': 'd9a1' } }, { StringEqualsX: { 'sts:ExternalId': 'd9a1' } }, { StringNotEquals: { 'sts:ExternalId': 'd9a1' } },
        { StringLike: { 'sts:ExternalId': '**' } }, { StringLike: { 'sts:ExternalId': '*?' } }, { StringLike: { 'sts:ExternalId': '' } },
      ].map((Condition) => [trust({ Principal: { AWS: PARTNER }, Condition }), FOREIGN] as const),
      ...[
        { StringLike: { 'sts:ExternalId': 'd*' } }, { 'ForAnyValue:StringEquals': { 'STS:EXTERNALID': 'd9a1' } }, { StringEqualsIgnoreCase: { 'sts:ExternalId': 'd9a1' } },
      ].map((Condition) => [trust({ Principal: { AWS: PARTNER }, Condition }), PASSES] as const),
    ],
  },
  'IAM.TrustFederationConfined': {
    holds: [
      trust({ Principal: { AWS: OWN } }), web({ StringEquals: { [SUBJECT]: 'repo:example/app:ref:refs/heads/main' } }), web({ StringLike: { [SUBJECT]: 'repo:example/app:*' } }),
      saml({ StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } }),
      web({ StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-2:pool' } }, { Federated: 'cognito-identity.amazonaws.com' }),
      {
        ...web({ StringEquals: { 'cognito-identity.amazonaws.com:aud': { Ref: 'Pool' } } }, { Federated: 'cognito-identity.amazonaws.com' }),
        beside: { Pool: ['AWS::Cognito::IdentityPool', { AllowUnauthenticatedIdentities: false }] },
      },
      subject(GITHUB_ISSUER, 'repo:acme/*'), subject(EKS, 'system:serviceaccount:kube-system:*'),
    ],
    fails: [
      [web(), 'AssumeRolePolicyDocument has no condition on the subject (:sub), must limit who can assume the role'],
      [web({ StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } }),
        'AssumeRolePolicyDocument has no condition on the subject (:sub), must limit who can assume the role'],
      [web({ StringLike: { [SUBJECT]: 'repo:*' } }), 'AssumeRolePolicyDocument accepts repo:* as the subject (:sub), must be narrower'],
      [web({ StringLike: { [SUBJECT]: ['repo:example/app:*', '*'] } }), 'AssumeRolePolicyDocument accepts * as the subject (:sub), must be narrower'],
      ...([[GITHUB_ISSUER, 'repo:acme*'], [EKS, 'system:serviceaccount:*']] as const).map(([issuer, pattern]) => [
        subject(issuer, pattern), `AssumeRolePolicyDocument accepts ${pattern} as the subject (:sub), must be narrower`,
      ] as const),
      [saml(), 'AssumeRolePolicyDocument has no condition on SAML:aud, must limit who can assume the role'],
    ],
    open: [
      ...[[PARAMETER, 'repo:example/app:*'], ['repo:example/app:*', PARAMETER]].map((values) => (
        [web({ StringLike: { [SUBJECT]: values } }), unresolved('the subject (:sub)')] as const)),
      [trust(...[web({ StringEquals: { [SUBJECT]: PARAMETER } }), saml()].flatMap(({ properties }) => properties.AssumeRolePolicyDocument.Statement)),
        'AssumeRolePolicyDocument has no condition on SAML:aud, must limit who can assume the role'],
      [web({ StringEquals: PARAMETER }), unresolved('the condition on the subject')], [web({ StringEquals: { [SUBJECT]: PARAMETER } }), unresolved('the subject (:sub)')],
      [web({ StringEquals: { 'Fn::GetAtt': ['Json', 'Value'] } }), unresolved('the condition on the subject')],
      ...[{ StringEquals: { [`${SUBJECT}ject`]: 'repo:a/b' } }, { XStringEquals: { [SUBJECT]: 'repo:a/b' } }].map((condition) => (
        [web(condition), 'AssumeRolePolicyDocument has no condition on the subject (:sub), must limit who can assume the role'] as const)),
      [web({ StringEquals: { 'cognito-identity.amazonaws.com:audience': 'pool' } }, { Federated: 'cognito-identity.amazonaws.com' }),
        'AssumeRolePolicyDocument has no condition on the subject (:sub), must limit who can assume the role'],
      ...['XSAML:aud', 'SAML:audience'].map((key) => (
        [saml({ StringEquals: { [key]: 'a' } }), 'AssumeRolePolicyDocument has no condition on SAML:aud, must limit who can assume the role'] as const)),
      ...['SAML:sub', 'SAML:iss', 'SAML:namequalifier'].map((key) => [saml({ StringEquals: { [key]: 'a' } }), PASSES] as const),
    ],
  },
}));

test('whether an account is the account of a stack without an environment is unknown', () => {
  const [template] = templatesOf({ Stack: { Resources: { It: { Type: 'AWS::IAM::Role', Properties: trust({ Principal: { AWS: PARTNER } }).properties } } } });
  const safeguard = IAM_ROLE_TRUST.find(({ id }) => id === 'IAM.TrustExternalId')!;
  expect(outcomeOf(safeguard, template.resource('It')!, { numbers: {}, tags: [] }))
    .toEqual({ result: 'unknown', finding: unresolved('whether account 210987654321 is the account of the stack') });
});

test.each(CONFINED)('subjects of %s that match %s are those of one organization', (issuer, pattern) => {
  expect(acceptsForeignSubjects(`${issuer}:sub`, pattern)).toBe(false);
});

test.each(FOREIGN_SUBJECTS)('subjects of %s that match %s can be those of others', (issuer, pattern) => {
  expect(acceptsForeignSubjects(`${issuer}:sub`, pattern)).toBe(true);
});
