import * as fs from 'fs';
import * as path from 'path';
import { CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- a template is JSON of any shape */
export type Json = any;

/** A resource as CloudFormation reads it, including escape hatch overrides. */
export interface RenderedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Json;
  /** Attributes other than `Properties`: `DeletionPolicy`, `DependsOn`, … */
  readonly attributes: Json;
  readonly template: RenderedTemplate;
  readonly construct: CfnResource;
}

/** The final template of a stack. */
export class RenderedTemplate {
  /** Reads the template of a stack from the output folder. */
  public static read(stack: Stack, belongs: (construct: CfnResource) => boolean): RenderedTemplate {
    return new RenderedTemplate(stack, JSON.parse(fs.readFileSync(fileOf(stack), 'utf-8')), belongs);
  }

  public readonly resources: RenderedResource[] = [];
  /** Absolute path of the template. */
  public readonly file: string;
  /** All templates that are judged together, including this one. */
  public peers: readonly RenderedTemplate[] = [this];
  private readonly byId = new Map<string, RenderedResource>();
  private readonly byType = new Map<string, RenderedResource[]>();
  private readonly judgedByType = new Map<string, RenderedResource[]>();
  private readonly outputs: Json;
  private readonly mappings: Json;

  /**
   * @param stack stack of the template
   * @param body content of the template
   * @param belongs whether to judge a resource; others are for look-ups only
   */
  constructor(public readonly stack: Stack, body: Json, private readonly belongs: (construct: CfnResource) => boolean = () => true) {
    this.file = fileOf(stack);
    this.outputs = body.Outputs ?? {};
    this.mappings = body.Mappings ?? {};
    for (const construct of resourcesOf(stack)) {
      const logicalId = stack.resolve(construct.logicalId);
      const rendered = body.Resources?.[logicalId];
      // A conditional include or an aspect may have removed the resource from the template.
      if (!rendered) continue;
      const { Type: type, Properties: properties = {}, ...attributes } = rendered;
      this.add({ logicalId, type, properties, attributes, template: this, construct });
    }
  }

  /** Absolute path of the outermost template, if this is the template of a nested stack. */
  public get outermostFile(): string {
    let { stack } = this;
    while (stack.nestedStackParent) stack = stack.nestedStackParent;
    return fileOf(stack);
  }

  /** All resources of a CloudFormation type. */
  public ofType(type: string): RenderedResource[] {
    return this.byType.get(type) ?? [];
  }

  /** The resources of a CloudFormation type to judge; `*` for all. */
  public judged(type: string): RenderedResource[] {
    return this.judgedByType.get(type) ?? [];
  }

  /** All resources of a CloudFormation type in the templates that are judged together. */
  public everyOfType(type: string): RenderedResource[] {
    return this.peers.flatMap((peer) => peer.ofType(type));
  }

  /** The resource that an intrinsic function references, in any template that is judged together with this one. */
  public referenced(value: Json): RenderedResource | undefined {
    const [id, attribute] = targetOf(value);
    if (id !== undefined && this.byId.has(id) && !attribute?.startsWith('Outputs.')) return this.byId.get(id);
    const { template, expression } = this.elsewhere(value) ?? {};
    return template?.referenced(expression);
  }

  /** Whether an expression of this template, for example a joined ARN, references a resource. */
  public mentions(value: Json, resource: RenderedResource): boolean {
    if (value === null || typeof value !== 'object') return false;
    if (this.referenced(value) === resource) return true;
    const template = [value['Fn::Sub']].flat()[0];
    if (typeof template === 'string' && resource.template === this) {
      return [...template.matchAll(/\$\{([^.}]+)/g)].some(([, id]) => id === resource.logicalId);
    }
    return Object.values(value).some((part) => this.mentions(part, resource));
  }

  /** The possible values of an expression: those of its mapping, or the expression itself. */
  public possible(value: Json): Json[] {
    const [map, , key] = value?.['Fn::FindInMap'] ?? [];
    const rows = Object.values<Json>(this.mappings[map] ?? {});
    return rows.length ? rows.map((row) => row[key]) : [value];
  }

  // Resolves exports, outputs of other or nested stacks, and parameters that a nested stack gets from its parent.
  private elsewhere(value: Json): { template: RenderedTemplate; expression: Json } | undefined {
    const [id, attribute] = targetOf(value);
    const imported = value?.['Fn::ImportValue'];
    const { StackName, OutputName, Region: home } = value?.['Fn::GetStackOutput'] ?? {};
    for (const template of this.peers) {
      const { nestedStackParent, nestedStackResource, stackName, region } = template.stack;
      const output = (name: string) => ({ template, expression: template.outputs[name]?.Value });
      const exported = imported && Object.keys(template.outputs).find((name) => template.outputs[name].Export?.Name === imported);
      if (exported) return output(exported);
      if (StackName === stackName && (typeof home !== 'string' || home === region)) return output(OutputName);
      if (nestedStackParent === this.stack && attribute && this.byId.get(id!)?.construct === nestedStackResource) return output(attribute.slice('Outputs.'.length));
      if (this.stack.nestedStackParent === template.stack && id !== undefined && !attribute) {
        const nested = template.resources.find(({ construct }) => construct === this.stack.nestedStackResource);
        return { template, expression: nested?.properties.Parameters?.[id] };
      }
    }
    return undefined;
  }

  private add(resource: RenderedResource) {
    this.resources.push(resource);
    this.byId.set(resource.logicalId, resource);
    append(this.byType, resource.type, resource);
    if (this.belongs(resource.construct)) {
      append(this.judgedByType, resource.type, resource);
      append(this.judgedByType, '*', resource);
    }
  }
}

// Logical id and attribute of a `Ref` or `Fn::GetAtt`.
function targetOf(value: Json): [id?: string, attribute?: string] {
  if (typeof value?.Ref === 'string') return [value.Ref];
  const target = value?.['Fn::GetAtt'];
  if (typeof target === 'string') return [target.split('.')[0], target.split('.').slice(1).join('.')];
  return Array.isArray(target) ? [target[0], target[1]] : [];
}

/** The resources of a type that reference another resource in a property, in all templates that are judged together. */
export function pointers(resource: RenderedResource, type: string, property: string): RenderedResource[] {
  return resource.template.everyOfType(type).filter(({ template, properties }) => template.mentions(properties[property], resource));
}

/** The stacks below a scope, including nested stacks and stacks of nested stages. */
export function stacksBelow(scope: IConstruct): Stack[] {
  return scope.node.findAll().filter((c): c is Stack => Stack.isStack(c));
}

/** The stage of a construct; for a stage, the stage itself. */
export function stageAround(construct: IConstruct): Stage {
  return Stage.isStage(construct) ? construct : Stage.of(construct)!;
}

function fileOf(stack: Stack): string {
  return path.join(stageAround(stack).outdir, stack.templateFile);
}

function resourcesOf(scope: IConstruct): CfnResource[] {
  const found: CfnResource[] = [];
  const visit = (construct: IConstruct) => {
    if (CfnResource.isCfnResource(construct)) found.push(construct);
    for (const child of construct.node.children) {
      if (!Stack.isStack(child)) visit(child);
    }
  };
  visit(scope);
  return found;
}

function append<T>(lists: Map<string, T[]>, key: string, item: T) {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
