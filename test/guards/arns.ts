import { Templates } from '../contract/stacks';

/** The part of the database from which aws-cdk-lib is generated that is read here. */
interface ServiceSpec {
  lookup(entity: 'resource', index: 'cloudFormationType', compare: 'equals', value: string): { readonly arnTemplate?: string; readonly primaryIdentifier?: string[] }[];
  all(entity: 'metric'): MetricSpec[];
  follow(relation: 'usesDimensionSet', metric: MetricSpec): { readonly entity: { readonly dimensions: { readonly name: string }[] } }[];
}

/** A metric that the CloudWatch console offers. */
interface MetricSpec {
  readonly namespace: string;
  readonly name: string;
}

/** ARNs that the registry does not know, in the formats of the Service Authorization Reference. */
const ARN_TEMPLATES: Record<string, string> = {
  'AWS::ElasticLoadBalancingV2::Listener':
    'arn:${Partition}:elasticloadbalancing:${Region}:${Account}:listener/app/${LoadBalancerName}/${LoadBalancerId}/${ListenerId}',
  'AWS::ElasticLoadBalancingV2::ListenerRule':
    'arn:${Partition}:elasticloadbalancing:${Region}:${Account}:listener-rule/app/${LoadBalancerName}/${LoadBalancerId}/${ListenerId}/${ListenerRuleId}',
  // Its reference is the ARN of the secret (CloudFormation User Guide, AWS::SecretsManager::SecretTargetAttachment).
  'AWS::SecretsManager::SecretTargetAttachment': 'arn:${Partition}:secretsmanager:${Region}:${Account}:secret:${SecretId}',
  'AWS::WAFv2::WebACL': 'arn:${Partition}:wafv2:${Region}:${Account}:${Scope}/webacl/${Name}/${Id}',
  // "The ARN of the CloudWatch Logs log group, such as arn:aws:logs:us-west-1:123456789012:log-group:/mystack-testgroup-12ABC1AB12A1:*" (CloudFormation User
  // Guide, AWS::Logs::LogGroup).
  'AWS::Logs::LogGroup': 'arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}:*',
};

const PSEUDO: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-2',
  'AWS::AccountId': '123456789012',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::NoValue': '',
  'AWS::StackId': 'arn:aws:cloudformation:eu-west-2:123456789012:stack/<stack>/<id>',
};

let loaded: ServiceSpec | undefined;

function serviceSpec(): ServiceSpec {
  // It takes a second to load.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return loaded ??= require('@aws-cdk/aws-service-spec').loadAwsServiceSpecSync() as ServiceSpec;
}

/** Sets of dimensions with which the CloudWatch console offers a metric, each sorted and joined by commas. None where it has no such metric. */
export function dimensionSetsOf(namespace: string, name: string): string[] {
  return serviceSpec().all('metric').filter((metric) => metric.namespace === namespace && metric.name === name)
    .flatMap((metric) => serviceSpec().follow('usesDimensionSet', metric).map(({ entity }) => entity.dimensions.map((dimension) => dimension.name).sort().join()));
}

function specificationOf(type: string) {
  return serviceSpec().lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

/** A value of a template as text. What is unknown until the deployment is in angle brackets, for example `<Bucket83908E77>`. */
export function textOf(value: any, templates: Templates, stack: string): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = (each: any) => textOf(each, templates, stack);
  if (value['Fn::Join']) return Array.isArray(value['Fn::Join'][1]) ? value['Fn::Join'][1].map(inner).join(value['Fn::Join'][0]) : '<Join>';
  if (value['Fn::Sub'] !== undefined) {
    const [text, variables = {}] = [value['Fn::Sub']].flat();
    return text.replace(/\$\{([^}]+)\}/g, (_: string, name: string) => inner(variables[name] ?? (name.includes('.') ? { 'Fn::GetAtt': name.split('.') } : { Ref: name })));
  }
  if (value['Fn::Select'] && value['Fn::Select'][1]?.['Fn::Split']) {
    const [index, { 'Fn::Split': [separator, whole] }] = value['Fn::Select'];
    return inner(whole).split(separator)[index] ?? '<Select>';
  }
  if (value['Fn::Base64'] !== undefined) return inner(value['Fn::Base64']);
  if (value.Ref) return PSEUDO[value.Ref] ?? refOf(value.Ref, templates, stack);
  if (value['Fn::GetAtt']) return attributeOf(value['Fn::GetAtt'], templates, stack);
  const output = outputOf(value, templates);
  return output ? textOf(output.value, templates, output.stack) : `<${Object.keys(value)[0]}>`;
}

