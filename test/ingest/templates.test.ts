import { Gateway, REQUEST_ID, ServiceAnswer, STREAM_ARN } from './api-gateway';
import { NO_JSON, ONE_MIB, payloads } from './payloads';
import { make } from './support';
import { KinesisIngestApi, IngestPartitionKey } from '../../src';

const PAYLOADS = payloads();
const TAKEN: ServiceAnswer = { status: 200, body: '{"SequenceNumber":"495","ShardId":"shardId-000000000000","EncryptionType":"KMS"}' };

function recordGateway(answer: ServiceAnswer = TAKEN, request: NonNullable<Parameters<typeof make>[0]>['request'] = {}): Gateway {
  return new Gateway(make({ request }).recordMethod, () => answer);
}

function batchGateway(answer: ServiceAnswer = TAKEN, request: NonNullable<Parameters<typeof make>[0]>['request'] = {}): Gateway {
  return new Gateway((make({ request }) as Required<KinesisIngestApi>).batchMethod, () => answer);
}

function arrived(call: any): Buffer {
  return Buffer.from(call.Data, 'base64');
}

describe('a record', () => {
  test('has more than 30 payloads here', () => {
    expect(Object.keys(PAYLOADS).length).toBeGreaterThanOrEqual(30);
    expect(Buffer.byteLength(PAYLOADS['one byte less than a mebibyte'])).toBe(ONE_MIB - 1);
    expect(Buffer.byteLength(PAYLOADS['one byte less than a mebibyte, beyond ASCII'])).toBe(ONE_MIB - 1);
  });

  const gateway = recordGateway();
  test.each(Object.entries(PAYLOADS))('with %s arrives byte for byte', (_, body) => {
    const call = gateway.call({ body });
    expect(Object.keys(call)).toEqual(['StreamARN', 'PartitionKey', 'Data']);
    expect(call.StreamARN).toBe(STREAM_ARN);
    expect(arrived(call).equals(Buffer.from(body, 'utf-8'))).toBe(true);
  });

  test.each(NO_JSON)('that is no JSON is answered by 400: %j', (body) => {
    expect(gateway.send({ body }).status).toBe(400);
  });

  test('with a charset is taken, of another content type answered by 415', () => {
    expect(gateway.send({ body: '{}', contentType: 'application/json; charset=utf-8' }).status).toBe(200);
    expect(gateway.send({ body: '{}', contentType: 'text/plain' }).status).toBe(415);
  });

  test('is answered by its sequence number and shard', () => {
    expect(gateway.send({ body: '{"a":1}' })).toMatchObject({
      status: 200, headers: {}, body: { sequenceNumber: '495', shardId: 'shardId-000000000000' },
    });
  });

  test('of a binary content type arrives byte for byte', () => {
    const binary = recordGateway(TAKEN, { binaryMediaTypes: ['application/octet-stream'] });
    const body = Buffer.from([...Array(256).keys()]);
    expect(arrived(binary.call({ body, contentType: 'application/octet-stream', headers: { 'X-Partition-Key': 'k' } }))).toEqual(body);
    expect(binary.call({ body, contentType: 'application/octet-stream' }).PartitionKey).toBe(REQUEST_ID);
  });
});

