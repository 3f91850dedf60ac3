import { platform, PlatformStack } from './support';

const HOURS_A_MONTH = 730;

/**
 * On-demand prices in us-east-1, USD: the pricing pages of Amazon VPC, Amazon RDS for PostgreSQL, AWS Fargate, Amazon Kinesis Data Streams, Amazon API
 * Gateway, AWS KMS, AWS Secrets Manager, AWS WAF, Amazon CloudWatch and AWS Backup (2026).
 */
const PRICES = {
  natGatewayHour: 0.045,
  publicAddressHour: 0.005,
  databaseHour: { 'db.t3.micro': 0.018 } as Record<string, number>,
  databaseGibMonth: 0.115,
  fargateVcpuHour: 0.04048,
  fargateGibHour: 0.004445,
  shardHour: 0.015,
  millionPayloadUnits: 0.014,
  shardMetricMonth: 0.30,
  millionRequests: 3.50,
  keyMonth: 1,
  secretMonth: 0.40,
  webAclMonth: 5,
  webAclRuleMonth: 1,
  webAclMillionRequests: 0.60,
  alarmMonth: 0.10,
  compositeAlarmMonth: 0.50,
  logGib: 0.50,
  backupGibMonth: 0.095,
};

/** Metrics of a shard (Kinesis Data Streams Developer Guide, Enhanced shard-level metrics). */
const METRICS_OF_A_SHARD = 7;

/** A small pipeline's use; everything else is read from the template. */
const USE = { millionEvents: 1, logGib: 5, backupGib: 10 };

function monthlyCost(stack: PlatformStack): number {
  const count = (type: string) => stack.of(type).length;
  const task = stack.one('AWS::ECS::TaskDefinition').properties;
  const tasks = stack.one('AWS::ECS::Service').properties.DesiredCount;
  const database = stack.one('AWS::RDS::DBInstance').properties;
  const shards = stack.one('AWS::Kinesis::Stream').properties.ShardCount;
  const hourly = count('AWS::EC2::NatGateway') * (PRICES.natGatewayHour + PRICES.publicAddressHour)
    + PRICES.databaseHour[database.DBInstanceClass]
    + tasks * (Number(task.Cpu) / 1024 * PRICES.fargateVcpuHour + Number(task.Memory) / 1024 * PRICES.fargateGibHour)
    + shards * PRICES.shardHour;
  const monthly = Number(database.AllocatedStorage) * PRICES.databaseGibMonth
    + shards * METRICS_OF_A_SHARD * PRICES.shardMetricMonth
    + count('AWS::KMS::Key') * PRICES.keyMonth
    + count('AWS::SecretsManager::Secret') * PRICES.secretMonth
    + count('AWS::WAFv2::WebACL') * PRICES.webAclMonth + stack.one('AWS::WAFv2::WebACL').properties.Rules.length * PRICES.webAclRuleMonth
    + count('AWS::CloudWatch::Alarm') * PRICES.alarmMonth + count('AWS::CloudWatch::CompositeAlarm') * PRICES.compositeAlarmMonth
    + USE.millionEvents * (PRICES.millionRequests + PRICES.millionPayloadUnits + PRICES.webAclMillionRequests)
    + USE.logGib * PRICES.logGib + USE.backupGib * PRICES.backupGibMonth;
  return hourly * HOURS_A_MONTH + monthly;
}

test('PIPE-12: at its default size the pipeline platform costs 50 to 100 USD a month', () => {
  const cost = monthlyCost(platform('pipeline')[0]);
  expect(cost).toBeGreaterThanOrEqual(50);
  expect(cost).toBeLessThanOrEqual(100);
});

test('PIPE-12: nothing that is charged by the hour is in the template beside what the estimate counts', () => {
  const [stack] = platform('pipeline');
  expect(stack.of('AWS::EC2::VPCEndpoint').filter(({ properties }) => properties.VpcEndpointType === 'Interface')).toEqual([]);
  expect(stack.one('AWS::RDS::DBInstance').properties.MultiAZ).toBe(false);
  expect(stack.of('AWS::RDS::DBProxy', 'AWS::EC2::Instance', 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::RDS::DBCluster')).toEqual([]);
});
