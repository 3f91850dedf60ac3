/// <reference lib="dom" />
import { Control, Framework, Outcome, PageData } from './data';
import { counted, h, section, wordsOf } from './dom';
import { fragmentOf, View, viewOf } from './links';
import { proofOf } from './proof';
import { deviationsIn, PARTIES } from '../compliance/evidence/control-text';

/** The order of statuses, as in the evidence. */
export const STATUSES = ['fails', 'acknowledged', 'satisfied', 'satisfied in part', 'attested', 'not judged', 'customer', 'inherited', 'not applicable'];

interface Row {
  readonly framework: Framework;
  readonly control: Control;
  readonly text: string;
  readonly constructs: string;
  readonly line: HTMLTableRowElement;
  readonly button: HTMLButtonElement;
  detail?: HTMLTableRowElement;
}

/** The matrix of controls with its filters. It follows the fragment of the address. */
export function matrix(data: PageData): HTMLElement {
  const { evidence } = data;
  const outcomesOf = new Map<string, Outcome[]>();
  for (const outcome of evidence.outcomes) outcomesOf.set(outcome.safeguard, [...outcomesOf.get(outcome.safeguard) ?? [], outcome]);
  const rows = evidence.frameworks.flatMap((framework) => framework.controls.map((control) => rowOf(framework, control, outcomesOf)));
  if (rows.length === 0) return section('controls', 'Controls', h('p', {}, 'No framework with controls applies to this workload.'));
  rows.sort((a, b) => STATUSES.indexOf(a.control.status) - STATUSES.indexOf(b.control.status));
  const toggle = (row: Row, open: boolean) => {
    if (open && !row.detail) {
      row.detail = h('tr', { class: 'detail', role: 'row', id: `${row.line.id}-detail` }, h('td', { colspan: 5, role: 'cell' }, proofOf(row.control, data, outcomesOf)));
      row.line.after(row.detail);
      row.button.setAttribute('aria-controls', row.detail.id);
    }
    row.button.setAttribute('aria-expanded', String(open));
    if (row.detail) row.detail.hidden = !open;
  };
  rows.forEach((row) => row.button.addEventListener('click', () => toggle(row, row.button.getAttribute('aria-expanded') !== 'true')));

  const present = new Set(rows.map(({ control }) => control.status as string));
  const framework = select('Framework', evidence.frameworks.map(({ id, title }) => [id, title]));
  const status = select('Status', STATUSES.filter((name) => present.has(name)).map((name) => [name, `${name} (${rows.filter(({ control }) => control.status === name).length})`]));
  const construct = h('input', { type: 'search', list: 'constructs', autocomplete: 'off' });
  const text = h('input', { type: 'search', autocomplete: 'off' });
  const count = h('output', { id: 'matches' });
  const apply = () => {
    const words = wordsOf(text.value);
    const path = construct.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const matches = (!framework.value || row.framework.id === framework.value) && (!status.value || row.control.status === status.value)
        && words.every((word) => row.text.includes(word)) && row.constructs.includes(path);
      row.line.hidden = !matches;
      if (row.detail) row.detail.hidden = !matches || row.button.getAttribute('aria-expanded') !== 'true';
      if (matches) shown++;
    }
    count.textContent = shown === rows.length ? counted(shown, 'control') : `${shown} of ${counted(rows.length, 'control')}`;
    none.hidden = shown > 0;
  };
  const filtered = () => {
    apply();
    history.replaceState(null, '', fragmentOf({ framework: framework.value, status: status.value, construct: construct.value.trim(), text: text.value.trim() }));
  };
  for (const field of [framework, status, construct, text]) field.addEventListener('input', filtered);
  const set = (view: View) => {
    framework.value = view.framework ?? '';
    status.value = view.status ?? '';
    construct.value = view.construct ?? '';
    text.value = view.text ?? '';
    apply();
  };
  const follow = () => {
    const view = viewOf(location.hash);
    if (!view) return;
    set(view.control ? {} : view);
    const row = rows.find(({ line }) => view.control && line.dataset.control === view.control);
    if (view.control && !row) count.textContent = `There is no control ${view.control}. ${counted(rows.length, 'control')}`;
    if (row) {
      toggle(row, true);
      document.querySelector('tr.target')?.classList.remove('target');
      row.line.classList.add('target');
      row.button.focus({ preventScroll: true });
    }
    (row?.line ?? document.getElementById('controls')!).scrollIntoView({ block: 'start' });
  };
  // What a reader of the page opens is printed below the title.
  addEventListener('beforeprint', () => rows.forEach((row) => {
    const title = row.line.querySelector('.title')!;
    if (!title.querySelector('.printed')) title.append(h('small', { class: 'printed' }, printed(row.control)));
  }));
  addEventListener('hashchange', follow);
  addEventListener('load', follow);

  const none = h('p', { hidden: true }, 'No control matches the filters.');
  const clear = h('button', { type: 'button', click: () => { set({}); filtered(); text.focus(); } }, 'Clear filters');
  const element = section('controls', 'Controls',
    h('p', {}, 'A status is what safeguards prove in the templates. ', h('b', {}, 'Satisfied in part'), ' and ', h('b', {}, 'not judged'), ' leave a part open. Open a control to see it. ', h('b', {}, 'Holds on'), ' counts the resources that the safeguards of a control apply to, which can be fewer than there are.'),
    h('form', { class: 'filters', role: 'search', submit: (event) => event.preventDefault() },
      label('Framework', framework), label('Status', status), label('Construct', construct), label('Text', text), clear),
    h('datalist', { id: 'constructs' }, [...new Set(evidence.outcomes.flatMap(({ path }) => path || []))].sort().slice(0, 2000).map((path) => h('option', { value: path }))),
    h('p', {}, count),
    h('div', { class: 'matrix' }, h('table', { role: 'table' },
      h('caption', { class: 'hidden' }, 'Controls of the frameworks with status, proof and what is left'),
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, ['Control', 'Title', 'Status', 'Holds on', 'Left to'].map((head) => h('th', { scope: 'col', role: 'columnheader' }, head)))),
      h('tbody', { role: 'rowgroup' }, rows.map(({ line }) => line)))), none);
  count.setAttribute('aria-live', 'polite');
  apply();
  return element;
}

