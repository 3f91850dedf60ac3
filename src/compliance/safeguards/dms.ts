import { ResourceSafeguard } from '../model/safeguard';
import { given, isUnresolved, listOf } from '../predicates/intrinsics';
import { allOf, fails, mustBe, mustBeOneOf, mustNotBe, Outcome, unknown } from '../predicates/outcome';
import { jsonOf } from '../predicates/text';
import { Json } from '../rendered';

const ON_INSTANCES = ['AWS::DMS::ReplicationInstance'];
const ON_TASKS = ['AWS::DMS::ReplicationTask'];
const ON_ENDPOINTS = ['AWS::DMS::Endpoint'];
const LOG_LEVELS = ['LOGGER_SEVERITY_DEFAULT', 'LOGGER_SEVERITY_DEBUG', 'LOGGER_SEVERITY_DETAILED_DEBUG'];
// Endpoints of these engines have settings of their own instead of `SslMode`, or connect through an AWS API with TLS.
const WITHOUT_SSL_MODE = ['s3', 'dynamodb', 'kinesis', 'kafka', 'neptune', 'opensearch', 'elasticsearch', 'redis', 'redshift-serverless'];

/** Safeguards of AWS Database Migration Service. */
export const DMS: ResourceSafeguard[] = [
  {
    id: 'DMS.InstanceNotPublic',
    on: ON_INSTANCES,
    statement: 'the replication instance is not publicly accessible',
    rationale: 'A public replication instance is a path from the internet to the source and target databases',
    remedy: 'set `publiclyAccessible` to false, which replaces the replication instance',
    sources: { securityHub: ['DMS.1'], cdkNag: ['DMSReplicationNotPublic'], prowler: ['dms_instance_no_public_access'] },
    // The default is true (AWS CloudFormation, AWS::DMS::ReplicationInstance).
    judge: ({ properties }) => mustBe('PubliclyAccessible', properties.PubliclyAccessible, false),
  },
  {
    id: 'DMS.InstanceMinorVersionsUpgraded',
    on: ON_INSTANCES,
    statement: 'automatic minor version upgrade is enabled on the replication instance',
    rationale: 'Minor versions include security patches',
    remedy: 'keep `autoMinorVersionUpgrade` at its default',
    sources: { securityHub: ['DMS.6'] },
    judge: ({ properties }) => mustNotBe('AutoMinorVersionUpgrade', properties.AutoMinorVersionUpgrade, false),
  },
  {
    id: 'DMS.InstanceMultiAz',
    on: ON_INSTANCES,
    statement: 'the replication instance is a Multi-AZ deployment',
    rationale: 'Replication stops when the Availability Zone of a single instance fails',
    remedy: 'set `multiAz`',
    sources: { securityHub: ['DMS.13'] },
    judge: ({ properties }) => mustBe('MultiAZ', properties.MultiAZ, true),
  },
  {
    id: 'DMS.TaskTargetLogged',
    on: ON_TASKS,
    statement: 'the replication task logs work on the target',
    rationale: 'The logs show which data was loaded and which changes failed',
    remedy: 'log `TARGET_APPLY` and `TARGET_LOAD` with at least `LOGGER_SEVERITY_DEFAULT`',
    sources: { securityHub: ['DMS.7'], prowler: ['dms_replication_task_target_logging_enabled'] },
    judge: ({ properties }) => logs(properties.ReplicationTaskSettings, ['TARGET_APPLY', 'TARGET_LOAD']),
  },
  {
    id: 'DMS.TaskSourceLogged',
    on: ON_TASKS,
    statement: 'the replication task logs work on the source',
    rationale: 'The logs show which data was read from the source',
    remedy: 'log `SOURCE_CAPTURE` and `SOURCE_UNLOAD` with at least `LOGGER_SEVERITY_DEFAULT`',
    sources: { securityHub: ['DMS.8'] },
    judge: ({ properties }) => logs(properties.ReplicationTaskSettings, ['SOURCE_CAPTURE', 'SOURCE_UNLOAD']),
  },
  {
    id: 'DMS.EndpointTls',
    on: ON_ENDPOINTS,
    statement: 'the endpoint uses TLS',
    rationale: 'Without TLS, migrated data and passwords cross the network in plain text',
    remedy: 'set `sslMode` to `require`, `verify-ca` or `verify-full`',
    sources: { securityHub: ['DMS.9'], prowler: ['dms_endpoint_ssl_enabled'] },
    judge: ({ properties: { EngineName, SslMode } }) => WITHOUT_SSL_MODE.includes(EngineName)
      ? undefined
      : mustBeOneOf('SslMode', SslMode, ['require', 'verify-ca', 'verify-full']),
  },
  {
    id: 'DMS.NeptuneEndpointIamAuthenticated',
    on: ON_ENDPOINTS,
    statement: 'the Neptune endpoint uses IAM authorization',
    rationale: 'IAM authorization limits the migration to the permissions of its role',
    remedy: 'set `neptuneSettings.iamAuthEnabled`',
    sources: { securityHub: ['DMS.10'] },
    judge: ({ properties: { EngineName, NeptuneSettings } }) => EngineName === 'neptune'
      ? mustBe('NeptuneSettings.IamAuthEnabled', NeptuneSettings?.IamAuthEnabled, true)
      : undefined,
  },
  {
    id: 'DMS.MongoDbEndpointAuthenticated',
    on: ON_ENDPOINTS,
    statement: 'the MongoDB endpoint uses authentication',
    rationale: 'Without authentication, every host that reaches the source can read it',
    remedy: 'set `mongoDbSettings.authType` to `password`',
    sources: { securityHub: ['DMS.11'] },
    judge: ({ properties: { EngineName, MongoDbSettings } }) => EngineName === 'mongodb'
      ? mustBe('MongoDbSettings.AuthType', MongoDbSettings?.AuthType, 'password')
      : undefined,
  },
  {
    id: 'DMS.RedisEndpointTls',
    on: ON_ENDPOINTS,
    statement: 'the Redis endpoint uses TLS',
    rationale: 'Without TLS, migrated data and the password cross the network in plain text',
    remedy: 'set `redisSettings.sslSecurityProtocol` to `ssl-encryption`',
    sources: { securityHub: ['DMS.12'], prowler: ['dms_endpoint_redis_in_transit_encryption_enabled'] },
    // The default is ssl-encryption (AWS DMS User Guide, Using Redis as a target).
    judge: ({ properties: { EngineName, RedisSettings } }) => EngineName === 'redis'
      ? mustNotBe('RedisSettings.SslSecurityProtocol', RedisSettings?.SslSecurityProtocol, 'plaintext')
      : undefined,
  },
  {
    id: 'DMS.KafkaEndpointTls',
    on: ON_ENDPOINTS,
    statement: 'the Kafka endpoint uses TLS',
    rationale: 'Without TLS, migrated data crosses the network in plain text',
    remedy: 'set `kafkaSettings.securityProtocol` to `ssl-encryption`, `ssl-authentication` or `sasl-ssl`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kafka.html',
    always: true,
    sources: {},
    judge: ({ properties: { EngineName, KafkaSettings } }) => EngineName === 'kafka'
      ? mustBeOneOf('KafkaSettings.SecurityProtocol', KafkaSettings?.SecurityProtocol, ['ssl-encryption', 'ssl-authentication', 'sasl-ssl'])
      : undefined,
  },
];

// Settings of a task are JSON as text.
function logs(settings: Json, components: readonly string[]): Outcome {
  if (!given(settings)) return fails('ReplicationTaskSettings is not set');
  const document = jsonOf(settings);
  if (isUnresolved(settings) && document === undefined || isUnresolved(document)) return unknown('ReplicationTaskSettings', settings);
  const logging = document?.Logging;
  const enabled = mustBe('Logging.EnableLogging', logging?.EnableLogging, true);
  return enabled.result !== 'holds' ? enabled : allOf(...components.map((component) => mustBeOneOf(
    `Severity of ${component}`, listOf(logging?.LogComponents).find(({ Id }) => Id === component)?.Severity, LOG_LEVELS)));
}
