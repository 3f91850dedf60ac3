import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { fipsVariant, isMissing } from '../../../src/network/endpoints/endpoint-availability';

const { KMS, XRAY } = ec2.InterfaceVpcEndpointAwsService;
const stackIn = (region?: string) => new Stack(new App(), 'Stack', { env: { region } });

// AWS X-Ray Developer Guide, Using AWS X-Ray with VPC endpoints.
const WITH_XRAY = [
  'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'af-south-1', 'ap-east-1', 'ap-south-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3',
  'ap-southeast-1', 'ap-southeast-2', 'ca-central-1', 'eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-south-1', 'eu-north-1', 'me-south-1',
  'sa-east-1', 'us-gov-east-1', 'us-gov-west-1',
];

test('AWS X-Ray has endpoints in these Regions only', () => {
  expect(WITH_XRAY.filter((region) => isMissing(stackIn(region), XRAY))).toEqual([]);
  for (const region of ['cn-north-1', 'il-central-1', 'eu-central-2']) expect(isMissing(stackIn(region), XRAY)).toBe(true);
});

test('is not missing where the Region or the service is unknown', () => {
  expect(isMissing(stackIn(), XRAY)).toBe(false);
  expect(isMissing(stackIn('cn-north-1'), KMS)).toBe(false);
});

describe('the FIPS 140 validated variant', () => {
  // botocore, endpoints.json: services whose host name in AWS GovCloud (US) has no variant of its own.
  const VALIDATED = ['cassandra', 'dms', 'elasticache', 'guardduty', 'kafka', 'kinesis-streams', 'sqs', 'ssm', 'sts', 'swf'];
  const named = (shortName: string) => ({ ...new ec2.InterfaceVpcEndpointAwsService(shortName), shortName }) as ec2.InterfaceVpcEndpointAwsService;
  const variant = (region: string, shortName: string) => fipsVariant(stackIn(region), named(shortName)).shortName;

  test.each(VALIDATED)('is the standard endpoint of %s in AWS GovCloud (US), in versions of aws-cdk-lib with and without its variant', (name) => {
    const services: any = ec2.InterfaceVpcEndpointAwsService;
    expect(variant('us-gov-west-1', name)).toBe(name);
    services.VARIANT = named(`${name}-fips`);
    try {
      expect(['us-gov-east-1', 'us-gov-west-1', 'us-east-1'].map((region) => variant(region, name))).toEqual([name, name, `${name}-fips`]);
    } finally {
      delete services.VARIANT;
    }
  });

  test('is the endpoint with the suffix elsewhere, or the service itself where there is none', () => {
    expect(variant('us-gov-east-1', 'kms')).toBe('kms-fips');
    expect(variant('us-east-1', 'kms')).toBe('kms-fips');
    expect(variant('us-east-1', 'secretsmanager')).toBe('secretsmanager');
  });
});
