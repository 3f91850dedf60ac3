import { ConditionKey, Statement } from './statements';

/** What a service sends, as a pattern: an ARN or account of this account. */
interface Sent {
  readonly pattern: string;
  /** Whether the documentation does not say that the service always sends it: an `IfExists` condition holds either way. */
  readonly perhaps?: boolean;
}

/** How a service principal uses a role or resource. */
interface PrincipalUse {
  readonly principal: string;
  /** `trust` of a role, or the type of the resource whose policy names the principal. */
  readonly on: string;
  readonly actions: readonly string[];
  /** The condition keys that limit it; all of them. */
  readonly conditions: Readonly<Record<string, Sent>>;
  /** Page that documents principal, actions and conditions. */
  readonly source: string;
}

const ASSUME = ['sts:AssumeRole'];
const ENCRYPT = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'];
const PUBLISH_ENCRYPTED = ['kms:Decrypt', 'kms:GenerateDataKey'];
const ACCOUNT: Sent = { pattern: '${Account}' };
const OWNER: Sent = { pattern: 'bucket-owner-full-control' };

const arn = (pattern: string): Sent => ({ pattern: `arn:\${Partition}:${pattern}` });
const TRAILS = arn('cloudtrail:${Region}:${Account}:trail/*');
const perhaps = (sent: Sent): Sent => ({ ...sent, perhaps: true });

/** A principal that assumes a role, whose documented trust policy has no condition. */
const without = (principal: string, source: string): PrincipalUse => ({ principal, on: 'trust', actions: ASSUME, conditions: {}, source });

