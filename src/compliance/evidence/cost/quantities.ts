import { MonthlyUsage } from '../../model/price-table';
import { isTrue, isUnresolved } from '../../predicates/intrinsics';
import { pointers, RenderedResource } from '../../rendered';

/** An amount of an item of the price table. The quantity is omitted where no template shows it. */
export interface Amount {
  readonly item: string;
  readonly quantity?: number;
  /** Usage that the quantity assumes. Omitted for a quantity of the template. */
  readonly assumes?: keyof MonthlyUsage;
}

/** Part of the name of an item that no template shows. Such an item has no price. */
export const NOT_DETERMINED = 'not determined';

type Rule = (resource: RenderedResource, usage: Required<MonthlyUsage>) => ReadonlyArray<Amount>;

// Amazon EC2 User Guide, "Manage detailed monitoring for your EC2 instances".
const METRICS_OF_INSTANCE = 7;
// Kinesis Data Streams Developer Guide, "Enhanced shard-level metrics".
const METRICS_OF_SHARD = 7;

/** Amounts of each resource, by type. */
export const AMOUNTS: Readonly<Record<string, Rule>> = {
  // A Regional NAT gateway is charged for each Availability Zone that it is in. Source: Amazon VPC pricing.
  'AWS::EC2::NatGateway': ({ properties: { ConnectivityType, AvailabilityMode, AvailabilityZoneAddresses } }) => AvailabilityMode === 'regional' || isUnresolved(AvailabilityMode) ? [
    { item: 'nat-gateway', quantity: lengthOf(AvailabilityZoneAddresses) }, { item: PUBLIC_ADDRESS, quantity: lengthOf(AvailabilityZoneAddresses) },
  ] : [
    { item: 'nat-gateway', quantity: 1 },
    ...ConnectivityType === 'private' ? [] : [{ item: PUBLIC_ADDRESS, quantity: isUnresolved(ConnectivityType) ? undefined : 1 }],
  ],
  'AWS::EC2::VPCEndpoint': ({ properties: { VpcEndpointType = 'Gateway', SubnetIds } }) => VpcEndpointType === 'Gateway' ? [] : [
    { item: VpcEndpointType === 'Interface' || isUnresolved(VpcEndpointType) ? 'interface-endpoint' : `endpoint:${named(VpcEndpointType)}`, quantity: isUnresolved(VpcEndpointType) ? undefined : lengthOf(SubnetIds) },
  ],
  'AWS::EC2::EIP': (address) => isCounted(address) ? [] : [{ item: PUBLIC_ADDRESS, quantity: 1 }],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ({ properties: { Scheme, Type = 'application', Subnets, SubnetMappings, IpAddressType } }, { loadBalancerCapacityUnits }) => [
    { item: `${named(Type)}-load-balancer`, quantity: 1 },
    // Each type has units of its own.
    { item: Type === 'application' ? 'load-balancer-capacity-unit' : `${named(Type)}-load-balancer-capacity-unit:hour`, quantity: loadBalancerCapacityUnits, assumes: 'loadBalancerCapacityUnits' },
    ...Scheme === 'internal' || Type === 'gateway' || IpAddressType === 'dualstack-without-public-ipv4' ? [] : [{ item: PUBLIC_ADDRESS, quantity: isUnresolved(Scheme) ? undefined : lengthOf(Subnets ?? SubnetMappings) }],
  ],
  'AWS::ECS::Service': fargate,
  'AWS::AutoScaling::AutoScalingGroup': instances,
  'AWS::EC2::Instance': ({ properties }, usage) => instancesOf(properties, 1, usage),
  'AWS::RDS::DBInstance': database,
  'AWS::RDS::DBCluster': ({ properties, properties: { Engine, DBClusterInstanceClass } }, { databaseGib }) => isAurora(Engine)
    ? [{ item: auroraItem('aurora-storage-gib', properties), quantity: databaseGib, assumes: 'databaseGib' }]
    : [{ item: `rds-cluster:${named(Engine)}:${named(DBClusterInstanceClass)}`, quantity: 1 }],
  'AWS::Kinesis::Stream': ({ properties: { ShardCount, StreamModeDetails, DesiredShardLevelMetrics, RetentionPeriodHours } }) => StreamModeDetails?.StreamMode === 'ON_DEMAND'
    ? [{ item: 'kinesis-on-demand-stream', quantity: 1 }]
    : [
      { item: 'kinesis-shard', quantity: number(ShardCount) },
      // A day is included. Source: Amazon Kinesis Data Streams pricing.
      ...number(RetentionPeriodHours ?? 24) === 24 ? [] : [{ item: 'kinesis-extended-retention:shard', quantity: isUnresolved(RetentionPeriodHours) ? undefined : number(ShardCount) }],
      ...lengthOf(DesiredShardLevelMetrics) ? [{ item: 'custom-metric', quantity: times(number(ShardCount), METRICS_OF_SHARD) }] : [],
    ],
  'AWS::KMS::Key': () => [{ item: 'kms-key', quantity: 1 }],
  // A replica is charged as a secret. Source: AWS Secrets Manager pricing.
  'AWS::SecretsManager::Secret': ({ properties: { ReplicaRegions } }) => [
    { item: 'secret', quantity: plusOne(ReplicaRegions === undefined ? 0 : lengthOf(ReplicaRegions)) },
  ],
  'AWS::WAFv2::WebACL': ({ properties: { Rules } }) => [{ item: 'web-acl', quantity: 1 }, { item: 'web-acl-rule', quantity: Rules === undefined ? 0 : lengthOf(Rules) }],
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::ApiGateway::Stage': ({ properties: { CacheClusterEnabled, CacheClusterSize } }) => isTrue(CacheClusterEnabled) ? [{ item: `api-cache:${named(CacheClusterSize)}`, quantity: 1 }] : [],
  'AWS::Lambda::Alias': ({ properties: { ProvisionedConcurrencyConfig: provisioned } }) => provisioned === undefined ? []
    : [{ item: 'lambda-provisioned-concurrency:hour', quantity: number(provisioned.ProvisionedConcurrentExecutions) }],
  'AWS::SSM::Parameter': ({ properties: { Tier } }) => Tier === 'Advanced' ? [{ item: 'advanced-parameter', quantity: 1 }] : [],
  'AWS::CloudWatch::CompositeAlarm': () => [{ item: 'composite-alarm', quantity: 1 }],
  'AWS::Logs::MetricFilter': () => [{ item: 'custom-metric', quantity: 1 }],
  'AWS::Backup::BackupVault': backups,
  'AWS::Backup::BackupPlan': ({ properties: { BackupPlan } }, { backupGib }) => [BackupPlan?.BackupPlanRule].flat().some((rule) => lengthOf(rule?.CopyActions))
    ? [{ item: 'backup-copy-gib', quantity: backupGib, assumes: 'backupGib' }]
    : [],
};

