import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { isUnresolved } from '../../core/validation';

/** Regions with endpoints of a service that not all Regions have, by short name (AWS X-Ray Developer Guide, Using AWS X-Ray with VPC endpoints). */
const REGIONS: { readonly [service: string]: ReadonlySet<string> } = {
  xray: new Set([
    'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'af-south-1', 'ap-east-1', 'ap-south-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3',
    'ap-southeast-1', 'ap-southeast-2', 'ca-central-1', 'eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-south-1', 'eu-north-1', 'me-south-1',
    'sa-east-1', 'us-gov-east-1', 'us-gov-west-1',
  ]),
};

/** Services whose standard endpoint is FIPS 140 validated in AWS GovCloud (US); SDKs have no other endpoint there (botocore 1.44.8, endpoints.json). */
const VALIDATED_IN_GOVCLOUD = new Set(['cassandra', 'dms', 'elasticache', 'guardduty', 'kafka', 'kinesis-streams', 'sqs', 'ssm', 'sts', 'swf']);

/** Whether the service is known to have no endpoint in the Region of the stack. */
export function isMissing(scope: IConstruct, { shortName }: ec2.InterfaceVpcEndpointAwsService): boolean {
  const { region } = Stack.of(scope);
  return !isUnresolved(region) && REGIONS[shortName] !== undefined && !REGIONS[shortName].has(region);
}

/** The FIPS 140 validated variant of a service if aws-cdk-lib has one, otherwise the service. */
export function fipsVariant(scope: IConstruct, service: ec2.InterfaceVpcEndpointAwsService): ec2.InterfaceVpcEndpointAwsService {
  if (Stack.of(scope).region.startsWith('us-gov-') && VALIDATED_IN_GOVCLOUD.has(service.shortName)) return service;
  const known: ec2.InterfaceVpcEndpointAwsService[] = Object.values(ec2.InterfaceVpcEndpointAwsService);
  return known.find(({ shortName }) => shortName === `${service.shortName}-fips`) ?? service;
}
