import { indexed } from './indexed';
import { anyValue, given, isSet, isTrue, isUnresolved, listOf, shown } from './intrinsics';
import { fails, HOLDS, mustBe, mustInclude, mustNotBe, Outcome, unknown } from './outcome';
import { inherited, isReplica, originOf, sourceOf } from './rds-origin';
import { jsonOf, writtenText } from './text';
import { Json, pointers, RenderedResource, RenderedTemplate } from '../rendered';

const PARAMETER_GROUPS = ['AWS::RDS::DBParameterGroup', 'AWS::RDS::DBClusterParameterGroup'];

const TLS_BY_DEFAULT = [
  { engine: 'postgres', since: [15, 0], parameter: 'rds.force_ssl' },
  { engine: 'mysql', since: [9, 7], parameter: 'require_secure_transport' },
  { engine: 'mariadb', since: [11, 8], parameter: 'require_secure_transport' },
] as const;

export const AURORA_MYSQL = /^aurora(-mysql)?$/;
export const AURORA_POSTGRES = /^aurora-postgresql$/;

/** Engine of a database in lower case, which is that of its source without a property of its own. Undefined where the source is not in the templates. */
function engineOf(database: RenderedResource): string | undefined {
  const { Engine } = database.properties;
  if (given(Engine)) return String(Engine).toLowerCase();
  const source = sourceOf(database);
  return source ? engineOf(source) : originOf(database) === undefined ? '' : undefined;
}

/** Judges a database by its engine in lower case. */
export function byEngine(database: RenderedResource, judge: (engine: string) => Outcome | undefined): Outcome | undefined {
  const engine = engineOf(database);
  return engine === undefined ? inherited(database, 'the engine', (source) => byEngine(source, () => HOLDS)!) : judge(engine);
}

/** Whether an instance belongs to a cluster. Storage, backups and logs are then properties of the cluster. */
export function isMember(instance: RenderedResource): boolean {
  return isSet(instance.properties.DBClusterIdentifier) || String(instance.properties.Engine ?? '').toLowerCase().startsWith('aurora');
}

/** Whether a database gets its administrator from a snapshot, another cluster or the source of a replica. */
export function restored(database: RenderedResource): boolean {
  const { properties } = database;
  const isCopy = originOf(database) !== undefined || ['ReplicationSourceIdentifier', 'GlobalClusterIdentifier', 'RestoreToTime'].some((name) => isSet(properties[name]));
  return isCopy && !isSet(properties.MasterUsername);
}

/**
 * Fails unless the storage is encrypted. A copy has the encryption of its source, whatever its own properties say. A key of its own shows that a cluster or a replica
 * is encrypted: the data of a cluster snapshot is encrypted with it, and it is refused for another source that is not encrypted. (CloudFormation Template Reference,
 * AWS::RDS::DBInstance, AWS::RDS::DBCluster and AWS::Neptune::DBCluster, StorageEncrypted; API references of Amazon RDS and Amazon Neptune,
 * CreateDBInstanceReadReplica, RestoreDBClusterFromSnapshot and RestoreDBClusterToPointInTime, KmsKeyId.)
 */
export function storageEncrypted(database: RenderedResource): Outcome {
  const { type, properties } = database;
  const outcome = mustBe('StorageEncrypted', properties.StorageEncrypted, true);
  const isByKey = outcome === HOLDS && (type.endsWith('::DBCluster') || isReplica(database)) && isSet(properties.KmsKeyId);
  return isByKey || originOf(database) === undefined ? outcome : inherited(database, 'the encryption and the key', storageEncrypted);
}

/** Fails unless a cluster has instances in more than one Availability Zone. Without a zone of their own, the service distributes them. */
export function coversZones(instances: readonly RenderedResource[]): Outcome {
  if (instances.length < 2) return fails('it has fewer than 2 instances');
  const zones = instances.map(({ properties }) => properties.AvailabilityZone);
  const [first] = zones;
  return zones.every((zone) => given(zone) && JSON.stringify(zone) === JSON.stringify(first)) ? fails(`all of its instances are in ${shown(first)}`) : HOLDS;
}

