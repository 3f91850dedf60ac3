import { judged } from './triples';
import { Safeguard } from '../../src/compliance/model/safeguard';
import { addsNoDangerousCapability } from '../../src/compliance/predicates/containers';
import { rotationDays } from '../../src/compliance/predicates/cron';
import { IDENTITY_POLICIES } from '../../src/compliance/predicates/grants';
import { confinedBy } from '../../src/compliance/predicates/principals';
import { isSecretProperty } from '../../src/compliance/predicates/secrets';
import { TRAIL_PATTERNS } from '../../src/compliance/predicates/trail-patterns';
import { DMS } from '../../src/compliance/safeguards/dms';
import { EC2_INSTANCES } from '../../src/compliance/safeguards/ec2-instances';
import { IAM_POLICIES } from '../../src/compliance/safeguards/iam-policies';
import { LAMBDA_STEP_FUNCTIONS } from '../../src/compliance/safeguards/lambda-step-functions';

// Every value of the tables that safeguards look up. The tests of each safeguard have a few of them.
const named = (safeguards: readonly Safeguard[], id: string) => safeguards.find((one) => one.id === id)!;
const failing = (finding: string) => ({ result: 'fails', finding });

// Service Authorization Reference, actions of each service.
describe.each([
  ['IAM.NoPrivilegeEscalation', [
    'iam:PassRole', 'iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion', 'iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile',
    'iam:AttachUserPolicy', 'iam:AttachGroupPolicy', 'iam:AttachRolePolicy', 'iam:PutUserPolicy', 'iam:PutGroupPolicy', 'iam:PutRolePolicy', 'iam:AddUserToGroup',
    'iam:UpdateAssumeRolePolicy', 'iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary', 'iam:PutRolePermissionsBoundary',
    'iam:PutUserPermissionsBoundary', 'sts:AssumeRole', 'lambda:UpdateFunctionCode', 'glue:UpdateDevEndpoint', 'glue:UpdateJob', 'ssm:SendCommand', 'ssm:StartSession',
    'sso:CreateAccountAssignment', 'sso:PutInlinePolicyToPermissionSet', 'sso:AttachManagedPolicyToPermissionSet', 'ecs:ExecuteCommand',
    'cloudformation:UpdateStack', 'codebuild:UpdateProject', 'sagemaker:CreatePresignedNotebookInstanceUrl',
    'lambda:UpdateFunctionConfiguration', 'ec2-instance-connect:SendSSHPublicKey', 'apprunner:UpdateService', 'sso:AttachCustomerManagedPolicyReferenceToPermissionSet',
  ]],
  ['IAM.NoDataAccessToEveryResource', [
    's3:GetObject', 's3:PutBucketPolicy', 's3:PutAccountPublicAccessBlock', 's3:PutBucketPublicAccessBlock', 'secretsmanager:GetSecretValue',
    'secretsmanager:BatchGetSecretValue', 'secretsmanager:PutResourcePolicy', 'ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath',
    'ssm:GetParameterHistory', 'dynamodb:Scan', 'dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:ExportTableToPointInTime', 'rds:ModifyDBSnapshotAttribute',
    'rds:ModifyDBClusterSnapshotAttribute', 'ec2:ModifySnapshotAttribute', 'ec2:ModifyImageAttribute', 'kms:CreateGrant', 'kms:PutKeyPolicy',
    'lambda:AddPermission', 'rds-db:connect', 'sqs:ReceiveMessage', 'kinesis:GetRecords', 'ebs:GetSnapshotBlock', 'logs:GetLogEvents', 'logs:FilterLogEvents',
    's3:GetObjectVersion', 'dynamodb:PartiQLSelect', 'dynamodb:GetRecords', 'dynamodb:PutResourcePolicy', 'kinesis:SubscribeToShard', 'kinesis:PutResourcePolicy',
    'sqs:AddPermission', 'logs:StartQuery', 'logs:StartLiveTail', 'logs:CreateExportTask', 'rds:StartExportTask',
  ]],
  ['IAM.NoAuditTampering', [
    'cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'cloudtrail:UpdateTrail', 'cloudtrail:PutEventSelectors', 'cloudtrail:DeleteEventDataStore',
    'logs:DeleteLogGroup', 'logs:DeleteLogStream', 'logs:DeleteRetentionPolicy', 'logs:PutRetentionPolicy', 'logs:DeleteSubscriptionFilter', 'logs:DisassociateKmsKey',
    'config:StopConfigurationRecorder', 'config:DeleteConfigurationRecorder', 'config:DeleteDeliveryChannel', 'config:DeleteConfigRule', 'guardduty:DeleteDetector',
    'guardduty:UpdateDetector', 'guardduty:StopMonitoringMembers', 'guardduty:CreateIPSet', 'securityhub:DisableSecurityHub', 'securityhub:BatchDisableStandards',
    'ec2:DeleteFlowLogs', 'wafv2:DeleteLoggingConfiguration', 'access-analyzer:DeleteAnalyzer', 'cloudwatch:DeleteAlarms', 'cloudwatch:DisableAlarmActions',
    'kms:ScheduleKeyDeletion', 'kms:DisableKey', 'backup:DeleteRecoveryPoint', 'backup:DeleteBackupVaultAccessPolicy', 'backup:DeleteBackupVaultLockConfiguration',
    'events:DisableRule', 'macie2:DisableMacie', 'organizations:LeaveOrganization',
    'backup:DeleteBackupVault', 'backup:PutBackupVaultAccessPolicy', 'backup:UpdateRecoveryPointLifecycle', 'rds:DeleteDBSnapshot', 'rds:DeleteDBClusterSnapshot',
    'dynamodb:DeleteBackup', 'config:PutConfigurationRecorder', 'events:DeleteRule', 'events:RemoveTargets', 's3:DeleteObjectVersion', 's3:DeleteBucketPolicy',
    's3:PutLifecycleConfiguration', 's3:BypassGovernanceRetention',
  ]],
])('%s', (id, actions) => {
  test.each(actions)('%s on all resources fails', (Action) => {
    const properties = { PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } };
    const expected = failing(`a statement allows ${Action}, must allow fewer actions or resources`);
    expect(judged(named(IAM_POLICIES, id), { properties })).toEqual(expected);
  });
});

