import { KINESIS } from '../../../src/compliance/safeguards/kinesis';
import { exactly, it_, NOT_JUDGED, PARAMETER, PASSES, present, triples, undetermined } from '../triples';

const web = (Url: unknown) => it_({ HttpEndpointDestinationConfiguration: { EndpointConfiguration: { Url } } });

describe('safeguards of Amazon Kinesis Data Streams and Amazon Data Firehose', () => triples(KINESIS, {
  'Kinesis.StreamEncrypted': exactly('StreamEncryption.EncryptionType', 'KMS', 'NONE', { differs: { fails: 'cdk-nag accepts any value of StreamEncryption' } }),
  'Kinesis.StreamRetained': {
    holds: [it_({ RetentionPeriodHours: 168 })],
    fails: [[it_({}), 'RetentionPeriodHours is not set (24), must be at least 168'], [it_({ RetentionPeriodHours: 167 }), 'RetentionPeriodHours is 167, must be at least 168']],
    open: [[it_({ RetentionPeriodHours: PARAMETER }), undetermined('RetentionPeriodHours')]],
  },
  'Firehose.DestinationEncrypted': {
    holds: [web('https://example.com/'), it_({ SplunkDestinationConfiguration: { HECEndpoint: 'https://example.com:8088' } })],
    fails: [
      [web('http://example.com/'), 'HttpEndpointDestinationConfiguration.EndpointConfiguration.Url is http://example.com/, must begin with https:'],
      [it_({ SplunkDestinationConfiguration: { HECEndpoint: 'HTTP://example.com:8088' } }), 'SplunkDestinationConfiguration.HECEndpoint is HTTP://example.com:8088, must begin with https:'],
    ],
    open: [[web(PARAMETER), undetermined('HttpEndpointDestinationConfiguration.EndpointConfiguration.Url')], [it_({}), NOT_JUDGED]],
  },
  'Firehose.StreamEncrypted': {
    ...present('DeliveryStreamEncryptionConfigurationInput', { KeyType: 'AWS_OWNED_CMK' }),
    open: [[it_({ DeliveryStreamEncryptionConfigurationInput: PARAMETER }), PASSES], [it_({ KinesisStreamSourceConfiguration: {} }), NOT_JUDGED]],
  },
}));
