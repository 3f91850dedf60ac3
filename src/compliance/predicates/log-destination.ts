import { anyValue, listOf } from './intrinsics';
import { allowances } from './policy';
import { actionPattern, textOf } from './text';
import { Json, RenderedResource } from '../rendered';

/** Services that deliver logs to a bucket by its policy. Source: the pages of their user guides on bucket policies for logs. */
const DELIVERERS = /^(cloudtrail|config|delivery\.logs|logdelivery\.elasticloadbalancing|logging\.s3)\.amazonaws\.com$/;
/** Load balancers and S3 server access logging write with keys of Amazon S3 only (Elastic Load Balancing User Guide, Amazon S3 User Guide). */
const WITHOUT_KMS = /^(logdelivery\.elasticloadbalancing|logging\.s3)\.amazonaws\.com$/;

const LOG_ATTRIBUTES = ['access_logs.s3.bucket', 'connection_logs.s3.bucket', 'health_check_logs.s3.bucket'];

/** Resources that name the bucket of their logs, with the property and the part of it that has the name. Source: CloudFormation resource specification. */
const SOURCES: Readonly<Record<string, readonly [property: string, partOf?: (value: Json) => Json]>> = {
  'AWS::CloudFront::Distribution': ['DistributionConfig', (config) => config?.Logging?.Bucket],
  'AWS::CloudTrail::Trail': ['S3BucketName'],
  'AWS::Config::DeliveryChannel': ['S3BucketName'],
  'AWS::EC2::FlowLog': ['LogDestination'],
  'AWS::ElasticLoadBalancing::LoadBalancer': ['AccessLoggingPolicy', (policy) => policy?.S3BucketName],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['LoadBalancerAttributes', (attributes) => listOf(attributes).filter(({ Key }) => LOG_ATTRIBUTES.includes(Key)).map(({ Value }) => Value)],
  'AWS::Logs::DeliveryDestination': ['DestinationResourceArn'],
  'AWS::NetworkFirewall::LoggingConfiguration': ['LoggingConfiguration', (logging) => listOf(logging?.LogDestinationConfigs).map(({ LogDestination }) => LogDestination?.bucketName)],
  'AWS::Redshift::Cluster': ['LoggingProperties', (logging) => logging?.BucketName],
  'AWS::Route53Resolver::ResolverQueryLoggingConfig': ['DestinationArn'],
  'AWS::S3::Bucket': ['LoggingConfiguration', (logging) => logging?.DestinationBucketName],
  'AWS::WAFv2::LoggingConfiguration': ['LogDestinationConfigs'],
};
const SOURCES_WITHOUT_KMS = ['AWS::ElasticLoadBalancing::LoadBalancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::S3::Bucket'];

/** Whether services deliver logs to a bucket: a resource names it as the destination, or its policy allows the delivery. */
export function receivesLogs(bucket: RenderedResource): boolean {
  return isNamedBySome(bucket, Object.keys(SOURCES)) || allows(bucket, DELIVERERS);
}

/** Whether a service that cannot write to a bucket with an AWS KMS key delivers logs to it. */
export function receivesLogsWithoutKms(bucket: RenderedResource): boolean {
  return isNamedBySome(bucket, SOURCES_WITHOUT_KMS) || allows(bucket, WITHOUT_KMS);
}

function isNamedBySome(bucket: RenderedResource, types: readonly string[]): boolean {
  return types.some((type) => {
    const [property, partOf = (value: Json) => value] = SOURCES[type];
    return bucket.template.mayName(bucket, type, property)
      .some((source) => source !== bucket && listOf(partOf(source.properties[property])).some((name) => isNameOf(bucket, name, source)));
  });
}

function isNameOf(bucket: RenderedResource, name: Json, { template }: RenderedResource): boolean {
  if (!template.names(name, bucket)) return false;
  // The prefix of the objects makes no difference.
  if (/^(arn:[^:]*:s3:::)?\$\{[\w.]+\}\//.test(textOf(name))) anyValue(name);
  return true;
}

function allows(bucket: RenderedResource, services: RegExp): boolean {
  return bucket.template.pointers(bucket, 'AWS::S3::BucketPolicy', 'Bucket').flatMap(({ properties }) => allowances(properties.PolicyDocument))
    .some(({ Principal, Action }) => listOf(Principal?.Service).some((service) => services.test(textOf(service)))
      && listOf(Action).some((action) => actionPattern(textOf(action)).test('s3:PutObject')));
}
