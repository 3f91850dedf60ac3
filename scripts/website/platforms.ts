import * as fs from 'fs';
import * as path from 'path';
import { costSections } from './cost';
import { enlarged, GENERATED, inLanguages, plain, ROOT, table, textOf, writeTabbedPage } from './markdown';
import { newApp } from './synthesis';
import { regionOf, tearDown } from './tear-down';
import { PLATFORM_NAMES } from '../../examples/platform-names';
import { addPlatforms } from '../../examples/platforms';
import { CostEstimate } from '../../src/compliance/evidence/cost/estimate';
import { Inventory } from '../../src/compliance/evidence/model';
import { REQUIREMENTS } from '../../test/examples/requirements';

const TESTS = 'https://github.com/cdk-regulated/cdk-regulated/blob/main/test/examples';

interface Evidence {
  readonly summary: Readonly<Record<'stacks' | 'resources' | 'judgements' | 'findings' | 'acknowledged' | 'byDesign', number>>;
  readonly frameworks: ReadonlyArray<{ readonly id: string; readonly title: string; readonly controls: ReadonlyArray<{ readonly status: string }> }>;
  readonly inventory: Inventory;
  readonly cost: CostEstimate;
}

/** What every file of the evidence is. */
const FILES: Readonly<Record<string, string>> = {
  'index.html': 'the evidence as a page, for a browser or for printing',
  'matrix.md': 'control matrix: every control, its status and its safeguards',
  'matrix.csv': 'the same as a table',
  'deviations.csv': 'acknowledged deviations with their reasons',
  'evidence.json': 'results of every safeguard for every resource, inventory, connections, cryptography and cost',
  'architecture.svg': 'drawing of the architecture',
  'data-flow.svg': 'drawing of the connections',
  'cost.json': 'estimate of the cost',
  'crypto.json': 'encryption at rest and in transit, and keys',
  'provenance.json': 'digests of templates and evidence, for a signature',
};

const FOLDERS: Readonly<Record<string, string>> = { oscal: 'OSCAL document', fedramp: 'document for FedRAMP' };

/** Code of a platform in other languages, below `examples`. */
const CODE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'loan': { python: 'loan/python/app.py' },
  'transactions': { python: 'transactions/python/app.py' },
  'payment': { csharp: 'payment/csharp/PaymentStack.cs' },
  'pipeline': { go: 'pipeline/go/main.go' },
  'ec2-baseline': { java: 'ec2-baseline/java/src/main/java/baseline/BaselineStack.java' },
};

/** A page for each example platform, and its evidence as a visitor of `cdk.out` sees it. All platforms are synthesized. */
export function writePlatforms(): void {
  const app = newApp();
  addPlatforms(app);
  app.synth();
  const readme = textOf('examples/README.md');
  for (const name of PLATFORM_NAMES) {
    const folder = path.join(app.outdir, `assembly-${name}-dev`, 'evidence', `${name}-dev`);
    fs.cpSync(folder, path.join(GENERATED, 'evidence', name), { recursive: true });
    writePlatform(name, readme, JSON.parse(fs.readFileSync(path.join(folder, 'evidence.json'), 'utf-8')), fs.readdirSync(folder, { recursive: true, encoding: 'utf-8' }));
  }
  fs.rmSync(app.outdir, { recursive: true });
}

