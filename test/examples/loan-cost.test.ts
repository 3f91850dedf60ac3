import { monthlyCost, Prices, Use } from './monthly-cost';
import { platform } from './support';

/**
 * On-demand prices in eu-west-2, USD: AWS Price List (offers AmazonEC2, AmazonVPC, AmazonECS, AWSELB, AmazonRDS, AmazonCloudWatch, awskms),
 * published 2026-09; AWS WAF Pricing for web ACLs and rules.
 */
const PRICES: Prices = {
  hour: {
    'natGateway': 0.05,
    'publicAddress': 0.005,
    'loadBalancer': 0.02646,
    'loadBalancerCapacityUnit': 0.0084,
    'db.serverless': 0.14,
    'fargateVcpu': 0.04656,
    'fargateGib': 0.00511,
  },
  month: { key: 1, webAcl: 5, webAclRule: 1, alarm: 0.10, logGib: 0.5985, databaseGib: 0.10 },
};

/** A small application's use; everything else is read from the template. */
const USE: Use = { acuAboveMinimum: 0.25, month: { logGib: 10, databaseGib: 10 } };

test('LOAN-14: at its default size the loan platform costs 150 to 300 USD a month', () => {
  const cost = monthlyCost(platform('loan'), PRICES, USE);
  expect(cost).toBeGreaterThanOrEqual(150);
  expect(cost).toBeLessThanOrEqual(300);
});

test('LOAN-14: the estimate includes every resource with an hourly charge', () => {
  const [stack] = platform('loan');
  expect(stack.of('AWS::EC2::VPCEndpoint').filter(({ properties }) => properties.VpcEndpointType === 'Interface')).toEqual([]);
  expect(stack.of('AWS::RDS::DBProxy', 'AWS::EC2::Instance', 'AWS::SecretsManager::Secret')).toEqual([]);
});
