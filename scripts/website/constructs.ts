import * as fs from 'fs';
import * as path from 'path';
import { apiPage } from './api';
import { costSections } from './cost';
import { findingsWhenLoosened } from './loosened';
import { GENERATED, plain, ROOT, table, writePage, writeTabbedPage } from './markdown';
import { safeguardPage } from './rules';
import { FRAMEWORKS, Made, REGION, Subject, synthesized } from './synthesis';
import { readIntended } from '../../test/compat/intended';
import { readContracts } from '../../test/contract/subjects';
import { ApiClass, ApiType, ApiValue, readApi } from '../public-api';
import { constructsOf } from '../readme';

/** A page for each construct: what it makes at its defaults, its props, and the safeguards that it meets, all computed by a synthesis. */
export function writeConstructs(): void {
  const api = readApi();
  const contracts = readContracts();
  const rows: string[][] = [];
  for (const declared of constructsOf(api)) {
    const { name, domain, summary } = declared;
    const address = `constructs/${name.toLowerCase()}`;
    rows.push([`[\`${name}\`](/${address})`, plain(summary), `[${domain}](/guides/${domain})`]);
    const contract = contracts.get(name);
    const isMade = declared.isConstruct && contract?.variants;
    const struct = declared.parameters?.map(({ type }) => type).find(({ kind }) => kind === 'struct');
    const props = struct && api.structs.get(struct.name)?.props;
    writeTabbedPage(`${address}.mdx`, { title: name, slug: `/${address}`, description: summary }, [
      `${summary} See the [guide](/guides/${domain}), the [API in each language](${apiPage(name)}) and the [source](https://github.com/cdk-regulated/cdk-regulated/blob/main/src/${declared.file}).`,
      ...exampleOf(declared),
      ...isMade ? madeSections(name, synthesized(name, contract as Subject)) : [],
      ...props?.length ? [`## Props\n\n${table(['prop', 'type', 'default', 'description'], props.map(propRow))}`] : [],
      ...isMade ? loosenedSection(findingsWhenLoosened(api, declared, contract as Subject)) : [],
      ...upgradeNotes(name),
    ].join('\n\n'));
  }
  writePage('constructs/index.md', { title: 'Constructs', slug: '/constructs' }, table(['construct', 'description', 'guide'], rows));
}

function propRow({ name, type, optional, default: fallback, doc }: ApiValue): string[] {
  return [`\`${name}\``, `\`${typeName(type)}\``, optional ? cell((fallback ?? '').replace(/^- /, '')) : '**required**', cell(doc)];
}

/** Text in a cell of a page with tabs, which has its own treatment of HTML. */
function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');
}

function madeSections(name: string, made: Made): string[] {
  const { types, alarms, results, reasons, cost, drawing } = made;
  const of = (result: string) => [...results].filter(([, one]) => one === result).map(([id]) => id);
  const linked = (ids: readonly string[]) => ids.map((id) => `[\`${id}\`](${safeguardPage(id)})`).join(', ');
  const controls = FRAMEWORKS.map((framework) => [framework, framework.controls
    .filter(({ id, safeguards }) => safeguards.some((safeguard) => results.get(safeguard) === 'holds' && framework._review.extentOf(id, safeguard))).map(({ id }) => id)] as const);
  return [
    '## Resources at its defaults\n\nIn `Lifecycle.EPHEMERAL`, in addition to the keys of the workload, which the constructs of a stack share.',
    ...drawing ? [drawn(name, drawing)] : [],
    table(['type', 'number'], [...types].sort().map(([type, count]) => [`\`${type}\``, String(count)])),
    ...costSections(cost, 'Cost at its defaults', `In ${REGION}, with the keys of the workload.`),
    ...alarms.length ? [
      '## Recommended alarms\n\n[`WorkloadMonitoring`](/constructs/workloadmonitoring) makes them.',
      table(['alarm', 'description'], alarms.map(({ id, description }) => [`\`${id}\``, cell(description)])),
    ] : [],
    '## Safeguards\n\nResults of the check at its defaults.',
    `Hold on every resource: ${linked(of('holds')) || 'none'}.`,
    ...of('unknown').length ? [`Not known before the deployment: ${linked(of('unknown'))}.`] : [],
    ...of('acknowledged').length ? [
      'Acknowledged by the construct on a resource. The evidence lists them with the reason:',
      table(['safeguard', 'reason'], of('acknowledged').map((id) => [linked([id]), cell(reasons.get(id) ?? '')])),
    ] : [],
    '## Controls\n\nControls for which a safeguard that holds is accepted as evidence, of the control or of a part of it. The page of the framework says which part is left.',
    table(['framework', 'controls'], controls.map(([{ id, title }, ids]) => [`[${title}](/frameworks/${id})`, ids.length ? `${ids.length}: ${cell(ids.join(', '))}` : 'none'])),
  ];
}

function drawn(name: string, drawing: string): string {
  const file = `drawings/${name.toLowerCase()}.svg`;
  fs.mkdirSync(path.join(GENERATED, 'drawings'), { recursive: true });
  fs.writeFileSync(path.join(GENERATED, file), drawing);
  return `![Resources of ${name} at its defaults, and the connections between them](/${file})`;
}

function loosenedSection(findings: ReadonlyArray<readonly [setting: string, safeguards: readonly string[]]>): string[] {
  return ['## Findings when you loosen a default', findings.length
    ? `Each setting alone, with the other props at their defaults:\n\n${table(['setting', 'findings'], findings.map(([setting, ids]) => [`\`${setting}\``, ids.map((id) => `[\`${id}\`](${safeguardPage(id)})`).join(', ')]))}`
    : 'No value of a boolean or enum prop, set alone, leads to a finding of these frameworks.'];
}

function upgradeNotes(name: string): string[] {
  const notes = readIntended().filter(({ resources }) => resources.some((resource) => resource.includes(name)));
  return [`## Upgrade notes\n\n${notes.length
    ? notes.map(({ version, reason, migration }) => `- ${version}: ${reason} ${migration}`).join('\n')
    : 'No version replaces, renames or drops a stateful resource of this construct. See [versions and support](/about/versioning).'}`];
}

// The first sample below the heading of the construct in the README of its domain.
function exampleOf({ name, domain }: ApiClass): string[] {
  const readme = fs.readFileSync(path.join(ROOT, 'src', domain, 'README.md'), 'utf-8');
  const [, section] = readme.split(new RegExp(`^## ${name}$`, 'm'));
  const sample = section && /```ts.*\n([\s\S]*?)```/.exec(section.split(/^## /m)[0])?.[1];
  return sample ? [`\`\`\`ts\n${sample}\`\`\``] : [];
}

function typeName({ kind, name, item }: ApiType): string {
  if (kind === 'list') return `${item ? typeName(item) : name}[]`;
  if (kind === 'map') return `{ [key]: ${item ? typeName(item) : name} }`;
  return name || kind;
}
