import { except } from './service-cases';
import { DMS } from '../../../src/compliance/safeguards/dms';
import { exactly, it_, never, oneOf, PARAMETER, Triple, triples, undetermined } from '../triples';

const logging = (...components: string[]): Triple => {
  const task = (Logging: unknown) => it_({ ReplicationTaskSettings: JSON.stringify({ Logging }) });
  const levels = (first: string) => components.map((Id, index) => ({ Id, Severity: index === 0 ? first : 'LOGGER_SEVERITY_DEFAULT' }));
  const need = 'must be one of LOGGER_SEVERITY_DEFAULT, LOGGER_SEVERITY_DEBUG, LOGGER_SEVERITY_DETAILED_DEBUG';
  return {
    holds: ['LOGGER_SEVERITY_DEFAULT', 'LOGGER_SEVERITY_DEBUG', 'LOGGER_SEVERITY_DETAILED_DEBUG']
      .map((level) => task({ EnableLogging: true, LogComponents: levels(level) })),
    fails: [
      [it_({}), 'ReplicationTaskSettings is not set'],
      [it_({ ReplicationTaskSettings: 'no JSON' }), 'Logging.EnableLogging is not set, must be true'],
      [task({ EnableLogging: false }), 'Logging.EnableLogging is false, must be true'],
      [task({ EnableLogging: true, LogComponents: [] }), components.map((component) => `Severity of ${component} is not set, ${need}`).join('; ')],
      [task({ EnableLogging: true, LogComponents: levels('LOGGER_SEVERITY_ERROR') }), `Severity of ${components[0]} is "LOGGER_SEVERITY_ERROR", ${need}`],
    ],
    open: [
      ...[PARAMETER, { 'Fn::Sub': '${Parameter}' }].map((value) => [it_({ ReplicationTaskSettings: value }), undetermined('ReplicationTaskSettings', value)] as const),
      [it_({ ReplicationTaskSettings: { 'Fn::ToJsonString': { Logging: { EnableLogging: false } } } }), 'Logging.EnableLogging is false, must be true'],
    ],
  };
};

describe('safeguards of AWS Database Migration Service', () => triples(DMS, {
  'DMS.InstanceNotPublic': exactly('PubliclyAccessible', false, true, { with: { ReplicationInstanceClass: 'dms.t3.micro' } }),
  'DMS.InstanceMinorVersionsUpgraded': never('AutoMinorVersionUpgrade', true, [false]),
  'DMS.InstanceMultiAz': exactly('MultiAZ', true, false),
  'DMS.TaskTargetLogged': logging('TARGET_APPLY', 'TARGET_LOAD'),
  'DMS.TaskSourceLogged': logging('SOURCE_CAPTURE', 'SOURCE_UNLOAD'),
  'DMS.EndpointTls': except(oneOf('SslMode', ['require', 'verify-ca', 'verify-full'], 'none', { with: { EngineName: 'mysql' } }), { EngineName: 's3' }),
  'DMS.NeptuneEndpointIamAuthenticated': except(exactly('NeptuneSettings.IamAuthEnabled', true, false, { with: { EngineName: 'neptune' } }), { EngineName: 'mysql' }),
  'DMS.MongoDbEndpointAuthenticated': except(exactly('MongoDbSettings.AuthType', 'password', 'no', { with: { EngineName: 'mongodb' } }), { EngineName: 'mysql' }),
  'DMS.RedisEndpointTls': except(never('RedisSettings.SslSecurityProtocol', 'ssl-encryption', ['plaintext'], { with: { EngineName: 'redis' } }), { EngineName: 'mysql' }),
  'DMS.KafkaEndpointTls': except(oneOf(
    'KafkaSettings.SecurityProtocol', ['ssl-encryption', 'ssl-authentication', 'sasl-ssl'], 'plaintext', { with: { EngineName: 'kafka' } }), { EngineName: 'mysql' }),
}));
