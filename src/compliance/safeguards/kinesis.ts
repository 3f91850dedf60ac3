import { ResourceSafeguard } from '../model/safeguard';
import { given } from '../predicates/intrinsics';
import { allOf, mustBe, mustBeAtLeast, mustBeSet, sentOverHttps } from '../predicates/outcome';

/** Safeguards of Amazon Kinesis Data Streams and Amazon Data Firehose. */
export const KINESIS: ResourceSafeguard[] = [
  {
    id: 'Kinesis.StreamEncrypted',
    on: ['AWS::Kinesis::Stream'],
    statement: 'the stream is encrypted at rest',
    rationale: 'Encryption protects records if the storage is accessed outside the service',
    remedy: 'set `encryption`',
    sources: { securityHub: ['Kinesis.1'], cdkNag: ['KinesisDataStreamSSE'], prowler: ['kinesis_stream_encrypted_at_rest'] },
    judge: ({ properties }) => mustBe('StreamEncryption.EncryptionType', properties.StreamEncryption?.EncryptionType, 'KMS'),
  },
  {
    id: 'Kinesis.StreamRetained',
    on: ['AWS::Kinesis::Stream'],
    statement: 'the stream retains records for at least 7 days',
    rationale: 'Records can be processed again after an error of the consumers',
    remedy: 'increase `retentionPeriod` to 168 hours',
    sources: { securityHub: ['Kinesis.3'] },
    judge: ({ properties }) => mustBeAtLeast('RetentionPeriodHours', properties.RetentionPeriodHours, 168, 24),
  },
  {
    id: 'Firehose.StreamEncrypted',
    on: ['AWS::KinesisFirehose::DeliveryStream'],
    statement: 'the delivery stream is encrypted at rest',
    rationale: 'Encryption protects records while they wait for delivery',
    remedy: 'set `encryption`',
    sources: { securityHub: ['DataFirehose.1'], cdkNag: ['KinesisDataFirehoseSSE'] },
    // A delivery stream with a Kinesis source stores no records.
    judge: ({ properties }) => given(properties.KinesisStreamSourceConfiguration) ? undefined : mustBeSet(
      'DeliveryStreamEncryptionConfigurationInput', properties.DeliveryStreamEncryptionConfigurationInput),
  },
  {
    id: 'Firehose.DestinationEncrypted',
    on: ['AWS::KinesisFirehose::DeliveryStream'],
    statement: 'records to web endpoints are sent over HTTPS',
    rationale: 'Over HTTP, records and the access key of the endpoint cross the internet in plain text',
    remedy: 'use an `https://` URL',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/firehose/latest/APIReference/API_HttpEndpointConfiguration.html',
    always: true,
    sources: {},
    judge: ({ properties }) => {
      const urls = Object.entries({
        'HttpEndpointDestinationConfiguration.EndpointConfiguration.Url': properties.HttpEndpointDestinationConfiguration?.EndpointConfiguration?.Url,
        'SplunkDestinationConfiguration.HECEndpoint': properties.SplunkDestinationConfiguration?.HECEndpoint,
      }).filter(([, url]) => given(url));
      return urls.length > 0 ? allOf(...urls.map(([name, url]) => sentOverHttps(name, url))) : undefined;
    },
  },
];
