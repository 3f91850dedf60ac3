import { platform, PlatformStack } from './support';

const HOURS_A_MONTH = 730;

/**
 * On-demand prices in eu-west-2, USD: AWS Price List (offers AmazonEC2, AmazonVPC, AmazonECS, AWSELB, AmazonRDS, AmazonCloudWatch, awskms),
 * published 2026-09; AWS WAF Pricing for web ACLs and rules.
 */
const PRICES = {
  natGatewayHour: 0.05,
  publicAddressHour: 0.005,
  loadBalancerHour: 0.02646,
  loadBalancerCapacityUnitHour: 0.0084,
  auroraCapacityUnitHour: 0.14,
  fargateVcpuHour: 0.04656,
  fargateGibHour: 0.00511,
  keyMonth: 1,
  webAclMonth: 5,
  webAclRuleMonth: 1,
  alarmMonth: 0.10,
  logGib: 0.5985,
  auroraStorageGibMonth: 0.10,
};

/** A small application's use; everything else is read from the template. */
const USE = { loadBalancerCapacityUnits: 1, logGib: 10, databaseGib: 10, meanAcuAboveMinimum: 0.25 };

function monthlyCost(stack: PlatformStack): number {
  const count = (type: string) => stack.of(type).length;
  const task = stack.one('AWS::ECS::TaskDefinition').properties;
  const tasks = stack.one('AWS::ECS::Service').properties.DesiredCount;
  const acu = stack.one('AWS::RDS::DBCluster').properties.ServerlessV2ScalingConfiguration.MinCapacity + USE.meanAcuAboveMinimum;
  const hourly = count('AWS::EC2::NatGateway') * (PRICES.natGatewayHour + PRICES.publicAddressHour)
    + PRICES.loadBalancerHour + USE.loadBalancerCapacityUnits * PRICES.loadBalancerCapacityUnitHour + 3 * PRICES.publicAddressHour
    + count('AWS::RDS::DBInstance') * acu * PRICES.auroraCapacityUnitHour
    + tasks * (Number(task.Cpu) / 1024 * PRICES.fargateVcpuHour + Number(task.Memory) / 1024 * PRICES.fargateGibHour);
  const monthly = count('AWS::KMS::Key') * PRICES.keyMonth
    + count('AWS::WAFv2::WebACL') * PRICES.webAclMonth + stack.one('AWS::WAFv2::WebACL').properties.Rules.length * PRICES.webAclRuleMonth
    + count('AWS::CloudWatch::Alarm') * PRICES.alarmMonth
    + USE.logGib * PRICES.logGib + USE.databaseGib * PRICES.auroraStorageGibMonth;
  return hourly * HOURS_A_MONTH + monthly;
}

test('LOAN-14: at its default size the loan platform costs 150 to 300 USD a month', () => {
  const cost = monthlyCost(platform('loan')[0]);
  expect(cost).toBeGreaterThanOrEqual(150);
  expect(cost).toBeLessThanOrEqual(300);
});

test('LOAN-14: nothing that is charged by the hour is in the template beside what the estimate counts', () => {
  const [stack] = platform('loan');
  expect(stack.of('AWS::EC2::VPCEndpoint').filter(({ properties }) => properties.VpcEndpointType === 'Interface')).toEqual([]);
  expect(stack.of('AWS::RDS::DBProxy', 'AWS::EC2::Instance', 'AWS::SecretsManager::Secret')).toEqual([]);
});
