import { FRAMEWORKS } from './frameworks';
import { parseDocument } from './input/document';
import { TemplateFile } from './input/template-file';
import { outcomeOf } from '../compliance/judge';
import { strictest } from '../compliance/model/framework-numbers';
import { Safeguard } from '../compliance/model/safeguard';
import { RenderedTemplate } from '../compliance/rendered';

/** What a template has to set, by the type of the resource: what the safeguard finds about a resource without properties. */
export function fixesOf(safeguard: Safeguard): string[] {
  if (!('on' in safeguard)) return [];
  const expected = { numbers: strictest(FRAMEWORKS.map(({ numbers }) => numbers)), tags: [] };
  return safeguard.on.filter((type) => type !== '*').flatMap((type) => {
    const document = parseDocument(JSON.stringify({ Resources: { It: { Type: type, Properties: {} } } }));
    const template = new RenderedTemplate(new TemplateFile({ file: '/template.json', name: 'template.json', document }));
    const outcome = outcomeOf(safeguard, template.resources[0], expected);
    return outcome?.result === 'fails' ? [`${type}: ${outcome.finding}.`] : [];
  });
}