test('identity policies are policies of roles, users and groups, and managed policies', () => {
  expect(IDENTITY_POLICIES).toEqual(['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy', 'AWS::IAM::UserPolicy', 'AWS::IAM::GroupPolicy']);
});

// AWS Managed Policy Reference.
test.each([
  ...['AdministratorAccess', 'PowerUserAccess', 'IAMFullAccess', 'AdministratorAccess-Amplify', 'AdministratorAccess-AWSElasticBeanstalk']
    .map((policy) => ['IAM.NoAdministrator', policy]),
  ...['ReadOnlyAccess', 'AmazonS3ReadOnlyAccess', 'AmazonDynamoDBReadOnlyAccess', 'AmazonSSMReadOnlyAccess', 'SecretsManagerReadWrite', 'CloudWatchLogsReadOnlyAccess']
    .map((policy) => ['IAM.NoDataAccessToEveryResource', policy]),
  ...['SystemAdministrator', 'DatabaseAdministrator', 'NetworkAdministrator', 'DataScientist'].map((policy) => ['IAM.NoFullAccessPolicy', policy]),
])('%s refuses the managed policy %s', (id, policy) => {
  const properties = { ManagedPolicyArns: [`arn:aws:iam::aws:policy/${policy}`] };
  expect(judged(named(IAM_POLICIES, id), { properties, type: 'AWS::IAM::Role' })).toEqual(failing(`ManagedPolicyArns has ${policy}, must be another policy`));
});

// Linux manual pages, capabilities(7), and Docker, Runtime privilege and Linux capabilities.
test.each([
  'ALL', 'SYS_ADMIN', 'NET_ADMIN', 'SYS_MODULE', 'SYS_RAWIO', 'SYS_BOOT', 'SYS_TIME', 'DAC_READ_SEARCH', 'MAC_ADMIN', 'MAC_OVERRIDE', 'LINUX_IMMUTABLE',
].flatMap((name) => [name, `CAP_${name}`]))('the capability %s is dangerous', (name) => {
  expect(addsNoDangerousCapability('Add', ['SYS_PTRACE', name])).toEqual(failing(`Add is "${name}", must be another value`));
});

