import { Json, RenderedResource } from '../rendered';
import { anyValue, given, listOf } from './intrinsics';
import { actionsOf, allowances } from './policy';

interface KeyUser {
  /** First label of the host name of the service in `kms:ViaService` (KMS Developer Guide, AWS KMS condition keys). */
  readonly service: string;
  readonly keys: (properties: Json) => Json[];
  /** Whether AWS services call it as service principals, which have a statement of their own. */
  readonly isCalledByServices?: boolean;
  /** Member of `KeyUse` for a service that uses the key as a service principal, and not on behalf of its callers. */
  readonly asPrincipal?: string;
}

const user = (service: string, keys: KeyUser['keys'], isCalledByServices?: boolean): KeyUser => ({ service, keys, isCalledByServices });
const at = (...path: string[]) => (properties: Json): Json[] => listOf(path.reduce((value, name) => value?.[name], properties));

/** Resources that use a key, most of them on behalf of the principals that call their service. */
export const KEY_USERS: Readonly<Record<string, KeyUser>> = {
  'AWS::Backup::BackupVault': user('backup', at('EncryptionKeyArn')),
  'AWS::DynamoDB::Table': user('dynamodb', at('SSESpecification', 'KMSMasterKeyId')),
  'AWS::DynamoDB::GlobalTable': user('dynamodb', ({ Replicas }) => listOf(Replicas).flatMap(at('SSESpecification', 'KMSMasterKeyId'))),
  'AWS::EC2::Volume': user('ec2', at('KmsKeyId')),
  'AWS::ECR::Repository': user('ecr', at('EncryptionConfiguration', 'KmsKey')),
  'AWS::EFS::FileSystem': user('elasticfilesystem', at('KmsKeyId')),
  'AWS::ElastiCache::ReplicationGroup': user('elasticache', at('KmsKeyId')),
  'AWS::FSx::FileSystem': user('fsx', at('KmsKeyId')),
  'AWS::Kinesis::Stream': user('kinesis', at('StreamEncryption', 'KeyId')),
  'AWS::KinesisFirehose::DeliveryStream': user('firehose', at('DeliveryStreamEncryptionConfigurationInput', 'KeyARN')),
  'AWS::Lambda::Function': user('lambda', at('KmsKeyArn')),
  // CloudWatch Logs User Guide, Encrypt log data in CloudWatch Logs using AWS Key Management Service.
  'AWS::Logs::LogGroup': { ...user('logs', at('KmsKeyId')), asPrincipal: 'CLOUDWATCH_LOGS' },
  'AWS::MSK::Cluster': user('kafka', at('EncryptionInfo', 'EncryptionAtRest', 'DataVolumeKMSKeyId')),
  'AWS::OpenSearchService::Domain': user('es', at('EncryptionAtRestOptions', 'KmsKeyId')),
  'AWS::RDS::DBCluster': user('rds', at('KmsKeyId')),
  'AWS::RDS::DBInstance': user('rds', at('KmsKeyId')),
  'AWS::Redshift::Cluster': user('redshift', at('KmsKeyId')),
  'AWS::S3::Bucket': user('s3', ({ BucketEncryption }) => listOf(BucketEncryption?.ServerSideEncryptionConfiguration)
    .flatMap(at('ServerSideEncryptionByDefault', 'KMSMasterKeyID'))),
  'AWS::SNS::Topic': user('sns', at('KmsMasterKeyId'), true),
  'AWS::SQS::Queue': user('sqs', at('KmsMasterKeyId'), true),
  'AWS::SecretsManager::Secret': user('secretsmanager', at('KmsKeyId')),
};

/** Use of keys of the app by a resource. */
interface KeyUse {
  readonly service: string;
  /** Member of `KeyUse` that permits the use. */
  readonly permission: string;
  readonly keys: RenderedResource[];
  /** Key whose policy does not permit the use. */
  readonly refusing?: RenderedResource;
}

const NEEDED = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** The service of a resource, the keys of the app that it uses, and the one whose policy does not permit that. */
export function keyUseOf({ type, properties, template }: RenderedResource): KeyUse {
  const { service, keys: keysIn, isCalledByServices, asPrincipal } = KEY_USERS[type];
  const keys = keysIn(properties).map(anyValue).filter(given).map((key) => template.referenced(key))
    .filter((key): key is RenderedResource => key?.properties.KeyPolicy?.Statement !== undefined);
  const isPermitted = ({ properties: { KeyPolicy } }: RenderedResource) => asPrincipal
    ? permitsPrincipal(KeyPolicy, service) : permits(KeyPolicy, service, isCalledByServices);
  return { service, permission: asPrincipal ?? `via('${service}')`, keys, refusing: keys.find((key) => !isPermitted(key)) };
}

function permits(policy: Json, service: string, isCalledByServices = false): boolean {
  return allowances(policy).some((statement) => {
    const { Principal, Condition } = statement;
    if (!isSufficient(statement)) return false;
    if (Principal?.Service) return isCalledByServices && !JSON.stringify(Principal.Service).includes('"logs.');
    const via = Object.values<Json>(Condition ?? {}).map((keys) => keys['kms:ViaService']).filter(given);
    return via.length === 0 || via.some((hosts) => new RegExp(`"(${service}|\\*)\\.`).test(JSON.stringify([hosts])));
  });
}

/** Whether a policy permits the service principal. The account as principal does not include it. */
function permitsPrincipal(policy: Json, service: string): boolean {
  return allowances(policy).some((statement) => {
    if (!isSufficient(statement)) return false;
    const { Principal } = statement;
    return JSON.stringify([Principal?.Service]).includes(`"${service}.`) || [Principal, Principal?.AWS].some((everyone) => listOf(everyone).includes('*'));
  });
}

function isSufficient(statement: Json): boolean {
  return NEEDED.every((action) => actionsOf(statement).some((allowed) => covers(allowed, action)));
}

function covers(allowed: string, action: string): boolean {
  return new RegExp(`^${allowed.replace(/\*/g, '.*')}$`).test(action);
}
