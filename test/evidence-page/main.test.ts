/** @library own */
import { emptyContent, ORIGIN } from './content';
import { PageElement, PageWindow } from './page-document.fixture';
import { richContent } from './rich-content';
import { PageContent } from '../../src/compliance/evidence/page';

/** The page that the script makes of its data. */
function open(content: PageContent): PageWindow {
  const window = new PageWindow();
  const [data, page] = [new PageElement('script'), new PageElement('div')];
  data.setAttribute('id', 'data');
  data.append(JSON.stringify(content));
  page.setAttribute('id', 'page');
  window.append(data, page);
  jest.resetModules();
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  require('../../src/evidence-page/main');
  return window;
}

const SECTIONS = [['summary', 'Summary'], ['controls', 'Controls'], ['deviations', 'Deviations'], ['inventory', 'Inventory'], ['flows', 'Flows'], ['diagrams', 'Diagrams'],
  ['cryptography', 'Cryptography'], ['cost', 'Cost']];
const FOOTER = '<footer><p>Read from the synthesized CloudFormation templates. It shows what the templates configure, not what is deployed.</p></footer>';

test('the page has a header, a link to each section, the sections and a footer', () => {
  const window = open(richContent());
  const [data, header, nav, main, footer, ...rest] = window.children as PageElement[];
  expect([data.id, rest]).toEqual(['data', []]);
  expect(header.children.slice(0, 3).map(String)).toEqual(['<p>Compliance evidence</p>', '<h1>Ledger</h1>', '<p>Workload ledger-prod. Owner: Payments. PCI, SOC 2</p>']);
  expect(header.querySelectorAll('dl.origin div')[0].toString()).toBe(
    `<div><dt>Code</dt><dd>commit ${ORIGIN.commit}, code of 2026-11-28 00:00:00 UTC, without other changes</dd></div>`);
  expect(String(nav)).toBe(`<nav aria-label="Sections"><ul>${SECTIONS.map(([id, title]) => `<li><a href="#${id}">${title}</a></li>`).join('')}</ul></nav>`);
  expect(main.children.map((section) => (section as PageElement).id)).toEqual(SECTIONS.map(([id]) => id));
  expect([main.tag, header.tag]).toEqual(['main', 'header']);
  expect(String(footer)).toBe(FOOTER);
});

test('the page of a workload without an owner, a name of its own and diagrams', () => {
  const { evidence } = emptyContent();
  const [, header, nav] = open({ evidence: { ...evidence, systemName: evidence.name } }).children as PageElement[];
  expect(header.children.slice(1, 3).map(String)).toEqual(['<h1>empty</h1>', '<p></p>']);
  expect(nav.querySelectorAll('a').map(({ textContent }) => textContent)).toEqual(SECTIONS.flatMap(([id, title]) => id === 'diagrams' ? [] : title));
});