// AWS Secrets Manager User Guide, Schedule expressions in Secrets Manager rotation.
test.each([
  ...['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'].map((month, index) => [`0 8 1 ${month} ? *`, `0 8 1 ${index + 1} ? *`]),
  ...['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'].map((day, index) => [`0 8 ? * 1,${day} *`, `0 8 ? * 1,${index + 1} *`]),
])('the schedule %s is %s', (names, numbers) => {
  const days = (fields: string) => rotationDays({ ScheduleExpression: `cron(${fields})` });
  expect(typeof days(numbers)).toBe('number');
  expect(days(names)).toBe(days(numbers));
});

// AWS global condition context keys (IAM User Guide), and the keys of the services with the prefix.
test.each([
  ...['aws:SourceAccount', 'aws:SourceOwner', 'aws:PrincipalAccount', 'kms:CallerAccount', 's3:DataAccessPointAccount'].map((key) => ['StringLike', key, '123456789012']),
  ...['aws:PrincipalOrgID', 'aws:SourceOrgID'].map((key) => ['StringLike', key, 'o-a1b2c3d4e5']),
  ...['aws:PrincipalOrgPaths', 'aws:SourceOrgPaths'].map((key) => ['StringLike', key, 'o-a1b2c3d4e5/r-ab12/*']),
  ['StringLike', 'aws:SourceVpc', 'vpc-1a2b3c4d'], ['StringLike', 'aws:SourceVpce', 'vpce-1a2b3c4d'], ['StringLike', 'aws:userid', 'AROAEXAMPLEID12345678:*'],
  ...['aws:SourceArn', 'aws:PrincipalArn', 's3:DataAccessPointArn', 'aws:SourceVpcArn', 'elasticfilesystem:AccessPointArn'].map((key) => ['ArnLike', key, 'arn:aws:sns:*:123456789012:*']),
  ['IpAddress', 'aws:SourceIp', '198.51.100.0/24'],
])('%s of %s confines', (operator, key, value) => {
  expect([confinedBy({ [operator]: { [key]: value } }), confinedBy({ [operator]: { 'aws:RequestedRegion': value } })]).toEqual(['confined', 'public']);
});

// Names of properties in the CloudFormation resource specification.
test.each([
  'Password', 'MasterUserPassword', 'Passwords', 'AuthToken', 'SecretString', 'ClientSecret', 'UserManagedClientApplicationClientSecret', 'OAuthToken', 'OauthToken',
  'AccessToken', 'RepositoryAccessToken', 'JwtToken', 'RefreshToken', 'SecretToken', 'HECToken', 'ApiToken', 'AzureBlobSasToken', 'PrivateKey', 'AddPrivateKey', 'CustomPrivateKey',
  'DomainSigningPrivateKey', 'SecretKey', 'ApiSecretKey', 'SecretAccessKey', 'PreSharedKey', 'AuthKey', 'TokenKey', 'ApiKey', 'ApiKeyValue', 'ApiKeySecret',
  'AuthorizationApiKeyValue', 'AppSecret', 'WalletSecret', 'SharedSecret', 'ConsumerSecret', 'BasicAuthCredentials', 'Passphrase', 'KeyPassphrase', 'BindPassword', 'KmsKeyMaterial',
])('the property %s is a secret; one that only contains the name is none', (name) => {
  expect([name, `${name}Arn`, `Manage${name}`, `Remove${name}`].map((one) => isSecretProperty(one, () => one))).toEqual([true, false, false, false]);
});

test.each([
  ['Token', 'Token', true], ['Token', 'Verification.Token', false],
  ['AccessKey', 'HttpEndpointDestinationConfiguration.EndpointConfiguration.AccessKey', true], ['AccessKey', 'AccessKey', false],
])('the property %s at %s is a secret: %s', (name, at, expected) => {
  expect(isSecretProperty(name, () => at)).toBe(expected);
});

