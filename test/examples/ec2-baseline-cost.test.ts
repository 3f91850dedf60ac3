import { platform, PlatformStack } from './support';

const HOURS_A_MONTH = 730;

/**
 * On-demand prices in us-west-1, USD: the pricing pages of Amazon EC2, Amazon EBS, Amazon VPC, Elastic Load Balancing, AWS PrivateLink, AWS KMS, AWS WAF, Amazon
 * CloudWatch, AWS CloudTrail and AWS Config (2026). For Amazon RDS those of us-east-1 with what Amazon EC2 costs more in us-west-1: 0.0496 instead of 0.0416.
 */
const PRICES = {
  natGatewayHour: 0.048,
  publicAddressHour: 0.005,
  endpointZoneHour: 0.011,
  loadBalancerHour: 0.0252,
  loadBalancerCapacityUnitHour: 0.008,
  instanceHour: { 't3.medium': 0.0496 } as Record<string, number>,
  volumeGibMonth: 0.096,
  databaseHour: { 'db.t3.medium': 0.086 } as Record<string, number>,
  databaseGibMonth: 0.137,
  keyMonth: 1,
  webAclMonth: 5,
  webAclRuleMonth: 1,
  alarmMonth: 0.10,
  compositeAlarmMonth: 0.50,
  metricMonth: 0.30,
  logGib: 0.67,
  millionTrailEvents: 1,
  configurationItem: 0.003,
  evaluation: 0.001,
};

/** Of an instance (EC2 User Guide, Manage detailed monitoring); those of the CloudWatch agent are memory and disk. */
const DETAILED_METRICS = 7;
const AGENT_METRICS = 2;

/** A small application's use; everything else is read from the template. */
const USE = { loadBalancerCapacityUnits: 1, logGib: 10, millionTrailEvents: 2, configurationItems: 1000, evaluations: 10_000 };

function monthlyCost(stack: PlatformStack): number {
  const count = (type: string) => stack.of(type).length;
  const launch = stack.one('AWS::EC2::LaunchTemplate').properties.LaunchTemplateData;
  const instances = Number(stack.one('AWS::AutoScaling::AutoScalingGroup').properties.DesiredCapacity);
  const database = stack.one('AWS::RDS::DBInstance').properties;
  const zones = stack.of('AWS::EC2::VPCEndpoint').reduce((sum, { properties }) => sum + (properties.VpcEndpointType === 'Interface' ? properties.SubnetIds.length : 0), 0);
  const hourly = count('AWS::EC2::NatGateway') * (PRICES.natGatewayHour + PRICES.publicAddressHour)
    + PRICES.loadBalancerHour + USE.loadBalancerCapacityUnits * PRICES.loadBalancerCapacityUnitHour + 2 * PRICES.publicAddressHour
    + zones * PRICES.endpointZoneHour
    + instances * PRICES.instanceHour[launch.InstanceType]
    + PRICES.databaseHour[database.DBInstanceClass];
  const monthly = instances * launch.BlockDeviceMappings[0].Ebs.VolumeSize * PRICES.volumeGibMonth
    + Number(database.AllocatedStorage) * PRICES.databaseGibMonth
    + count('AWS::KMS::Key') * PRICES.keyMonth
    + PRICES.webAclMonth + stack.one('AWS::WAFv2::WebACL').properties.Rules.length * PRICES.webAclRuleMonth
    + count('AWS::CloudWatch::Alarm') * PRICES.alarmMonth + count('AWS::CloudWatch::CompositeAlarm') * PRICES.compositeAlarmMonth
    + (instances * (DETAILED_METRICS + AGENT_METRICS) + count('AWS::Logs::MetricFilter')) * PRICES.metricMonth
    + USE.logGib * PRICES.logGib + USE.millionTrailEvents * PRICES.millionTrailEvents
    + USE.configurationItems * PRICES.configurationItem + USE.evaluations * PRICES.evaluation;
  return hourly * HOURS_A_MONTH + monthly;
}

const [stack] = platform('ec2-baseline');

test('at its default size the EC2 baseline costs 325 to 475 USD a month', () => {
  const cost = monthlyCost(stack);
  expect(cost).toBeGreaterThanOrEqual(325);
  expect(cost).toBeLessThanOrEqual(475);
});

test('nothing that is charged by the hour is in the template beside what the estimate counts', () => {
  expect(stack.of('AWS::RDS::DBProxy', 'AWS::EC2::Instance', 'AWS::Kinesis::Stream', 'AWS::SecretsManager::Secret', 'AWS::ECS::Service', 'AWS::Lambda::EventSourceMapping'))
    .toEqual([]);
});
