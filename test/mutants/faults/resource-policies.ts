import { ABSENT, additionsTo, Fault, faultsIn, Json, Template } from '../template';

const ACCOUNT = '123456789012';
const REGION = `eu-west-2:${ACCOUNT}`;
const OWN = { StringEquals: { 'aws:SourceAccount': ACCOUNT } };
const document = (Action: Json, Principal: Json, Condition?: Json) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action, Resource: '*', ...Condition && { Condition } }] });
const EVERYONE = { AWS: '*' };

const BASE: Template = {
  Resources: {
    TopicPolicy: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [`arn:aws:sns:${REGION}:x`], PolicyDocument: document('sns:Publish', { Service: 's3.amazonaws.com' }, OWN) } },
    QueuePolicy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: ['https://sqs.eu-west-2.amazonaws.com/1/x'], PolicyDocument: document('sqs:SendMessage', '*', { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:${REGION}:x` } }) } },
    SecretPolicy: { Type: 'AWS::SecretsManager::ResourcePolicy', Properties: { SecretId: 'x', BlockPublicPolicy: true, ResourcePolicy: document('secretsmanager:GetSecretValue', { AWS: `arn:aws:iam::${ACCOUNT}:role/app` }) } },
    BusPolicy: { Type: 'AWS::Events::EventBusPolicy', Properties: { StatementId: 's', Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'events:PutEvents', Resource: '*' } } },
    StreamPolicy: { Type: 'AWS::Kinesis::ResourcePolicy', Properties: { ResourceArn: `arn:aws:kinesis:${REGION}:stream/x`, ResourcePolicy: document('kinesis:GetRecords', { AWS: `arn:aws:iam::${ACCOUNT}:role/app` }) } },
    LogPolicy: { Type: 'AWS::Logs::ResourcePolicy', Properties: { PolicyName: 'p', PolicyDocument: JSON.stringify(document('logs:PutLogEvents', { Service: 'es.amazonaws.com' }, OWN)) } },
    Destination: { Type: 'AWS::Logs::Destination', Properties: { DestinationName: 'd', RoleArn: 'arn:aws:iam::1:role/r', TargetArn: 'arn:aws:kinesis:x', DestinationPolicy: JSON.stringify(document('logs:PutSubscriptionFilter', { AWS: ACCOUNT })) } },
    AccessPoint: { Type: 'AWS::S3::AccessPoint', Properties: { Bucket: 'x', PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }, Policy: document('s3:GetObject', { AWS: `arn:aws:iam::${ACCOUNT}:role/app` }) } },
    BucketPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'x', PolicyDocument: document('s3:GetObject', { Service: 'cloudfront.amazonaws.com' }, { StringEquals: { 'aws:SourceArn': `arn:aws:cloudfront::${ACCOUNT}:distribution/E1` } }) } },
    Key: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true, PendingWindowInDays: 30, KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }, { Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'kms:CallerAccount': ACCOUNT, 'kms:ViaService': 's3.eu-west-2.amazonaws.com' } } }] } } },
    Permission: { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionName: 'f', Principal: 's3.amazonaws.com', SourceAccount: ACCOUNT, SourceArn: 'arn:aws:s3:::x' } },
    Layer: { Type: 'AWS::Lambda::LayerVersionPermission', Properties: { Action: 'lambda:GetLayerVersion', LayerVersionArn: `arn:aws:lambda:${REGION}:layer:l:1`, Principal: ACCOUNT } },
    Domain: { Type: 'AWS::CodeArtifact::Domain', Properties: { DomainName: 'acme', EncryptionKey: `arn:aws:kms:${REGION}:key/1` } },
    Registry: { Type: 'AWS::ECR::RegistryPolicy', Properties: { PolicyText: document('ecr:ReplicateImage', { AWS: `arn:aws:iam::${ACCOUNT}:root` }) } },
  },
};
const one = 'PolicyDocument.Statement[0]';
const KEY = 'KeyPolicy.Statement[1].Condition';

export const RESOURCE_POLICIES: Fault[] = [
  ...faultsIn('Amazon SNS', BASE, [
    ['topic for everyone', 'TopicPolicy', 'PolicyDocument', document('sns:Publish', '*')],
    ['topic for the account of a parameter that can be a wildcard', 'TopicPolicy', 'PolicyDocument', document('sns:Publish', { AWS: { 'Fn::Sub': 'arn:aws:iam::${Given}:root' } })],
    ['topic for everyone by the old owner key', 'TopicPolicy', 'PolicyDocument', document('sns:Subscribe', EVERYONE, { StringLike: { 'AWS:SourceOwner': '*' } })],
    ['topic for everyone in a list of principals', 'TopicPolicy', 'PolicyDocument', document('sns:Publish', { AWS: [`arn:aws:iam::${ACCOUNT}:root`, '*'] })],
  ]),
  ...faultsIn('Amazon SQS', BASE, [
    ['queue for everyone', 'QueuePolicy', `${one}.Condition`, { Bool: { 'aws:SecureTransport': 'true' } }],
    ['queue for any topic', 'QueuePolicy', `${one}.Condition`, { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } }],
    ['queue for any ARN', 'QueuePolicy', `${one}.Condition`, { ArnLike: { 'aws:SourceArn': 'arn:aws:*:*:*:*' } }],
    ['queue for any address', 'QueuePolicy', `${one}.Condition`, { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }],
    ['queue unless a key matches', 'QueuePolicy', `${one}.Condition`, { StringNotEquals: { 'aws:SourceAccount': '210987654321' } }],
    ['queue if the key is there', 'QueuePolicy', `${one}.Condition`, { StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } }],
    ['queue for the account of the request', 'QueuePolicy', `${one}.Condition`, { StringEquals: { 'aws:PrincipalAccount': '${aws:PrincipalAccount}' } }],
    ['queue for roles of any account', 'QueuePolicy', `${one}.Condition`, { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::${aws:PrincipalAccount}:role/*' } }],
    ['queue for any VPC endpoint', 'QueuePolicy', `${one}.Condition`, { StringLike: { 'aws:SourceVpce': 'vpce-*' } }],
    ['queue for any role ID', 'QueuePolicy', `${one}.Condition`, { StringLike: { 'aws:userid': 'AROA*' } }],
    ['queue if the key is absent', 'QueuePolicy', `${one}.Condition`, { Null: { 'aws:SourceArn': 'true' } }],
  ]),
  ...faultsIn('AWS Secrets Manager', BASE, [
    ['secret for everyone', 'SecretPolicy', 'ResourcePolicy', document('secretsmanager:GetSecretValue', '*')],
    ['secret for everyone by a stage', 'SecretPolicy', 'ResourcePolicy', document('secretsmanager:GetSecretValue', EVERYONE, { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } })],
    ['secret for everyone but one', 'SecretPolicy', 'ResourcePolicy', { Statement: [{ Effect: 'Allow', NotPrincipal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'secretsmanager:GetSecretValue', Resource: '*' }] }],
  ]),
  ...faultsIn('Amazon EventBridge', BASE, [
    ['bus for everyone', 'BusPolicy', 'Statement', { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: '*' }],
    ['bus for everyone by detail type', 'BusPolicy', 'Statement', { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: '*', Condition: { StringEquals: { 'events:detail-type': 'x' } } }],
  ]),
  ...faultsIn('Amazon SNS', BASE, [
    ['topic for buckets of every account', 'TopicPolicy', 'PolicyDocument', document('sns:Publish', { Service: 's3.amazonaws.com' })],
    ['topic for alarms of every account', 'TopicPolicy', 'PolicyDocument', document('sns:Publish', { Service: 'cloudwatch.amazonaws.com' }, { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:*:alarm:*' } })],
  ]),
  ...faultsIn('Amazon SQS', BASE, [['queue for topics of every account', 'QueuePolicy', 'PolicyDocument', document('sqs:SendMessage', { Service: 'sns.amazonaws.com' })]]),
  ...faultsIn('Amazon S3', BASE, [['bucket for trails of every account', 'BucketPolicy', 'PolicyDocument', document('s3:PutObject', { Service: 'cloudtrail.amazonaws.com' })]]),
  ...faultsIn('Amazon Kinesis', BASE, [['stream for everyone', 'StreamPolicy', 'ResourcePolicy', document('kinesis:GetRecords', EVERYONE)]]),
  ...faultsIn('Amazon CloudWatch', BASE, [
    ['log groups for everyone', 'LogPolicy', 'PolicyDocument', JSON.stringify(document('logs:*', '*'))],
    ['destination for everyone', 'Destination', 'DestinationPolicy', JSON.stringify(document('logs:PutSubscriptionFilter', '*'))],
  ]),
  ...faultsIn('Amazon S3', BASE, [
    ['access point for everyone', 'AccessPoint', 'Policy', document('s3:GetObject', '*')],
    ['bucket for everyone', 'BucketPolicy', 'PolicyDocument', document('s3:GetObject', '*')],
    ['bucket for everyone by Referer', 'BucketPolicy', 'PolicyDocument', document('s3:GetObject', '*', { StringLike: { 'aws:Referer': 'https://acme.example/*' } })],
    ['bucket for everyone by user agent', 'BucketPolicy', 'PolicyDocument', document('s3:GetObject', '*', { StringEquals: { 'aws:UserAgent': 'acme' } })],
    ['bucket for any principal ARN', 'BucketPolicy', 'PolicyDocument', document('s3:GetObject', EVERYONE, { ArnLike: { 'aws:PrincipalArn': '*' } })],
    ['bucket for signed-in users of any account', 'BucketPolicy', 'PolicyDocument', document('s3:GetObject', EVERYONE, { StringEquals: { 'aws:PrincipalType': 'User' } })],
    ['bucket for every TLS client', 'BucketPolicy', 'PolicyDocument', document('s3:PutObject', '*', { NumericGreaterThanEquals: { 's3:TlsVersion': '1.2' } })],
    ['bucket for every CloudFront distribution', 'BucketPolicy', 'PolicyDocument', document('s3:GetObject', '*', { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront::*:distribution/*' } })],
  ]),
  ...faultsIn('AWS KMS', BASE, [
    ['key for every caller of a service', 'Key', KEY, { StringEquals: { 'kms:ViaService': 's3.eu-west-2.amazonaws.com' } }],
    ['key for any account', 'Key', KEY, { StringLike: { 'kms:CallerAccount': '*' } }],
    ['key for an encryption context', 'Key', KEY, { StringEquals: { 'kms:EncryptionContext:app': 'x' } }],
    ['key for everyone', 'Key', 'KeyPolicy.Statement[1]', { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
    ['key without rotation', 'Key', 'EnableKeyRotation', false],
    ['key that is deleted in a week', 'Key', 'PendingWindowInDays', 3],
  ]),
  ...faultsIn('AWS Lambda', BASE, [
    ['function for a bucket name of any account', 'Permission', 'SourceAccount', ABSENT],
    ['function for everyone', 'Permission', 'Principal', '*'],
    ['layer for everyone', 'Layer', 'Principal', '*'],
  ]),
  ...faultsIn('AWS CodeArtifact', BASE, [['packages for everyone', 'Domain', 'PermissionsPolicyDocument', document('codeartifact:ReadFromRepository', '*')]]),
  ...faultsIn('Amazon ECR', BASE, [['registry for everyone', 'Registry', 'PolicyText', document('ecr:*', '*')]]),
  ...additionsTo('AWS Lambda', BASE, [
    ['function for a bucket of any account', 'AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', FunctionName: 'f', Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::x' }],
    ['function for everyone by a URL', 'AWS::Lambda::Permission', { Action: 'lambda:InvokeFunctionUrl', FunctionName: 'f', Principal: '*', FunctionUrlAuthType: 'NONE' }],
    ['function for topics of every account', 'AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', FunctionName: 'f', Principal: 'sns.amazonaws.com', SourceArn: 'arn:aws:sns:*:*:*' }],
    ['function for every topic', 'AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', FunctionName: 'f', Principal: 'sns.amazonaws.com' }],
  ]),
  ...additionsTo('Amazon ECR', BASE, [['repository for everyone', 'AWS::ECR::Repository', { ImageTagMutability: 'IMMUTABLE', RepositoryPolicyText: document('ecr:BatchGetImage', '*') }]]),
  ...additionsTo('Amazon EFS', BASE, [['file system for everyone', 'AWS::EFS::FileSystem', { Encrypted: true, FileSystemPolicy: document('elasticfilesystem:ClientMount', EVERYONE) }]]),
  ...additionsTo('AWS Backup', BASE, [['vault for everyone', 'AWS::Backup::BackupVault', { BackupVaultName: 'v', AccessPolicy: document('backup:CopyIntoBackupVault', '*') }]]),
  ...additionsTo('Amazon DynamoDB', BASE, [['table for everyone', 'AWS::DynamoDB::Table', { KeySchema: [], ResourcePolicy: { PolicyDocument: document('dynamodb:GetItem', EVERYONE) } }]]),
  ...additionsTo('Amazon OpenSearch Service', BASE, [['domain for everyone', 'AWS::OpenSearchService::Domain', { AccessPolicies: document('es:*', EVERYONE) }]]),
  ...additionsTo('Amazon MSK', BASE, [['cluster for everyone', 'AWS::MSK::ClusterPolicy', { ClusterArn: 'arn:aws:kafka:x', Policy: document('kafka:CreateVpcConnection', EVERYONE) }]]),
  ...additionsTo('Amazon API Gateway', BASE, [['endpoint service for everyone', 'AWS::EC2::VPCEndpointServicePermissions', { ServiceId: 's', AllowedPrincipals: ['*'] }]]),
  ...additionsTo('AWS Systems Manager', BASE, [['parameters for everyone', 'AWS::SSM::ResourcePolicy', { ResourceArn: 'arn:aws:ssm:x', Policy: document('ssm:GetParameters', '*') }]]),
];
