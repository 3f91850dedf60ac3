import * as fs from 'fs';
import * as path from 'path';
import { LANGUAGES, translationsOf } from './languages';

/** Root of the repository. */
export const ROOT = path.resolve(__dirname, '..', '..');
/** Pages of the site, written by the generator. */
export const DOCS = path.join(ROOT, 'website', 'docs');
/** Files of the site that no page contains, written by the generator. */
export const GENERATED = path.join(ROOT, 'website', 'generated');
const REPOSITORY = 'https://github.com/cdk-regulated/cdk-regulated/blob/main/';

/** Address on the site by the path of the file that a page is made from. */
function siteOf(file: string): string | undefined {
  const domain = /^src\/(\w+)\/README\.md$/.exec(file)?.[1];
  const decision = /^docs\/decisions\/(.+)\.md$/.exec(file)?.[1];
  if (file === 'README.md') return '/';
  if (file === 'src/lambda/README.md') return undefined;
  if (file === 'src/compliance/safeguards/README.md') return '/safeguards';
  if (/^examples\/(loan|payment|pipeline|transactions|ec2-baseline)\/[\w-]+-platform\.ts$/.test(file)) return `/platforms/${file.split('/')[1]}`;
  if (domain) return `/guides/${domain}`;
  if (decision) return decision === 'README' ? '/decisions' : `/decisions/${decision}`;
  if (file === 'examples/README.md') return '/platforms';
  const page = /^docs\/([\w-]+)\.md$/.exec(file)?.[1];
  return page && fs.existsSync(path.join(ROOT, file)) ? `/about/${page}` : undefined;
}

/** The text of a file of the repository, with links to pages of the site or to the repository. */
export function textOf(file: string): string {
  const folder = path.posix.dirname(file);
  return fs.readFileSync(path.join(ROOT, file), 'utf-8')
    .replace(/<!--[\s\S]*?-->\n?/g, '')
    .replace(/^```(\w+) nofixture$/gm, '```$1')
    .replace(/\]\((?!#|mailto:)([^)\s]+)\)/g, (_whole, target: string) => `](${linkTo(target, folder)})`);
}

function linkTo(target: string, folder: string): string {
  const isOurs = target.startsWith(REPOSITORY);
  if (/^\w+:/.test(target) && !isOurs) return target;
  const [address, anchor] = (isOurs ? target.slice(REPOSITORY.length) : path.posix.join(folder, target)).split('#');
  const page = siteOf(address);
  if (!page && !fs.existsSync(path.join(ROOT, address))) throw new Error(`${address}, which a page of ${folder} links to, must exist`);
  return `${page ?? REPOSITORY + address}${anchor ? `#${anchor}` : ''}`;
}

/** Writes a page. `title` and the other fields are its front matter. */
export function writePage(page: string, front: Record<string, string | number>, body: string): void {
  const file = path.join(DOCS, page);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const fields = Object.entries(front).map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join('\n');
  fs.writeFileSync(file, `---\n${fields}\n---\n\n${body.trim()}\n`);
}

/** Writes a page with language tabs. The text is Markdown, in which braces and angle brackets mean themselves. */
export function writeTabbedPage(page: string, front: Record<string, string | number>, body: string): void {
  const imports = "import Tabs from '@theme/Tabs';\nimport TabItem from '@theme/TabItem';\n\n";
  const parts = body.trim().split(/(^```[\s\S]*?^```$|`[^`\n]+`)/m);
  const text = parts.map((part, index) => index % 2 ? tabbed(part) : part.replace(/<(https?:[^>]+)>/g, '[$1]($1)').replace(/[{}]/g, '\\$&').replace(/</g, '&lt;')).join('');
  writePage(page, front, imports + text);
}

function tabbed(code: string): string {
  const [, language, source] = /^```(\w+).*\n([\s\S]*)^```$/m.exec(code) ?? [];
  const versions: Readonly<Record<string, string>> | undefined = language === 'languages' ? JSON.parse(source) : language === 'ts' ? translationsOf(source) : undefined;
  if (!versions) return code;
  // Tabs remember the language on all pages.
  const items = LANGUAGES.filter(({ id }) => versions[id])
    .map(({ id, label, fence }) => `<TabItem value="${id}" label="${label}">\n\n\`\`\`${fence}\n${versions[id].trimEnd()}\n\`\`\`\n\n</TabItem>`);
  return `<Tabs groupId="language">\n${items.join('\n')}\n</Tabs>`;
}

/** Code in several languages, for a page with tabs. */
export function inLanguages(versions: Readonly<Record<string, string>>): string {
  return `\`\`\`languages\n${JSON.stringify(versions)}\n\`\`\``;
}

/** Text in a cell of a table or in a sentence, so that it is not read as HTML. */
export function plain(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/</g, '&lt;').replace(/\s*\n\s*/g, ' ');
}

export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A drawing of the generated files, which opens in its own size. */
export function enlarged(text: string, file: string): string {
  return `[![${text}](/${file})](pathname:///${file})`;
}
