import { IConstruct } from 'constructs';
import { isUnresolved, mustBe, refuse } from '../../validation/refuse';

const MAX_TAGS = 50;
const CHARACTERS = '\\p{L}\\p{N}\\p{Z}_.:/=+@-';
const KEY = new RegExp(`^(?!aws:)[${CHARACTERS}]{1,128}$`, 'iu');
const VALUE = new RegExp(`^[${CHARACTERS}]{0,256}$`, 'u');

/** Refuses tags that AWS services do not accept (AWS Tagging User Guide, Tag naming limits and requirements). Tokens and `undefined` pass. */
export function requireTags(scope: IConstruct, prop: string, tags: { [key: string]: string } = {}): void {
  const { length } = Object.keys(tags);
  if (length > MAX_TAGS) refuse(scope, `${prop} must have at most ${MAX_TAGS} tags, got ${length}`);
  for (const [key, value] of Object.entries(tags)) {
    if (!isUnresolved(key) && !KEY.test(key)) {
      mustBe(scope, prop, 'a map with keys of 1 to 128 letters, digits, spaces and _.:/=+@- that do not start with aws:', key);
    }
    if (!isUnresolved(value) && !VALUE.test(value)) mustBe(scope, `${prop}.${key}`, 'at most 256 letters, digits, spaces and _.:/=+@-', value);
  }
}
