import { indexed } from './indexed';
import { anyValue, given, isSet, isTrue, isUnresolved, listOf, shown } from './intrinsics';
import { fails, HOLDS, mustBe, mustInclude, mustNotBe, Outcome, undecided, unknown } from './outcome';
import { Json, pointers, RenderedResource, RenderedTemplate } from '../rendered';

const PARAMETER_GROUPS = ['AWS::RDS::DBParameterGroup', 'AWS::RDS::DBClusterParameterGroup'];

/** Engine of a database in lower case. */
export function engineOf({ properties }: RenderedResource): string {
  return String(properties.Engine ?? '').toLowerCase();
}

/** Whether the engine is Aurora MySQL. */
export function isAuroraMysql(cluster: RenderedResource): boolean {
  return ['aurora', 'aurora-mysql'].includes(engineOf(cluster));
}

/** Whether the engine is Aurora PostgreSQL. */
export function isAuroraPostgres(cluster: RenderedResource): boolean {
  return engineOf(cluster) === 'aurora-postgresql';
}

/** Whether an instance belongs to a cluster. Storage, backups and logs are then properties of the cluster. */
export function isMember(instance: RenderedResource): boolean {
  return isSet(instance.properties.DBClusterIdentifier) || engineOf(instance).startsWith('aurora');
}

/** Whether a database gets its administrator from a snapshot, another cluster or the source of a replica. */
export function restored({ properties }: RenderedResource): boolean {
  return ['SnapshotIdentifier', 'DBSnapshotIdentifier', 'SourceDBClusterIdentifier', 'SourceDBInstanceIdentifier', 'ReplicationSourceIdentifier',
    'GlobalClusterIdentifier', 'RestoreToTime', 'SourceDbiResourceId'].some((name) => isSet(properties[name])) && !isSet(properties.MasterUsername);
}

/**
 * Fails unless the storage is encrypted. A restored instance has the encryption of the snapshot, whatever its own properties say. So has a restored cluster without
 * a key of its own. (CloudFormation Template Reference, AWS::RDS::DBInstance and AWS::RDS::DBCluster, StorageEncrypted.)
 */
export function storageEncrypted({ type, properties }: RenderedResource): Outcome {
  const outcome = mustBe('StorageEncrypted', properties.StorageEncrypted, true);
  const snapshot = ['SnapshotIdentifier', 'DBSnapshotIdentifier', 'DBClusterSnapshotIdentifier'].find((name) => isSet(properties[name]));
  if (snapshot === undefined || (type === 'AWS::RDS::DBCluster' && outcome === HOLDS && isSet(properties.KmsKeyId))) return outcome;
  return undecided(`the encryption and the key of the snapshot in ${snapshot} are not in the templates`);
}

/** Fails unless all these logs are exported. Does not apply to an engine without logs. */
export function exportsLogs({ properties }: RenderedResource, logs: readonly string[] | undefined): Outcome | undefined {
  return logs && mustInclude('EnableCloudwatchLogsExports', properties.EnableCloudwatchLogsExports, logs);
}

/** Fails unless the parameter group of a database is in the templates and has one of these values for a parameter. */
export function parameterIs(database: RenderedResource, property: string, parameter: string, need: readonly string[]): Outcome {
  const name = database.properties[property];
  const group = database.template.referenced(name) ?? PARAMETER_GROUPS.map((type) => database.template.named(type, name)).find(Boolean);
  if (!group) {
    return given(name) && isUnresolved(name) ? unknown(property, name) : fails(`${property} is ${shown(name)}, must be a group with ${parameter} ${need[0]}`);
  }
  const value = group.properties.Parameters?.[parameter];
  if (given(value) && isUnresolved(value)) return unknown(parameter, value);
  return need.includes(String(value)) ? HOLDS : fails(`${parameter} is ${shown(value)}, must be ${need[0]}`);
}

/** Fails if the administrator has the default user name of the engine. */
export function adminNameIsCustom(database: RenderedResource): Outcome {
  const { MasterUsername: name } = database.properties;
  if (!given(name)) return fails('MasterUsername is not set');
  const inSecret = nameInSecret(database, name);
  if (inSecret !== undefined) anyValue(name);
  return mustNotBe('MasterUsername', inSecret ?? name, 'admin', 'postgres');
}

/** Monitoring interval of an instance, or of its cluster. */
export function monitoringOf(instance: RenderedResource): Json {
  const cluster = instance.template.referenced(instance.properties.DBClusterIdentifier);
  return instance.properties.MonitoringInterval ?? cluster?.properties.MonitoringInterval;
}

/** Whether a subnet of the DB subnet group has a route to an internet gateway; undefined if the templates have none of the subnets. */
export function isInPublicSubnet(instance: RenderedResource): boolean | undefined {
  const group = instance.template.referenced(instance.properties.DBSubnetGroupName);
  const subnets = listOf(group?.properties.SubnetIds)
    .map((id) => group!.template.referenced(id))
    .filter((subnet): subnet is RenderedResource => subnet !== undefined);
  return subnets.length ? subnets.some(isPublicSubnet) : undefined;
}

function isPublicSubnet(subnet: RenderedResource): boolean {
  const tables = pointers(subnet, 'AWS::EC2::SubnetRouteTableAssociation', 'SubnetId')
    .flatMap(({ template, properties }) => template.referenced(properties.RouteTableId) ?? []);
  return tables.flatMap((table) => pointers(table, 'AWS::EC2::Route', 'RouteTableId'))
    .some(({ template, properties }) => template.referenced(properties.GatewayId)?.type === 'AWS::EC2::InternetGateway');
}

// aws-cdk-lib uses a dynamic reference to the secret. The secret template has the user name in plain text.
function nameInSecret({ template }: RenderedResource, name: Json): string | undefined {
  const parts = listOf(name['Fn::Join']?.[1]);
  if (!String(parts[0]).startsWith('{{resolve:secretsmanager:')) return undefined;
  const text = template.referenced(parts[1])?.properties.GenerateSecretString?.SecretStringTemplate;
  return typeof text === 'string' ? JSON.parse(text).username : undefined;
}

/** The key of subscriptions without a type, which are for every type, and of those whose type a deployment gives. */
const OTHERS = '';
const someSubscription = indexed('AWS::RDS::EventSubscription', ({ SourceType }) => [typeof SourceType === 'string' ? SourceType : OTHERS]);

/** Whether an event subscription passes a test, of those for a type of source, for every type, and for one that a deployment gives. */
export function someSubscriptionFor(source: string, template: RenderedTemplate, test: (subscription: RenderedResource) => boolean): boolean {
  return someSubscription(template, [source, OTHERS], test);
}

/** Fails unless a subscription is enabled and covers these categories. A subscription without categories covers all. */
export function coversEvents({ Enabled, EventCategories }: Json, categories: readonly string[]): Outcome {
  if (given(Enabled) && !isTrue(Enabled)) return fails('Enabled is false, must be true');
  return given(EventCategories) ? mustInclude('EventCategories', EventCategories, categories) : HOLDS;
}
