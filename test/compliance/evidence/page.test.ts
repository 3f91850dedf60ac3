import { SCHEMA_VERSION } from '../../../src/compliance/evidence/collect';
import { estimate } from '../../../src/compliance/evidence/cost/estimate';
import { indexPage, PageContent } from '../../../src/compliance/evidence/page';
import { ORIGIN } from '../../evidence-page/content';

const evidence: PageContent['evidence'] = {
  schemaVersion: SCHEMA_VERSION,
  name: 'ledger-dev',
  systemName: '</script><script>alert(1)</script> <!-- \u2028',
  asOf: '2026-11-28T00:00:00Z',
  origin: ORIGIN,
  summary: { stacks: 0, resources: 0, safeguards: 0, judgements: 0, findings: 0, acknowledged: 0, byDesign: 0 },
  frameworks: [],
  safeguards: {},
  outcomes: [],
  cost: estimate([]),
  inventory: { components: [], parties: [], configuration: {} },
  flows: [],
  crypto: { atRest: [], inTransit: [], keys: [], modules: [] },
};

const html = indexPage({ evidence });

test('the page contains the evidence as JSON, and text of the evidence ends no element', () => {
  const [, data] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)!;
  expect(JSON.parse(data)).toEqual({ evidence });
  expect(data).not.toContain('<');
  expect(html.match(/<script/g)).toHaveLength(2);
});

test('each printed page says what it is of', () => {
  expect(html).toContain('@bottom-left{content:"ledger-dev, commit 0123456789abcdef0123456789abcdef01234567, code of 2026-11-28 00:00:00 UTC, without other changes";');
  expect(indexPage({ evidence: { ...evidence, name: 'a"</style>\\' } })).toContain('@bottom-left{content:"a\\22 \\3c /style\\3e \\5c , commit ');
});

test('a printed row with a long list breaks over pages, so that no page before it is left empty', () => {
  const print = html.slice(html.indexOf('@media print'));
  expect(print.indexOf('tr:has(td>div:nth-child(6)){break-inside:auto}')).toBeGreaterThan(print.indexOf('break-inside:avoid'));
});

test('the page is one file: no link, no source and no import, and its policy permits no request', () => {
  expect(html).toContain('content="default-src \'none\'; script-src \'unsafe-inline\'; style-src \'unsafe-inline\'; img-src data:; base-uri \'none\'; form-action \'none\'"');
  expect(html).not.toMatch(/\ssrc=|@import|url\(|<link(?! rel="icon" href="data:,")/);
});

test('script and style are at most 40 kB, so that the package and each page stay small', () => {
  expect(html.length).toBeLessThan(40_000);
});