// Amazon EC2 User Guide, Amazon EBS-optimized instance types.
test.each([
  'c1.xlarge', 'c3.xlarge', 'c3.2xlarge', 'c3.4xlarge', 'g2.2xlarge', 'i2.xlarge', 'i2.2xlarge', 'i2.4xlarge', 'm1.large', 'm1.xlarge', 'm2.2xlarge', 'm2.4xlarge',
  'm3.xlarge', 'm3.2xlarge', 'r3.xlarge', 'r3.2xlarge', 'r3.4xlarge',
])('an instance of type %s is EBS-optimized if the template asks for it', (InstanceType) => {
  expect(judged(named(EC2_INSTANCES, 'EC2.InstanceEbsOptimized'), { properties: { InstanceType } })).toEqual(failing('EbsOptimized is not set, must be true'));
});

// CloudFormation resource specification: properties that name a launch template.
test.each([
  ['AWS::AutoScaling::AutoScalingGroup', 'LaunchTemplate'], ['AWS::AutoScaling::AutoScalingGroup', 'MixedInstancesPolicy'], ['AWS::EKS::Nodegroup', 'LaunchTemplate'],
  ['AWS::EC2::SpotFleet', 'SpotFleetRequestConfigData'], ['AWS::EC2::EC2Fleet', 'LaunchTemplateConfigs'], ['AWS::Batch::ComputeEnvironment', 'ComputeResources'],
])('a launch template that %s uses in %s is judged, although its instances have their own monitoring', (type, property) => {
  const judge = (beside: Record<string, [string, object]>) => judged(named(EC2_INSTANCES, 'EC2.LaunchTemplateDetailedMonitoring'), {
    properties: { LaunchTemplateData: {} },
    beside: { Own: ['AWS::EC2::Instance', { Monitoring: true, LaunchTemplate: { LaunchTemplateId: { Ref: 'It' }, Version: '1' } }], ...beside },
  });
  expect(judge({})).toBeUndefined();
  expect(judge({ Other: [type, { [property]: { LaunchTemplate: { LaunchTemplateId: { Ref: 'It' } } } }] })).toEqual(failing('Monitoring.Enabled is not set, must be true'));
});

// AWS Lambda Developer Guide, Services that invoke Lambda functions: services that act for any account.
test.each(['sns', 'events', 'apigateway', 'cognito-idp', 'iot', 'ses', 'logs', 'scheduler', 'codecommit', 'config'])('a permission for %s names its source', (service) => {
  const safeguard = named(LAMBDA_STEP_FUNCTIONS, 'Lambda.ServicePermissionConfined');
  expect(judged(safeguard, { properties: { Principal: `${service}.amazonaws.com` } })).toEqual(failing('none of SourceArn, SourceAccount and PrincipalOrgID is set'));
});

// AWS Database Migration Service User Guide, Using SSL with AWS Database Migration Service.
test.each(['s3', 'dynamodb', 'kinesis', 'kafka', 'neptune', 'opensearch', 'elasticsearch', 'redis', 'redshift-serverless'])('endpoints of %s have no SSL mode', (EngineName) => {
  expect(judged(named(DMS, 'DMS.EndpointTls'), { properties: { EngineName } })).toBeUndefined();
});

