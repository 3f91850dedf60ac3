import { Templates } from './stacks';

/** The parts of the CloudFormation registry, as aws-cdk-lib is generated from it, that are read here. */
interface Registry {
  lookup(entity: 'resource', index: 'cloudFormationType', compare: 'equals', value: string): Specification[];
  get(entity: 'typeDefinition', id: string): { readonly properties: Properties };
}

interface Specification {
  readonly properties: Properties;
  readonly isStateful?: boolean;
  readonly primaryIdentifier?: string[];
}

type Properties = Record<string, { readonly causesReplacement?: 'yes' | 'no' | 'maybe'; readonly type: ValueType }>;

type ValueType = { readonly type: 'ref'; readonly reference: { readonly $ref: string } } | { readonly type: 'array'; readonly element: ValueType } | { readonly type: 'string' };

/** A resource that an update replaces, with its data, its address or its name. */
export interface Replacement {
  readonly type: string;
  readonly logicalId: string;
  /** Create-only properties that change, or how the resource is replaced otherwise. */
  readonly because: string[];
  /** Whether the new resource has the name of the old one, which still exists then. */
  readonly collides: boolean;
}

/** Resources with data, or whose identity others keep: an address, a subnet, a topic, a key of an API. The CloudFormation registry does not say so; its stateful types are added. */
const KEPT = [
  'AWS::ApiGateway::ApiKey', 'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'AWS::CloudFront::Distribution', 'AWS::CloudTrail::Trail', 'AWS::EC2::EIP', 'AWS::EC2::NatGateway', 'AWS::EC2::Subnet', 'AWS::EC2::VPC',
  'AWS::ECS::Cluster', 'AWS::ECS::Service', 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::KinesisFirehose::DeliveryStream', 'AWS::KMS::ReplicaKey', 'AWS::SNS::Topic', 'AWS::SSM::Parameter',
  'Custom::SecureParameter',
];

type Condition = (before: any, after: any) => boolean;
const never: Condition = () => false;
const unlessNew: Condition = (before) => before !== undefined;
const unlessGone: Condition = (_before, after) => after !== undefined;

/**
 * When a property that is create-only under a condition replaces its resource; always where it is not named here (CloudFormation's handlers, ImmutabilityHelper in
 * aws-cloudformation/aws-cloudformation-resource-providers-rds).
 */
const CONDITIONS: Record<string, Record<string, Condition>> = {
  'AWS::RDS::DBInstance': {
    AutoMinorVersionUpgrade: never,
    BackupRetentionPeriod: never,
    DBParameterGroupName: never,
    DBSnapshotIdentifier: unlessGone,
    MultiAZ: never,
    PerformanceInsightsKMSKeyId: unlessNew,
    PreferredMaintenanceWindow: never,
    SourceDBInstanceIdentifier: unlessGone,
    StorageType: never,
  },
};

/** Types whose name may be in use already: in another zone, for another target, of a proxy. */
const SHARES_NAMES = [
  'AWS::ApplicationAutoScaling::ScalingPolicy', 'AWS::CertificateManager::Certificate', 'AWS::RDS::DBProxyTargetGroup', 'AWS::Route53::RecordSet',
];

let loaded: Registry | undefined;
const specifications = new Map<string, Specification | undefined>();

function registry(): Registry {
  // It takes a second to load.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return loaded ??= require('@aws-cdk/aws-service-spec').loadAwsServiceSpecSync() as Registry;
}

/** What the registry says of a type. Undefined for a custom resource. */
function specificationOf(type: string): Specification | undefined {
  if (!specifications.has(type)) specifications.set(type, registry().lookup('resource', 'cloudFormationType', 'equals', type)[0]);
  return specifications.get(type);
}

/**
 * Resources with data, an address or the same name again that the update from one set of templates to another replaces: with other values of create-only
 * properties, with another logical id, or with what they refer to.
 */
export function replacementsBetween(before: Templates, after: Templates): Replacement[] {
  return Object.keys(after).flatMap((stack) => before[stack] ? replacedIn(before[stack].Resources ?? {}, after[stack].Resources ?? {}) : []);
}

type Resources = Record<string, { Type: string; Properties?: any }>;

