import { readFileSync } from 'fs';
import { parse, YAMLParseError } from 'yaml';
import { refuse } from '../src/compliance/model/require-props';

/**
 * The value of a JSON file that people write. `JSON.parse` takes the last of two equal keys, and drops the other.
 * @throws Error if the text is no JSON, begins with a byte order mark, or has a key twice
 */
export function readJson<T>(file: string): T {
  const text = readFileSync(file, 'utf-8');
  const value: T = parseJson(text);
  // Nothing was dropped, so the slow parser below has nothing to find.
  if (JSON.stringify(value) === text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1')) return value;
  try {
    // JSON is YAML.
    parse(text, { schema: 'json' });
  } catch (error) {
    const { code, linePos: [{ line }] = [{ line: 0 }] } = error as YAMLParseError;
    if (code === 'DUPLICATE_KEY') throw new Error(`a key of the object in line ${line} must not be there twice, got ${text.split('\n')[line - 1].trim()}`);
  }
  return value;
}

/** @throws Error if the text is no JSON, or begins with a byte order mark */
export function parseJson<T>(text: string): T {
  // A byte order mark of UTF-8, and the bytes of one of UTF-16, which are no UTF-8.
  if (/^[\uFEFF\uFFFD]/.test(text)) throw new Error('the text must be UTF-8 without a byte order mark');
  return JSON.parse(text);
}

/**
 * Refuses a key without a value: what its author meant to write is missing.
 * @throws Error that names the key
 */
export function requireFilled(value: unknown, key = ''): void {
  if (value === null || typeof value === 'object' && Object.keys(value).length === 0) refuse(`${key} must not be empty, got ${JSON.stringify(value)}`);
  if (typeof value !== 'object') return;
  for (const [name, each] of Object.entries(value)) requireFilled(each, Array.isArray(value) ? `${key}[${name}]` : key ? `${key}.${name}` : name);
}