const PUBLIC_ADDRESS = 'public-ipv4-address';

// Addresses of NAT gateways and load balancers are counted with them.
function isCounted(address: RenderedResource): boolean {
  const isOf = (type: string, property: string) => address.template.everyOfType(type).some(({ properties }) => listOf([properties[property]].flat())
    .some((value) => [value, value?.AllocationId].some((one) => address.template.referenced(one) === address)));
  return isOf('AWS::EC2::NatGateway', 'AllocationId') || isOf('AWS::ElasticLoadBalancingV2::LoadBalancer', 'SubnetMappings');
}

/** Amounts that resources of a type have together in a Region. */
export const SHARED_AMOUNTS: ReadonlyArray<{ readonly type: string; readonly item: string; readonly usage: keyof MonthlyUsage }> = [
  { type: 'AWS::Logs::LogGroup', item: 'log-gib', usage: 'logGib' },
  { type: 'AWS::KinesisFirehose::DeliveryStream', item: 'firehose-gib', usage: 'logGib' },
  { type: 'AWS::ApiGateway::RestApi', item: 'api-million-requests', usage: 'millionRequests' },
  { type: 'AWS::Kinesis::Stream', item: 'kinesis-million-payload-units', usage: 'millionRequests' },
  { type: 'AWS::WAFv2::WebACL', item: 'web-acl-million-requests', usage: 'millionRequests' },
  { type: 'AWS::CloudTrail::Trail', item: 'trail-million-data-events', usage: 'millionDataEvents' },
  { type: 'AWS::Config::ConfigurationRecorder', item: 'configuration-item', usage: 'configurationItems' },
  { type: 'AWS::Config::ConfigRule', item: 'config-evaluation', usage: 'configEvaluations' },
  { type: 'AWS::Config::ConformancePack', item: 'config-evaluation', usage: 'configEvaluations' },
];

