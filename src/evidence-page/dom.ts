/// <reference lib="dom" />


type Child = Node | string | number | undefined | false | readonly Child[];
type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>;

/** Creates an element. Text is never read as HTML. Attributes that are `undefined` or `false` are left out; functions are event listeners. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, children);
  return element;
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(typeof child === 'number' ? String(child) : child as Node | string);
  }
}

/** A column of a table. */
export interface Column<T> {
  readonly head: string;
  readonly cell: (row: T) => Child;
  readonly isNumber?: boolean;
}

/** A table that scrolls in its own region on narrow screens. */
export function table<T>(caption: string, columns: ReadonlyArray<Column<T>>, rows: readonly T[]): HTMLElement {
  return h('div', { 'class': 'scroll', 'role': 'region', 'tabindex': 0, 'aria-label': caption },
    h('table', {},
      h('caption', { class: 'hidden' }, caption),
      h('thead', {}, h('tr', {}, columns.map(({ head, isNumber }) => h('th', { scope: 'col', class: isNumber && 'number' }, head)))),
      h('tbody', {}, rows.map((row) => h('tr', {}, columns.map(({ cell, isNumber }) => h('td', { class: isNumber && 'number' }, cell(row))))))));
}

/** As `table`, with a field that filters the rows. */
export function searchable<T>(caption: string, columns: ReadonlyArray<Column<T>>, rows: readonly T[]): HTMLElement {
  if (rows.length < 8) return table(caption, columns, rows);
  const element = table(caption, columns, rows);
  const lines = [...element.querySelectorAll<HTMLTableRowElement>('tbody tr')];
  const texts = lines.map((line) => line.textContent!.toLowerCase());
  const count = h('output', {}, counted(rows.length, 'row'));
  const search = h('input', {
    type: 'search',
    input: () => {
      const words = wordsOf(search.value);
      let shown = 0;
      lines.forEach((line, index) => {
        line.hidden = !words.every((word) => texts[index].includes(word));
        if (!line.hidden) shown++;
      });
      count.textContent = `${shown} of ${counted(rows.length, 'row')}`;
    },
  });
  return h('div', {}, h('p', { class: 'filters' }, h('label', {}, h('span', {}, `Search ${caption.toLowerCase()}`), search), count), element);
}

/** A section of the page. */
export function section(id: string, title: string, ...children: Child[]): HTMLElement {
  return h('section', { id, 'aria-labelledby': `${id}-title` }, h('h2', { id: `${id}-title`, tabindex: -1 }, title), children);
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

export function code(text: string): HTMLElement {
  return h('code', {}, text);
}

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

export function usd(amount: number): string {
  return amount.toLocaleString('en', { style: 'currency', currency: 'USD' });
}
