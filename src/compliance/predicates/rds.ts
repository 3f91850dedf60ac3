import { given, isTrue, isUnresolved, listOf, shown } from './intrinsics';
import { fails, HOLDS, mustInclude, mustNotBe, Outcome, unknown } from './outcome';
import { Json, pointers, RenderedResource } from '../rendered';

/** Engine of a database as it is written, in lower case. */
export function engineOf({ properties }: RenderedResource): string {
  return String(properties.Engine ?? '').toLowerCase();
}

/** Whether it is Aurora MySQL. */
export function isAuroraMysql(cluster: RenderedResource): boolean {
  return ['aurora', 'aurora-mysql'].includes(engineOf(cluster));
}

/** Whether it is Aurora PostgreSQL. */
export function isAuroraPostgres(cluster: RenderedResource): boolean {
  return engineOf(cluster) === 'aurora-postgresql';
}

/** Whether an instance belongs to a cluster, which then has its storage, backups and logs. */
export function isMember(instance: RenderedResource): boolean {
  return given(instance.properties.DBClusterIdentifier) || engineOf(instance).startsWith('aurora');
}

/** Whether a database has its administrator from elsewhere: a snapshot, another cluster, the source of a replica. */
export function restored({ properties }: RenderedResource): boolean {
  return ['SnapshotIdentifier', 'DBSnapshotIdentifier', 'SourceDBClusterIdentifier', 'SourceDBInstanceIdentifier', 'ReplicationSourceIdentifier',
    'GlobalClusterIdentifier', 'RestoreToTime', 'SourceDbiResourceId'].some((name) => given(properties[name])) && !given(properties.MasterUsername);
}

/** Fails unless all these logs are exported; an engine that has none of them is passed by. */
export function exportsLogs({ properties }: RenderedResource, logs: readonly string[] | undefined): Outcome | undefined {
  return logs && mustInclude('EnableCloudwatchLogsExports', properties.EnableCloudwatchLogsExports, logs);
}

/** Fails unless the parameter group of a database, which must be in the templates, has a parameter at one of these values. */
export function parameterIs(database: RenderedResource, property: string, parameter: string, need: readonly string[]): Outcome {
  const name = database.properties[property];
  const group = database.template.referenced(name);
  if (!group) {
    return given(name) && isUnresolved(name) ? unknown(property, name) : fails(`${property} is ${shown(name)}, must be a group with ${parameter} ${need[0]}`);
  }
  const value = group.properties.Parameters?.[parameter];
  if (given(value) && isUnresolved(value)) return unknown(parameter, value);
  return need.includes(String(value)) ? HOLDS : fails(`${parameter} is ${shown(value)}, must be ${need[0]}`);
}

/** Fails where the administrator is called as the engine's default is. */
export function adminNameIsCustom(database: RenderedResource): Outcome {
  const { MasterUsername: name } = database.properties;
  if (!given(name)) return fails('MasterUsername is not set');
  return mustNotBe('MasterUsername', nameInSecret(database, name) ?? name, 'admin', 'postgres');
}

/** Whether an instance or cluster has enhanced monitoring, its own or its cluster's. */
export function monitoringOf(instance: RenderedResource): Json {
  const cluster = instance.template.referenced(instance.properties.DBClusterIdentifier);
  return instance.properties.MonitoringInterval ?? cluster?.properties.MonitoringInterval;
}

/** Whether a subnet of a database's subnet group has a route to an internet gateway; undefined where none of them is in the templates. */
export function isInPublicSubnet(instance: RenderedResource): boolean | undefined {
  const group = instance.template.referenced(instance.properties.DBSubnetGroupName);
  const subnets = listOf(group?.properties.SubnetIds)
    .map((id) => group!.template.referenced(id))
    .filter((subnet): subnet is RenderedResource => subnet !== undefined);
  return subnets.length ? subnets.some(isPublicSubnet) : undefined;
}

function isPublicSubnet(subnet: RenderedResource): boolean {
  const tables = pointers(subnet, 'AWS::EC2::SubnetRouteTableAssociation', 'SubnetId')
    .map(({ template, properties }) => template.referenced(properties.RouteTableId));
  return subnet.template.everyOfType('AWS::EC2::Route').some(({ template, properties }) => (
    tables.includes(template.referenced(properties.RouteTableId)!) && template.referenced(properties.GatewayId)?.type === 'AWS::EC2::InternetGateway'));
}

// aws-cdk-lib takes the name from the secret by a dynamic reference; the secret's template has it in clear.
function nameInSecret({ template }: RenderedResource, name: Json): string | undefined {
  const parts = listOf(name['Fn::Join']?.[1]);
  if (!String(parts[0]).startsWith('{{resolve:secretsmanager:')) return undefined;
  const text = template.referenced(parts[1])?.properties.GenerateSecretString?.SecretStringTemplate;
  return typeof text === 'string' ? JSON.parse(text).username : undefined;
}

/** Fails unless a subscription is on and covers these categories; one without categories covers all. */
export function coversEvents({ Enabled, EventCategories }: Json, categories: readonly string[]): Outcome {
  if (given(Enabled) && !isTrue(Enabled)) return fails('Enabled is false, must be true');
  return given(EventCategories) ? mustInclude('EventCategories', EventCategories, categories) : HOLDS;
}
