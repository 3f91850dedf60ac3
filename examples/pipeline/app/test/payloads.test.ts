import { strict as assert } from 'assert';
import { after, before, describe, test } from 'node:test';
import { Environment, event } from './environment';

interface Payload {
  readonly what: string;
  readonly data: string | Uint8Array;
  /** `stored`, or the reason for setting it aside. */
  readonly outcome: string;
  readonly detail?: string;
  /** A path in the stored event and its value. */
  readonly holds?: readonly [string, string];
}

let number = 0;
const LARGEST = 1024 * 1024 - 1;

/** JSON of an event with this data. */
const withData = (data: string) => event(`payload-${number++}`).replace('{}', () => data);
const text = (what: string, value: string): Payload => ({ what, data: withData(JSON.stringify({ text: value })), outcome: 'stored', holds: ['data,text', value] });
const stored = (what: string, data: string, holds?: readonly [string, string]): Payload => ({ what, data, outcome: 'stored', holds });
const aside = (what: string, data: string | Uint8Array, outcome: string, detail = ''): Payload => ({ what, data, outcome, detail });
const changed = (what: string, field: string, value: unknown, detail: string) =>
  aside(what, JSON.stringify({ ...JSON.parse(event(`payload-${number++}`)), [field]: value }), 'invalid', detail);
const padded = (length: number) => {
  const empty = withData('{"text":""}');
  return empty.replace('"text":""', () => `"text":"${'x'.repeat(length - empty.length)}"`);
};

