import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, CfnResource, Stack, TagManager } from 'aws-cdk-lib';
import { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { addPlatforms } from '../../examples/platforms';

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: any;
  readonly deletionPolicy?: string;
  readonly updateReplacePolicy?: string;
  readonly dependsOn: string[];
  readonly taggable: boolean;
  /** Reasons that somebody recorded at the resource, by rule. */
  readonly acknowledged: Record<string, string>;
}

/** A stack of a platform as CloudFormation will read it. */
export interface PlatformStack {
  readonly artifact: CloudFormationStackArtifact;
  readonly template: any;
  readonly resources: Resource[];
  of(...types: string[]): Resource[];
  one(type: string): Resource;
}

/** Synthesizes the examples app as the CDK CLI would, with `cdk.json`'s context and what `-c` adds, and gives one platform's stacks. */
export function platform(name: string, context: Record<string, string> = {}): PlatformStack[] {
  const { context: flags } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../cdk.json'), 'utf-8'));
  const app = new App({ context: { ...flags, ...context }, outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'platform-')) });
  addPlatforms(app);
  const assembly = app.synth();
  const id = `${name}-${context.suffix ?? 'dev'}`;
  const constructs = app.node.findChild(id).node.findAll();
  return assembly.getNestedAssembly(`assembly-${id}`).stacks.map((artifact) => stackOf(artifact, constructs
    .filter(CfnResource.isCfnResource)
    .filter((resource) => Stack.of(resource).artifactId === artifact.id)));
}

function stackOf(artifact: CloudFormationStackArtifact, constructs: CfnResource[]): PlatformStack {
  const { template } = artifact;
  const byId = new Map(constructs.map((construct) => [construct.stack.resolve(construct.logicalId), construct]));
  const resources = Object.entries<any>(template.Resources).map(([id, body]): Resource => ({
    id,
    type: body.Type,
    properties: body.Properties ?? {},
    deletionPolicy: body.DeletionPolicy,
    updateReplacePolicy: body.UpdateReplacePolicy,
    dependsOn: [body.DependsOn ?? []].flat(),
    taggable: isTaggable(byId.get(id)),
    acknowledged: Object.assign({}, ...(byId.get(id)?.node.scopes ?? []).flatMap((scope) => scope.node.metadata)
      .filter(({ type }) => type === 'aws:cdk:acknowledged-rules').map(({ data }) => data)),
  }));
  const of = (...types: string[]) => resources.filter(({ type }) => types.includes(type));
  return {
    artifact,
    template,
    resources,
    of,
    one(type) {
      const found = of(type);
      if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}, need exactly one`);
      return found[0];
    },
  };
}

function isTaggable(construct: CfnResource | undefined): boolean {
  return construct !== undefined && (TagManager.isTaggable(construct) || TagManager.isTaggableV2(construct));
}

/** The tags of a resource, whatever form its type gives them. */
export function tagsOf({ properties }: Resource): Record<string, string> {
  const [tags] = Object.entries<any>(properties).filter(([key, value]) => /Tags$/.test(key) && typeof value === 'object').map(([, value]) => value);
  return Array.isArray(tags) ? Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) : tags ?? {};
}

/** Every policy statement anywhere in a resource: identity, trust and resource policies. */
export function statementsOf({ properties }: Resource): any[] {
  const found: any[] = [];
  const visit = (value: any) => {
    if (value === null || typeof value !== 'object') return;
    if (Array.isArray(value.Statement)) found.push(...value.Statement);
    Object.values(value).forEach(visit);
  };
  visit(properties);
  return found;
}

/** An intrinsic that points at a resource of the stack. */
export function pointsAt(value: any, { id }: Resource): boolean {
  return value?.Ref === id || value?.['Fn::GetAtt']?.[0] === id;
}

/** Whether an intrinsic, however deep, names a resource of the stack. */
export function mentions(value: any, { id }: Resource): boolean {
  return JSON.stringify(value ?? null).includes(`"${id}"`);
}
