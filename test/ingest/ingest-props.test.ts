import { Duration, Lazy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { make } from './support';
import { IngestPartitionKey, KinesisIngestApiProps } from '../../src';
import { testAccepted, testNumbers, testRefusals } from '../compute/limits';
import { testStack } from '../support';

const MAX = 2_147_483_647;

testNumbers(make, [
  { prop: 'streamOptions.shardCount', need: 'an integer from 1 to 100000', accepted: [1, 100_000], refused: [0, 100_001, 1.5] },
  { prop: 'streamOptions.maxRecordSizeInKiB', need: 'an integer from 1024 to 10240', accepted: [1_024, 10_240], refused: [1_023, 10_241, 1_024.5] },
  { prop: 'traffic.rateLimit', need: 'a number greater than 0', accepted: [0.5, 10_000], refused: [0, -1] },
  { prop: 'traffic.burstLimit', need: `an integer from 1 to ${MAX}`, accepted: [1, MAX], refused: [0, MAX + 1, 1.5] },
  { prop: 'traffic.dailyQuota', need: `an integer from 1 to ${MAX}`, accepted: [1, MAX], refused: [0, MAX + 1, 1.5] },
]);

describe('props', () => {
  const retention = 'streamOptions.retentionPeriod must be a whole number of hours from 24 to 8760';
  const media = 'request.binaryMediaTypes must be content types in lower case without wildcards, other than application/json';
  testRefusals((props: Partial<KinesisIngestApiProps>) => make(props), [
    ['webAcl must be an IWebACLRef, got null', { webAcl: null as never }],
    [`${retention}, got 23 hours`, { streamOptions: { retentionPeriod: Duration.hours(23) } }],
    [`${retention}, got 365 days 1 hour`, { streamOptions: { retentionPeriod: Duration.hours(8_761) } }],
    [`${retention}, got 1 day 1 minute`, { streamOptions: { retentionPeriod: Duration.minutes(1_441) } }],
    ['specify either streamOptions.shardCount or streamOptions.onDemand, not both', { streamOptions: { shardCount: 2, onDemand: true } }],
    ["streamOptions.streamName must be at most 128 letters, digits, periods, hyphens and underscores, got ''", { streamOptions: { streamName: '' } }],
    ['request.binaryMediaTypes must not be empty', { request: { binaryMediaTypes: [] } }],
    ["request.binaryMediaTypes must be a list without duplicates, got ['image/png', 'image/png']", { request: { binaryMediaTypes: ['image/png', 'image/png'] } }],
    [`${media}, got 'image/*'`, { request: { binaryMediaTypes: ['image/*'] } }],
    [`${media}, got 'Image/png'`, { request: { binaryMediaTypes: ['Image/png'] } }],
    ['request.partitionKey.path must be known at synthesis, got a token', { request: { partitionKey: IngestPartitionKey.field(Lazy.string({ produce: () => 'a' })) } }],
    ["request.partitionKey.name must be a header name of letters, digits and hyphens, got ''", { request: { partitionKey: IngestPartitionKey.header('') } }],
    ['endpoint.vpcEndpoints must not be empty', { endpoint: { vpcEndpoints: [] } }],
    ["endpoint.stageName must be at most 128 letters, digits, hyphens and underscores, got ''", { endpoint: { stageName: '' } }],
    ["endpoint.securityPolicy must be a policy of TLS 1.2 or later for Regional APIs, got 'TLS_1_0'",
      { endpoint: { securityPolicy: apigateway.SecurityPolicy.TLS_1_0 } }],
    ['logs.retention must be a member of RetentionDays, got 8', { logs: { retention: 8 as never } }],
  ]);
  testAccepted((props: Partial<KinesisIngestApiProps>) => make(props), [
    ['may keep records for 24 hours', { streamOptions: { retentionPeriod: Duration.days(1) } }],
    ['may keep records for a year', { streamOptions: { retentionPeriod: Duration.days(365) } }],
    ['may have a stream name of 128 characters', { streamOptions: { streamName: 'a'.repeat(128) } }],
    ['may have shards with on-demand mode disabled', { streamOptions: { shardCount: 2, onDemand: false } }],
    ['may have a stage name of 128 characters', { endpoint: { stageName: 'a'.repeat(128) } }],
    ['may accept content types that begin like JSON', { request: { binaryMediaTypes: ['application/json5', 'application/x-avro+binary'] } }],
    ['may have a header name of 512 characters', { request: { partitionKey: IngestPartitionKey.header('h'.repeat(512)) } }],
    ['may have a request id as the partition key', { request: { partitionKey: IngestPartitionKey.requestId() } }],
    ['may have a field of several names', { request: { partitionKey: IngestPartitionKey.field('a.b_1') } }],
  ]);

  test('that exceed a length are refused', () => {
    expect(() => make({ streamOptions: { streamName: 'a'.repeat(129) } })).toThrow(/^streamOptions\.streamName must be at most 128 letters/);
    expect(() => make({ endpoint: { stageName: 'a'.repeat(129) } })).toThrow(/^endpoint\.stageName must be at most 128 letters/);
  });

  test('name a stream or its options', () => {
    const stack = testStack();
    const stream = new kinesis.Stream(stack, 'Stream');
    expect(() => make({ stream, streamOptions: { shardCount: 1 } }, stack)).toThrow(new Error('specify either stream or streamOptions, not both'));
  });

  test('are refused before anything is made', () => {
    const stack = testStack();
    expect(() => make({ traffic: { burstLimit: 0 } }, stack)).toThrow(/^traffic\.burstLimit/);
    expect(stack.node.findChild('Ingest').node.children).toEqual([]);
  });
});
