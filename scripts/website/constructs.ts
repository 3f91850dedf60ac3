import * as fs from 'fs';
import * as path from 'path';
import { apiPage } from './api';
import { costSections } from './cost';
import { findingsWhenLoosened } from './loosened';
import { enlarged, GENERATED, plain, table, writePage, writeTabbedPage } from './markdown';
import { safeguardPage } from './rules';
import { FRAMEWORKS, Made, REGION, Subject, synthesized } from './synthesis';
import { Lifecycle } from '../../src';
import { readIntended } from '../../test/compat/intended';
import { readContracts } from '../../test/contract/subjects';
import { readExamples } from '../examples';
import { Api, ApiType, ApiValue, readApi } from '../public-api';
import { constructsOf, inOrder } from '../readme';

/**
 * A page for each construct: what it makes at its defaults, its props, and the safeguards that it meets, all computed by a synthesis.
 * @returns for each safeguard the names of the constructs that meet it at their defaults
 */
export function writeConstructs(): Map<string, string[]> {
  const api = readApi();
  const contracts = readContracts();
  const examples = readExamples();
  const rows: string[][] = [];
  const meeting = new Map<string, string[]>();
  for (const declared of inOrder(constructsOf(api))) {
    const { name, domain, summary } = declared;
    const address = `constructs/${name.toLowerCase()}`;
    rows.push([`[\`${name}\`](/${address})`, plain(summary), `[${domain}](/guides/${domain})`]);
    const contract = contracts.get(name);
    const isMade = declared.isConstruct && contract?.variants;
    // A class that is no construct takes the props in `on`.
    const parameters = declared.parameters ?? declared.methods.find((method) => method.name === 'on')?.parameters;
    const struct = parameters?.map(({ type }) => type).find(({ kind }) => kind === 'struct');
    const props = struct && api.structs.get(struct.name)?.props;
    const made = isMade ? synthesized(name, contract as Subject, Lifecycle.PRODUCTION) : undefined;
    for (const [safeguard, result] of made?.results ?? []) if (result === 'holds') meeting.set(safeguard, [...meeting.get(safeguard) ?? [], name]);
    writeTabbedPage(`${address}.mdx`, { title: name, slug: `/${address}`, description: summary }, [
      `${summary} See the [guide](/guides/${domain}), the [API in each language](${apiPage(name)}) and the [source](https://github.com/cdk-regulated/cdk-regulated/blob/main/src/${declared.file}).`,
      `\`\`\`ts\n${examples.get(name)}\n\`\`\``,
      'The samples in other languages are translations of the one in TypeScript. They compile in TypeScript, Java and Go. Those in Python and C# are not compiled.',
      ...made ? madeSections(name, made, synthesized(name, contract as Subject, Lifecycle.EPHEMERAL)) : [],
      ...props?.length ? [`## Props\n\n${table(['prop', 'type', 'default', 'description'], props.map((prop) => propRow(prop, api)))}`] : [],
      ...isMade ? loosenedSection(findingsWhenLoosened(api, declared, contract as Subject)) : [],
      ...upgradeNotes(name),
    ].join('\n\n'));
  }
  writePage('constructs/index.md', { title: 'Constructs', slug: '/constructs' }, table(['construct', 'description', 'guide'], rows));
  return meeting;
}

function propRow({ name, type, optional, default: fallback, doc }: ApiValue, { names }: Api): string[] {
  const own = type.item?.name ?? type.name;
  const text = `\`${typeName(type)}\``;
  return [`\`${name}\``, names.has(own) ? `[${text}](${apiPage(own)})` : text, optional ? cell((fallback ?? '').replace(/^- /, '')) : '**required**', cell(doc)];
}

/** Text in a cell of a page with tabs, which has its own treatment of HTML. */
function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');
}

