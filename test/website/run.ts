import * as fs from 'fs';
import * as http from 'http';
import { AddressInfo } from 'net';
import * as path from 'path';
import { chromium, Page } from 'playwright-core';

// Opens pages of the built site, one of each kind, in Chromium at three widths, in light and dark mode. A page must not request anything from another machine, be wider
// than the window, log an error, take more than a second, or violate a rule of axe. Colours depend on the mode and not on the width, so axe runs once in each mode.
// CHROMIUM is the path of the browser. SCREENSHOTS is a folder for pictures of these pages and of more.

const ROOT = path.resolve(__dirname, '..', '..');
const BUILD = path.join(ROOT, 'website', 'build');
/** Path of the site, which is that of the repository on GitHub Pages. */
const BASE = '/cdk-regulated';
const AXE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf-8');
const PAGES = ['/', '/start/five-minutes', '/start/comparison', '/constructs', '/constructs/compliantaurora', '/safeguards', '/safeguards/rds-clusterencrypted', '/frameworks/pci-dss-4.0.1',
  '/guides/compliance', '/api/securebucket', '/platforms', '/platforms/loan', '/decisions', '/nowhere'];
const MORE = ['/start/adopt', '/start/concepts', '/start/deploy', '/start/evidence', '/start/migrate', '/constructs/fargateservice', '/constructs/workload', '/safeguards/cdk-nag', '/frameworks',
  '/frameworks/nist-800-53-r5', '/guides/data', '/api', '/platforms/payment', '/about/versioning', '/decisions/0031-status-of-a-control'];
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };

let [passed, failed] = [0, 0];

function serve(): Promise<http.Server> {
  const server = http.createServer((request, response) => {
    const { pathname: whole } = new URL(request.url!, 'http://localhost');
    const pathname = whole.startsWith(`${BASE}/`) ? whole.slice(BASE.length) : '/nowhere';
    const file = [pathname, `${pathname}/index.html`, `${pathname}.html`].map((name) => path.join(BUILD, name)).find((name) => fs.existsSync(name) && fs.statSync(name).isFile());
    response.statusCode = file ? 200 : 404;
    response.setHeader('content-type', TYPES[path.extname(file ?? '404.html')] ?? 'application/octet-stream');
    response.end(fs.readFileSync(file ?? path.join(BUILD, '404.html')));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Wide enough for all parts of a page. */
const AXE_WIDTH = 1280;
/** Milliseconds of the CPU, because the machine can be busy with other work. */
const MAXIMUM_BUSY = 1000;

// What the browser computes until the page is complete.
async function busyTime(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
}

async function faultsOf(page: Page, base: string, address: string): Promise<string[]> {
  const faults: string[] = [];
  const isMissing = address === '/nowhere';
  const onConsole = (message: { type(): string; text(): string }) => { if (message.type() === 'error' && !isMissing) faults.push(message.text()); };
  const onRequest = (request: { url(): string }) => { if (!request.url().startsWith(base) && !request.url().startsWith('data:')) faults.push(`request to ${request.url()}`); };
  page.on('console', onConsole).on('request', onRequest);
  await page.goto(base + address, { waitUntil: 'networkidle' });
  if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) faults.push('wider than the window');
  const busy = await busyTime(page);
  if (busy > MAXIMUM_BUSY) faults.push(`${Math.round(busy)} ms of the CPU`);
  const { width } = page.viewportSize()!;
  const mode = await page.evaluate(() => document.documentElement.dataset.theme);
  if (process.env.SCREENSHOTS) await page.screenshot({ path: path.join(process.env.SCREENSHOTS, `${address.replace(/\W+/g, '_')}-${width}-${mode}.png`) });
  page.off('console', onConsole).off('request', onRequest);
  return width === AXE_WIDTH ? [...faults, ...await violationsOf(page)] : faults;
}

async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  // Axe must not read a colour in the middle of a transition.
  await page.addStyleTag({ content: '*, *::before, *::after { transition: none !important; animation: none !important; }' });
  const violations: Array<{ id: string; html: string; why: string }> = await page.evaluate(async () => {
    const result = await (window as any).axe.run();
    return result.violations.map(({ id, nodes }: any) => ({ id, html: nodes[0].html, why: nodes[0].any[0]?.message ?? '' }));
  });
  return violations.map(({ id, html, why }) => `${id}: ${html.slice(0, 200)} ${why}`);
}

// The index of the search is part of the site.
async function searchFaults(page: Page, base: string): Promise<string[]> {
  await page.goto(`${base}/`, { waitUntil: 'networkidle' });
  await page.locator('input[type=search], .navbar__search-input').first().pressSequentially('backup vault');
  const found = page.locator('[class*=suggestion] , [class*=hitTitle]').first();
  return found.waitFor({ timeout: 10_000 }).then(() => [], () => ['the search finds nothing']);
}

// A language that is chosen on one page is shown on the next one.
async function languageFaults(page: Page, base: string): Promise<string[]> {
  await page.goto(`${base}/constructs/securebucket`, { waitUntil: 'networkidle' });
  await page.getByRole('tab', { name: 'Go' }).first().click();
  await page.goto(`${base}/api/securebucket`, { waitUntil: 'networkidle' });
  const selected = await page.locator('[role=tab][aria-selected=true]').first().textContent();
  return selected === 'Go' ? [] : [`the tabs show ${selected} after Go was chosen`];
}

// The evidence of the platforms is part of the site, as the synthesis wrote it.
async function evidenceFaults(page: Page, base: string): Promise<string[]> {
  const faults: string[] = [];
  for (const platform of ['loan', 'payment', 'pipeline', 'transactions', 'ec2-baseline']) {
    await page.goto(`${base}/evidence/${platform}/index.html`);
    const title = await page.title();
    if (!title.includes(platform)) faults.push(`the page of the evidence of ${platform} has the title ${title}`);
  }
  return faults;
}

async function main(): Promise<void> {
  const server = await serve();
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}`;
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [375, 1280, 1920]) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      for (const address of [...PAGES, ...process.env.SCREENSHOTS ? MORE : []]) {
        const faults = await faultsOf(page, base, address);
        if (faults.length) failed += 1;
        else passed += 1;
        for (const fault of faults) console.log(`${address} at ${width} px, ${colorScheme}: ${fault}`);
      }
      if (width === AXE_WIDTH) {
        for (const faultsIn of [searchFaults, languageFaults, ...colorScheme === 'light' ? [evidenceFaults] : []]) {
          const faults = await faultsIn(page, base);
          if (faults.length) failed += 1;
          else passed += 1;
          for (const fault of faults) console.log(`${colorScheme}: ${fault}`);
        }
      }
      await page.close();
    }
  }
  await browser.close();
  server.close();
  console.log(`Tests:       ${failed ? `${failed} failed, ` : ''}${passed} passed, ${passed + failed} total`);
  process.exitCode = failed ? 1 : 0;
}

void main();
