import { isTheOneNamed, oneNamed } from './names';
import { Peers } from './peers';
import { Origin, RenderedStack, TemplateSource, withGlobals } from './template-source';
import { quietly } from './worlds/explore';
import { Expressions } from './worlds/expressions';
import { isIntrinsic, Json, macrosIn, namesIn, targetOf, withoutMacros } from './worlds/intrinsics';
import { comparisons, Parameters } from './worlds/parameters';
import { OpenParts, View } from './worlds/view';
import { isUnresolved } from '../validation/refuse';

export type { Json };

/**
 * A resource as CloudFormation reads it, including escape hatch overrides. Where a value depends on a condition or a parameter, it is read as it is in the
 * explored world.
 */
export interface RenderedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Json;
  /** Attributes other than `Properties`: `DeletionPolicy`, `DependsOn`, … */
  readonly attributes: Json;
  readonly template: RenderedTemplate;
  readonly origin: Origin;
}

/** The final template of a stack. */
export class RenderedTemplate {
  /** All resources, including those that only exist under a condition. */
  public readonly resources: RenderedResource[] = [];
  /** Absolute path of the template. */
  public readonly file: string;
  /** Names of outputs, by export. */
  public readonly exports: ReadonlyMap<string, string>;
  /** Stack and resource around the stack, if it is nested. */
  public readonly nesting: TemplateSource['nesting'];
  private readonly byId = new Map<string, RenderedResource>();
  private readonly byType = new Map<string, RenderedResource[]>();
  private readonly subjectsByType = new Map<string, RenderedResource[]>();
  /** Properties as the template has them, of the resources whose properties depend on a deployment. */
  private readonly written = new Map<RenderedResource, Json>();
  /** Attributes as the template has them. */
  private readonly writtenAttributes = new Map<RenderedResource, Json>();
  private readonly expressions: Expressions;
  private isConditional: boolean;
  private together?: Peers<RenderedTemplate, RenderedResource>;

  constructor(private readonly source: TemplateSource) {
    const { body } = source;
    this.file = source.file;
    this.exports = new Map(Object.entries<Json>(body.Outputs ?? {}).flatMap(([name, { Export }]) => typeof Export?.Name === 'string' ? [[Export.Name, name]] : []));
    this.nesting = source.nesting;
    this.isConditional = this.nesting !== undefined;
    const typeOf = (logicalId: string) => body.Resources?.[logicalId]?.Type;
    this.expressions = new Expressions({
      parameters: new Parameters(this.file, body.Parameters ?? {}, comparisons(body.Conditions), source.parameters),
      conditions: body.Conditions ?? {},
      mappings: body.Mappings ?? {},
      scope: this.file,
      typeOf,
      propertyOf: (logicalId, property) => body.Resources[logicalId].Properties?.[property],
      pseudo: (name) => this.pseudo(name),
      elsewhere: (value) => this.resolvedElsewhere(value),
    });
    const open = new OpenParts(typeOf);
    for (const origin of source.resources()) {
      const rendered = body.Resources?.[origin.logicalId];
      // A conditional include or an aspect may have removed the resource from the template.
      if (rendered) this.add(withGlobals(rendered, body.Globals), origin, open);
    }
  }

  /** All templates that are judged together, including this one. */
  public get peers(): readonly RenderedTemplate[] {
    return this.others.templates;
  }

  public set peers(templates: readonly RenderedTemplate[]) {
    this.together = Peers.of<RenderedTemplate, RenderedResource>(templates);
  }

  /** The stack of the template. */
  public get stack(): RenderedStack {
    return this.source.stack;
  }

  /** The resources of a CloudFormation type. */
  public ofType(type: string): RenderedResource[] {
    return this.present(this.all(type));
  }

  /** The resources of a CloudFormation type that belong to the subject; `*` for all. */
  public judged(type: string): RenderedResource[] {
    return this.present(this.subjects(type));
  }

  /** As `judged`, including resources whose condition is false. */
  public subjects(type: string): RenderedResource[] {
    return this.subjectsByType.get(type) ?? [];
  }

  /** The properties of a resource as the template has them, with every branch of its conditions. */
  public asWritten(resource: RenderedResource): Json {
    return this.written.get(resource) ?? resource.properties;
  }

  /** The metadata of a resource as the template has it. */
  public metadata(resource: RenderedResource): Json {
    return (this.writtenAttributes.get(resource) ?? resource.attributes).Metadata;
  }

  /** A parameter of the template. */
  public parameter(name: string): Json {
    return this.source.body.Parameters?.[name];
  }

  public mapping(name: string): Json {
    return this.source.body.Mappings?.[name];
  }

  /** All resources of a CloudFormation type in the templates that are judged together. */
  public everyOfType(type: string): RenderedResource[] {
    return this.others.having(type).flatMap((peer) => peer.ofType(type));
  }

  /** Whether the conditions of a resource, and of the nested stack around it, are true. */
  public isPresent({ attributes: { Condition } }: RenderedResource): boolean {
    if (!this.isConditional) return true;
    if (Condition !== undefined && !this.expressions.condition(Condition)) return false;
    const [parent, nested] = this.others.around(this) ?? [];
    return nested === undefined || parent!.isPresent(nested);
  }

  /** Whether the template of a nested stack is judged. One at a URL is not at hand. */
  public hasTemplateOf({ logicalId }: RenderedResource): boolean {
    return this.source.nested.has(logicalId);
  }

