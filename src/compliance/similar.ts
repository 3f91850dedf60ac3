/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports */
import { mostSimilar } from '../validation/most-similar';

/** Share of characters in which a text differs from a similar one at most. */
const MOST_CHANGED = 0.4;

/** What a message about an id that does not exist adds: the most similar id that does. Empty if none is similar. */
export function similarPhrase(id: string, known: readonly string[]): string {
  const similar = mostSimilar(id, known, id.length * MOST_CHANGED);
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
