import { Libraries } from './csharp-names';

// Holds C# sources to the assemblies of jsii: every namespace, class, member, enum value and prop that they name exists with that C# name, required props are set, and calls
// have as many arguments as the method takes. It is no compiler: it knows the types of variables that a source declares with `new`, a static method or a type.

/** What the sources of a folder name, and no library has. */
export function unknownIn(sources: Record<string, string>, libraries: Libraries): string[] {
  const texts = Object.fromEntries(Object.entries(sources).map(([file, text]) => [file, withoutTexts(text)]));
  const declared = new Set(Object.values(texts).flatMap((text) => [...text.matchAll(/\b(?:class|struct|enum|interface) (\w+)/g)].map(([, name]) => name)));
  return Object.entries(texts).flatMap(([file, text]) => new Source(text, libraries, declared).faults().map((fault) => `${file}: ${fault}`));
}

const CHAIN = /(?<![\w.])(new )?([A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*)(?=\s*([({[]|\S))/g;
const SYSTEM = /^System(\.|$)/;

class Source {
  private readonly using: string[] = [];
  private readonly aliases = new Map<string, string>();
  private readonly variables = new Map<string, string>();
  private readonly found: string[] = [];

  constructor(private readonly text: string, private readonly libraries: Libraries, private readonly declared: ReadonlySet<string>) {
    for (const [, alias, namespace] of text.matchAll(/^using (?:(\w+) = )?([\w.]+);/gm)) {
      if (!SYSTEM.test(namespace) && !libraries.hasNamespace(namespace)) this.found.push(`namespace ${namespace} does not exist`);
      if (alias) this.aliases.set(alias, namespace);
      else this.using.push(namespace);
    }
  }

  public faults(): string[] {
    const body = this.text.replace(/^using .*$/gm, '');
    // A type and the name of a parameter, a field or a variable; a variable with what it is set to.
    for (const [, type, name] of body.matchAll(/\b([A-Z][\w.]*)\?? (\w+)(?=\s*[,;)=])/g)) {
      const found = this.typeOf(type.split('.'));
      if (!found && !this.declared.has(type)) this.found.push(`${type} does not exist`);
      this.declare(name, found?.[0]);
    }
    for (const [, name, isNew, names, end] of body.matchAll(/\bvar (\w+) = (new )?([\w.]+)(\(?)/g)) {
      const parts = names.split('.');
      const type = this.typeOf(parts);
      if (isNew) this.declare(name, end ? this.made(body, name, type?.[0]) : type?.[0]);
      else if (type) this.declare(name, this.follow(type[0], parts.slice(type[1]), true));
      else this.declare(name, this.follow(this.variables.get(parts[0]), parts.slice(1), false));
    }
    for (const match of body.matchAll(CHAIN)) this.chain(body, match);
    return [...new Set(this.found)];
  }

  private declare(name: string, fqn: string | undefined) {
    if (fqn) this.variables.set(name, fqn);
  }

  /** Type of a new object, or of its member: `var vpc = new SecureVpc(...).Vpc`. */
  private made(body: string, variable: string, fqn: string | undefined): string | undefined {
    const { index, 0: text } = new RegExp(`\\bvar ${variable} = new [\\w.]+\\(`).exec(body)!;
    const open = index + text.length - 1;
    const member = /^\.(\w+)/.exec(body.slice(open + enclosed(body, open).length + 2))?.[1];
    return member === undefined ? fqn : this.follow(fqn, [member], false);
  }

  /** A type at the start of a chain, and the number of names that it has. Reports a name that two namespaces have. */
  private typeOf(parts: string[]): [string, number] | undefined {
    const [first, second] = parts;
    if (this.aliases.has(first)) {
      const found = second ? this.libraries.find(second, [this.aliases.get(first)!]) : [];
      return found.length ? [found[0], 2] : undefined;
    }
    for (let length = parts.length - 1; length > 0; length--) {
      const namespace = parts.slice(0, length).join('.');
      if (!this.libraries.hasNamespace(namespace)) continue;
      const [fqn] = this.libraries.find(parts[length], [namespace]);
      return fqn ? [fqn, length + 1] : undefined;
    }
    const found = this.declared.has(first) ? [] : this.libraries.find(first, this.using);
    if (found.length > 1) this.found.push(`${first} is ambiguous: ${found.join(', ')}`);
    return found.length ? [found[0], 1] : undefined;
  }

  private chain(body: string, match: RegExpMatchArray) {
    const [whole, isNew, names] = match;
    const parts = names.split(/\s*\.\s*/);
    const end = match.index! + whole.length;
    const type = this.typeOf(parts);
    const isAlias = this.aliases.has(parts[0]) || parts[0] === 'Amazon';
    if (isAlias && !type) return void this.found.push(`${names} does not exist`);
    if (isNew) {
      if (type) {
        this.construct(body, type[0], parts.join('.'), end);
        this.rest(body, end, type[0], `new ${names}(...)`);
      } else if (!this.declared.has(parts[0]) && parts[0] !== 'Dictionary') {
        this.found.push(`${names} does not exist`);
      }
      return;
    }
    const variable = this.variables.get(parts[0]);
    // `Lifecycle = lifecycle`: a prop, which `construct` checks.
    const isProp = parts.length === 1 && /^\s*=[^=>]/.test(body.slice(end));
    const given = argumentsAt(body, end);
    if (type && parts.length > type[1]) this.rest(body, end, this.follow(type[0], parts.slice(type[1]), true, names, given), `${names}(...)`);
    else if (variable && parts.length > 1) this.rest(body, end, this.follow(variable, parts.slice(1), false, names, given), `${names}(...)`);
    else if (!type && !variable && !isProp && parts.length > 1 && /^[A-Z]/.test(parts[0]) && !this.declared.has(parts[0]) && parts[0] !== 'Enum') this.found.push(`${names} does not exist`);
  }

  /** Follows the members of what a call returns. */
  private rest(body: string, end: number, fqn: string | undefined, names: string) {
    if (fqn === undefined || body[end] !== '(') return;
    const after = end + enclosed(body, end).length + 2;
    const [text, member] = /^\s*\.\s*(\w+)/.exec(body.slice(after)) ?? ['', ''];
    if (member === '') return;
    const next = after + text.length;
    this.rest(body, next, this.follow(fqn, [member], false, `${names}.${member}`, argumentsAt(body, next)), `${names}.${member}(...)`);
  }

  /** Follows members of a type, and reports those that it does not have. */
  private follow(fqn: string | undefined, members: string[], isStatic: boolean, names = '', given?: number): string | undefined {
    let current = fqn;
    for (const [index, name] of members.entries()) {
      const type = this.libraries.get(current);
      if (!type) return undefined;
      const member = type.members.get(name);
      if (!member || member.isStatic !== (isStatic && index === 0)) {
        if (names) this.found.push(`${names}: ${current} has no ${isStatic && index === 0 ? 'static ' : ''}${name}`);
        return undefined;
      }
      if (names && member.arguments && index === members.length - 1 && given !== undefined) this.count(names, member.arguments, given);
      current = member.fqn;
    }
    return current;
  }

  private construct(body: string, fqn: string, name: string, end: number) {
    const type = this.libraries.get(fqn)!;
    const given = argumentsAt(body, end);
    if (given !== undefined && type.arguments) this.count(`new ${name}`, type.arguments, given);
    if (!type.isStruct) return;
    const open = /^\s*(?:\(\)\s*)?\{/.exec(body.slice(end));
    const inner = open ? atTop(enclosed(body, end + open[0].length - 1)) : '';
    const set = [...inner.matchAll(/(?:^|,)\s*(\w+)\s*=/g)].map(([, prop]) => prop);
    for (const prop of set.filter((each) => !type.members.has(each))) this.found.push(`new ${name}: ${fqn} has no ${prop}`);
    for (const prop of type.required.filter((each) => !set.includes(each))) this.found.push(`new ${name}: ${prop} is required`);
  }

  private count(name: string, [least, most]: [number, number], given: number) {
    if (given < least || given > most) this.found.push(`${name} takes ${least === most ? least : `${least} to ${most}`} arguments, got ${given}`);
  }
}

/** Source without comments and the text of strings. Expressions in interpolated strings remain. */
function withoutTexts(text: string): string {
  return text.replace(/\/\/.*$|\$"(?:[^"{]|\{[^{}]*\})*"|"(?:[^"\\\n]|\\.)*"/gm, (whole) => whole.startsWith('//') ? ''
    : whole.startsWith('"') ? '""' : `(${[...whole.matchAll(/\{([^{}]*)\}/g)].map(([, code]) => withoutTexts(code)).join(' + ')})`);
}

/** Text between a bracket and the one that closes it. */
function enclosed(text: string, open: number): string {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if ('({['.includes(text[at])) depth++;
    if (')}]'.includes(text[at]) && --depth === 0) return text.slice(open + 1, at);
  }
  return text.slice(open + 1);
}

/** Text without what is in brackets. */
function atTop(text: string): string {
  let depth = 0;
  return [...text].filter((each) => {
    if (')}]'.includes(each)) depth--;
    const isTop = depth === 0;
    if ('({['.includes(each)) depth++;
    return isTop;
  }).join('');
}

/** Number of arguments of a call; undefined where nothing is called. */
function argumentsAt(body: string, end: number): number | undefined {
  if (body[end] !== '(') return undefined;
  const inner = enclosed(body, end);
  return inner.trim() === '' ? 0 : atTop(inner).split(',').length;
}