describe('a partition key', () => {
  test('is the id of the request where there is none', () => {
    expect(recordGateway().call({ body: '{}' }).PartitionKey).toBe(REQUEST_ID);
  });

  test.each([
    'citizen-1', "O'Brien", 'say "hello"', 'a\\b', '","Data":"Zm9yZ2Vk', '$context.requestId', '#set($x=1)', 'straße', '😀', 'tab\there', "\\'", "''", '/',
  ])('comes from the header as it is: %s', (key) => {
    const { PartitionKey: arrivedKey, Data } = recordGateway().call({ body: '{}', headers: { 'X-Partition-Key': key } });
    expect(arrivedKey).toBe(key);
    expect(Data).toBe(Buffer.from('{}').toString('base64'));
  });

  test('comes from the header in lower case, too', () => {
    expect(recordGateway().call({ body: '{}', headers: { 'x-partition-key': 'k' } }).PartitionKey).toBe('k');
  });

  test('comes from the query string', () => {
    const gateway = recordGateway(TAKEN, { partitionKey: IngestPartitionKey.queryString('key') });
    expect(gateway.call({ body: '{}', query: { key: 'k' } }).PartitionKey).toBe('k');
  });

  test.each([
    ['{"citizen":{"id":"c-1"}}', 'c-1'], ['{"citizen":{"id":17}}', '17'], ['{"citizen":{"id":"\\"\'\\\\$x"}}', '"\'\\$x'],
    ['{"citizen":{}}', REQUEST_ID], ['{}', REQUEST_ID], ['{"citizen":{"id":""}}', REQUEST_ID], ['{"citizen":{"id":null}}', REQUEST_ID],
  ])('comes from a field: %s', (body, key) => {
    const gateway = recordGateway(TAKEN, { partitionKey: IngestPartitionKey.field('citizen.id') });
    expect(gateway.call({ body }).PartitionKey).toBe(key);
  });

  test('is never taken from the client where that is asked for', () => {
    const gateway = recordGateway(TAKEN, { partitionKey: IngestPartitionKey.requestId() });
    expect(gateway.call({ body: '{}', headers: { 'X-Partition-Key': 'k' } }).PartitionKey).toBe(REQUEST_ID);
  });
});

describe('a batch', () => {
  const gateway = batchGateway();

  test('of every payload arrives with the same values', () => {
    const bodies = Object.values(PAYLOADS).filter((body) => body.length < 1000);
    const { Records } = gateway.call({ body: `{"records":[${bodies.map((data) => `{"data":${data}}`).join(',')}]}` });
    expect(Records).toHaveLength(bodies.length);
    expect(Records.map((record: any) => JSON.parse(arrived(record).toString('utf-8')))).toEqual(bodies.map((body) => JSON.parse(body)));
  });

  test('of 500 records arrives in order, each with a key of its own', () => {
    const body = JSON.stringify({ records: [...Array(500).keys()].map((n) => ({ data: { n } })) });
    const { StreamARN, Records } = gateway.call({ body });
    expect(StreamARN).toBe(STREAM_ARN);
    expect(Records.map((record: any) => JSON.parse(arrived(record).toString()).n)).toEqual([...Array(500).keys()]);
    expect(new Set(Records.map((record: any) => record.PartitionKey)).size).toBe(500);
    expect(Records[7].PartitionKey).toBe(`${REQUEST_ID}-7`);
  });

  test('may name the key of each record, which goes before that of the header', () => {
    const { Records } = gateway.call({
      body: '{"records":[{"data":{"a":1},"partitionKey":"it\'s \\"k\\""},{"data":{"a":2}}]}', headers: { 'X-Partition-Key': 'h' },
    });
    expect(Records.map((record: any) => record.PartitionKey)).toEqual(['it\'s "k"', 'h']);
  });

  test('takes keys from a field of each record', () => {
    const byField = batchGateway(TAKEN, { partitionKey: IngestPartitionKey.field('id') });
    const { Records } = byField.call({ body: '{"records":[{"data":{"id":"a"}},{"data":{"id":"b"}},{"data":{}}]}' });
    expect(Records.map((record: any) => record.PartitionKey)).toEqual(['a', 'b', `${REQUEST_ID}-2`]);
  });

  test('is answered record by record', () => {
    const answer = { FailedRecordCount: 0, Records: [{ SequenceNumber: '1', ShardId: 's-0' }, { SequenceNumber: '2', ShardId: 's-1' }] };
    expect(batchGateway({ status: 200, body: JSON.stringify(answer) }).send({ body: '{"records":[]}' })).toMatchObject({
      status: 200,
      headers: {},
      body: { failedRecordCount: 0, records: [{ sequenceNumber: '1', shardId: 's-0' }, { sequenceNumber: '2', shardId: 's-1' }] },
    });
  });

  const THROTTLED = {
    ErrorCode: 'ProvisionedThroughputExceededException',
    ErrorMessage: 'Rate exceeded for shard shardId-000000000001 in stream ledger under account 123456789012.',
  };

  test('that was taken in part is answered by 207 and retry advice', () => {
    const answer = { FailedRecordCount: 2, Records: [THROTTLED, { SequenceNumber: '2', ShardId: 's-1' }, { ErrorCode: 'InternalFailure', ErrorMessage: 'x' }] };
    const { status, headers, body, text } = batchGateway({ status: 200, body: JSON.stringify(answer) }).send({ body: '{"records":[]}' });
    expect({ status, headers, body }).toEqual({
      status: 207,
      headers: { 'Retry-After': '1' },
      body: { failedRecordCount: 2, records: [{ error: 'throttled' }, { sequenceNumber: '2', shardId: 's-1' }, { error: 'unavailable' }] },
    });
    expect(text).not.toContain('123456789012');
  });

  test('of which nothing was taken is answered by 503 and retry advice', () => {
    const answer = { FailedRecordCount: 2, Records: [THROTTLED, THROTTLED] };
    expect(batchGateway({ status: 200, body: JSON.stringify(answer) }).send({ body: '{"records":[]}' })).toMatchObject({
      status: 503, headers: { 'Retry-After': '1' }, body: { failedRecordCount: 2, records: [{ error: 'throttled' }, { error: 'throttled' }] },
    });
  });

  test('that is no JSON is answered by 400', () => {
    expect(gateway.send({ body: '{"records":[' }).status).toBe(400);
  });
});

