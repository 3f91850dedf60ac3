import { atRestOf, NamedKey } from './at-rest';
import { componentType } from './component-types';
import { Placement } from './placement';
import { References } from './references';
import { settingsOf } from './settings';
import { isUnresolved } from '../../../validation/refuse';
import { given, isUnresolved as isExpression, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource, RenderedTemplate } from '../../rendered';
import { Component, Exposure, Opening } from '../model';

const DATA_CLASS = /^(data-?classification|data-?class)$/i;
const NOT_DETERMINED = 'not determined';
/** Properties that hold tags, as lists, maps or specifications of resources that are created later. */
const TAGS = ['Tags', 'BackupPlanTags', 'BackupVaultTags', 'UserPoolTags', 'HostedZoneTags', 'FileSystemTags'];

/** The components of a workload before their connections are known. */
export class Components {
  private readonly drafts = new Map<RenderedResource, Omit<Component, 'exposure'>>();
  private readonly counts = new Map<string, number>();
  private readonly lines = new Map<RenderedResource, string | undefined>();

  constructor(templates: readonly RenderedTemplate[], private readonly references: References, private readonly placement: Placement) {
    for (const resource of templates.flatMap((template) => template.subjects('*'))) {
      const draft = this.draft(resource);
      if (draft) this.drafts.set(resource, draft);
      else this.counts.set(resource.type, (this.counts.get(resource.type) ?? 0) + 1);
    }
  }

  /** Id of a component. */
  public idOf(resource: RenderedResource): string {
    return resource.origin.path;
  }

  /** Whether a resource is a component of the workload. */
  public has(resource: RenderedResource): boolean {
    return this.drafts.has(resource);
  }

  public get resources(): RenderedResource[] {
    return [...this.drafts.keys()];
  }

  /** Component of an id. */
  public draftOf(resource: RenderedResource): Omit<Component, 'exposure'> | undefined {
    return this.drafts.get(resource);
  }

  /** The components, ordered by id. */
  public withExposure(exposureOf: (resource: RenderedResource) => Exposure): Component[] {
    return [...this.drafts].map(([resource, draft]) => ({ ...draft, exposure: exposureOf(resource) })).sort((a, b) => compare(a.id, b.id));
  }

  /** Number of the resources that configure components, by type. */
  public get configuration(): Record<string, number> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => compare(a, b)));
  }

  /** A resource that permits a connection. */
  public opening(resource: RenderedResource): Opening {
    const { logicalId, type, template } = resource;
    return { id: this.idOf(resource), type, logicalId, template: template.stack.templateFile, ...this.source(resource) };
  }

  private draft(resource: RenderedResource): Omit<Component, 'exposure'> | undefined {
    const row = componentType(resource.type);
    if (!row) return undefined;
    const { logicalId, type, properties, attributes, template } = resource;
    const name = row.name ? properties[row.name] : undefined;
    const vpc = this.placement.vpcOf(resource);
    const subnets = this.placement.subnetsOf(resource);
    const tags = tagsOf(properties);
    const dataClass = Object.entries(tags).find(([key]) => DATA_CLASS.test(key))?.[1];
    return {
      id: this.idOf(resource),
      name: given(name) ? this.references.text(name, resource) : logicalId,
      type,
      service: row.service,
      ...versionOf(resource),
      tier: row.tier,
      purpose: this.purposeOf(resource),
      account: known(template.stack.account),
      region: known(template.stack.region),
      logicalId,
      template: template.stack.templateFile,
      ...this.source(resource),
      ...(typeof attributes.Condition === 'string' && { condition: attributes.Condition }),
      ...(vpc && { vpc: this.idOf(vpc) }),
      ...(subnets.length > 0 && { subnets: subnets.map((subnet) => this.idOf(subnet)).sort(compare) }),
      ...(row.atRest && !isAuroraInstance(resource) && {
        encryption: atRestOf(resource, this.placement.withTemplate(resource), row.atRest, (key) => this.keyOf(key, resource)),
      }),
      ...settingsOf(resource, this.references),
      ...(dataClass !== undefined && { dataClass }),
      tags,
    };
  }

  private keyOf(key: Json, from: RenderedResource): NamedKey {
    const [component] = this.references.components(key, from);
    return component
      ? { name: this.idOf(component), isInTemplates: component.type.startsWith('AWS::KMS::') }
      : { name: this.references.text(key, from), isInTemplates: false };
  }

  private purposeOf({ properties, origin }: RenderedResource): string {
    const text = [properties.Description, properties.GroupDescription, properties.DisplayName].find((value) => given(value) && !isExpression(value));
    if (typeof text === 'string' && text.trim() !== '') return text;
    const scopes = origin.path.split('/').slice(1);
    return ['Resource', 'Default'].includes(scopes[scopes.length - 1]) ? scopes.slice(0, -1).join('/') : scopes.join('/');
  }

  private source(resource: RenderedResource): { source?: string } {
    if (!this.lines.has(resource)) this.lines.set(resource, resource.origin.sourceLineOf(''));
    const source = this.lines.get(resource);
    return source === undefined ? {} : { source };
  }
}

/** Properties with the version of the software, and with its name. Properties are those of the CloudFormation template reference. */
const VERSIONS = ['EngineVersion', 'ElasticsearchVersion', 'KafkaVersion', 'AirflowVersion', 'ReleaseLabel', 'Runtime', 'RuntimeVersion', 'ClusterVersion', 'PlatformVersion'];
const ENGINES = ['Engine', 'EngineType'];

function versionOf({ type, properties }: RenderedResource): Pick<Component, 'version'> {
  const texts = [ENGINES, type === 'AWS::EKS::Cluster' ? ['Version'] : VERSIONS].flatMap((names) => names.map((name) => properties[name]).filter((value) => given(value) && (typeof value !== 'object' || isExpression(value))).slice(0, 1));
  return texts.length > 0 ? { version: texts.map(textOf).join(' ') } : {};
}

// Storage, keys and backups of an instance of Aurora are those of its cluster.
function isAuroraInstance({ type, properties }: RenderedResource): boolean {
  return type === 'AWS::RDS::DBInstance' && given(properties.DBClusterIdentifier);
}

function tagsOf(properties: Json): Record<string, string> {
  const given_ = [...TAGS.map((name) => properties[name]), ...listOf(properties.TagSpecifications).slice(0, 1).map(({ Tags }) => Tags)].find(given);
  const pairs: Array<[string, Json]> = Array.isArray(given_)
    ? given_.filter((tag) => tag?.Key !== undefined).map(({ Key, Value }) => [textOf(Key), Value])
    : isExpression(given_) ? [] : Object.entries<Json>(given_ ?? {});
  return Object.fromEntries(pairs.map(([key, value]): [string, string] => [key, textOf(value)]).sort(([a], [b]) => compare(a, b)));
}

/** A value of a stack; `not determined` where only a deployment knows it. */
export function known(value: string): string {
  return isUnresolved(value) ? NOT_DETERMINED : value;
}

/** Order of texts that is the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
