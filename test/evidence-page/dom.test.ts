/** @library own */
import { PageElement, PageWindow } from './page-document.fixture';
import { counted, h, searchable, section, table, usd, wordsOf } from '../../src/evidence-page/dom';
import { fragmentOf, viewOf } from '../../src/evidence-page/links';

beforeAll(() => { new PageWindow(); });

const COLUMNS = [{ head: 'Name', cell: (name: string) => name }, { head: 'Length', isNumber: true, cell: ({ length }: string) => length }];
const names = (count: number) => Array.from({ length: count }, (_, index) => `Name ${index} of`);
const TABLE = '<div class="scroll" role="region" tabindex="0" aria-label="Names"><table><caption class="hidden">Names</caption>'
  + '<thead><tr><th scope="col">Name</th><th scope="col" class="number">Length</th></tr></thead>'
  + '<tbody><tr><td>a</td><td class="number">1</td></tr><tr><td></td><td class="number">0</td></tr></tbody></table></div>';

test('an element has its attributes, listeners and children', () => {
  let clicks = 0;
  const element = h('p', { 'id': 'x', 'tabindex': 0, 'hidden': true, 'class': undefined, 'aria-busy': false, 'click': () => { clicks++; } }, 'a', 0, undefined, false, ['b', [h('b')]]);
  expect(String(element)).toBe('<p id="x" tabindex="0" hidden>a0b<b></b></p>');
  (element as unknown as PageElement).fire('click');
  expect(clicks).toBe(1);
});

test('a section has a title that the address can select', () => {
  expect(String(section('cost', 'Cost', 'text'))).toBe('<section id="cost" aria-labelledby="cost-title"><h2 id="cost-title" tabindex="-1">Cost</h2>text</section>');
});

test('a table has a region, a caption and aligned numbers', () => {
  expect(String(table('Names', COLUMNS, ['a', '']))).toBe(TABLE);
});

test('a table of fewer than 8 rows has no search', () => {
  expect(String(searchable('Names', COLUMNS, ['a', '']))).toBe(TABLE);
  expect(String(searchable('Names', COLUMNS, names(7)))).not.toContain('Search names');
});

test('a search shows the rows that have every word', () => {
  const element = searchable('Names', COLUMNS, names(8)) as unknown as PageElement;
  expect(String(element.children[0])).toBe(
    '<p class="filters"><label><span>Search names</span><input type="search"></input></label><output>8 rows</output></p>');
  const search = (text: string) => {
    const field = element.querySelector('input')!;
    field.value = text;
    field.fire('input');
    return [element.querySelector('output')!.textContent, ...element.querySelectorAll('tbody tr').filter(({ hidden }) => !hidden).map(({ textContent }) => textContent)];
  };
  expect(search(' OF  3 ')).toEqual(['1 of 8 rows', 'Name 3 of9']);
  expect(search('nothing')).toEqual(['0 of 8 rows']);
  expect(search('')).toHaveLength(9);
});

test('words, counts and amounts', () => {
  expect(wordsOf(' One\ntwo  THREE ')).toEqual(['one', 'two', 'three']);
  expect([0, 1, 2, 1234].map((count) => counted(count, 'row'))).toEqual(['0 rows', '1 row', '2 rows', '1,234 rows']);
  expect(usd(1234.5)).toBe('$1,234.50');
});

test.each([
  [{}, '#controls'],
  [{ control: 'pci/1.1 a&b' }, '#control=pci/1.1%20a%26b'],
  [{ text: 'e', construct: 'a/b/c', status: 'not judged', framework: 'pci' }, '#framework=pci&status=not%20judged&construct=a/b/c&text=e'],
])('the fragment of %j is %s, and back', (view, fragment) => {
  expect(fragmentOf(view)).toBe(fragment);
  expect(viewOf(fragment)).toEqual(fragment === '#controls' ? undefined : view);
});

test('an address can have unknown and empty parts', () => {
  expect(viewOf('#other=1&text=&status=fails')).toEqual({ status: 'fails' });
  expect(viewOf('')).toBe(undefined);
});