/** Every use of a service principal in the library. The key `aws:SourceArn` of S3 has no account. */
export const PRINCIPALS: readonly PrincipalUse[] = [
  without('apigateway.amazonaws.com', 'API Gateway Developer Guide, Set up CloudWatch logging for REST APIs'),
  without('backup.amazonaws.com', 'AWS Backup Developer Guide, IAM service roles'),
  without('cloudtrail.amazonaws.com', 'CloudTrail User Guide, Sending events to CloudWatch Logs, Creating a role'),
  without('ec2.amazonaws.com', 'EC2 User Guide, IAM roles for Amazon EC2'),
  {
    principal: 'ecs-tasks.amazonaws.com',
    on: 'trust',
    actions: ASSUME,
    conditions: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': arn('ecs:${Region}:${Account}:*') },
    source: 'ECS Developer Guide, Amazon ECS task IAM role',
  },
  {
    principal: 'firehose.amazonaws.com',
    on: 'trust',
    actions: ASSUME,
    conditions: {
      'sts:ExternalId': ACCOUNT, 'aws:SourceAccount': perhaps(ACCOUNT), 'aws:SourceArn': perhaps(arn('firehose:${Region}:${Account}:deliverystream/*')),
    },
    source: 'Amazon Data Firehose Developer Guide, Controlling access',
  },
  without('lambda.amazonaws.com', 'Lambda Developer Guide, Defining Lambda function permissions with an execution role'),
  {
    principal: 'logs.amazonaws.com',
    on: 'trust',
    actions: ASSUME,
    conditions: { 'aws:SourceArn': arn('logs:${Region}:${Account}:*') },
    source: 'CloudWatch Logs User Guide, Log group-level subscription filters, Example 3: Subscription filters with Amazon Data Firehose',
  },
  {
    principal: 'monitoring.rds.amazonaws.com',
    on: 'trust',
    actions: ASSUME,
    conditions: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': arn('rds:${Region}:${Account}:db:*') },
    source: 'RDS User Guide, Setting up and enabling Enhanced Monitoring, Protecting against the confused deputy problem',
  },
  without('rds.amazonaws.com', 'Aurora User Guide, Configuring IAM authentication for RDS Proxy'),
  without('s3.amazonaws.com', 'S3 User Guide, Setting up permissions for live replication'),
  {
    principal: 'ssm.amazonaws.com',
    on: 'trust',
    actions: ASSUME,
    conditions: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': perhaps(arn('ssm:${Region}:${Account}:*')) },
    source: 'Systems Manager User Guide, Cross-service confused deputy prevention',
  },
  {
    principal: 'vpc-flow-logs.amazonaws.com',
    on: 'trust',
    actions: ASSUME,
    conditions: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': arn('ec2:${Region}:${Account}:vpc-flow-log/*') },
    source: 'Amazon VPC User Guide, IAM role for publishing flow logs to CloudWatch Logs',
  },

  {
    principal: 'logs.${Region}.amazonaws.com',
    on: 'AWS::KMS::Key',
    actions: ENCRYPT,
    conditions: { 'kms:EncryptionContext:aws:logs:arn': arn('logs:${Region}:${Account}:log-group:*') },
    source: 'CloudWatch Logs User Guide, Encrypt log data in CloudWatch Logs using AWS KMS',
  },
  {
    principal: 'cloudwatch.amazonaws.com',
    on: 'AWS::KMS::Key',
    actions: PUBLISH_ENCRYPTED,
    conditions: { 'aws:SourceAccount': ACCOUNT },
    source: 'SNS Developer Guide, Enable compatibility between event sources from AWS services and encrypted topics',
  },
  {
    principal: 'events.amazonaws.com',
    on: 'AWS::KMS::Key',
    actions: PUBLISH_ENCRYPTED,
    conditions: {},
    source: 'SNS Developer Guide, Enable compatibility between event sources from AWS services and encrypted topics: EventBridge sends no source to AWS KMS',
  },
  {
    principal: 'backup.amazonaws.com',
    on: 'AWS::KMS::Key',
    actions: PUBLISH_ENCRYPTED,
    conditions: { 'aws:SourceAccount': ACCOUNT },
    source: 'AWS Backup Developer Guide, Notification options with AWS Backup',
  },
  {
    principal: 'config.amazonaws.com',
    on: 'AWS::KMS::Key',
    actions: PUBLISH_ENCRYPTED,
    conditions: { 'aws:SourceAccount': ACCOUNT },
    source: 'AWS Config Developer Guide, Permissions for the KMS key for the AWS Config delivery channel',
  },
  {
    principal: 'cloudtrail.amazonaws.com',
    on: 'AWS::KMS::Key',
    actions: ['kms:GenerateDataKey'],
    conditions: { 'aws:SourceArn': TRAILS, 'kms:EncryptionContext:aws:cloudtrail:arn': TRAILS },
    source: 'CloudTrail User Guide, Configure AWS KMS key policies for CloudTrail',
  },
  {
    principal: 'cloudtrail.amazonaws.com',
    on: 'AWS::KMS::Key',
    actions: ['kms:Decrypt', 'kms:DescribeKey'],
    conditions: { 'aws:SourceArn': TRAILS },
    source: 'CloudTrail User Guide, Configure AWS KMS key policies for CloudTrail',
  },
  {
    principal: 'delivery.logs.amazonaws.com',
    on: 'AWS::KMS::Key',
    actions: [...ENCRYPT, 'kms:DescribeKey'],
    conditions: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': arn('logs:${Region}:${Account}:*') },
    source: 'CloudWatch Logs User Guide, Logs sent to Amazon S3, Amazon S3 bucket server-side encryption',
  },
  {
    principal: 'cloudfront.amazonaws.com',
    on: 'AWS::KMS::Key',
    actions: ['kms:Decrypt'],
    conditions: { 'aws:SourceAccount': perhaps(ACCOUNT), 'aws:SourceArn': arn('cloudfront::${Account}:distribution/*') },
    source: 'CloudFront Developer Guide, Restrict access to an Amazon S3 origin, SSE-KMS',
  },

  {
    principal: 'cloudfront.amazonaws.com',
    on: 'AWS::S3::BucketPolicy',
    actions: ['s3:GetObject'],
    conditions: { 'aws:SourceArn': arn('cloudfront::${Account}:distribution/*') },
    source: 'CloudFront Developer Guide, Restrict access to an Amazon S3 origin',
  },
  {
    principal: 'cloudtrail.amazonaws.com',
    on: 'AWS::S3::BucketPolicy',
    actions: ['s3:GetBucketAcl'],
    conditions: { 'aws:SourceAccount': perhaps(ACCOUNT), 'aws:SourceArn': TRAILS },
    source: 'CloudTrail User Guide, Amazon S3 bucket policy for CloudTrail',
  },
  {
    principal: 'cloudtrail.amazonaws.com',
    on: 'AWS::S3::BucketPolicy',
    actions: ['s3:PutObject'],
    conditions: {
      'aws:SourceAccount': perhaps(ACCOUNT), 'aws:SourceArn': TRAILS, 's3:x-amz-acl': OWNER,
    },
    source: 'CloudTrail User Guide, Amazon S3 bucket policy for CloudTrail',
  },
  {
    principal: 'config.amazonaws.com',
    on: 'AWS::S3::BucketPolicy',
    actions: ['s3:GetBucketAcl', 's3:ListBucket'],
    conditions: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': arn('config:${Region}:${Account}:*') },
    source: 'AWS Config Developer Guide, Permissions for the Amazon S3 bucket for the AWS Config delivery channel',
  },
  {
    principal: 'config.amazonaws.com',
    on: 'AWS::S3::BucketPolicy',
    actions: ['s3:PutObject'],
    conditions: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': arn('config:${Region}:${Account}:*'), 's3:x-amz-acl': OWNER },
    source: 'AWS Config Developer Guide, Permissions for the Amazon S3 bucket for the AWS Config delivery channel',
  },
  {
    principal: 'delivery.logs.amazonaws.com',
    on: 'AWS::S3::BucketPolicy',
    actions: ['s3:GetBucketAcl', 's3:ListBucket'],
    conditions: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': arn('logs:${Region}:${Account}:*') },
    source: 'CloudWatch Logs User Guide, Logs sent to Amazon S3',
  },
  {
    principal: 'delivery.logs.amazonaws.com',
    on: 'AWS::S3::BucketPolicy',
    actions: ['s3:PutObject'],
    conditions: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': arn('logs:${Region}:${Account}:*'), 's3:x-amz-acl': OWNER },
    source: 'CloudWatch Logs User Guide, Logs sent to Amazon S3',
  },
  {
    principal: 'logdelivery.elasticloadbalancing.amazonaws.com',
    on: 'AWS::S3::BucketPolicy',
    actions: ['s3:PutObject'],
    conditions: { 'aws:SourceAccount': perhaps(ACCOUNT), 'aws:SourceArn': perhaps(arn('elasticloadbalancing:${Region}:${Account}:loadbalancer/*')) },
    source: 'Elastic Load Balancing User Guide, Enable access logs for your Application Load Balancer',
  },
  {
    principal: 'logging.s3.amazonaws.com',
    on: 'AWS::S3::BucketPolicy',
    actions: ['s3:PutObject'],
    conditions: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': arn('s3:::*') },
    source: 'S3 User Guide, Enabling Amazon S3 server access logging',
  },
  {
    principal: 'logging.s3.amazonaws.com',
    on: 'AWS::S3::BucketPolicy',
    actions: ['s3:PutObject'],
    conditions: { 'aws:SourceAccount': ACCOUNT },
    source: 'S3 User Guide, Enabling Amazon S3 server access logging: for all buckets of the account',
  },

  {
    principal: 'cloudwatch.amazonaws.com',
    on: 'AWS::SNS::TopicPolicy',
    actions: ['sns:Publish'],
    conditions: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': arn('cloudwatch:${Region}:${Account}:alarm:*') },
    source: 'SNS Developer Guide, Example cases for Amazon SNS access control, Allow CloudWatch alarms to publish to an Amazon SNS topic',
  },
  {
    principal: 'events.amazonaws.com',
    on: 'AWS::SNS::TopicPolicy',
    actions: ['sns:Publish'],
    conditions: {},
    source: 'EventBridge User Guide, Troubleshooting Amazon EventBridge: topic policies for EventBridge have no conditions',
  },
  {
    principal: 'delivery.logs.amazonaws.com',
    on: 'AWS::Logs::ResourcePolicy',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    conditions: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': arn('logs:${Region}:${Account}:*') },
    source: 'CloudWatch Logs User Guide, Enable logging from AWS services',
  },
  {
    principal: 'secretsmanager.amazonaws.com',
    on: 'AWS::Lambda::Permission',
    actions: ['lambda:InvokeFunction'],
    conditions: { 'aws:SourceAccount': ACCOUNT },
    source: 'Secrets Manager User Guide, Permissions for rotation',
  },
  {
    principal: 'events.amazonaws.com',
    on: 'AWS::Lambda::Permission',
    actions: ['lambda:InvokeFunction'],
    conditions: { 'aws:SourceArn': arn('events:${Region}:${Account}:rule/*') },
    source: 'EventBridge User Guide, Using resource-based policies for Amazon EventBridge, AWS Lambda permissions',
  },
];

/** First labels of the host names by which `kms:ViaService` names services (AWS KMS Developer Guide, AWS KMS condition keys, kms:ViaService). */
const VIA_SERVICES: Readonly<Record<string, string>> = {
  backup: 'AWS Backup',
  dynamodb: 'Amazon DynamoDB',
  ec2: 'Amazon Elastic Block Store (Amazon EBS)',
  es: 'Amazon OpenSearch Service',
  firehose: 'Amazon Data Firehose',
  kinesis: 'Amazon Kinesis',
  rds: 'Amazon RDS, Amazon Aurora, Amazon RDS Performance Insights',
  s3: 'Amazon Simple Storage Service (Amazon S3)',
  secretsmanager: 'AWS Secrets Manager',
  sns: 'Amazon Simple Notification Service (Amazon SNS)',
  sqs: 'Amazon Simple Queue Service (Amazon SQS)',
  ssm: 'AWS Systems Manager',
};

/** Encryption contexts by which principals of the account are limited: the service that sets them, and their values. */
const ENCRYPTION_CONTEXTS: Readonly<Record<string, { readonly via: string; readonly value: Sent; readonly source: string }>> = {
  SecretARN: {
    via: 'secretsmanager',
    value: arn('secretsmanager:${Region}:${Account}:secret:*'),
    source: 'Secrets Manager User Guide, Secret encryption and decryption in AWS Secrets Manager',
  },
  PARAMETER_ARN: {
    via: 'ssm',
    value: arn('ssm:${Region}:${Account}:parameter/*'),
    source: 'AWS KMS Developer Guide, How AWS Systems Manager Parameter Store uses AWS KMS',
  },
};

/** Conditions that limit a statement for everyone to principals of the account. */
const OWN_PRINCIPALS = ['aws:PrincipalAccount', 'aws:PrincipalArn', 'kms:CallerAccount'];

function hostOf(service: string): Sent {
  return { pattern: `${service}.\${Region}.amazonaws.com` };
}

/** Whether a text is one that a service sends, for this account. */
function isWithin(text: string, { pattern }: Sent): boolean {
  const escaped = pattern.replace(/[.+?^|()[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const expression = escaped.replaceAll('${Partition}', 'aws').replaceAll('${Region}', '[a-z0-9*-]+').replaceAll('${Account}', '123456789012');
  return new RegExp(`^${expression}$`).test(text);
}

function isAsSent({ operator, values }: ConditionKey, sent: Sent): boolean {
  return operator.endsWith('IfExists') === (sent.perhaps ?? false) && values.every((value) => isWithin(value, sent));
}

/** What a service principal, a service in `kms:ViaService`, an encryption context or a statement for everyone has that the tables do not say. */
export function principalFaults(statement: Statement): string[] {
  const { where, conditions, isAllow, principals } = statement;
  const services = principals.Service ?? [];
  const hosts = conditions.flatMap(({ key, values }) => key === 'kms:ViaService' ? values : []);
  const contexts = services.length ? [] : conditions.filter(({ key }) => key.startsWith('kms:EncryptionContext:'));
  const isForEveryone = isAllow && statement.kind === 'resource' && principals.AWS?.includes('*');
  return [
    ...services.filter((principal) => usesOf(principal, statement).length === 0).map((principal) => `${principal} is not in the table with these actions and conditions`),
    ...hosts.filter((host) => !Object.keys(VIA_SERVICES).some((service) => isWithin(host, hostOf(service)))).map((host) => `${host} is not in the table of kms:ViaService`),
    ...contexts.filter(({ key }) => !isKnownContext(key, statement)).map(({ key, values }) => `${key} of ${values.join(', ')} is not in the table of encryption contexts`),
    ...isForEveryone && !conditions.some(({ key }) => OWN_PRINCIPALS.includes(key)) ? ['allows principals of every account'] : [],
  ].map((fault) => `${where}: ${fault}`);
}

/** Rows that permit a statement to a service principal. */
export function usesOf(principal: string, { kind, type, actions, conditions, isAllow }: Statement): PrincipalUse[] {
  const on = kind === 'trust' ? 'trust' : type.replace('ReplicaKey', 'Key');
  return PRINCIPALS.filter((use) => isAllow && use.on === on && isWithin(principal, { pattern: use.principal })
    && actions.every((action) => use.actions.includes(action))
    && conditions.length === Object.keys(use.conditions).length
    && conditions.every((condition) => use.conditions[condition.key] !== undefined && isAsSent(condition, use.conditions[condition.key])));
}

function isKnownContext(key: string, { conditions }: Statement): boolean {
  const context = ENCRYPTION_CONTEXTS[key.replace('kms:EncryptionContext:', '')];
  const is = (name: string, sent: Sent) => conditions.some((condition) => condition.key === name && isAsSent(condition, sent));
  return context !== undefined && is(key, context.value) && is('kms:ViaService', hostOf(context.via));
}