// AWS Security Hub User Guide, CloudWatch.1 to CloudWatch.14, and CIS 4.15; the patterns are compared with the whole text.
test('metric filters of a trail have exactly the patterns that AWS Security Hub checks, and for CIS 4.15 the pattern of the benchmark', () => {
  expect(TRAIL_PATTERNS).toEqual({
    RootUsed: '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
    UnauthorizedCalls: '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
    SignInWithoutMfa: '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
    IamPolicyChanged: '{($.eventSource=iam.amazonaws.com) && (($.eventName=DeleteGroupPolicy) || ($.eventName=DeleteRolePolicy) || ($.eventName=DeleteUserPolicy) || ($.eventName=PutGroupPolicy) || ($.eventName=PutRolePolicy) || ($.eventName=PutUserPolicy) || ($.eventName=CreatePolicy) || ($.eventName=DeletePolicy) || ($.eventName=CreatePolicyVersion) || ($.eventName=DeletePolicyVersion) || ($.eventName=AttachRolePolicy) || ($.eventName=DetachRolePolicy) || ($.eventName=AttachUserPolicy) || ($.eventName=DetachUserPolicy) || ($.eventName=AttachGroupPolicy) || ($.eventName=DetachGroupPolicy))}',
    TrailChanged: '{($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail) || ($.eventName=StartLogging) || ($.eventName=StopLogging)}',
    SignInFailed: '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
    KeyDisabled: '{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}',
    BucketPolicyChanged: '{($.eventSource=s3.amazonaws.com) && (($.eventName=PutBucketAcl) || ($.eventName=PutBucketPolicy) || ($.eventName=PutBucketCors) || ($.eventName=PutBucketLifecycle) || ($.eventName=PutBucketReplication) || ($.eventName=DeleteBucketPolicy) || ($.eventName=DeleteBucketCors) || ($.eventName=DeleteBucketLifecycle) || ($.eventName=DeleteBucketReplication))}',
    ConfigChanged: '{($.eventSource=config.amazonaws.com) && (($.eventName=StopConfigurationRecorder) || ($.eventName=DeleteDeliveryChannel) || ($.eventName=PutDeliveryChannel) || ($.eventName=PutConfigurationRecorder))}',
    SecurityGroupChanged: '{($.eventName=AuthorizeSecurityGroupIngress) || ($.eventName=AuthorizeSecurityGroupEgress) || ($.eventName=RevokeSecurityGroupIngress) || ($.eventName=RevokeSecurityGroupEgress) || ($.eventName=CreateSecurityGroup) || ($.eventName=DeleteSecurityGroup)}',
    NetworkAclChanged: '{($.eventName=CreateNetworkAcl) || ($.eventName=CreateNetworkAclEntry) || ($.eventName=DeleteNetworkAcl) || ($.eventName=DeleteNetworkAclEntry) || ($.eventName=ReplaceNetworkAclEntry) || ($.eventName=ReplaceNetworkAclAssociation)}',
    GatewayChanged: '{($.eventName=CreateCustomerGateway) || ($.eventName=DeleteCustomerGateway) || ($.eventName=AttachInternetGateway) || ($.eventName=CreateInternetGateway) || ($.eventName=DeleteInternetGateway) || ($.eventName=DetachInternetGateway)}',
    RouteTableChanged: '{($.eventSource=ec2.amazonaws.com) && (($.eventName=CreateRoute) || ($.eventName=CreateRouteTable) || ($.eventName=ReplaceRoute) || ($.eventName=ReplaceRouteTableAssociation) || ($.eventName=DeleteRouteTable) || ($.eventName=DeleteRoute) || ($.eventName=DisassociateRouteTable))}',
    VpcChanged: '{($.eventName=CreateVpc) || ($.eventName=DeleteVpc) || ($.eventName=ModifyVpcAttribute) || ($.eventName=AcceptVpcPeeringConnection) || ($.eventName=CreateVpcPeeringConnection) || ($.eventName=DeleteVpcPeeringConnection) || ($.eventName=RejectVpcPeeringConnection) || ($.eventName=AttachClassicLinkVpc) || ($.eventName=DetachClassicLinkVpc) || ($.eventName=DisableVpcClassicLink) || ($.eventName=EnableVpcClassicLink)}',
    OrganizationChanged: '{($.eventSource=organizations.amazonaws.com) && (($.eventName=AcceptHandshake) || ($.eventName=AttachPolicy) || ($.eventName=CreateAccount) || ($.eventName=CreateOrganizationalUnit) || ($.eventName=CreatePolicy) || ($.eventName=DeclineHandshake) || ($.eventName=DeleteOrganization) || ($.eventName=DeleteOrganizationalUnit) || ($.eventName=DeletePolicy) || ($.eventName=DetachPolicy) || ($.eventName=DisablePolicyType) || ($.eventName=EnablePolicyType) || ($.eventName=InviteAccountToOrganization) || ($.eventName=LeaveOrganization) || ($.eventName=MoveAccount) || ($.eventName=RemoveAccountFromOrganization) || ($.eventName=UpdatePolicy) || ($.eventName=UpdateOrganizationalUnit))}',
  });
});