// Charged for each metric. A band of anomaly detection has an upper and a lower one. Source: Amazon CloudWatch pricing.
function alarm({ properties: { Period, Metrics } }: RenderedResource): ReadonlyArray<Amount> {
  const metrics = listOf(Metrics);
  const stats = metrics.filter((metric) => metric?.MetricStat);
  const bands = metrics.filter((metric) => String(metric?.Expression).includes('ANOMALY_DETECTION_BAND')).length;
  const periods = [Period, ...stats.map(({ MetricStat }) => MetricStat.Period)].map(number);
  const isHighResolution = periods.some((period) => period !== undefined && period < 60);
  return [{ item: isHighResolution ? 'high-resolution-alarm' : 'alarm', quantity: Math.max(1, stats.length) + 2 * bands }];
}

// An I/O-Optimized cluster has prices of its own. Source: Amazon Aurora pricing.
function auroraItem(item: string, cluster: RenderedResource['properties'] | undefined): string {
  const type = cluster?.StorageType;
  if (isUnresolved(type)) return `${item}:${NOT_DETERMINED}`;
  return type === 'aurora-iopt1' ? `${item}:iopt1` : item;
}

function fargate(service: RenderedResource): ReadonlyArray<Amount> {
  const task = service.template.referenced(service.properties.TaskDefinition)?.properties;
  if (![task?.RequiresCompatibilities].flat().includes('FARGATE')) return [];
  const [target] = pointers(service, 'AWS::ApplicationAutoScaling::ScalableTarget', 'ResourceId');
  const tasks = number(target ? target.properties.MinCapacity : service.properties.DesiredCount ?? 1);
  const platform = platformOf(task!, service.properties.CapacityProviderStrategy);
  return [
    { item: `fargate-vcpu${platform}`, quantity: times(tasks, number(task!.Cpu), 1 / 1024) },
    { item: `fargate-gib${platform}`, quantity: times(tasks, number(task!.Memory), 1 / 1024) },
    ...service.properties.NetworkConfiguration?.AwsvpcConfiguration?.AssignPublicIp === 'ENABLED' ? [{ item: PUBLIC_ADDRESS, quantity: tasks }] : [],
  ];
}

// Other processors, operating systems and spare capacity have prices of their own. Source: AWS Fargate pricing.
function platformOf(task: RenderedResource['properties'], strategy: unknown): string {
  const { CpuArchitecture = 'X86_64', OperatingSystemFamily = 'LINUX' } = task.RuntimePlatform ?? {};
  const providers = [...new Set(listOf(strategy).map((item) => named(item?.CapacityProvider)))];
  const parts = [CpuArchitecture, OperatingSystemFamily].map(named).filter((part) => part !== 'X86_64' && part !== 'LINUX');
  return [...parts, ...providers.filter((provider) => provider !== 'FARGATE')].map((part) => `:${part}`).join('');
}

function instances(group: RenderedResource, usage: Required<MonthlyUsage>): ReadonlyArray<Amount> {
  const { DesiredCapacity, MinSize, LaunchTemplate, MixedInstancesPolicy } = group.properties;
  const specification = LaunchTemplate ?? MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  const template = group.template.referenced(specification?.LaunchTemplateId);
  // The first type has the highest priority.
  const [first] = listOf(MixedInstancesPolicy?.LaunchTemplate?.Overrides);
  const data = template?.properties.LaunchTemplateData;
  return instancesOf(first?.InstanceType ? { ...data, InstanceType: first.InstanceType } : data, number(DesiredCapacity ?? MinSize), usage);
}

