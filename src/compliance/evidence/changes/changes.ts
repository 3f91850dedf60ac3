import { Changes, compareEvidence, Difference, isUnchanged } from './compare';
import { Evidence } from '../collect';
import { controlsShowing } from '../control-text';
import { permitted, protocolText } from '../flows/flow-text';
import { inline, table } from '../markdown';
import { Component, Flow } from '../model';
import { isOfFedRamp } from '../options';
import { originText } from '../origin-text';

/**
 * What changed since the evidence of an earlier synthesis: `changes.md`.
 * @param packageOverview address of FedRAMP's Certification Package Overview
 */
export function changes(now: Evidence, before: Evidence, packageOverview?: string): string {
  // Evidence of a version without them has the same schema version.
  const { inventory, flows, crypto }: Partial<Evidence> = before;
  if (inventory === undefined || flows === undefined || crypto === undefined) {
    return `# Changes of ${inline(now.systemName)}\n\nNot compared: the earlier evidence has no inventory, no connections or no cryptography.\n`;
  }
  const found = compareEvidence(now, before);
  return [
    `# Changes of ${inline(now.systemName)}`,
    '',
    ...table(['', 'Before', 'After'], origins(before, now)),
    '',
    isUnchanged(found) ? 'Components, connections, cryptography, findings, deviations and statuses are the same as in the earlier evidence.' : summaryOf(found),
    ...found.hasSettings ? [] : ['The earlier evidence has no settings of components and no certificates of endpoints: they are not compared.'],
    'Properties that neither the inventory, the list of connections nor the cryptography has are not compared.',
    ...section('Components', found.components, ['Type', 'Service', 'Exposure', 'Encryption'], ({ type, service, exposure, encryption }) => [`\`${type}\``, service, exposure, encryption?.by ?? '']),
    ...section('Connections', found.flows, ['Connection', 'Encryption', 'Why', 'Opened by'],
      ({ from, to, protocol, ports, encryption, why, blockedBy, openedBy }) => [`${from.join(', ')} to ${to.join(', ')}, ${protocolText({ protocol, ports })}`, encryption, [why, blockedBy && `blocked: ${blockedBy}`].filter(Boolean).join('; '), openedBy.map(({ id, source }) => source ?? id).join(', ')]),
    ...section('Cryptography', found.cryptography, ['Settings'], ({ settings }) => [Object.entries(settings).map(([name, value]) => `${name}: ${value}`).join('; ')]),
    ...section('Findings', found.findings, ['Safeguard', 'Resource', 'Finding'], ({ safeguard, path, finding }) => [`\`${safeguard}\``, path, finding]),
    ...section('Deviations', found.deviations, ['Safeguard', 'Resource', 'Reason', 'Expires'], ({ safeguard, path, reason, expires = '' }) => [`\`${safeguard}\``, path, reason, expires]),
    ...statuses(found),
    ...notification(now, before, found, packageOverview),
    '',
  ].join('\n');
}

// What the two states are of.
function origins(before: Evidence, now: Evidence): string[][] {
  const [was, is] = [before, now].map((evidence) => new Map([
    ['Evidence', evidence.name],
    // Evidence of an early version has no origin.
    ...(evidence as Partial<Evidence>).origin ? originText(evidence) : [],
  ]));
  return [...new Set([...was.keys(), ...is.keys()])].map((term) => [term, was.get(term) ?? 'not stated', is.get(term) ?? 'not stated']);
}

function summaryOf({ components, flows, cryptography, findings, deviations, statuses: changed }: Changes): string {
  const part = (name: string, plural: string, { added, removed, changed: other }: Difference<unknown>) => `${number(added.length + removed.length + other.length, name, plural)}`
    + ` (${added.length} new, ${removed.length} gone, ${other.length} changed)`;
  return `${part('component', 'components', components)}, ${part('connection', 'connections', flows)}, ${part('key or endpoint', 'keys and endpoints', cryptography)}, ${part('finding', 'findings', findings)}, ${part('deviation', 'deviations', deviations)}, `
    + `${number(changed.length, 'status', 'statuses')} of controls.`;
}

