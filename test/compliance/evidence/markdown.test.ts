import { code, inline, table } from '../../../src/compliance/evidence/markdown';

test.each<[string, string]>([
  ['one\ntwo', 'one two'],
  ['one\r\ntwo\rthree', 'one two three'],
  ['a\\b', 'a\\\\b'],
  ['<b>a<br>b</b>', '&lt;b>a<br>b&lt;/b>'],
  ['<br >', '&lt;br >'],
  ['[a](https://example.com)', '[a\\](https://example.com)'],
  ['[a](file.md)', '[a](file.md)'],
  ['[a](../folder/file-1.md)', '[a](../folder/file-1.md)'],
  ['[a] (b)', '[a] (b)'],
])('%j is %j in a line', (text, expected) => {
  expect(inline(text)).toBe(expected);
});

test.each<[string, string]>([
  ['a', '`a`'],
  ['a\nb\r\nc\rd', '`a b c d`'],
  ['a`b', '``a`b``'],
  ['`a', '`` `a ``'],
  ['a`', '`` a` ``'],
  ['a``b`c', '```a``b`c```'],
  ['', '``'],
])('%j is %j as code', (text, expected) => {
  expect(code(text)).toBe(expected);
});

test('cells of a table have no bars and no line breaks of their own', () => {
  expect(table(['A', 'B'], [['a|b', 'c\nd'], ['', '|']])).toEqual(['| A | B |', '| --- | --- |', '| a\\|b | c d |', '|  | \\| |']);
});
