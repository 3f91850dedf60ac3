/*
 * The part of a browser's document that the script of the evidence page uses. Layout and styles need a browser: `run.ts`.
 */

type Listener = (event: PageEvent) => void;

class PageEvent {
  isDefaultPrevented = false;

  preventDefault(): void {
    this.isDefaultPrevented = true;
  }
}

class ClassList {
  constructor(private readonly element: PageElement) {}

  add(name: string): void {
    this.element.setAttribute('class', [...this.names, name].join(' '));
  }

  remove(name: string): void {
    this.element.setAttribute('class', this.names.filter((each) => each !== name).join(' '));
  }

  get names(): string[] {
    return (this.element.getAttribute('class') ?? '').split(' ').filter(Boolean);
  }
}

/** An element, with the names of HTMLElement. */
export class PageElement {
  readonly classList = new ClassList(this);
  readonly style: Record<string, string> = {};
  children: Array<PageElement | string> = [];
  parent?: PageElement;
  /** Options of calls of `scrollIntoView` and `focus`. */
  readonly calls: unknown[] = [];
  private readonly attributes: Record<string, string> = {};
  private readonly listeners: Record<string, Listener[]> = {};
  private text = '';

  constructor(readonly tag: string) {}

  setAttribute(name: string, value: string): void {
    this.attributes[name] = value;
  }

  getAttribute(name: string): string | null {
    return this.attributes[name] ?? null;
  }

  addEventListener(name: string, listener: Listener): void {
    (this.listeners[name] ??= []).push(listener);
  }

  /** Makes an event, as a user does. */
  fire(name: string): PageEvent {
    const event = new PageEvent();
    if (!this.listeners[name]) throw new Error(`<${this.tag}> has no listener of ${name}`);
    this.listeners[name].forEach((listener) => listener(event));
    return event;
  }

  append(...children: Array<PageElement | string>): void {
    for (const child of children) if (typeof child !== 'string') child.parent = this;
    this.children.push(...children);
  }

  after(element: PageElement): void {
    this.parent!.children.splice(this.parent!.children.indexOf(this) + 1, 0, element);
    element.parent = this.parent;
  }

  replaceWith(...elements: PageElement[]): void {
    this.parent!.children = this.parent!.children.flatMap((each) => each === this ? elements : [each]);
  }

  scrollIntoView(options: unknown): void {
    this.calls.push(options);
  }

  focus(options: unknown): void {
    this.calls.push(['focus', options]);
  }

  querySelectorAll(selector: string): PageElement[] {
    const last = selector.split(' ').length - 1;
    const matches = (element: PageElement | undefined, parts: string[], at: number): boolean => {
      if (at < 0) return true;
      if (element === undefined) return false;
      return element.is(parts[at]) ? matches(element.parent, parts, at - 1) : at < last && matches(element.parent, parts, at);
    };
    return this.all.filter((element) => matches(element, selector.split(' '), last));
  }

  querySelector(selector: string): PageElement | null {
    return this.querySelectorAll(selector)[0] ?? null;
  }

  private get all(): PageElement[] {
    return this.children.flatMap((child) => typeof child === 'string' ? [] : [child, ...child.all]);
  }

  private is(part: string): boolean {
    const { tag, name } = /^(?<tag>[\w-]*)(?:\.(?<name>[\w-]+))?$/.exec(part)!.groups!;
    return (!tag || this.tag === tag) && (!name || this.classList.names.includes(name));
  }

  get id(): string {
    return this.attributes.id ?? '';
  }

  get dataset(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.attributes).flatMap(([name, value]) => name.startsWith('data-') ? [[name.slice(5), value]] : []));
  }

  get hidden(): boolean {
    return this.attributes.hidden !== undefined;
  }

  set hidden(is: boolean) {
    if (is) this.attributes.hidden = '';
    else delete this.attributes.hidden;
  }

  get value(): string {
    return this.tag !== 'select' || this.selectedIndex >= 0 ? this.text : '';
  }

  set value(text: string) {
    this.text = text;
  }

  /** Index of the chosen option; -1 where none has the value. */
  get selectedIndex(): number {
    return this.querySelectorAll('option').findIndex((option) => option.attributes.value === this.text);
  }

  get textContent(): string {
    return this.children.map((child) => typeof child === 'string' ? child : child.textContent).join('');
  }

  set textContent(text: string) {
    this.children = [text];
  }

  /** The only markup that the page reads is that of diagrams. */
  set innerHTML(markup: string) {
    this.children = [`markup: ${markup}`];
  }

  /** The element as text: `<tag name="value">children</tag>`. */
  toString(): string {
    const style = Object.entries(this.style).map(([name, value]) => ` ${name}=${value}`).join('');
    const attributes = Object.entries(this.attributes).map(([name, value]) => value === '' ? ` ${name}` : ` ${name}="${value}"`).join('');
    return `<${this.tag}${attributes}${style}>${this.children.join('')}</${this.tag}>`;
  }
}

/** A window with an address. Its document becomes the one of the script. */
export class PageWindow extends PageElement {
  /** Fragment that the script wrote. */
  written?: string;
  readonly location = { hash: '' };
  readonly history = { replaceState: (_state: unknown, _title: string, address: string) => { this.written = address; } };
  readonly document = {
    createElement: (tag: string) => new PageElement(tag),
    getElementById: (id: string) => this.querySelectorAll('').find((element) => element.id === id) ?? null,
    querySelector: (selector: string) => this.querySelector(selector),
  };

  constructor() {
    super('body');
    const { document, location, history } = this;
    Object.assign(globalThis, { document, location, history, addEventListener: this.addEventListener.bind(this) });
  }

  /** Opens an address. */
  follow(fragment: string, event: 'hashchange' | 'load' = 'hashchange'): void {
    this.location.hash = fragment;
    this.fire(event);
  }
}