function writePlatform(name: string, readme: string, { summary, frameworks, inventory, cost }: Evidence, files: readonly string[]): void {
  const [, description, region, , estimate] = rowOf(readme, '| platform |', new RegExp(`^\\| \\[${name}\\]`));
  const drawings = ['architecture.svg', 'data-flow.svg'].filter((file) => files.includes(file));
  const services = new Map<string, number>();
  for (const { service, tier } of inventory.components) services.set(`${tier} | ${service}`, (services.get(`${tier} | ${service}`) ?? 0) + 1);
  const statuses = [...new Set(frameworks.flatMap(({ controls }) => controls.map(({ status }) => status)))].sort();
  writeTabbedPage(`platforms/${name}.mdx`, { title: `The ${name} platform`, slug: `/platforms/${name}` }, [
    `${description[0].toUpperCase()}${description.slice(1)}.`,
    `- Region: ${region}\n- Frameworks: ${frameworks.map(({ id, title }) => `[${title}](/frameworks/${id})`).join(', ')}\n- Size: ${summary.resources} resources in ${summary.stacks} ${summary.stacks === 1 ? 'stack' : 'stacks'}`
      + `\n- Check: ${summary.judgements} safeguards judged, ${summary.findings} findings, ${summary.acknowledged - summary.byDesign} acknowledged deviations, ${summary.byDesign} by design of the library\n- Cost: about ${Math.round(cost.monthly)} USD a month while it is deployed in \`ephemeral\`; ${estimate} at the default size`,
    `## Requirements\n\n[Unit tests](${TESTS}/${name}.test.ts) check each requirement in the synthesized templates.\n\n${table(['id', 'requirement'], requirementsOf(name))}`,
    '## Evidence\n\nThe folder that the synthesis writes for this platform in `ephemeral`, unchanged:',
    table(['file', 'content'], files.filter((file) => path.extname(file)).sort((one, two) => Number(two === 'index.html') - Number(one === 'index.html') || one.localeCompare(two))
      .map((file) => [`[\`${file}\`](pathname:///evidence/${name}/${file})`, FILES[file] ?? FOLDERS[path.dirname(file)] ?? 'see [evidence](/guides/compliance#evidence)'])),
    `Status of the controls. [Status of a control](/decisions/0031-status-of-a-control) defines the words.\n\n${table(['framework', 'controls', ...statuses], frameworks.map(({ id, title, controls }) => (
      [`[${title}](/frameworks/${id})`, String(controls.length), ...statuses.map((status) => String(controls.filter((control) => control.status === status).length))])))}`,
    '## Architecture',
    ...drawings.map((file) => enlarged(`${file === 'architecture.svg' ? 'Components' : 'Connections'} of the ${name} platform`, `evidence/${name}/${file}`)),
    table(['part', 'service', 'components'], [...services].sort().map(([key, count]) => [...key.split(' | '), String(count)])),
    `## Code\n\nIt uses constructs of the library only.\n\n${codeOf(name)}`,
    ...costSections(cost, 'Cost', 'Of the templates in `ephemeral`.'),
    `## Prerequisites\n\n${columnOf(readme, '| setting |', name)}\n\n[Prerequisites](/platforms#prerequisites) has the commands for the service-linked roles, and the permissions that a restricted deployment role needs.`,
    `Quotas of AWS that it uses, in bold where the default is too low. Two numbers are those of \`production\` and \`ephemeral\`.\n\n${columnOf(readme, '| quota |', name, true)}`,
    `## First deployment\n\n${specific(readme, name) ?? `\`\`\`sh\nnpx cdk deploy '${name}-dev/*' --parameters CertificateArn=arn:aws:acm:${region.split(' ')[0]}:111122223333:certificate/…\n\`\`\`\n\n${section(readme, '### Create the database user')}`}`,
    `To see it without an AWS account: \`npm run local -- deploy ${name}\`. See [the local cloud](/platforms#deploy-to-a-local-cloud).`,
    `## Tear down\n\n${tearDown(name, regionOf(region)!)}`,
    `## Troubleshooting\n\n${table(['symptom', 'cause', 'what to do'], troubles(readme, name))}\n\n### First deployment in production\n\n${
      section(readme, '### First deployment in production').replaceAll('loan-prod', `${name}-prod`).replace(/ --parameters CertificateArn=…/, needsCertificate(readme, name) ? '$&' : '')}`,
  ].join('\n\n'));
}

/** The column of a platform in the table of prerequisites. */
function prerequisite(readme: string, name: string, row: string): string {
  const [columns, , ...rows] = rowsOf(readme, '| setting |');
  return rows.find(([setting]) => setting.startsWith(row))?.[columns.indexOf(name)] ?? '';
}

function needsCertificate(readme: string, name: string): boolean {
  return prerequisite(readme, name, 'ACM certificate') !== '';
}

