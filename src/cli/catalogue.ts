import { FRAMEWORKS } from './frameworks';
import { parseDocument } from './input/document';
import { TemplateFile } from './input/template-file';
import { columns, wrapped } from './output/layout';
import { outcomeOf } from '../compliance/judge';
import { linkOf, severityOf } from '../compliance/mapping/published';
import { Framework } from '../compliance/model/framework';
import { strictest } from '../compliance/model/framework-numbers';
import { Safeguard } from '../compliance/model/safeguard';
import { RenderedTemplate } from '../compliance/rendered';
import { SAFEGUARDS } from '../compliance/safeguards';

/** A table of safeguards: those that frameworks cite and those of every workload. */
export function safeguardList(frameworks: readonly Framework[]): string[] {
  const cited = new Set(frameworks.flatMap(({ controls }) => controls.flatMap(({ safeguards }) => safeguards)));
  return columns(SAFEGUARDS.filter(({ id, always }) => always || cited.has(id)).sort((a, b) => a.id < b.id ? -1 : 1)
    .map((safeguard) => [safeguard.id, severityOf(safeguard), safeguard.statement]));
}

/** A table of the built-in frameworks. */
export function frameworkList(): string[] {
  return columns(FRAMEWORKS.map(({ id, title, controls }) => [
    id, title, `${controls.length} controls, ${controls.filter(({ safeguards }) => safeguards.length > 0).length} with safeguards`,
  ]));
}

/** The controls of frameworks with the safeguards that serve them. */
export function controlList(frameworks: readonly Framework[]): string[] {
  return frameworks.flatMap(({ title, controls }) => [title, ...controls.flatMap((control) => [
    ...wrapped(`${control.id} ${control.title}`, '  '),
    ...wrapped(control.safeguards.join(', ') || 'no safeguard', '    '),
  ])]);
}

/** What a safeguard requires, why, where that is published, and how to meet it. */
export function explanation(safeguard: Safeguard): string[] {
  const { id, statement, rationale, remedy, sources } = safeguard;
  const published = [['AWS Security Hub', sources.securityHub], ['cdk-nag', sources.cdkNag], ['Prowler', sources.prowler]] as const;
  const controls = FRAMEWORKS.map((framework) => [framework.title, framework.controlsServedBy(id)] as const).filter(([, ids]) => ids.length > 0);
  const fixes = fixesOf(safeguard);
  return [
    ...wrapped(`${id} (${severityOf(safeguard)}): ${statement}.`),
    '',
    'Why',
    ...wrapped(`${rationale}.`, '  '),
    '',
    'Judged',
    ...wrapped('on' in safeguard ? (safeguard.on.includes('*') ? 'every resource' : safeguard.on.join(', ')) : 'the workload as a whole', '  '),
    '',
    'Fix with the CDK',
    ...wrapped(`${remedy}.`, '  '),
    '',
    'Fix in a template',
    ...fixes.length ? fixes.flatMap((fix) => wrapped(fix, '  ')) : wrapped('Meet the statement above. The finding names the property that does not.', '  '),
    '',
    'Acknowledge in a template',
    ...`  Metadata:\n    cdk-regulated:\n      acknowledge:\n        - id: ${id}\n          reason: <at least 20 characters and 4 words>`.split('\n'),
    '',
    'Published as',
    ...published.filter(([, names]) => names?.length).flatMap(([source, names]) => wrapped(`${source}: ${names!.join(', ')}`, '  ')),
    `  ${linkOf(safeguard)}`,
    ...controls.length ? ['', 'Controls', ...controls.flatMap(([title, ids]) => wrapped(`${title}: ${ids.join(', ')}`, '  '))] : ['', 'Applies to every workload.'],
  ];
}

/** What a template has to set, by the type of the resource: what the safeguard finds about a resource without properties. */
function fixesOf(safeguard: Safeguard): string[] {
  if (!('on' in safeguard)) return [];
  const expected = { numbers: strictest(FRAMEWORKS.map(({ numbers }) => numbers)), tags: [] };
  return safeguard.on.filter((type) => type !== '*').flatMap((type) => {
    const document = parseDocument(JSON.stringify({ Resources: { It: { Type: type, Properties: {} } } }));
    const template = new RenderedTemplate(new TemplateFile({ file: '/template.json', name: 'template.json', document }));
    const outcome = outcomeOf(safeguard, template.resources[0], expected);
    return outcome?.result === 'fails' ? [`${type}: ${outcome.finding}.`] : [];
  });
}
