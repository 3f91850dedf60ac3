import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Browser, BrowserContextOptions, chromium, Page } from 'playwright-core';
import { emptyContent, largeContent } from './content';
import { diagramsOf } from '../../src/compliance/evidence/diagrams/diagrams';
import { indexPage, PageContent } from '../../src/compliance/evidence/page';

// Debian's package. Playwright's own browsers are not needed.
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const AXE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf-8');
const ROOT = path.join(__dirname, '..', '..');
/** Screenshots and PDF files for a reviewer. */
const SHOTS = path.join(ROOT, 'reports', 'evidence-page');
const WIDTHS = [375, 1280, 1920];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'evidence-page-'));

let browser: Browser;
before(async () => {
  fs.mkdirSync(SHOTS, { recursive: true });
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});
after(async () => {
  await browser.close();
  fs.rmSync(folder, { recursive: true });
});

/** Opens a file, fails on errors of the console and on requests that leave the page. */
async function open(file: string, use: (page: Page) => Promise<void>, options: BrowserContextOptions = {}, fragment = ''): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) problems.push(message.text()); });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => { if (!/^(file|data|blob):/.test(request.url())) problems.push(`request ${request.url()}`); });
  await page.goto(`${pathToFileURL(file)}${fragment}`);
  await use(page);
  assert.deepEqual(problems, []);
  await context.close();
}

