import { plain, table, writePage } from './markdown';
import { linkOf, severityOf } from '../../src/compliance/mapping/published';
import { Control } from '../../src/compliance/model/control';
import { Framework } from '../../src/compliance/model/framework';
import { Extent, Left } from '../../src/compliance/model/responsibility';
import { Safeguard } from '../../src/compliance/model/safeguard';
import { SAFEGUARDS } from '../../src/compliance/safeguards';

/** Frameworks of the library. */
const FRAMEWORKS: readonly Framework[] = Object.values(Framework).filter((value): value is Framework => value instanceof Framework);

/** Address of the page of a safeguard. */
export function safeguardPage(id: string): string {
  return `/safeguards/${id.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

/** @param meeting for each safeguard the names of the constructs that meet it at their defaults */
export function writeSafeguards(meeting: ReadonlyMap<string, readonly string[]>): void {
  const services = [...new Set(SAFEGUARDS.map(serviceOf))].sort();
  writePage('safeguards/index.md', { title: 'Safeguards', slug: '/safeguards' }, [
    `A safeguard is a fact about a resource, or about a workload, that the check judges in the finished templates. There are ${SAFEGUARDS.length}. [Rules of cdk-nag](/safeguards/cdk-nag) lists them by the names of cdk-nag.`,
    ...services.map((service) => [
      `## ${service}`,
      table(['safeguard', 'fact', 'severity'], SAFEGUARDS.filter((one) => serviceOf(one) === service)
        .map((one) => [`[\`${one.id}\`](${safeguardPage(one.id)})`, plain(one.statement), severityOf(one)])),
    ].join('\n\n')),
  ].join('\n\n'));
  for (const safeguard of SAFEGUARDS) writeSafeguard(safeguard, meeting.get(safeguard.id) ?? []);
  writeNagRules();
}

/** Safeguards by the rules of cdk-nag that state the same fact, for users who move. */
function writeNagRules(): void {
  const rules = new Map<string, string[]>();
  for (const { id, sources } of SAFEGUARDS) for (const rule of sources.cdkNag ?? []) rules.set(rule, [...rules.get(rule) ?? [], id]);
  writePage('safeguards/cdk-nag.md', { title: 'Rules of cdk-nag', slug: '/safeguards/cdk-nag' }, [
    `${rules.size} rules of [cdk-nag](https://github.com/cdklabs/cdk-nag) and the safeguards that state the same fact. [Move from another tool](/start/migrate) describes how to use it. A rule that is not listed has no safeguard.`,
    table(['rule of cdk-nag', 'safeguard'], [...rules].sort().map(([rule, ids]) => [`\`${rule}\``, ids.map((id) => `[\`${id}\`](${safeguardPage(id)})`).join(', ')])),
  ].join('\n\n'));
}

function writeSafeguard(safeguard: Safeguard, constructs: readonly string[]): void {
  const { id, statement, rationale, remedy, sources } = safeguard;
  const published = Object.entries({ 'AWS Security Hub CSPM': sources.securityHub, 'cdk-nag': sources.cdkNag, 'Prowler': sources.prowler })
    .flatMap(([name, ids]) => ids?.length ? [[name, ids.map((one) => `\`${one}\``).join(', ')]] : []);
  const controls = FRAMEWORKS.map((framework) => {
    const cited = framework.controlsServedBy(id);
    const of = (extent: Extent | undefined) => plain(cited.filter((control) => framework._review.extentOf(control, id) === extent).join(', '));
    return [`[${framework.title}](/frameworks/${framework.id})`, of('whole'), of('part'), of(undefined)];
  }).filter(([, ...ids]) => ids.some(Boolean));
  writePage(`${safeguardPage(id).slice(1)}.md`, { title: id, slug: safeguardPage(id) }, [
    `[Safeguards](/safeguards) of [${serviceOf(safeguard)}](/safeguards#${serviceOf(safeguard).toLowerCase()})`,
    `**${sentence(statement)}.** Severity: ${severityOf(safeguard)}.`,
    `${sentence(rationale)}.`,
    `## Fix\n\n${sentence(remedy)}.`,
    `## Judged\n\n${'judge' in safeguard ? `Resources of type ${safeguard.on.map((type) => `\`${type}\``).join(', ')}.` : 'The workload as a whole.'}`,
    ...published.length ? [`## Published names of the fact\n\n${table(['catalogue', 'name'], published)}`] : [],
    ...controls.length ? [
      '## Controls',
      'A published mapping relates the safeguard to these controls. A review decides for which of them it is evidence; the others are cited in a finding only.',
      table(['framework', 'evidence of the whole control', 'evidence of a part', 'cited only'], controls),
    ] : ['No framework cites it. It applies to every workload.'],
    ...constructs.length ? [`## Constructs\n\nAt their defaults it holds on every resource of ${constructs.map((name) => `[\`${name}\`](/constructs/${name.toLowerCase()})`).join(', ')}.`] : [],
    `[AWS documentation](${linkOf(safeguard)})`,
    `## Acknowledge\n\n\`\`\`ts\nComplianceChecks.acknowledge(construct, { id: '${id}', reason: '…' });\n\`\`\``,
  ].join('\n\n'));
}

