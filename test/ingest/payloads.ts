/** What a record may have at the most, in bytes (Kinesis API, PutRecord). */
export const ONE_MIB = 1024 * 1024;

/** Bodies that are no JSON. */
export const NO_JSON = ['{', '{"a":', "{'a':1}", 'text', '{"a":"\n"}', '<a/>', '{"a":1}}'];

/**
 * Bodies that templates are known to break, by what they are.
 * @param wrap puts each of them into what an API takes
 */
export function payloads(wrap: (body: string, index: number) => string = (body) => body): Record<string, string> {
  return Object.fromEntries(Object.entries(BODIES).map(([what, body], index) => {
    const around = Buffer.byteLength(wrap('', index));
    return [what, wrap(typeof body === 'string' ? body : body(ONE_MIB - 1 - around), index)];
  }));
}

const BODIES: Record<string, string | ((bytes: number) => string)> = {
  'an object': '{"a":1}',
  'an empty object': '{}',
  'nesting': '{"a":{"b":{"c":[1,[2,[3]]]}}}',
  'spaces and newlines between tokens': '{\n  "a" :\t1 ,\r\n "b":2\n}\n',
  'double quotes': '{"a":"say \\"hello\\""}',
  'single quotes': '{"a":"it\'s"}',
  'backslashes': '{"path":"C:\\\\temp\\\\new"}',
  'a trailing backslash': '{"a":"\\\\"}',
  'escaped newlines': '{"a":"one\\ntwo\\r\\nthree\\tfour"}',
  'escaped slashes': '{"url":"https:\\/\\/example.com\\/"}',
  'control characters as escapes': '{"a":"\\u0000\\u0001\\u001f"}',
  'dollar signs': '{"price":"$100","more":"$$ $ $1"}',
  'references of the engine': '{"a":"$input.body","b":"${context.requestId}","c":"$!util"}',
  'directives of the engine': '{"a":"#set($x = 1)#foreach($y in $z)#end","b":"#if(true)x#end","c":"## comment","d":"#* c *#"}',
  'an include': '{"a":"#include(\\"file\\")#parse(\\"file\\")#stop"}',
  'the interpolation of scripts': '{"a":"`${process.exit()}`"}',
  'markup': '{"a":"<script>alert(1)</script>&amp;"}',
  'a query': '{"a":"\'; DROP TABLE citizens; --"}',
  'umlauts': '{"name":"Jürgen Groß"}',
  'Chinese and Arabic': '{"a":"漢字","b":"مرحبا"}',
  'an emoji beyond the basic plane': '{"a":"😀👩‍👩‍👧"}',
  'a combining accent': '{"a":"e\u0301"}',
  'the same emoji escaped': '{"a":"\\ud83d\\ude00"}',
  'line separators': '{"a":"\u2028\u2029"}',
  'a byte order mark inside': '{"a":"\ufeff"}',
  'integers beyond doubles': '{"n":12345678901234567890123}',
  'decimals with trailing zeros': '{"amount":10.50,"e":1E+2,"z":0.0}',
  'null, true and false': '{"a":null,"b":true,"c":false}',
  'keys in no order': '{"z":1,"a":2,"10":3,"9":4}',
  'the same key twice': '{"a":1,"a":2}',
  'empty keys and texts': '{"":""}',
  'base64 already': `{"a":"${Buffer.from('binary\u0000').toString('base64')}"}`,
  'a text that looks like the call': '{"StreamARN":"x","Data":"y","PartitionKey":"z"}',
  'a long list': JSON.stringify({ a: [...Array(10_000).keys()] }),
  'one byte less than a mebibyte': (bytes) => `{"a":"${'x'.repeat(bytes - 8)}"}`,
  'one byte less than a mebibyte, beyond ASCII': (bytes) => `{"a":"${'é'.repeat(Math.floor((bytes - 8) / 2))}${'x'.repeat(bytes % 2)}"}`,
};
