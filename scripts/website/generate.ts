import * as fs from 'fs';
import * as path from 'path';
import { writeApi } from './api';
import { writeConstructs } from './constructs';
import { DOCS, GENERATED, ROOT, textOf, writePage, writeTabbedPage } from './markdown';
import { writePlatforms } from './platforms';
import { writeFrameworks, writeSafeguards } from './rules';
import { wings } from '../public-api';
import { withSamples } from '../readme-samples';

// Writes the pages of the site from the sources, so that no page says what the code does not do. `website/content` has the pages that people write.

process.env.CDK_VALIDATION = 'false';
for (const folder of [DOCS, GENERATED]) fs.rmSync(folder, { recursive: true, force: true });

function titled(file: string): { title: string; body: string } {
  const [, title, body] = /^# (.+)\n([\s\S]*)$/.exec(textOf(file).trim())!;
  return { title, body };
}

fs.cpSync(path.join(ROOT, 'website', 'content'), DOCS, { recursive: true });
const fiveMinutes = path.join(DOCS, 'start', 'five-minutes.mdx');
fs.writeFileSync(fiveMinutes, withSamples(fs.readFileSync(fiveMinutes, 'utf-8')));

const domains = ['core', 'compliance', 'cli', ...wings()].filter((domain) => fs.existsSync(path.join(ROOT, 'src', domain, 'README.md')));
domains.forEach((domain, position) => {
  const { title, body } = titled(`src/${domain}/README.md`);
  writeTabbedPage(`guides/${domain}.mdx`, { title, slug: `/guides/${domain}`, sidebar_position: position }, body);
});

const platforms = titled('examples/README.md');
writePage('platforms/index.md', { title: platforms.title, slug: '/platforms' }, platforms.body);

for (const file of fs.readdirSync(path.join(ROOT, 'docs', 'decisions')).filter((name) => name.endsWith('.md')).sort()) {
  const { title, body } = titled(`docs/decisions/${file}`);
  const name = path.basename(file, '.md');
  writePage(`decisions/${name === 'README' ? 'index' : name}.md`, { title, slug: name === 'README' ? '/decisions' : `/decisions/${name}` }, body);
}
for (const file of fs.readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).sort()) {
  const { title, body } = titled(`docs/${file}`);
  writePage(`about/${file}`, { title, slug: `/about/${path.basename(file, '.md')}` }, body);
}

async function writePages(): Promise<void> {
  writeSafeguards(writeConstructs());
  writeFrameworks();
  writePlatforms();
  await writeApi();
  console.log(`${fs.readdirSync(DOCS, { recursive: true }).filter((name) => /\.mdx?$/.test(String(name))).length} pages in ${path.relative(ROOT, DOCS)}`);
}

void writePages();