function number(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function section<T extends { readonly id: string }>(
  title: string, { added, removed, changed }: Difference<T>, head: readonly string[], cellsOf: (item: T) => readonly string[],
): string[] {
  if (added.length + removed.length + changed.length === 0) return [];
  return ['', `## ${title}`,
    ...added.length ? ['', `### New (${added.length})`, '', ...table(['Id', ...head], added.map((item) => [item.id, ...cellsOf(item)]))] : [],
    ...removed.length ? ['', `### Gone (${removed.length})`, '', ...table(['Id', ...head], removed.map((item) => [item.id, ...cellsOf(item)]))] : [],
    ...changed.length
      ? ['', `### Changed (${changed.length})`, '', ...table(['Id', 'Field', 'Before', 'After'], changed.flatMap(({ item, fields }) => fields.map(({ field, before, after }) => [item.id, field, before, after])))]
      : []];
}

function statuses({ statuses: changed }: Changes): string[] {
  if (changed.length === 0) return [];
  return ['', '## Statuses of controls', '', ...table(['Framework', 'Control', 'Before', 'After'], changed.map(({ framework, control, before, after }) => [framework, control, before, after]))];
}

// Names are those of the schema of FedRAMP, "FedRAMP Significant Change Notification (SCN-CSO-INF)", 2026-06-24. The rest is for people to decide.
function notification(now: Evidence, before: Evidence, found: Changes, certificationPackageOverviewUri: string | undefined): string[] {
  if (isUnchanged(found) || !now.frameworks.some(({ id }) => isOfFedRamp(id))) return [];
  const touched = impacted(now, before, found);
  const missing = [...certificationPackageOverviewUri === undefined ? ['`certificationPackageOverviewUri`'] : [], '`changeType`'];
  const draft = {
    ...(certificationPackageOverviewUri !== undefined && { certificationPackageOverviewUri }),
    changeDescription: describe(found),
    ...(touched.length > 0 && { impactedControls: touched }),
  };
  return ['', '## Draft of a significant change notification', '',
    `SCN-CSO-EVA decides whether the change is significant. Add ${missing.join(' and ')}, which the schema requires, and \`changeTypeExplanation\`, \`reason\`,`,
    '`customerImpact`, `planAndTimeline` and `impactAnalysis`. The rules also ask for the name and title of the approver.',
    '`impactedControls` has the controls whose status differs, and those whose status shows a finding or deviation that differs. Add others that the change impacts.', '',
    '```json', JSON.stringify(draft, null, 2), '```'];
}

// Controls of FedRAMP, in the order of their frameworks.
function impacted(now: Evidence, before: Evidence, { statuses: changed, findings, deviations }: Changes): string[] {
  const safeguardsOf = ({ added, removed, changed: other }: Difference<{ readonly safeguard: string }>) => (
    [...added, ...removed, ...other.map(({ item }) => item)].map(({ safeguard }) => safeguard));
  const safeguards = [...safeguardsOf(findings), ...safeguardsOf(deviations)];
  const shown = [now, before].flatMap((evidence) => safeguards.filter((id) => evidence.safeguards[id]).flatMap((id) => controlsShowing(evidence)(id))
    .flatMap(({ framework, shown: ids }) => ids.map((id) => `${framework} ${id}`)));
  const concerned = new Set([
    ...shown,
    ...[now, before].flatMap(({ frameworks }) => frameworks.flatMap(({ id, title }) => (
      changed.filter(({ framework }) => framework === title).map(({ control }) => `${id} ${control}`)))),
  ]);
  const controls = [now, before].flatMap(({ frameworks }) => frameworks.filter(({ id }) => isOfFedRamp(id))
    .flatMap(({ id, controls: all }) => all.filter((control) => concerned.has(`${id} ${control.id}`)).map((control) => control.id)));
  return [...new Set(controls)];
}

function describe({ components, flows, cryptography, findings, deviations }: Changes): string {
  const names = (items: ReadonlyArray<{ readonly id: string }>) => items.map(({ id }) => id.trim()).join(', ');
  const one = <T extends { readonly id: string }>(name: string, { added, removed, changed }: Difference<T>) => [
    added.length && `New ${name}: ${names(added)}.`,
    removed.length && `Removed ${name}: ${names(removed)}.`,
    changed.length && `Changed ${name}: ${names(changed.map(({ item }) => item))}.`,
  ];
  return [...one<Component>('resources', components), ...one<Flow>('connections', { ...flows, added: permitted(flows.added), removed: permitted(flows.removed) }), ...one('cryptography', cryptography), ...one('findings', findings), ...one('deviations', deviations)].filter(Boolean).join(' ') || 'Statuses of controls changed.';
}
