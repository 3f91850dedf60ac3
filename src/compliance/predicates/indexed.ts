import { oncePer } from '../once';
import { Json, RenderedResource, RenderedTemplate } from '../rendered';
import { forName } from '../worlds/explore';

/** Computes a value once for templates that are judged together, from what they have in whatever way a deployment decides. */
export function oncePerPeers<T>(compute: (templates: readonly RenderedTemplate[]) => T): (template: RenderedTemplate) => T {
  const of = oncePer((templates: readonly RenderedTemplate[]) => forName(() => compute(templates)));
  return ({ peers }) => of(peers);
}

/** Whether a resource under one of several keys passes a test. */
export type SomeUnder = (template: RenderedTemplate, keys: readonly string[], test: (resource: RenderedResource) => boolean) => boolean;

/**
 * Finds the resources of a type by keys, so that the time of a look-up does not grow with the number of templates. Resources whose condition is false in the
 * explored world are left out.
 * @param keysOf the keys under which a resource is found, from its properties as the template has them
 */
export function indexed(type: string, keysOf: (properties: Json, template: RenderedTemplate) => readonly string[]): SomeUnder {
  const indexIn = oncePerPeers((templates) => {
    const index = new Map<string, RenderedResource[]>();
    for (const resource of templates.flatMap((template) => template.all(type))) {
      for (const key of new Set(keysOf(resource.template.asWritten(resource) ?? {}, resource.template))) {
        if (!index.get(key)?.push(resource)) index.set(key, [resource]);
      }
    }
    return index;
  });
  return (template, keys, test) => keys
    .some((key) => indexIn(template).get(key)?.some((resource) => resource.template.isPresent(resource) && test(resource)));
}

/** The values that a value can have by `Fn::If`; the items of a list. */
export function branchesOf(value: Json): Json[] {
  if (value === undefined || value === null || value.Ref === 'AWS::NoValue') return [];
  if (Array.isArray(value)) return value.flatMap(branchesOf);
  const [, ...branches] = Array.isArray(value['Fn::If']) ? value['Fn::If'] : [];
  return branches.length ? branches.flatMap(branchesOf) : [value];
}
