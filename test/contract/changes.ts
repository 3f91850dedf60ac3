import { Templates } from './stacks';

/** What one set of templates has that differs from another: resources, parameters, mappings and conditions by stack. */
export function changesBetween(base: Templates, templates: Templates): Templates {
  const changes: Templates = {};
  for (const [stack, template] of Object.entries(templates)) {
    for (const section of ['Resources', 'Parameters', 'Mappings', 'Conditions']) {
      for (const [id, value] of Object.entries(template[section] ?? {})) {
        if (JSON.stringify(value) !== JSON.stringify(base[stack]?.[section]?.[id])) ((changes[stack] ??= {})[section] ??= {})[id] = value;
      }
    }
  }
  return changes;
}

/** References to what a template does not have, and resources that depend on themselves. */
export function faultsOf(templates: Templates): string[] {
  return Object.values(templates).flatMap((template) => {
    const known = new Set([...Object.keys(template.Resources ?? {}), ...Object.keys(template.Parameters ?? {})]);
    const edges = new Map(Object.entries(template.Resources ?? {}).map(([id, resource]) => [id, referencesOf(resource)]));
    const dangling = [...edges].flatMap(([id, targets]) => [...targets].filter((target) => !known.has(target)).map((target) => `${id} refers to ${target}, which is not in the template`));
    const circle = circleIn(edges);
    return [...dangling, ...circle ? [`${circle.join(' -> ')} is a circle`] : []];
  });
}

/** Logical ids that a value refers to. */
function referencesOf(value: any): Set<string> {
  const found = new Set<string>();
  walk(value, (id) => {
    found.add(id);
    return id;
  });
  return found;
}

/** A copy of a value in which the logical ids that it refers to have other names. */
export function renamed(value: any, rename: (id: string) => string): any {
  return walk(value, rename);
}

const PSEUDO = /^AWS::/;

function walk(value: any, rename: (id: string) => string): any {
  const target = (id: string) => PSEUDO.test(id) ? id : rename(id);
  if (Array.isArray(value)) return value.map((each) => walk(each, rename));
  if (typeof value !== 'object' || value === null) return value;
  const [[key, inner] = ['', undefined], ...others] = Object.entries<any>(value);
  if (others.length === 0) {
    if (key === 'Ref' && typeof inner === 'string') return { Ref: target(inner) };
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) return { [key]: [target(inner[0]), ...inner.slice(1).map((each) => walk(each, rename))] };
    if (key === 'Fn::Sub') return { [key]: Array.isArray(inner) ? [substitution(inner[0], inner[1], target), walk(inner[1], rename)] : substitution(inner, {}, target) };
  }
  return Object.fromEntries(Object.entries<any>(value).map(([name, each]) => {
    // Containers of a task have a property of that name too, a list of objects.
    if (name === 'DependsOn' && [each].flat().every((id) => typeof id === 'string')) return [name, Array.isArray(each) ? each.map(target) : target(each)];
    return [name, walk(each, rename)];
  }));
}

function substitution(text: string, variables: object, target: (id: string) => string): string {
  return text.replace(/\$\{([A-Za-z0-9]+)((?:\.[A-Za-z0-9.]+)?)\}/g, (whole, id, attribute) => id in variables ? whole : `\${${target(id)}${attribute}}`);
}

function circleIn(edges: Map<string, Set<string>>): string[] | undefined {
  const done = new Set<string>();
  const visit = (id: string, above: string[]): string[] | undefined => {
    if (above.includes(id)) return [...above.slice(above.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const target of edges.get(id) ?? []) {
      const circle = visit(target, [...above, id]);
      if (circle) return circle;
    }
    done.add(id);
    return undefined;
  };
  for (const id of edges.keys()) {
    const circle = visit(id, []);
    if (circle) return circle;
  }
  return undefined;
}