function rowOf(framework: Framework, control: Control, outcomesOf: ReadonlyMap<string, readonly Outcome[]>): Row {
  const { id, title, status, proven, documents = [], left: parties } = control;
  const key = `${framework.id}/${id}`;
  const button = h('button', { 'type': 'button', 'class': 'open', 'aria-expanded': 'false' }, h('span', { 'class': 'marker', 'aria-hidden': 'true' }), h('span', {}, id, h('small', {}, framework.title)));
  const holds = proven.reduce((sum, proof) => sum + proof.holds, 0);
  const of = proven.reduce((sum, proof) => sum + proof.of, 0);
  const owners = typeof parties === 'string' ? ['no statement'] : Object.keys(parties).map((party) => ({ technical: 'workload', customer: 'customer', inherited: 'AWS' }[party] ?? ''));
  const line = h('tr', { 'role': 'row', 'data-control': key, 'id': `control-${key.replace(/[^A-Za-z0-9-]+/g, '-')}` },
    h('th', { scope: 'row', role: 'rowheader' }, button),
    h('td', { role: 'cell', class: 'title' }, title, ' ', h('a', { 'href': fragmentOf({ control: key }), 'class': 'link', 'aria-label': `Link to ${id} of ${framework.title}` }, '#')),
    h('td', { role: 'cell' }, h('span', { class: `status ${status.replace(/ /g, '-')}` }, status)),
    h('td', { 'role': 'cell', 'data-head': 'Holds on' }, of ? `${holds} of ${of}` : '', documents.length > 0 && [of ? ', ' : '', documents.length === 1 ? '1 document' : `${documents.length} documents`]),
    h('td', { 'role': 'cell', 'data-head': 'Left to' }, owners.filter(Boolean).join(', ')));
  const outcomes = proven.flatMap(({ safeguard }) => outcomesOf.get(safeguard) ?? []);
  return {
    framework,
    control,
    line,
    button,
    constructs: outcomes.map(({ path }) => path).join('\n').toLowerCase(),
    text: [id, title, status, framework.title, ...deviationsIn(control), ...documents.map(({ file, shows }) => `${file} ${shows}`), ...proven.map(({ safeguard }) => safeguard), ...typeof parties === 'string' ? [parties] : Object.values(parties),
      ...outcomes.flatMap(({ finding }) => finding ?? [])].join('\n').toLowerCase(),
  };
}

/** What is proven of a control, and what is left, for print. */
function printed(control: Control): string {
  const { status, proven, documents = [], left } = control;
  return [
    ...proven.map(({ safeguard, holds, of }) => `${safeguard} holds on ${holds} of ${of}`),
    ...documents.map(({ file, shows }) => `${file}: ${shows}`),
    ...deviationsIn(control),
    // Of what no resource shows, the title says what is left.
    ...status === 'not judged' && proven.length + documents.length === 0 ? [] : typeof left === 'string' ? [left] : Object.entries(left).map(([party, text]) => `${PARTIES[party]}: ${text}`),
  ].join('; ');
}

function select(name: string, options: ReadonlyArray<readonly [string, string]>): HTMLSelectElement {
  return h('select', { name: name.toLowerCase() }, h('option', { value: '' }, `All (${options.length})`), options.map(([value, text]) => h('option', { value }, text)));
}

function label(text: string, field: HTMLElement): HTMLElement {
  return h('label', {}, h('span', {}, text), field);
}

/** A link to the controls with a status. */
export function statusLink(framework: string, status: string, text: string): HTMLElement {
  return h('a', { href: fragmentOf({ framework, status }) }, text);
}
