import { KMS_ACM } from '../../../src/compliance/safeguards/kms-acm';
import { exactly, it_, never, NOT_JUDGED, PARAMETER, PASSES, triples, undetermined } from '../triples';

const policy = (...Statement: object[]) => it_({ KeyPolicy: { Statement } });
const OPEN = { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' };

const TABLE = 'AWS::DynamoDB::Table';
const KEY = { 'Fn::GetAtt': ['Key', 'Arn'] };
const ROOT = { AWS: { 'Fn::Join': ['', ['arn:aws:iam::', { Ref: 'AWS::AccountId' }, ':root']] } };
const USE = { Effect: 'Allow', Principal: ROOT, Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*' };
const ADMINISTRATION = { Effect: 'Allow', Principal: ROOT, Action: ['kms:PutKeyPolicy', 'kms:DescribeKey'], Resource: '*' };
const keyWith = (...Statement: object[]) => ({ Key: ['AWS::KMS::Key', { KeyPolicy: { Statement: [ADMINISTRATION, ...Statement] } }] as const });
const table = (...statements: object[]) => it_({ SSESpecification: { KMSMasterKeyId: KEY } }, keyWith(...statements), { type: TABLE });
const LOGS = { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] };
const missing = (service: string) => `policy of key Key has no statement for ${service}, must have one: allow(KeyUse.via('${service}'))`;

describe('safeguards of AWS KMS and AWS Certificate Manager', () => triples(KMS_ACM, {
  'KMS.KeyRotated': {
    ...exactly('EnableKeyRotation', true, false),
    open: [
      [it_({ EnableKeyRotation: PARAMETER }), undetermined('EnableKeyRotation')],
      [it_({ KeySpec: 'RSA_2048' }), NOT_JUDGED],
      [it_({ Origin: 'EXTERNAL' }), NOT_JUDGED],
      [it_({ KeySpec: 'SYMMETRIC_DEFAULT', Origin: 'AWS_KMS' }), 'EnableKeyRotation is not set, must be true'],
    ],
  },
  'KMS.KeyNotPublic': {
    holds: [
      it_({}), policy(),
      policy({ ...OPEN, Principal: { AWS: { 'Fn::Join': ['', ['arn:aws:iam::', { Ref: 'AWS::AccountId' }, ':root']] } } }),
      policy({ ...OPEN, Condition: { StringEquals: { 'kms:CallerAccount': '1' } } }),
      policy({ ...OPEN, Effect: 'Deny' }),
    ],
    fails: [
      [policy(OPEN), 'KeyPolicy allows kms:* to all principals, must name principals or have a condition'],
      [policy({ ...OPEN, Effect: 'Deny' }, { ...OPEN, Principal: { AWS: '*' }, Action: ['kms:Decrypt', 'kms:Encrypt'] }),
        'KeyPolicy allows kms:Decrypt, kms:Encrypt to all principals, must name principals or have a condition'],
      [it_({ KeyPolicy: { Statement: OPEN } }), 'KeyPolicy allows kms:* to all principals, must name principals or have a condition'],
      [policy({ ...OPEN, Condition: {} }), 'KeyPolicy allows kms:* to all principals, must name principals or have a condition'],
    ],
    open: [[policy({ ...OPEN, Principal: { AWS: PARAMETER } }), undetermined('KeyPolicy.Statement[0].Principal.AWS')]],
  },
  'KMS.KeyPermitsService': {
    holds: [
      table({ ...USE, Condition: { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-2.amazonaws.com' } } }),
      table({ ...USE, Condition: { StringEquals: { 'kms:ViaService': [{ 'Fn::Join': ['', ['s3.', { Ref: 'AWS::Region' }]] }, { 'Fn::Join': ['', ['dynamodb.', { Ref: 'AWS::Region' }]] }] } } }),
      table({ ...USE, Action: 'kms:*' }),
      table({ ...USE, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] }),
      ...['AWS::SNS::Topic', 'AWS::SQS::Queue'].map((type) => it_({ KmsMasterKeyId: KEY }, keyWith({ ...USE, Principal: { Service: 'events.amazonaws.com' } }), { type })),
      ...[LOGS, 'logs.eu-west-2.amazonaws.com', ['events.amazonaws.com', { 'Fn::Sub': 'logs.${AWS::Region}.amazonaws.com' }]]
        .map((Service) => it_({ KmsKeyId: KEY }, keyWith({ ...USE, Principal: { Service } }), { type: 'AWS::Logs::LogGroup' })),
      it_({ KmsKeyId: KEY }, keyWith({ ...USE, Principal: { AWS: '*' } }), { type: 'AWS::Logs::LogGroup' }),
      it_({ KmsMasterKeyId: KEY }, keyWith({ ...USE, Condition: { StringEquals: { 'kms:ViaService': 'sqs.eu-west-2.amazonaws.com' } } }), { type: 'AWS::SQS::Queue' }),
    ],
    fails: [
      [table(), missing('dynamodb')],
      ...[
        USE, { ...USE, Action: 'kms:*' }, { ...USE, Principal: { Service: 'events.amazonaws.com' } }, { ...USE, Action: 'kms:Decrypt', Principal: { Service: LOGS } },
      ].map((statement) => [it_({ KmsKeyId: KEY }, keyWith(statement), { type: 'AWS::Logs::LogGroup' }),
        'policy of key Key has no statement for logs, must have one: allow(KeyUse.CLOUDWATCH_LOGS)'] as const),
      [table({ ...USE, Action: 'kms:Decrypt' }), missing('dynamodb')],
      [table({ ...USE, Effect: 'Deny' }), missing('dynamodb')],
      [table({ ...USE, Principal: { Service: 'events.amazonaws.com' } }), missing('dynamodb')],
      [table({ ...USE, Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-2.amazonaws.com' } } }), missing('dynamodb')],
      [it_({ KmsMasterKeyId: KEY }, keyWith({ ...USE, Principal: { Service: 'logs.eu-west-2.amazonaws.com' } }), { type: 'AWS::SNS::Topic' }), missing('sns')],
      ...([
        ['AWS::Backup::BackupVault', 'backup', { EncryptionKeyArn: KEY }],
        ['AWS::DynamoDB::GlobalTable', 'dynamodb', { Replicas: [{ Region: 'eu-west-1' }, { SSESpecification: { KMSMasterKeyId: KEY } }] }],
        ['AWS::EC2::Volume', 'ec2', { KmsKeyId: KEY }],
        ['AWS::ECR::Repository', 'ecr', { EncryptionConfiguration: { KmsKey: KEY } }],
        ['AWS::EFS::FileSystem', 'elasticfilesystem', { KmsKeyId: KEY }],
        ['AWS::ElastiCache::ReplicationGroup', 'elasticache', { KmsKeyId: KEY }],
        ['AWS::FSx::FileSystem', 'fsx', { KmsKeyId: KEY }],
        ['AWS::Kinesis::Stream', 'kinesis', { StreamEncryption: { KeyId: KEY } }],
        ['AWS::KinesisFirehose::DeliveryStream', 'firehose', { DeliveryStreamEncryptionConfigurationInput: { KeyARN: KEY } }],
        ['AWS::Lambda::Function', 'lambda', { KmsKeyArn: KEY }],
        ['AWS::MSK::Cluster', 'kafka', { EncryptionInfo: { EncryptionAtRest: { DataVolumeKMSKeyId: KEY } } }],
        ['AWS::OpenSearchService::Domain', 'es', { EncryptionAtRestOptions: { KmsKeyId: KEY } }],
        ['AWS::RDS::DBCluster', 'rds', { KmsKeyId: KEY }],
        ['AWS::RDS::DBInstance', 'rds', { KmsKeyId: KEY }],
        ['AWS::Redshift::Cluster', 'redshift', { KmsKeyId: KEY }],
        ['AWS::S3::Bucket', 's3', { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { KMSMasterKeyID: KEY } }] } }],
        ['AWS::SQS::Queue', 'sqs', { KmsMasterKeyId: KEY }],
        ['AWS::SecretsManager::Secret', 'secretsmanager', { KmsKeyId: KEY }],
      ] as const).map(([type, service, properties]) => [it_(properties, keyWith(), { type }), missing(service)] as const),
    ],
    open: [
      [it_({ SSESpecification: { KMSMasterKeyId: PARAMETER } }, {}, { type: TABLE }), undefined],
      [it_({ SSESpecification: { KMSMasterKeyId: 'arn:aws:kms:eu-west-2:1:key/1' } }, {}, { type: TABLE }), undefined],
      [it_({}, {}, { type: TABLE }), undefined],
      [it_({ SSESpecification: { KMSMasterKeyId: KEY } }, { Key: ['AWS::KMS::Key', { KeyPolicy: PARAMETER }] }, { type: TABLE }), undetermined('KeyPolicy of Key')],
    ],
  },
  'KMS.KeyDeletionDelayed': {
    holds: [it_({}), it_({ PendingWindowInDays: 7 })],
    fails: [[it_({ PendingWindowInDays: 6 }), 'PendingWindowInDays is 6, must be at least 7']],
    open: [[it_({ PendingWindowInDays: PARAMETER }), undetermined('PendingWindowInDays')]],
  },
  'ACM.CertificateStrong': never('KeyAlgorithm', 'EC_prime256v1', ['RSA_1024', 'RSA-1024']),
  'ACM.CertificateRenewed': {
    ...exactly('ValidationMethod', 'DNS', 'EMAIL'),
    open: [[it_({ ValidationMethod: PARAMETER }), undetermined('ValidationMethod')], [it_({ CertificateAuthorityArn: 'arn' }), PASSES]],
  },
}));
