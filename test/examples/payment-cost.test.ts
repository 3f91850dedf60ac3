import { platform, PlatformStack } from './support';

const HOURS_A_MONTH = 730;

/**
 * On-demand prices in us-east-1, USD: AWS Price List (offers AmazonVPC, AmazonEC2, AWSELB, AmazonECS, AmazonRDS, AmazonCloudWatch, awskms,
 * AWSSecretsManager, AWSBackup); AWS WAF Pricing for web ACLs and rules; AWS Config Pricing for evaluations.
 */
const PRICES = {
  natGatewayHour: 0.045,
  publicAddressHour: 0.005,
  endpointZoneHour: 0.01,
  loadBalancerHour: 0.0225,
  loadBalancerCapacityUnitHour: 0.008,
  auroraInstanceHour: { 'db.t3.medium': 0.082 } as Record<string, number>,
  fargateVcpuHour: 0.04048,
  fargateGibHour: 0.004445,
  keyMonth: 1,
  secretMonth: 0.40,
  webAclMonth: 5,
  webAclRuleMonth: 1,
  alarmMonth: 0.10,
  logGib: 0.50,
  auroraStorageGibMonth: 0.10,
  backupGibMonth: 0.021,
  copiedGib: 0.02,
  evaluation: 0.001,
};

/** A small application's use; everything else is read from the templates. */
const USE = { loadBalancerCapacityUnits: 1, logGib: 10, databaseGib: 10, backupGib: 30, evaluations: 10_000 };

function monthlyCost(stack: PlatformStack, recovery: PlatformStack): number {
  const count = (type: string) => stack.of(type).length + recovery.of(type).length;
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  const task = stack.one('AWS::ECS::TaskDefinition').properties;
  const tasks = stack.one('AWS::ECS::Service').properties.DesiredCount;
  const endpoints = stack.of('AWS::EC2::VPCEndpoint').filter(({ properties }) => properties.VpcEndpointType === 'Interface');
  const hourly = count('AWS::EC2::NatGateway') * (PRICES.natGatewayHour + PRICES.publicAddressHour)
    + PRICES.loadBalancerHour + USE.loadBalancerCapacityUnits * PRICES.loadBalancerCapacityUnitHour + 3 * PRICES.publicAddressHour
    + sum(endpoints.map(({ properties }) => properties.SubnetIds.length * PRICES.endpointZoneHour))
    + sum(stack.of('AWS::RDS::DBInstance').map(({ properties }) => PRICES.auroraInstanceHour[properties.DBInstanceClass]))
    + tasks * (Number(task.Cpu) / 1024 * PRICES.fargateVcpuHour + Number(task.Memory) / 1024 * PRICES.fargateGibHour);
  const monthly = count('AWS::KMS::Key') * PRICES.keyMonth + count('AWS::SecretsManager::Secret') * PRICES.secretMonth
    + PRICES.webAclMonth + stack.one('AWS::WAFv2::WebACL').properties.Rules.length * PRICES.webAclRuleMonth
    + count('AWS::CloudWatch::Alarm') * PRICES.alarmMonth
    + USE.logGib * PRICES.logGib + USE.databaseGib * PRICES.auroraStorageGibMonth
    + count('AWS::Backup::BackupVault') * USE.backupGib * PRICES.backupGibMonth + USE.backupGib * PRICES.copiedGib
    + USE.evaluations * PRICES.evaluation;
  return hourly * HOURS_A_MONTH + monthly;
}

const stacks = platform('payment');
const stack = stacks.find(({ artifact }) => artifact.stackName === 'payment-dev')!;
const recovery = stacks.find(({ artifact }) => artifact.stackName === 'payment-us-west-2-dev')!;

test('PAY-13: at its default size the payment platform costs 425 to 650 USD a month', () => {
  const cost = monthlyCost(stack, recovery);
  expect(cost).toBeGreaterThanOrEqual(425);
  expect(cost).toBeLessThanOrEqual(650);
});

test('PAY-13: nothing that is charged by the hour is in the templates beside what the estimate counts', () => {
  for (const { of } of stacks) expect(of('AWS::RDS::DBProxy', 'AWS::EC2::Instance', 'AWS::Kinesis::Stream', 'AWS::ElastiCache::CacheCluster')).toEqual([]);
  expect(recovery.resources.map(({ type }) => type).sort()).toEqual(['AWS::Backup::BackupVault', 'AWS::KMS::Alias', 'AWS::KMS::Key']);
});

// The count of resources that comes with the estimate, with an isolated subnet in each zone and endpoints for what else is called.
test.each<[string, number]>([
  ['AWS::EC2::VPC', 1], ['AWS::EC2::Subnet', 9], ['AWS::EC2::NatGateway', 3], ['AWS::EC2::EIP', 3], ['AWS::EC2::VPCEndpoint', 11], ['AWS::RDS::DBCluster', 1],
  ['AWS::RDS::DBInstance', 3], ['AWS::ECS::Cluster', 1], ['AWS::ECS::Service', 1], ['AWS::ECS::TaskDefinition', 1],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', 1], ['AWS::ElasticLoadBalancingV2::TargetGroup', 1], ['AWS::WAFv2::WebACL', 1], ['AWS::KMS::Key', 4],
  ['AWS::S3::Bucket', 3], ['AWS::Backup::BackupVault', 2], ['AWS::Backup::BackupPlan', 1],
])('PAY-13: of %s there are %d', (type, count) => {
  expect(stacks.flatMap(({ of }) => of(type))).toHaveLength(count);
});