/** Fails unless all these logs are exported. Does not apply to an engine without logs. */
export function exportsLogs({ properties }: RenderedResource, logs: readonly string[] | undefined): Outcome | undefined {
  return logs && mustInclude('EnableCloudwatchLogsExports', properties.EnableCloudwatchLogsExports, logs);
}

/**
 * Fails unless the parameter group of a database has one of these values for a parameter, or the default of the engine is one. A replica in the Region of its
 * source has the group of the source without one of its own. (Amazon RDS API Reference, CreateDBInstanceReadReplica, DBParameterGroupName.)
 */
export function parameterIs(database: RenderedResource, property: string, parameter: string, need: readonly string[]): Outcome {
  const name = database.properties[property];
  if (!given(name) && originOf(database) === 'SourceDBInstanceIdentifier' && sourceOf(database)?.template.stack.region === database.template.stack.region) {
    return inherited(database, 'the parameter group', (source) => parameterIs(source, property, parameter, need));
  }
  const group = database.template.referenced(name) ?? PARAMETER_GROUPS.map((type) => database.template.named(type, name)).find(Boolean);
  if (!group) {
    if (given(name) && isUnresolved(name)) return unknown(property, name);
    const finding = `${property} is ${shown(name)}, must be a group with ${parameter} ${need[0]}`;
    return !given(name) || String(name).startsWith('default.') ? byDefault(database, parameter, finding) : fails(finding);
  }
  const value = group.properties.Parameters?.[parameter];
  if (given(value) && isUnresolved(value)) return unknown(parameter, value);
  const finding = `${parameter} is ${shown(value)}, must be ${need[0]}`;
  if (!given(value)) return byDefault(database, parameter, finding);
  return need.includes(String(value)) ? HOLDS : fails(finding);
}

/**
 * The parameter that requires TLS by default in the engine and version of an instance; undefined if the version is older or not known. (Amazon RDS User Guide,
 * Using SSL with a PostgreSQL DB instance, Requiring SSL/TLS for all connections to a MySQL DB instance, and to a MariaDB DB instance.)
 */
export function tlsByDefault(database: RenderedResource): string | undefined {
  const { since: [since, sinceMinor] = [Infinity, 0], parameter } = tlsDefault(database) ?? {};
  const [, major, minor = '0'] = /^(\d+)(?:\.(\d+))?/.exec(String(versionOf(database))) ?? [];
  return Number(major) > since || (Number(major) === since && Number(minor) >= sinceMinor) ? parameter : undefined;
}

function tlsDefault(database: RenderedResource): typeof TLS_BY_DEFAULT[number] | undefined {
  const engine = database.type === 'AWS::RDS::DBInstance' ? engineOf(database) : undefined;
  return TLS_BY_DEFAULT.find((each) => each.engine === engine);
}

function byDefault(database: RenderedResource, parameter: string, finding: string): Outcome {
  if (tlsDefault(database)?.parameter !== parameter) return fails(finding);
  const version = versionOf(database);
  if (given(version) && isUnresolved(version)) return unknown('EngineVersion', version);
  return tlsByDefault(database) === parameter ? HOLDS : fails(finding);
}

function versionOf(database: RenderedResource): Json {
  const { EngineVersion } = database.properties;
  const source = given(EngineVersion) ? undefined : sourceOf(database);
  return source ? versionOf(source) : EngineVersion;
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

// A dynamic reference to a secret of the templates, as `Fn::Join` or `Fn::Sub`. The secret template has the user name in plain text.
function nameInSecret({ template }: RenderedResource, name: Json): string | undefined {
  const [, id, key] = /^\{\{resolve:secretsmanager:\$\{(\w+)\}:SecretString:(\w+)(?::[^:]*)*\}\}$/.exec(writtenText(name)) ?? [];
  const text = id && template.referenced({ Ref: id })?.properties.GenerateSecretString?.SecretStringTemplate;
  const found = jsonOf(text)?.[key!];
  return typeof found === 'string' ? found : undefined;
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