function madeSections(name: string, made: Made, ephemeral: Made): string[] {
  const { types, alarms, results, reasons, cost, drawing } = made;
  const of = (result: string) => [...results].filter(([, one]) => one === result).map(([id]) => id).sort();
  const linked = (ids: readonly string[]) => ids.map((id) => `[\`${id}\`](${safeguardPage(id)})`).join(', ');
  const controls = FRAMEWORKS.map((framework) => [framework, framework.controls
    .filter(({ id, safeguards }) => safeguards.some((safeguard) => results.get(safeguard) === 'holds' && framework._review.extentOf(id, safeguard))).map(({ id }) => id)] as const);
  return [
    '## Resources at its defaults\n\nThe default lifecycle is `PRODUCTION`. The constructs of a stack share the keys of the workload, which are not in the table.',
    ...drawing ? [drawn(name, drawing)] : [],
    table(['type', 'in `PRODUCTION`', 'in `EPHEMERAL`'], [...new Set([...types.keys(), ...ephemeral.types.keys()])].sort()
      .map((type) => [`\`${type}\``, ...[types, ephemeral.types].map((one) => String(one.get(type) ?? 0))])),
    ...costSections(cost, 'Cost at its defaults', `In \`PRODUCTION\`, in ${REGION}, with the keys of the workload. In \`EPHEMERAL\`: about ${Math.round(ephemeral.cost.monthly)} USD.`),
    ...alarms.length ? [
      '## Recommended alarms\n\n[`WorkloadMonitoring`](/constructs/workloadmonitoring) makes them.',
      table(['alarm', 'description'], alarms.map(({ id, description }) => [`\`${id}\``, cell(description)])),
    ] : [],
    '## Safeguards\n\nResults of the check at its defaults, in `PRODUCTION`.',
    `Hold on every resource: ${linked(of('holds')) || 'none'}.`,
    ...of('unknown').length ? [`Not known before the deployment: ${linked(of('unknown'))}.`] : [],
    ...of('acknowledged').length ? [
      'Acknowledged by the construct on a resource. The evidence lists them with the reason:',
      table(['safeguard', 'reason'], of('acknowledged').map((id) => [linked([id]), cell(reasons.get(id) ?? '')])),
    ] : [],
    '## Controls',
    ...controls.some(([, ids]) => ids.length) ? [
      'Controls for which a safeguard that holds is accepted as evidence, of the control or of a part of it. The page of the framework says which part is left.',
      table(['framework', 'controls'], controls.map(([{ id, title }, ids]) => [`[${title}](/frameworks/${id})`, ids.length ? `${ids.length}: ${cell(ids.join(', '))}` : 'none'])),
    ] : [`No safeguard that holds on its resources is evidence of a control of ${FRAMEWORKS.map(({ title }) => title).join(', ')}.`],
  ];
}

function drawn(name: string, drawing: string): string {
  const file = `drawings/${name.toLowerCase()}.svg`;
  fs.mkdirSync(path.join(GENERATED, 'drawings'), { recursive: true });
  fs.writeFileSync(path.join(GENERATED, file), drawing);
  return enlarged(`Resources of ${name} at its defaults, and the connections between them`, file);
}

function loosenedSection(findings: ReadonlyArray<readonly [setting: string, safeguards: readonly string[]]>): string[] {
  return ['## Findings when you loosen a default', findings.length
    ? `Each setting alone, with the other props at their defaults:\n\n${table(['setting', 'findings'], findings.map(([setting, ids]) => [`\`${setting}\``, ids.map((id) => `[\`${id}\`](${safeguardPage(id)})`).join(', ')]))}`
    : 'No value of a boolean, enum or duration, set alone, leads to a finding of these frameworks.'];
}

function upgradeNotes(name: string): string[] {
  const notes = readIntended().filter(({ resources }) => resources.some((resource) => resource.includes(name)));
  return [`## Upgrade notes\n\n${notes.length
    ? notes.map(({ version, reason, migration }) => `- ${version}: ${reason} ${migration}`).join('\n')
    : 'No version replaces, renames or drops a stateful resource of this construct. See [versions and support](/about/versioning).'}`];
}

function typeName({ kind, name, item }: ApiType): string {
  if (kind === 'list') return `${item ? typeName(item) : name}[]`;
  if (kind === 'map') return `{ [key]: ${item ? typeName(item) : name} }`;
  return name || kind;
}
