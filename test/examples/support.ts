import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, CfnResource, Stack, TagManager } from 'aws-cdk-lib';
import { CloudAssembly, CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { addPlatforms } from '../../examples/platforms';
import { withoutChecks } from '../support';

export interface Resource {
  readonly stack: PlatformStack;
  readonly id: string;
  readonly type: string;
  readonly properties: any;
  readonly deletionPolicy?: string;
  readonly updateReplacePolicy?: string;
  readonly dependsOn: string[];
  readonly taggable: boolean;
  /** Reasons of acknowledgements, by rule. */
  readonly acknowledged: Record<string, string>;
}

/** Synthesized stack of a platform. */
export interface PlatformStack {
  readonly artifact: CloudFormationStackArtifact;
  readonly template: any;
  readonly resources: Resource[];
  of(...types: string[]): Resource[];
  one(type: string): Resource;
}

/** Stacks of one platform, synthesized with the context of cdk.json and additional context. They are not judged. */
export function platform(name: string, context: Record<string, string> = {}): PlatformStack[] {
  return synthesized(name, context, (app) => withoutChecks(app, () => app.synth()));
}

/** Stacks of one platform with their evidence. */
export function judgedPlatform(name: string, context: Record<string, string> = {}): PlatformStack[] {
  return synthesized(name, context, (app) => app.synth());
}

function synthesized(name: string, context: Record<string, string>, synth: (app: App) => CloudAssembly): PlatformStack[] {
  const { context: flags } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../cdk.json'), 'utf-8'));
  const app = new App({ treeMetadata: false, context: flags, postCliContext: context, outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'platform-')) });
  addPlatforms(app, undefined, [name]);
  const assembly = synth(app);
  const id = `${name}-${context.suffix ?? 'dev'}`;
  const constructs = app.node.findChild(id).node.findAll();
  return assembly.getNestedAssembly(`assembly-${id}`).stacks.map((artifact) => stackOf(artifact, constructs
    .filter(CfnResource.isCfnResource)
    .filter((resource) => Stack.of(resource).artifactId === artifact.id)));
}

function stackOf(artifact: CloudFormationStackArtifact, constructs: CfnResource[]): PlatformStack {
  const { template } = artifact;
  const stack = {} as PlatformStack;
  const byId = new Map(constructs.map((construct) => [construct.stack.resolve(construct.logicalId), construct]));
  const resources = Object.entries<any>(template.Resources).map(([id, body]): Resource => ({
    stack,
    id,
    type: body.Type,
    properties: body.Properties ?? {},
    deletionPolicy: body.DeletionPolicy,
    updateReplacePolicy: body.UpdateReplacePolicy,
    dependsOn: [body.DependsOn ?? []].flat(),
    // aws-cdk-lib creates its helpers as plain CfnResource, without tags.
    taggable: isTaggable(byId.get(id)) || ['AWS::IAM::Role', 'AWS::Lambda::Function'].includes(body.Type),
    acknowledged: Object.assign({}, ...(byId.get(id)?.node.scopes ?? []).flatMap((scope) => scope.node.metadata)
      .filter(({ type }) => type === 'aws:cdk:acknowledged-rules').map(({ data }) => data)),
  }));
  const of = (...types: string[]) => resources.filter(({ type }) => types.includes(type));
  return Object.assign(stack, {
    artifact,
    template,
    resources,
    of,
    one(type: string) {
      const found = of(type);
      if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}, need exactly one`);
      return found[0];
    },
  });
}

function isTaggable(construct: CfnResource | undefined): boolean {
  return construct !== undefined && (TagManager.isTaggable(construct) || TagManager.isTaggableV2(construct));
}

/** Tags of a resource, which are lists or maps. */
export function tagsOf({ properties }: Resource): Record<string, string> {
  if (properties.TagSpecifications) return tagsOf({ properties: properties.TagSpecifications[0] } as Resource);
  const [tags] = Object.entries<any>(properties).filter(([key, value]) => /Tags$/.test(key) && typeof value === 'object').map(([, value]) => value);
  return Array.isArray(tags) ? Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) : tags ?? {};
}

/** Every policy statement anywhere in a resource: identity, trust and resource policies, objects and JSON texts. */
export function statementsOf({ properties }: Resource): any[] {
  const found: any[] = [];
  const visit = (value: any) => {
    const document = policyText(value);
    if (document) return visit(document);
    if (value === null || typeof value !== 'object') return;
    if (value.Statement) found.push(...[value.Statement].flat());
    Object.values(value).forEach(visit);
  };
  visit(properties);
  return found;
}

/** A policy as JSON text, with `<token>` for unresolved values. */
function policyText(value: any): object | undefined {
  const parts = value?.['Fn::Join']?.[1] ?? [value?.['Fn::Sub'] ?? value].flat();
  if (!Array.isArray(parts)) return undefined;
  const text = parts.map((part) => (typeof part === 'string' ? part : '<token>')).join('').trim();
  return text.startsWith('{') && text.includes('"Statement"') ? JSON.parse(text) : undefined;
}

/** Strings in a value, without the logical ids in intrinsics. */
export function literals(value: any): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).filter(([key]) => !['Ref', 'Fn::GetAtt', 'Fn::ImportValue', 'Fn::GetStackOutput'].includes(key)).flatMap(([, child]) => literals(child));
}

/** Resource that a value refers to, in the same stack or in another stack of the platform. */
export function behind(value: any, stack: PlatformStack, stacks: PlatformStack[]): Resource | undefined {
  const id = value?.Ref ?? value?.['Fn::GetAtt']?.[0];
  if (id) return stack.resources.find((resource) => resource.id === id);
  const output = value?.['Fn::GetStackOutput'];
  for (const other of stacks) {
    for (const [name, { Value, Export }] of Object.entries<any>(other.template.Outputs ?? {})) {
      const meant = output
        ? output.OutputName === name && output.StackName === other.artifact.stackName
        : value?.['Fn::ImportValue'] !== undefined && value['Fn::ImportValue'] === Export?.Name;
      if (meant) return behind(Value, other, stacks);
    }
  }
  return undefined;
}

/** An intrinsic that points at a resource of the stack. */
export function pointsAt(value: any, { id }: Resource): boolean {
  return value?.Ref === id || value?.['Fn::GetAtt']?.[0] === id;
}

/** Whether an intrinsic, however deep, names a resource of the stack. */
export function mentions(value: any, { id }: Resource): boolean {
  return JSON.stringify(value ?? null).includes(`"${id}"`);
}