  /** The resource that an intrinsic function references, in any template that is judged together with this one. */
  public referenced(value: Json): RenderedResource | undefined {
    const target = this.target(value);
    return target?.template.isPresent(target) ? target : undefined;
  }

  /** The resource of a type that has a name, which is a literal text or the same expression. */
  public named(type: string, name: Json): RenderedResource | undefined {
    return oneNamed(this.others.named(type, name), name, this);
  }

  /** Whether an expression of this template refers to a resource: by reference, or by its name in a literal text. */
  public names(value: Json, resource: RenderedResource): boolean {
    return isTheOneNamed(resource, value, this) || this.mentions(value, resource);
  }

  /** Whether an expression of this template, for example a joined ARN, references a resource. */
  public mentions(value: Json, resource: RenderedResource): boolean {
    if (value === null || typeof value !== 'object') return false;
    if (this.target(value) === resource) return true;
    const template = [value['Fn::Sub']].flat()[0];
    if (typeof template === 'string' && resource.template === this && namesIn(template).includes(resource.logicalId)) return true;
    return Object.values(value).some((part) => this.mentions(part, resource));
  }

  /** The resources of a type that reference a resource in a property, in all templates that are judged together. */
  public pointers(resource: RenderedResource, type: string, property: string): RenderedResource[] {
    return this.others.candidates(resource, type, property).filter((candidate) => candidate.template.points(candidate, property, resource));
  }

  /** Resources of a type that may have a reference to a resource, or its name, in a property: each that has one, and some that have none. */
  public mayName(resource: RenderedResource, type: string, property: string): RenderedResource[] {
    return this.others.candidates(resource, type, property, true).filter((candidate) => candidate.template.isPresent(candidate));
  }

  /** All resources of a type, including those whose condition is false. */
  public all(type: string): RenderedResource[] {
    return this.byType.get(type) ?? [];
  }

  public resource(logicalId: string): RenderedResource | undefined {
    return this.byId.get(logicalId);
  }

  public get outputs(): Json {
    return this.source.body.Outputs ?? {};
  }

  private get others(): Peers<RenderedTemplate, RenderedResource> {
    return this.together ??= Peers.of<RenderedTemplate, RenderedResource>([this]);
  }

  private target(value: Json): RenderedResource | undefined {
    const [id, attribute] = targetOf(value);
    if (id !== undefined && this.byId.has(id) && !attribute?.startsWith('Outputs.')) return this.byId.get(id);
    const { template, expression } = this.others.elsewhere(this, value) ?? {};
    return template?.target(template.expressions.resolve(expression).value);
  }

  // The template as a whole is asked first, so that conditions of other resources make no worlds.
  private points(candidate: RenderedResource, property: string, resource: RenderedResource): boolean {
    const source = this.written.get(candidate);
    const value = (source ?? candidate.properties)?.[property];
    if (isTheOneNamed(resource, value, this)) return this.isPresent(candidate);
    if (!this.mentions(value, resource)) return false;
    return this.isPresent(candidate) && (!source || quietly(() => this.mentions(candidate.properties[property], resource)));
  }

  private present(resources: RenderedResource[]): RenderedResource[] {
    return this.isConditional ? resources.filter((resource) => this.isPresent(resource)) : resources;
  }

  private resolvedElsewhere(value: Json): ReturnType<Expressions['resolve']> | undefined {
    const { template, expression } = this.others.elsewhere(this, value) ?? {};
    if (!template || expression === undefined) return undefined;
    const { value: resolved, isUnknown } = template.expressions.resolve(expression);
    // A reference is followed from this template.
    return isUnknown || typeof resolved === 'object' ? { value, isUnknown } : { value: resolved, isUnknown };
  }

  private pseudo(name: string): string | undefined {
    const value = { 'AWS::Region': this.stack.region, 'AWS::AccountId': this.stack.account, 'AWS::StackName': this.stack.stackName }[name];
    return value === undefined || isUnresolved(value) ? undefined : value;
  }

  private add({ Type: type, Properties = {}, ...rest }: Json, origin: Origin, open: OpenParts) {
    const { logicalId } = origin;
    const view = (part: Json) => open.find(part) || isIntrinsic(part) ? new View(open, this.expressions, { logicalId }).whole(part) : part;
    const macros = macrosIn(rest);
    const [properties, attributes] = [view(macros ? { ...Properties, ...macros } : Properties) ?? {}, view(macros ? withoutMacros(rest) : rest)];
    const resource = { logicalId, type, properties, attributes, template: this, origin };
    if (properties !== Properties) this.written.set(resource, Properties);
    if (attributes !== rest) this.writtenAttributes.set(resource, rest);
    if (rest.Condition !== undefined) this.isConditional = true;
    this.resources.push(resource);
    this.byId.set(logicalId, resource);
    append(this.byType, type, resource);
    if (origin.isJudged) {
      append(this.subjectsByType, type, resource);
      append(this.subjectsByType, '*', resource);
    }
  }
}

/** The resources of a type that reference another resource in a property, in all templates that are judged together. */
export function pointers(resource: RenderedResource, type: string, property: string): RenderedResource[] {
  return resource.template.pointers(resource, type, property);
}

function append<T>(lists: Map<string, T[]>, key: string, item: T) {
  if (!lists.get(key)?.push(item)) lists.set(key, [item]);
}
