/**
 * Characters that no reader sees, or that change the order of the text around them: controls other than tab and line breaks, soft hyphens, marks and controls of
 * direction, characters without width, separators, fillers and tags. (Unicode Standard, categories Cc and Cf; Unicode Technical Report 36.)
 */
// eslint-disable-next-line no-control-regex
const INVISIBLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;

/** The text with the code points of characters that no reader sees, for example `[U+202E]`. */
export function visible(text: string): string {
  return text.search(INVISIBLE) < 0 ? text : text.replace(INVISIBLE, codePoint);
}

/** The text on one line: tabs and line breaks are shown by their code points, too. For a terminal, which every control character changes. */
export function visibleLine(text: string): string {
  return visible(text).replace(/[\t\n\r]/g, codePoint);
}

function codePoint(character: string): string {
  return `[U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** JSON writes controls as escapes, which a search for the characters does not find. */
const ESCAPES = /\\(?:u|b|f)/;

/** Whether a reader sees every character of a text of JSON. */
export function isVisible(json: string): boolean {
  return json.search(INVISIBLE) < 0 && !ESCAPES.test(json);
}

/** The value with its names and texts as `visible` writes them. Returns the value itself if none of them has such a character. */
export function visibleIn<T>(value: T): T {
  const json = JSON.stringify(value);
  return json === undefined || isVisible(json) ? value : mapped(value) as T;
}

function mapped(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map(mapped);
  return value === null || typeof value !== 'object' ? value : Object.fromEntries(Object.entries(value).map(([key, child]) => [visible(key), mapped(child)]));
}