const PAYLOADS: readonly Payload[] = [
  stored('an event', withData('{}')),
  text('quotes', 'she said "yes", he said \'no\', `maybe`'),
  text('newlines, tabs and backslashes', 'a\nb\r\nc\td\\e\\\\f'),
  text('syntax of SQL, shells and templates', "'; DROP TABLE pipeline.event; -- $1 ${HOME} $(id) #set($x) {{x}} %s \\x00"),
  text('letters of several scripts', 'Żółć, Ωμέγα, 日本語, العربية, עברית'),
  text('emoji beyond the basic plane', '👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿'),
  text('combining characters, unchanged', 'e\u0301 é'),
  text('control characters, escaped', '\u0001\u001f\u007f\u0085'),
  text('the last code points', '\uffff\u{10ffff}\ufffd'),
  text('a string that looks like an escaped NUL', '\\u0000'),
  text('line separators', 'a\u2028b\u2029c'),
  text('an empty text', ''),
  stored('leading and trailing white space', ` \n\t${withData('{"text":"x"}')}\r\n `, ['data,text', 'x']),
  stored('1 MiB - 1', padded(LARGEST)),
  stored('integers beyond 2^53', withData('{"number":123456789012345678901234567890}'), ['data,number', '123456789012345678901234567890']),
  stored('a decimal with many digits', withData('{"number":10.500000000000000000000000001}'), ['data,number', '10.500000000000000000000000001']),
  stored('trailing zeros of an amount', withData('{"number":10.50}'), ['data,number', '10.50']),
  stored('a number beyond the range of a double', withData('{"number":1e400}'), ['data,number', `1${'0'.repeat(400)}`]),
  stored('duplicate keys: the last value is stored', withData('{"text":"first","text":"last"}'), ['data,text', 'last']),
  stored('the key __proto__', withData('{"__proto__":{"polluted":"yes"}}'), ['data,__proto__,polluted', 'yes']),
  stored('an empty key', withData('{"":"x"}'), ['data,', 'x']),
  stored('further fields', withData('{}').replace(/}$/, ',"traceId":"t-1"}'), ['traceId', 't-1']),
  stored('nesting 500 deep', withData(`{"deep":${'['.repeat(500)}${']'.repeat(500)}}`)),
  stored('a time with another zone', withData('{}').replace('09:30:00Z', '09:30:00.123456+05:30'), ['occurredAt', '2026-03-01T09:30:00.123456+05:30']),
  stored('the longest id', event('i'.repeat(128))),
  stored('a leap day', withData('{}').replace('2026-03-01', '2028-02-29')),

  aside('nothing', '', 'empty'),
  aside('white space', ' \n', 'not-json'),
  aside('half an object', '{"id":"a"', 'not-json'),
  aside('two objects', `${withData('{}')}\n${withData('{}')}`, 'not-json'),
  aside('single quotes', "{'id':'a'}", 'not-json'),
  aside('NaN', withData('{"number":NaN}'), 'not-json'),
  aside('a newline in a string', withData('{"text":"a\nb"}'), 'not-json'),
  aside('a raw NUL character in a string', withData('{"text":"a\0b"}'), 'not-json'),
  aside('bytes that are not UTF-8', Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]), 'not-utf-8'),
  aside('a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'not-utf-8'),
  aside('UTF-16', Buffer.from(withData('{}'), 'utf16le'), 'not-json'),
  aside('a byte order mark', `\ufeff${withData('{}')}`, 'not-json'),
  aside('an aggregate of the Kinesis Producer Library', Buffer.from('f3899ac20a01611a0c0800', 'hex'), 'not-utf-8'),
  aside('gzip', Buffer.from('1f8b0800000000000003', 'hex'), 'not-utf-8'),
  aside('an array', '[]', 'invalid', 'event: invalid_type'),
  aside('null', 'null', 'invalid', 'event: invalid_type'),
  aside('a text', '"event"', 'invalid', 'event: invalid_type'),
  aside('no required field', '{}', 'invalid', 'id: invalid_type, type: invalid_type, occurredAt: invalid_type, data: invalid_type'),
  changed('an id that is a number', 'id', 7, 'id: invalid_type'),
  changed('an empty id', 'id', '', 'id: invalid_format'),
  changed('an id that is too long', 'id', 'i'.repeat(129), 'id: invalid_format'),
  changed('an id with a NUL character', 'id', 'a\0b', 'id: invalid_format'),
  changed('a type with capitals', 'type', 'Application', 'type: invalid_format'),
  changed('a time without a zone', 'occurredAt', '2026-03-01T09:30:00', 'occurredAt: invalid_format'),
  changed('a day that does not exist', 'occurredAt', '2026-02-29T09:30:00Z', 'occurredAt: invalid_format'),
  changed('data that is an array', 'data', [], 'data: invalid_type'),
  changed('data that is null', 'data', null, 'data: invalid_type'),

  aside('an escaped NUL character', withData('{"text":"a\\u0000b"}'), 'refused-by-database', '22P05'),
  aside('half a surrogate pair', withData('{"text":"\\ud800"}'), 'refused-by-database', '22P02'),
  aside('a number beyond the range of PostgreSQL', withData('{"number":1e200000}'), 'refused-by-database', '22003'),
  aside('nesting 100,000 deep', withData(`{"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), 'refused-by-database', '54001'),
  aside('the year 0', withData('{}').replace('2026', '0000'), 'refused-by-database', '22008'),
  stored('an event after all of them', withData('{}')),
];

describe(`${PAYLOADS.length} payloads`, () => {
  const stream = 'payloads';
  let servers: Environment;
  let sequenceNumbers: string[];

  before(async () => {
    servers = await Environment.create();
    await servers.kinesis.createStream(stream);
    sequenceNumbers = await servers.kinesis.put(stream, PAYLOADS.map(({ data }) => ({ key: 'k', data })));
    const processor = await servers.process(stream);
    await servers.settled(stream, PAYLOADS.length, 30).catch((error) => { throw new Error(`${error.message}\n${processor.output}`); });
    await processor.stop();
  });
  after(() => servers.remove());

  PAYLOADS.forEach(({ what, data, outcome, detail, holds }, index) => {
    test(`${what}: ${outcome}${detail ? ` (${detail})` : ''}`, async () => {
      const sequenceNumber = sequenceNumbers[index];
      const [row] = await servers.query<{ same: boolean; value: string | null }>(
        'SELECT content = $2::jsonb AS same, content #>> string_to_array($3, \',\') AS value FROM pipeline.event WHERE sequence_number = $1',
        [sequenceNumber, outcome === 'stored' ? data : '{}', holds?.[0] ?? 'none'],
      );
      const [set] = await servers.query<{ reason: string; detail: string; data: Buffer }>(
        'SELECT reason, detail, data FROM pipeline.set_aside WHERE sequence_number = $1', [sequenceNumber],
      );
      if (outcome === 'stored') {
        assert.deepEqual({ row, set }, { row: { same: true, value: holds?.[1] ?? null }, set: undefined });
      } else {
        assert.deepEqual({ row, set }, { row: undefined, set: { reason: outcome, detail, data: Buffer.from(data) } });
      }
    });
  });
});
