import { ABSENT, additionsTo, Fault, faultsIn, Json, Row, Template } from '../template';

const IAM = 'AWS IAM';
const ACCOUNT = '123456789012';
const allow = (Action: Json, Resource: Json = '*', more: object = {}) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource, ...more }] });
const policy = (...of: Parameters<typeof allow>) => ({ PolicyDocument: allow(...of) });
const trust = (statement: object) => ({ AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }] } });
const oidc = (Condition?: object) => trust({
  Action: 'sts:AssumeRoleWithWebIdentity', Condition, Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` },
});

const BASE: Template = {
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        ...trust({ Principal: { Service: 'ecs-tasks.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }),
        ManagedPolicyArns: [{ Ref: 'Policy' }],
      },
    },
    Deployer: {
      Type: 'AWS::IAM::Role',
      Properties: oidc({ StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:acme/app:ref:refs/heads/main', 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } }),
    },
    Auditor: {
      Type: 'AWS::IAM::Role',
      Properties: trust({ Principal: { AWS: 'arn:aws:iam::210987654321:root' }, Condition: { StringEquals: { 'sts:ExternalId': 'd2f7c1e0' } } }),
    },
    Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: policy('s3:GetObject', 'arn:aws:s3:::acme-loans/*') },
    Group: { Type: 'AWS::IAM::Group', Properties: { ManagedPolicyArns: [{ Ref: 'Policy' }] } },
    User: { Type: 'AWS::IAM::User', Properties: { Groups: [{ Ref: 'Group' }] } },
  },
};
const ANY = 'PolicyDocument.Statement[0].Action';
const ALL = 'PolicyDocument.Statement[0].Resource';

export const IDENTITY: Fault[] = [
  ...faultsIn(IAM, BASE, [
    ['every object of every bucket', 'Policy', ALL, '*'],
    ['every bucket by two wildcards', 'Policy', ALL, 'arn:aws:s3:::?*'],
    ...[
      ['iam:PassRole', 'role*'], ['iam:PassRole', 'r*'], ['iam:PassRole', 'role/?*'], ['ssm:GetParameter', 'parameter*'], ['secretsmanager:GetSecretValue', 'secret*'],
      ['dynamodb:GetItem', 'table*'], ['kms:Decrypt', 'key*'], ['kms:Decrypt', 'key/????????-*'], ['cloudtrail:StopLogging', 'trail*'], ['lambda:UpdateFunctionCode', 'function*'],
    ].map(([action, resource]): Row => (
      [`${action} on ${resource}`, 'Policy', 'PolicyDocument', allow(action, `arn:aws:${action.split(':')[0]}:*:${ACCOUNT}:${resource}`)])),
    ['every object by a wildcard for the bucket', 'Policy', ALL, 'arn:aws:s3:::*/*'],
    ['every action of the service', 'Policy', ANY, 's3:*'],
    ['every action by question marks', 'Policy', ANY, '??:*'],
    ['every action', 'Policy', 'PolicyDocument', allow('*')],
    ['every action by two wildcards', 'Policy', 'PolicyDocument', allow('*:*')],
    ['every action on every ARN', 'Policy', 'PolicyDocument', allow('*', 'arn:aws:*:*:*:*')],
    ['every action but IAM', 'Policy', 'PolicyDocument', { Statement: [{ Effect: 'Allow', NotAction: ['iam:*', 'sts:*'], Resource: '*' }] }],
    ['every resource but one', 'Policy', 'PolicyDocument', { Statement: [{ Effect: 'Allow', Action: 's3:DeleteObject', NotResource: 'arn:aws:s3:::acme-logs/*' }] }],
    ['a statement that is no list', 'Policy', 'PolicyDocument', { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }],
    ['JSON text', 'Policy', 'PolicyDocument', JSON.stringify(allow('*'))],
    ['lower case', 'Policy', 'PolicyDocument', allow('IAM:passrole')],
    ['pass any role and create functions', 'Policy', 'PolicyDocument', allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'])],
    ['pass any role of the account', 'Policy', 'PolicyDocument', allow('iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/*`)],
    ['attach any policy to any role', 'Policy', 'PolicyDocument', allow('iam:AttachRolePolicy', `arn:aws:iam::${ACCOUNT}:role/*`)],
    ['put policies', 'Policy', 'PolicyDocument', allow('iam:Put*Policy')],
    ['create access keys', 'Policy', 'PolicyDocument', allow('iam:CreateAccessKey')],
    ['create access keys of every user by path', 'Policy', 'PolicyDocument', allow('iam:CreateAccessKey', 'arn:aws:iam::*:user/*')],
    ['change trust policies', 'Policy', 'PolicyDocument', allow('iam:UpdateAssumeRolePolicy')],
    ['set passwords of others', 'Policy', 'PolicyDocument', allow('iam:UpdateLoginProfile')],
    ['join any group', 'Policy', 'PolicyDocument', allow('iam:AddUserToGroup')],
    ['change the code of any function', 'Policy', 'PolicyDocument', allow('lambda:UpdateFunctionCode')],
    ['commands on any instance', 'Policy', 'PolicyDocument', allow('ssm:SendCommand')],
    ['sessions on any instance', 'Policy', 'PolicyDocument', allow('ssm:StartSession')],
    ['run commands in any container', 'Policy', 'PolicyDocument', allow('ecs:ExecuteCommand')],
    ['any stack with the rights of its role', 'Policy', 'PolicyDocument', allow('cloudformation:UpdateStack')],
    ['start any build', 'Policy', 'PolicyDocument', allow(['codebuild:UpdateProject', 'codebuild:StartBuild'])],
    ['remove permission boundaries', 'Policy', 'PolicyDocument', allow('iam:DeleteRolePermissionsBoundary')],
    ['assume any role', 'Policy', 'PolicyDocument', allow('sts:AssumeRole')],
    ['assume a role by name in any account', 'Policy', 'PolicyDocument', allow('sts:AssumeRole', 'arn:aws:iam::*:role/*')],
    ['every secret by a wildcard', 'Policy', 'PolicyDocument', allow('secretsmanager:Get*')],
    ['every secret of the account', 'Policy', 'PolicyDocument', allow('secretsmanager:GetSecretValue', `arn:aws:secretsmanager:eu-west-2:${ACCOUNT}:secret:*`)],
    ['every parameter', 'Policy', 'PolicyDocument', allow(['ssm:GetParameter', 'ssm:GetParameters'])],
    ['every table', 'Policy', 'PolicyDocument', allow('dynamodb:Scan', `arn:aws:dynamodb:eu-west-2:${ACCOUNT}:table/*`)],
    ['share snapshots', 'Policy', 'PolicyDocument', allow('rds:ModifyDBSnapshotAttribute')],
    ['share images', 'Policy', 'PolicyDocument', allow('ec2:ModifyImageAttribute')],
    ['change bucket policies', 'Policy', 'PolicyDocument', allow('s3:PutBucketPolicy')],
    ['change key policies', 'Policy', 'PolicyDocument', allow('kms:PutKeyPolicy')],
    ['decrypt with every key of the account', 'Policy', 'PolicyDocument', allow('kms:Decrypt', `arn:aws:kms:eu-west-2:${ACCOUNT}:key/*`)],
    ['connect to any database as any user', 'Policy', 'PolicyDocument', allow('rds-db:connect')],
    ['read every queue', 'Policy', 'PolicyDocument', allow('sqs:ReceiveMessage')],
    ['read every stream', 'Policy', 'PolicyDocument', allow('kinesis:GetRecords')],
    ['read every log', 'Policy', 'PolicyDocument', allow('logs:GetLogEvents')],
    ['create keys for any snapshot of EBS', 'Policy', 'PolicyDocument', allow('ebs:GetSnapshotBlock')],
    ['stop trails', 'Policy', 'PolicyDocument', allow('cloudtrail:StopLogging')],
    ['delete log groups', 'Policy', 'PolicyDocument', allow('logs:DeleteLogGroup', `arn:aws:logs:eu-west-2:${ACCOUNT}:log-group:*`)],
    ['delete flow logs', 'Policy', 'PolicyDocument', allow('ec2:DeleteFlowLogs')],
    ['stop the recorder', 'Policy', 'PolicyDocument', allow('config:StopConfigurationRecorder')],
    ['delete detectors', 'Policy', 'PolicyDocument', allow('guardduty:DeleteDetector')],
    ['delete recovery points', 'Policy', 'PolicyDocument', allow('backup:DeleteRecoveryPoint')],
    ['schedule the deletion of keys', 'Policy', 'PolicyDocument', allow('kms:ScheduleKeyDeletion')],
    ['leave the organization', 'Policy', 'PolicyDocument', allow('organizations:LeaveOrganization')],
    ['administrator on a role', 'Role', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AdministratorAccess']],
    ['administrator in a partition of its own', 'Role', 'ManagedPolicyArns', [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' }]],
    ['power user on a role', 'Role', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/PowerUserAccess']],
    ['administrator of a job function', 'Role', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/job-function/SystemAdministrator']],
    ['read access to all data', 'Role', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/ReadOnlyAccess']],
    ['full access to S3 on a group', 'Group', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AmazonS3FullAccess']],
    ['inline policy on a role', 'Role', 'Policies', [{ PolicyName: 'all', PolicyDocument: allow('*') }]],
    ['inline policy on a group', 'Group', 'Policies', [{ PolicyName: 'all', PolicyDocument: allow('*') }]],
    ['policy on a user', 'User', 'ManagedPolicyArns', [{ Ref: 'Policy' }]],
    ['user without a group', 'User', 'Groups', ABSENT],
    ['user with a console password', 'User', 'LoginProfile', { Password: '{{resolve:secretsmanager:console}}' }],
    ['any principal', 'Role', 'AssumeRolePolicyDocument.Statement[0]', { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }],
    ['any principal with an open condition', 'Role', 'AssumeRolePolicyDocument.Statement[0]', { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' }, Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } } }],
    ['any principal but one', 'Role', 'AssumeRolePolicyDocument.Statement[0]', { Effect: 'Allow', Action: 'sts:AssumeRole', NotPrincipal: { AWS: 'arn:aws:iam::210987654321:root' } }],
    ['another account without an external ID', 'Auditor', 'AssumeRolePolicyDocument.Statement[0].Condition', ABSENT],
    ['an external ID of any text', 'Auditor', 'AssumeRolePolicyDocument.Statement[0].Condition', { StringLike: { 'sts:ExternalId': '*' } }],
    ['every repository', 'Deployer', 'AssumeRolePolicyDocument.Statement[0].Condition', ABSENT],
    ['every repository by a wildcard', 'Deployer', 'AssumeRolePolicyDocument.Statement[0].Condition', { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:*' } }],
    ['repositories of organizations with a prefix', 'Deployer', 'AssumeRolePolicyDocument.Statement[0].Condition', { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme*' } }],
    ['any principal with a private address', 'Role', 'AssumeRolePolicyDocument.Statement[0]', { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' }, Condition: { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/16' } } }],
    ['every repository, audience only', 'Deployer', 'AssumeRolePolicyDocument.Statement[0].Condition', { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } }],
  ]),
  ...additionsTo(IAM, BASE, [
    ['access key', 'AWS::IAM::AccessKey', { UserName: { Ref: 'User' } }],
    ['policy on a user', 'AWS::IAM::UserPolicy', { PolicyName: 'p', UserName: { Ref: 'User' }, ...policy('s3:GetObject', 'arn:aws:s3:::acme-loans/*') }],
    ['administrator by a policy of a role', 'AWS::IAM::RolePolicy', { PolicyName: 'p', RoleName: { Ref: 'Role' }, ...policy('*') }],
    ['administrator by a policy of a group', 'AWS::IAM::GroupPolicy', { PolicyName: 'p', GroupName: { Ref: 'Group' }, ...policy('*') }],
    ['administrator in IAM Identity Center', 'AWS::SSO::PermissionSet', { Name: 'admin', InstanceArn: 'arn:aws:sso:::instance/ssoins-1', ManagedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }],
    ['private key of a server certificate', 'AWS::IAM::ServerCertificate', { CertificateBody: '-----BEGIN CERTIFICATE-----', PrivateKey: 'MIIEvQIBADANBg' }],
    ['password of a user by a literal', 'AWS::IAM::User', { LoginProfile: { Password: 'correct-horse-battery' } }],
  ]),
];
