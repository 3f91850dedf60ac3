import { monthlyCost, Prices, Use } from './monthly-cost';
import { platform } from './support';

/**
 * On-demand prices in us-east-1, USD: AWS Price List (offers AmazonVPC, AmazonEC2, AWSELB, AmazonECS, AmazonRDS, AmazonCloudWatch, awskms,
 * AWSSecretsManager, AWSBackup); AWS WAF Pricing for web ACLs and rules; AWS Config Pricing for evaluations.
 */
const PRICES: Prices = {
  hour: {
    'natGateway': 0.045,
    'publicAddress': 0.005,
    'endpointZone': 0.01,
    'loadBalancer': 0.0225,
    'loadBalancerCapacityUnit': 0.008,
    'db.t3.medium': 0.082,
    'fargateVcpu': 0.04048,
    'fargateGib': 0.004445,
  },
  month: {
    key: 1,
    secret: 0.40,
    webAcl: 5,
    webAclRule: 1,
    alarm: 0.10,
    logGib: 0.50,
    databaseGib: 0.10,
    backupGib: 0.021,
    copiedGib: 0.02,
    evaluation: 0.001,
  },
};

/** A small application's use; everything else is read from the templates. */
const USE: Use = { backupGib: 30, month: { logGib: 10, databaseGib: 10, copiedGib: 30, evaluation: 10_000 } };

const stacks = platform('payment');
const recovery = stacks.find(({ artifact }) => artifact.stackName === 'payment-us-west-2-dev')!;

test('PAY-13: at its default size the payment platform costs 425 to 650 USD a month', () => {
  const cost = monthlyCost(stacks, PRICES, USE);
  expect(cost).toBeGreaterThanOrEqual(425);
  expect(cost).toBeLessThanOrEqual(650);
});

test('PAY-13: nothing that is charged by the hour is in the templates beside what the estimate counts', () => {
  for (const { of } of stacks) expect(of('AWS::RDS::DBProxy', 'AWS::EC2::Instance', 'AWS::Kinesis::Stream', 'AWS::ElastiCache::CacheCluster')).toEqual([]);
  expect(recovery.resources.map(({ type }) => type).sort()).toEqual(['AWS::Backup::BackupVault', 'AWS::KMS::Alias', 'AWS::KMS::Key']);
});

// The count of resources that comes with the estimate, with an isolated subnet in each zone and endpoints for what else is called.
test.each<[string, number]>([
  ['AWS::EC2::VPC', 1], ['AWS::EC2::Subnet', 9], ['AWS::EC2::NatGateway', 1], ['AWS::EC2::EIP', 1], ['AWS::EC2::VPCEndpoint', 11], ['AWS::RDS::DBCluster', 1],
  ['AWS::RDS::DBInstance', 3], ['AWS::ECS::Cluster', 1], ['AWS::ECS::Service', 1], ['AWS::ECS::TaskDefinition', 1],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', 1], ['AWS::ElasticLoadBalancingV2::TargetGroup', 1], ['AWS::WAFv2::WebACL', 1], ['AWS::KMS::Key', 4],
  ['AWS::S3::Bucket', 3], ['AWS::Backup::BackupVault', 2], ['AWS::Backup::BackupPlan', 1],
])('PAY-13: of %s there are %d', (type, count) => {
  expect(stacks.flatMap(({ of }) => of(type))).toHaveLength(count);
});
