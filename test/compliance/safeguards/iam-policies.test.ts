import { IAM_POLICIES } from '../../../src/compliance/safeguards/iam-policies';
import { it_, PARAMETER, PASSES, Triple, triples, undetermined } from '../triples';

const MANAGED = 'AWS::IAM::ManagedPolicy';
const ROLE = 'AWS::IAM::Role';
const UNKNOWN = 'an action or resource of a statement resolves only at deployment, must be a literal value';
type Parts = [action: unknown, resource?: unknown, effect?: string, more?: object];
const document = ([Action, Resource = '*', Effect = 'Allow', more = {}]: Parts) => ({ Statement: [{ Action, Effect, Resource, ...more }] });
const policy = (...parts: Parts) => it_({ PolicyName: 'p', PolicyDocument: document(parts) });
const managed = (...parts: Parts) => it_({ PolicyDocument: document(parts) }, {}, { type: MANAGED });
const role = (...parts: Parts) => it_({ AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: 'p', PolicyDocument: document(parts) }] }, {}, { type: ROLE });
const permissionSet = (...parts: Parts) => it_({ InlinePolicy: JSON.stringify(document(parts)) }, {}, { type: 'AWS::SSO::PermissionSet' });
const statement = (parts: object) => it_({ PolicyName: 'p', PolicyDocument: { Statement: { Effect: 'Allow', ...parts } } });
const allows = (action: string) => `a statement allows ${action}, must allow fewer actions or resources`;
const bare = it_({ AssumeRolePolicyDocument: {} }, {}, { type: ROLE });
const attached = (...ManagedPolicyArns: unknown[]) => it_({ AssumeRolePolicyDocument: {}, ManagedPolicyArns }, {}, { type: ROLE });
const arnOf = (name: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/${name}`]] });

/** Attached policies that no template has, whose statements are unknown. */
const unread = (): Triple['open'] => [
  [attached(arnOf('AmazonSQSReadOnlyAccess'), 'arn:aws:iam::123456789012:policy/Own'), 'ManagedPolicyArns has arn:aws:iam::123456789012:policy/Own, which is not in the templates'],
  [attached({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/team/Own' }), 'ManagedPolicyArns has arn:aws:iam::${AWS-AccountId}:policy/team/Own, which is not in the templates'],
  [it_({ CustomerManagedPolicyReferences: [{ Name: 'Own' }] }, {}, { type: 'AWS::SSO::PermissionSet' }), 'CustomerManagedPolicyReferences has Own, which is not in the templates'],
];

/** No statement may allow an action on all resources of a kind. */
const onAll = (action: string, named: string, all: string[], tag: string): Triple => ({
  holds: [
    policy(action, named), managed(action, [named, { 'Fn::Sub': named }]), role(action, '*', 'Deny'), bare, policy('cloudwatch:PutMetricData'),
    policy(action, '*', 'Allow', { Condition: { StringEquals: { [tag]: 'ledger' } } }),
    it_({ PolicyName: 'p', PolicyDocument: document([action, { 'Fn::GetAtt': ['Other', 'Arn'] }]) }, { Other: ['AWS::S3::Bucket', {}] }),
    it_({ PolicyName: 'p', PolicyDocument: document([action, { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Other', 'Arn'] }, '/*']] }]) }, { Other: ['AWS::S3::Bucket', {}] }),
  ],
  fails: [
    ...['*', ...all].flatMap((resource) => [policy, managed, role, permissionSet].map((kind) => [kind(action, resource), allows(action)] as const)),
    [policy(action.toUpperCase(), ['arn:aws:sns:eu-west-2:1:t', '*']), allows(action.toUpperCase())],
    [policy(`${action.slice(0, -2)}*`), allows(`${action.slice(0, -2)}*`)],
    [policy(action, { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, all[0].slice('arn:aws'.length)]] }), allows(action)],
    [policy(action, '*', 'Allow', { Condition: { StringLike: { [tag]: '*' } } }), allows(action)],
    [policy(action, '*', 'Allow', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }), allows(action)],
    // The organization of the caller narrows no resource, whichever it is.
    [policy(action, '*', 'Allow', { Condition: { StringEquals: { 'aws:PrincipalOrgID': PARAMETER } } }), allows(action)],
    [statement({ NotAction: 'sns:*', Resource: '*' }), expect.stringMatching(/^a statement allows [\w:]+, must allow/) as unknown as string],
    [statement({ Action: action, NotResource: named }), allows(action)],
  ],
  open: [
    ...unread(),
    [policy(action, PARAMETER), UNKNOWN], [policy(PARAMETER), UNKNOWN], [policy(action, { 'Fn::ImportValue': 'arn' }), UNKNOWN], [policy(PARAMETER, named), PASSES],
    [it_({ PolicyName: 'p', PolicyDocument: PARAMETER }), UNKNOWN],
    [it_({ PolicyName: 'p', PolicyDocument: document([action, { 'Fn::GetAtt': ['Custom', 'Arn'] }]) }, { Custom: ['Custom::Arn', {}] }),
      undetermined('PolicyDocument.Statement[0].Resource', { 'Fn::GetAtt': ['Custom', 'Arn'] })],
    [policy(action, '*', 'Allow', { Condition: { StringEquals: { [tag]: { 'Fn::Sub': 'ledger-${Parameter}' } } } }), PASSES],
    [policy(action, '*', 'Allow', { Condition: { StringEquals: { [tag]: PARAMETER } } }),
      undetermined(`PolicyDocument.Statement[0].Condition.StringEquals.${tag}`)],
    [policy('cloudwatch:PutMetricData', '*', 'Allow', { Condition: { StringEquals: { [tag]: PARAMETER } } }), PASSES],
  ],
});

describe('safeguards of IAM policies', () => triples(IAM_POLICIES, {
  'IAM.NoAdministrator': {
    holds: [
      policy('s3:GetObject'), policy('iam:CreateUser'), statement({ NotAction: 'iam:*', Resource: '*' }), managed('*', 'arn:aws:s3:::b'), role('s3:*'), bare, policy('*', '*', 'Deny'), attached(arnOf('ReadOnlyAccess')),
      // The policy is judged where it is declared.
      it_({ AssumeRolePolicyDocument: {}, ManagedPolicyArns: [{ Ref: 'Own' }, 'arn:aws:iam::123456789012:policy/path/orders'] }, {
        Own: [MANAGED, {}], Named: [MANAGED, { ManagedPolicyName: 'orders' }],
      }, { type: ROLE }),
      it_({ CustomerManagedPolicyReferences: [{ Name: 'orders' }] }, { Named: [MANAGED, { ManagedPolicyName: 'orders' }] }, { type: 'AWS::SSO::PermissionSet' }),
    ],
    fails: [
      [policy('*'), allows('*')], [managed(['s3:GetObject', '*'], ['a', '*']), allows('*')], [role('*'), allows('*')], [permissionSet('*'), allows('*')],
      [policy('*:*'), allows('*:*')], [policy('**'), allows('**')], [policy('*', 'arn:aws:*'), allows('*')], [policy('*', 'arn:*:*:*:*:*'), allows('*')],
      [statement({ NotAction: 'iam:DeleteUser', Resource: '*' }), allows('all actions except some')],
      [statement({ Action: '*', NotResource: 'arn:aws:s3:::b' }), allows('*')],
      [attached(arnOf('ReadOnlyAccess'), arnOf('AdministratorAccess')), 'ManagedPolicyArns has AdministratorAccess, must be another policy'],
      [attached('arn:aws:iam::aws:policy/PowerUserAccess'), 'ManagedPolicyArns has PowerUserAccess, must be another policy'],
      [it_({ ManagedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }, {}, { type: 'AWS::SSO::PermissionSet' }),
        'ManagedPolicyArns has AdministratorAccess, must be another policy'],
    ],
    open: [
      [policy(PARAMETER), UNKNOWN], [policy('*', PARAMETER), UNKNOWN], [policy(PARAMETER, 'arn:aws:s3:::b'), PASSES],
      ...unread(),
      [policy('*x'), PASSES], [policy('x*'), PASSES], [policy('*:x'), PASSES], ...['*?', '?*', '*:**'].map((action) => [policy(action), allows(action)] as const),
    ],
    differs: { fails: 'cdk-nag ignores NotAction, NotResource, other spellings of the wildcards and policies of AWS' },
  },
  'IAM.NoServiceWildcard': {
    holds: [policy('s3:Get*'), managed(['s3:GetObject', 'execute-api:Invoke']), bare, policy('s3:*', '*', 'Deny')],
    fails: [
      [policy('s3:*'), allows('s3:*')], [managed(['s3:Get*', 'execute-api:*'], 'a'), allows('execute-api:*')], [role('*', 'a'), allows('*')],
      [policy('s3:**'), allows('s3:**')], [policy('i*:*', 'a'), allows('i*:*')], [policy('i?m:GetUser', 'a'), allows('i?m:GetUser')], [policy('s3:?*', 'a'), allows('s3:?*')],
    ],
    open: [
      ...unread(),
      [policy(PARAMETER), UNKNOWN], [policy('s3:*x'), PASSES], [policy('s3:x*'), PASSES], [policy('a:b*:c'), PASSES],
      ...['s3:*?', 's3*:Get', 's*:Get', '*s3:Get'].map((action) => [policy(action), allows(action)] as const),
    ],
    differs: { fails: 'cdk-nag ignores service names with a hyphen, and other spellings of the wildcards' },
  },
  'IAM.NoInvertedStatement': {
    holds: [policy('s3:GetObject', 'a'), statement({ Effect: 'Deny', NotAction: 's3:*', NotResource: 'a' }), bare],
    fails: [{ NotAction: 's3:*', Resource: 'a' }, { Action: 's3:GetObject', NotResource: 'a' }].map((parts) => [statement(parts), allows('everything except what it lists')] as const),
    open: [[statement({ NotAction: PARAMETER, Resource: 'a' }), allows('everything except what it lists')], [it_({ PolicyName: 'p', PolicyDocument: '{"Statement' }), UNKNOWN]],
  },
  'IAM.NoPrivilegeEscalation': onAll('iam:PassRole', 'arn:aws:iam::123456789012:role/task', [
    'arn:aws:iam::123456789012:role/*', 'arn:aws:iam::*:*', 'arn:aws:iam::123456789012:role*', 'arn:aws:iam::123456789012:r*', 'arn:aws:iam::123456789012:role/?*', 'arn:aws:iam::*:role/**',
  ], 'iam:ResourceTag/workload'),
  'IAM.NoDataAccessToEveryResource': (() => {
    const objects = onAll('s3:GetObject', 'arn:aws:s3:::b/*', ['arn:aws:s3:::*', 'arn:aws:s3:::*/*', 'arn:aws:s3:::?*', 'arn:aws:s3:::????*/*'], 's3:ExistingObjectTag/workload');
    // Copies of data, and credentials of a database, give access to it.
    const credentials = ['s3:PutReplicationConfiguration', 'dynamodb:BatchGetItem', 'logs:PutSubscriptionFilter', 'rds-db:connect', 'redshift:GetClusterCredentials', 'redshift:GetClusterCredentialsWithIAM', 'redshift-serverless:GetCredentials'];
    return { ...objects, fails: [...objects.fails, ...credentials.map((action) => [policy(action), allows(action)] as const)] };
  })(),
  'IAM.NoAuditTampering': (() => {
    const everywhere = onAll('logs:DeleteLogGroup', 'arn:aws:logs:eu-west-2:1:log-group:ledger', [
      'arn:aws:logs:*:*:*', 'arn:aws:logs:eu-west-2:1:log-group:*', 'arn:aws:logs:eu-west-2:1:log-group*', 'arn:aws:logs:eu-west-2:1:log-group:*:log-stream:*',
    ], 'aws:ResourceTag/workload');
    const onBucket = (action: unknown, resource: unknown, more?: object) => it_({ PolicyName: 'p', PolicyDocument: document([action, resource, 'Allow', more]) }, {
      Logs: ['AWS::S3::Bucket', { BucketName: 'ledger-logs' }], Data: ['AWS::S3::Bucket', { LoggingConfiguration: { DestinationBucketName: { Ref: 'Logs' } } }],
    });
    const objectsOf = (id: string) => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': [id, 'Arn'] }, '/*']] });
    const trustOf = (...services: string[]) => ({ AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: services } } } });
    const endsBackups = (trust: object, more: object = { Roles: [{ Ref: 'Role' }] }, ofRole: object = {}) => it_(
      { PolicyName: 'p', PolicyDocument: document([['ec2:DeleteSnapshot', 'dynamodb:DeleteBackup'], '*']), ...more }, { Role: [ROLE, { ...trust, ...ofRole }] });
    const onLogs = (action: string) => allows(`${action} on a log bucket`);
    return {
      holds: [
        ...everywhere.holds, onBucket('s3:DeleteObject*', objectsOf('Data')), onBucket('s3:GetObject', objectsOf('Logs')),
        onBucket('s3:DeleteObject', objectsOf('Logs'), { Condition: { StringEquals: { 's3:ExistingObjectTag/kind': 'draft' } } }),
        onBucket('s3:DeleteObject', 'arn:aws:s3:::ledger-logs-of-another/*'),
        endsBackups(trustOf('backup.amazonaws.com')), endsBackups(trustOf('dlm.amazonaws.com', 'backup.amazonaws.com')),
        endsBackups(trustOf('backup.amazonaws.com'), {}, { ManagedPolicyArns: [{ Ref: 'It' }] }),
        it_({ ...trustOf('dlm.amazonaws.com'), Policies: [{ PolicyName: 'p', PolicyDocument: document(['ec2:DeleteSnapshot', '*']) }] }, {}, { type: ROLE }),
      ],
      fails: [
        ...everywhere.fails,
        [onBucket('s3:DeleteObject*', objectsOf('Logs')), onLogs('s3:DeleteObject*')],
        [onBucket('s3:PutLifecycleConfiguration', ['arn:aws:s3:::b', { 'Fn::GetAtt': ['Logs', 'Arn'] }]), onLogs('s3:PutLifecycleConfiguration')],
        [onBucket('s3:DeleteObjectVersion', 'arn:aws:s3:::ledger-logs/AWSLogs/*'), onLogs('s3:DeleteObjectVersion')],
        [onBucket('s3:DeleteObject', { 'Fn::Sub': '${Logs.Arn}/AWSLogs/*' }), onLogs('s3:DeleteObject')],
        [policy('s3:DeleteObject', 'arn:aws:s3:::*'), allows('s3:DeleteObject')],
        ...['ec2:DeleteSnapshot', 'rds:DeleteDBSnapshot', 'rds:DeleteDBClusterSnapshot', 'dynamodb:DeleteBackup'].map((action) => [policy(action), allows(action)] as const),
        [endsBackups(trustOf('backup.amazonaws.com', 'lambda.amazonaws.com')), allows('ec2:DeleteSnapshot')],
        [endsBackups(trustOf('backup.amazonaws.com'), { Roles: [{ Ref: 'Role' }, 'another'] }), allows('ec2:DeleteSnapshot')],
        [endsBackups(trustOf('backup.amazonaws.com'), { Roles: [{ Ref: 'Role' }], Users: ['admin'] }), allows('ec2:DeleteSnapshot')],
        [endsBackups({ AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com', AWS: '123456789012' } } } }), allows('ec2:DeleteSnapshot')],
      ],
      open: [...everywhere.open, [onBucket(PARAMETER, objectsOf('Logs')), UNKNOWN], [onBucket(PARAMETER, objectsOf('Data')), PASSES]],
    };
  })(),
  'IAM.NoFullAccessPolicy': {
    holds: [bare, attached(arnOf('AmazonS3ReadOnlyAccess'), arnOf('service-role/AWSLambdaBasicExecutionRole')), attached('arn:aws:iam::1:policy/OwnFullAccess')],
    fails: [
      [attached(arnOf('AmazonS3FullAccess')), 'ManagedPolicyArns has AmazonS3FullAccess, must be another policy'],
      [attached(arnOf('AmazonECS_FullAccess')), 'ManagedPolicyArns has AmazonECS_FullAccess, must be another policy'],
      [attached(arnOf('AmazonDynamoDBFullAccess_v2')), 'ManagedPolicyArns has AmazonDynamoDBFullAccess_v2, must be another policy'],
    ],
    open: [
      [attached(PARAMETER), 'ManagedPolicyArns is {"Ref":"Parameter"}, which resolves only at deployment, must be a literal value'],
      [it_({ AssumeRolePolicyDocument: {}, ManagedPolicyArns: [{ Ref: 'Policy' }] }, { Policy: ['AWS::IAM::ManagedPolicy', { PolicyDocument: {} }] }, { type: ROLE }), PASSES],
      [attached(arnOf('AmazonDynamoDBFullAccess_v12')), 'ManagedPolicyArns has AmazonDynamoDBFullAccess_v12, must be another policy'],
      [attached(arnOf('AdministratorAccess-Amplify')), 'ManagedPolicyArns has AdministratorAccess-Amplify, must be another policy'],
      ...['AmazonS3FullAccessLogs', 'AmazonS3FullAccess_version', 'OwnAdministratorAccess', 'OwnPowerUserAccess'].map((name) => [attached(arnOf(name)), PASSES] as const),
    ],
  },
  'IAM.NoDecryptionWithEveryKey': {
    holds: [policy('kms:Decrypt', 'arn:aws:kms:eu-west-2:1:key/abc'), managed('kms:Encrypt'), policy('kms:Decrypt', '*', 'Deny'), bare, policy('s3:*'), policy('kms:List*')],
    fails: [
      [policy('kms:Decrypt'), allows('kms:Decrypt')],
      [managed(['kms:Encrypt', 'kms:ReEncryptFrom'], 'arn:aws:kms:*:1:key/*'), allows('kms:ReEncryptFrom')],
      [role('KMS:De*'), allows('KMS:De*')],
      [policy('kms:?ecrypt', { 'Fn::Sub': 'arn:aws:kms:eu-west-2:1:key/*' }), allows('kms:?ecrypt')],
      [policy('*'), allows('*')],
      [policy('kms:Decrypt', '*', 'Allow', { Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-2.amazonaws.com' } } }), allows('kms:Decrypt')],
    ],
    open: [
      [policy('kms:Decrypt', PARAMETER), UNKNOWN],
      // A parameter can be empty.
      [policy('kms:Decrypt', { 'Fn::Sub': '${Parameter}*' }), UNKNOWN],
      [policy('kms:Decrypt', { 'Fn::Join': ['', [{ 'Fn::ImportValue': 'Key' }, '*']] }), UNKNOWN],
      [policy('kms:Decrypt', { 'Fn::Sub': 'arn:aws:kms:eu-west-2:1:key/${Parameter}*' }), PASSES],
    ],
  },
}));
