import { PlatformStack } from './support';

const HOURS_A_MONTH = 730;

/** Of an instance (EC2 User Guide, Manage detailed monitoring); those of the CloudWatch agent are memory and disk. */
const METRICS_OF_AN_INSTANCE = 7 + 2;

/** Metrics of a shard (Kinesis Data Streams Developer Guide, Enhanced shard-level metrics). */
const METRICS_OF_A_SHARD = 7;

type Numbers = Readonly<Record<string, number>>;

/** On-demand prices of a Region, USD, by what they are asked for; classes of instances by their names. */
export interface Prices {
  /** Of one, an hour. */
  readonly hour: Numbers;
  /** Of one, a month or each time. */
  readonly month: Numbers;
}

/** What no template tells. */
export interface Use {
  /** Running at a time. @default - the desired capacity */
  readonly instances?: number;
  /** The mean capacity of Aurora Serverless, in ACU beyond its minimum. @default 0 */
  readonly acuAboveMinimum?: number;
  /** @default 1 */
  readonly loadBalancerCapacityUnits?: number;
  /** In each backup vault. @default 0 */
  readonly backupGib?: number;
  /** Metrics beside those of instances and shards. @default 0 */
  readonly metrics?: number;
  /** In a month, by the names of their prices. */
  readonly month: Numbers;
}

/**
 * What stacks cost in a month, USD, at the least capacity that they ask for.
 *
 * @throws if something that is charged by the hour has no price, or there is a price of something that the stacks do not have
 */
export function monthlyCost(stacks: PlatformStack[], prices: Prices, use: Use): number {
  const of = (type: string) => stacks.flatMap((stack) => stack.of(type)).map(({ properties }) => properties);
  const hour = chargedByTheHour(of, use);
  const unpriced = Object.entries(hour).filter(([what, quantity]) => quantity > 0 && prices.hour[what] === undefined).map(([what]) => what);
  if (unpriced.length > 0) throw new Error(`no price of ${unpriced.join(', ')}`);
  return HOURS_A_MONTH * total(hour, prices.hour) + total({ ...chargedByTheMonth(of, use), ...use.month }, prices.month);
}

type Of = (type: string) => any[];

function chargedByTheHour(of: Of, use: Use): Numbers {
  const loadBalancers = of('AWS::ElasticLoadBalancingV2::LoadBalancer');
  const natGateways = of('AWS::EC2::NatGateway').length;
  const fargate = of('AWS::ApplicationAutoScaling::ScalableTarget').filter(({ ServiceNamespace }) => ServiceNamespace === 'ecs').map(({ MinCapacity }) => MinCapacity);
  const [task] = of('AWS::ECS::TaskDefinition');
  return {
    natGateway: natGateways,
    publicAddress: natGateways + sum(loadBalancers, ({ Scheme, Subnets }) => (Scheme === 'internet-facing' ? Subnets.length : 0)),
    endpointZone: sum(of('AWS::EC2::VPCEndpoint'), ({ VpcEndpointType, SubnetIds }) => (VpcEndpointType === 'Interface' ? SubnetIds.length : 0)),
    loadBalancer: loadBalancers.length,
    loadBalancerCapacityUnit: loadBalancers.length * (use.loadBalancerCapacityUnits ?? 1),
    fargateVcpu: sum(fargate, (tasks) => tasks * Number(task.Cpu) / 1024),
    fargateGib: sum(fargate, (tasks) => tasks * Number(task.Memory) / 1024),
    shard: shards(of),
    ...byClass(of('AWS::EC2::LaunchTemplate'), ({ LaunchTemplateData: { InstanceType } }) => InstanceType, () => instances(of, use)),
    ...byClass(of('AWS::RDS::DBInstance'), ({ DBInstanceClass }) => DBInstanceClass, ({ DBInstanceClass }) => (DBInstanceClass === 'db.serverless'
      ? of('AWS::RDS::DBCluster')[0].ServerlessV2ScalingConfiguration.MinCapacity + (use.acuAboveMinimum ?? 0)
      : 1)),
  };
}

function chargedByTheMonth(of: Of, use: Use): Numbers {
  const webAcls = of('AWS::WAFv2::WebACL');
  return {
    key: of('AWS::KMS::Key').length,
    secret: of('AWS::SecretsManager::Secret').length,
    webAcl: webAcls.length,
    webAclRule: sum(webAcls, ({ Rules }) => Rules.length),
    alarm: of('AWS::CloudWatch::Alarm').length,
    compositeAlarm: of('AWS::CloudWatch::CompositeAlarm').length,
    metric: instances(of, use) * METRICS_OF_AN_INSTANCE + shards(of) * METRICS_OF_A_SHARD + (use.metrics ?? 0),
    volumeGib: sum(of('AWS::EC2::LaunchTemplate'), ({ LaunchTemplateData }) => instances(of, use) * LaunchTemplateData.BlockDeviceMappings[0].Ebs.VolumeSize),
    allocatedGib: sum(of('AWS::RDS::DBInstance'), ({ AllocatedStorage }) => Number(AllocatedStorage ?? 0)),
    backupGib: of('AWS::Backup::BackupVault').length * (use.backupGib ?? 0),
  };
}

function instances(of: Of, use: Use): number {
  return use.instances ?? sum(of('AWS::AutoScaling::AutoScalingGroup'), ({ DesiredCapacity }) => Number(DesiredCapacity));
}

function shards(of: Of): number {
  return sum(of('AWS::Kinesis::Stream'), ({ ShardCount }) => ShardCount);
}

function byClass(resources: any[], classOf: (resource: any) => string, quantityOf: (resource: any) => number): Numbers {
  const classes = [...new Set(resources.map(classOf))];
  return Object.fromEntries(classes.map((name) => [name, sum(resources.filter((resource) => classOf(resource) === name), quantityOf)]));
}

function total(quantities: Numbers, prices: Numbers): number {
  return sum(Object.entries(prices), ([what, price]) => {
    if (!quantities[what]) throw new Error(`a price of ${what}, and none in the stacks or their use`);
    return quantities[what] * price;
  });
}

function sum<T>(values: T[], numberOf: (value: T) => number): number {
  return values.reduce((all, value) => all + numberOf(value), 0);
}
