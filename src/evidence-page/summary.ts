/// <reference lib="dom" />
import { Framework, PageData } from './data';
import { counted, h, section, usd } from './dom';
import { statusLink, STATUSES } from './matrix';
import { costText, withoutText } from '../compliance/evidence/cost/cost-text';
import { permitted } from '../compliance/evidence/flows/flow-text';

/** The summary for a manager: counts, what expires next, and the status of each framework. */
export function summary({ evidence }: PageData): HTMLElement {
  const { cost, flows } = evidence;
  const { resources, stacks, safeguards, judgements, findings, acknowledged, byDesign } = evidence.summary;
  const own = acknowledged - byDesign;
  const open = permitted(flows);
  const [next] = expiries(evidence.outcomes);
  const { unjudged = [] } = evidence;
  return section('summary', 'Summary',
    h('dl', { class: 'tiles' },
      tile('Findings', findings.toLocaleString('en'), findings ? 'must be mended or acknowledged' : 'nothing fails', findings > 0),
      tile('Acknowledged by the workload', String(own), next ? `next expiry: ${next}` : own ? 'none expires' : 'no deviation'),
      tile('By design of the library', String(byDesign), byDesign ? 'deviations of its own constructs' : 'no deviation'),
      tile('Resources', resources.toLocaleString('en'), `in ${counted(stacks, 'stack')}`),
      tile('Judgements', judgements.toLocaleString('en'), `of ${counted(safeguards, 'safeguard')}`),
      tile('Unjudged resource types', String(unjudged.length), unjudged.length ? unjudged.map(({ type, resources: count }) => `${type} (${count})`).join(', ') : 'every type has a safeguard or needs none'),
      tile('Permitted connections', open.length.toLocaleString('en'), `${open.filter(({ encryption }) => encryption !== 'encrypted').length.toLocaleString('en')} not shown to be encrypted`),
      tile('Estimated cost', costText(cost, (amount) => usd(Math.round(amount)).replace('.00', '')), [`prices of ${cost.lines.find(({ publishedOn }) => publishedOn)?.publishedOn ?? 'the price table'}`, withoutText(cost)].filter(Boolean).join(', '))),
    evidence.frameworks.length === 0 && h('p', {}, 'No framework applies to this workload.'),
    evidence.frameworks.map(frameworkSummary));
}

function tile(term: string, value: string, note: string | undefined, isBad = false): HTMLElement {
  return h('div', { class: isBad ? 'bad' : '' }, h('dt', {}, term), h('dd', {}, h('b', {}, value), note !== undefined && h('small', {}, note)));
}

function frameworkSummary({ id, title, source, controls }: Framework): HTMLElement {
  const counts = STATUSES.map((status) => [status, controls.filter((control) => control.status === status).length] as const)
    .filter(([, count]) => count > 0);
  return h('div', { class: 'framework' },
    h('h3', {}, title, ' ', h('small', {}, counted(controls.length, 'control'))),
    h('div', { 'class': 'bar', 'aria-hidden': 'true' }, counts.map(([status, count]) => {
      const part = h('span', { class: `status ${status.replace(/ /g, '-')}` });
      part.style.flexGrow = String(count);
      return part;
    })),
    h('ul', { class: 'counts' }, counts.map(([status, count]) => h('li', {},
      h('span', { 'class': `status dot ${status.replace(/ /g, '-')}`, 'aria-hidden': 'true' }), statusLink(id, status, `${count} ${status}`)))),
    h('p', {}, h('small', {}, `Source: ${source}`)));
}

/** Days on which acknowledgements expire, the earliest first. */
function expiries(outcomes: PageData['evidence']['outcomes']): string[] {
  return [...new Set(outcomes.flatMap(({ acknowledgement }) => acknowledgement?.expires ?? []))].sort();
}
