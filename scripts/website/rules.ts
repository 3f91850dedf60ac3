import { plain, table, writePage } from './markdown';
import { linkOf, severityOf } from '../../src/compliance/mapping/published';
import { Framework } from '../../src/compliance/model/framework';
import { Safeguard } from '../../src/compliance/model/safeguard';
import { SAFEGUARDS } from '../../src/compliance/safeguards';

/** Frameworks of the library. */
const FRAMEWORKS: readonly Framework[] = Object.values(Framework).filter((value): value is Framework => value instanceof Framework);

/** Address of the page of a safeguard. */
export function safeguardPage(id: string): string {
  return `/safeguards/${id.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

export function writeSafeguards(): void {
  const services = [...new Set(SAFEGUARDS.map(serviceOf))].sort();
  writePage('safeguards/index.md', { title: 'Safeguards', slug: '/safeguards' }, [
    `A safeguard is a fact about a resource, or about a workload, that the check judges in the finished templates. There are ${SAFEGUARDS.length}. [Rules of cdk-nag](/safeguards/cdk-nag) lists them by the names of cdk-nag.`,
    ...services.map((service) => [
      `## ${service}`,
      table(['safeguard', 'fact', 'severity'], SAFEGUARDS.filter((one) => serviceOf(one) === service)
        .map((one) => [`[\`${one.id}\`](${safeguardPage(one.id)})`, plain(one.statement), severityOf(one)])),
    ].join('\n\n')),
  ].join('\n\n'));
  for (const safeguard of SAFEGUARDS) writeSafeguard(safeguard);
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

function writeSafeguard(safeguard: Safeguard): void {
  const { id, statement, rationale, remedy, sources } = safeguard;
  const published = Object.entries({ 'AWS Security Hub CSPM': sources.securityHub, 'cdk-nag': sources.cdkNag, 'Prowler': sources.prowler })
    .flatMap(([name, ids]) => ids?.length ? [[name, ids.map((one) => `\`${one}\``).join(', ')]] : []);
  const controls = FRAMEWORKS.map((framework) => [`[${framework.title}](/frameworks/${framework.id})`, plain(framework.controlsServedBy(id).join(', '))]).filter(([, ids]) => ids);
  writePage(`${safeguardPage(id).slice(1)}.md`, { title: id, slug: safeguardPage(id) }, [
    `**${plain(statement)}.** Severity: ${severityOf(safeguard)}.`,
    `${plain(rationale)}.`,
    `## Fix\n\n${plain(remedy)}.`,
    `## Judged\n\n${'judge' in safeguard ? `Resources of type ${safeguard.on.map((type) => `\`${type}\``).join(', ')}.` : 'The workload as a whole.'}`,
    ...published.length ? [`## Published names of the fact\n\n${table(['catalogue', 'name'], published)}`] : [],
    ...controls.length ? [`## Controls that cite it\n\n${table(['framework', 'controls'], controls)}`] : ['No framework cites it. It applies to every workload.'],
    `[AWS documentation](${linkOf(safeguard)})`,
    `## Acknowledge\n\n\`\`\`ts\nComplianceChecks.acknowledge(construct, { id: '${id}', reason: '…' });\n\`\`\``,
  ].join('\n\n'));
}

export function writeFrameworks(): void {
  const rows = FRAMEWORKS.map((framework) => {
    const judged = framework.controls.filter(({ id, safeguards }) => safeguards.some((safeguard) => framework._review.extentOf(id, safeguard)));
    return { framework, judged };
  });
  writePage('frameworks/index.md', { title: 'Frameworks', slug: '/frameworks' }, [
    'A template proves a part of a framework. The table counts controls for which a safeguard is accepted as evidence; the others are those of AWS, of your organization, or of the technical work'
      + ' that templates do not show. The evidence of a workload has one row for every control and names the responsible party.',
    table(['framework', 'controls', 'with template-proven evidence'],
      rows.map(({ framework, judged }) => [`[${framework.title}](/frameworks/${framework.id})`, String(framework.controls.length), String(judged.length)])),
  ].join('\n\n'));
  for (const { framework, judged } of rows) {
    writePage(`frameworks/${framework.id}.md`, { title: framework.title, slug: `/frameworks/${framework.id}` }, [
      `Source: ${plain(framework.source)}`,
      `${judged.length} of ${framework.controls.length} controls have a safeguard that is accepted as evidence of the control or a part of it.`,
      table(['control', 'title', 'safeguards that are evidence', 'left'], framework.controls.map(({ id, title, safeguards }) => [
        id,
        plain(title),
        safeguards.filter((safeguard) => framework._review.extentOf(id, safeguard)).map((safeguard) => `[${safeguard}](${safeguardPage(safeguard)})`).join(', '),
        Object.keys(framework._review.leftOf(id) ?? {}).join(', '),
      ])),
    ].join('\n\n'));
  }
}

function serviceOf({ id }: Safeguard): string {
  return id.split('.')[0];
}