function written(name: string, content: PageContent): string {
  const file = path.join(folder, `${name}.html`);
  fs.writeFileSync(file, indexPage(content));
  return file;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })') as { violations: Array<{ id: string; nodes: Array<{ html: string }> }> };
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.length} of ${nodes[0].html.slice(0, 200)}`);
}

const large = written('large', largeContent(1000, 1200));
const rows = (page: Page) => page.locator('.matrix tr[data-control]:visible');

/** The pages of the platforms, which `npm start` writes. */
const platforms = fs.existsSync(path.join(ROOT, 'cdk.out'))
  ? fs.readdirSync(path.join(ROOT, 'cdk.out')).filter((name) => name.startsWith('assembly-')).flatMap((assembly) => {
    const evidence = path.join(ROOT, 'cdk.out', assembly, 'evidence');
    return fs.existsSync(evidence) ? fs.readdirSync(evidence).map((name) => path.join(evidence, name, 'index.html')).filter((file) => fs.existsSync(file)) : [];
  })
  : [];
const mixed = largeContent(90, 120);
const pages: Array<[string, string]> = [
  ['empty', written('empty', emptyContent())], ['mixed', written('mixed', { ...mixed, diagrams: diagramsOf(mixed.evidence) })],
  ...platforms.map((file): [string, string] => [path.basename(path.dirname(file)), file]),
];

for (const [name, file] of pages) {
  for (const width of WIDTHS) {
    for (const colorScheme of width === 1280 ? ['light', 'dark'] as const : ['light'] as const) {
      test(`${name}: ${width} px, ${colorScheme}: no error, no request, no violation of axe, no horizontal scrolling`, async () => {
        await open(file, async (page) => {
          const first = page.locator('.matrix button.open').first();
          if (await first.count()) await first.click();
          await page.evaluate('scrollTo(0, 0)');
          await page.screenshot({ path: path.join(SHOTS, `${name}-${width}-${colorScheme}.png`) });
          assert.deepEqual(await violations(page), []);
          assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false);
        }, { viewport: { width, height: 1000 }, colorScheme });
      });
    }
  }
}

describe('the page of 1,000 controls and 1,200 outcomes', () => {
  test('opens in at most 1 second', async () => {
    await open(large, async (page) => {
      assert.equal(await rows(page).count(), 1000);
      // The best of three: other processes run at the same time.
      const loads: number[] = [];
      for (let index = 0; index < 3; index++) {
        await page.reload();
        loads.push(await page.evaluate('performance.getEntriesByType("navigation")[0].loadEventEnd') as number);
      }
      assert.ok(Math.min(...loads) <= 1000, `${loads.join(', ')} ms`);
    });
  });

  test('text that looks like HTML stays text', async () => {
    await open(large, async (page) => {
      assert.equal(await page.title(), 'Compliance evidence: large-dev');
      assert.equal(await page.locator('main img').count(), 0);
      assert.match(await page.locator('tr[data-control="nist-800-53-r5/AC-3"]').innerText(), /<\/script><img src=x/);
    });
  });

  test('filters by status, framework, construct and text, and the address keeps them', async () => {
    await open(large, async (page) => {
      await page.getByLabel('Status').selectOption('fails');
      assert.equal(await rows(page).count(), 112);
      await page.getByLabel('Text').fill('ac-99');
      assert.deepEqual(await rows(page).evaluateAll((lines) => lines.map((line) => line.getAttribute('data-control'))), ['nist-800-53-r5/AC-99', 'nist-800-53-r5/AC-990', 'nist-800-53-r5/AC-999']);
      assert.equal(await page.locator('#matches').innerText(), '3 of 1,000 controls');
      assert.match(page.url(), /#status=fails&text=ac-99$/);
      await page.reload();
      assert.equal(await rows(page).count(), 3);
      await page.getByRole('button', { name: 'Clear filters' }).click();
      assert.equal(await rows(page).count(), 1000);
      await page.getByLabel('Construct').fill('large-dev/Stack0/Service900/Bucket');
      // Of the controls 0, 100, 200 and so on, those whose status comes from safeguards.
      assert.equal(await rows(page).count(), 6);
      await page.getByLabel('Text').fill('nothing has this text');
      assert.ok(await page.getByText('No control matches the filters.').isVisible());
    });
  });

  test('a link to a control opens it, and an unknown control is named', async () => {
    await open(large, async (page) => {
      const row = page.locator('tr[data-control="nist-800-53-r5/AC-500"]');
      assert.equal(await row.locator('button').getAttribute('aria-expanded'), 'true');
      assert.ok(await page.getByText('Proven in the templates').isVisible());
      const box = await row.boundingBox();
      assert.ok(box && box.y >= 0 && box.y < 400, `row at ${box?.y}`);
      await page.evaluate('location.hash = "#control=nist-800-53-r5/XX-1"');
      await page.getByText('There is no control nist-800-53-r5/XX-1.').waitFor();
      await page.evaluate('location.hash = "#framework=nist-800-53-r5&status=attested"');
      await page.waitForFunction('document.querySelector("#matches").textContent.startsWith("111 of")');
    }, {}, '#control=nist-800-53-r5/AC-500');
  });

  test('a row opens with the keyboard, with results that fail first', async () => {
    await open(large, async (page) => {
      await page.getByLabel('Text').fill('AC-0');
      await page.getByRole('button', { name: 'Clear filters' }).focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate('document.activeElement.getAttribute("aria-expanded")'), 'true');
      const results = await page.locator('tr.detail:visible li.result > b').allInnerTexts();
      assert.deepEqual(results, [...results].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)));
      assert.equal(results.length, 12);
      await page.keyboard.press('Space');
      assert.equal(await page.locator('tr.detail:visible').count(), 0);
    });
  });

  test('a search in a register hides the other rows', async () => {
    await open(large, async (page) => {
      await page.getByLabel('Search findings').fill('service3/');
      assert.equal(await page.locator('#deviations .scroll').first().locator('tbody tr:visible').count(), 1);
    });
  });
});

test('both diagrams are on the page, with selectable text, and follow the color scheme except in print', async () => {
  await open(pages[1][1], async (page) => {
    const ground = () => page.locator('#diagrams svg .ground').first().evaluate((element) => getComputedStyle(element).fill);
    assert.equal(await page.locator('#diagrams svg').count(), 2);
    assert.equal(await page.locator('#diagrams svg text').first().innerHTML(), 'Architecture of Large system');
    assert.equal(await ground(), 'rgb(18, 23, 29)');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await ground(), 'rgb(255, 255, 255)');
  }, { colorScheme: 'dark' });
});

test('flows name the parties outside of the workload, with their kind below', async () => {
  const { evidence, ...rest } = emptyContent();
  const content = {
    ...rest,
    evidence: {
      ...evidence,
      inventory: {
        ...evidence.inventory,
        parties: [
          { id: 'internet:', kind: 'internet', name: 'internet', isThirdParty: true, purpose: 'Clients', usedBy: ['App/Listener'] },
          { id: 'aws service:logs', kind: 'aws service', name: 'logs', isThirdParty: false, purpose: 'Logs', usedBy: ['App/Listener'] },
        ] as const,
      },
      flows: [{
        id: 'network',
        kind: 'network',
        from: ['internet:', 'aws service:logs'],
        to: ['App/Listener'],
        protocol: 'TCP',
        ports: '443',
        encryption: 'encrypted',
        encryptedBy: 'HTTPS',
        why: 'Clients',
        openedBy: [],
      }] as const,
    },
  };
  await open(written('flows', content), async (page) => {
    assert.deepEqual((await page.locator('#flows tbody td').allInnerTexts()).slice(0, 2), ['internet\nlogs\naws service', 'App/Listener']);
  });
});

const ORDER = ['fails', 'not determined', 'acknowledged', 'holds'];

for (const [name, file] of pages) {
  test(`${name}: prints as PDF`, async () => {
    await open(file, async (page) => {
      const pdf = await page.pdf({ path: path.join(SHOTS, `${name}.pdf`), preferCSSPageSize: true });
      assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
      await page.emulateMedia({ media: 'print' });
      assert.equal(await page.getByRole('navigation').isVisible(), false);
      assert.equal(await page.locator('.matrix .printed').count(), await page.locator('.matrix tr[data-control]').count());
    });
  });
}
