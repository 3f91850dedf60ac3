import { platform, PlatformStack } from './support';

const HOURS_A_MONTH = 730;

/**
 * On-demand prices in us-east-1, USD: the pricing pages of Amazon EC2, Amazon EBS, Amazon VPC, Elastic Load Balancing, Amazon Aurora, AWS KMS, AWS Secrets
 * Manager, AWS WAF, Amazon CloudWatch, Amazon Data Firehose and AWS Backup (2026). CloudFront is free of charge up to 10 million requests and 1 TB a month.
 */
const PRICES = {
  natGatewayHour: 0.045,
  publicAddressHour: 0.005,
  loadBalancerHour: 0.0225,
  loadBalancerCapacityUnitHour: 0.008,
  instanceHour: { 't3.large': 0.0832 } as Record<string, number>,
  volumeGibMonth: 0.08,
  auroraInstanceHour: { 'db.r7g.large': 0.276 } as Record<string, number>,
  auroraStorageGibMonth: 0.10,
  keyMonth: 1,
  secretMonth: 0.40,
  webAclMonth: 5,
  webAclRuleMonth: 1,
  alarmMonth: 0.10,
  compositeAlarmMonth: 0.50,
  metricMonth: 0.30,
  logGib: 0.50,
  shippedGib: 0.029,
  backupGibMonth: 0.021,
};

/** Of an instance (EC2 User Guide, Manage detailed monitoring); those of the CloudWatch agent are memory and disk; those of the application are in its README. */
const DETAILED_METRICS = 7;
const AGENT_METRICS = 2;
const APPLICATION_METRICS = 5;

/** Of 168 hours a week, those in which the group is at its larger minimum. */
const BUSINESS_HOURS = 5 * 10;

/** A small application's use; everything else is read from the template. */
const USE = { loadBalancerCapacityUnits: 1, logGib: 20, databaseGib: 10, backupGib: 30 };

function monthlyCost(stack: PlatformStack): number {
  const count = (type: string) => stack.of(type).length;
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  const launch = stack.one('AWS::EC2::LaunchTemplate').properties.LaunchTemplateData;
  const [least, more] = stack.of('AWS::AutoScaling::ScheduledAction').map(({ properties }) => Number(properties.MinSize)).sort();
  const instances = least + (more - least) * BUSINESS_HOURS / 168;
  const hourly = count('AWS::EC2::NatGateway') * (PRICES.natGatewayHour + PRICES.publicAddressHour)
    + PRICES.loadBalancerHour + USE.loadBalancerCapacityUnits * PRICES.loadBalancerCapacityUnitHour + 3 * PRICES.publicAddressHour
    + instances * PRICES.instanceHour[launch.InstanceType]
    + sum(stack.of('AWS::RDS::DBInstance').map(({ properties }) => PRICES.auroraInstanceHour[properties.DBInstanceClass]));
  const monthly = instances * launch.BlockDeviceMappings[0].Ebs.VolumeSize * PRICES.volumeGibMonth
    + count('AWS::KMS::Key') * PRICES.keyMonth + count('AWS::SecretsManager::Secret') * PRICES.secretMonth
    + sum(stack.of('AWS::WAFv2::WebACL').map(({ properties }) => PRICES.webAclMonth + properties.Rules.length * PRICES.webAclRuleMonth))
    + count('AWS::CloudWatch::Alarm') * PRICES.alarmMonth + count('AWS::CloudWatch::CompositeAlarm') * PRICES.compositeAlarmMonth
    + (instances * (DETAILED_METRICS + AGENT_METRICS) + APPLICATION_METRICS) * PRICES.metricMonth
    + USE.logGib * (PRICES.logGib + PRICES.shippedGib)
    + USE.databaseGib * PRICES.auroraStorageGibMonth + count('AWS::Backup::BackupVault') * USE.backupGib * PRICES.backupGibMonth;
  return hourly * HOURS_A_MONTH + monthly;
}

const [stack] = platform('transactions');

test('at its default size the transactions platform costs 575 to 775 USD a month', () => {
  const cost = monthlyCost(stack);
  expect(cost).toBeGreaterThanOrEqual(575);
  expect(cost).toBeLessThanOrEqual(775);
});

test('nothing that is charged by the hour is in the template beside what the estimate counts', () => {
  expect(stack.of('AWS::EC2::VPCEndpoint').filter(({ properties }) => properties.VpcEndpointType === 'Interface')).toEqual([]);
  expect(stack.of('AWS::RDS::DBProxy', 'AWS::EC2::Instance', 'AWS::Kinesis::Stream', 'AWS::ECS::Service')).toEqual([]);
});