function instancesOf(data: RenderedResource['properties'] | undefined, count: number | undefined, { metricsPerInstance }: Required<MonthlyUsage>): ReadonlyArray<Amount> {
  const type = data?.InstanceType;
  const volumes = listOf(data?.BlockDeviceMappings);
  return [
    { item: `ec2:${named(type)}`, quantity: count },
    ...listOf(data?.NetworkInterfaces).filter((one) => isTrue(one?.AssociatePublicIpAddress)).map(() => ({ item: PUBLIC_ADDRESS, quantity: count })),
    ...volumes.filter((volume) => volume?.Ebs).map(({ Ebs: { VolumeType = 'gp2', VolumeSize } }) => ({ item: `ebs-${named(VolumeType)}-gib`, quantity: times(count, number(VolumeSize)) })),
    ...data?.Monitoring === true || data?.Monitoring?.Enabled === true ? [{ item: 'custom-metric', quantity: times(count, METRICS_OF_INSTANCE) }] : [],
    { item: 'custom-metric', quantity: times(count, metricsPerInstance), assumes: 'metricsPerInstance' },
  ];
}

function database({ properties, template }: RenderedResource, { acuAboveMinimum }: Required<MonthlyUsage>): ReadonlyArray<Amount> {
  const { DBInstanceClass, MultiAZ, AllocatedStorage, StorageType = 'gp2', Engine, DBClusterIdentifier } = properties;
  if (DBInstanceClass === 'db.serverless') {
    const least = number(template.referenced(DBClusterIdentifier)?.properties.ServerlessV2ScalingConfiguration?.MinCapacity);
    return [{ item: auroraItem('aurora-capacity-unit', template.referenced(DBClusterIdentifier)?.properties), quantity: least === undefined ? undefined : least + acuAboveMinimum, assumes: 'acuAboveMinimum' }];
  }
  // A Multi-AZ deployment has a standby that is charged as the instance is.
  const copies = isUnresolved(MultiAZ) ? undefined : isTrue(MultiAZ) ? 2 : 1;
  return [
    { item: isAurora(Engine) ? auroraItem(`rds:aurora:${named(DBInstanceClass)}`, template.referenced(DBClusterIdentifier)?.properties) : `rds:${named(Engine)}:${named(DBInstanceClass)}`, quantity: copies },
    ...AllocatedStorage === undefined ? [] : [{ item: `rds-${named(StorageType)}-gib`, quantity: times(number(AllocatedStorage), copies) }],
  ];
}

function backups({ template }: RenderedResource, { backupGib }: Required<MonthlyUsage>): ReadonlyArray<Amount> {
  // Backups of clusters are charged as Aurora backups. A workload without a database is charged for other backups, which have no line.
  const kinds = [
    ...template.everyOfType('AWS::RDS::DBCluster').length ? ['aurora-backup-gib'] : [],
    ...template.everyOfType('AWS::RDS::DBInstance').some(({ properties }) => properties.DBClusterIdentifier === undefined) ? ['rds-backup-gib'] : [],
  ];
  return kinds.map((item) => ({ item, quantity: backupGib, assumes: 'backupGib' as const }));
}

function isAurora(engine: unknown): boolean {
  return typeof engine === 'string' && engine.startsWith('aurora');
}

// A class, an engine or a type in the name of an item.
function named(value: unknown): string {
  return typeof value === 'string' && !isUnresolved(value) ? value : NOT_DETERMINED;
}

// A value that only a deployment resolves has no number.
function number(value: unknown): number | undefined {
  const read = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof read === 'number' ? read : undefined;
}

function lengthOf(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

function plusOne(count: number | undefined): number | undefined {
  return count === undefined ? undefined : count + 1;
}

function listOf(value: unknown): ReadonlyArray<RenderedResource['properties']> {
  return Array.isArray(value) ? value : [];
}

function times(...factors: ReadonlyArray<number | undefined>): number | undefined {
  return factors.includes(undefined) ? undefined : factors.reduce<number>((product, factor) => product * factor!, 1);
}
