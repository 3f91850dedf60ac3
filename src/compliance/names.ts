import { RenderedStack } from './template-source';
import { oneOf } from './worlds/explore';
import { Json } from './worlds/intrinsics';

/** Properties with the name by which other resources refer to a resource. Source: CloudFormation resource specification. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::DomainName': 'DomainName',
  'AWS::ApiGatewayV2::DomainName': 'DomainName',
  'AWS::EC2::LaunchTemplate': 'LaunchTemplateName',
  'AWS::ECS::Cluster': 'ClusterName',
  'AWS::Events::EventBus': 'Name',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::RDS::DBClusterParameterGroup': 'DBClusterParameterGroupName',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::RDS::DBParameterGroup': 'DBParameterGroupName',
  'AWS::RDS::DBSubnetGroup': 'DBSubnetGroupName',
  'AWS::S3::Bucket': 'BucketName',
};
/** Types whose names are the same in all Regions and accounts. */
const GLOBAL = new Set(['AWS::S3::Bucket']);

/** What a name is compared in, as far as it matters. */
interface Template {
  readonly stack: RenderedStack;
  asWritten(resource: Resource): Json;
}

interface Resource {
  readonly type: string;
  readonly template: Pick<Template, 'asWritten'>;
}

/** The name by which others refer to a resource, as the template has it; undefined if it has none. */
export function nameOf(resource: Resource): Json {
  const property = NAMES[resource.type];
  return property === undefined ? undefined : resource.template.asWritten(resource)?.[property];
}

/** Whether a value can be the name of a resource. */
export function isName(value: Json): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** Whether a value of a template is the name of a resource: the same literal text in the same Region, or the same expression in the same template. */
function isNamed(resource: Resource & { readonly template: Template }, value: Json, where: Template): boolean {
  const name = nameOf(resource);
  if (name === undefined || !isName(value) || JSON.stringify(name) !== JSON.stringify(value)) return false;
  if (resource.template === where) return true;
  const { region, account } = resource.template.stack;
  return typeof value === 'string' && (GLOBAL.has(resource.type) || (region === where.stack.region && account === where.stack.account));
}

/**
 * The resource that a name of a template refers to. Templates of several environments can have a resource with the same name: that of the template itself is meant,
 * otherwise each of them is a world.
 * @param resources resources with the name, in all Regions and accounts
 */
export function oneNamed<R extends Resource & { readonly template: Template & { isPresent(resource: R): boolean } }>(
  resources: readonly R[], name: Json, where: Template,
): R | undefined {
  const found = resources.filter((resource) => isNamed(resource, name, where) && resource.template.isPresent(resource));
  return found.find(({ template }) => template === where)
    ?? oneOf(`name ${JSON.stringify(name)}`, where.stack, found.map((resource) => ({ stack: resource.template.stack, resource })))?.resource;
}

/** Whether a value of a template is the name of a resource, and not that of another one with the same name. */
export function isTheOneNamed<R extends Resource & { readonly template: Template }>(
  resource: R, value: Json, where: Template & { named(type: string, name: Json): R | undefined },
): boolean {
  return isNamed(resource, value, where) && (resource.template === where || where.named(resource.type, value) === resource);
}
