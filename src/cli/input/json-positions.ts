import { Position, Route } from './parsed-document';

/** Levels whose positions are kept: section, resource, `Properties`, and three levels of properties. */
const LEVELS = 6;
const SPACE = 0x20;

/** Finds positions of keys in a text that `JSON.parse` accepts. */
export function jsonPositions(text: string): (route: Route) => Position | undefined {
  const offsets = new Map<string, number>();
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
  const visit = (route: Route) => {
    blank();
    const open = text[at];
    if (open === '"') return void string();
    if (open !== '{' && open !== '[') {
      while (at < text.length && !/[\s,\]}]/.test(text[at])) at++;
      return;
    }
    at++;
    for (let index = 0; ; index++) {
      blank();
      if (text[at] === '}' || text[at] === ']') return void at++;
      const start = at;
      let key: string | number = index;
      if (open === '{') {
        key = JSON.parse(string());
        blank();
        at++;
      }
      const inner = [...route, key];
      if (inner.length <= LEVELS) offsets.set(nameOf(inner), start);
      visit(inner);
      blank();
      if (text[at] === ',') at++;
    }
  };
  visit([]);
  const lines = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (route) => {
    const offset = offsets.get(nameOf(route));
    if (offset === undefined) return undefined;
    const line = lastAtMost(lines, offset);
    return { line: line + 1, column: offset - lines[line] + 1 };
  };
}

// Whether an odd number of backslashes is before a character.
function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before--;
  return (at - before) % 2 === 1;
}

function nameOf(route: Route): string {
  return JSON.stringify(route);
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