describe('records that Kinesis refuses', () => {
  const SECRET = 'arn:aws:kms:eu-west-2:123456789012:key/1234 of account 123456789012';

  test.each([
    [400, 'ProvisionedThroughputExceededException', `Rate exceeded for shard in stream under ${SECRET}`, 503],
    [400, 'com.amazonaws.kinesis.v20131202#ProvisionedThroughputExceededException', SECRET, 503],
    [400, 'KMSThrottlingException', SECRET, 503],
    [400, 'LimitExceededException', SECRET, 503],
    [400, 'ValidationException', "1 validation error detected: Value at 'data' failed to satisfy constraint: Member must have length less than or equal to 1048576", 413],
    [400, 'ValidationException', "1 validation error detected: Value at 'records.1.member.data' failed to satisfy constraint: Member must have length less", 413],
    [400, 'InvalidArgumentException', 'Records size exceeds 5 MB limit', 413],
    [400, 'InvalidArgumentException', 'Record Size is more than the maximum', 413],
    [400, 'ValidationException', "1 validation error detected: Value '' at 'partitionKey' failed to satisfy constraint: Member must have length less", 400],
    [400, 'SerializationException', '', 400],
    [400, 'AccessDeniedException', `User is not authorized to perform kinesis:PutRecord on ${SECRET}`, 500],
    [400, 'ResourceNotFoundException', `Stream not found ${SECRET}`, 500],
    [400, 'KMSAccessDeniedException', SECRET, 500],
    [403, 'IncompleteSignature', SECRET, 500],
    [413, 'RequestEntityTooLargeException', SECRET, 413],
    [500, 'InternalFailure', SECRET, 503],
    [503, 'ServiceUnavailable', SECRET, 503],
  ])('by %i %s (%s) is answered by %i, and says nothing of its cause', (status, type, message, expected) => {
    for (const gateway of [recordGateway, batchGateway]) {
      const answer = gateway({ status, body: JSON.stringify({ __type: type, message }) }).send({ body: '{"records":[]}' });
      expect(answer.status).toBe(expected);
      expect(answer.headers).toEqual(expected === 503 ? { 'Retry-After': '1' } : {});
      expect(Object.keys(answer.body)).toEqual(['error', 'requestId']);
      expect(answer.body.requestId).toBe(REQUEST_ID);
      expect(answer.text).not.toMatch(/123456789012|kinesis|arn:|Exception|validation|shard/i);
    }
  });

  test('without a reason is answered by 500', () => {
    expect(recordGateway({ status: 400, body: '{}' }).send({ body: '{}' })).toMatchObject({
      status: 500, body: { error: 'the request failed', requestId: REQUEST_ID },
    });
  });
});
