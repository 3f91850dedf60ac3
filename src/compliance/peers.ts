import { isName, nameOf } from './names';
import { PointerIndex } from './pointer-index';
import { RenderedStack } from './template-source';
import { oneOf } from './worlds/explore';
import { Json, targetOf } from './worlds/intrinsics';

/** A resource of a peer. */
export interface PeerResource {
  readonly type: string;
  readonly template: { asWritten(resource: unknown): Json };
}

/** What look-ups ask of a template. */
export interface Peer<R> {
  readonly stack: RenderedStack;
  readonly outputs: Json;
  /** Names of outputs, by export. */
  readonly exports: ReadonlyMap<string, string>;
  /** Stack and resource around the stack, if it is nested. */
  readonly nesting?: { readonly parent: RenderedStack; readonly logicalId: string };
  /** All resources of a type, including those whose condition is false. */
  all(type: string): readonly R[];
  resource(logicalId: string): R | undefined;
  parameter(name: string): Json;
  asWritten(resource: R): Json;
}

/** An expression in the template that it belongs to. */
export interface Expression<T> {
  readonly template: T;
  readonly expression: Json;
}

const known = new WeakMap<readonly unknown[], unknown>();

/** Templates that are judged together. The time of a look-up does not grow with their number. */
export class Peers<T extends Peer<R>, R extends PeerResource & { readonly template: T }> {
  /** The peers of a list, the same for each call. */
  public static of<T extends Peer<R>, R extends PeerResource & { readonly template: T }>(templates: readonly T[]): Peers<T, R> {
    if (!known.has(templates)) known.set(templates, new Peers<T, R>(templates));
    return known.get(templates) as Peers<T, R>;
  }

  private readonly byExport = new Map<Json, T[]>();
  private readonly byStackName = new Map<Json, T[]>();
  private readonly byStack = new Map<RenderedStack, T>();
  private readonly byNesting = new Map<RenderedStack, Map<string, T>>();
  private readonly byType = new Map<string, readonly T[]>();
  private readonly namesByType = new Map<string, Map<string, R[]>>();
  private readonly indexes = new Map<string, PointerIndex<T, R>>();

  private constructor(public readonly templates: readonly T[]) {
    for (const template of templates) {
      const { exports, nesting, stack } = template;
      for (const name of exports.keys()) append(this.byExport, name, template);
      append(this.byStackName, stack.stackName, template);
      if (!this.byStack.has(stack)) this.byStack.set(stack, template);
      if (!nesting) continue;
      const nested = this.byNesting.get(nesting.parent) ?? new Map<string, T>();
      this.byNesting.set(nesting.parent, nested.has(nesting.logicalId) ? nested : nested.set(nesting.logicalId, template));
    }
  }

  /** The templates with resources of a type. */
  public having(type: string): readonly T[] {
    const having = this.byType.get(type) ?? this.templates.filter((template) => template.all(type).length > 0);
    this.byType.set(type, having);
    return having;
  }

  /** All resources of a type, including those whose condition is false. */
  public all(type: string): readonly R[] {
    return this.having(type).flatMap((template) => template.all(type));
  }

  /** Resources of a type with a name, in all Regions and accounts. */
  public named(type: string, name: Json): readonly R[] {
    if (!isName(name)) return [];
    let names = this.namesByType.get(type);
    if (!names) {
      this.namesByType.set(type, names = new Map());
      for (const resource of this.all(type)) append(names, JSON.stringify(nameOf(resource)), resource);
    }
    return names.get(JSON.stringify(name)) ?? [];
  }

  /**
   * Resources of a type whose property, as the template has it, can refer to a resource or be its name, in the order of the templates.
   * @param withOpen also those whose value a parameter, a map or an unknown function gives
   */
  public candidates(resource: R, type: string, property: string, withOpen = false): readonly R[] {
    const key = `${type} ${property}`;
    const index = this.indexes.get(key) ?? new PointerIndex<T, R>(this, type, property);
    this.indexes.set(key, index);
    return index.candidates(resource, withOpen);
  }

  /** The template around the stack of a template, and the resource of the nested stack in it. */
  public around({ nesting }: Peer<R>): [T, R] | undefined {
    const parent = nesting && this.byStack.get(nesting.parent);
    const nested = parent?.resource(nesting!.logicalId);
    return nested && [parent!, nested];
  }

  /** The expression that an export, an output of another stack, or an attribute or parameter of a nested stack stands for, in the explored world. */
  public elsewhere(from: T, value: Json): Expression<T> | undefined {
    const { name, output, templates } = this.outputs(value);
    const [id, attribute] = targetOf(value);
    if (name === undefined) return id === undefined ? undefined : this.nested(from, id, attribute);
    const template = oneOf(name, from.stack, templates);
    return template && { template, expression: output(template) };
  }

  /** The expressions that an export or an output of another stack stands for, in all worlds. */
  public everywhere(value: Json): ReadonlyArray<Expression<T>> {
    const { name, output, templates } = this.outputs(value);
    return name === undefined ? [] : templates.map((template) => ({ template, expression: output(template) }));
  }

  /** The expression that a parameter or an attribute of a nested stack stands for. A parameter that is not passed has its default. */
  public nested(from: T, id: string, attribute?: string): Expression<T> | undefined {
    if (attribute !== undefined) {
      const template = this.byNesting.get(from.stack)?.get(id);
      return template && { template, expression: template.outputs[attribute.slice('Outputs.'.length)]?.Value };
    }
    const parameter = from.parameter(id);
    const [template, resource] = (parameter && this.around(from)) ?? [];
    return template && { template, expression: template.asWritten(resource!).Parameters?.[id] ?? parameter.Default };
  }

  // The templates with the output that an import or a reference to another stack names.
  private outputs(value: Json): { readonly name?: string; readonly templates: readonly T[]; output(template: T): Json } {
    const imported = value?.['Fn::ImportValue'];
    if (imported !== undefined) {
      return { name: `export ${imported}`, templates: this.byExport.get(imported) ?? [], output: (template) => template.outputs[template.exports.get(imported)!]?.Value };
    }
    const { StackName, OutputName, Region: home } = value?.['Fn::GetStackOutput'] ?? {};
    return {
      name: StackName === undefined ? undefined : `stack ${StackName}`,
      templates: (this.byStackName.get(StackName) ?? []).filter(({ stack: { region } }) => typeof home !== 'string' || home === region),
      output: (template) => template.outputs[OutputName]?.Value,
    };
  }
}

function append<K, V>(lists: Map<K, V[]>, key: K, item: V) {
  if (!lists.get(key)?.push(item)) lists.set(key, [item]);
}
