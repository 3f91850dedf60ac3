import { IAM } from '../../../src/compliance/safeguards/iam';
import { it_, NOT_JUDGED, PARAMETER, PASSES, Triple, triples, undetermined } from '../triples';

const analyzer = (Type: unknown) => it_({ Type }, {}, { type: 'AWS::AccessAnalyzer::Analyzer' });
const NO_ANALYZER = 'no analyzer has the Type ACCOUNT or ORGANIZATION';
const MANAGED = 'AWS::IAM::ManagedPolicy';
const ROLE = 'AWS::IAM::Role';
const USER = 'AWS::IAM::User';
const document = (Action: unknown, Resource: unknown = '*', Effect = 'Allow') => ({ Statement: [{ Action, Effect, Resource }] });
const managed = (...statement: [unknown, unknown?, string?]) => it_({ PolicyDocument: document(...statement) }, {}, { type: MANAGED });
const role = (...statement: [unknown, unknown?, string?]) => it_(
  { AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: 'p', PolicyDocument: document(...statement) }] }, {}, { type: ROLE });
const attached = (type: string, ...ManagedPolicyArns: unknown[]) => it_({ AssumeRolePolicyDocument: {}, ManagedPolicyArns }, {}, { type });
const arnOf = (name: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/${name}`]] });
const notAttached = (name: string, type: string): Triple => ({
  holds: [it_({}, {}, { type }), attached(type, arnOf('ReadOnlyAccess'))],
  fails: [
    [attached(type, arnOf('ReadOnlyAccess'), arnOf(name)), `ManagedPolicyArns has ${name}, must be another policy`],
    [attached(type, `arn:aws:iam::aws:policy/${name}`), `ManagedPolicyArns has ${name}, must be another policy`],
  ],
  open: [[attached(type, PARAMETER), undetermined('ManagedPolicyArns[0]')]],
});

describe('safeguards of AWS IAM and IAM Access Analyzer', () => triples(IAM, {
  'AccessAnalyzer.ExternalAccess': {
    holds: [analyzer('ACCOUNT'), analyzer('ORGANIZATION'), it_({ Type: 'ACCOUNT_UNUSED_ACCESS' }, { Other: ['AWS::AccessAnalyzer::Analyzer', { Type: 'ACCOUNT' }] }, { type: 'AWS::AccessAnalyzer::Analyzer' })],
    fails: [[analyzer('ACCOUNT_UNUSED_ACCESS'), NO_ANALYZER], [analyzer(undefined), NO_ANALYZER]],
    open: [[analyzer(PARAMETER), NO_ANALYZER], [it_({}, {}, { type: 'AWS::SNS::Topic' }), NOT_JUDGED]],
  },
  'IAM.NoInlinePolicy': {
    holds: [it_({ AssumeRolePolicyDocument: {} }), it_({}, {}, { type: USER }), it_({}, {}, { type: 'AWS::IAM::Group' })],
    fails: [
      [it_({ PolicyName: 'p', PolicyDocument: {} }, {}, { type: 'AWS::IAM::Policy' }),
        'an AWS::IAM::Policy is an inline policy, must be an AWS::IAM::ManagedPolicy'],
      [role('s3:GetObject'), 'Policies has inline policies, must be an AWS::IAM::ManagedPolicy'],
    ],
    open: [[it_({ AssumeRolePolicyDocument: {}, Policies: [] }), PASSES]],
  },
  'IAM.UserNoPolicies': {
    holds: [it_({}), it_({ PolicyName: 'p', PolicyDocument: {}, Roles: ['r'] }, {}, { type: 'AWS::IAM::Policy' }), managed('s3:GetObject')],
    fails: [
      [it_({ Policies: [{ PolicyName: 'p', PolicyDocument: {} }] }), 'Policies is set, must be attached to a group or role'],
      [it_({ ManagedPolicyArns: ['a'] }), 'ManagedPolicyArns is set, must be attached to a group or role'],
      [it_({ PolicyName: 'p', PolicyDocument: {}, UserName: 'u' }, {}, { type: 'AWS::IAM::UserPolicy' }), 'it belongs to user "u", must be attached to a group or role'],
      [it_({ PolicyName: 'p', PolicyDocument: {}, Users: ['u'] }, {}, { type: 'AWS::IAM::Policy' }), 'Users is set, must be attached to a group or role'],
    ],
    open: [[it_({ Policies: [] }), PASSES]],
  },
  'IAM.UserInGroup': {
    holds: [it_({ Groups: ['g'] }), it_({}, { Addition: ['AWS::IAM::UserToGroupAddition', { GroupName: 'g', Users: [{ Ref: 'It' }] }] })],
    fails: [[it_({}), 'Groups is not set']],
    open: [[it_({}, { Addition: ['AWS::IAM::UserToGroupAddition', { GroupName: 'g', Users: [PARAMETER] }] }), 'Groups is not set'], [it_({ Groups: [PARAMETER] }), PASSES]],
    differs: { holds: 'cdk-nag ignores AWS::IAM::UserToGroupAddition' },
  },
  'IAM.UserNotAdministrator': notAttached('AdministratorAccess', USER),
  'IAM.NoCloudShell': notAttached('AWSCloudShellFullAccess', ROLE),
  'IAM.AccessKeyNone': {
    holds: [it_({ UserName: 'u', Status: 'Inactive' })],
    fails: [[it_({ UserName: 'u', Status: 'Active' }), 'an AWS::IAM::AccessKey does not rotate automatically, must be replaced by a role']],
    open: [[it_({}), 'an AWS::IAM::AccessKey does not rotate automatically, must be replaced by a role']],
  },
  'IAM.UserMfa': {
    holds: [it_({})],
    fails: [[it_({ LoginProfile: { Password: 'p' } }), 'LoginProfile is set, and a template cannot register an MFA device']],
    open: [[it_({ LoginProfile: { Ref: 'AWS::NoValue' } }), PASSES]],
  },
}));
