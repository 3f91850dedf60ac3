/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports */

/** Share of characters in which a text differs from a similar one at most. */
const MOST_CHANGED = 0.4;

/** What a message about an id that does not exist adds: the most similar id that does. Empty if none is similar. */
export function similarPhrase(id: string, known: readonly string[]): string {
  const similar = nearest(id, known);
  return similar === undefined ? '' : `, the most similar is '${similar}'`;
}

/**
 * An id that no safeguard has, and the most similar one, as the end of a message.
 * @param own ids of the safeguards of the app
 */
export function noSafeguard(id: string, own: readonly string[]): string {
  const { SAFEGUARDS } = require('./safeguards') as typeof import('./safeguards');
  return `got '${id}'${similarPhrase(id, [...SAFEGUARDS.map((safeguard) => safeguard.id), ...own])}`;
}

function nearest(text: string, known: readonly string[]): string | undefined {
  let [similar, least]: [string | undefined, number] = [undefined, text.length * MOST_CHANGED];
  for (const each of known) {
    if (Math.abs(each.length - text.length) > least) continue;
    const changes = distance(each.toLowerCase(), text.toLowerCase());
    if (changes < least || (changes === least && similar === undefined)) [similar, least] = [each, changes];
  }
  return similar;
}

// Levenshtein distance.
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}
