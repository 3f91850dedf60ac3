import { TEMPLATE_FIXES } from './template-fixes';
import { Safeguard } from '../compliance/model/safeguard';

/** A change of a template: of resources of some types, or one to add. */
export interface TemplateFix {
  /** Types of the resources to change. Empty for remarks about any resource. */
  readonly types: readonly string[];
  readonly isAdded: boolean;
  /** Properties to set, with their values in YAML. */
  readonly properties: ReadonlyArray<{ readonly path: string; readonly value: string }>;
  /** Paths of properties to remove. */
  readonly omitted: readonly string[];
  readonly remarks: readonly string[];
}

/** What a template has to change for a safeguard. */
export function templateFixesOf(safeguard: Safeguard): TemplateFix[] {
  const judged = 'on' in safeguard ? safeguard.on.filter((type) => type !== '*') : [];
  const fixes: Array<{ types: readonly string[]; isAdded: boolean; parts: string[] }> = [];
  for (const part of TEMPLATE_FIXES[safeguard.id].split(' | ')) {
    const [, added, type] = /^(\+?)((?:AWS|Custom)::[\w:]+)$/.exec(part) ?? [];
    if (type !== undefined) fixes.push({ types: [type], isAdded: added === '+', parts: [] });
    else if (fixes.length === 0) fixes.push({ types: judged, isAdded: false, parts: [part] });
    else fixes.at(-1)!.parts.push(part);
  }
  return fixes.map(({ types, isAdded, parts }) => ({
    types,
    isAdded,
    properties: parts.filter((part) => !/^(#|omit) /.test(part)).map((part) => {
      const end = part.indexOf(': ');
      return { path: part.slice(0, end), value: part.slice(end + 2) };
    }),
    omitted: parts.filter((part) => part.startsWith('omit ')).map((part) => part.slice('omit '.length)),
    remarks: parts.filter((part) => part.startsWith('# ')),
  }));
}