/** What stops a first deployment, by what the platform needs. */
function troubles(readme: string, name: string): string[][] {
  const roles = prerequisite(readme, name, 'service-linked roles');
  return [
    ...roles.includes('ecs') || roles.includes('as loan') ? [['`Unable to assume the service linked role`', 'Amazon ECS used its new role before it was valid', 'Deploy again, or create the role before: [Prerequisites](/platforms#prerequisites)']] : [],
    ...roles.includes('config') ? [['the AWS Config recorder or a conformance pack fails', 'the service-linked role of AWS Config or the recorder does not exist in the Region', 'Create it before: [Prerequisites](/platforms#prerequisites)']] : [],
    ...needsCertificate(readme, name) ? [['the HTTPS listener is refused', 'the certificate is in another Region, or is not issued yet', `Request it in ${prerequisite(readme, name, 'ACM certificate')}, and wait until ACM has validated the domain`]] : [],
    ...prerequisite(readme, name, 'quotas') ? [['tasks or instances do not start', `quota of the account: ${prerequisite(readme, name, 'quotas')}`, 'Request a higher quota in Service Quotas']] : [],
    ['fewer Availability Zones than the platform needs', '`Fn::GetAZs` returns only zones with a default subnet, if the account has one', 'Set the zones: `-c cdk-regulated:zones:<Region>=…`, see [Prerequisites](/platforms#prerequisites)'],
    ['a resource with the name exists', 'another environment has the suffix, or `production` was deleted before and left it', 'Choose another `suffix`, or delete what remains'],
    ['the deployment role has no permission', 'the policies of the bootstrap do not allow an action', 'Add the actions in [Prerequisites](/platforms#prerequisites)'],
  ];
}

// The titles of the tests are the requirements. Those that all platforms share are a table of the tests.
function requirementsOf(name: string): string[][] {
  const titles = [...fs.readFileSync(path.join(ROOT, 'test', 'examples', `${name}.test.ts`), 'utf-8').matchAll(/^ *test(\.each\([^)]*\))?\('([A-Z0-9]+-\d+): (.+?)', /gm)];
  const own = titles.map(([, , id, title]) => [id, plain(title.replace('the %s', 'each user'))]).sort(([one], [two]) => one.localeCompare(two, 'en', { numeric: true }));
  if (own.length < 10) throw new Error(`test/examples/${name}.test.ts must have a test for each requirement`);
  return [...own, ...REQUIREMENTS.map(({ id, sentence }) => [id, plain(sentence)])].map(([id, text]) => [`\`${id}\``, text]);
}

function codeOf(name: string): string {
  const files = { typescript: `${name}/${name}-platform.ts`, ...CODE[name] };
  return inLanguages(Object.fromEntries(Object.entries(files).map(([language, file]) => [language, fs.readFileSync(path.join(ROOT, 'examples', file), 'utf-8')])));
}

function specific(readme: string, name: string): string | undefined {
  const heading = { 'payment': '### The payment platform', 'pipeline': '### The pipeline', 'transactions': '### The transactions platform', 'ec2-baseline': '### The EC2 baseline' }[name];
  return heading && section(readme, heading);
}

/** Text below a heading, with links to headings of the page of all platforms. */
function section(readme: string, heading: string): string {
  const [, text] = readme.split(`\n${heading}\n`);
  if (text === undefined) throw new Error(`examples/README.md must have the heading ${heading}`);
  return text.split(/^#{2,3} /m)[0].trim().replaceAll('](#', '](/platforms#');
}

function rowsOf(readme: string, head: string): string[][] {
  const [, rest] = readme.split(new RegExp(`^(?=${head.replace(/\|/g, '\\|')})`, 'm'));
  if (rest === undefined) throw new Error(`examples/README.md must have a table that begins with ${head}`);
  return rest.split('\n\n')[0].split('\n').filter((line) => line.startsWith('|')).map((line) => line.slice(1, -1).split('|').map((text) => text.trim()));
}

function rowOf(readme: string, head: string, pattern: RegExp): string[] {
  return rowsOf(readme, head).find((row) => pattern.test(`| ${row[0]}`))!;
}

function columnOf(readme: string, head: string, name: string, isQuota = false): string {
  const [columns, , ...rows] = rowsOf(readme, head);
  const at = columns.indexOf(name);
  const used = rows.filter((row) => row[at] && row[at] !== '0');
  return isQuota ? table(['quota', 'default', 'used'], used.map((row) => [row[0].replace(/ \[\d+\]/, ''), row[1], row[at]])) : table(['setting', name], used.map((row) => [row[0], row[at]]));
}
