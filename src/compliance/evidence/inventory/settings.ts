import { References } from './references';
import { given, isUnresolved, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, pointers, RenderedResource } from '../../rendered';
import { Component } from '../model';

// Names of properties in the CloudFormation template reference, of all types.
const CAPACITY = new RegExp(`^(${[
  '(Min|Max|Desired|Base|Storage|Throughput|Target)(imum)?(Capacity|Size|Count)', '(Min|Max)?AllocatedStorage', 'StorageType', 'StorageThroughput', 'Iops', 'VolumeSize', 'VolumeType', 'Size',
  '(DB(Cluster)?|Replication)InstanceClass', 'InstanceType', 'HostInstanceType', 'DedicatedMasterType', 'WarmType', '(Cache)?NodeType', 'WorkerType', 'MultiAZ', 'DeploymentMode',
  'Number[Oo]f\\w+', 'Num(CacheClusters|CacheNodes|NodeGroups|Shards|ReplicasPerShard)', 'ReplicasPerNodeGroup', '(Instance|Shard|Warm|DedicatedMaster)Count', '(Read|Write)CapacityUnits', 'BillingMode',
  'MemorySize', 'Memory', 'Cpu', 'ReservedConcurrentExecutions', 'Max(OCU|NCU)s?', 'Min(OCU|NCU)s?', 'DPUs?',
].join('|')})$`);
const RETENTION = /Retention|(^|\.)(DeleteAfterDays|MoveToColdStorageAfterDays|ExpirationInDays|NoncurrentDays|PointInTimeRecoveryEnabled|DeletionProtection(Enabled)?|PreferredBackupWindow|SnapshotWindow|ScheduleExpression)$/;
const GROUPS = ['DBClusterParameterGroupName', 'DBParameterGroupName', 'CacheParameterGroupName', 'ClusterParameterGroupName', 'ParameterGroupName'];
/** Properties with content of their own. */
const OPAQUE = /^(Tags|Environment|UserData|DefinitionString|DashboardBody|\w*Policy(Document)?|Metadata|Code|ContainerDefinitions|UserPoolTags)$/;

/** Settings of a component: its capacity, the retention of its data and backups, and the parameters of a database. */
export function settingsOf(resource: RenderedResource, references: References): Pick<Component, 'settings'> {
  const found = new Map<string, string>();
  collect(resource.properties, '', 0, found);
  if (resource.type === 'AWS::ECS::Service') {
    const task = references.in(resource.properties.TaskDefinition, resource).find(({ type }) => type === 'AWS::ECS::TaskDefinition');
    if (task) collect(task.properties, 'TaskDefinition.', 0, found);
  }
  for (const target of pointers(resource, 'AWS::ApplicationAutoScaling::ScalableTarget', 'ResourceId')) {
    const { ScalableDimension, ...properties } = target.properties;
    if (references.componentOf(target) === resource) collect(properties, `${textOf(ScalableDimension)} `, 0, found);
  }
  for (const name of GROUPS) {
    const group = references.one(resource.properties[name], resource);
    for (const [parameter, value] of parametersOf(group)) found.set(`parameter ${parameter}`, textOf(value));
  }
  return found.size > 0 ? { settings: Object.fromEntries([...found].sort(([a], [b]) => a < b ? -1 : 1)) } : {};
}

function collect(value: Json, path: string, depth: number, found: Map<string, string>) {
  for (const [name, part] of Object.entries<Json>(value)) {
    if (!given(part) || OPAQUE.test(name)) continue;
    if (typeof part === 'object' && !isUnresolved(part)) {
      if (depth < 5) collect(part, `${path}${name}.`, depth + 1, found);
    } else if (CAPACITY.test(name) || RETENTION.test(`${path}${name}`)) {
      found.set(`${path}${name}`, textOf(part));
    }
  }
}

// Groups of Amazon Redshift have lists, others have maps.
function parametersOf(group: RenderedResource | undefined): Array<[string, Json]> {
  const { Parameters = {}, Properties = {} } = group?.properties ?? {};
  return Array.isArray(Parameters) ? listOf(Parameters).map((one) => [textOf(one.ParameterName), one.ParameterValue]) : Object.entries<Json>(group?.type.startsWith('AWS::ElastiCache') ? Properties : Parameters);
}
