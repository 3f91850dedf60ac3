import { monthlyCost, Prices, Use } from './monthly-cost';
import { platform } from './support';

/** What instances of Amazon EC2 cost more in us-west-1 than in us-east-1, t3.medium for one: 0.0496 and 0.0416 USD an hour. */
const DEARER = 0.0496 / 0.0416;

/**
 * On-demand prices in us-west-1, USD: AWS Price List (offers AmazonCloudWatch, awskms and AWSELB, and AmazonEC2 for volumes); AWS WAF, AWS CloudTrail and AWS Config
 * Pricing, the same in every Region. NAT gateways, endpoints and databases are assumed to be dearer than in us-east-1 by as much as instances are.
 */
const PRICES: Prices = {
  hour: {
    'natGateway': 0.045 * DEARER,
    'publicAddress': 0.005,
    'endpointZone': 0.01 * DEARER,
    'loadBalancer': 0.0252,
    'loadBalancerCapacityUnit': 0.008,
    't3.medium': 0.0496,
    'db.t3.medium': 0.072 * DEARER,
  },
  month: {
    volumeGib: 0.096,
    allocatedGib: 0.115 * DEARER,
    key: 1,
    webAcl: 5,
    webAclRule: 1,
    alarm: 0.10,
    compositeAlarm: 0.50,
    metric: 0.30,
    logGib: 0.67,
    millionTrailEvents: 1,
    configurationItem: 0.003,
    evaluation: 0.001,
  },
};

const [stack] = platform('ec2-baseline');

/** A small application's use; everything else is read from the template. */
const USE: Use = {
  metrics: stack.of('AWS::Logs::MetricFilter').length,
  month: { logGib: 10, millionTrailEvents: 2, configurationItem: 1000, evaluation: 10_000 },
};

test('the EC2 baseline costs 325 to 475 USD a month at its default size', () => {
  const cost = monthlyCost([stack], PRICES, USE);
  expect(cost).toBeGreaterThanOrEqual(325);
  expect(cost).toBeLessThanOrEqual(475);
});

test('the estimate includes every resource with an hourly charge', () => {
  expect(stack.of('AWS::RDS::DBProxy', 'AWS::EC2::Instance', 'AWS::Kinesis::Stream', 'AWS::SecretsManager::Secret', 'AWS::ECS::Service', 'AWS::Lambda::EventSourceMapping'))
    .toEqual([]);
});
