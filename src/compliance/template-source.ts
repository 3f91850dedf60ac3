import * as fs from 'fs';
import * as path from 'path';
import { CfnResource, Stack, Stage, TagManager } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledgementOf, EffectiveAcknowledgement } from './effective-acknowledgement';
import { sourceLineOf } from './report/source-line';
import { isIntrinsic, Json } from './worlds/intrinsics';

/** What a template knows of its stack. A value that only a deployment knows is a token. */
export interface RenderedStack {
  readonly stackName: string;
  readonly region: string;
  readonly account: string;
  /** Name of the template in the evidence. */
  readonly templateFile: string;
}

/** Where a subject of judgements is declared: a construct of an app, or a place in a file. */
export interface Place {
  /** Path of the construct, or file and logical id. */
  readonly path: string;
  /** The acknowledgement of a safeguard that applies there. */
  acknowledgementOf(safeguard: string): EffectiveAcknowledgement | undefined;
}

/** Where a resource of a template is declared. */
export interface Origin extends Place {
  readonly logicalId: string;
  /** Whether to judge the resource; others are for look-ups only. */
  readonly isJudged: boolean;
  /** Property of the resource that has its tags; undefined if it has none. */
  readonly tagProperty?: string;
  /** `<file>:<line>:<column>` of the cause of a finding; undefined if it is not known. */
  sourceLineOf(finding: string): string | undefined;
}

/** A template with what surrounds it. */
export interface TemplateSource {
  readonly stack: RenderedStack;
  /** Absolute path of the template. */
  readonly file: string;
  /** Content of the template. */
  readonly body: Json;
  /** Values that a deployment gives to parameters. Omitted where they are not known. */
  readonly parameters?: Json;
  /** Stack and resource around the stack, if it is nested. */
  readonly nesting?: { readonly parent: RenderedStack; readonly logicalId: string };
  /** Logical ids of nested stacks whose templates are judged as templates of their own. */
  readonly nested: ReadonlySet<string>;
  resources(): readonly Origin[];
}

/** A construct as the place of judgements. */
export function placeOf(construct: IConstruct): Place {
  return { path: construct.node.path, acknowledgementOf: (safeguard) => acknowledgementOf(construct, safeguard) };
}

/** The template of a stack of an app. */
export class StackTemplate implements TemplateSource {
  public readonly file: string;
  public readonly body: Json;
  private nestedIds?: ReadonlySet<string>;

  /**
   * @param stack stack of the template
   * @param belongs whether to judge a resource
   * @param body content of the template; by default that of the file in the output folder
   */
  constructor(public readonly stack: Stack, private readonly belongs: (construct: IConstruct) => boolean = () => true, body?: Json) {
    this.file = path.join(stageAround(stack).outdir, stack.templateFile);
    this.body = body ?? JSON.parse(fs.readFileSync(this.file, 'utf-8'));
  }

  public get nesting(): TemplateSource['nesting'] {
    const { nestedStackParent: parent, nestedStackResource: resource } = this.stack;
    return parent && { parent, logicalId: parent.resolve((resource as CfnResource).logicalId) };
  }

  public get nested(): ReadonlySet<string> {
    return this.nestedIds ??= new Set(stacksBelow(this.stack).filter(({ nestedStackParent }) => nestedStackParent === this.stack)
      .map(({ nestedStackResource }) => this.stack.resolve((nestedStackResource as CfnResource).logicalId)));
  }

  public resources(): Origin[] {
    const constructs = resourcesOf(this.stack);
    // One call resolves them faster than a call for each.
    const ids: string[] = this.stack.resolve(constructs.map(({ logicalId }) => logicalId));
    const ofConstructs = constructs.map((construct, index): Origin => ({
      ...placeOf(construct),
      logicalId: ids[index],
      isJudged: this.belongs(construct),
      get tagProperty() {
        const name = TagManager.of(construct)?.tagPropertyName;
        return name && name[0].toUpperCase() + name.slice(1);
      },
      sourceLineOf: (finding) => sourceLineOf(construct, finding),
    }));
    const known = new Set(ofConstructs.map(({ logicalId }) => logicalId));
    const others = Object.keys(this.body.Resources ?? {}).filter((logicalId) => !known.has(logicalId));
    return [...ofConstructs, ...others.map((logicalId) => this.withoutConstruct(logicalId))];
  }

  // Elements other than resources, for example a fragment of a template, can add resources. They belong to the stack.
  private withoutConstruct(logicalId: string): Origin {
    const { stack } = this;
    return { ...placeOf(stack), path: `${stack.node.path}/${logicalId}`, logicalId, isJudged: this.belongs(stack), sourceLineOf: () => undefined };
  }
}

/**
 * A resource of AWS SAM with the properties that it inherits from `Globals`: maps are merged, lists are joined, and other values of the resource replace those of the
 * globals. Source: "Globals section of the AWS SAM template" (AWS SAM Developer Guide).
 */
export function withGlobals(resource: Json, globals: Json): Json {
  const [, kind] = /^AWS::Serverless::(\w+)$/.exec(resource.Type) ?? [];
  const inherited = kind === undefined ? undefined : globals?.[kind];
  const ignored = resource.IgnoreGlobals ?? [];
  if (!isMap(inherited) || ignored === '*') return resource;
  const kept = Object.fromEntries(Object.entries<Json>(inherited).filter(([name]) => ![ignored].flat().includes(name)));
  return { ...resource, Properties: merged(kept, resource.Properties ?? {}) };
}

function merged(general: Json, own: Json): Json {
  if (Array.isArray(general) && Array.isArray(own)) return [...general, ...own];
  if (!isMap(general) || !isMap(own)) return own;
  const both = Object.entries<Json>(own).map(([name, value]) => [name, name in general ? merged(general[name], value) : value]);
  return { ...general, ...Object.fromEntries(both) };
}

function isMap(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isIntrinsic(value);
}

/** The stacks below a scope, including nested stacks and stacks of nested stages. */
export function stacksBelow(scope: IConstruct): Stack[] {
  return scope.node.findAll().filter((c): c is Stack => Stack.isStack(c));
}

/** The stage of a construct; for a stage, the stage itself. */
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
