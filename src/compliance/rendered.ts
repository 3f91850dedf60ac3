import * as fs from 'fs';
import * as path from 'path';
import { CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- a template is JSON of any shape */
export type Json = any;

/** A resource as CloudFormation will read it, escape-hatch overrides included. */
export interface RenderedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Json;
  /** Everything beside `Properties`: `DeletionPolicy`, `DependsOn`, … */
  readonly attributes: Json;
  readonly template: RenderedTemplate;
  readonly construct: CfnResource;
}

/** One stack's finished template. */
export class RenderedTemplate {
  public readonly resources: RenderedResource[] = [];
  /** Absolute path of the template. */
  public readonly file: string;
  private readonly byId = new Map<string, RenderedResource>();
  private readonly byType = new Map<string, RenderedResource[]>();

  private readonly judgedByType = new Map<string, RenderedResource[]>();

  /**
   * @param stack whose template has been written
   * @param belongs tells the resources to judge from those that are there to be looked up only
   */
  constructor(public readonly stack: Stack, private readonly belongs: (construct: CfnResource) => boolean = () => true) {
    this.file = path.join(stageAround(stack).outdir, stack.templateFile);
    const body = JSON.parse(fs.readFileSync(this.file, 'utf-8'));
    for (const construct of resourcesOf(stack)) {
      const logicalId = stack.resolve(construct.logicalId);
      const rendered = body.Resources?.[logicalId];
      // A conditional include or an aspect may have taken the resource out of the finished template.
      if (!rendered) continue;
      const { Type: type, Properties: properties = {}, ...attributes } = rendered;
      this.add({ logicalId, type, properties, attributes, template: this, construct });
    }
  }

  /** All resources of a CloudFormation type. */
  public ofType(type: string): RenderedResource[] {
    return this.byType.get(type) ?? [];
  }

  /** The resources of a CloudFormation type that are to be judged; `*` for all. */
  public judged(type: string): RenderedResource[] {
    return this.judgedByType.get(type) ?? [];
  }

  /** The resource that an intrinsic points at, when it is in this template. */
  public referenced(value: Json): RenderedResource | undefined {
    const id = value?.Ref ?? [value?.['Fn::GetAtt']].flat()[0];
    return typeof id === 'string' ? this.byId.get(id.split('.')[0]) : undefined;
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

/** The stacks below a scope, nested ones and those of nested stages included. */
export function stacksBelow(scope: IConstruct): Stack[] {
  return scope.node.findAll().filter((c): c is Stack => Stack.isStack(c));
}

/** The stage that a construct belongs to; a stage belongs to itself. */
export function stageAround(construct: IConstruct): Stage {
  return Stage.isStage(construct) ? construct : Stage.of(construct)!;
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