function replacedIn(before: Resources, after: Resources): Replacement[] {
  const replaced = new Map<string, string[]>();
  for (const [id, { Type, Properties }] of Object.entries(after)) {
    const old = before[id];
    if (!old) continue;
    const because = old.Type === Type ? changedCreateOnly(Type, old.Properties ?? {}, Properties ?? {}) : ['Type'];
    if (because.length) replaced.set(id, because);
  }
  // What refers to a replaced resource in a create-only property is replaced, too.
  for (let size = -1; size !== replaced.size;) {
    size = replaced.size;
    for (const [id, { Type, Properties }] of Object.entries(after)) {
      if (!before[id] || replaced.has(id)) continue;
      const because = createOnlyOf(Type)
        .filter((name) => CONDITIONS[Type]?.[name] !== never && [...replaced.keys()].some((other) => refersTo(Properties?.[name], other)));
      if (because.length) replaced.set(id, because);
    }
  }
  const added = Object.keys(after).filter((id) => !before[id]);
  const removed = Object.keys(before).filter((id) => !after[id]);
  const moved = removed.flatMap((id) => added.filter((other) => after[other].Type === before[id].Type).map((other) => [id, other]));
  return [
    ...[...replaced].map(([id, because]) => described(id, before[id], after[id], because)),
    ...moved.map(([id, other]) => described(id, before[id], after[other], ['logical id'])),
  ].filter(({ type, collides }) => collides || isKept(type));
}

/** Whether a type has data or an identity that others keep. */
export function isKept(type: string): boolean {
  return KEPT.includes(type) || specificationOf(type)?.isStateful === true;
}

/** The properties of a resource that can replace it. */
export function replacingProperties(type: string, properties: any = {}): any {
  return replacingIn(specificationOf(type)?.properties ?? {}, properties);
}

function replacingIn(properties: Properties, values: any): any {
  return Object.fromEntries(Object.entries(properties).flatMap(([name, { causesReplacement = 'no', type }]) => {
    const value = values?.[name];
    if (value === undefined) return [];
    if (causesReplacement !== 'no') return [[name, value]];
    const kept = replacingInside(type, value);
    return kept === undefined ? [] : [[name, kept]];
  }));
}

function replacingInside(type: ValueType, value: any): any {
  if (type.type === 'ref') {
    const kept = replacingIn(registry().get('typeDefinition', type.reference.$ref).properties, value);
    return Object.keys(kept).length ? kept : undefined;
  }
  if (type.type !== 'array' || !Array.isArray(value)) return undefined;
  const kept = value.map((item) => replacingInside(type.element, item) ?? {});
  return kept.some((item) => Object.keys(item).length) ? kept : undefined;
}

function described(logicalId: string, before: Resources[string], after: Resources[string], because: string[]): Replacement {
  const { Type: type, Properties: old = {} } = before;
  const { Properties: now = {} } = after;
  const names = SHARES_NAMES.includes(type) ? [] : createOnlyOf(type).filter((name) => isName(type, name));
  const collides = names.some((name) => isOwnName(now[name]) && JSON.stringify(now[name]) === JSON.stringify(old[name]));
  return { type, logicalId, because, collides };
}

function isName(type: string, property: string): boolean {
  const { primaryIdentifier = [] } = specificationOf(type) ?? {};
  return property === 'Name' || property === `${type.split('::').at(-1)}Name` || (primaryIdentifier.length === 1 && primaryIdentifier[0] === property);
}

// A reference to another resource is no name of its own.
function isOwnName(value: unknown): boolean {
  return value !== undefined && !/"(?:Ref|Fn::GetAtt)":(?!"AWS::)/.test(JSON.stringify(value));
}

function createOnlyOf(type: string): string[] {
  return Object.entries(specificationOf(type)?.properties ?? {}).filter(([, { causesReplacement = 'no' }]) => causesReplacement !== 'no').map(([name]) => name);
}

function changedCreateOnly(type: string, before: any, after: any): string[] {
  return changedIn(type, specificationOf(type)?.properties ?? {}, before, after, '');
}

function changedIn(type: string, properties: Properties, before: any, after: any, above: string): string[] {
  return Object.entries(properties).flatMap(([name, { causesReplacement = 'no', type: valueType }]) => {
    const [old, now] = [before?.[name], after?.[name]];
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    const path = `${above}${name}`;
    if (causesReplacement === 'no') return inside(type, valueType, old, now, path);
    const replaces = causesReplacement === 'yes' || (CONDITIONS[type]?.[path] ?? (() => true))(old, now);
    return replaces ? [path] : [];
  });
}

function inside(type: string, valueType: ValueType, before: any, after: any, path: string): string[] {
  if (valueType.type === 'ref' && before && after) return changedIn(type, registry().get('typeDefinition', valueType.reference.$ref).properties, before, after, `${path}.`);
  if (valueType.type === 'array' && Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => inside(type, valueType.element, item, after[index], path));
  }
  return [];
}

function refersTo(value: unknown, id: string): boolean {
  if (value === undefined) return false;
  const text = JSON.stringify(value);
  return text.includes(`"Ref":"${id}"`) || text.includes(`"Fn::GetAtt":["${id}",`) || text.includes(`\${${id}`);
}
