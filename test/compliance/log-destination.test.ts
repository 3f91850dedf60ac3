import { templatesOf } from './evidence/support';
import { receivesLogs, receivesLogsWithoutKms } from '../../src/compliance/predicates/log-destination';
import { Json } from '../../src/compliance/rendered';

const BUCKET = { Ref: 'Bucket' };
const OTHER = { Ref: 'Other' };

function receives(type: string, properties: Json): [isDestination: boolean, withoutKms: boolean] {
  const [template] = templatesOf({
    Stack: { Resources: { Bucket: { Type: 'AWS::S3::Bucket' }, Other: { Type: 'AWS::S3::Bucket' }, Source: { Type: type, Properties: properties } } },
  });
  const bucket = template.resource('Bucket')!;
  return [receivesLogs(bucket), receivesLogsWithoutKms(bucket)];
}

// Properties of the CloudFormation template reference, and what names no bucket.
const SOURCES: ReadonlyArray<[type: string, properties: (bucket: Json) => Json, withoutKms: boolean, others: readonly Json[]]> = [
  ['AWS::CloudFront::Distribution', (bucket) => ({ DistributionConfig: { Logging: { Bucket: bucket } } }), false, [{}, { DistributionConfig: {} }, { DistributionConfig: { Logging: {} } }]],
  ['AWS::CloudTrail::Trail', (bucket) => ({ S3BucketName: bucket }), false, [{}]],
  ['AWS::Config::DeliveryChannel', (bucket) => ({ S3BucketName: bucket }), false, [{}]],
  ['AWS::EC2::FlowLog', (bucket) => ({ LogDestination: bucket }), false, [{}]],
  ['AWS::ElasticLoadBalancing::LoadBalancer', (bucket) => ({ AccessLoggingPolicy: { S3BucketName: bucket } }), true, [{}, { AccessLoggingPolicy: {} }]],
  ...['access_logs.s3.bucket', 'connection_logs.s3.bucket', 'health_check_logs.s3.bucket'].map((Key): typeof SOURCES[number] => (
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', (Value) => ({ LoadBalancerAttributes: [{ Key: 'a', Value: 'b' }, { Key, Value }] }), true, [{}, { LoadBalancerAttributes: [{ Key: 'other.s3.bucket', Value: BUCKET }] }]])),
  ['AWS::Logs::DeliveryDestination', (bucket) => ({ DestinationResourceArn: bucket }), false, [{}]],
  ['AWS::NetworkFirewall::LoggingConfiguration', (bucketName) => ({ LoggingConfiguration: { LogDestinationConfigs: [{ LogDestination: { logGroup: 'g' } }, { LogDestination: { bucketName } }] } }), false,
    [{}, { LoggingConfiguration: {} }, { LoggingConfiguration: { LogDestinationConfigs: [{}] } }]],
  ['AWS::Redshift::Cluster', (bucket) => ({ LoggingProperties: { BucketName: bucket } }), false, [{}, { LoggingProperties: {} }]],
  ['AWS::Route53Resolver::ResolverQueryLoggingConfig', (bucket) => ({ DestinationArn: bucket }), false, [{}]],
  ['AWS::S3::Bucket', (bucket) => ({ LoggingConfiguration: { DestinationBucketName: bucket } }), true, [{}, { LoggingConfiguration: {} }]],
  ['AWS::WAFv2::LoggingConfiguration', (bucket) => ({ LogDestinationConfigs: [bucket] }), false, [{}]],
];

test.each(SOURCES)('%s delivers logs to the bucket that it names', (type, properties, withoutKms, others) => {
  expect(receives(type, properties(BUCKET))).toEqual([true, withoutKms]);
  for (const other of [properties(OTHER), ...others]) expect(receives(type, other)).toEqual([false, false]);
});

test.each([
  ['AWS::S3::AccessPoint', { Bucket: BUCKET }],
  ['AWS::Athena::WorkGroup', { WorkGroupConfiguration: { ResultConfiguration: { OutputLocation: { 'Fn::Sub': 's3://${Bucket}/' } } } }],
])('%s delivers no logs', (type, properties) => {
  expect(receives(type, properties)).toEqual([false, false]);
});

test.each<[service: string, isDestination: boolean, withoutKms: boolean]>([
  ['cloudtrail.amazonaws.com', true, false],
  ['config.amazonaws.com', true, false],
  ['delivery.logs.amazonaws.com', true, false],
  ['logdelivery.elasticloadbalancing.amazonaws.com', true, true],
  ['logging.s3.amazonaws.com', true, true],
  ['xlogging.s3.amazonaws.com', false, false],
  ['logging.s3.amazonaws.com.cn', false, false],
  ['lambda.amazonaws.com', false, false],
])('a policy that permits %s to write permits the delivery of logs: %s', (Service, isDestination, withoutKms) => {
  const policy = (statement: object) => receives('AWS::S3::BucketPolicy', {
    Bucket: BUCKET, PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 's3:PutObject', Resource: '*', ...statement }] },
  });
  for (const more of [{}, { Action: ['s3:GetObject', 's3:Put*'] }, { Principal: { Service: ['ec2.amazonaws.com', Service] } }]) expect(policy(more)).toEqual([isDestination, withoutKms]);
  for (const more of [{ Effect: 'Deny' }, { Action: 's3:GetObject' }, { Principal: '*' }, { Principal: undefined }]) expect(policy(more)).toEqual([false, false]);
});
