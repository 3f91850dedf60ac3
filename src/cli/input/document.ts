import { jsonPositions } from './json-positions';
import { Document } from './parsed-document';
import { InputError } from './problem';
import { parseYaml } from './yaml';
import { Json } from '../../compliance/worlds/intrinsics';

/** Levels of a text that are read. */
const DEEPEST = 500;

/**
 * Parses JSON or YAML. Short tags of CloudFormation, for example `!Sub`, become functions.
 * @throws InputError with the line, if the text is neither
 */
export function parseDocument(text: string): Document {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (isTooDeep(content)) throw new InputError('values nest too deep');
  try {
    return /^\s*[{[]/.test(content) ? parseJson(content) ?? parseYaml(content) : parseYaml(content);
  } catch (error) {
    if (error instanceof RangeError) throw new InputError('values nest too deep');
    throw error;
  }
}

// The parsers are recursive.
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[{\]}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > DEEPEST) return true;
  }
  return new RegExp(`^[ -]{${2 * DEEPEST}}`, 'm').test(text);
}

// A YAML text can begin with a brace too. Its parser reports the line of an error.
function parseJson(text: string): Document | undefined {
  let body: Json;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { positionOf, twice } = jsonPositions(text);
  // `JSON.parse` drops the first value, so that nothing would judge it.
  if (twice) throw new InputError(`the key ${JSON.stringify(twice.key)} must be unique in its object`, twice.line);
  return { body, positionOf };
}
