import { FRAMEWORKS } from './frameworks';
import { columns, wrapped } from './output/layout';
import { templateFixesOf } from './template-fix';
import { PARTIES } from '../compliance/evidence/control-text';
import { linkOf, severityOf } from '../compliance/mapping/published';
import { Control } from '../compliance/model/control';
import { Framework } from '../compliance/model/framework';
import { Extent } from '../compliance/model/responsibility';
import { Safeguard } from '../compliance/model/safeguard';
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

/** The ids of all controls of the built-in frameworks. */
export function controlIds(): string[] {
  return FRAMEWORKS.flatMap(({ controls }) => controls.map(({ id }) => id));
}

/**
 * What safeguards prove of the controls with an id, and what is left of them, by framework. Empty if no built-in framework has the id.
 * @param id of the control, or of its framework and the control, as in the links of the evidence: `pci-dss-4.0.1/10.5.1`
 */
export function controlExplanation(id: string): string[] {
  const isMeant = (framework: Framework, control: Control) => [control.id, `${framework.id}/${control.id}`].some((each) => sameId(each, id));
  return FRAMEWORKS
    .flatMap((framework) => framework.controls.filter((control) => isMeant(framework, control)).map((control) => controlLines(framework, control)))
    .flatMap((lines, index) => index === 0 ? lines : ['', ...lines]);
}

/** Whether two ids differ in upper and lower case only. */
export function sameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function controlLines({ title: framework, _review: review }: Framework, { id, title, safeguards }: Control): string[] {
  const extents = safeguards.map((safeguard) => [safeguard, review.extentOf(id, safeguard)] as const);
  const part = (head: string, lines: readonly string[]) => lines.length ? [`  ${head}`, ...lines.flatMap((line) => wrapped(line, '    '))] : [];
  const listed = (extent: Extent | undefined) => extents.filter(([, each]) => each === extent).map(([safeguard]) => safeguard).sort().join(', ');
  const proofs = [['Proven as a whole by', listed('whole')], ['Proven in part by', listed('part')], ['Related, but no evidence', listed(undefined)]] as const;
  const left = review.leftOf(id) ?? {};
  return [
    ...wrapped(`${framework} ${id}: ${title}`),
    ...proofs.flatMap(([head, ids]) => part(head, ids ? [ids] : [])),
    ...safeguards.length ? [] : ['  No safeguard is related to it'],
    ...Object.entries(left).flatMap(([party, text]) => part(`Left: ${PARTIES[party]}`, [text])),
    ...part('Reports in AWS Artifact', review.reportsOf(id)),
  ];
}

/** What a safeguard requires, why, where that is published, and how to meet it. */
export function explanation(safeguard: Safeguard): string[] {
  const { id, statement, rationale, remedy, sources } = safeguard;
  const published = [['AWS Security Hub', sources.securityHub], ['cdk-nag', sources.cdkNag], ['Prowler', sources.prowler]] as const;
  const controls = FRAMEWORKS.map((framework) => [framework.title, framework.controlsServedBy(id)] as const).filter(([, ids]) => ids.length > 0);
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
    ...templateLines(safeguard),
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

// Resources to change or to add, with their properties.
function templateLines(safeguard: Safeguard): string[] {
  return templateFixesOf(safeguard).flatMap(({ types, isAdded, properties, omitted, remarks }) => [
    ...types.length ? wrapped(`${isAdded ? 'Add ' : ''}${types.join(', ')}:`, '  ') : [],
    ...[...properties.map(({ path, value }) => `${path}: ${value}`), ...omitted.map((path) => `(omit ${path})`), ...remarks]
      .flatMap((line) => hanging(line, types.length ? '    ' : '  ')),
  ]);
}

// The lines after the first are deeper.
function hanging(text: string, indent: string): string[] {
  const [first, ...rest] = wrapped(text, indent, 98);
  return [first, ...rest.map((line) => `  ${line}`)];
}
