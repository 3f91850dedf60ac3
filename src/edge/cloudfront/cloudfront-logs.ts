import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { inHomeOfCloudFront } from './cloudfront-region';
import { LogDelivery } from '../../core/buckets/log-delivery';
import { encryptedLogGroup, plainArn } from '../../core/parts/log-group';
import { NameLimit } from '../../core/workload/name-limit';
import { uniqueName } from '../shared/unique-name';

/** All fields of a standard log but the cookies, which let whoever reads them act as the user (CloudFront Developer Guide, Standard logging reference). */
const FIELDS = [
  'date', 'time', 'x-edge-location', 'sc-bytes', 'c-ip', 'cs-method', 'cs(Host)', 'cs-uri-stem', 'sc-status', 'cs(Referer)', 'cs(User-Agent)', 'cs-uri-query',
  'x-edge-result-type', 'x-edge-request-id', 'x-host-header', 'cs-protocol', 'cs-bytes', 'time-taken', 'x-forwarded-for', 'ssl-protocol', 'ssl-cipher',
  'x-edge-response-result-type', 'cs-protocol-version', 'fle-status', 'fle-encrypted-fields', 'c-port', 'time-to-first-byte', 'x-edge-detailed-result-type',
  'sc-content-type', 'sc-content-len', 'sc-range-start', 'sc-range-end',
];

/**
 * Access logs by standard logging (v2): the legacy kind needs a bucket with ACLs. Source, destination and delivery are in us-east-1 (CloudFront
 * Developer Guide, Configure standard logging (v2)). Where the logs go to a log group, AWS puts the resource policy that it needs there itself.
 */
export function logDistribution(
  scope: Construct, distribution: cloudfront.Distribution, bucket: s3.IBucket | undefined, prefix: string,
): logs.LogGroup | undefined {
  const place = inHomeOfCloudFront(scope, 'edge-logs');
  const name = uniqueName(scope, NameLimit.LOG_DELIVERY);
  if (bucket) LogDelivery.CLOUDFRONT._allow(bucket, prefix);
  const logGroup = bucket ? undefined : encryptedLogGroup(place, 'AccessLogs');
  const source = new logs.CfnDeliverySource(place, 'LogSource', { name, logType: 'ACCESS_LOGS', resourceArn: distribution.distributionArn });
  const destination = new logs.CfnDeliveryDestination(place, 'LogDestination', {
    name,
    destinationResourceArn: logGroup ? plainArn(logGroup) : `${bucket!.bucketArn}/${prefix}`,
    outputFormat: 'json',
  });
  const delivery = new logs.CfnDelivery(place, 'LogDelivery', {
    deliverySourceName: source.ref, deliveryDestinationArn: destination.attrArn, recordFields: FIELDS,
  });
  if (bucket?.policy) delivery.node.addDependency(bucket.policy);
  return logGroup;
}
