import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { Validations } from 'aws-cdk-lib';
import { AssemblyFacts } from './template-file';
import { AcknowledgementRecord, EffectiveAcknowledgement, effectiveAcknowledgement, EXPIRY_METADATA_KEY, RECORD_METADATA_KEY } from '../../compliance/effective-acknowledgement';
import { RenderedStack } from '../../compliance/template-source';
import { Json } from '../../compliance/worlds/intrinsics';

/** A stack of a cloud assembly. */
export interface AssemblyStack {
  readonly file: string;
  readonly stack: Partial<RenderedStack>;
  readonly metadata: Metadata;
}

/** A stage of an app in the output folder of the CDK. */
export interface Stage {
  /** Path of the stage, or `app`. */
  readonly name: string;
  readonly folder: string;
  readonly stacks: readonly AssemblyStack[];
}

/** Metadata of constructs, by path. */
type Metadata = Readonly<Record<string, ReadonlyArray<{ readonly type: string; readonly data?: Json }>>>;

/** Whether a folder is the output of a synthesis. */
export function isAssembly(folder: string): boolean {
  const manifest = join(folder, 'manifest.json');
  return existsSync(manifest) && existsSync(join(folder, 'cdk.out'));
}

/** The stages of a cloud assembly that have stacks, with those of nested assemblies. */
export function stagesOf(folder: string, name = 'app'): Stage[] {
  const artifacts = Object.values<Json>(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf-8')).artifacts ?? {});
  const stacks = artifacts.filter(({ type }) => type === 'aws:cloudformation:stack').map((artifact) => stackOf(folder, artifact));
  return [
    ...stacks.length ? [{ name, folder, stacks }] : [],
    ...artifacts.filter(({ type }) => type === 'cdk:cloud-assembly')
      .flatMap(({ properties }) => stagesOf(join(folder, properties.directoryName), properties.displayName ?? properties.directoryName)),
  ];
}

function stackOf(folder: string, { environment = '', properties, metadata, additionalMetadataFile, displayName }: Json): AssemblyStack {
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) ?? [];
  const file = additionalMetadataFile && join(folder, additionalMetadataFile);
  return {
    file: join(folder, properties.templateFile),
    stack: {
      stackName: properties.stackName ?? displayName ?? '',
      ...(account && account !== 'unknown-account' && { account }),
      ...(region && region !== 'unknown-region' && { region }),
    },
    metadata: { ...metadata, ...file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf-8')) : {} },
  };
}

/**
 * What metadata of a stack says about the constructs of one of its templates.
 * @param body template
 * @param within path of the construct of the nested stack that has the template
 */
export function factsOf(metadata: Metadata, body: Json, within?: string): AssemblyFacts {
  const paths = new Map<string, string[]>();
  for (const [path, entries] of Object.entries(metadata)) {
    for (const { type, data } of entries) if (type === 'aws:cdk:logicalId') paths.set(data, [...paths.get(data) ?? [], path.slice(1)]);
  }
  const pathOf = (logicalId: string) => {
    const all = paths.get(logicalId) ?? [];
    const found = within === undefined ? all[0] : all.find((path) => path.startsWith(`${within}/`));
    return body.Resources?.[logicalId]?.Metadata?.['aws:cdk:path'] ?? found;
  };
  return { pathOf, acknowledgementOf: (path, safeguard) => nearest(metadata, path, safeguard) };
}

/** Path of the construct of a nested stack, by the path of its resource. */
export function nestedStackPath(resource: string): string {
  return resource.replace(/\.NestedStack\/[^/]+$/, '');
}

/** The template of a nested stack, which the asset manifests of the folder or metadata of the resource name. */
export function nestedTemplateOf(folder: string, resource: Json, assets: ReadonlyMap<string, string>): string | undefined {
  const named = resource.Metadata?.['aws:asset:property'] === 'TemplateURL' ? resource.Metadata['aws:asset:path'] : undefined;
  const [hash] = /[0-9a-f]{64}/.exec(JSON.stringify(resource.Properties?.TemplateURL ?? '')) ?? [];
  const file = named ?? (hash && assets.get(hash));
  return file && join(folder, file);
}

/** Files of the assets of an assembly, by hash. */
export function assetsOf({ folder, stacks }: Stage): ReadonlyMap<string, string> {
  const manifests = stacks.map(({ file }) => file.replace(/\.template\.json$/, '.assets.json')).filter((file) => existsSync(file));
  return new Map(manifests.flatMap((file) => Object.entries<Json>(JSON.parse(readFileSync(file, 'utf-8')).files ?? {})
    .flatMap(([hash, { source }]) => source?.path && dirname(file) === folder ? [[hash, source.path] as const] : [])));
}

function nearest(metadata: Metadata, path: string, safeguard: string): EffectiveAcknowledgement | undefined {
  const parts = path.split('/');
  for (let length = parts.length; length > 0; length--) {
    const scope = parts.slice(0, length).join('/');
    const entries = metadata[`/${scope}`];
    const [key, reason] = entryOf<string>(entries, Validations.ACKNOWLEDGED_RULES_METADATA_KEY, safeguard) ?? [];
    if (reason === undefined) continue;
    const [, expires] = entryOf<string>(entries, EXPIRY_METADATA_KEY, safeguard) ?? [];
    const [, record] = entryOf<AcknowledgementRecord>(entries, RECORD_METADATA_KEY, safeguard) ?? [];
    return { ...effectiveAcknowledgement(scope, reason, expires), declaredBy: key!.includes('::') ? 'workload' : 'library', ...record };
  }
  return undefined;
}

// CDK stores a bare id with a prefix.
function entryOf<T>(entries: Metadata[string] | undefined, type: string, id: string): [string, T] | undefined {
  return (entries ?? []).filter((entry) => entry.type === type).flatMap(({ data }) => Object.entries<T>(data ?? {}))
    .filter(([key]) => key.split('::').pop() === id).pop();
}
