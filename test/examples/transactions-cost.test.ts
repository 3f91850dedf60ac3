import { monthlyCost, Prices, Use } from './monthly-cost';
import { platform } from './support';

/**
 * On-demand prices in us-east-1, USD: the pricing pages of Amazon EC2, Amazon EBS, Amazon VPC, Elastic Load Balancing, Amazon Aurora, AWS KMS, AWS Secrets
 * Manager, AWS WAF, Amazon CloudWatch, Amazon Data Firehose and AWS Backup (2026), as others
 * quote them. CloudFront is free of charge up to 10 million requests and 1 TB a month.
 */
const PRICES: Prices = {
  hour: {
    'natGateway': 0.045,
    'publicAddress': 0.005,
    'loadBalancer': 0.0225,
    'loadBalancerCapacityUnit': 0.008,
    't3.large': 0.0832,
    'db.r7g.large': 0.276,
  },
  month: {
    volumeGib: 0.08,
    key: 1,
    secret: 0.40,
    webAcl: 5,
    webAclRule: 1,
    alarm: 0.10,
    compositeAlarm: 0.50,
    metric: 0.30,
    logGib: 0.50,
    shippedGib: 0.029,
    databaseGib: 0.10,
    backupGib: 0.021,
  },
};

/** Of 168 hours a week, those in which the group is at its larger minimum. */
const BUSINESS_HOURS = 5 * 10;

const [stack] = platform('transactions');
const [least, more] = stack.of('AWS::AutoScaling::ScheduledAction').map(({ properties }) => Number(properties.MinSize)).sort();

/** A small application's use, with the metrics of the application that are in its README; everything else is read from the template. */
const USE: Use = {
  instances: least + (more - least) * BUSINESS_HOURS / 168,
  metrics: 5,
  backupGib: 30,
  month: { logGib: 20, shippedGib: 20, databaseGib: 10 },
};

test('the transactions platform costs 575 to 775 USD a month at its default size', () => {
  const cost = monthlyCost([stack], PRICES, USE);
  expect(cost).toBeGreaterThanOrEqual(575);
  expect(cost).toBeLessThanOrEqual(775);
});

test('the estimate includes every resource with an hourly charge', () => {
  expect(stack.of('AWS::EC2::VPCEndpoint').filter(({ properties }) => properties.VpcEndpointType === 'Interface')).toEqual([]);
  expect(stack.of('AWS::RDS::DBProxy', 'AWS::EC2::Instance', 'AWS::Kinesis::Stream', 'AWS::ECS::Service')).toEqual([]);
});
