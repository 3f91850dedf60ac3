/// <reference lib="dom" />
import { Control, Outcome, PageData } from './data';
import { code, counted, h } from './dom';
import { deviationsIn, PARTIES } from '../compliance/evidence/control-text';

const RESULTS: Readonly<Record<string, string>> = { holds: 'holds', fails: 'fails', unknown: 'not determined', acknowledged: 'acknowledged' };
const ORDER = ['fails', 'unknown', 'acknowledged', 'holds'];

/** What opens below a control: what is proven on which resources, and what is left. */
export function proofOf(control: Control, { evidence }: PageData, outcomesOf: ReadonlyMap<string, readonly Outcome[]>): HTMLElement {
  const { components, configuration } = evidence.inventory;
  const sources = new Map(components.map(({ id, source }) => [id, source]));
  const countOf = (type: string) => components.filter((component) => component.type === type).length + (configuration[type] ?? 0);
  return h('div', { class: 'proof' },
    h('div', {},
      h('h3', {}, 'Proven in the templates'),
      control.proven.length === 0 && h('p', {}, 'No safeguard that is evidence of this control applies to a resource.'),
      control.documents && [h('p', {}, 'Parts of this evidence that show it:'), h('ul', {}, control.documents.map(({ file, section, shows }) => h('li', {}, h('a', { href: `#${section}` }, file), `: ${shows}.`)))],
      control.proven.map(({ safeguard, extent, holds, of, relatedBecause }) => {
        const { statement, link, severity } = evidence.safeguards[safeguard];
        const outcomes = [...outcomesOf.get(safeguard) ?? []].sort((a, b) => ORDER.indexOf(a.result) - ORDER.indexOf(b.result));
        return h('details', { open: holds < of },
          h('summary', {}, code(safeguard), ` ${statement}: holds on ${holds} of ${of}, proves ${extent === 'whole' ? 'the whole control' : 'a part of the control'}`),
          h('p', {}, scopeOf(outcomes, countOf), `Severity: ${severity}. `, link && h('a', { href: link, rel: 'noreferrer' }, 'AWS documentation')),
          relatedBecause !== undefined && h('p', {}, `This project relates it to the control, and no published mapping: ${relatedBecause}`),
          h('ul', {}, outcomes.map((outcome) => line(outcome, sources.get(outcome.path)))));
      })),
    h('div', {},
      h('h3', {}, 'Left'),
      left(control),
      control.reports && h('p', {}, `Reports in AWS Artifact: ${control.reports.join('; ')}.`)));
}

// Why a safeguard counts fewer resources than there are.
function scopeOf(outcomes: readonly Outcome[], countOf: (type: string) => number): string {
  const types = [...new Set(outcomes.flatMap(({ type }) => type ?? []))];
  const all = types.reduce((sum, type) => sum + countOf(type), 0);
  return all > outcomes.length ? `It applies to ${outcomes.length} of ${all} resources of ${types.join(', ')}. ` : '';
}

function line({ path, logicalId, template, result, finding, acknowledgement }: Outcome, source: string | undefined): HTMLElement {
  return h('li', { class: `result ${result}` },
    h('b', {}, RESULTS[result]), ' ', h('span', { class: 'path' }, path || 'the workload as a whole'),
    h('small', {}, logicalId && [' ', code(logicalId), ` in ${template}`], source && `, ${source}`),
    finding && h('div', {}, finding, '.'),
    acknowledgement && h('div', {}, `Reason: ${acknowledgement.reason.replace(/\.?$/, '.')}`, acknowledgement.expires && ` Until ${acknowledgement.expires}.`));
}

function left(control: Control): HTMLElement {
  const { left: parties, unjudged = [] } = control;
  const deviating = deviationsIn(control);
  const entries: Array<readonly [string, string]> = typeof parties === 'string' ? [] : Object.entries(parties) as Array<[string, string]>;
  if (typeof parties === 'string' && deviating.length + unjudged.length === 0) return h('p', {}, 'No responsibility statement.');
  if (entries.length + unjudged.length + deviating.length === 0) return h('p', {}, 'Nothing: the safeguards prove the whole control.');
  return h('dl', {},
    deviating.length > 0 && [h('dt', {}, 'Deviations'), deviating.map((text) => h('dd', {}, `${text}.`))],
    unjudged.length > 0 && [h('dt', {}, 'Not judged'), h('dd', {}, `No safeguard judges ${counted(unjudged.length, 'resource type')}: `, unjudged.join(', '))],
    entries.map(([party, text]) => [h('dt', {}, PARTIES[party]), h('dd', {}, text)]));
}
