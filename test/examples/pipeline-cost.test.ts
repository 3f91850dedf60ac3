import { monthlyCost, Prices, Use } from './monthly-cost';
import { platform } from './support';

/**
 * On-demand prices in us-east-1, USD: the pricing pages of Amazon VPC, Amazon RDS for PostgreSQL, AWS Fargate, Amazon Kinesis Data Streams, Amazon API
 * Gateway, AWS KMS, AWS Secrets Manager, AWS WAF, Amazon CloudWatch and AWS Backup (2026).
 */
const PRICES: Prices = {
  hour: { 'natGateway': 0.045, 'publicAddress': 0.005, 'db.t3.micro': 0.018, 'fargateVcpu': 0.04048, 'fargateGib': 0.004445, 'shard': 0.015 },
  month: {
    allocatedGib: 0.115,
    metric: 0.30,
    key: 1,
    secret: 0.40,
    webAcl: 5,
    webAclRule: 1,
    alarm: 0.10,
    compositeAlarm: 0.50,
    logGib: 0.50,
    backupGib: 0.095,
    millionRequests: 3.50,
    millionPayloadUnits: 0.014,
    webAclMillionRequests: 0.60,
  },
};

/** A small pipeline's use; everything else is read from the template. */
const USE: Use = { backupGib: 10, month: { logGib: 5, millionRequests: 1, millionPayloadUnits: 1, webAclMillionRequests: 1 } };

test('PIPE-12: the pipeline platform costs 50 to 100 USD a month at its default size', () => {
  const cost = monthlyCost(platform('pipeline'), PRICES, USE);
  expect(cost).toBeGreaterThanOrEqual(50);
  expect(cost).toBeLessThanOrEqual(100);
});

test('PIPE-12: the estimate includes every resource with an hourly charge', () => {
  const [stack] = platform('pipeline');
  expect(stack.of('AWS::EC2::VPCEndpoint').filter(({ properties }) => properties.VpcEndpointType === 'Interface')).toEqual([]);
  expect(stack.one('AWS::RDS::DBInstance').properties.MultiAZ).toBe(false);
  expect(stack.of('AWS::RDS::DBProxy', 'AWS::EC2::Instance', 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::RDS::DBCluster')).toEqual([]);
});