const PARTIES: Readonly<Record<keyof Left, string>> = {
  technical: 'in the workload',
  customer: 'your organization',
  inherited: 'AWS',
  notApplicable: 'does not apply',
};

/** How much of a control safeguards can prove. */
function extentOf({ _review: review }: Framework, { id, safeguards }: Control): Extent | undefined {
  const extents = safeguards.map((safeguard) => review.extentOf(id, safeguard));
  return extents.includes('whole') ? 'whole' : extents.includes('part') ? 'part' : undefined;
}

export function writeFrameworks(): void {
  const counted = FRAMEWORKS.map((framework) => {
    const extents = framework.controls.map((control) => extentOf(framework, control));
    const count = (one: Extent | undefined) => extents.filter((extent) => extent === one).length;
    return { framework, counts: [extents.length, count('whole'), count('part'), count(undefined)].map(String) };
  });
  writePage('frameworks/index.md', { title: 'Frameworks', slug: '/frameworks' }, [
    'A template proves a part of a framework. The table counts the controls for which safeguards can be evidence of the whole control or of a part of it. The others are those of AWS, of your organization,'
      + ' or of the technical work that templates do not show. The evidence of a workload has one row for every control and names the responsible party.',
    table(['framework', 'controls', 'whole control', 'part of it', 'no safeguard'], counted.map(({ framework, counts }) => [`[${framework.title}](/frameworks/${framework.id})`, ...counts])),
    '[Add your own](/guides/compliance): a framework of your organization, or one of these with stricter numbers, with controls left out for a reason, and with controls of your own.',
  ].join('\n\n'));
  for (const { framework, counts } of counted) writeFramework(framework, counts);
}

function writeFramework(framework: Framework, [all, whole, part, none]: readonly string[]): void {
  const { id, title, source, _review: review } = framework;
  const proofs = (control: Control, extent: Extent) => control.safeguards.filter((safeguard) => review.extentOf(control.id, safeguard) === extent)
    .map((safeguard) => `[${safeguard}](${safeguardPage(safeguard)})`).join(', ');
  const extents = ([['whole', whole], ['part', part]] as const).filter(([, count]) => count !== '0').map(([extent]) => extent);
  const left = (control: Control) => Object.entries(review.leftOf(control.id) ?? {}).map(([party, text]) => `*${PARTIES[party as keyof Left]}*: ${plain(text)}`).join(' ');
  writePage(`frameworks/${id}.md`, { title, slug: `/frameworks/${id}` }, [
    `Source: ${plain(source)}.`,
    `\`\`\`ts\nWorkload.on(scope, { name: 'ledger', frameworks: [Framework.${id.toUpperCase().replace(/[^A-Z0-9]/g, '_')}] });\n\`\`\``,
    `Of ${all} controls, safeguards can prove ${whole} as a whole and a part of ${part}. No safeguard is evidence of the other ${none}. A control counts for a workload only where a safeguard holds on its resources:`
      + ' [status of a control](/decisions/0031-status-of-a-control) defines the words.',
    '## Controls\n\nThe last column states what a template does not show, and the responsible party.',
    // The table has a style of its own, so that titles and texts have room next to lists of safeguards.
    `<div class="controls">\n\n${table(['control', 'title', ...extents.map((extent) => extent === 'whole' ? 'proves the whole control' : 'proves a part'), 'left'], framework.controls.map((control) => [
      control.id, plain(control.title), ...extents.map((extent) => proofs(control, extent)), left(control),
    ]))}\n\n</div>`,
  ].join('\n\n'));
}

/** A text that begins with a capital, unless with code. */
function sentence(text: string): string {
  return plain(text[0].toUpperCase() + text.slice(1));
}

function serviceOf({ id }: Safeguard): string {
  return id.split('.')[0];
}
