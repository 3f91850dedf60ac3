import { RenderedStack } from './template-source';
import { Json } from './worlds/intrinsics';

/** Properties with the name by which other resources refer to a resource. Source: CloudFormation resource specification. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::EC2::LaunchTemplate': 'LaunchTemplateName',
  'AWS::ECS::Cluster': 'ClusterName',
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
  readonly stack: Pick<RenderedStack, 'region' | 'account'>;
  asWritten(resource: Resource): Json;
}

interface Resource {
  readonly type: string;
  readonly template: Template;
}

/** Whether a value of a template is the name of a resource: the same literal text in the same Region, or the same expression in the same template. */
export function isNamed(resource: Resource, value: Json, where: Template): boolean {
  const property = NAMES[resource.type];
  if (property === undefined || value === undefined || value === null || value === '') return false;
  const name = resource.template.asWritten(resource)?.[property];
  if (name === undefined || JSON.stringify(name) !== JSON.stringify(value)) return false;
  if (resource.template === where) return true;
  const { region, account } = resource.template.stack;
  return typeof value === 'string' && (GLOBAL.has(resource.type) || (region === where.stack.region && account === where.stack.account));
}
