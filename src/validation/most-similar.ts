/**
 * The text among several that is most similar to another one, upper and lower case alike; undefined where none is similar.
 * @param most number of characters in which they differ at most
 */
export function mostSimilar(text: string, known: readonly string[], most: number): string | undefined {
  let [similar, least]: [string | undefined, number] = [undefined, most];
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
