import { Position, Route } from './parsed-document';

/** Levels whose positions are kept: section, resource, `Properties`, and three levels of properties. */
const LEVELS = 6;
const SPACE = 0x20;

/** Keys of a JSON text. */
interface JsonKeys {
  readonly positionOf: (route: Route) => Position | undefined;
  /** The first key that an object has twice. */
  readonly twice?: { readonly key: string; readonly line: number };
}

/** Finds the keys in a text that `JSON.parse` accepts. */
export function jsonPositions(text: string): JsonKeys {
  const offsets = new Map<string, number>();
  let twice: { readonly key: string; readonly at: number } | undefined;
  let at = 0;
  // White space of JSON has no character above the space.
  const blank = () => {
    while (text.charCodeAt(at) <= SPACE) at++;
  };
  const string = () => {
    const start = at;
    do at = text.indexOf('"', at + 1); while (isEscaped(text, at));
    return text.slice(start, ++at);
  };
  const visit = (around: string, level: number) => {
    blank();
    const open = text[at];
    if (open === '"') return void string();
    if (open !== '{' && open !== '[') {
      while (at < text.length && !isEndOfLiteral(text.charCodeAt(at))) at++;
      return;
    }
    at++;
    const keys = new Set<string>();
    for (let index = 0; ; index++) {
      blank();
      if (text[at] === '}' || text[at] === ']') return void at++;
      const start = at;
      let key: string | number = index;
      if (open === '{') {
        const quoted = string();
        const name: string = quoted.includes('\\') ? JSON.parse(quoted) : quoted.slice(1, -1);
        if (keys.has(name)) twice ??= { key: name, at: start };
        keys.add(name);
        key = name;
        blank();
        at++;
      }
      const inner = level < LEVELS ? `${around}\0${key}` : '';
      if (level < LEVELS) offsets.set(inner, start);
      visit(inner, level + 1);
      blank();
      if (text[at] === ',') at++;
    }
  };
  visit('', 0);
  const lines = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const positionAt = (offset: number) => {
    const line = lastAtMost(lines, offset);
    return { line: line + 1, column: offset - lines[line] + 1 };
  };
  return {
    positionOf: (route) => {
      const offset = offsets.get(nameOf(route));
      return offset === undefined ? undefined : positionAt(offset);
    },
    ...(twice && { twice: { key: twice.key, line: positionAt(twice.at).line } }),
  };
}

// Whether an odd number of backslashes is before a character.
function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before--;
  return (at - before) % 2 === 1;
}

function nameOf(route: Route): string {
  return route.map((key) => `\0${key}`).join('');
}

// White space, or one of `,]}`.
function isEndOfLiteral(code: number): boolean {
  return code <= SPACE || code === 0x2c || code === 0x5d || code === 0x7d;
}

function lastAtMost(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sorted[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
