import { cut } from './naming';
import { isUnresolved } from '../validation';

/** What a service accepts as a description. Each limit is the one in the service's API reference. */
export interface DescriptionLimit {
  /** Characters. */
  readonly maxLength: number;
  /** Characters that are replaced, as a regular expression with the flags `gu`. */
  readonly replaced: RegExp;
}

/** Security group and its rules (EC2 API, CreateSecurityGroup, GroupDescription). */
export const SECURITY_GROUP_DESCRIPTION: DescriptionLimit = { maxLength: 255, replaced: /[^a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]/gu };
/** Lambda function (Lambda API, CreateFunction). */
export const FUNCTION_DESCRIPTION: DescriptionLimit = { maxLength: 256, replaced: /[\u0000-\u001f]/gu };
/**
 * A description that the service accepts. Construct ids may hold any character, and paths grow with the depth of the tree, so what
 * is made from them is cut, and kept distinct by a hash.
 */
export function descriptionFor(text: string, { maxLength, replaced }: DescriptionLimit): string {
  return isUnresolved(text) ? text : cut(text.replace(replaced, '-'), maxLength);
}