/** Types whose reference is a name, although the registry identifies them by their ARN (CloudFormation User Guide, AWS::Events::Rule). */
const NAMED = ['AWS::Events::Rule'];

function refOf(id: string, templates: Templates, stack: string): string {
  const type: string = templates[stack].Resources?.[id]?.Type ?? '';
  const [identifier, another] = specificationOf(type)?.primaryIdentifier ?? [];
  const isArn = another === undefined && !NAMED.includes(type) && (identifier?.endsWith('Arn') || type.startsWith('AWS::SecretsManager::Secret'));
  return isArn ? arnOf(type, id) : nameOf(templates[stack].Resources?.[id], identifier, templates, stack) ?? `<${id}>`;
}

/** A name that the template sets. */
function nameOf(resource: any, identifier: string | undefined, templates: Templates, stack: string): string | undefined {
  const name = identifier && resource?.Properties?.[identifier];
  return name === undefined ? undefined : textOf(name, templates, stack);
}

function attributeOf([id, attribute]: [string, string], templates: Templates, stack: string): string {
  const type = templates[stack].Resources?.[id]?.Type ?? '';
  const own = [`${type.split('::').at(-1)}Arn`, 'Arn', 'DBClusterArn', 'DBInstanceArn', 'DBProxyArn'];
  if (attribute === 'MasterUserSecret.SecretArn') return arnOf('AWS::SecretsManager::SecretTargetAttachment', id);
  return own.includes(attribute) ? arnOf(type, id) : `<${id}.${attribute}>`;
}

function arnOf(type: string, id: string): string {
  const template = ARN_TEMPLATES[type] ?? specificationOf(type)?.arnTemplate;
  return template ? template.replace(/\$\{(\w+)\}/g, (_, name) => PSEUDO[`AWS::${name === 'Account' ? 'AccountId' : name}`] ?? `<${id}>`) : `<${id}>`;
}

function outputOf(value: any, templates: Templates): { value: any; stack: string } | undefined {
  const { OutputName } = value['Fn::GetStackOutput'] ?? {};
  for (const [stack, { Outputs = {} }] of Object.entries(templates)) {
    for (const [name, { Value, Export }] of Object.entries<any>(Outputs)) {
      if (OutputName ? OutputName === name : value['Fn::ImportValue'] !== undefined && value['Fn::ImportValue'] === Export?.Name) return { value: Value, stack };
    }
  }
  return undefined;
}

/** A character, or any number of characters except some. */
type Part = string | { readonly except: string };

const ANY: Part = { except: '' };

/** Wildcards of a policy, and what is unknown, match anything. */
function partsOf(text: string): Part[] {
  return [...text.matchAll(/<[^>]*>|\*|[^]/g)].map(([part]) => part === '*' || part.length > 1 ? ANY : part);
}

/** Partition, Region and account have no colon, and a bucket's name has no slash. */
function formatOf(arn: string): Part[] {
  return [...arn.matchAll(/\$\{(\w+)\}|\*|[^]/g)].map(([part, name]) => (
    name === undefined ? part === '*' ? ANY : part : { except: ['Partition', 'Region', 'Account'].includes(name) ? ':' : name === 'BucketName' ? '/' : '' }));
}

const MET = new Map<string, boolean>();

/** Whether an ARN of a policy, which may have wildcards, can be an ARN of a format such as `arn:${Partition}:s3:::${BucketName}`. */
export function canBe(arn: string, format: string): boolean {
  const key = `${arn} ${format}`;
  if (!MET.has(key)) MET.set(key, meet(partsOf(arn), formatOf(format)));
  return MET.get(key)!;
}

/** Whether some text matches two patterns. */
function meet(one: Part[], other: Part[]): boolean {
  // Rows of a table: whether the rest of one from i meets the rest of the other from j.
  let below: boolean[] = [];
  for (let i = one.length; i >= 0; i--) {
    const row: boolean[] = [];
    for (let j = other.length; j >= 0; j--) {
      const [a, b] = [one[i], other[j]];
      if (a === undefined && b === undefined) row[j] = true;
      else if (typeof a === 'object' && below[j]) row[j] = true;
      else if (typeof b === 'object' && row[j + 1]) row[j] = true;
      else if (typeof a === 'object' && typeof b === 'string') row[j] = !a.except.includes(b) && row[j + 1];
      else if (typeof b === 'object' && typeof a === 'string') row[j] = !b.except.includes(a) && below[j];
      else row[j] = typeof a === 'string' && a === b && below[j + 1];
    }
    below = row;
  }
  return below[0];
}
