import { readFileSync } from 'fs';
import { parse, YAMLParseError } from 'yaml';

/**
 * The value of a JSON file that people write. `JSON.parse` takes the last of two equal keys, and drops the other.
 * @throws Error if the text is no JSON, or has a key twice
 */
export function readJson<T>(file: string): T {
  const text = readFileSync(file, 'utf-8');
  const value: T = JSON.parse(text);
  try {
    // JSON is YAML.
    parse(text, { schema: 'json' });
  } catch (error) {
    const { code, linePos: [{ line }] = [{ line: 0 }] } = error as YAMLParseError;
    if (code === 'DUPLICATE_KEY') throw new Error(`a key of the object in line ${line} must not be there twice, got ${text.split('\n')[line - 1].trim()}`);
  }
  return value;
}
